"""The Onbon bar: frames of the reference, escapes, areas, and a memory that ends with the power."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.twins.led_onbon import LedOnbon, Options, crc16, framed, unescaped
from drivers.twins.twin import Deed, Reply

PRE = "A5" * 8
PING = bytes.fromhex(PRE + "FEFF0080000000000000FE020500A2000100004CDC5A")
SHOW = bytes.fromhex(
    PRE + "FEFF0080000000000000FE023500A30601000000012C0000000000004000100000000002000000000102030005"
    "0A11000000C7EB41303031BAC5B5BD33BAC5B4B0BFDAD52F5A"
)
ACK = framed(0x8000, 1, b"\xa0\x00\x00\x00\x00")


def said(outputs):
    return [one.data for one in outputs if isinstance(one, Reply)]


def told(outputs):
    return [one.record() for one in outputs if isinstance(one, Deed)]


def nack(error):
    return framed(0x8000, 1, bytes((0xA0, 1, error, 0, 0)))


def test_the_check_word_is_that_of_the_book():
    assert crc16(b"123456789") == 0xBB3D


@pytest.mark.parametrize("asked", [PING, SHOW])
def test_the_frames_of_the_reference_are_acknowledged_whole_in_pieces_and_with_bytes_after_them(asked):
    assert said(LedOnbon().hear(asked, 0.0)) == [ACK]
    twin = LedOnbon()
    assert [one for byte in asked for one in said(twin.hear(bytes((byte,)), 0.0))] == [ACK]
    assert said(LedOnbon().hear(asked + b"\x5a\x00", 0.0)) == [ACK]


def test_a_text_is_shown_until_the_power_drops():
    twin = LedOnbon()
    shows = {"did": "shows", "area": 0, "text": "请A001号到3号窗口", "place": [0, 0, 64, 16]}
    assert told(twin.hear(SHOW, 0.0)) == [shows]
    assert told(twin.power_cycle(0.0)) == [{"did": "dark"}]
    assert twin.areas == {}


def test_an_area_is_deleted_and_a_frame_without_a_wish_for_an_answer_gets_none():
    twin = LedOnbon()
    twin.hear(SHOW, 0.0)
    outputs = twin.hear(framed(1, 0x8000, bytes.fromhex("A306020000010000")), 0.0)
    assert (said(outputs), told(outputs)) == ([], [{"did": "deleted", "area": 0}])


def test_what_is_wrong_is_refused_with_its_reason():
    broken = bytearray(PING)
    broken[20] ^= 1
    assert said(LedOnbon().hear(bytes(broken), 0.0)) == [nack(1)]
    assert said(LedOnbon().hear(framed(1, 0x8000, b"\xa9\x00"), 0.0)) == [nack(2)]
    assert said(LedOnbon().hear(framed(1, 0x8000, bytes.fromhex("A3060100000001FF00")), 0.0)) == [nack(3)]
    twin = LedOnbon()
    twin.obey("refuse", "", 0.0)
    assert [said(twin.hear(PING, 0.0)) for _ in range(2)] == [[nack(2)], [ACK]]


def test_a_check_word_of_ones_is_not_looked_at_and_another_screen_is_passed_over():
    assert said(LedOnbon().hear(PING[:-3] + b"\xff\xff\x5a", 0.0)) == [ACK]
    assert said(LedOnbon(Options(address=7)).hear(framed(1, 0x8000, b"\xa2\x00\x01\x00\x00"), 0.0)) == []


@given(st.binary(max_size=60).map(lambda data: b"\xa5\xa6\x5a\x5b" + data))
def test_escapes_come_back_and_never_look_like_an_end(data):
    frame = framed(1, 2, data)
    assert b"\xa5" not in frame[8:] and b"\x5a" not in frame[8:-1]
    assert unescaped(frame[8:-1])[14:-2] == data


def test_the_bar_can_be_drawn(tmp_path):
    twin = LedOnbon()
    twin.hear(SHOW, 0.0)
    twin.obey("picture", str(tmp_path / "bar.png"), 0.0)
    assert (tmp_path / "bar.png").stat().st_size > 500
    with pytest.raises(ValueError, match="png"):
        twin.obey("picture", "bar", 0.0)


@given(st.lists(st.one_of(st.binary(max_size=40), st.binary(max_size=30).map(lambda d: framed(1, 2, b"\xa3\x06" + d)))))
def test_any_bytes_leave_a_bar_that_hears_the_next_frame(pieces):
    twin = LedOnbon()
    for piece in pieces:
        twin.hear(piece, 0.0)
    assert said(twin.hear(PING, 0.0)) == [ACK]


def test_a_frame_without_an_end_does_not_grow():
    twin = LedOnbon()
    twin.hear(b"\xa5" * 8 + b"\x01" * 100_000, 0.0)
    assert twin._frame is None
