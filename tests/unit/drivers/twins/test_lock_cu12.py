"""The CU12 board: its sum stands before the data, and it says why it did not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.twins.lock_cu12 import LockCU12, frame
from drivers.twins.twin import Reply

hexed = bytes.fromhex
STATE = hexed("0200008000000385")


def said(outputs):
    return [one.data for one in outputs if isinstance(one, Reply)]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("0200008000000385", "02000080100203A5FF0F"),
        ("0200008100000386", "0200008110000396"),
        ("02000C8100000392", "02000C81100003A2"),
        ("0200008F00000394", "0200008F100203A90102"),
        ("0200009900000300", "02000099140003B2"),
        ("020000990000039E", "02000099130003B1"),
    ],
)
def test_each_request_is_answered_whole_in_pieces_and_with_bytes_after_it(asked, answer):
    asked, answer = hexed(asked), hexed(answer)
    assert said(LockCU12().hear(asked, 0.0)) == [answer]
    twin = LockCU12()
    assert [one for byte in asked for one in said(twin.hear(bytes((byte,)), 0.0))] == [answer]
    assert said(LockCU12().hear(asked + b"\x00", 0.0)) == [answer]


def test_a_jammed_door_fails_and_everybody_obeys_without_a_word():
    twin = LockCU12()
    twin.obey("jam", "1", 0.0)
    assert said(twin.hear(hexed("0200008100000386"), 0.0)) == [frame(0, 0, 0x81, 0x11)]
    assert said(twin.hear(frame(0x10, 4, 0x81, 0), 0.0)) == []
    assert twin.doors.is_open(5)


def test_a_setting_lasts_until_init():
    twin = LockCU12()
    twin.hear(frame(0, 0, 0x82, 0, b"\x09\x00"), 0.0)
    assert said(twin.hear(frame(0, 0, 0x82, 0), 0.0)) == [frame(0, 0, 0x82, 0x10, b"\x09\x00")]
    twin.hear(frame(0, 0, 0x8E, 0), 0.0)
    assert said(twin.hear(frame(0, 0, 0x82, 0), 0.0)) == [frame(0, 0, 0x82, 0x10, b"\x05\x00")]


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_any_bytes_leave_a_board_that_hears_the_next_frame_after_a_pause(pieces):
    twin = LockCU12()
    for piece in pieces:
        twin.hear(piece, 0.0)
        assert len(twin._gathering.bytes) <= 2 * 263
    assert len(said(twin.hear(STATE, 1.0))) == 1
