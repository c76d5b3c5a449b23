"""The 8A board says the bytes that its makers print, whatever the wiring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.twins.lock_8a import Lock8A, Options
from drivers.twins.twin import Reply

hexed = bytes.fromhex
OPEN_1 = hexed("8A0101119B")
READ_1 = hexed("80010133B3")


def said(outputs):
    return [one.data for one in outputs if isinstance(one, Reply)]


def board(**options):
    return Lock8A(Options(**options))


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("8A0101119B", "8A0101008A"),
        ("80010133B3", "8001011191"),
        ("80010033B2", "8001FFFFFF334D"),
        ("8001009918", "8001019919"),
        ("9A0101118B", "9A0101118B"),
        ("9B0101118A", "9B0101118A"),
        ("900102020293", "900102020293"),
        ("82010022A1", "82011722B6"),
    ],
)
def test_each_request_of_the_table_is_answered_whole_in_pieces_and_with_bytes_after_it(asked, answer):
    asked, answer = hexed(asked), hexed(answer)
    assert said(board().hear(asked, 0.0)) == [answer]
    in_pieces = board()
    assert [one for byte in asked for one in said(in_pieces.hear(bytes((byte,)), 0.0))] == [answer]
    assert said(board().hear(asked + b"\x00\x55", 0.0)) == [answer]


def test_the_other_wiring_turns_every_answer_round():
    twin = board(wiring="door_opening", channels=12)
    assert said(twin.hear(READ_1, 0.0)) == [hexed("8001010080")]
    assert said(twin.hear(OPEN_1, 0.0)) == [OPEN_1]
    assert said(twin.hear(hexed("80010033B2"), 0.0)) == [hexed("8001000133B3")]


def test_the_highest_group_comes_first():
    twin = board()
    twin.hear(hexed("900102020293"), 0.0)
    twin.obey("close", "10", 0.0)
    assert said(twin.hear(hexed("80010033B2"), 0.0)) == [hexed("8001FDFFFD334D")]
    assert [door for door in range(1, 25) if twin.doors.is_open(door)] == [2, 18]


def test_a_pulse_opens_too_and_a_wrong_check_byte_does_not():
    twin = board()
    twin.hear(hexed("8A01051105") + bytes((0x8A ^ 0x01 ^ 0x05 ^ 0x11 ^ 0x05,)), 0.0)
    assert twin.doors.is_open(5)
    assert said(twin.hear(hexed("8A0102119A"), 1.0)) == []
    assert not twin.doors.is_open(2)


def test_opening_all_opens_all_and_a_jammed_door_shows():
    twin = board()
    twin.obey("jam", "3", 0.0)
    assert said(twin.hear(hexed("8A0100119A"), 0.0)) == [hexed("8A0100119A")]
    assert not twin.doors.is_open(3)
    assert twin.doors.is_open(24)


def test_a_board_that_reports_tells_every_move():
    twin = board(reports=True, closes_after_s=2.0)
    assert said(twin.hear(OPEN_1, 0.0)) == [hexed("8A0101008A"), hexed("8201010082")]
    assert twin.wake_s() == 2.0
    assert said(twin.tick(2.0)) == [hexed("8201011193")]


def test_a_held_door_does_not_shut_until_the_power_drops():
    twin = board()
    twin.hear(hexed("9A0101118B"), 0.0)
    assert twin.obey("close", "1", 0.0)[0].did == "did not shut"
    twin.power_cycle(0.0)
    assert twin.obey("close", "1", 0.0)[0].did == "closed"


def test_another_board_is_not_ours():
    assert said(board(address=2).hear(OPEN_1, 0.0)) == []


@pytest.mark.parametrize("options", [{"channels": 8}, {"address": 0}, {"wiring": "up"}, {"closes_after_s": -1.0}])
def test_options_that_no_board_has_are_refused(options):
    with pytest.raises(ValueError, match=" is "):
        Options(**options)


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_any_bytes_leave_a_board_that_hears_the_next_frame_after_a_pause(pieces):
    twin = board()
    for piece in pieces:
        twin.hear(piece, 0.0)
        assert len(twin._gathering.bytes) <= 16
    assert said(twin.hear(hexed("8001009918"), 1.0)) == [hexed("8001019919")]
