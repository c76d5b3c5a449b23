"""The bytes and pictures of slips as they were looked at and found good, kept to the last dot.

Regenerate deliberately, look at every picture, and say in the commit why they changed:
    HALL_GOLDEN=write pytest tests/golden/escpos
Pictures are bound to Debian's fonts-noto-cjk and to the Pillow of requirements.lock.
"""

import io
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from drivers.escpos import EscposConversation, EscposOptions, PrintJob
from drivers.escpos_paper import Paper
from drivers.faults import GONE
from kiosk.ticket_machine.slip import SlipContent, draw, encode

HERE = Path(__file__).parent
WRITE = os.environ.get("HALL_GOLDEN") == "write"
USUAL = SlipContent(
    hall="普洱市政务服务中心",
    number="A012",
    item="社会保障卡申领",
    windows=("3号窗口",),
    ahead=5,
    wait_min=(10, 15),
    taken_at=datetime(2026, 11, 24, 9, 31, 5),
    qr_url="https://hall.example.gov.cn/t/8f3kQ2mZ7Vw1yTq0bXcRsA",
)
SLIPS = {
    "usual": USUAL,
    "long": replace(
        USUAL,
        number="C0173",
        item="不动产转移登记（二手房买卖）与水电气联动过户一件事",
        windows=("1号窗口", "2号窗口", "3号窗口", "15号窗口", "综合窗口16"),
        ahead=23,
        wait_min=(35, 50),
        notes=("请备好身份证、户口簿原件。", "过号后请到导服台联系工作人员。"),
    ),
    "english": replace(
        USUAL,
        hall="Pu'er Government Service Center",
        number="B007",
        item="Registration of transfer of real estate (second-hand housing)",
        windows=("Window 3", "Window 12"),
        ahead=1,
        wait_min=(8, 8),
        lang="en",
    ),
    "rare": replace(
        USUAL,
        number="A112",
        item="户口登记䶮𬭎㛃（姓名生僻字）",
        windows=("户籍窗口",),
        ahead=0,
        wait_min=None,
        qr_url=None,
        priority="老年人优先",
        reprint=True,
    ),
    "offline": replace(USUAL, number="D801", windows=("21号窗口", "22号窗口"), ahead=None, wait_min=None, offline=True),
}


def check(name: str, made: bytes, same: Callable[[bytes, bytes], bool], tmp_path: Path) -> None:
    kept = HERE / name
    if WRITE:
        kept.write_bytes(made)
        pytest.fail(f"{name} is written: look at it, then run again without HALL_GOLDEN")
    if not same(kept.read_bytes(), made):
        (tmp_path / name).write_bytes(made)
        pytest.fail(f"{kept} is no longer what is made: compare it with {tmp_path / name}")


def same_picture(kept: bytes, made: bytes) -> bool:
    one, other = (Image.open(io.BytesIO(data)).convert("L") for data in (kept, made))
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_looks_as_it_did(name, width, tmp_path):
    made = io.BytesIO()
    draw(SLIPS[name], width).save(made, "PNG", optimize=True)
    check(f"slip-{name}-{width}.png", made.getvalue(), same_picture, tmp_path)


@pytest.mark.parametrize("width_mm", [80, 58])
@pytest.mark.parametrize("name", SLIPS)
def test_a_text_slip_is_the_same_bytes(name, width_mm, tmp_path):
    made = encode(SLIPS[name], EscposOptions(mode="text", width_mm=width_mm))
    check(f"text-{name}-{width_mm}.bin", made, bytes.__eq__, tmp_path)


@pytest.mark.parametrize("cut", ["full", "partial", "none"])
def test_a_picture_is_the_same_bytes(cut, tmp_path):
    """A slanted pattern drawn without any font, in two bands."""
    image = Image.new("1", (576, 40), 255)
    for y in range(40):
        for x in range(y % 7, 576, 7 + y % 3):
            image.putpixel((x, y), 0)
    paper = Paper(80, band_lines=24)
    paper.picture(image)
    paper.feed(5)
    paper.cut(cut)
    check(f"picture-{cut}.bin", paper.data(), bytes.__eq__, tmp_path)


def test_a_talk_with_a_printer_is_the_same_bytes(tmp_path):
    """Dial, look, a slip, the look that confirms it, paper out, a slip refused, a slip torn and mended."""
    talk = Talk(EscposConversation(EscposOptions(automatic_status=True, band_lines=24)))
    talk.open()
    talk.answer(0x12, 0x12, 0x12, 0x12)
    talk.ask(PrintJob("A012", b"\x1b\x40A012\n\x1b\x64\x05\x1d\x56\x01"))
    talk.sent()
    talk.wait(0.8)
    talk.answer(0x12, 0x12, 0x12, 0x12)
    talk.hear(b"\x18\x00\x0f\x00")
    talk.wait(3.0)
    talk.answer(0x1A, 0x7E, 0x32, 0x12)
    talk.ask(PrintJob("A013", b"\x1b\x40A013\n"))
    talk.wait(3.0)
    talk.answer(0x12, 0x12, 0x12, 0x12)
    talk.ask(PrintJob("A014", b"\x1b\x40A014\n"))
    talk.lost()
    talk.open()
    check("talk.txt", talk.record().encode(), bytes.__eq__, tmp_path)


class Talk:
    """Writes down who sent what and what was learnt."""

    def __init__(self, conversation: EscposConversation) -> None:
        self._conversation = conversation
        self._now = 0.0
        self._lines: list[str] = []

    def open(self) -> None:
        self._note("line up")
        self._do(self._conversation.open(self._now))

    def ask(self, job: PrintJob) -> None:
        self._note(f"asked to print {job.id}")
        self._do(self._conversation.ask(job, self._now))

    def sent(self) -> None:
        self._note("all sent")
        self._do(self._conversation.sent(self._now))

    def hear(self, data: bytes) -> None:
        self._note(f"< {data.hex(' ')}")
        self._do(self._conversation.hear(data, self._now))

    def answer(self, *answers: int) -> None:
        for byte in answers:
            self.hear(bytes((byte,)))

    def wait(self, seconds: float) -> None:
        self._now += seconds
        self._do(self._conversation.tick(self._now))

    def lost(self) -> None:
        self._note("line lost")
        for fact in self._conversation.lost(GONE, self._now):
            self._note(f"= {fact}")

    def record(self) -> str:
        return "\n".join(self._lines) + "\n"

    def _do(self, step) -> None:
        if step.send:
            self._note(f"> {step.send.hex(' ')}")
        for fact in step.facts:
            self._note(f"= {fact}")

    def _note(self, line: str) -> None:
        self._lines.append(f"{self._now:4.1f} s  {line}")
