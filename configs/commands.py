"""`hall check`: every fault of a configuration at once, and the JSON Schema of its files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel

from .bootstrap import load_bootstrap
from .drivers import installed_options
from .faults import ConfigError
from .schema import write_schemas
from .site import Site, load_site

SHIPPED = Path(__file__).parent / "puer"

check = typer.Typer(help="Check the configuration of a hall.")

HELP = """Check the configuration of a hall, or the bootstrap file of a terminal.

Prints every fault at once, one on a line: file, line, key, what is wrong, and what was perhaps meant; exit code 1.
A sound configuration is one line of summary; exit code 0.

\b
Examples:
  hall check                            the hall that is shipped, Pu'er
  hall check /etc/hall/site             a hall of your own
  hall check /etc/hall/device.yaml      the bootstrap file of a terminal
  hall check --schema schema            JSON Schema of every file, for editors
"""


@check.command(help=HELP)
def _check(
    target: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of the hall.", show_default="configs/puer, the hall of Pu'er")
    ] = SHIPPED,
    schema: Annotated[
        Path | None, typer.Option("--schema", metavar="DIR", help="Write the JSON Schema of every file here instead.")
    ] = None,
) -> None:
    if schema is not None:
        _write(schema)
        return
    options, broken = installed_options()
    for sentence in broken:
        typer.echo(sentence, err=True)
    if not options:
        typer.echo("note: no driver is installed, so drivers and their options are not checked", err=True)
    try:
        typer.echo(_checked(target, options))
    except OSError as fault:
        typer.echo(f"{target}: cannot be read: {fault.strerror or fault}", err=True)
        raise typer.Exit(1) from None
    except ConfigError as error:
        for line in map(str, error.faults):
            typer.echo(line, err=True)
        count = len(error.faults)
        typer.echo(f"{count} {'fault' if count == 1 else 'faults'} in {target}", err=True)
        raise typer.Exit(1) from None
    if broken:
        raise typer.Exit(1)


def _checked(target: Path, options: Mapping[str, type[BaseModel]]) -> str:
    if target.is_file():
        found = load_bootstrap(target, options)
        return f"{found.device} of {found.hall}: {len(found.brokers)} brokers, {len(found.own)} own devices: no fault"
    return _summary(load_site(target, options))


def _summary(site: Site) -> str:
    counts = (
        f"{len(site.departments)} departments, {len(site.items)} items, {len(site.windows)} windows, "
        f"{len(site.devices)} devices, {len(site.wired)} on wires, {len(site.clerks)} clerks"
    )
    return f"{site.hall.name.zh} ({site.hall.code}): {counts}: no fault"


def _write(directory: Path) -> None:
    try:
        written = write_schemas(directory)
    except OSError as fault:
        typer.echo(f"{directory}: cannot be written: {fault.strerror or fault}", err=True)
        raise typer.Exit(1) from None
    for path in written:
        typer.echo(str(path))
