"""What is said to a board and what it says, to the byte, each whole, byte by byte and with bytes behind it."""

from pathlib import Path

import pytest
from fakes.lock_wire import command, feed, rows

from drivers.lock_ku16 import LockKu16Codec, LockKu16Options

HERE = Path(__file__).parent
BOARD = 0


@pytest.mark.parametrize(("data", "meaning"), rows(HERE, ">"))
def test_a_command_is_the_bytes_of_the_reference(data, meaning):
    assert command(LockKu16Codec(LockKu16Options()), BOARD, meaning) == bytes.fromhex(data)


@pytest.mark.parametrize(("data", "meaning"), rows(HERE, "<"))
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_behind_it(data, meaning):
    frame = bytes.fromhex(data)
    codec = LockKu16Codec(LockKu16Options())
    for parts in ([frame], [frame[at : at + 1] for at in range(len(frame))], [frame + b"\x02\x80\xff"]):
        assert feed(codec, BOARD, meaning, parts) == [meaning]
