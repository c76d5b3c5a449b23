"""What a live file has beyond a backup: told before the older one takes its place, also where both went on."""

import shutil
from pathlib import Path

import apsw
import pytest
from fakes.loop_rig import Rig, TestClock

from edge_hub.contract import queue as q
from edge_hub.store import backup as b
from edge_hub.store.beyond import beyond

NOW_MS = 1_795_500_000_000


def take(rig: Rig, count: int) -> None:
    for _ in range(count):
        rig.do("tm-1", q.TakeTicket(items=("card",)))


def stopped(rig: Rig, to: Path) -> Path:
    """The folder as it lies there when the hub was killed, with what is only in the log."""
    shutil.copytree(rig.directory, to)
    return to


@pytest.mark.parametrize("count", [0, 1, 7])
def test_it_counts_the_records_and_tickets_that_the_backup_has_not(rig: Rig, tmp_path: Path, count: int) -> None:
    take(rig, 20)
    made = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    take(rig, count)
    assert rig.store.seq == made.manifest.seq + count
    more = beyond(stopped(rig, tmp_path / "live"), made)
    if not count:
        assert more is None
    else:
        assert more is not None and (more.records, more.tickets, more.number) == (count, count, f"A{20 + count:03}")


def test_nothing_is_written_into_the_file_that_is_looked_at(rig: Rig, tmp_path: Path) -> None:
    take(rig, 3)
    made = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    take(rig, 3)
    live = stopped(rig, tmp_path / "live")
    before = [(live / name).read_bytes() for name in ("hub.db", "hub.db-wal")]
    assert beyond(live, made) is not None
    assert [(live / name).read_bytes() for name in ("hub.db", "hub.db-wal")] == before


def test_of_two_that_both_went_on_only_what_the_live_one_has_is_told(rig: Rig, tmp_path: Path) -> None:
    """The hub was restored once, and went on for less long than the backup that came before it."""
    take(rig, 10)
    old = b.back_up(rig.directory, tmp_path / "old", NOW_MS)
    take(rig, 30)
    longer = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    rig.store.close()
    live = tmp_path / "live"
    b.restore(old, live, tmp_path / "old", NOW_MS)
    other = Rig(live, TestClock("10:30"))
    try:
        take(other, 2)
        assert other.store.seq < longer.manifest.seq
        more = beyond(stopped(other, tmp_path / "seen"), longer)
    finally:
        other.close()
        rig.start()
    assert more is not None and more.tickets == 2
    assert more.records == other.store.seq - old.manifest.seq


def test_a_file_without_a_journal_loses_nothing(rig: Rig, tmp_path: Path) -> None:
    take(rig, 3)
    made = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    for name, content in (("empty", b""), ("noise", b"\xa5" * 8192), ("none", None)):
        (tmp_path / name).mkdir()
        if content is not None:
            (tmp_path / name / "hub.db").write_bytes(content)
        assert beyond(tmp_path / name, made) is None, name


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE journal SET eid = 'other' WHERE seq = 2",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
    ],
)
def test_a_file_whose_chain_is_broken_does_not_count_as_good(rig: Rig, tmp_path: Path, spoil: str) -> None:
    take(rig, 3)
    made = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    take(rig, 3)
    live = stopped(rig, tmp_path / "live")
    connection = apsw.Connection(str(live / "hub.db"))
    connection.execute(spoil)
    connection.close()
    assert beyond(live, made) is None
