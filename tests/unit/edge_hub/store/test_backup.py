"""Backups: whole or not at all, checked before they count, thinned out with age; and the way back."""

import json
import os
import shutil
from pathlib import Path

import apsw
import pytest
from fakes.loop_rig import Rig

from edge_hub.contract import queue as q
from edge_hub.contract.hall import NumbersSkipped
from edge_hub.domain.means import Happening
from edge_hub.store import backup as b
from edge_hub.store.connection import StoreFault, open_reader, query
from edge_hub.store.journal import head

NOW_MS = 1_795_500_000_000
MIN_MS = 60_000


def take(rig: Rig, count: int) -> None:
    for _ in range(count):
        rig.do("tm-1", q.TakeTicket(items=("card",)))


def newest_seq(file: Path) -> int:
    reader = open_reader(file)
    try:
        return head(reader)[0]
    finally:
        reader.close()


def test_of_a_folder_without_a_database_there_is_no_backup_and_no_folder_for_it(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="There is no database at"):
        b.back_up(tmp_path / "none", tmp_path / "to", NOW_MS)
    assert not (tmp_path / "to").exists()


def test_a_backup_of_a_hub_at_work_holds_all_that_was_committed(rig: Rig, tmp_path: Path) -> None:
    take(rig, 20)
    made = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    take(rig, 5)
    assert made.manifest.seq == rig.store.seq - 5 and made.manifest.hub_id == rig.store.hub_id
    assert sorted(path.name for path in made.path.iterdir()) == ["hub.db", "manifest.json"]
    assert b.fault_of(made, whole_chain=True) is None
    assert b.backups(tmp_path / "to") == [made]


def test_flipped_bytes_in_a_backup_are_found_and_the_one_before_is_taken(rig: Rig, tmp_path: Path) -> None:
    to = tmp_path / "to"
    made = []
    for n in range(3):
        take(rig, 3)
        made.append(b.back_up(rig.directory, to, NOW_MS + n * MIN_MS))
    with (made[2].path / "hub.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"\xa5" * 8)
    (made[1].path / "manifest.json").write_text("{")
    good, bad = b.newest_good(to)
    assert good == made[0]
    assert [(one.path, fault) for one, fault in bad] == [(made[2].path, "the file was changed since it was made")]


def test_a_manifest_that_was_made_right_for_a_changed_file_does_not_help(rig: Rig, tmp_path: Path) -> None:
    take(rig, 3)
    made = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    connection = apsw.Connection(str(made.path / "hub.db"))
    connection.execute("UPDATE journal SET eid = 'other' WHERE seq = 2")
    connection.close()
    told = json.loads((made.path / "manifest.json").read_text())
    (made.path / "manifest.json").write_text(json.dumps({**told, "sha256": b._sha256(made.path / "hub.db")}))
    (again,) = b.backups(tmp_path / "to")
    assert "broken at record 2" in (b.fault_of(again) or "")


def test_of_a_damaged_database_no_backup_is_made_and_nothing_is_left(rig: Rig, tmp_path: Path) -> None:
    take(rig, 40)
    damaged = tmp_path / "damaged"
    rig.store.close()
    shutil.copytree(rig.directory, damaged)
    rig.start()
    with (damaged / "hub.db").open("r+b") as file:
        for page in range(4, (damaged / "hub.db").stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xa5" * 64)
    with pytest.raises((StoreFault, apsw.Error)):
        b.back_up(damaged, tmp_path / "to", NOW_MS)
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["lock"]


def test_what_a_backup_that_was_cut_off_left_is_swept_away(rig: Rig, tmp_path: Path) -> None:
    left = tmp_path / "to" / "unfinished-1"
    left.mkdir(parents=True)
    (left / "hub.db").write_bytes(b"half")
    assert b.backups(tmp_path / "to") == []
    b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    assert not left.exists()


def test_two_backups_at_one_time_are_refused(rig: Rig, tmp_path: Path) -> None:
    (tmp_path / "to").mkdir()
    with b._one_at_a_time(tmp_path / "to"), pytest.raises(StoreFault, match="another backup is being made"):
        b.back_up(rig.directory, tmp_path / "to", NOW_MS)


def test_the_keys_are_in_no_backup_and_their_copies_last_a_week(rig: Rig, tmp_path: Path) -> None:
    rig.do("desk", q.Cancel(ticket=rig.do("tm-1", q.TakeTicket(items=("card",))).result["ticket"], why="回家"))
    day_ms = 86_400_000
    for day in range(10):
        b.back_up(rig.directory, tmp_path / "to", NOW_MS + day * day_ms)
    keys = sorted((tmp_path / "to" / "keys").iterdir())
    assert len(keys) == 8 and {oct(path.stat().st_mode & 0o777) for path in keys} == {"0o600"}
    assert not list((tmp_path / "to").glob("hub-*/keys*"))


def test_backups_are_thinned_out_with_age_and_the_newest_stays(tmp_path: Path) -> None:
    to = tmp_path / "to"
    quarter_ms, days = 15 * MIN_MS, 40
    for n in range(days * 96):
        at_ms = NOW_MS - n * quarter_ms
        path = to / f"hub-{n}"
        path.mkdir(parents=True)
        manifest = {"hub_id": "h", "epoch": 1, "seq": days * 96 - n, "chain_hash": "", "wall_ms": at_ms, "bytes": 1}
        (path / "manifest.json").write_text(json.dumps({**manifest, "sha256": ""}))
    b.thin_out(to, NOW_MS)
    ages_h = [(NOW_MS - one.manifest.wall_ms) / 3_600_000 for one in b.backups(to)]
    assert len([age for age in ages_h if age < 6]) == 24
    assert len([age for age in ages_h if 6 <= age < 72]) in range(65, 69)
    assert len([age for age in ages_h if age >= 72]) in range(31, 34)
    assert b.thin_out(to, NOW_MS + 400 * 86_400_000) == len(ages_h) - 1, "the newest is never removed"


def test_a_restore_puts_back_sets_aside_and_begins_nothing_by_itself(rig: Rig, tmp_path: Path) -> None:
    take(rig, 5)
    made = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    take(rig, 5)
    newest = rig.store.seq
    rig.close()
    aside = b.restore(made, rig.directory, tmp_path / "to", NOW_MS)
    assert newest_seq(rig.directory / "hub.db") == made.manifest.seq
    assert aside is not None and newest_seq(aside / "hub.db") == newest
    assert json.loads((rig.directory / "restored").read_text())["seq"] == made.manifest.seq
    rig.start()
    assert rig.store.seq >= made.manifest.seq and len(rig.hall.tickets) == 5


def test_a_restore_on_a_blank_disk_brings_the_keys_of_the_hall(rig: Rig, tmp_path: Path) -> None:
    token = rig.do("tm-1", q.TakeTicket(items=("card",))).result["token"]
    ticket = next(iter(rig.hall.tickets))
    made = b.back_up(rig.directory, tmp_path / "to", NOW_MS)
    rig.close()
    shutil.rmtree(rig.directory)
    assert b.restore(made, rig.directory, tmp_path / "to", NOW_MS) is None
    rig.start()
    assert rig.store.keys.token(ticket) == token


def test_a_backup_disk_that_is_full_leaves_nothing_and_the_next_try_succeeds(rig: Rig, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("a small disk is mounted by root")
    take(rig, 30)
    small = tmp_path / "small"
    small.mkdir()
    assert os.system(f"mount -t tmpfs -o size=96k tmpfs {small}") == 0
    try:
        with pytest.raises((OSError, apsw.Error)):
            b.back_up(rig.directory, small, NOW_MS)
        assert b.backups(small) == [] and not list(small.glob("unfinished*"))
        assert os.system(f"mount -o remount,size=8m {small}") == 0
        assert b.fault_of(b.back_up(rig.directory, small, NOW_MS)) is None
    finally:
        os.system(f"umount {small}")


def test_numbers_are_skipped_once_and_stay_skipped_over_a_restart(rig: Rig) -> None:
    take(rig, 2)
    before = max(rig.hall.issued.values())
    rig.loop.record(Happening(NumbersSkipped(count=200, at_ms=rig.clock.ms)))
    rig.restart()
    slip = rig.do("tm-1", q.TakeTicket(items=("card",))).result
    assert int(slip["number"][1:]) == before + 201
    assert {queue for (queue,) in query(rig.store._db, "SELECT queue FROM number_floor")} == set(
        rig.hall.plan.queue_of_item.values()
    )
