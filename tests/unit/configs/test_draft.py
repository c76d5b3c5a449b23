"""Which files make a hall: missing ones, strange ones, and folders of them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from configs.draft import ENTRIES_MAX
from configs.faults import ConfigError
from configs.site import load_site


def test_every_missing_file_is_told_and_nothing_else(tmp_path: Path, said: Callable[[], list[str]]) -> None:
    for path in tmp_path.iterdir():
        path.unlink()
    assert said() == [
        "hall.yaml: is missing",
        "departments.yaml: is missing (or a folder departments/ with .yaml files)",
        "items.yaml: is missing (or a folder items/ with .yaml files)",
        "windows.yaml: is missing (or a folder windows/ with .yaml files)",
        "devices.yaml: is missing (or a folder devices/ with .yaml files)",
        "people.yaml: is missing (or a folder people/ with .yaml files)",
        "rules.yaml: is missing",
    ]


def test_a_missing_file_makes_no_dangling_references(hall: Path, said: Callable[[], list[str]]) -> None:
    (hall / "departments.yaml").unlink()
    (hall / "windows.yaml").write_text("windows: [", encoding="utf-8")
    assert said() == [
        "departments.yaml: is missing (or a folder departments/ with .yaml files)",
        "windows.yaml:1: is not YAML: a bracket is not closed, or a comma is too many",
    ]


def test_a_file_with_a_wrong_name_is_told_with_the_right_one(hall: Path, said: Callable[[], list[str]]) -> None:
    (hall / "device.yml").write_text("x: 1\n", encoding="utf-8")
    (hall / "notes.txt").write_text("not looked at", encoding="utf-8")
    known = "hall.yaml, departments.yaml, items.yaml, windows.yaml, devices.yaml, people.yaml, rules.yaml"
    assert said() == [f'device.yml: is none of the files of a hall ({known}), did you mean "devices.yaml"?']


def test_a_list_may_be_a_folder_of_files(hall: Path, said: Callable[[], list[str]]) -> None:
    folder = hall / "items"
    folder.mkdir()
    lines = (hall / "items.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    cut = next(n for n, line in enumerate(lines) if "id: licence" in line)
    (folder / "tax.yaml").write_text("".join(lines[:cut]), encoding="utf-8")
    (folder / "market.yaml").write_text("items:\n" + "".join(lines[cut:]), encoding="utf-8")
    (hall / "items.yaml").unlink()
    assert said() == []
    site = load_site(hall)
    assert [item.id for item in site.items] == ["invoice", "licence"], "in the order of the departments"


def test_faults_in_a_folder_carry_the_name_of_the_folder(hall: Path, said: Callable[[], list[str]]) -> None:
    folder = hall / "items"
    folder.mkdir()
    shutil.copy(hall / "items.yaml", folder / "again.yaml")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    assert said() == [
        'items/again.yaml:2: items[0].id: the item "invoice" is given twice, first in items.yaml:2',
        'items/again.yaml:6: items[0].code: the item code "11530800990010960W3532030001000" is given twice, '
        "first in items.yaml:6",
        'items/again.yaml:10: items[1].id: the item "licence" is given twice, first in items.yaml:10',
        "items/notes.txt: only files that end in .yaml belong here",
    ]


def test_an_empty_folder_counts_as_missing(hall: Path, said: Callable[[], list[str]]) -> None:
    (hall / "people.yaml").rename(hall / "people")
    assert said() == ["people.yaml: is missing (or a folder people/ with .yaml files)"]
    (hall / "people").unlink()
    (hall / "people").mkdir()
    assert said() == ["people.yaml: is missing (or a folder people/ with .yaml files)"]


def test_a_list_without_end_is_refused(hall: Path, said: Callable[[], list[str]]) -> None:
    (hall / "devices.yaml").write_text("devices:\n" + "  - x\n" * (ENTRIES_MAX + 1), encoding="utf-8")
    assert said() == [f"devices.yaml:1: devices: holds more than {ENTRIES_MAX} entries"]


def test_a_folder_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name, what in (("nowhere", "there is no such folder"), ("file", "is not a folder")):
        with pytest.raises(ConfigError) as told:
            load_site(tmp_path / name)
        assert [str(fault) for fault in told.value.faults] == [f"{tmp_path / name}: {what}"]
