"""The script of a simulated day: everybody who comes and every clerk's hours, drawn before anything is decided.

Rules: pure and seeded. What chance decides about people is drawn here, each person from a generator of their own: so
that the same people come with the same business when only windows are changed (a what-if compares like with like).
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate, pairwise
from math import log, sqrt

from configs.hall import Span
from configs.items import Item
from configs.site import Site
from edge_hub.contract.clock import HALL_ZONE, to_ms
from edge_hub.contract.queue import NORMAL
from edge_hub.domain.calendar import spans_on

from .simulate_scenario import Manners, Rate, Scenario

MIN_S, HOUR_S = 60.0, 3600.0
UNWANTED = 0.05
"""Weight of the last of the most wanted items beside the first, if the scenario names none."""


class CannotStaff(Exception):
    """Some window has no clerk of its own; the text says which."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One person. `service_s` has one entry for each item; `back_s` is how long after the call a no-show comes."""

    at_ms: int
    items: tuple[str, ...]
    cls: str
    service_s: tuple[float, ...]
    walk_s: float = 0.0
    shows: bool = True
    back_s: float | None = None
    forgotten: bool = False
    """The clerk does not press start."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A clerk's day at a window: spans in which they sit there, and pauses as (from, for), all in milliseconds."""

    window: str
    clerk: str
    spans: tuple[tuple[int, int], ...]
    pauses: tuple[tuple[int, int], ...] = ()
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Script:
    """A day to be played."""

    day: str
    visits: Sequence[Visit]
    shifts: tuple[Shift, ...]
    manners: Manners
    seed: int = 0


def draw(scenario: Scenario, site: Site, seed: int) -> Script:
    """A day of the scenario. `site` already has the skills that the scenario adds."""
    day = scenario.day
    lot = random.Random(f"{seed}:people")
    arrivals = sorted(_arrivals(scenario.people.profile, scenario.people.count, day, lot))
    weights, times = _business(scenario, site)
    ids, cumulated = list(weights), list(accumulate(weights.values()))
    visits = []
    for n, at_ms in enumerate(arrivals):
        own = random.Random(f"{seed}:{n}")
        count = 2 if own.random() < scenario.people.second_item and len(ids) > 1 else 1
        items = tuple(dict.fromkeys(own.choices(ids, cum_weights=cumulated, k=count)))
        visits.append(_visit(scenario, at_ms, items, tuple(times[item](own) for item in items), own))
    return Script(day.isoformat(), tuple(visits), _shifts(scenario, site, seed), scenario.manners, seed)


def skilled(site: Site, more: Mapping[str, Sequence[str]]) -> Site:
    """The site whose windows serve these items as well, by window."""
    changed = tuple(
        window.model_copy(update={"items": tuple(dict.fromkeys((*window.items, *more.get(window.id, ()))))})
        for window in site.windows
    )
    return Site(**{**{name: getattr(site, name) for name in Site.model_fields}, "windows": changed})


def ms_at(day: date, clock: time) -> int:
    """A time of day as hall milliseconds."""
    return to_ms(datetime.combine(day, clock, HALL_ZONE))


def law(shape: str, mean: float, cv: float) -> Callable[[random.Random], float]:
    """How a time is drawn that has this mean; 0 stays 0."""
    if mean <= 0:
        return lambda lot: 0.0
    if shape == "exponential":
        return lambda lot: lot.expovariate(1 / mean)
    if shape == "gamma":
        return lambda lot: lot.gammavariate(1 / cv**2, mean * cv**2)
    sigma = sqrt(log(1 + cv**2))
    return lambda lot: lot.lognormvariate(log(mean) - sigma**2 / 2, sigma)


def staffed(site: Site, windows: Sequence[str]) -> Mapping[str, str]:
    """A clerk for each window, each of whom may sit there. Raises CannotStaff."""
    seats: dict[str, str] = {}
    """By clerk."""

    def seat(window: str, asked: set[str]) -> bool:
        for clerk in (one for one in site.clerks if one.id not in asked and _may_sit(site, one.id, window)):
            asked.add(clerk.id)
            if clerk.id not in seats or seat(seats[clerk.id], asked):  # who sits elsewhere may move
                seats[clerk.id] = window
                return True
        return False

    for window in windows:
        if not seat(window, set()):
            raise CannotStaff(f"no clerk is left for window {window}: give it one in people.yaml, or close a window")
    return {window: clerk for clerk, window in seats.items()}


def _may_sit(site: Site, clerk_id: str, window: str) -> bool:
    clerk = site.clerk(clerk_id)
    at_home = window in clerk.windows if clerk.windows else clerk.department == site.window(window).department
    return at_home and "clerk" in clerk.roles


def _arrivals(profile: Sequence[Rate], count: int, day: date, lot: random.Random) -> Iterable[int]:
    """A Poisson stream whose rate follows the profile, by thinning."""
    points = [(ms_at(day, one.at) / 1000, one.rate) for one in profile]
    area = sum((a[1] + b[1]) / 2 * (b[0] - a[0]) for a, b in pairwise(points))
    top = max(rate for _, rate in points) * count / area
    at_s, piece = points[0][0], 0
    while True:
        at_s += lot.expovariate(top)
        while piece < len(points) - 1 and at_s >= points[piece + 1][0]:
            piece += 1
        if piece == len(points) - 1:
            return
        (from_s, low), (to_s, high) = points[piece], points[piece + 1]
        rate = (low + (high - low) * (at_s - from_s) / (to_s - from_s)) * count / area
        if lot.random() * top < rate:
            yield round(at_s * 1000)


def _business(scenario: Scenario, site: Site) -> tuple[dict[str, float], dict[str, Callable[[random.Random], float]]]:
    """Weight and law of the service time of each item that people come for."""
    business = scenario.business
    wanted: list[tuple[Item, float, float | None, float]] = [
        (site.item(one.id), one.share, one.mean_min, one.cv or business.cv) for one in scenario.items
    ]
    if not wanted:
        first = sorted((item for item in site.items if item.wanted), key=lambda item: item.wanted or 0)
        wanted = [(item, UNWANTED ** (n / len(first)), None, business.cv) for n, item in enumerate(first)]
    weights = {item.id: share for item, share, _, _ in wanted}
    laws = {
        item.id: law(business.shape, (mean or item.service_min * business.scale) * MIN_S, cv)
        for item, _, mean, cv in wanted
    }
    return weights, laws


def _visit(
    scenario: Scenario, at_ms: int, items: tuple[str, ...], service_s: tuple[float, ...], lot: random.Random
) -> Visit:
    manners, no_shows = scenario.manners, scenario.no_shows
    edge, cls = lot.random(), NORMAL
    for one in scenario.classes:
        edge -= one.share
        if edge < 0:
            cls = one.id
            break
    walk_s = law("lognormal", manners.walk_s, manners.cv)(lot)
    shows, back_s = lot.random() >= no_shows.share, None
    if not shows and lot.random() < no_shows.back:
        back_s = law("lognormal", no_shows.back_after_min * MIN_S, 0.7)(lot)
    return Visit(at_ms, items, cls, service_s, walk_s, shows, back_s, lot.random() < manners.start_forgotten)


def _shifts(scenario: Scenario, site: Site, seed: int) -> tuple[Shift, ...]:
    told = {window: one for one in scenario.windows for window in one.ids}
    open_windows = [one.id for one in site.windows if not (one.id in told and told[one.id].closed)]
    clerks = staffed(site, open_windows)
    usual = spans_on(site.hall.opening, scenario.day)
    shifts = []
    for window in open_windows:
        lot = random.Random(f"{seed}:{window}")
        one = told.get(window)
        hours = one.hours if one and one.hours is not None else usual
        spans = tuple(_late(span, scenario, lot) for span in hours)
        pauses = tuple(pause for span in spans for pause in _pauses(span, scenario, lot))
        shifts.append(Shift(window, clerks[window], spans, pauses, one.speed if one else 1.0))
    return tuple(shifts)


def _late(span: Span, scenario: Scenario, lot: random.Random) -> tuple[int, int]:
    start = ms_at(scenario.day, span.start) + round(lot.random() * scenario.manners.late_min * 60_000)
    end = ms_at(scenario.day, span.end)
    return min(start, end), end


def _pauses(span: tuple[int, int], scenario: Scenario, lot: random.Random) -> Iterable[tuple[int, int]]:
    pauses = scenario.pauses
    if not pauses.per_hour:
        return
    length = law("lognormal", pauses.mean_min * MIN_S, pauses.cv)
    at_ms = float(span[0])
    while True:
        at_ms += lot.expovariate(pauses.per_hour / HOUR_S) * 1000
        for_ms = length(lot) * 1000
        if at_ms + for_ms >= span[1]:
            return
        yield round(at_ms), round(for_ms)
        at_ms += for_ms
