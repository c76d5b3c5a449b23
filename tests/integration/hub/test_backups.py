"""A hub that keeps backups: flipped bytes are found, the newest good backup takes their place, and the hall goes on.

Catalogue of faults: 9 (flipped bytes), 10 (a restore drill), 5 in part (killed while a backup is made).
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.store.backup import backups, fault_of

Make = Callable[..., HubProcess]


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def keeping(make_hub: Make, tmp_path: Path, to: Path) -> Callable[[], HubProcess]:
    """Starts a hub that backs up every second."""
    return lambda: (
        make_hub(tmp_path / "data", more=("--backup-to", str(to), "--backup-every-s", "1")).start().ready()
    )


def take(tap: Tap, count: int) -> list[str]:
    return [str(tap.do("tm-1", q.TakeTicket(items=("card",)))["number"]) for _ in range(count)]


def until_backup_of(to: Path, seq: int, tap: Tap) -> None:
    tap.until(lambda _: any(one.manifest.seq >= seq for one in backups(to)), "a backup of it", 20)


def hall(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "edge_hub.cli", *words], capture_output=True, text=True, timeout=60, check=False
    )


def flip_bytes(data: Path) -> None:
    """In every page of the file, once what was in the log is in it."""
    connection = apsw.Connection(str(data / "hub.db"))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    with (data / "hub.db").open("r+b") as file:
        for page in range(1, (data / "hub.db").stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xa5" * 64)


def lose_the_log(data: Path) -> None:
    """What was committed and not yet checkpointed is gone, and SQLite cannot know."""
    (data / "hub.db-wal").unlink()


def lose_the_disk(data: Path) -> None:
    shutil.rmtree(data)


@pytest.mark.parametrize("spoil", [flip_bytes, lose_the_log, lose_the_disk])
@pytest.mark.fault(9)
def test_damage_is_found_and_the_newest_backup_takes_its_place(
    keeping: Callable[[], HubProcess], broker: Broker, tmp_path: Path, to: Path, spoil: Callable[[Path], None]
) -> None:
    hub = keeping()
    with Tap(broker.address) as tap:
        numbers = take(tap, 30)
        until_backup_of(to, hub.hello["seq"] + 30, tap)
    hub.kill()
    spoil(tmp_path / "data")
    second = keeping()
    assert second.hello["epoch"] == hub.hello["epoch"] + 1
    with Tap(broker.address) as tap:
        (later,) = take(tap, 1)
        assert tap.do("desk", q.ShowTicket(ticket=numbers[-1]))["brief"]["number"] == numbers[-1]
    assert int(later[1:]) == int(numbers[-1][1:]) + 201, "numbers that might be out are left free"
    assert "Taking the backup" in second.errors
    kept = list((tmp_path / "data").glob("aside-*/hub.db"))
    assert len(kept) == 1, "what was damaged is kept"
    assert second.stop() == 0


@pytest.mark.fault(10)
def test_a_restore_drill_by_hand(
    keeping: Callable[[], HubProcess], broker: Broker, tmp_path: Path, to: Path, make_hub: Make
) -> None:
    hub = keeping()
    with Tap(broker.address) as tap:
        numbers = take(tap, 10)
        until_backup_of(to, hub.hello["seq"] + 10, tap)
    refused = hall("restore", "--data", str(tmp_path / "data"), "--from", str(to))
    assert refused.returncode == 2 and "Stop it first" in refused.stderr
    assert hub.stop() == 0
    checked = hall("backup", "--to", str(to), "--check")
    assert checked.returncode == 0 and "good" in checked.stdout
    shutil.rmtree(tmp_path / "data")
    back = hall("restore", "--data", str(tmp_path / "data"), "--from", str(to))
    assert back.returncode == 0 and "is back in" in back.stdout, back.stderr
    second = make_hub(tmp_path / "data").start().ready()
    assert second.hello["epoch"] == 2
    with Tap(broker.address) as tap:
        assert tap.do("desk", q.ShowTicket(ticket=numbers[0]))["brief"]["number"] == numbers[0]
    assert second.stop() == 0
    third = make_hub(tmp_path / "data").start().ready()
    assert third.hello["epoch"] == 2, "one restore is one new epoch"
    assert third.stop() == 0
    again = hall("restore", "--data", str(tmp_path / "data"), "--from", str(to), "--anyway")
    assert again.returncode == 0, again.stderr
    fourth = make_hub(tmp_path / "data").start().ready()
    assert fourth.hello["epoch"] == 3, "the same backup once more is a later reign, with numbers of its own"
    with Tap(broker.address) as tap:
        (number,) = take(tap, 1)
    assert int(number[1:]) == int(numbers[-1][1:]) + 401
    assert fourth.stop() == 0
    verified = hall("journal", "verify", "--data", str(tmp_path / "data"))
    assert verified.returncode == 0, verified.stdout


def test_good_records_that_go_on_after_the_backup_are_set_aside_only_by_who_insists(
    make_hub: Make, broker: Broker, tmp_path: Path, to: Path
) -> None:
    data = tmp_path / "data"
    hub = make_hub(data).start().ready()
    with Tap(broker.address) as tap:
        take(tap, 3)
        made = hall("backup", "--data", str(data), "--to", str(to))
        assert made.returncode == 0, made.stderr
        later = take(tap, 4)
    hub.kill()
    words = ("restore", "--data", str(data), "--from", str(to))
    refused = hall(*words)
    assert refused.returncode == 2, refused.stdout
    assert f"with 4 tickets (the last is {later[-1]}), the newest of 2026-11-24 09:3" in refused.stderr
    assert "--anyway" in refused.stderr and not list(data.glob("aside-*")), "nothing was touched"
    same = make_hub(data).start().ready()
    assert same.hello["epoch"] == hub.hello["epoch"], "it can go on as it is"
    with Tap(broker.address) as tap:
        assert tap.do("desk", q.ShowTicket(ticket=later[-1]))["brief"]["number"] == later[-1]
    assert same.stop() == 0
    insisted = hall(*words, "--anyway")
    assert insisted.returncode == 0 and "is back in" in insisted.stdout, insisted.stderr
    assert len(list(data.glob("aside-*/hub.db"))) == 1, "set aside, not removed"
    back = make_hub(data).start().ready()
    with Tap(broker.address) as tap:
        assert int(take(tap, 1)[0][1:]) == 204
    assert back.stop() == 0
    flip_bytes(data)
    assert hall(*words).returncode == 0, "what is damaged needs no word"


def test_a_restore_that_was_cut_off_is_not_served_as_an_empty_hall(make_hub: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "restored").write_text("{}")
    hub = make_hub(data).start()
    assert hub.ended() == 2
    assert "was cut off before its end" in hub.errors and not (data / "hub.db").exists()


@pytest.mark.fault(5)
def test_a_hub_killed_while_it_backs_up_leaves_only_whole_backups(
    keeping: Callable[[], HubProcess], broker: Broker, tmp_path: Path, to: Path
) -> None:
    for _ in range(4):
        hub = keeping()
        with Tap(broker.address) as tap:
            take(tap, 5)
            tap.until(lambda _: bool(list(to.glob("unfinished-*"))) or len(backups(to)) > 2, "a backup begins", 20)
        hub.kill()
    assert backups(to) and all(fault_of(one, whole_chain=True) is None for one in backups(to))


def test_a_backup_that_fails_is_told_to_the_guide_desk_until_one_succeeds(
    make_hub: Make, broker: Broker, tmp_path: Path
) -> None:
    to = tmp_path / "backups"
    to.write_text("a file where the disk should be")
    hub = make_hub(tmp_path / "data", more=("--backup-to", str(to), "--backup-every-s", "1")).start().ready()
    with Tap(broker.address) as tap:
        tap.until(lambda one: health(one) == "DOWN", "the fault at the desk", 20)
        to.unlink()
        tap.until(lambda one: health(one) in (None, "UP"), "the end of it", 20)
    assert hub.stop() == 0


def health(tap: Tap) -> Any:
    """Of the backup, as the guide desk is told."""
    desk = json.loads(tap.last.get(topics.desk("test"), b"{}"))
    return next((part["health"] for part in desk.get("parts", ()) if part["part"] == "backup"), None)
