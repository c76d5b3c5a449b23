"""The units that start the processes of a machine again: what they call exists, and what ends is started again."""

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from edge_hub.hub import CANNOT_START, NO_VOICE, STORE_FAILED, WRONG

UNITS = Path(__file__).parents[3] / "packaging" / "systemd"
NAMES = ("hall-devices", "hall-hub", "hall-standby", "hall-witness")


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=True, comment_prefixes=("#",))
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((UNITS / f"{name}.service").read_text(encoding="utf-8"))
    return read


def words(name: str) -> tuple[list[str], list[str]]:
    """The command, and the words of the example in the unit's head."""
    command = shlex.split(unit(name)["Service"]["ExecStart"])[1:]
    text = (UNITS / f"{name}.service").read_text(encoding="utf-8")
    example = next((line for line in text.splitlines() if line.startswith("#   HALL_")), "").partition("=")[2]
    return [one for one in command if not one.startswith("$")], shlex.split(example)


def test_there_is_one_for_each_machine() -> None:
    assert {one.stem for one in UNITS.glob("*.service")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_unit_and_of_its_example_is_known_to_the_command(name: str) -> None:
    command, example = words(name)
    sub = [one for one in command if not one.startswith(("-", "/"))]
    said = subprocess.run(
        [sys.executable, "-m", "edge_hub.cli", *sub, "--help"], capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "COLUMNS": "200"},
    ).stdout  # fmt: skip
    options = [one for one in (*command, *example) if one.startswith("--")]
    assert options and [one for one in options if one not in said] == []


@pytest.mark.parametrize("name", NAMES)
def test_whatever_fails_is_started_again_at_once_and_for_ever(name: str) -> None:
    read = unit(name)
    assert read["Unit"]["StartLimitIntervalSec"] == "0" and read["Service"]["Restart"] == "on-failure"
    assert read["Service"]["RestartSec"] in ("500ms", "1", "2")


def test_only_a_hub_that_cannot_start_waits_for_a_person() -> None:
    held = unit("hall-hub")["Service"]["RestartPreventExitStatus"].split()
    assert held == [str(CANNOT_START)] and str(CANNOT_START) not in map(str, (WRONG, STORE_FAILED, NO_VOICE))
    assert "RestartPreventExitStatus" not in unit("hall-standby")["Service"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
@pytest.mark.parametrize("name", NAMES)
def test_systemd_finds_nothing_wrong(name: str) -> None:
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(UNITS / f"{name}.service")], capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    wrong = [line for line in said.stderr.splitlines() if ".service:" in line and "not executable" not in line]
    assert [line for line in wrong if "hall-" in line and "is not executable" not in line] == []
