"""The one writer: journal, rows and stored replies of a group of commands in one transaction.

WAL with synchronous=FULL: what was committed survives a power cut. Any I/O or corruption error is not handled here: it
ends the process, and the next start verifies first.
"""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import apsw

from edge_hub.contract.base import SCHEMA_VERSION, Lasting
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.codec import encode_event
from edge_hub.contract.erasure import KeyDestroyed
from edge_hub.domain.configured import Configured
from edge_hub.domain.erasure import KEPT
from edge_hub.domain.fold import entity_of, version_of
from edge_hub.domain.hall import Hall, Touched
from edge_hub.domain.means import Happening

from . import erasure, figures, rows
from .connection import (
    STORE_FAILURES,
    StoreDamaged,
    StoreFault,
    give_back,
    open_reader,
    open_writer,
    query,
    truncate_wal,
)
from .consumers import Consumers
from .erasure import Place, SealedPart
from .journal import INSERT, Reign, chain_at, day_before, first, hashes, head, oldest_day, prune, reign, verify
from .keys import Keys
from .replies import KEPT_MS, Given, Replies, Stored
from .schema import upgrade
from .times import Times

log = logging.getLogger(__name__)
TAIL_CHECKED = 1000
NEEDS = (
    "SELECT idem_key, eid, sealed FROM journal WHERE type = 'NeedsNoted' AND seq > coalesce("
    "(SELECT seq FROM journal WHERE type = 'DayRolled' ORDER BY seq DESC LIMIT 1), 0) ORDER BY seq"
)
"""What the day's tickets need: sealed in the journal and nowhere else."""
DB_NAME, KEYS_NAME = "hub.db", "keys.db"


class OldDay(NamedTuple):
    """A business day at the head of the journal: its last record and that one's chain hash, how many records go with
    it, and what its rollup rows sum up to."""

    day: str
    upto: int
    chain: str
    records: int
    figures: dict[str, int]


class Store:
    """Opens, checks and writes `hub.db` and `keys.db` in one directory. Not for more than one thread."""

    def __init__(self, directory: Path, boot_id: str) -> None:
        self.path = directory / DB_NAME
        self.boot_id = boot_id
        self._db = open_writer(self.path)
        upgrade(self._db)
        self.keys = Keys(directory / KEYS_NAME)
        _, fault = verify(self._db, tail=TAIL_CHECKED)
        if fault:
            raise StoreDamaged(
                f"{self.path}: the journal is broken at record {fault.seq}: {fault.what}. "
                "Stop here, keep the file, and restore the newest good backup."
            )
        self.seq, self._chain = head(self._db)
        if self.seq and self.keys.new:
            log.warning(
                "%s was missing and is new: every PIN must be set again, slips given out cannot be looked up, and"
                " sealed parts of old records stay sealed. Stop and put the old file back if there is one.",
                directory / KEYS_NAME,
            )
        self.commit_times = Times()
        self._records: list[tuple[Any, ...]] = []
        self._doomed: list[str] = []
        self._replies = Replies(self._db)
        self.consumers = Consumers(self._db)
        self.hub_id, self.epoch = self._reign()
        self._noted = (self.hub_id, self.epoch)
        self._destroy_again()

    def step_up(self, beyond: int = 0) -> None:
        """Begin a new epoch, later than `beyond`, because the data came back from a backup and the world has seen what
        is not in it.

        The next commit makes it so, and must bring the `HubStarted` that says it.
        """
        self.epoch = max(self.epoch, beyond) + 1

    def load(self, hall: Hall) -> None:
        """Fill `hall` from the rows."""
        rows.load(self._db, hall)
        for record, ticket, sealed in query(self._db, NEEDS):
            hall.put_needs(ticket, (self.keys.unseal(record, sealed) or {}).get("needs", ""))
        hall.touched = Touched()

    def configured(self) -> Configured:
        """The configurations that the hall has had, before there is a hall."""
        known = Configured()
        rows.load_configured(self._db, known)
        return known

    def begin(self, cmd_ids: Sequence[str] = ()) -> None:
        """Open a transaction for a group of commands; the replies already given to any of them are read at once."""
        self._db.execute("BEGIN IMMEDIATE")
        if cmd_ids:
            self._replies.look_up(cmd_ids)

    def commit(self) -> None:
        """Keys first, then the events they belong to. Each table is written by one statement for the whole group:
        every statement lets the network thread in, and waits for it."""
        began_s = perf_counter()
        self.keys.flush()
        self._db.executemany(INSERT, self._records)
        self._replies.write()
        if self._noted != (self.hub_id, self.epoch):
            self._db.execute("UPDATE meta SET value = ? WHERE key = 'epoch'", (str(self.epoch),))
            self._db.execute("UPDATE meta SET value = ? WHERE key = 'hub_id'", (self.hub_id,))
            self._noted = (self.hub_id, self.epoch)
        self._db.execute("COMMIT")
        self.commit_times.add(perf_counter() - began_s)
        if self._doomed:
            self.keys.destroy(self._doomed)
        self._replies.settle()
        self._records, self._doomed = [], []

    def rollback(self) -> None:
        self.keys.forget_fresh()
        self._records, self._doomed = [], []
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._replies.take_back()
        self.seq, self._chain = head(self._db)
        self.hub_id, self.epoch = self._noted

    def append(
        self, hall: Hall, happening: Happening, idem_key: str, wall_ms: int, mono_ms: int, sender: str | None = None,
        staff: str | None = None,
    ) -> int:  # fmt: skip
        """One event, already folded into `hall`, into the journal; returns its sequence number."""
        event = happening.event
        etype, eid = entity_of(event)
        assert not happening.sealed or type(event) in KEPT, f"no rule says how long {type(event)} keeps its sealed part"
        sealed = self.keys.seal(idem_key, happening.sealed) if happening.sealed else None
        header = (
            self.hub_id, self.epoch, self.seq + 1, wall_ms, mono_ms, self.boot_id, etype, eid, version_of(hall, event),
            type(event).__name__, SCHEMA_VERSION, idem_key,
        )  # fmt: skip
        if isinstance(event, KeyDestroyed):
            self._doomed.append(event.record)
        body = encode_event(event, sender, staff)
        body_hash, chain_hash = hashes(header, body, sealed, self._chain)
        self._records.append((*header, body, sealed, body_hash, chain_hash))
        self.seq, self._chain = self.seq + 1, chain_hash
        return self.seq

    @property
    def chain(self) -> bytes:
        """Chain hash of the newest record, appended or not yet committed."""
        return self._chain

    def adopt(self, row: tuple[Any, ...], event: Lasting) -> None:
        """A record of another hub's journal, verbatim; it follows the newest one and its event was folded in."""
        self._records.append(row)
        if isinstance(event, KeyDestroyed):
            self._doomed.append(event.record)
        self.hub_id, self.epoch, self.seq, self._chain = row[0], row[1], row[2], row[15]

    def adopt_replies(self, replies: Iterable[Given]) -> None:
        """Replies given by that hub, as they stand there; part of the open transaction. One may come twice."""
        self._replies.adopt(replies)

    def note(self, notes: Mapping[str, str]) -> None:
        """What a file says beside its records."""
        for key, value in notes.items():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", (key, value))

    def due(self, cutoffs: Mapping[str, int], after: Place, looked_max: int) -> tuple[list[SealedPart], Place | None]:
        """Sealed parts that the retention rules want gone (`store/erasure.py`)."""
        return erasure.due(self._db, cutoffs, after, looked_max)

    def forget_detail(self, before: str, rows_max: int = 500) -> int:
        """Remove so many rows of tickets and services of business days before one, in a transaction of its own."""
        with self._db:
            rows.forget_detail(self._db, before, rows_max)
        return self._db.changes()

    def oldest_day(self) -> tuple[str, int] | None:
        """The oldest business day that has ended in the journal, and its last record."""
        return oldest_day(self._db)

    def day_before(self) -> str | None:
        """The business day before this one."""
        return day_before(self._db)

    def described(self, day: str, upto: int) -> OldDay:
        """What a checkpoint must say of the oldest day."""
        chain = chain_at(self._db, upto)
        assert chain is not None
        sums = figures.sums(self._db, "day", day, day).get(day, {})
        count = upto - first(self._db) + 1
        return OldDay(day, upto, chain.hex(), count, {name: amount for name, amount in sums.items() if amount})

    def prune(self, upto: int, rows_max: int = 500) -> bool:
        """Remove so many of the oldest records, none after `upto`, in a transaction of its own; whether any went."""
        if first(self._db) > upto:
            return False
        with self._db:
            prune(self._db, upto, rows_max)
        return self._db.changes() > 0

    def give_back(self, pages_max: int = 200) -> bool:
        """Give so many free pages back to the disk; whether there are more."""
        return give_back(self._db, pages_max) > 0

    def scrub(self) -> bool:
        """Leave no byte of what was deleted in a WAL; False when a reader is in the way."""
        return self.keys.scrub() and truncate_wal(self._db)

    def save(self, hall: Hall, touched: Touched) -> None:
        """The rows that events touched."""
        rows.save(self._db, hall, touched)

    def stored_reply(self, cmd_id: str) -> Stored | None:
        """The reply given to a command of the open group before, in this group or an earlier one."""
        return self._replies.known(cmd_id)

    def ticket_of(self, cmd_id: str) -> str | None:
        """The ticket that a command of the last days was answered with, also one of the open group."""
        return self._replies.ticket_of(cmd_id)

    def store_reply(
        self, cmd_id: str, device: str, digest: bytes, reply: bytes, ticket: str | None, wall_ms: int
    ) -> None:
        """Part of the open transaction."""
        self._replies.add((cmd_id, device, self.keys.blind(digest), reply, ticket, self.seq, wall_ms))

    def forget_replies(self, now_ms: int, rows_max: int = 500) -> int:
        """Drop at most `rows_max` replies older than three days: long after any client asks again. The oldest are found
        by their place: an index by time would cost every command one twentieth of its work."""
        return self._replies.forget(now_ms - KEPT_MS, rows_max)

    def practice_clock(self, rule: ClockRule) -> ClockRule:
        """The rule of a practice hall, as it was when its first hub started: a restart does not turn time back."""
        if self._meta("practice", lambda: "no" if self.seq else "yes") != "yes":
            raise StoreFault(
                f"{self.path} holds the records of a real hall. A practice hall needs a folder of its own."
            )
        return ClockRule.model_validate_json(self._meta("clock", rule.model_dump_json))

    def real_clock(self) -> None:
        """Refuse to run a practice hall's folder by the world's clock."""
        if self._meta("practice", lambda: "no") != "no":
            raise StoreFault(f"{self.path} holds a practice hall. A real hall needs a folder of its own.")

    def close(self) -> None:
        self._db.close()
        self.keys.close()

    def _destroy_again(self) -> None:
        """A key that came back with an old keys.db, or outlived a power cut: what the journal says holds."""
        back = erasure.erased(self._db, self.keys.names())
        if back:
            self.keys.destroy(back)
            log.info("%d keys that had been destroyed were there again, and are destroyed again.", len(back))

    def _reign(self) -> Reign:
        """Hub and epoch as the file notes them, which must be those of its newest record: a new reign is noted in the
        transaction of the record that begins it."""
        newest = reign(self._db)
        if newest is None:
            return self._meta("hub_id", lambda: f"hub-{secrets.token_hex(4)}"), int(self._meta("epoch", lambda: "1"))
        notes = dict(query(self._db, "SELECT key, value FROM meta WHERE key IN ('hub_id', 'epoch')"))
        hub, epoch = notes.get("hub_id", "nobody"), notes.get("epoch", "none")
        if (hub, epoch) != (newest[0], str(newest[1])):
            raise StoreFault(
                f"{self.path}: the newest record is of {newest[0]} in epoch {newest[1]}, but the file notes {hub} in"
                f" epoch {epoch}: it was changed by hand or put together from two files. Stop here, keep the file, and"
                " restore the newest good backup (then start once with --restored)."
            )
        return newest

    def _meta(self, key: str, make: Callable[[], str]) -> str:
        found = query(self._db, "SELECT value FROM meta WHERE key = ?", (key,))
        if found:
            return str(found[0][0])
        value = make()
        self._db.execute("INSERT INTO meta VALUES(?, ?)", (key, value))
        return value


def is_practice(directory: Path) -> bool:
    """Whether the folder holds a practice hall."""
    reader = open_reader(directory / DB_NAME)
    try:
        return query(reader, "SELECT value FROM meta WHERE key = 'practice'") == [("yes",)]
    finally:
        reader.close()


def configured_in(directory: Path) -> Configured:
    """The configurations that are kept in a folder. Raises the store's failures."""
    reader = open_reader(directory / DB_NAME)
    try:
        known = Configured()
        rows.load_configured(reader, known)
        return known
    finally:
        reader.close()


def has_configuration(directory: Path) -> bool:
    """Whether the folder holds a hall with a configuration of its own."""
    try:
        return configured_in(directory).applied is not None
    except STORE_FAILURES:  # nothing there, damaged, or of an older program
        return False


def quick_check(directory: Path) -> list[str]:
    """SQLite's own check of the whole file, by a reader; nothing means it is sound."""
    try:
        reader = open_reader(directory / DB_NAME)
    except apsw.Error as fault:
        return [str(fault)]
    try:
        return [text for (text,) in query(reader, "PRAGMA quick_check") if text != "ok"]
    except apsw.Error as fault:
        return [str(fault)]
    finally:
        reader.close()
