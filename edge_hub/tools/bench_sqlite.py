"""The yardstick below the hub: what SQLite and the disk can do on this machine, with no work of ours.

One operation is the least that a taken ticket needs: one update, one ticket row, one journal row. WAL with
`synchronous=FULL`, as the hub keeps it, so each commit is on the disk before it returns.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apsw

BODY = "x" * 300
"""About the size of an event's body."""

SCHEMA = (
    "CREATE TABLE counter (queue TEXT PRIMARY KEY, last INTEGER NOT NULL)",
    "CREATE TABLE ticket (id INTEGER PRIMARY KEY, number TEXT NOT NULL, state TEXT NOT NULL)",
    "CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL)",
    "INSERT INTO counter VALUES ('A', 0)",
)


@dataclass(frozen=True, slots=True)
class Rate:
    """Operations per second and the median time of one transaction."""

    per_s: float
    p50_ms: float


def commits(folder: Path, *, per_transaction: int, for_s: float) -> Rate:
    """Durable operations per second with `per_transaction` of them sharing one commit."""
    database = apsw.Connection(str(folder / f"raw-{per_transaction}.db"))
    try:
        _prepare(database)
        return _timed(lambda: _transaction(database, per_transaction), per_transaction, for_s)
    finally:
        database.close()


def fsyncs(folder: Path, *, for_s: float) -> Rate:
    """Appends of 4 KB per second, each synced by itself: what the disk gives one writer."""
    page = b"\0" * 4096
    handle = os.open(folder / "fsync.bin", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def append() -> None:
        os.write(handle, page)
        os.fdatasync(handle)

    try:
        return _timed(append, 1, for_s)
    finally:
        os.close(handle)


def _prepare(database: apsw.Connection) -> None:
    mode = database.execute("PRAGMA journal_mode=WAL").fetchall()
    assert mode == [("wal",)], f"no WAL in this folder: {mode}"
    database.execute("PRAGMA synchronous=FULL").fetchall()
    assert database.execute("PRAGMA synchronous").fetchall() == [(2,)]
    for statement in SCHEMA:
        database.execute(statement)


def _transaction(database: apsw.Connection, count: int) -> None:
    database.execute("BEGIN IMMEDIATE")
    for _ in range(count):
        database.execute("UPDATE counter SET last = last + 1 WHERE queue = 'A'")
        database.execute("INSERT INTO ticket (number, state) VALUES ('A001', 'WAITING')")
        database.execute("INSERT INTO journal (body) VALUES (?)", (BODY,))
    database.execute("COMMIT")


def _timed(act: Callable[[], None], each: int, for_s: float) -> Rate:
    spans: list[int] = []
    began = last = time.perf_counter_ns()
    ends = began + int(for_s * 1e9)
    while last < ends:
        act()
        now = time.perf_counter_ns()
        spans.append(now - last)
        last = now
    spans.sort()
    return Rate(per_s=len(spans) * each / ((last - began) / 1e9), p50_ms=spans[len(spans) // 2] / 1e6)
