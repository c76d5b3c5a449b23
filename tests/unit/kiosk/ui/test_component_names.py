"""No inline component has the name of a type that PySide knows.

Qt calls an inline component by its bare name, and PySide looks for a Python type of that name to wrap the item in: an
item of `component Key` becomes a `Qt.Key`, memory is overwritten and the process dies somewhere else. A component in a
file of its own gets a suffix and is safe.
"""

import enum
import inspect
import re
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtQml, QtQuick

ROOT = Path(__file__).parents[4]
FOLDERS = ("kiosk", "window_terminal", "tests")
INLINE = re.compile(r"^\s*component\s+(\w+)\s*:", re.MULTILINE)


def known_types() -> set[str]:
    """Every class and enum of the Qt modules in use, also those within classes, by bare name."""
    found: set[str] = set()
    for module in (QtCore, QtGui, QtQml, QtQuick):
        for _, outer in inspect.getmembers(module, inspect.isclass):
            found.add(outer.__name__)
            found.update(name for name, inner in vars(outer).items() if isinstance(inner, (type, enum.EnumMeta)))
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_inline_component_is_called_like_a_type_of_qt(folder: str) -> None:
    known = known_types()
    assert {"Key", "QTimer", "MouseButton"} <= known
    wrong = [
        f"{file.relative_to(ROOT)}: component {name}"
        for file in sorted((ROOT / folder).rglob("*.qml"))
        for name in INLINE.findall(file.read_text())
        if name in known
    ]
    assert wrong == [], "rename it: PySide would take its items for something else"
