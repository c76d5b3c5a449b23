"""The presses of each form to the byte, each whole, byte by byte, and with bytes before and behind it."""

from pathlib import Path

import pytest

from drivers.byte_template import NUMBERED, read_template
from drivers.keypad import KeypadOptions, PressDecoder

LINES = [row for row in (Path(__file__).parent / "wire.txt").read_text().splitlines() if not row.startswith("#")]
ROWS = [
    (press, bytes.fromhex(data), tuple(map(int, numbers.split())))
    for press, data, numbers in (line.split(" ; ") for line in LINES)
]


@pytest.mark.parametrize(("press", "data", "told"), ROWS)
def test_a_press_is_read_whole_byte_by_byte_and_with_bytes_around_it(press, data, told):
    cuts = ([data], [data[at : at + 1] for at in range(len(data))], [data + b"\x00\xff"], [b"\x00\xff", data])
    for parts in cuts:
        decoder = PressDecoder(KeypadOptions(press=press))
        assert [one for part in parts for one in decoder.feed(part)] == [told]


@pytest.mark.parametrize(("press", "data", "told"), ROWS)
def test_a_template_writes_what_it_reads(press, data, told):
    assert read_template(press, NUMBERED).fill(told[0], number=told[1]) == data
