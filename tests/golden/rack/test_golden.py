"""Racks by several maps, to the byte: each answer whole, byte by byte, and with bytes around it."""

from itertools import groupby
from pathlib import Path

import pytest

from drivers.charger import ChargerConversation, ChargerOptions
from drivers.guide_set import GuideSetOptions, guide_sets

ROWS = [row.split() for row in (Path(__file__).parent / "wire.txt").read_text().splitlines() if not row.startswith("#")]
TALKS = {name: list(rows) for name, rows in groupby(ROWS, key=lambda row: row[0])}
NUMBERS = ("slots", "mask", "unit")


def options_of(words):
    pairs = dict(word.split("=", 1) for word in words)
    return {name: int(text) if name in NUMBERS else text.replace(",", " ") for name, text in pairs.items()}


def whole(answer):
    return [answer]


def byte_by_byte(answer):
    return [answer[at : at + 1] for at in range(len(answer))]


def bytes_around(answer):
    return [b"\x01\x00" + answer + b"\x01\x03\xff"]


def rack_of(words, conversation, cut):
    """The rack that is told after a look over the rows of one talk."""
    now, step = 0.0, conversation.open(0.0)
    for row in words[1:-1]:
        data = bytes.fromhex("".join(row[2:]))
        if row[1] == ">":
            assert step.send == data, step.send.hex(" ").upper()
            conversation.sent(now)
            continue
        facts = [fact for part in cut(data) for fact in conversation.hear(part, now).facts]
        now += 0.05
        step = conversation.tick(now)
    return facts


@pytest.mark.parametrize("cut", [whole, byte_by_byte, bytes_around])
@pytest.mark.parametrize("name", TALKS)
def test_a_look_at_a_rack_is_these_bytes_and_means_this(name, cut):
    rows = TALKS[name]
    slots = tuple(word for word in rows[-1][2:] if word.isalpha())
    warm = next((float(word) for word in rows[-1][2:] if not word.isalpha()), None)
    facts = rack_of(rows, ChargerConversation(ChargerOptions(**options_of(rows[0][1:]))), cut)
    assert [(fact.slots, fact.temperature_c) for fact in facts] == [(slots, warm)]


def test_a_rack_of_guide_sets_is_asked_the_same():
    rows = TALKS["words"]
    facts = rack_of(rows, guide_sets(GuideSetOptions(**options_of(rows[0][1:]))), whole)
    assert [(fact.free, fact.busy, fact.faulty, fact.fault.code) for fact in facts] == [(1, 2, (4,), "slot_fault")]
