"""Facts on disk: durable before `put` returns, in order, bounded, and a damaged file is not the end."""

import os
import stat
from pathlib import Path

import apsw
import pytest
from fakes.quiet import Expect

from edge_hub.client.outbox import Outbox, OutboxFault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tm-1" / "outbox.db"


def ids(outbox: Outbox) -> list[str]:
    """All facts, oldest first; the outbox is empty afterwards."""
    found = []
    while (fact := outbox.first()) is not None:
        found.append(fact.id)
        outbox.settle(fact.id)
    return found


def test_facts_come_back_in_order_with_their_bytes_after_a_restart(path: Path) -> None:
    outbox = Outbox(path)
    assert not outbox.exists()
    for n in range(5):
        outbox.put(f"id-{n}", b"bytes %d" % n)
    outbox.close()
    again = Outbox(path)
    assert again.exists() and len(again) == 5
    first = again.first()
    assert first is not None and (first.id, first.payload) == ("id-0", b"bytes 0")
    assert ids(again) == [f"id-{n}" for n in range(5)]
    again.close()


def test_the_file_is_written_through_to_the_disk(path: Path) -> None:
    outbox = Outbox(path)
    outbox.put("id", b"x")
    assert outbox._db is not None
    for pragma, expected in (("journal_mode", "wal"), ("synchronous", 2), ("journal_size_limit", 1048576)):
        row = outbox._db.execute(f"PRAGMA {pragma}").fetchone()
        assert row is not None and row[0] == expected
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    outbox.close()


def test_what_was_settled_is_gone_and_settling_twice_is_harmless(path: Path) -> None:
    outbox = Outbox(path)
    outbox.put("a", b"a")
    outbox.put("b", b"b")
    outbox.settle("a")
    outbox.settle("a")
    outbox.settle("never heard of")
    assert ids(outbox) == ["b"]
    outbox.close()


def test_an_order_number_is_never_used_again(path: Path) -> None:
    outbox = Outbox(path)
    outbox.put("a", b"a")
    first = outbox.first()
    outbox.settle("a")
    outbox.put("b", b"b")
    second = outbox.first()
    assert first is not None and second is not None and second.nth > first.nth
    outbox.close()


def test_below_the_limit_every_state_of_a_part_is_kept(path: Path) -> None:
    outbox = Outbox(path, facts_max=10)
    for n in range(4):
        outbox.put(f"h{n}", b"h", part="printer")
    assert ids(outbox) == ["h0", "h1", "h2", "h3"]
    outbox.close()


def test_at_the_limit_older_health_of_the_same_part_makes_room(path: Path) -> None:
    outbox = Outbox(path, facts_max=6)
    for name, part in (("p1", "printer"), ("s1", None), ("p2", "printer"), ("d1", "screen"), ("p3", "printer")):
        outbox.put(name, b"x", part=part)
    outbox.put("s2", b"x")
    outbox.put("s3", b"x")
    assert ids(outbox) == ["s1", "d1", "p3", "s2", "s3"]
    outbox.close()


def test_at_the_limit_the_newest_health_replaces_its_own_last_state(path: Path) -> None:
    outbox = Outbox(path, facts_max=3)
    for name, part in (("p1", "printer"), ("s1", None), ("s2", None), ("p2", "printer")):
        outbox.put(name, b"x", part=part)
    assert ids(outbox) == ["s1", "s2", "p2"]
    outbox.close()


def test_slips_are_never_dropped_and_beyond_the_limit_the_caller_is_told(path: Path) -> None:
    outbox = Outbox(path, facts_max=3)
    for n in range(3):
        outbox.put(f"s{n}", b"x")
    for part in (None, "printer"):
        with pytest.raises(OutboxFault, match="3 reports of this device wait") as told:
            outbox.put("one too many", b"x", part=part)
        assert "Restore the connection" in told.value.hint
    assert ids(outbox) == ["s0", "s1", "s2"]
    outbox.put("again", b"x")
    assert len(outbox) == 1
    outbox.close()


@pytest.mark.parametrize("damage", ["rubbish", "torn"])
def test_a_damaged_file_is_set_aside_and_the_device_works_on(
    path: Path, damage: str, expects_warning: Expect
) -> None:
    expects_warning("set aside", times=1)
    outbox = Outbox(path)
    for n in range(200):
        outbox.put(f"id-{n}", os.urandom(500))
    outbox.close()
    if damage == "rubbish":
        path.write_bytes(b"this is no database" * 500)
    else:
        data = bytearray(path.read_bytes())
        data[4096 : 4096 * 6] = os.urandom(4096 * 5)
        path.write_bytes(data)
    fresh = Outbox(path)
    fresh.put("new", b"x")
    assert ids(fresh) == ["new"]
    assert [file.name for file in path.parent.glob("*damaged*")] == ["outbox.db.damaged-1"]
    fresh.close()


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    path.parent.mkdir(parents=True)
    db = apsw.Connection(str(path))
    db.execute("PRAGMA user_version = 9")
    db.execute("CREATE TABLE keep (x)")
    db.close()
    with pytest.raises(OutboxFault, match="newer version"):
        Outbox(path).put("id", b"x")
    db = apsw.Connection(str(path))
    assert db.execute("SELECT name FROM sqlite_schema").fetchall() == [("keep",)]
    db.close()


def test_a_folder_that_cannot_be_made_is_a_fault_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutboxFault, match="cannot be made") as told:
        Outbox(tmp_path / "file" / "tm-1" / "outbox.db").put("id", b"x")
    assert "--state" in told.value.hint


def test_a_file_that_another_process_holds_is_a_fault_and_not_a_freeze(path: Path) -> None:
    outbox = Outbox(path)
    outbox.put("a", b"x")
    holder = apsw.Connection(str(path))
    holder.execute("BEGIN IMMEDIATE")
    assert outbox._db is not None
    outbox._db.set_busy_timeout(50)
    with pytest.raises(OutboxFault, match="cannot be used"):
        outbox.put("b", b"x")
    holder.execute("ROLLBACK")
    holder.close()
    outbox.put("c", b"x")
    assert ids(outbox) == ["a", "c"]
    outbox.close()
