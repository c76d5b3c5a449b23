"""The catalogue of faults is told in full: each number has a test or the reason why not, and the table shows all."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

COUNT = 57
MARKED = re.compile(r"mark\.fault\(([\d, ]+)\)")
NAMED = re.compile(r"^def test_(?:control_([a-z]+)|(\d+))_", re.MULTILINE)


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "tests/faults"


@pytest.fixture(scope="module")
def book(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "catalogue.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tested(root: Path, folder: Path) -> set[str]:
    """The numbers and controls that a test bears."""
    found: set[str] = set()
    for path in (root / "tests").rglob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        if path != Path(__file__):
            found |= {number for those in MARKED.findall(text) for number in re.findall(r"\d+", those)}
        if path.parent == folder:
            found |= {control or number for control, number in NAMED.findall(text)}
    return found


def test_the_catalogue_has_every_number_once(book: dict[str, Any]) -> None:
    numbers = [int(number) for faults in book["faults"].values() for number in faults]
    assert numbers == list(range(1, COUNT + 1))
    assert book["titles"].keys() == book["faults"].keys()


def test_each_number_has_a_test_or_the_reason_why_not(book: dict[str, Any], tested: set[str]) -> None:
    known = {number for faults in book["faults"].values() for number in faults} | book["controls"].keys()
    absent = book["absent"].keys()
    assert tested <= known, "a test bears a number that the catalogue does not know"
    assert known - tested == absent, (
        "tests/faults/catalogue.toml [absent]: take away what has a test now, say why the rest has none"
    )
    assert all(book["absent"].values())


def test_the_readme_shows_every_number(folder: Path, book: dict[str, Any]) -> None:
    """That the table is the last run's is the business of the printed blocks."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    lines = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("| ")}
    assert {str(number) for number in range(1, COUNT + 1)} <= lines.keys()
    assert all(why in text for why in book["absent"].values())
    assert all(what in text for what in book["controls"].values())


SMALL = """
import pytest
from edge_hub.tools.checker import Intent, Outcome, check


@pytest.mark.parametrize("seed", [3, 4, 5, 9])
def test_1_a_fault(hand_in, seed):
    hand_in(check([Intent("c", "TakeTicket", Outcome.ACKED)], []), runs=50, seed=seed)


def test_2_it_is_not_held():
    assert not "held"


def test_3_it_cannot_be_tried_here():
    pytest.skip("no such disk here")


def test_control_dedup_is_seen():
    pass


@pytest.mark.fault(4, 5)
def test_of_two_numbers():
    pass


def test_of_none():
    pass
"""


def test_what_tests_hand_in_becomes_the_table(
    root: Path, folder: Path, book: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "faults").mkdir()
    (tmp_path / "faults/test_small.py").write_text(SMALL, encoding="utf-8")
    (tmp_path / "conftest.py").write_text((root / "tests/conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    settings = "[pytest]\nmarkers =\n    fault(*numbers): x\npythonpath = " + str(root / "tests")
    (tmp_path / "pytest.ini").write_text(settings, encoding="utf-8")
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-qt-log", str(tmp_path)]
    assert subprocess.run(run, cwd=tmp_path, capture_output=True, check=False).returncode == 1
    table = [sys.executable, str(folder / "table.py"), "--of", str(tmp_path / "build/faults.json")]
    printed = subprocess.run(table, capture_output=True, text=True, check=True).stdout
    told = {cells[1].strip(): cells for line in printed.splitlines() if len(cells := line.split("|")) > 3}
    assert [cell.strip() for cell in told["1"][3:-1]] == [
        "200", "3-5, 9", "4", "4", "0", "4", "0", "0", "0", "passed",
    ]  # fmt: skip
    assert told["4"][-2].strip() == "passed (short)", "one run is no thousand"
    assert re.search(r"Version \d\S*, commit [0-9a-f]{9}\+?, run on", printed), printed
    assert told["5"][-2].strip() == "passed" and told["12"][-2].strip() == "not run"
    assert all(told[one][-2].strip() == f"not tested: {book['absent'][one]}" for one in ("54", "57"))
    assert re.search(r"1 FAILED\*\*: `\S*test_small.py::test_2_it_is_not_held`", told["2"][-2]), told["2"]
    assert "skipped: no such disk here" in printed
