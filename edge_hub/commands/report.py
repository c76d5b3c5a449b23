"""`hall device report`: the paper that installer, supervisor and hall sign."""

from pathlib import Path
from typing import Annotated

import typer

from .hub import SiteOption


def report_devices(
    tests: Annotated[
        list[Path], typer.Argument(metavar="TESTS", help="Files that `hall device test --json` wrote.")
    ],
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the two files shall lie.")] = Path(),
    site: SiteOption = None,
) -> None:
    """Make the commissioning report of the hall: a PDF to sign, and the JSON whose SHA-256 stands on it.

    Every device of devices.yaml stands in it with serial number, arrival on site and its latest self-test, also one
    that was never tested. Places for three signatures: installer, supervisor, hall. Exit code 0: every device passed
    and its papers are complete; 1: something is missing, and it says what.

    \b
    Examples:
      hall device report tests.jsonl
      hall device report floor-1.jsonl floor-2.jsonl --folder papers --site puer
    """
    from ..commissioning import make_report
    from ..opening import site_or_exit

    raise typer.Exit(make_report(site_or_exit(site), tests, folder))
