"""One change to the small hall, and exactly what is said of it: the table is tests/golden/configs/broken.txt."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

GOLDEN = Path(__file__).parents[2] / "golden" / "configs" / "broken.txt"


class Block(NamedTuple):
    file: str
    out: str
    into: str
    said: list[str]


def blocks() -> list[Block]:
    found = []
    for text in GOLDEN.read_text(encoding="utf-8").split("\n== ")[1:]:
        head, *lines = text.splitlines()

        def of(sign: str, lines: list[str] = lines) -> list[str]:
            return [line.removeprefix(sign) for line in lines if line.startswith(sign)]

        found.append(Block(head, "".join(f"{x}\n" for x in of("-")), "".join(f"{x}\n" for x in of("+")), of("> ")))
    return found


@pytest.mark.parametrize("block", [pytest.param(block, id=block.said[0][:90]) for block in blocks()])
def test_each_fault_is_told_with_file_line_key_and_what_was_meant(
    block: Block, change: Callable[[str, str, str], None], said: Callable[[], list[str]]
) -> None:
    change(block.file, block.out, block.into)
    assert said() == block.said


def test_the_small_hall_is_sound(said: Callable[[], list[str]]) -> None:
    assert said() == []


def test_faults_of_all_files_are_told_at_once(
    change: Callable[[str, str, str], None], said: Callable[[], list[str]]
) -> None:
    change("departments.yaml", "queue: H", "queue: G")
    change("hall.yaml", "end: 12:00}, {start: 13:00", "end: 12:00}, {start: 11:00")
    change("items.yaml", "W353", "W953")
    change("windows.yaml", "[licence]", "[licences, invoice]")
    change("devices.yaml", "window: w02", "window: w20")
    change("people.yaml", "department: tax", "department: tex")
    change("rules.yaml", "red_wait_min: 30", "red_wait_mins: 30")
    files = [line.split(":")[0] for line in said()]
    assert files == [
        "hall.yaml",
        "departments.yaml",
        "items.yaml",
        "windows.yaml",
        "devices.yaml",
        "people.yaml",
        "rules.yaml",
    ]
