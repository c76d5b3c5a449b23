"""`hall figures`: what the hall did, by hour, item, window, clerk or level."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..refusal import refuse
from .hub import DataOption

figures = typer.Typer(help="Show tickets, waits, services, ratings and forecasts of a day.")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def is_day(text: str) -> bool:
    """Whether the calendar has it: 2026-13-45 only looks like a day."""
    try:
        return DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


@figures.command()
def show_figures(
    data: DataOption,
    day: Annotated[
        str | None, typer.Argument(metavar="DAY", help="Such as 2026-11-24.", show_default="the last")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="From DAY to this day.", show_default="DAY alone")
    ] = None,
    by: Annotated[
        str, typer.Option(metavar="WHAT", help="day, hour, item, window, clerk, level, age or sex.")
    ] = "hour",
    levels: Annotated[
        bool, typer.Option("--levels", help="For each row, how many ratings of each level instead of the waits.")
    ] = False,
    from_journal: Annotated[
        bool, typer.Option("--from-journal", help="Count the journal again instead of reading what was counted.")
    ] = False,
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="DIR", help="Folder of the configuration.", show_default="the hub's own"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All sums as one line of JSON.")] = False,
) -> None:
    """Show what the hall did on a day, or from one day to another.

    The hub counts while it serves; reading takes nothing from it. A wait ends with the first call. Forecasts are off by
    so many minutes on average; in the long run 80 % of the waits lie within the range that the slip told.

    \b
    Examples:
      hall figures --data /var/lib/hall
          the last day, hour by hour
      hall figures 2026-11-24 --by item --data /var/lib/hall
          waits, ratings and the error of forecasts, item by item
      hall figures 2026-11-24 --by window --levels --data /var/lib/hall
          satisfaction by level, window by window; what nobody rated in time stands apart
      hall figures 2026-11-01 --to 2026-11-30 --by level --json --data /var/lib/hall
          a month's ratings
    """
    from .. import figures as module
    from ..opening import site_of_data
    from ..store.connection import STORE_FAILURES

    if by not in module.BY:
        refuse(f"--by: “{by}” is none of {', '.join(module.BY)}.")
    for name, given in (("DAY", day), ("--to", to)):
        if given is not None and not is_day(given):
            refuse(f"{name}: “{given}” is no day such as 2026-11-24.")
    if to is not None and (day is None or to < day):
        refuse("--to: needs the day from which, before it.")
    if levels and by in ("level", *module.OF_PERSONS):
        refuse("--levels: ratings are counted by day, hour, item, window and clerk; no age or sex is known with them.")
    opened = site_of_data(site, data)
    try:
        found = module.read(data, module.Asked(day, to, by, from_journal), opened)
    except STORE_FAILURES as fault:
        refuse(f"{data}: the figures cannot be read: {fault}")
    print(module.as_json(found) if as_json else module.in_words(found, opened, levels))
