"""The reference's vectors, byte by byte, and a talk with a bar as it was looked at and found good.

Write the talk anew deliberately and say in the commit why it changed: HALL_GOLDEN=write pytest tests/golden/led_onbon
"""

from pathlib import Path

import pytest
from fakes.sign_talk import check, record

from drivers.led_onbon import PING, OnbonCodec, OnbonConversation, OnbonOptions, area, frame, read_body
from drivers.lettering import letter

HERE = Path(__file__).parent
VECTORS = {
    name: bytes.fromhex(data)
    for name, data in (
        line.split(maxsplit=1)
        for line in (HERE / "vectors.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
}


def test_commands_are_the_references_bytes():
    options = OnbonOptions()
    assert frame(PING, options) == VECTORS["ping"]
    assert frame(area(letter("请A001号到3号窗口", "gb2312").data, options), options) == VECTORS["text"]


@pytest.mark.parametrize("name", ["ack", "nack"])
def test_answers_are_read(name):
    [answer] = OnbonCodec(OnbonOptions()).feed(VECTORS[name])
    assert answer.took is (name == "ack")
    assert read_body(VECTORS[name].lstrip(b"\xa5")[:-1]) is not None


def test_a_talk_with_a_bar_is_the_same_bytes():
    """Line up, a question, two texts, one refused, silence, a new line."""
    talk = record(OnbonConversation(OnbonOptions()), VECTORS["ack"], VECTORS["nack"])
    check(HERE / "talk.txt", talk)
