"""The small decisions of the shell: layout, languages, where the state lies."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from fakes.trial.terminal import SPEC
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from edge_hub.client.hub_client import state_dir
from kiosk.ui.options import Geometry, Options
from kiosk.ui.process import rss_mb, since_process_start_ms
from kiosk.ui.shell import layout_of
from kiosk.ui.tongue import Tongue

TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="zh_CN">
<context><name>Main</name><message><source>您好</source><translation>Hello</translation></message></context>
</TS>
"""


@pytest.mark.parametrize(
    ("layout", "windowed", "expected"),
    [
        ("portrait", Geometry(1920, 360), "portrait"),
        (None, Geometry(540, 960), "portrait"),
        (None, Geometry(960, 540), "landscape"),
        (None, Geometry(960, 180), "bar"),
        (None, Geometry(1280, 800), "landscape"),
        (None, None, "landscape"),
    ],
)
def test_the_layout_is_what_was_asked_for_or_what_the_shape_says(
    qapp: QGuiApplication, layout: str | None, windowed: Geometry | None, expected: str
) -> None:
    assert layout_of(SPEC, Options(Path("boot.yaml"), layout=layout, windowed=windowed)) == expected


@pytest.fixture
def english(tmp_path: Path) -> Path:
    """A folder with the trial terminal's English texts."""
    (tmp_path / "en.ts").write_text(TS)
    tool = shutil.which("pyside6-lrelease", path=str(Path(sys.executable).parent))
    assert tool is not None
    subprocess.run([tool, "-silent", str(tmp_path / "en.ts"), "-qm", str(tmp_path / "en.qm")], check=True)
    return tmp_path


def test_the_language_changes_while_the_screen_is_shown(qapp: QGuiApplication, english: Path) -> None:
    engine = QQmlApplicationEngine()
    tongue = Tongue(qapp, engine, [english])
    assert qapp.translate("Main", "您好") == "您好"
    tongue.use("en")
    assert qapp.translate("Main", "您好") == "Hello" and tongue.lang == "en"
    tongue.use("zh")
    assert qapp.translate("Main", "您好") == "您好"
    engine.deleteLater()


def test_a_language_without_texts_is_refused_and_nothing_changes(qapp: QGuiApplication, tmp_path: Path) -> None:
    engine = QQmlApplicationEngine()
    tongue = Tongue(qapp, engine, [tmp_path])
    with pytest.raises(ValueError, match=r"en\.qm is missing"):
        tongue.use("en")
    (tmp_path / "en.qm").write_bytes(b"no texts")
    with pytest.raises(ValueError, match="cannot be read"):
        tongue.use("en")
    assert tongue.lang == "zh"
    engine.deleteLater()


def test_the_state_lies_below_the_folder_given_or_the_users_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state_dir(tmp_path, "tm-1") == tmp_path / "tm-1"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert state_dir(None, "tm-1") == tmp_path / "xdg" / "hall" / "tm-1"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_dir(None, "tm-1") == tmp_path / ".local" / "state" / "hall" / "tm-1"


def test_the_age_and_memory_of_a_process_are_the_kernels() -> None:
    age_ms = (time.time() - psutil.Process().create_time()) * 1000
    assert abs(since_process_start_ms() - age_ms) < 2000
    assert 20 < rss_mb() < 2000
