"""SQLite's manners: every PRAGMA holds, a reader disturbs nothing, a library that corrupts is refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest

from edge_hub.store.connection import READER, WRITER, StoreFault, check_library, open_reader, open_writer, query


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.mark.parametrize(("name", "value"), WRITER.items())
def test_every_setting_of_the_writer_holds(path: Path, name: str, value: object) -> None:
    writer = open_writer(path)
    assert query(writer, f"PRAGMA {name}") == [(value,)]
    writer.close()


@pytest.mark.parametrize(("name", "value"), READER.items())
def test_every_setting_of_a_reader_holds(path: Path, name: str, value: object) -> None:
    writer, reader = open_writer(path), open_reader(path)
    assert query(reader, f"PRAGMA {name}") == [(value,)]
    reader.close()
    writer.close()


def test_what_was_committed_survives_a_power_cut_by_the_settings() -> None:
    """WAL with synchronous=NORMAL lost hundreds of acknowledged commits in each simulated power cut."""
    assert (WRITER["journal_mode"], WRITER["synchronous"]) == ("wal", 2)


def test_a_reader_cannot_write(path: Path) -> None:
    writer = open_writer(path)
    query(writer, "CREATE TABLE t(a)")
    reader = open_reader(path)
    with pytest.raises(apsw.ReadOnlyError):
        query(reader, "INSERT INTO t VALUES(1)")
    assert query(reader, "SELECT * FROM t") == []
    reader.close()
    writer.close()


def test_a_reader_that_closes_last_leaves_the_wal_alone(path: Path) -> None:
    writer = open_writer(path)
    query(writer, "CREATE TABLE t(a)")
    reader = open_reader(path)
    writer.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)  # as a writer that was killed leaves it
    writer.close()
    wal = path.with_name("a.db-wal")
    before = wal.read_bytes()
    assert before and query(reader, "SELECT * FROM t") == []
    reader.close()
    assert wal.read_bytes() == before


def test_a_reader_does_not_make_a_database(path: Path) -> None:
    with pytest.raises(StoreFault, match=r"There is no database at .*a\.db"):
        open_reader(path)
    assert not path.exists()


def test_a_reader_sees_what_the_writer_committed_while_it_writes_on(path: Path) -> None:
    writer, reader = open_writer(path), open_reader(path)
    query(writer, "CREATE TABLE t(a)")
    query(writer, "INSERT INTO t VALUES(1)")
    query(writer, "BEGIN IMMEDIATE")
    query(writer, "INSERT INTO t VALUES(2)")
    assert query(reader, "SELECT a FROM t") == [(1,)]
    query(writer, "COMMIT")
    assert query(reader, "SELECT a FROM t") == [(1,), (2,)]
    reader.close()
    writer.close()


@pytest.mark.parametrize("opened", [open_writer, open_reader])
def test_a_file_that_is_looked_at_while_it_is_opened_is_waited_for(
    path: Path, opened: Callable[[Path], apsw.Connection]
) -> None:
    other = apsw.Connection(str(path))  # as a restored file is: not yet in WAL mode
    query(other, "CREATE TABLE t(n)")
    query(other, "BEGIN EXCLUSIVE")
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(lambda: query(opened(path), "SELECT count(*) FROM t"))
        with pytest.raises(TimeoutError):
            opening.result(0.2)
        query(other, "COMMIT")
        other.close()
        assert opening.result(10) == [(0,)]


def test_a_setting_that_does_not_take_is_a_fault() -> None:
    """A database in memory cannot have a WAL."""
    with pytest.raises(StoreFault, match="journal_mode is memory, wanted wal"):
        open_writer(Path(":memory:"))


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.7.0"])
def test_a_library_with_the_wal_reset_bug_is_refused(version: str) -> None:
    with pytest.raises(StoreFault, match=f"SQLite {version} has the WAL-reset bug"):
        check_library(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.54.1", "4.0.0"])
def test_a_sound_library_is_taken(version: str) -> None:
    check_library(version)


def test_the_library_in_use_is_sound() -> None:
    check_library()


def test_a_file_that_is_no_database_is_not_opened(path: Path) -> None:
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(apsw.NotADBError):
        open_writer(path)
    assert path.read_bytes() == b"this is no database" * 100
