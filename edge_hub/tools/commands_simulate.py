"""`hall simulate`: a day of the hall in a second, before the hall has it."""

import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from .simulate_pace import pace_words, timed, undisturbed

simulate = typer.Typer(help="Play a day of the hall in a second: waits, windows, overtaking.")


@simulate.command()
@undisturbed()
def run_simulate(
    scenario: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Scenario, a YAML file.", show_default="a usual day of Pu'er's hall"),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option(
            "--site", metavar="DIR", help="Folder of the configuration.",
            show_default="with --from-journal that of the day, else configs/puer, the hall of Pu'er",
        ),
    ] = None,
    from_journal: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of a hub's database: play a day that it has seen.")
    ] = None,
    day: Annotated[str | None, typer.Option(metavar="DAY", help="With --from-journal: which day.")] = None,
    close: Annotated[
        list[str] | None, typer.Option(metavar="WINDOW", help="What if this window stayed closed?", show_default=False)
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(metavar="WINDOW=ITEM", help="What if this window served this item too?", show_default=False),
    ] = None,
    people: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=100_000, help="What if so many came?", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed is another day of the same kind.")] = 1,
    learn: Annotated[
        int, typer.Option(metavar="N", min=0, max=200, help="The hall has had N such days before, and learnt.")
    ] = 0,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME[:KEY=VALUE,...]", help="What if this policy chose who is next? Several are compared.",
            show_default=False,
        ),
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules/--no-rules", help="Whether the hall's WHEN/THEN rules hold.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as one line of JSON.")] = False,
) -> None:
    """Play a day through the rules by which the hub decides, with a clock that does not wait.

    The people of a day are the same for every what-if: only the windows change. Times of waiting count from taking the
    ticket to the first call.

    \b
    Examples:
      hall simulate
          a usual day
      hall simulate --learn 5
          a usual day of a hall that has learnt for five days how long things take
      hall simulate --close w28 --also w30=id-card-renew
          the same day without one general window, while another one helps out
      hall simulate --policy longest_wait --policy longest_wait:head_start_min=0 --policy priority_with_bound
          the same day by three policies: waits of each class, and who was overtaken how often
      hall simulate edge_hub/tools/scenarios/usual-day.yaml --people 1000 --seed 7 --json
      hall simulate --from-journal /var/lib/hall --day 2026-11-24 --close w02
          a day that the hall has had, with a window less
    """
    from configs.faults import ConfigError
    from configs.site import load_site

    from .simulate import USUAL, BadWish, Wishes, run
    from .simulate_day import CannotPlay
    from .simulate_figures import compared, in_words
    from .simulate_journal import NoSuchJournal, site_in
    from .simulate_script import CannotStaff

    if (from_journal is None) != (day is None):
        _refuse("--from-journal and --day belong together: which hub, and which of its days")
    if from_journal is not None and (scenario is not None or people is not None or learn):
        _refuse("a day of a journal has its own people: leave the scenario, --people and --learn out")
    try:
        wishes = Wishes(
            scenario or USUAL, from_journal, _day(day), close or (), [_pair(one) for one in also or ()], people, seed,
            learn, rules=rules,
        )  # fmt: skip
    except ValueError as fault:
        _refuse(str(fault))
    try:
        own = site_in(from_journal, wishes.day) if from_journal and wishes.day and not site else None
        at = own or load_site(site or SITE)
        from_s = time.perf_counter()
        played = {one: run(replace(wishes, policy=one), at) for one in policy or [""]}
    except (ConfigError, BadWish, NoSuchJournal, CannotStaff, CannotPlay) as fault:
        _refuse(str(fault))
    found = {one: figures for one, (figures, _) in played.items()}
    took = timed(from_s, sum(figures["tickets_played"] for figures in found.values()))
    if as_json:
        only = next(iter(found.values()))
        print(json.dumps({**(found if len(found) > 1 else only), "took": took}, ensure_ascii=False))
        return
    ((first, as_played), *more) = played.values()
    print(compared(found) if more else in_words(first, as_played))
    print(f"\n{pace_words(took)}")


SITE = Path(__file__).parents[2] / "configs" / "puer"


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--day: “{text}” is no day such as 2026-11-24") from None


def _pair(text: str) -> tuple[str, str]:
    window, _, item = text.partition("=")
    if not window or not item:
        raise ValueError(f"--also: “{text}” is no WINDOW=ITEM such as w05=id-card-renew")
    return window, item


def _refuse(sentence: str) -> NoReturn:
    typer.echo(f"hall simulate: {sentence}", err=True)
    raise typer.Exit(2)
