"""`hall retention`: how long each field is kept, what of it can be read now, and what was erased last."""

from typing import Annotated

import typer

from ..refusal import refuse
from .hub import DataOption, SiteOption

retention = typer.Typer(help="Show how long each field is kept, and what was erased.")


@retention.command()
def show_retention(
    data: DataOption,
    site: SiteOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as one line of JSON.")] = False,
) -> None:
    """Show how long each field is kept, how much of it can be read now, and what was erased last.

    The rules are `retention` in rules.yaml; the hub carries them out once a day when the hall is closed. Exit code 1
    when something can be read still although its time was over at the last run.

    \b
    Examples:
      hall retention --data /var/lib/hall
    """
    from .. import retention as module
    from ..opening import site_or_exit
    from ..store.connection import STORE_FAILURES

    opened = site_or_exit(site)
    try:
        found = module.read(data, opened.rules.retention)
    except STORE_FAILURES as fault:
        refuse(f"{data}: the records cannot be read: {fault}")
    print(module.as_json(found) if as_json else module.in_words(found))
    if found.overdue:
        raise typer.Exit(1)
