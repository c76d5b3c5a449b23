"""What a terminal gives back, and what it never touches: pages that somebody has written to."""

import linecache
import mmap
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from pytestqt.qtbot import QtBot

from kiosk.ui.memory import PLACES, Tidy, clean_places, give_back

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def place(rights: str, name: str, written_kb: int = 0) -> list[str]:
    """One mapping as the kernel tells of it."""
    return [
        f"7f0000001000-7f0000003000 {rights} 00000000 08:01 4711                       {name}\n",
        "Size:                  8 kB\n",
        f"Private_Dirty:         {written_kb} kB\n",
        "VmFlags: rd mr mw me sd\n",
    ]


@pytest.mark.parametrize(
    ("rights", "name", "written_kb", "given_back"),
    [
        ("r--p", "/usr/share/fonts/a.ttc", 0, True),
        ("r--p", "/usr/share/fonts/a.ttc", 4, False),
        ("rw-p", "/usr/share/fonts/a.ttc", 0, False),
        ("r-xp", "/usr/lib/libQt6Gui.so.6", 0, True),
        ("r-xp", "/usr/lib/libQt6Gui.so.6", 4, False),  # a debugger stands in it
        ("r--p", "/usr/lib/libQt6Gui.so.6", 0, False),  # addresses that the loader may put in
        ("r-xp", "/memfd:JITCode:QtQml (deleted)", 0, False),
        ("r-xp", "[vdso]", 0, False),
        ("rw-p", "", 0, False),
    ],
)
def test_only_what_is_as_in_its_file_is_given_back(rights: str, name: str, written_kb: int, given_back: bool) -> None:
    lines = [*place("rw-p", "[heap]", 900), *place(rights, name, written_kb), *place("rw-p", "[stack]", 40)]
    assert list(clean_places(lines)) == ([(0x7F0000001000, 0x2000)] if given_back else [])


def test_a_font_that_was_read_is_given_back_and_can_be_read_again() -> None:
    with FONT.open("rb") as file, mmap.mmap(file.fileno(), 0, mmap.MAP_PRIVATE, mmap.PROT_READ) as font:
        read = font[:]
        assert resident_kb(FONT) > 10_000
        give_back()
        assert resident_kb(FONT) == 0
        assert font[:] == read


def test_code_is_given_back_and_runs_again(qapp: QGuiApplication) -> None:
    drawn = drawing()
    held_kb = resident_kb("libQt6Gui.so.6")
    give_back()
    assert resident_kb("libQt6Gui.so.6") < held_kb
    assert drawing() == drawn


def drawing() -> QImage:
    """A picture that takes some of Qt's code."""
    picture = QImage(200, 100, QImage.Format.Format_ARGB32)
    picture.fill(0)
    pen = QPainter(picture)
    pen.drawEllipse(10, 10, 100, 60)
    pen.drawText(20, 80, "普洱")
    pen.end()
    return picture


def test_sources_that_others_have_read_are_forgotten() -> None:
    linecache.getlines(__file__)
    assert linecache.cache
    give_back()
    assert not linecache.cache


def test_the_next_page_is_drawn_before_anything_is_given_back(qtbot: QtBot) -> None:
    owner = QObject()
    tidy = Tidy(owner)
    linecache.getlines(__file__)
    tidy.soon()
    tidy.soon()
    assert linecache.cache
    qtbot.waitUntil(lambda: not linecache.cache)


def resident_kb(name: Path | str) -> int:
    """Kilobytes of the file that this process holds."""
    found, counts = 0, False
    for line in PLACES.read_text().splitlines():
        first, *rest = line.split()
        if not first.endswith(":"):
            counts = bool(rest) and rest[-1].endswith(str(name))
        elif first == "Rss:" and counts:
            found += int(rest[0])
    return found
