"""The table of icons is what the SVG files say, and every icon that anybody asks for is in it."""

import json
import re
from pathlib import Path

import pytest
from fakes.puer_hall import puer

from kiosk.ui.icons import HERE, path_of, table

ROOT = Path(__file__).parents[4]
NAMED = re.compile(r'(?:icon|name): (?:[^"\n]*\? )?"([a-z][a-z0-9-]*)"(?:\s*:\s*"([a-z][a-z0-9-]*)")?')


def names() -> set[str]:
    return {file.stem for file in (HERE / "icons").glob("*.svg")}


def test_the_table_is_current() -> None:
    assert (HERE / "icons.js").read_text(encoding="utf-8") == table(HERE / "icons"), "run python -m kiosk.ui.icons"


def test_the_licence_stands_beside_the_icons() -> None:
    assert "ISC License" in (HERE / "icons" / "LICENSE").read_text(encoding="utf-8")


def test_every_icon_of_the_screens_and_of_the_hall_exists() -> None:
    asked = {department.icon for department in puer().departments}
    for file in [*ROOT.glob("kiosk/**/*.qml"), *ROOT.glob("window_terminal/**/*.qml")]:
        for match in NAMED.findall(file.read_text(encoding="utf-8")):
            asked |= {name for name in match if name}
    assert "search" in asked and asked - names() == set()


def test_every_icon_begins_with_an_absolute_move() -> None:
    for file in (HERE / "icons").glob("*.svg"):
        assert path_of(file).startswith("M"), file.name


def test_a_second_shape_does_not_depend_on_the_first(tmp_path: Path) -> None:
    svg = tmp_path / "two.svg"
    shapes = '<path d="m1 2 3 4"/><path d="m5 6a1 1 0 00-1 1"/><rect x="1" y="2" width="10" height="8" rx="2"/>'
    svg.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{shapes}</svg>', encoding="utf-8")
    first, second, third = re.split(" (?=M)", path_of(svg))
    assert (first, second) == ("M1 2l3 4", "M5 6a1 1 0 0 0 -1 1")
    assert third.startswith("M3 2h6a2 2 0 0 1 2 2v4") and json.dumps(third)


def test_a_drawing_of_another_size_is_refused(tmp_path: Path) -> None:
    svg = tmp_path / "big.svg"
    svg.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"/>', encoding="utf-8")
    with pytest.raises(ValueError, match=r"big\.svg.*24 x 24"):
        path_of(svg)
