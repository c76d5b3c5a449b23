"""The two ends of following: a run of the journal for the line, and a run from the line into a copy.

The reading end is for a thread of its own, with a reader's connection to each file. The keeping end is the one writer
of a standby: records go in verbatim, the rows are folded from them as the hub folds them, in one transaction.
"""

import logging
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from edge_hub.contract.codec import decode
from edge_hub.contract.erasure import JournalPruned
from edge_hub.domain.checkpoint import digest
from edge_hub.domain.fold import EVENTS, fold
from edge_hub.domain.hall import Hall, Touched
from edge_hub.domain.naming import NAMING, named_by, named_in
from edge_hub.domain.plan import Plan
from edge_hub.shipping.faults import Refused
from edge_hub.shipping.parcel import PARCEL_BYTES_MAX, RECORDS_MAX, Answered, Parcel, Shipped, Standing
from edge_hub.store.blobs import Blobs
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import COLUMNS, chain_at, first, hashes
from edge_hub.store.keys import HALL_KEY, RECORD
from edge_hub.store.replies import Given, given
from edge_hub.store.store import DB_NAME, KEYS_NAME, Store

log = logging.getLogger(__name__)
NOTES = ("practice", "clock")
NEXT = f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
NOES_MAX = 5000
"""Replies in a parcel, and so many times "no" after one record: a flood of refusals is not worth more."""
NAMING_TYPES = frozenset(kind.__name__ for kind in NAMING)
NAMES = tuple(name.strip() for name in COLUMNS.split(","))


class Source:
    """Reads a live store for shipping. Not for more than one thread."""

    def __init__(self, data: Path) -> None:
        self.blobs = Blobs(data, read_only=True)
        self._db, self._keys = open_reader(data / DB_NAME), open_reader(data / KEYS_NAME)
        self.all = True
        """Whether the last parcel held all that there was when it was asked for."""
        self._told: set[str] = set()
        """Commands whose replies went out at the newest record."""
        self._told_at = -1

    def close(self) -> None:
        self._db.close()
        self._keys.close()

    def chain_at(self, seq: int) -> str | None:
        """The chain hash of a record; None if there is none (0 is before the first)."""
        found = chain_at(self._db, seq)
        return found.hex() if found else "" if seq == 0 else None

    def begins(self) -> int:
        """The first record that there is."""
        return max(1, first(self._db))

    def began(self, epoch: int) -> int:
        """The first record of an epoch."""
        ((seq,),) = query(self._db, "SELECT coalesce(min(seq), 0) FROM journal WHERE epoch = ?", (epoch,))
        return int(seq)

    def notes(self) -> dict[str, str]:
        """What a copy must note as well."""
        marks = ", ".join("?" * len(NOTES))
        return dict(query(self._db, f"SELECT key, value FROM meta WHERE key IN ({marks})", NOTES))

    def parcel(self, after: int) -> Parcel | None:
        """The next run of records, and the replies given up to there, a "no" too; None if there is nothing new. It
        never ends within a command: a copy that takes the hub's place must not have half of what somebody did."""
        records: list[Shipped] = []
        self.all = True
        for command in self._commands(after):
            size = sum(len(one.body) + len(one.sealed or b"") for one in (*records, *command))
            if records and (size > PARCEL_BYTES_MAX or len(records) + len(command) > RECORDS_MAX):
                self.all = False
                break
            records += command
        replies = self._replies(after, records[-1].seq if records else after)
        if not records and not replies:
            return None
        return Parcel(records=tuple(records), replies=replies, keys=self._keys_of(records))

    def _commands(self, after: int) -> list[list[Shipped]]:
        """The records after one, by the command that made them; whole ones."""
        limit = RECORDS_MAX + 1
        while True:
            rows = query(self._db, NEXT, (after, limit))
            runs = [list(run) for _, run in groupby(map(_shipped, rows), key=_command_of)]
            if len(rows) < limit:
                return runs
            if len(runs) > 1:
                self.all = False
                return runs[:-1]  # the last may go on
            limit *= 2

    def _replies(self, after: int, upto: int) -> tuple[Answered, ...]:
        """Given from `after` on up to `upto`: a "no" carries the number of the record before it, so those of `after`
        itself are looked at again."""
        told = self._told if self._told_at == after else set()
        if len(told) >= NOES_MAX and upto == after:
            return ()
        found = [row for row in given(self._db, after, upto, NOES_MAX) if row[0] not in told]
        self._told, self._told_at = {row[0] for row in found if row[5] == upto}, upto
        if upto == after:
            self._told |= told
        return tuple(map(_answered, found))

    def _keys_of(self, records: Sequence[Shipped]) -> dict[str, bytes]:
        names = [f"{RECORD}{one.idem_key}" for one in records if one.sealed is not None]
        names += [HALL_KEY] if records and records[0].seq == 1 else []
        found = {}
        for name in names:
            found.update(dict(query(self._keys, "SELECT name, value FROM key WHERE name = ?", (name,))))
        return found


def named_in_parcel(parcel: Parcel) -> frozenset[str]:
    """The blobs that its records name."""
    names: set[str] = set()
    for one in parcel.records:
        if one.type in NAMING_TYPES and (event := decode(EVENTS[one.type], one.body)) is not None:
            names |= named_by(event)
    return frozenset(names)


class CopyFault(Refused):
    """What came cannot be kept, and why."""


class Copy:
    """A store that follows another hub's. `keep` makes a parcel durable, whole or not at all."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store, self._plan = store, plan
        self._hall = self._loaded()

    @property
    def standing(self) -> Standing:
        """Where it stands; a file without records belongs to nobody yet."""
        store = self._store
        if store.seq == 0:
            return Standing()
        return Standing(hub=store.hub_id, epoch=store.epoch, seq=store.seq, chain=store.chain.hex())

    def note(self, notes: dict[str, str]) -> None:
        """Before the first record: what the other file says beside its records."""
        if self._store.seq == 0:
            self._store.note(notes)

    def keep(self, parcel: Parcel) -> None:
        """Raises CopyFault for a run that does not follow what is here, or was changed on the way; nothing is kept."""
        store = self._store
        store.keys.adopt(dict(parcel.keys))
        store.begin()
        try:
            for one in parcel.records:
                self._follow(one)
        except CopyFault:
            store.rollback()
            self._hall = self._loaded()
            raise
        touched, self._hall.touched = self._hall.touched, Touched()
        store.save(self._hall, touched)
        store.adopt_replies([
            (one.cmd_id, one.device, one.digest, one.reply, one.ticket, one.seq, one.wall_ms) for one in parcel.replies
        ])  # fmt: skip
        store.commit()
        if touched.erased_day:
            store.scrub()

    def blobs(self) -> frozenset[str]:
        """Named by the records that are here."""
        return named_in(self._hall.configured)

    def prune(self) -> bool:
        """What left the other journal leaves this one, a portion at a time; whether any went."""
        return self._store.prune(self._hall.pruned)

    def _loaded(self) -> Hall:
        hall = Hall(self._plan)
        self._store.load(hall)
        return hall

    def _follow(self, one: Shipped) -> None:
        store = self._store
        if one.seq != store.seq + 1:
            raise CopyFault(f"record {one.seq} does not follow {store.seq}")
        row: Any = tuple(getattr(one, name) for name in NAMES)
        body_hash, chain_hash = hashes(row[:12], one.body, one.sealed, store.chain)
        if (body_hash, chain_hash) != (one.body_hash, one.chain_hash):
            raise CopyFault(f"record {one.seq} was changed on the way")
        event = decode(EVENTS[one.type], one.body) if one.type in EVENTS else None
        if event is None:
            raise CopyFault(f"record {one.seq} ({one.type}) is of a newer program; install it here first")
        if isinstance(event, JournalPruned) and event.rows != digest(self._hall):
            log.warning(
                "Record %d says that the hall is not as it is here. Is the configuration of both machines the same?",
                one.seq,
            )  # fmt: skip
        fold(self._hall, event, store.keys.unseal(one.idem_key, one.sealed) if one.sealed is not None else None)
        store.adopt(row, event)


def _command_of(one: Shipped) -> str:
    return one.idem_key.rpartition(":")[0]


def _shipped(row: tuple[object, ...]) -> Shipped:
    return Shipped(**dict(zip(NAMES, row, strict=True)))  # type: ignore[arg-type]


def _answered(one: Given) -> Answered:
    return Answered(**dict(zip(Answered.model_fields, one, strict=True)))  # type: ignore[arg-type]
