"""What is said to a board and what it says, to the byte, each whole, byte by byte and with bytes behind it."""

from pathlib import Path

import pytest
from fakes.lock_wire import command, feed, rows

from drivers.lock_cu12 import LockCu12Codec, LockCu12Options

HERE = Path(__file__).parent
BOARD = 0


@pytest.mark.parametrize(("data", "meaning"), rows(HERE, ">"))
def test_a_command_is_the_bytes_of_the_reference(data, meaning):
    assert command(LockCu12Codec(LockCu12Options()), BOARD, meaning) == bytes.fromhex(data)


@pytest.mark.parametrize(("data", "meaning"), rows(HERE, "<"))
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_behind_it(data, meaning):
    frame = bytes.fromhex(data)
    codec = LockCu12Codec(LockCu12Options())
    for parts in ([frame], [frame[at : at + 1] for at in range(len(frame))], [frame + b"\x02\x80\xff"]):
        assert feed(codec, BOARD, meaning, parts) == [meaning]
