"""What is said to an ID reader and what it answers, to the byte.

`wire.txt` is the reference; the `card-*.bin` are whole answers to "read it", 1295 bytes each, of nobody.
"""

from pathlib import Path

import pytest

from drivers.id_card import FrameDecoder, command, fits, frame, sam_id_of, text_of
from drivers.id_card_text import fields_of, is_number, kind_of

HERE = Path(__file__).parent
ROWS = [row.split() for row in (HERE / "wire.txt").read_text().splitlines() if not row.startswith("#")]
COMMANDS = [(row[0], bytes.fromhex("".join(row[2:]))) for row in ROWS if row[1] == ">"]
ANSWERS = [(row[0], bytes.fromhex("".join(row[2:-1])), int(row[-1], 16)) for row in ROWS if row[1] == "<"]
CARDS = ("resident", "hmt", "foreigner", "foreigner_2023")


@pytest.mark.parametrize(("question", "data"), COMMANDS)
def test_a_command_is_the_bytes_of_the_reference(question, data):
    assert command(question) == data


def test_every_command_is_in_the_reference():
    assert {question for question, _ in COMMANDS} == {"status", "sam", "find", "select", "read", "address"}


def three_ways(data):
    yield [data]
    yield [data[at : at + 1] for at in range(len(data))]
    yield [data + b"\xaa\xaa\x96\x00"]


@pytest.mark.parametrize(("question", "data", "sw"), ANSWERS)
def test_an_answer_is_read_whole_byte_by_byte_and_with_bytes_behind_it(question, data, sw):
    for parts in three_ways(data):
        decoder = FrameDecoder()
        [body] = [body for part in parts for body in decoder.feed(part)]
        assert body[2] == sw
        assert frame(body) == data
        assert fits(question, body)


@pytest.mark.parametrize("kind", CARDS)
def test_the_text_of_a_card_is_read_whole_byte_by_byte_and_with_bytes_behind_it(kind):
    data = (HERE / f"card-{kind}.bin").read_bytes()
    assert len(data) == 1295
    assert data[5:7] == b"\x05\x08"
    for parts in three_ways(data):
        decoder = FrameDecoder()
        [body] = [body for part in parts for body in decoder.feed(part)]
        assert fits("read", body)
        text = text_of(body)
        assert kind_of(text) == kind
        assert is_number(fields_of(text, kind)["number"], kind)


def test_the_sam_id_is_written_as_on_the_label():
    [body] = [data[7:-1] for question, data, _ in ANSWERS if question == "sam"]
    assert sam_id_of(body[3:], "words") == "05.03-20174425-0000123456-0000654321"
    assert sam_id_of(body[3:], "hex") == "0500030059d6330140e20100f1fb0900"
