"""Every command that a README shows exists and takes the options shown."""

import os
import re
import subprocess
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.main import get_command
from typer.testing import CliRunner


def refused(words: list[str]) -> str:
    """Why `hall WORDS` would be refused; empty if it parses. --help stops it before anything happens."""
    doors = {point.name: point for point in entry_points(group="hall.commands")}
    if words[0].startswith("-"):
        return "" if words[0] in ("-h", "--help") else f"no such option {words[0]}"
    if words[0] == "COMMAND":
        return ""
    if words[0] not in doors:
        return f"there is no `hall {words[0]}`"
    app = doors[words[0]].load()
    assert isinstance(app, Typer)
    done = CliRunner().invoke(app, [*words[1:], "--help"])
    return "" if done.exit_code == 0 else done.output


def test_every_hall_command_of_a_readme_parses(pages: Any) -> None:
    shown = {" ".join(words): page.name for page in pages for words in page.commands if words[0] == "hall"}
    assert shown, "no README shows a `hall` command"
    faults = [f"{page}: `{line}`: {why}" for line, page in shown.items() if (why := refused(line.split()[1:]))]
    assert not faults, "\n".join(faults)


def test_a_wrong_command_or_option_is_found() -> None:
    assert "there is no" in refused(["nonsense"])
    assert refused(["check", "--no-such-option"])
    assert not refused(["check", "configs/puer"])


def test_the_words_given_to_try_are_words_of_the_demo(pages: Any) -> None:
    shown = [(page.name, words[1:]) for page in pages for words in page.commands if words[0] == "packaging/try"]
    faults = [f"{name}: {words}: {why}" for name, words in shown if (why := refused(["demo", *words]))]
    assert shown and not faults, "\n".join(faults)


def test_the_words_given_to_test_are_in_its_usage(pages: Any, root: Path) -> None:
    usage = subprocess.run([root / "packaging/test", "--help"], capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"--?[a-z]+", usage))
    shown = [word for page in pages for words in page.commands if words[0] == "packaging/test" for word in words[1:]]
    assert "--all" in known and {word for word in shown if word.startswith("-")} <= known


@pytest.mark.parametrize("script", ["packaging/try", "packaging/test", ".ci/run"])
def test_a_script_of_the_readme_is_there_and_can_be_run(script: str, root: Path) -> None:
    assert os.access(root / script, os.X_OK)


def test_the_readme_begins_with_the_two_commands(readme: Any, readme_zh: Any) -> None:
    for page in (readme, readme_zh):
        first = [words[0] for words in page.commands if words[0].startswith("packaging/")][:2]
        assert first == ["packaging/try", "packaging/test"], page.name


def helps(command: Any) -> str:
    """The help of a command and of everything under it."""
    return " ".join([command.help or "", *(helps(one) for one in getattr(command, "commands", {}).values())])


def test_every_registered_subcommand_has_help_with_an_example() -> None:
    points = entry_points(group="hall.commands")
    faults = [one.name for one in points if f"hall {one.name}" not in helps(get_command(one.load()))]
    assert points and not faults, f"`hall X --help` shows no example for: {', '.join(faults)}"
