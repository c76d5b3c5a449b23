"""The number on a slip is read from the paper alone: a wrong one as it stands there, a spoilt one not at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

import pytest
from PIL import Image, ImageDraw

from drivers.escpos import EscposOptions
from drivers.twins.printer import EscposInterpreter, Slip
from edge_hub.tools.checker import Recorded
from edge_hub.tools.demo_score import Score, outcome
from edge_hub.tools.paper import SIGNS, number_in, number_of
from kiosk.ticket_machine.slip import SlipContent, encode

SLIP = SlipContent(
    hall="普洱市政务服务大厅", number="A012", item="不动产转移登记（二手房买卖）", windows=("A01", "B12"), ahead=12,
    wait_min=(15, 20), taken_at=datetime(2026, 11, 24, 9, 31, 5), practice=True, priority="老年人优先",
    qr_url="https://hall.example.gov.cn/t/8f3kQ2mZ7Vw1yTq0bXcRsA",
)  # fmt: skip
Mode = Literal["text", "raster"]


def printed(number: str, mode: Mode = "raster", width_mm: Literal[80, 58] = 80) -> Slip:
    """The slip as a printer that knows nothing of us lets it out."""
    twin = EscposInterpreter(576 if width_mm == 80 else 384)
    job = encode(replace(SLIP, number=number), EscposOptions(mode=mode, width_mm=width_mm))
    [slip] = [one for one in twin.feed(job) if isinstance(one, Slip)]
    return slip


def read(slip: Slip) -> str | None:
    return number_of(slip.text, lambda: slip.image)


@pytest.mark.parametrize("width_mm", [80, 58])
@pytest.mark.parametrize("letter", SIGNS[:24])
def test_every_letter_and_digit_is_read_from_the_dots(letter: str, width_mm: Literal[80, 58]) -> None:
    n = SIGNS.index(letter)
    for number in (f"{letter}{n * 37 % 1000:03}", f"{letter}{1234 + n * 271}", f"{letter}711"):
        assert read(printed(number, "raster", width_mm)) == number


@pytest.mark.parametrize("width_mm", [80, 58])
def test_a_number_in_letters_is_read_as_it_stands_there(width_mm: Literal[80, 58]) -> None:
    for number in ("A001", "Z987", "M1024"):
        assert read(printed(number, "text", width_mm)) == number


def test_a_picture_without_a_number_has_none() -> None:
    assert number_in(Image.new("1", (576, 900), 255)) is None
    assert number_in(Image.new("1", (576, 900), 0)) is None


@pytest.mark.parametrize("spoil", [
    lambda pen: pen.rectangle((0, 130, 576, 180), fill=255),
    lambda pen: pen.rectangle((260, 60, 300, 320), fill=0),
    lambda pen: pen.rectangle((400, 0, 576, 400), fill=255),
], ids=["a line is missing", "a bar across", "a sign is missing"])  # fmt: skip
def test_a_spoilt_number_is_not_guessed(spoil: Callable[[ImageDraw.ImageDraw], None]) -> None:
    image = printed("A012").image
    assert number_in(image) == "A012"
    spoil(ImageDraw.Draw(image))
    assert number_in(image) is None


@pytest.mark.parametrize("mode", ["raster", "text"])
def test_a_machine_that_prints_a_wrong_number_is_found_out(mode: Mode) -> None:
    """The control of the practice day's paper check: the same day with right slips is right."""
    journal = [
        Recorded(n, "TicketTaken", f"c{n}", {"ticket": f"t{n}", "number": f"A00{n}", "day": "d", "device": "tm-1"})
        for n in (1, 2)
    ]

    def day(*on_paper: str) -> Score:
        score = Score(citizens=2)
        for n in (1, 2):
            taken = {"what": "taken", "ticket": f"t{n}", "number": f"A00{n}", "touch_ns": 0, "reply_ns": 1, "ns": 2}
            score.heard("tm-1", "ticket_machine", taken)
            score.heard("tm-1", "ticket_machine", {"what": "printed", "ticket": f"t{n}"})
        for number in on_paper:
            score.slip("tm-1", read(printed(number, mode)), 0.1)
        return score

    right = outcome(day("A001", "A002"), journal)
    assert (right.lost, right.duplicated) == ((), ())
    wrong = outcome(day("A001", "A008"), journal)
    assert wrong.lost == ("no slip with the number A002 came out of tm-1",)
    assert wrong.duplicated == ("the slip A008 of tm-1 belongs to no ticket",)
    assert outcome(day("A001"), journal).lost == ("no slip with the number A002 came out of tm-1",)
    assert outcome(day("A001", "A002", "A002"), journal).duplicated == ("the slip A002 of tm-1 came out 2 times",)
