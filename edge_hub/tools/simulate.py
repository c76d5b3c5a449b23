"""`hall simulate`: which day to play, what to change about it, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from configs.explain import nearest
from configs.routing import AnyPolicy, LongestWait, Policy, PriorityWithBound, SpecialistFirst
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


POLICIES: TypeAdapter[AnyPolicy] = TypeAdapter(AnyPolicy)
NAMES: Mapping[str, type[Policy]] = {
    "longest_wait": LongestWait, "priority_with_bound": PriorityWithBound, "specialist_first": SpecialistFirst,
}  # fmt: skip


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
    policy: str = ""
    """Another than the hall's own: its name, and perhaps options as `:key=value,key=value`."""
    rules: bool = True
    """Whether the hall's WHEN/THEN rules hold."""


def run(wishes: Wishes, site: Site) -> tuple[Figures, Site]:
    """Play the day; the figures, and the site as it was played. Raises BadWish, ConfigError, NoSuchJournal, CannotStaff
    or CannotPlay."""
    more, learnt, before = _skills(wishes, site), Learnt(), 0
    site = ruled(site, wishes)
    if wishes.data is not None and wishes.day is not None:
        site = skilled(site, more)
        script = script_of(wishes.data, wishes.day, site, wishes.seed)
    else:
        scenario = _scenario(wishes, site)
        site = skilled(site, _joined(more, {id: one.also for one in scenario.windows for id in one.ids}))
        script = draw(scenario, site, wishes.seed)
        for n in range(wishes.learn):
            earlier = draw(scenario, site, wishes.seed + (n + 1) * 1_000_003)
            before += play(_without(earlier, wishes.close), site, learnt).taken
    record = play(_without(script, wishes.close), site, learnt)
    of = {"day": script.day, "seed": script.seed, "policy": site.rules.policy.name}
    return {**of, **figures(record), "tickets_played": before + record.taken}, site


def ruled(site: Site, wishes: Wishes) -> Site:
    """The site by other rules of who is next. The bounds stay the hall's own unless the wish says otherwise."""
    own, (name, _, options) = site.rules.policy, wishes.policy.partition(":")
    changes: dict[str, Any] = {} if wishes.rules else {"when": ()}
    if name:
        kept = own.model_dump() if name == own.name else own.model_dump(include=set(Policy.model_fields))
        given = dict(pair.partition("=")[::2] for pair in options.split(",") if pair)
        try:
            wanted = {**{key: str(value) for key, value in kept.items()}, **given, "name": name}
            changes["policy"] = POLICIES.validate_strings(wanted)
        except ValidationError as error:
            raise BadWish(_policy_says_no(name, error)) from None
    rules = site.rules.model_copy(update=changes)
    return Site(**{**{key: getattr(site, key) for key in Site.model_fields}, "rules": rules})


def _policy_says_no(name: str, error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "union_tag_invalid":
        return _unknown("policy", name, NAMES)
    key = str(first["loc"][-1])
    if first["type"] == "extra_forbidden":
        meant = nearest(key, NAMES[name].model_fields)
        return f'the policy {name} has no option "{key}"' + (f', did you mean "{meant}"?' if meant else "")
    return f"{name}, {key}: {first['msg']}"


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
