"""The steps of the schema: a new file gets all of them, an old one what it lacks, a newer one is refused."""

from pathlib import Path

import apsw
import pytest
from fakes.loop_rig import Rig

from edge_hub.store.connection import StoreFault, open_writer, query
from edge_hub.store.schema import STEPS, upgrade
from edge_hub.store.store import Store


def tables(connection: apsw.Connection) -> dict[str, str]:
    return dict(query(connection, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))  # type: ignore[arg-type]


def test_a_new_file_gets_the_present_version(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / "a.db")
    upgrade(writer)
    assert query(writer, "PRAGMA user_version") == [(len(STEPS),)]
    assert {"journal", "command_dedup", "ticket", "service", "window", "meta"} <= set(tables(writer))
    writer.close()


def test_an_upgrade_done_twice_changes_nothing(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / "a.db")
    upgrade(writer)
    before = tables(writer)
    upgrade(writer)
    assert tables(writer) == before
    writer.close()


@pytest.mark.parametrize("version", range(len(STEPS)))
@pytest.mark.fault(14)
def test_every_older_version_is_brought_to_the_present_one(tmp_path: Path, version: int) -> None:
    old, new = open_writer(tmp_path / "old.db"), open_writer(tmp_path / "new.db")
    for statement in [one for step in STEPS[:version] for one in step]:
        query(old, statement)
    query(old, f"PRAGMA user_version={version}")
    upgrade(old)
    upgrade(new)
    assert tables(old) == tables(new)
    old.close()
    new.close()


@pytest.mark.fault(14)
def test_a_newer_file_is_refused_with_a_sentence_and_left_alone(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.store._db.execute(f"PRAGMA user_version={len(STEPS) + 1}")
    rig.close()
    before = (tmp_path / "hub.db").read_bytes()
    with pytest.raises(StoreFault, match="Install the newer program again"):
        Store(tmp_path, "boot")
    assert (tmp_path / "hub.db").read_bytes() == before


def test_numbers_of_a_journal_are_never_given_again(tmp_path: Path) -> None:
    """AUTOINCREMENT: without it the numbers of pruned records would come again."""
    writer = open_writer(tmp_path / "a.db")
    upgrade(writer)
    assert "AUTOINCREMENT" in tables(writer)["journal"]
    writer.close()


def test_every_table_is_strict(tmp_path: Path) -> None:
    writer = open_writer(tmp_path / "a.db")
    upgrade(writer)
    strict = query(writer, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0")
    assert {name for (name,) in strict} <= {"sqlite_schema", "sqlite_sequence"}
    writer.close()
