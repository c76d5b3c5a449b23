"""How fast the time of a practice day runs, how long its business takes, and when its people come.

Rules: pure; the day lies in one span of opening hours, so that nobody meets a lunch break that the visitor did not ask
for. Business takes its usual minutes where the morning is long enough, and a share of them where it is not.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from configs.items import Item

from .practice import Cast, NoSuchDay, Visit, visits_of

# What the terminals take in real time for one citizen, measured on a machine of two cores.
MACHINE_S = 1.7
WINDOW_S = 1.6
START_S = 12.0
END_S = 5.0
SERVICE_MIN_S = 0.25
"""A service that is shorter than this in real time cannot be seen."""
SPEED_MAX = 200.0
ARRIVALS = 0.6
"""Share of the day in which people come; the rest is for those who still wait."""
MARGIN = 0.8
"""Share of the day that is planned; the rest is for services that take longer than most."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast hall time runs, and which share of its usual time business takes."""

    speed: float
    share: float

    def service_s(self, item: Item) -> tuple[float, float]:
        """Median and ninth decile of a service, in seconds of hall time."""
        median = item.service_min * 60 * self.share
        return median, median * 1.5


Arrivals = Iterator[tuple[float, Visit]]
"""Who comes, each with the real seconds after the opening."""


def gentle(cast: Cast, pace: Pace, seed: int) -> Arrivals:
    """Citizens without an end, each with the real seconds after the opening: as many as the windows can just serve."""
    lot = random.Random(seed)
    at_s = 0.0
    for batch in count():
        visits = visits_of(cast, 50, seed + batch)
        gap_s = (usual_s(cast, visits) * pace.share / pace.speed + WINDOW_S) / len(cast.seats) * 1.05
        for n, visit in enumerate(visits):
            yield at_s, replace(visit, citizen=f"c{batch * 50 + n + 1}")
            at_s += lot.expovariate(1 / gap_s)


def crowd(visits: Sequence[Visit], left_s: float) -> Arrivals:
    """These citizens, each with the real seconds after the opening, when the day has `left_s` seconds."""
    for visit in visits:
        yield visit.at * left_s * ARRIVALS, visit


def pace_of(cast: Cast, visits: Sequence[Visit], for_s: float, morning: float, speed: float | None) -> Pace:
    """The pace at which all visits are over within `for_s` real seconds, the start of all screens included, and before
    the break. Without a wish for the speed, the morning is spread over the time.
    """
    left_s, fastest = max(0.0, for_s - START_S - END_S), morning / for_s
    if speed is None:
        speed = min(SPEED_MAX, fastest, usual_s(cast, visits) / _each_s(_busiest(cast, visits), left_s))
    elif speed > fastest:
        raise NoSuchDay(
            f"at {speed:g} times the usual speed, {for_s:.0f} seconds last beyond the morning, into the lunch break; "
            f"say --speed {int(fastest)} or less, or a shorter --for"
        )
    return Pace(speed, share_of(cast, visits, left_s, speed))


def share_of(cast: Cast, visits: Sequence[Visit], left_s: float, speed: float) -> float:
    """Which share of its usual time business may take when `left_s` real seconds are left for the day."""
    return min(1.0, _each_s(_busiest(cast, visits), left_s) * speed / usual_s(cast, visits))


def share_left(services: int, left_s: float, pace: Pace, usual: float) -> float:
    """The share for a window at which so many services are still to come: less than planned when a line has grown."""
    return min(pace.share, _each_s(services, left_s) * pace.speed / usual)


def needed_s(cast: Cast, visits: Sequence[Visit]) -> float:
    """Real seconds that a day with these visits takes at least, from the first process to the last."""
    windows_s = _busiest(cast, visits) * (WINDOW_S + SERVICE_MIN_S)
    machines_s = -(-len(visits) // len(cast.machines)) * MACHINE_S
    return max(windows_s, machines_s) + START_S + END_S


def usual_s(cast: Cast, visits: Sequence[Visit]) -> float:
    """Usual seconds of hall time of one service, on average over these visits."""
    minutes = {item.id: item.service_min for seat in cast.seats for item in seat.items}
    services = [minutes[item] for visit in visits for item in visit.items]
    return sum(services) * 60 / max(1, len(services))


def services_of(cast: Cast, visits: Iterable[Visit]) -> dict[str, int]:
    """Services that these visits bring to each window; what several windows handle counts for the first."""
    counts = {seat.window.id: 0 for seat in cast.seats}
    for visit in visits:
        for wanted in visit.items:
            seat = next(seat for seat in cast.seats if any(item.id == wanted for item in seat.items))
            counts[seat.window.id] += 1
    return counts


def _each_s(services: int, left_s: float) -> float:
    """Real seconds that each of so many services at one window may take, beside what its screens take."""
    return max(SERVICE_MIN_S, left_s * MARGIN / max(1, services) - WINDOW_S)


def _busiest(cast: Cast, visits: Iterable[Visit]) -> int:
    return max(services_of(cast, visits).values(), default=0)
