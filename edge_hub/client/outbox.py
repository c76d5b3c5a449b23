"""Facts that a device owes the hub: kept in a small file of its own until the hub has acknowledged each.

A fact is on disk when `put` returns (WAL, FULL, every PRAGMA read back) and goes out under the same command id and with
the same bytes until a reply comes, across kill -9, power cuts and hub changes: the hub carries it out once.
The limit is explicit. At the limit the health of a part makes room for newer health of the same part, since only the
newest state counts; slips are never dropped: beyond the limit the caller gets an `OutboxFault` to show.
A file that SQLite calls damaged is set aside, not deleted, and a new one begun: the terminal works on, a person is
told.
SQLite is loaded at the first use: a terminal that has no facts never loads it.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import apsw

log = logging.getLogger(__name__)
FACTS_MAX = 2000
SCHEMA = 2
SQLITE_MIN = (3, 51, 3)
"""Older ones may lose pages of a WAL under a race of checkpoint and commit."""
PRAGMAS = (("journal_mode", "wal", "wal"), ("synchronous", "full", 2), ("journal_size_limit", "1048576", 1048576))
DDL = (
    "CREATE TABLE IF NOT EXISTS fact (nth INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, "
    "part TEXT, payload BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS fact_part ON fact (part) WHERE part IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS leased (ticket TEXT PRIMARY KEY, number TEXT NOT NULL, queue TEXT NOT NULL, "
    "nth INTEGER NOT NULL, day TEXT NOT NULL, epoch INTEGER NOT NULL, lease TEXT NOT NULL, token TEXT NOT NULL, "
    "proof TEXT NOT NULL, url TEXT, taken_ms INTEGER, UNIQUE (day, queue, nth))",
)


class OutboxFault(Exception):
    """This device cannot keep a fact: what is wrong and what helps."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what} {hint}")
        self.what, self.hint = what, hint


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its command id and the bytes of the whole command."""

    nth: int
    id: str
    payload: bytes


class Outbox:
    """The facts of one device, oldest first. All methods may be called from any thread."""

    def __init__(self, path: Path, facts_max: int = FACTS_MAX) -> None:
        self.path = path
        self._facts_max = facts_max
        self._lock = threading.Lock()
        self._db: apsw.Connection | None = None

    def exists(self) -> bool:
        """Whether there may be facts from an earlier life."""
        return self.path.exists()

    def put(self, command_id: str, payload: bytes, part: str | None = None) -> None:
        """Keep a fact. `part` names the part of a device whose older health this one supersedes; None for a slip.

        Blocks for one durable commit (0.3 ms on a good disk, 20 on a poor one). Raises OutboxFault.
        """
        with self.use() as db, transaction(db):
            self.put_in(db, command_id, payload, part)

    def put_in(self, db: "apsw.Connection", command_id: str, payload: bytes, part: str | None = None) -> None:
        """As `put`, within a transaction that keeps something else too (`lease_book.py`)."""
        self._make_room(db, part)
        db.execute("INSERT INTO fact (id, part, payload) VALUES (?, ?, ?)", (command_id, part, payload))

    def first(self) -> Fact | None:
        """The oldest fact."""
        with self.use() as db:
            row = db.execute("SELECT nth, id, payload FROM fact ORDER BY nth LIMIT 1").fetchone()
        return None if row is None else Fact(*row)

    def settle(self, command_id: str) -> None:
        """The hub has answered for this fact: forget it."""
        with self.use() as db:
            db.execute("DELETE FROM fact WHERE id = ?", (command_id,))

    def __len__(self) -> int:
        with self.use() as db:
            return _count(db)

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _make_room(self, db: "apsw.Connection", part: str | None) -> None:
        if _count(db) < self._facts_max:
            return
        db.execute(
            "DELETE FROM fact WHERE part IS NOT NULL "
            "AND nth < (SELECT max(newer.nth) FROM fact AS newer WHERE newer.part = fact.part)"
        )
        if part is not None and _count(db) >= self._facts_max:
            db.execute("DELETE FROM fact WHERE part = ?", (part,))
        if _count(db) >= self._facts_max:
            raise OutboxFault(
                f"{self._facts_max} reports of this device wait for the hub; no more can be kept.",
                "Restore the connection to the hub.",
            )

    @contextmanager
    def use(self) -> Iterator["apsw.Connection"]:
        """The file, for one use at a time; raises OutboxFault."""
        import apsw

        with self._lock:
            try:
                if self._db is None:
                    self._db = self._open()
                yield self._db
            except apsw.Error as error:
                self._forget()
                raise OutboxFault(
                    f"{self.path} cannot be used: {error}.", "Check the disk's space and health and the file's owner."
                ) from error

    def _forget(self) -> None:
        """After a fault the connection is not trusted: the next use opens anew (and checks)."""
        if self._db is not None:
            self._db.close(True)
            self._db = None

    def _open(self) -> "apsw.Connection":
        import apsw

        if tuple(map(int, apsw.sqlite_lib_version().split("."))) < SQLITE_MIN:
            raise OutboxFault(f"SQLite {apsw.sqlite_lib_version()} may lose records.", "Install apsw 3.51.3 or newer.")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise OutboxFault(
                f"{self.path.parent} cannot be made: {error}.", "Name another folder (--state)."
            ) from error
        try:
            return self._settled(apsw.Connection(str(self.path)))
        except (apsw.CorruptError, apsw.NotADBError) as error:
            aside = self._set_aside()
            log.warning(
                "%s is damaged (%s) and was set aside as %s; facts in it need a person.", self.path, error, aside
            )
            return self._settled(apsw.Connection(str(self.path)))

    def _settled(self, db: "apsw.Connection") -> "apsw.Connection":
        try:
            self._settle_in(db)
        except BaseException:
            db.close(True)
            raise
        return db

    def _settle_in(self, db: "apsw.Connection") -> None:
        import apsw

        db.set_busy_timeout(2000)
        found = db.execute("PRAGMA quick_check(1)").fetchone()
        if found is None or found[0] != "ok":
            raise apsw.CorruptError(f"quick_check: {found and found[0]}")
        for name, value, expected in PRAGMAS:
            db.execute(f"PRAGMA {name} = {value}").fetchall()
            said = db.execute(f"PRAGMA {name}").fetchone()
            if said is None or said[0] != expected:
                raise OutboxFault(f"{self.path}: {name} is {said and said[0]}, not {value}.", "Use a local disk.")
        version = _number(db, "PRAGMA user_version")
        if version > SCHEMA:
            raise OutboxFault(f"{self.path} is of a newer version ({version}).", "Install the newer version again.")
        for statement in DDL:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA}")

    def _set_aside(self) -> Path:
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.damaged-{number}")).exists():
            number += 1
        for suffix in ("-wal", "-shm"):
            part = self.path.with_name(self.path.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))
        self.path.rename(aside)
        return aside


@contextmanager
def transaction(db: "apsw.Connection") -> Iterator[None]:
    """All of it or nothing, durable at the end."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _count(db: "apsw.Connection") -> int:
    return _number(db, "SELECT count(*) FROM fact")


def _number(db: "apsw.Connection", query: str) -> int:
    row: Any = db.execute(query).fetchone()
    return int(row[0])
