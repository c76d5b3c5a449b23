"""packaging/lint_qml.py finds what QML and its Python view-model disagree about, before a screen is opened."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BASE = """
from PySide6.QtCore import Property, QObject, Signal

class Screen(QObject):
    linkChanged = Signal()

    @Property(bool, notify=linkChanged)
    def linked(self):
        return True
"""
MODEL = """
from enum import IntEnum
from PySide6.QtCore import Property, QEnum, Signal, Slot
from PySide6.QtQml import QmlElement
from kiosk.base import Screen

QML_IMPORT_NAME = "Trial"
QML_IMPORT_MAJOR_VERSION = 1

@QmlElement
class Machine(Screen):
    @QEnum
    class Page(IntEnum):
        HOME = 0
        ASKING = 1

    numberChanged = Signal()

    @Property(str, notify=numberChanged)
    def number(self):
        return "A001"

    @Property(list, notify=numberChanged)
    def items(self):
        return []

    @Slot(str)
    def take(self, item):
        pass
"""
LOOK = """
pragma Singleton
import QtQuick

QtObject {
    readonly property color ink: "black"
}
"""
QML = """import QtQuick
import Trial
import TrialUi

Item {{
    id: root
    required property Machine vm
    {line}
}}
"""


@pytest.fixture
def lint(tmp_path):
    """Lint a small kiosk whose one screen holds `line`."""
    for name, text in {
        "kiosk/__init__.py": "",
        "kiosk/base.py": BASE,
        "kiosk/view_model.py": MODEL,
        "kiosk/ui/qmldir": "module TrialUi\nsingleton Look 1.0 Look.qml\n",
        "kiosk/ui/Look.qml": LOOK,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "window_terminal").mkdir()

    def run(line: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "kiosk" / "Main.qml").write_text(QML.format(line=line))
        words = [sys.executable, str(ROOT / "packaging" / "lint_qml.py"), str(tmp_path)]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize(
    "line",
    [
        "Text { text: root.vm.number; color: Look.ink; visible: root.vm.linked }",
        'MouseArea { onClicked: root.vm.take("x") }',
        "Item { visible: Machine.ASKING === 1 || Machine.Page.HOME === 0 }",
        "Repeater {\n model: root.vm.items\n delegate: Item { required property var modelData } }",
    ],
)
def test_a_screen_that_agrees_with_its_view_model_passes(lint, line):
    run = lint(line)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "2 QML files agree with 1 Python classes" in run.stdout


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Text { text: root.vm.numbre }", '"numbre" not found'),
        ("Item { visible: root.vm.linkd }", '"linkd" not found'),
        ('MouseArea { onClicked: root.vm.tkae("x") }', '"tkae" not found'),
        ("Item { visible: Machine.Page.ASKNG === 1 }", '"ASKNG"'),
        ("Text { color: Look.inc }", '"inc" not found'),
        ("MouseArea { onClicked: root.vm.linked = false }", "read-only"),
        ("Text { texxt: '' }", '"texxt"'),
    ],
)
def test_a_misspelled_or_misused_name_is_found(lint, line, wrong):
    run = lint(line)
    assert run.returncode == 1
    assert wrong in run.stdout + run.stderr and "kiosk/Main.qml:8" in run.stdout + run.stderr


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ("notify=numberChanged)\n    def number", "notify=Screen.linkChanged)\n    def number"),
        ("numberChanged = Signal()", "numberChanged = Signal()\n    linkChanged = Signal()"),
    ],
)
def test_a_signal_of_a_base_class_is_refused_since_pyside_would_bind_to_another(lint, tmp_path, found, put):
    model = tmp_path / "kiosk" / "view_model.py"
    model.write_text(model.read_text().replace(found, put))
    run = lint("")
    assert run.returncode == 2 and "linkChanged" in run.stderr and "view_model.py" in run.stderr


def test_a_view_model_without_its_module_name_is_refused(lint, tmp_path):
    model = tmp_path / "kiosk" / "view_model.py"
    model.write_text(model.read_text().replace("QML_IMPORT_NAME", "NAME"))
    run = lint("")
    assert run.returncode == 2 and "set QML_IMPORT_NAME" in run.stderr
