"""The KU16 bus: sums, nibbles, and the lock bits lowest first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.twins.lock_ku16 import LockKU16, Options
from drivers.twins.twin import Reply

hexed = bytes.fromhex
STATE = hexed("0200300335")


def said(outputs):
    return [one.data for one in outputs if isinstance(one, Reply)]


def opened(twin):
    return [door for door in range(1, twin.doors.count + 1) if twin.doors.is_open(door)]


@pytest.mark.parametrize(("asked", "door"), [("0200310336", 1), ("0201310337", 2), ("0210310346", 17)])
def test_an_unlock_opens_its_door_and_the_state_shows_it(asked, door):
    twin = LockKU16(Options(boards=2))
    assert said([one for byte in hexed(asked) for one in twin.hear(bytes((byte,)), 0.0)]) == []
    assert opened(twin) == [door]


def test_the_state_has_one_bit_a_lock_and_the_cells_after_them():
    twin = LockKU16()
    assert said(twin.hear(STATE, 0.0)) == [hexed("020035FFFF00000338")]
    twin.hear(hexed("0201310337"), 0.0)
    twin.obey("put", "16", 0.0)
    assert said(twin.hear(STATE + b"\x00", 0.0)) == [hexed("020035FDFF008003B6")]


def test_the_whole_bus_answers_board_by_board():
    twin = LockKU16(Options(boards=2))
    assert said(twin.hear(hexed("02F0320327"), 0.0)) == [hexed("020036FFFF00000339"), hexed("021036FFFF00000349")]


def test_unlocking_all_may_be_answered():
    twin = LockKU16(Options(answers_unlock=True))
    assert said(twin.hear(hexed("0200330338"), 0.0)) == [hexed("02003500000000033A")]
    assert len(opened(twin)) == 16


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_any_bytes_leave_a_bus_that_hears_the_next_frame_after_a_pause(pieces):
    twin = LockKU16()
    for piece in pieces:
        twin.hear(piece, 0.0)
        assert len(twin._gathering.bytes) <= 16
    assert len(said(twin.hear(STATE, 1.0))) == 1
