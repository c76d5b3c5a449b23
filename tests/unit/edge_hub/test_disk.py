"""Room on the disk: the levels, what is refused when it is short, and the ballast that makes room again."""

from pathlib import Path
from typing import get_args

import pytest
from fakes.quiet import Expect

from edge_hub.contract import queue as q
from edge_hub.contract.device import ReportHealth
from edge_hub.contract.envelope import AnyCommand
from edge_hub.disk import ESSENTIAL, GIB, MIB, Disk, Room, Usage, room_of


@pytest.mark.parametrize(
    ("total", "free", "room"),
    [
        (100 * GIB, 60 * GIB, Room.PLENTY),
        (1000 * GIB, 11 * GIB, Room.PLENTY),
        (1000 * GIB, 9 * GIB, Room.WARN),
        (1000 * GIB, 1 * GIB, Room.LOW),
        (1000 * GIB, 400 * MIB, Room.ESSENTIAL),
        (1 * GIB, 300 * MIB, Room.PLENTY),
        (1 * GIB, 150 * MIB, Room.WARN),
        (1 * GIB, 80 * MIB, Room.LOW),
        (1 * GIB, 40 * MIB, Room.ESSENTIAL),
        (1 * GIB, 0, Room.ESSENTIAL),
    ],
)
def test_a_level_is_a_share_of_the_disk_or_bytes_enough(total: int, free: int, room: Room) -> None:
    assert room_of(Usage(total, free), room) is room


def test_a_level_is_left_upwards_only_with_something_to_spare() -> None:
    just = Usage(1000 * GIB, 512 * MIB)
    assert room_of(just, Room.LOW) is Room.LOW and room_of(just, Room.ESSENTIAL) is Room.ESSENTIAL
    assert room_of(Usage(1000 * GIB, 620 * MIB), Room.ESSENTIAL) is Room.LOW


class Measured:
    """A disk whose free bytes the test says; the ballast counts."""

    def __init__(self, total: int, free: int) -> None:
        self.total, self.free = total, free

    def __call__(self, folder: Path) -> Usage:
        laid = sum(path.stat().st_size for path in folder.glob("ballast"))
        return Usage(self.total, self.free - laid)


def test_the_ballast_is_given_back_when_it_is_needed_and_laid_again_after(
    tmp_path: Path, expects_warning: Expect
) -> None:
    expects_warning("the ballast file was given back", times=1)
    expects_warning("Room on the disk")
    measured = Measured(100 * MIB, 60 * MIB)
    disk = Disk(tmp_path, True, measured)
    assert (tmp_path / "ballast").stat().st_size == 10 * MIB
    measured.free = 13 * MIB
    assert disk.look() and disk.room is Room.ESSENTIAL and not (tmp_path / "ballast").exists()
    assert disk.look() and disk.room > Room.ESSENTIAL, "given back, it makes room"
    measured.free = 60 * MIB
    disk.look()
    assert disk.room is Room.PLENTY and (tmp_path / "ballast").exists()
    disk.close()
    assert not (tmp_path / "ballast").exists()


def test_a_ballast_that_would_itself_fill_the_disk_is_not_laid(tmp_path: Path, expects_warning: Expect) -> None:
    expects_warning("Room on the disk", times=1)
    Disk(tmp_path, True, Measured(100 * MIB, 15 * MIB))
    assert not (tmp_path / "ballast").exists()


def test_only_what_moves_the_queue_is_accepted_when_room_is_short(tmp_path: Path, expects_warning: Expect) -> None:
    expects_warning("Room on the disk", times=1)
    short, plenty = Disk(tmp_path, False, Measured(GIB, MIB)), Disk(tmp_path, False, Measured(GIB, GIB))
    assert not short.refuses(q.TakeTicket) and not short.refuses(q.Finish)
    assert short.refuses(q.Hold) and short.refuses(ReportHealth)
    assert not plenty.refuses(q.Hold)


def test_every_way_to_take_to_call_to_finish_and_to_come_is_open_also_when_room_is_short() -> None:
    names = {one.__name__: one for one in get_args(AnyCommand)}
    ways = {name for name in names if name.startswith(("Take", "Call", "Finish", "SignIn", "Register", "CheckIn"))}
    ways |= {"Recall", "Start", "Resume", "NoShow", "Requeue", "ReportOfflineTicket", "SignOut", "SignOutDesk"}
    assert len(ways) > 15 and {name for name in ways if names[name] not in ESSENTIAL} == set()
