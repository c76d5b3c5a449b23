"""`hall pad` and `hall screen`: what they say when they cannot start."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (("pad", "call"), ("pad", "rating"), ("screen", "window"))


def hall(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "edge_hub.cli", *words], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bootstrap_without_a_window_is_a_sentence(command: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "pad.yaml"
    file.write_text("device: pad-1\nhall: puer\nbrokers: [{host: localhost, port: 1883}]\n", encoding="utf-8")
    done = hall(*command, "--bootstrap", str(file))
    assert done.returncode == 2
    assert "window: is missing" in done.stderr and "window: w01" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_bootstrap_is_a_sentence(tmp_path: Path) -> None:
    done = hall("pad", "call", "--bootstrap", str(tmp_path / "none.yaml"))
    assert done.returncode == 2
    assert "does not exist" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command: tuple[str, str]) -> None:
    done = hall(*command, "--help")
    assert done.returncode == 0
    assert f"hall {' '.join(command)} --bootstrap" in done.stdout
