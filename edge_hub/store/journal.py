"""The journal: every change as one record, contiguous and hash-chained, never rewritten.

chain_hash(n) = SHA-256(chain_hash(n-1) | header(n) | body_hash(n)); body_hash = SHA-256(body | sealed part as
ciphertext). So a destroyed key erases the personal part while the chain still verifies.

The head of an old journal may be gone: then a `JournalPruned` in what is left says up to which record, and with which
chain hash, and the chain is verified from that anchor on.

Every record is of one reign: (hub, epoch). A new reign begins with a `HubStarted` of a higher epoch, and by nothing
else: so a file put together from two hubs, or an old one that went on beside its restored copy, is found.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import apsw

from .connection import query

GENESIS = bytes(32)
COLUMNS = (
    "hub_id, epoch, seq, wall_ms, mono_ms, boot_id, etype, eid, ever, type, schema_ver, idem_key, body, sealed,"
    " body_hash, chain_hash"
)
PORTION = 500
"""Records that are read at once."""
INSERT = f"INSERT INTO journal({COLUMNS}) VALUES({', '.join('?' * 16)})"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the journal. Times in milliseconds; `ever` is contiguous per entity, `seq` for the hub."""

    hub_id: str
    epoch: int
    seq: int
    wall_ms: int
    mono_ms: int
    boot_id: str
    etype: str
    eid: str
    ever: int
    type: str
    schema_ver: int
    idem_key: str
    body: bytes
    sealed: bytes | None
    body_hash: bytes
    chain_hash: bytes

    @property
    def header(self) -> "Header":
        """What the chain runs over beside the body."""
        return (
            self.hub_id, self.epoch, self.seq, self.wall_ms, self.mono_ms, self.boot_id, self.etype, self.eid,
            self.ever, self.type, self.schema_ver, self.idem_key,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where a journal stops being what was written: the first bad sequence number, and what is wrong there."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """From where a chain is verified: up to record `upto`, whose chain hash is `chain`, the head may be gone; record
    `said_by` says so."""

    upto: int
    chain: bytes
    said_by: int
    day: str


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A business day, its first and its last record so far."""

    day: str
    first: int
    upto: int


Reign = tuple[str, int]
"""(hub id, epoch): who wrote, and since which promotion or restore."""
STEP = "HubStarted"
"""The only type of record that may begin a new reign."""
CHECKPOINT = "SELECT seq, body FROM journal WHERE type = 'JournalPruned' ORDER BY seq DESC LIMIT 1"
NEXT_DAY = "SELECT seq, body FROM journal WHERE type = 'DayRolled' AND seq > ? ORDER BY seq LIMIT 2"
PRUNE = "DELETE FROM journal WHERE seq IN (SELECT seq FROM journal WHERE seq <= ? ORDER BY seq LIMIT ?)"

Header = tuple[str, int, int, int, int, str, str, str, int, str, int, str]
"""The columns before the body, in the order of `COLUMNS`."""


def hashes(header: Header, body: bytes, sealed: bytes | None, before: bytes) -> tuple[bytes, bytes]:
    """(body_hash, chain_hash) of a record after the chain hash `before`."""
    body_hash = hashlib.sha256(b"%b\x00%b" % (body, sealed or b"")).digest()
    return body_hash, hashlib.sha256(before + "\x1f".join(map(str, header)).encode() + body_hash).digest()


def records(connection: apsw.Connection, after: int = 0, limit: int | None = None) -> Iterator[Record]:
    """Records with seq > `after`, in order, at most `limit`. Read in portions: whoever takes them slowly (a pager on a
    shell) holds no read transaction meanwhile, behind which the log of the hub could not end."""
    statement = f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
    while limit is None or limit > 0:
        wanted = PORTION if limit is None else min(PORTION, limit)
        rows = query(connection, statement, (after, wanted))
        for row in rows:
            yield Record(*row)
        if len(rows) < wanted:
            return
        after = rows[-1][2]
        limit = None if limit is None else limit - wanted


def records_naming(connection: apsw.Connection, id: str, after: int, upto: int | None = None) -> Iterator[Record]:
    """As `records`, of a stretch, those that are of this entity or name it in what is not sealed."""
    statement = (
        f"SELECT {COLUMNS} FROM journal WHERE seq > ? AND seq <= ? AND (eid = ? OR instr(body, ?))"
        " ORDER BY seq LIMIT ?"
    )
    end = head(connection)[0] if upto is None else upto
    while rows := query(connection, statement, (after, end, id, f'"{id}"'.encode(), PORTION)):
        yield from (Record(*row) for row in rows)
        after = rows[-1][2]


def day_span(connection: apsw.Connection, day: str | None) -> "DaySpan | None":
    """The records of a business day, by default the newest; None where the journal does not have it."""
    rolls = query(connection, "SELECT seq, body FROM journal WHERE type = 'DayRolled' ORDER BY seq")
    for nth in reversed(range(len(rolls))):
        found = json.loads(rolls[nth][1])["day"]
        if day in (None, found):
            upto = rolls[nth + 1][0] - 1 if nth + 1 < len(rolls) else head(connection)[0]
            return DaySpan(found, rolls[nth][0], upto)
    return None


def head(connection: apsw.Connection) -> tuple[int, bytes]:
    """(seq, chain_hash) of the newest record; (0, GENESIS) for an empty journal."""
    rows = query(connection, "SELECT seq, chain_hash FROM journal ORDER BY seq DESC LIMIT 1")
    return (rows[0][0], rows[0][1]) if rows else (0, GENESIS)


def first(connection: apsw.Connection) -> int:
    """The number of the oldest record that is there; 0 for an empty journal."""
    rows = query(connection, "SELECT seq FROM journal ORDER BY seq LIMIT 1")
    return rows[0][0] if rows else 0


def anchor(connection: apsw.Connection) -> Anchor | None:
    """What the newest checkpoint says; None for a journal that never lost its head."""
    rows = query(connection, CHECKPOINT)
    if not rows:
        return None
    body = json.loads(rows[0][1])
    return Anchor(body["upto"], bytes.fromhex(body["chain"]), rows[0][0], body["day"])


def last_of(connection: apsw.Connection, kind: str) -> dict[str, Any] | None:
    """The newest event of a type, as it stands there."""
    rows = query(connection, "SELECT body FROM journal WHERE type = ? ORDER BY seq DESC LIMIT 1", (kind,))
    return dict(json.loads(rows[0][0])) if rows else None


def oldest_day(connection: apsw.Connection) -> tuple[str, int] | None:
    """The oldest business day that has ended in the journal, and its last record. What stands before the first day of
    all belongs to it."""
    rolls = query(connection, NEXT_DAY, (0,))
    if len(rolls) < 2:
        return None
    return json.loads(rolls[0][1])["day"], rolls[1][0] - 1


def day_before(connection: apsw.Connection) -> str | None:
    """The business day before the newest one, as far as the journal knows."""
    rolls = query(connection, "SELECT body FROM journal WHERE type = 'DayRolled' ORDER BY seq DESC LIMIT 2")
    return json.loads(rolls[1][0])["day"] if len(rolls) == 2 else None


def chain_at(connection: apsw.Connection, seq: int) -> bytes | None:
    """The chain hash of a record, also of the last one that was pruned; None if it is not known."""
    found = query(connection, "SELECT chain_hash FROM journal WHERE seq = ?", (seq,))
    if found:
        return bytes(found[0][0])
    said = anchor(connection)
    return said.chain if said is not None and said.upto == seq else None


def prune(connection: apsw.Connection, upto: int, rows_max: int) -> None:
    """Remove so many of the oldest records, none after `upto`. A checkpoint must have said so."""
    connection.execute(PRUNE, (upto, rows_max))


def reign(connection: apsw.Connection) -> Reign | None:
    """Of the newest record; None for an empty journal."""
    rows = query(connection, "SELECT hub_id, epoch FROM journal ORDER BY seq DESC LIMIT 1")
    return (rows[0][0], rows[0][1]) if rows else None


def verify(connection: apsw.Connection, tail: int | None = None) -> tuple[int, ChainFault | None]:
    """Recompute the chain, the whole of it or the last `tail` records: (records seen, the first fault or None).

    Also follows the reigns, and compares the newest record with SQLite's own count, so that a cut-off tail is found.
    Where the head is gone, the chain begins at the anchor.
    """
    with connection:  # one view of it, though a hub writes on
        count, fault = _verified(connection, tail)
    return count, fault


def _verified(connection: apsw.Connection, tail: int | None) -> tuple[int, ChainFault | None]:
    newest, _ = head(connection)
    oldest = first(connection)
    start = max(0, newest - tail) if tail is not None else 0
    before: Record | None = None
    said: Anchor | None = None
    if oldest > 1 and start < oldest:
        said, start = anchor(connection), oldest - 1
        if said is None or said.upto < start:
            return 0, ChainFault(said.upto + 1 if said else 1, "the record is missing")
    elif start:
        before = next(records(connection, start - 1, 1), None)
        if before is None or before.seq != start:
            return 0, ChainFault(start, "the record is missing")
    count, expected = 0, start + 1
    for record in records(connection, start):
        wrong = "the record is missing" if record.seq != expected else _wrong_after(before, record, said)
        if wrong:
            return count, ChainFault(expected, wrong)
        before, expected, count = record, expected + 1, count + 1
    issued = query(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'journal'")
    if issued and issued[0][0] > newest:
        return count, ChainFault(newest + 1, "records after this were cut off")
    return count, None


def _wrong_after(before: Record | None, record: Record, said: Anchor | None) -> str | None:
    """What is wrong with a record that follows `before`. The first one of a head that is half gone follows nothing that
    is known; the anchor, which comes later, binds it."""
    known = before.chain_hash if before else said.chain if said and said.upto == record.seq - 1 else GENESIS
    body_hash, chain_hash = hashes(record.header, record.body, record.sealed, known)
    if body_hash != record.body_hash:
        return "the body was changed"
    half_gone = before is None and said is not None and said.upto >= record.seq
    if chain_hash != record.chain_hash and not half_gone:
        return "the header was changed, or a record before it"
    if said is not None and said.upto == record.seq and said.chain != record.chain_hash:
        return f"record {said.said_by} has seen another one here"
    if before is None or (record.hub_id, record.epoch) == (before.hub_id, before.epoch):
        return None
    if record.epoch < before.epoch:
        return f"the epoch fell from {before.epoch} to {record.epoch}"
    if record.epoch == before.epoch:
        return f"the hub changed from {before.hub_id} to {record.hub_id} within epoch {record.epoch}"
    return None if record.type == STEP else f"epoch {record.epoch} began without the start of a hub"
