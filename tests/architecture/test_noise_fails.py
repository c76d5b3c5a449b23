"""Noise fails: the suite's own rules, tried on a small suite that knows nothing else."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

SMALL = '''
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

log = logging.getLogger("edge_hub.loop")


def test_quiet() -> None:
    log.info("a ticket was taken")


def test_python_warns() -> None:
    warnings.warn("this goes away", DeprecationWarning)


def test_log_warns() -> None:
    log.warning("the clock jumped")


def test_log_warns_on_another_thread() -> None:
    one = threading.Thread(target=log.error, args=["the disk is full"])
    one.start()
    one.join()


def test_outside_library_warns() -> None:
    logging.getLogger("somebody.else").warning("media width is missing")


@pytest.fixture
def loud_before() -> None:
    log.warning("said in the set-up")


def test_fixture_warns_in_its_set_up(loud_before: None) -> None:
    pass


def test_declared(expects_warning) -> None:
    expects_warning("clock jumped")
    for _ in range(2):
        log.warning("the clock jumped")


def test_declared_and_something_else(expects_warning) -> None:
    expects_warning("clock jumped")
    log.warning("the clock jumped")
    log.warning("the disk is full")


def test_declared_and_not_seen(expects_warning) -> None:
    expects_warning("clock jumped")


def test_declared_once_and_seen_once(expects_warning) -> None:
    expects_warning("clock jumped", times=1)
    log.warning("the clock jumped")


def test_declared_once_and_seen_twice(expects_warning) -> None:
    expects_warning("clock jumped", times=1)
    for _ in range(2):
        log.warning("the clock jumped")


def test_declared_as_possible_and_not_seen(expects_warning) -> None:
    expects_warning("clock jumped", times=range(2))


def test_qt_says_for_debugging() -> None:
    from PySide6.QtCore import qDebug

    qDebug("1 frame")


def test_qt_warns() -> None:
    from PySide6.QtCore import qWarning

    qWarning("no such font")


BROKEN = b"import QtQuick; Item { property int people: nobody.count }"


def test_qml_warns(qapp) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtQml import QQmlComponent, QQmlEngine

    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(BROKEN, QUrl("file:broken.qml"))
    assert component.create() is not None


@pytest.fixture(scope="module")
def loud_after() -> Iterator[None]:
    from PySide6.QtCore import qWarning

    yield
    qWarning("Cannot read property of null")


def test_fixture_of_the_file_warns_when_it_ends(loud_after: None) -> None:
    pass
'''
LOUD = {
    "python_warns": "this goes away",
    "log_warns": "log edge_hub.loop: the clock jumped",
    "log_warns_on_another_thread": "log edge_hub.loop: the disk is full",
    "outside_library_warns": "log somebody.else: media width is missing",
    "fixture_warns_in_its_set_up": "said in the set-up",
    "declared_and_something_else": "the disk is full",
    "declared_and_not_seen": "declared at least once and heard 0 times: clock jumped",
    "declared_once_and_seen_twice": "declared 1 to 1 times and heard 2 times: clock jumped",
    "qt_warns": "QtWarningMsg: no such font",
    "qml_warns": "ReferenceError: nobody is not defined",
    "fixture_of_the_file_warns_when_it_ends": "Cannot read property of null",
}
QUIET = {
    "quiet", "declared", "declared_once_and_seen_once", "declared_as_possible_and_not_seen", "qt_says_for_debugging",
}  # fmt: skip


def run(folder: Path, root: Path, text: str, *words: str) -> dict[str, str]:
    """What became of each test of a small suite under this one's settings and conftest: why it failed, or nothing."""
    (folder / "conftest.py").write_text((root / "tests/conftest.py").read_text())
    (folder / "test_small.py").write_text(text)
    line = [sys.executable, "-m", "pytest", "-c", str(root / "pyproject.toml"), "--rootdir", str(folder)]
    line += ["-p", "no:cacheprovider", "--junitxml", str(folder / "found.xml"), *words, str(folder / "test_small.py")]
    env = {**os.environ, "PYTHONPATH": str(root / "tests")}
    done = subprocess.run(line, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (folder / "found.xml").exists(), done.stdout + done.stderr
    cases = ElementTree.parse(folder / "found.xml").iter("testcase")
    return {
        case.attrib["name"].removeprefix("test_"): "".join(one.text or "" for one in case if one.tag != "system-err")
        for case in cases
    }


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, root: Path) -> dict[str, str]:
    return run(tmp_path_factory.mktemp("small"), root, SMALL)


def test_the_small_suite_is_looked_at_whole(found: dict[str, str]) -> None:
    assert found.keys() == LOUD.keys() | QUIET


@pytest.mark.parametrize("name", LOUD)
def test_noise_fails_and_is_named(found: dict[str, str], name: str) -> None:
    assert LOUD[name] in found[name]


@pytest.mark.parametrize("name", sorted(QUIET))
def test_what_is_declared_or_no_warning_passes(found: dict[str, str], name: str) -> None:
    assert found[name] == ""


def test_listening_loads_no_qt(tmp_path: Path, root: Path) -> None:
    """pytest-qt does; without it nothing does, and noise of the log fails all the same."""
    text = SMALL.partition("@pytest.fixture")[0]
    text += "def test_no_qt() -> None:\n    assert not [name for name in sys.modules if name.startswith('PySide6')]\n"
    options = "addopts=--strict-markers --import-mode=importlib"
    found = run(tmp_path, root, text, "-p", "no:pytest-qt", "-o", options)
    assert found["no_qt"] == "" and "the clock jumped" in found["log_warns"]
