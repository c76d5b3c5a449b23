"""Every command that a README shows exists and takes the options shown."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.main import get_command
from typer.testing import CliRunner

from edge_hub.cli import styled


def app_of(word: str) -> Typer:
    """The Typer app of `hall WORD`, as `hall` itself takes it."""
    (door,) = entry_points(group="hall.commands", name=word)
    app = styled(door.load())
    assert isinstance(app, Typer)
    return app


def refused(words: list[str]) -> str:
    """Why `hall WORDS` would be refused; empty if it parses. --help stops it before anything happens."""
    if words[0].startswith("-"):
        return "" if words[0] in ("-h", "--help") else f"no such option {words[0]}"
    if words[0] == "COMMAND":
        return ""
    if words[0] not in entry_points(group="hall.commands").names:
        return f"there is no `hall {words[0]}`"
    done = CliRunner().invoke(app_of(words[0]), [*words[1:], "--help"])
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


def helps(command: Any, name: str) -> Iterator[tuple[str, str]]:
    """Every command under this one by its whole name, with the help that it prints."""
    beneath = getattr(command, "commands", {})
    for word, one in beneath.items():
        yield from helps(one, f"{name} {word}")
    if not beneath:
        words = name.split()[1:]
        yield name, CliRunner().invoke(app_of(words[0]), [*words[1:], "-h"], env={"COLUMNS": "200"}).stdout


@pytest.fixture(scope="module")
def help_of() -> dict[str, str]:
    """What `hall X Y -h` prints, by `hall X Y`."""
    points = entry_points(group="hall.commands")
    return dict(found for one in points for found in helps(get_command(app_of(one.name)), f"hall {one.name}"))


def test_every_command_has_help_with_an_example_that_parses(help_of: dict[str, str]) -> None:
    faults = []
    for name, text in help_of.items():
        shown = re.findall(rf"^ +({name}\b.*?)(?: {{3,}}.*)?$", text.partition("Examples:")[2], re.MULTILINE)
        why = [refused(shlex.split(line)[1:]) for line in shown] or ["it shows no example"]
        faults += [f"{name}: {one}" for one in why if one]
    assert len(help_of) > 10 and not faults, "\n".join(faults)


def test_all_help_is_of_one_style_and_the_same_on_every_machine(help_of: dict[str, str], root: Path) -> None:
    """Plain text: no frame, no type of Python for an option, no path of this machine, no word of Typer's."""
    odd = re.compile(rf"[╭│]|--\w+ +<|{re.escape(str(root))}|{re.escape(str(Path.home()))}|completion")
    faults = [f"{name}: {found[0]!r}" for name, text in help_of.items() if (found := odd.search(text))]
    faults += [f"{name}: no -h" for name, text in help_of.items() if "-h, --help" not in text]
    assert help_of and not faults, "\n".join(faults)
