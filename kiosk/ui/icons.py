"""Turns the SVG files of HallUi/icons into `HallUi/icons.js`, the table of paths that Icon.qml draws.

The software renderer cannot tint a picture, so an icon is a stroked path in whatever colour is asked for. Run
`python -m kiosk.ui.icons` after adding an SVG (lucide, 24 x 24, strokes only); a test compares table and files.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent / "HallUi"
SVG = "{http://www.w3.org/2000/svg}"
HEAD = """\
// Made by `python -m kiosk.ui.icons` from icons/*.svg (lucide, licence in icons/LICENSE). Do not edit.
.pragma library

"""
TAIL = """
function path(name) {
    return paths[name] || paths["landmark"]
}
"""

Attributes = Mapping[str, str]


def table(folder: Path) -> str:
    """The text of icons.js for the SVG files of `folder`."""
    rows = [f"    {json.dumps(file.stem)}: {json.dumps(path_of(file))}" for file in sorted(folder.glob("*.svg"))]
    return HEAD + "const paths = {\n" + ",\n".join(rows) + "\n}\n" + TAIL


def path_of(file: Path) -> str:
    """All shapes of an SVG as one path."""
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    if root.get("viewBox") != "0 0 24 24":
        raise ValueError(f"{file.name}: an icon is drawn on 24 x 24, not on {root.get('viewBox')}")
    return " ".join(_SHAPES[shape.tag.removeprefix(SVG)](shape.attrib) for shape in root)


def _circle(of: Attributes) -> str:
    x, y, r = (float(of[key]) for key in ("cx", "cy", "r"))
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z"


def _rect(of: Attributes) -> str:
    x, y, wide, high = (float(of.get(key, 0)) for key in ("x", "y", "width", "height"))
    r = float(of.get("rx", of.get("ry", 0)))
    corner = f"a{r:g} {r:g} 0 0 1"
    return (
        f"M{x + r:g} {y:g}h{wide - 2 * r:g}{corner} {r:g} {r:g}v{high - 2 * r:g}{corner} {-r:g} {r:g}"
        f"h{2 * r - wide:g}{corner} {-r:g} {-r:g}v{2 * r - high:g}{corner} {r:g} {-r:g}z"
    )


def _line(of: Attributes) -> str:
    return f"M{of['x1']} {of['y1']}L{of['x2']} {of['y2']}"


def _polyline(of: Attributes) -> str:
    return "M" + of["points"]


_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_ARC = re.compile(rf"[\s,]*({_NUMBER.pattern})" * 3 + r"[\s,]*([01])" * 2 + rf"[\s,]*({_NUMBER.pattern})" * 2)


def _path(of: Attributes) -> str:
    """The path, fit to stand behind another one: its first move is absolute, and the flags of arcs stand apart."""
    parts: list[str] = []
    for letter, text in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", of["d"]):
        numbers = [list(arc) for arc in _ARC.findall(text)] if letter in "aA" else [_NUMBER.findall(text)]
        if letter == "m" and not parts:
            start, rest = numbers[0][:2], numbers[0][2:]
            parts.append("M" + " ".join(start) + ("l" + " ".join(rest) if rest else ""))
        else:
            parts.extend(letter + " ".join(row) for row in numbers)
    return "".join(parts)


_SHAPES: Mapping[str, Callable[[Attributes], str]] = {
    "path": _path,
    "circle": _circle,
    "rect": _rect,
    "line": _line,
    "polyline": _polyline,
}


if __name__ == "__main__":
    (HERE / "icons.js").write_text(table(HERE / "icons"), encoding="utf-8")
