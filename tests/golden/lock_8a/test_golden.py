"""What is said to a board and what it says, to the byte, each whole, byte by byte and with bytes behind it."""

from pathlib import Path

import pytest
from fakes.lock_wire import command, feed, rows

from drivers.lock_8a import Lock8ACodec, Lock8AOptions

HERE = Path(__file__).parent
BOARD = 1


@pytest.mark.parametrize(("data", "meaning"), rows(HERE, ">"))
def test_a_command_is_the_bytes_of_the_reference(data, meaning):
    assert command(Lock8ACodec(Lock8AOptions()), BOARD, meaning) == bytes.fromhex(data)


@pytest.mark.parametrize(("data", "meaning"), rows(HERE, "<"))
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_behind_it(data, meaning):
    frame = bytes.fromhex(data)
    codec = Lock8ACodec(Lock8AOptions())
    for parts in ([frame], [frame[at : at + 1] for at in range(len(frame))], [frame + b"\x02\x80\xff"]):
        assert feed(codec, BOARD, meaning, parts) == [meaning]


def test_an_unlock_of_some_seconds_is_the_bytes_of_the_reference():
    """8A AA LL 11 SS BCC, the last byte xoring all before it."""
    assert Lock8ACodec(Lock8AOptions(pulse_s=3)).unlock(1, 0) == bytes.fromhex("8A 01 01 11 03 98")


def test_of_a_twelve_way_board_two_bytes_are_read_the_higher_first():
    codec = Lock8ACodec(Lock8AOptions(channels=12, cells=12, polarity="door_opening"))
    codec.look(1, None)
    [heard] = codec.feed(bytes.fromhex("80 01 08 01 33 BB"))
    assert [lock + 1 for lock, is_open in heard.open.items() if is_open] == [1, 12]
