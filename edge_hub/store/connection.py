"""SQLite's manners: apsw's own library, one statement per `execute`, every PRAGMA read back.

The library must not have the WAL-reset bug (fixed in 3.51.3). A reader sets NO_CKPT_ON_CLOSE and `query_only`, since a
reader that closes last would checkpoint and delete the WAL; only the writer checkpoints.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import apsw

SAFE_SQLITE = (3, 51, 3)
WRITER: Mapping[str, int | str] = {
    "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "cell_size_check": 1, "trusted_schema": 0,
    "wal_autocheckpoint": 1000, "journal_size_limit": 64 * 2**20, "cache_size": -8192, "secure_delete": 1,
}  # fmt: skip
READER: Mapping[str, int | str] = {"query_only": 1, "cell_size_check": 1, "trusted_schema": 0}
BUSY_MS = 5000
"""So long a connection waits for another one's lock, from its very first statement on: a file may be looked at while
the hub that owns it starts."""


class StoreFault(Exception):
    """The store cannot be opened or trusted. The sentence says what to do."""


class StoreDamaged(StoreFault):
    """The file is not what was written: a backup must take its place."""


STORE_FAILURES = (apsw.Error, StoreFault)
"""Whatever of these comes, the hub must end: it cannot promise anything any more."""
DAMAGES = (StoreDamaged, apsw.CorruptError, apsw.NotADBError)
"""Those of them that no second try mends."""


def check_library(version: str | None = None) -> None:
    """Refuse a SQLite (by default the one in use) that can corrupt a WAL database."""
    version = version or apsw.sqlite_lib_version()
    if tuple(int(part) for part in version.split(".")) < SAFE_SQLITE:
        raise StoreFault(f"SQLite {version} has the WAL-reset bug. Install apsw 3.51.3 or newer, which brings its own.")


def open_writer(path: Path) -> apsw.Connection:
    """The one writing connection. Raises StoreFault when a PRAGMA does not take."""
    check_library()
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(BUSY_MS)
    if query(connection, "PRAGMA page_count") == [(0,)]:  # it takes in a new file only; an older one reuses its pages
        query(connection, "PRAGMA auto_vacuum=INCREMENTAL")
    _set(connection, WRITER, path)
    return connection


def open_reader(path: Path) -> apsw.Connection:
    """A reading connection to a live file; keep its transactions short."""
    check_library()
    if not path.exists():
        raise StoreFault(f"There is no database at {path}.")
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    connection.set_busy_timeout(BUSY_MS)
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    _set(connection, READER, path)
    return connection


def give_back(connection: apsw.Connection, pages_max: int) -> int:
    """Give so many free pages back to the disk; how many are left that could be."""
    query(connection, f"PRAGMA incremental_vacuum({pages_max})")
    ((mode,),), ((free,),) = query(connection, "PRAGMA auto_vacuum"), query(connection, "PRAGMA freelist_count")
    return int(free) if mode == 2 else 0


def truncate_wal(connection: apsw.Connection) -> bool:
    """Bring everything into the file itself and empty the WAL, so that nothing of what was deleted is left in it.
    False when a reader is in the way; never waits for one."""
    connection.set_busy_timeout(0)
    try:
        ((busy, left, _),) = query(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.set_busy_timeout(BUSY_MS)
    return not busy and not left


def query(connection: apsw.Connection, statement: str, bindings: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of one statement; fetching them all is what makes apsw run it to its end."""
    return connection.execute(statement, bindings).fetchall()


def _set(connection: apsw.Connection, pragmas: Mapping[str, int | str], path: Path) -> None:
    for name, value in pragmas.items():
        query(connection, f"PRAGMA {name}={value}")
        (got,) = query(connection, f"PRAGMA {name}")[0]
        if str(got).lower() != str(value):
            raise StoreFault(f"{path}: PRAGMA {name} is {got}, wanted {value}.")
