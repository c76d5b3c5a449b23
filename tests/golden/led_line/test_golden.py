"""A talk with a bar by template, one that answers and one that never does, as it was looked at and found good.

Write it anew deliberately and say in the commit why it changed: HALL_GOLDEN=write pytest tests/golden/led_line
"""

from pathlib import Path

import pytest
from fakes.sign_talk import check, record

from drivers.led_line import LineConversation, LineOptions

HERE = Path(__file__).parent
ANSWERING = LineOptions(ack=r"\x06", nak=r"\x15", ping=r"\x02{address:02X}?\x03{xor}")
TALKS = {"answering": (ANSWERING, b"\x06", b"\x15"), "mute": (LineOptions(), b"", b"")}


@pytest.mark.parametrize("name", TALKS)
def test_a_talk_with_a_bar_is_the_same_bytes(name):
    options, ack, nak = TALKS[name]
    check(HERE / f"talk-{name}.txt", record(LineConversation(options), ack, nak))
