"""`hall simulate`: which day to play, what to change about it, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from configs.explain import nearest
from configs.site import Site
from edge_hub.domain.hall import Hall
from edge_hub.domain.learnt import Learnt
from edge_hub.domain.plan import plan_of

from .simulate_day import Play
from .simulate_figures import Figures, figures
from .simulate_journal import script_of
from .simulate_record import Record
from .simulate_scenario import Scenario, load_scenario
from .simulate_script import Script, draw, skilled

USUAL = Path(__file__).parent / "scenarios" / "usual-day.yaml"


class BadWish(Exception):
    """Something asked for is not in this hall; the text says what."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for. `data` and `day` name a day of a journal; without them `scenario` is played."""

    scenario: Path = USUAL
    data: Path | None = None
    day: date | None = None
    close: Sequence[str] = ()
    also: Sequence[tuple[str, str]] = ()
    people: int | None = None
    seed: int = 1
    learn: int = 0
    """So many such days the hall has had before, and learnt from."""


def run(wishes: Wishes, site: Site) -> tuple[Figures, Site]:
    """Play the day; the figures, and the site as it was played. Raises BadWish, ConfigError, NoSuchJournal, CannotStaff
    or CannotPlay."""
    more, learnt = _skills(wishes, site), Learnt()
    if wishes.data is not None and wishes.day is not None:
        site = skilled(site, more)
        script = script_of(wishes.data, wishes.day, site, wishes.seed)
    else:
        scenario = _scenario(wishes, site)
        site = skilled(site, _joined(more, {id: one.also for one in scenario.windows for id in one.ids}))
        script = draw(scenario, site, wishes.seed)
        for n in range(wishes.learn):
            play(_without(draw(scenario, site, wishes.seed + (n + 1) * 1_000_003), wishes.close), site, learnt)
    record = play(_without(script, wishes.close), site, learnt)
    return {"day": script.day, "seed": script.seed, **figures(record)}, site


def play(script: Script, site: Site, learnt: Learnt) -> Record:
    """One script in a hall that is empty when the day begins, and knows what it has learnt."""
    hall = Hall(plan_of(site), script.day)
    hall.learnt = learnt
    return Play(hall, script).run()


def _without(script: Script, closed: Sequence[str]) -> Script:
    return replace(script, shifts=tuple(shift for shift in script.shifts if shift.window not in closed))


def _scenario(wishes: Wishes, site: Site) -> Scenario:
    scenario = load_scenario(wishes.scenario, site)
    if wishes.people is None:
        return scenario
    return scenario.model_copy(update={"people": scenario.people.model_copy(update={"count": wishes.people})})


def _skills(wishes: Wishes, site: Site) -> Mapping[str, Sequence[str]]:
    """What the wishes add, by window."""
    for window in (*wishes.close, *(window for window, _ in wishes.also)):
        if window not in site.windows_by_id:
            raise BadWish(_unknown("window", window, site.windows_by_id))
    more: dict[str, list[str]] = {}
    for window, item in wishes.also:
        if item not in site.items_by_id:
            raise BadWish(_unknown("item", item, site.items_by_id))
        more.setdefault(window, []).append(item)
    return more


def _joined(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    return {window: (*one.get(window, ()), *other.get(window, ())) for window in {*one, *other}}


def _unknown(what: str, id: str, known: Mapping[str, object]) -> str:
    meant = nearest(id, known)
    return f'there is no {what} "{id}"' + (f', did you mean "{meant}"?' if meant else "")
