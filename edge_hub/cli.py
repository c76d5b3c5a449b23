"""The `hall` command: a door to the subcommands that each folder registers, and nothing else.

A subcommand is an entry point of the group `hall.commands` that names a Typer app. Only the one asked for is
imported, so that a terminal starts without the hub's libraries. Third parties add commands the same way, and all of
them get one style here: help as it was written, `-h`, no word but ours. Examples stand under "Examples:" behind a line
with `\\b`, which keeps lines as they are; a default that is a path of this machine is told in words (`show_default`).
"""

import sys
from importlib.metadata import EntryPoint, entry_points
from typing import Any

GROUP = "hall.commands"
HEAD = """\
Run a government service hall: hub, terminals, checks and a practice hall.

  hall demo                        a practice hall on this machine
  hall check configs/puer          every fault of a configuration, with file and line
  hall hub --site configs/puer     the hub of a hall
  hall COMMAND --help              more about one command
"""


def main() -> int:
    """Run the subcommand that the first word names; an unknown word gets the list and a suggestion."""
    doors = {point.name: point for point in entry_points(group=GROUP)}
    words = sys.argv[1:]
    if not words or words[0] in ("-h", "--help"):
        print(HEAD + "\nCommands:\n" + "\n".join(_line(doors[name]) for name in sorted(doors)))
        return 0
    if words[0] not in doors:
        print(_unknown(words[0], sorted(doors)), file=sys.stderr)
        return 2
    styled(doors[words[0]].load())(args=words[1:], prog_name=f"hall {words[0]}")
    return 0


def styled(app: Any) -> Any:
    """The Typer app of a subcommand, in the one style of `hall`."""
    app.rich_markup_mode = None
    app.pretty_exceptions_enable = False
    app._add_completion = False  # Typer takes it only where the app is made
    app.info.context_settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
    app.info.no_args_is_help = True
    return app


def _line(point: EntryPoint) -> str:
    app = point.load()
    return f"  {point.name:<10} {(app.info.help or '').strip().splitlines()[0] if app.info.help else ''}"


def _unknown(word: str, names: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(word, names, n=1)
    hint = f" Did you mean “hall {near[0]}”?" if near else ""
    return f"hall: there is no command “{word}”.{hint} Commands: {', '.join(names)}."


if __name__ == "__main__":
    sys.exit(main())
