"""What a terminal gives back, and what it never touches: pages that somebody has written to."""

import linecache
import mmap
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
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
    ("rights", "name", "written_kb", "always", "code"),
    [
        ("r--p", "/usr/share/fonts/a.ttc", 0, True, True),
        ("r--p", "/usr/share/fonts/a.ttc", 4, False, False),
        ("rw-p", "/usr/share/fonts/a.ttc", 0, False, False),
        ("r-xp", "/usr/lib/libQt6Gui.so.6", 0, False, True),
        ("r-xp", "/usr/lib/libQt6Gui.so.6", 4, False, False),  # a debugger stands in it
        ("r--p", "/usr/lib/libQt6Gui.so.6", 0, False, False),  # addresses that the loader has put in
        ("r-xp", "/memfd:JITCode:QtQml (deleted)", 0, False, False),
        ("r-xp", "[vdso]", 0, False, False),
        ("rw-p", "", 0, False, False),
    ],
)
def test_only_what_is_as_in_its_file_is_given_back(
    rights: str, name: str, written_kb: int, always: bool, code: bool
) -> None:
    lines = [*place("rw-p", "[heap]", 900), *place(rights, name, written_kb), *place("rw-p", "[stack]", 40)]
    found = [(0x7F0000001000, 0x2000)]
    assert list(clean_places(lines, code=False)) == (found if always else [])
    assert list(clean_places(lines, code=True)) == (found if code else [])


def test_a_font_that_was_read_is_given_back_and_can_be_read_again() -> None:
    with FONT.open("rb") as file, mmap.mmap(file.fileno(), 0, mmap.MAP_PRIVATE, mmap.PROT_READ) as font:
        read = font[:]
        assert resident_kb(FONT) > 10_000
        give_back()
        assert resident_kb(FONT) == 0
        assert font[:] == read


def test_code_is_given_back_and_still_runs() -> None:
    before = resident_kb("libQt6Gui.so.6")
    give_back(code=True)
    assert 0 < resident_kb("libQt6Gui.so.6") < before  # some of it was dropped and is not needed for this
    assert QObject().objectName() == ""


def test_sources_that_others_have_read_are_forgotten() -> None:
    linecache.getlines(__file__)
    assert linecache.cache
    give_back()
    assert not linecache.cache


def test_a_page_that_was_turned_is_drawn_before_anything_is_given_back(qtbot: QtBot) -> None:
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
