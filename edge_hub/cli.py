"""The `hall` command: a door to the subcommands that each folder registers, and nothing else.

A subcommand is an entry point of the group `hall.commands` that names a Typer app. Only the one asked for is
imported, so that a terminal starts without the hub's libraries. Third parties add commands the same way.
"""

import sys
from importlib.metadata import EntryPoint, entry_points

import click

GROUP = "hall.commands"


class _Doors(click.Group):
    """Subcommands by entry point, loaded on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({point.name for point in entry_points(group=GROUP)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = tuple(entry_points(group=GROUP, name=cmd_name))
        return _command(found[0]) if found else None


def _command(point: EntryPoint) -> click.Command:
    import typer

    command = typer.main.get_command(point.load())
    command.name = point.name
    return command


@click.command(cls=_Doors, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run a government service hall: hub, terminals, checks and a practice hall.

    \b
    Examples:
      hall demo                        a practice hall on this machine
      hall check configs/puer          every fault of a configuration, with file and line
      hall hub --site configs/puer     the hub of a hall
      hall kiosk ticket-machine --bootstrap /etc/hall/device.yaml
    """


if __name__ == "__main__":
    sys.exit(main())
