"""The scenario of a practice day: which day, which windows are open, who sits there, who comes for what.

Rules: pure and seeded, so that a day can be had again; only items of the windows that open are asked for.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from configs.devices import Device
from configs.hall import Opening
from configs.items import Item
from configs.people import Clerk
from configs.site import Site
from configs.windows import Window
from edge_hub.contract.clock import HALL_ZONE
from edge_hub.domain.calendar import spans_on

WINDOWS = 4
MACHINES = 2
OPENS_AT = "09:00"
UNWANTED = 0.04
"""Weight of an item that is not among the most wanted, beside 1 for the first of them."""

BEFORE_LUNCH_MIN = 5
"""A practice morning ends so long before the break."""


class NoSuchDay(Exception):
    """The wishes do not fit into one morning, or the site has too little for a practice hall; a sentence says why."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A window that opens, its clerk and its three screens."""

    window: Window
    clerk: Clerk
    call_pad: Device
    rating_pad: Device
    screen: Device
    items: tuple[Item, ...]
    """What citizens of a practice day ask for here."""
    serves: tuple[Item, ...]
    """Everything that the window handles: a ticket may be passed on to it."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything of a hall that takes part."""

    machines: tuple[Device, ...]
    board: Device
    desk: Device
    guide: Clerk
    """Who sits there."""
    admin: Device
    """The console that may give PINs."""
    admin_clerk: Clerk
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One citizen: when they come (as a share of the time in which people come), for what, and how."""

    citizen: str
    at: float
    items: tuple[str, ...]
    lang: str
    elder: bool
    by: str

    def order(self) -> dict[str, object]:
        """The order to the autopilot of the ticket machine."""
        return {
            "do": "take", "citizen": self.citizen, "items": list(self.items), "lang": self.lang, "elder": self.elder,
            "by": self.by,
        }  # fmt: skip


def practice_day(opening: Opening, today: date) -> date:
    """The next working day from `today` on whose morning begins by nine."""
    for ahead in range(60):
        day = today + timedelta(days=ahead)
        if any(span.start <= _nine().time() < span.end for span in spans_on(opening, day)):
            return day
    raise NoSuchDay("the hall is never open at 09:00 in the next 60 days; a practice day needs that")


def morning_s(opening: Opening, day: date) -> float:
    """Seconds of hall time from nine until shortly before the break (or the last tickets)."""
    spans = spans_on(opening, day)
    span = next(span for span in spans if span.start <= _nine().time() < span.end)
    ends = datetime.combine(day, span.end)
    if span is spans[-1]:
        ends -= timedelta(minutes=opening.last_ticket_min)
    nine = datetime.combine(day, _nine().time())
    return (ends - nine).total_seconds() - BEFORE_LUNCH_MIN * 60


def cast_of(site: Site) -> Cast:
    """Two ticket machines, a board, a guide desk, and four windows that together serve a lively mix."""
    machines = [device for device in site.devices if device.kind == "ticket_machine"][:MACHINES]
    board = next((device for device in site.devices if device.kind == "call_board"), None)
    desk, admin = (
        next((device for device in site.devices if role in (device.roles or ())), None)
        for role in ("guide", "security_admin")
    )
    guide, boss = (
        next((clerk for clerk in site.clerks if role in clerk.roles), None) for role in ("guide", "security_admin")
    )
    seats = _seats(site)
    if len(machines) < MACHINES or not (board and desk and guide and admin and boss) or len(seats) < WINDOWS:
        raise NoSuchDay(
            f"a practice hall needs {MACHINES} ticket machines, a call board, consoles with the roles guide "
            f"and security_admin and somebody for each, and {WINDOWS} windows with a call pad, a rating "
            f"pad, a window screen and a clerk; this configuration has {len(machines)} machines and {len(seats)} such "
            "windows"
        )
    return Cast(tuple(machines), board, desk, guide, admin, boss, tuple(seats))


def visits_of(cast: Cast, citizens: int, seed: int) -> tuple[Visit, ...]:
    """`citizens` people: many at the opening, fewer later.

    Each comes for something that the window with the least work so far serves, so that all windows are busy to the end.
    """
    lot = random.Random(seed)
    work = [0.0] * len(cast.seats)
    visits = []
    for n, at in enumerate(sorted(lot.random() ** 1.6 for _ in range(citizens))):
        seat = min(range(len(work)), key=lambda one: work[one] + lot.random())
        first = _chosen(cast.seats[seat], lot)
        items = [first]
        work[seat] += first.service_min
        if lot.random() < 0.12:
            other = lot.randrange(len(work))
            second = _chosen(cast.seats[other], lot)
            if second.id != first.id:
                items.append(second)
                work[other] += second.service_min
        visit = Visit(
            citizen=f"c{n + 1}", at=at, items=tuple(one.id for one in items),
            lang="en" if lot.random() < 0.1 else "zh", elder=lot.random() < 0.15, by=_way(first, lot),
        )  # fmt: skip
        visits.append(visit)
    return tuple(visits)


def _seats(site: Site) -> list[Seat]:
    """The best windows, one after the other: each adds the most of what people want and nobody has added yet."""
    free = [seat for window in site.windows if (seat := _seat(site, window, ())) is not None]
    chosen: list[Seat] = []
    while free and len(chosen) < WINDOWS:
        have = {item.id for seat in chosen for item in seat.items}
        clerks = {seat.clerk.id for seat in chosen}
        free = [seat for one in free if (seat := _seat(site, one.window, tuple(clerks))) is not None]
        if not free:
            break
        best = max(free, key=lambda seat: sum(_weight(item) for item in seat.items if item.id not in have))
        chosen.append(best)
        free = [seat for seat in free if seat.window.department != best.window.department]
    return chosen


def _seat(site: Site, window: Window, taken: Sequence[str]) -> Seat | None:
    """The window with its screens and a clerk who is still free; None if anything is missing."""
    at = {device.kind: device for device in site.devices if device.window == window.id}
    clerk = next((one for one in site.clerks if one.id not in taken and _may_sit(one, window)), None)
    serves = tuple(item for item in site.items if item.id in site.window_items[window.id])
    items = tuple(item for item in serves if _for_practice(item))
    if clerk is None or not items or window.kind != "intake":
        return None
    if not {"call_pad", "rating_pad", "window_screen"} <= at.keys():
        return None
    return Seat(window, clerk, at["call_pad"], at["rating_pad"], at["window_screen"], items, serves)


def _may_sit(clerk: Clerk, window: Window) -> bool:
    at_home = window.id in clerk.windows if clerk.windows else clerk.department == window.department
    return at_home and "clerk" in clerk.roles


def _for_practice(item: Item) -> bool:
    """Items that need an identity card or run out after a few tickets are left to people."""
    return not item.real_name and item.daily_cap is None


def _weight(item: Item) -> float:
    return 1 / item.wanted**0.5 if item.wanted else UNWANTED


def _chosen(seat: Seat, lot: random.Random) -> Item:
    return lot.choices(seat.items, [_weight(item) for item in seat.items])[0]


def _way(item: Item, lot: random.Random) -> str:
    """How the citizen looks for the item on the screen."""
    ways = {"wanted": 0.5 if item.wanted else 0.0, "department": 0.4, "search": 0.25}
    return lot.choices(list(ways), list(ways.values()))[0]


def _nine() -> datetime:
    return datetime.fromisoformat(f"2026-01-01T{OPENS_AT}").replace(tzinfo=HALL_ZONE)
