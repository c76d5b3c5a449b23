"""What configs/README.md shows is true: its pieces of YAML fit into the shipped hall, its output is what is printed."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import configs
from configs.commands import check
from configs.site import load_site

ROOT = Path(configs.__file__).parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ITEM, WINDOW, DEPARTMENT = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def puer(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "puer", tmp_path / "puer"))


@pytest.fixture
def append(puer: Path) -> Callable[[str, str], None]:
    def put(name: str, text: str) -> None:
        with (puer / name).open("a", encoding="utf-8") as stream:
            stream.write("\n" + text)

    return put


def test_the_pieces_shown_can_be_added_to_the_hall_as_they_are(puer: Path, append: Callable[[str, str], None]) -> None:
    append("items/human-resources.yaml", ITEM)
    append("windows.yaml", WINDOW)
    append("departments.yaml", DEPARTMENT)
    append("items/service.yaml", ITEM.replace("pension-stop", "archive-search").replace("human-resources", "archives"))
    append("windows.yaml", WINDOW.replace("w33", "w34").replace("D04", "D05").replace("human-resources", "archives"))
    append("people.yaml", '  - {id: "2001", name: 李云, department: archives}\n')
    site = load_site(puer)
    assert site.item("pension-stop").initials == "yldyzz"
    assert "w33" in site.item_windows["theme-retirement"]
    assert site.departments[-1].id == "archives"


def test_the_faults_shown_are_those_that_are_printed(puer: Path) -> None:
    for name, old, new in (
        ("departments.yaml", "queue: H", "queue: G"),
        ("windows.yaml", "    items: [department:human-resources]", "    items: [department:human-resource]"),
        ("rules.yaml", "red_wait_min: 30", "red_wait_min: 15"),
    ):
        text = (puer / name).read_text(encoding="utf-8")
        assert old in text
        (puer / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    result = CliRunner().invoke(check, [str(puer)])
    printed = [line for line in result.stderr.splitlines() if not line.startswith("note: ")]
    shown = "\n".join(f"    {line}" for line in printed[:-1])
    assert shown in README, shown


def test_the_summary_shown_is_the_one_printed() -> None:
    assert f"    {CliRunner().invoke(check, []).stdout}" in README


def test_every_file_and_model_in_the_table_exists() -> None:
    for module in re.findall(r"\| (\w+\.py) \|", README):
        assert (ROOT / module).is_file(), module
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target
    assert len(README.splitlines()) <= 120
