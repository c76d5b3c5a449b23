"""The `hall` door: it knows every registered command, loads only the one asked for, and gives all of them one style."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
import typer
from typer.testing import CliRunner

from edge_hub import cli


def hall(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "edge_hub.cli", *words], capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize("words", [(), ("-h",), ("--help",)])
def test_without_a_command_it_lists_every_one_with_its_sentence(words: tuple[str, ...]) -> None:
    done = hall(*words)
    listed = done.stdout.partition("Commands:\n")[2].splitlines()
    assert done.returncode == 0 and done.stderr == ""
    assert [line.split()[0] for line in listed] == sorted(entry_points(group=cli.GROUP).names)
    assert all(len(line.split()) > 2 for line in listed)


def test_an_unknown_command_gets_the_nearest_one() -> None:
    done = hall("chekc", "configs/puer")
    assert done.returncode == 2 and done.stdout == ""
    assert "there is no command “chekc”" in done.stderr and "Did you mean “hall check”?" in done.stderr


def test_words_after_the_command_and_the_exit_code_are_the_commands_own() -> None:
    done = hall("check", "/nowhere/at/all")
    assert done.returncode == 1 and "/nowhere/at/all" in done.stderr


def test_a_command_of_somebody_else_gets_the_style_of_the_house() -> None:
    app = typer.Typer(help="Water the plants.")

    @app.command()
    def water(litres: int = typer.Option(1, metavar="N", help="How much.")) -> None:
        """Water the plants.

        \b
        Examples:
          hall water --litres 2
        """

    shown = CliRunner().invoke(cli.styled(app), ["-h"], prog_name="hall water").stdout
    assert "  Examples:\n    hall water --litres 2\n" in shown
    assert "--litres N" in shown and "-h, --help" in shown
    assert "completion" not in shown and "╭" not in shown
