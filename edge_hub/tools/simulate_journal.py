"""The script of a day that the hall has had: who came and when, how long each service took, who sat where until when.

Rules: reads the journal and changes nothing. A service whose clerk did not press start counts from the call. What a
ticket does not tell (it was never served) is drawn from that day's services of its item.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from configs.site import Site
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.clock import at_hall
from edge_hub.contract.codec import decode
from edge_hub.domain.fold import EVENTS
from edge_hub.store.connection import STORE_FAILURES, open_reader
from edge_hub.store.journal import records
from edge_hub.store.store import DB_NAME, configured_in

from .simulate_scenario import Manners
from .simulate_script import MIN_S, Script, Shift, Visit

BETWEEN_MAX_S = 120.0
"""A longer gap between two people is no habit: nobody waited, or the clerk did something else."""
READ = (
    q.TicketTaken, q.TicketCalled, q.ServiceStarted, q.ServiceFinished, q.TicketPassed, q.TicketRequeued,
    w.WindowOpened, w.WindowPaused, w.WindowClosed, w.ClerkSignedOut,
)  # fmt: skip
NAMES = frozenset(kind.__name__ for kind in READ)


class NoSuchJournal(Exception):
    """The journal cannot be read or has nothing of that day; the text says why."""


def site_in(directory: Path, day: date) -> Site | None:
    """The configuration that held at the end of that day, as the hub itself has kept it; None if it has kept none."""
    try:
        known = configured_in(directory)
    except STORE_FAILURES:  # an older program's, or told in a moment by who reads the journal
        return None
    held = [one.digest for one in known.log if at_hall(one.at_ms).date() <= day]
    plan = known.plan(held[-1]) if held else None
    return plan.site if plan else None


@dataclass(slots=True)
class Life:
    """What the journal tells of one ticket."""

    taken: q.TicketTaken
    called_ms: int | None = None
    walk_s: float | None = None
    passed_ms: int | None = None
    back_s: float | None = None
    started_ms: dict[str, int] = field(default_factory=dict)
    service_s: dict[str, float] = field(default_factory=dict)
    """By item."""


@dataclass(slots=True)
class Seat:
    """What it tells of one window."""

    clerk: str = ""
    open_ms: int | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    free_ms: int | None = None


def script_of(data: Path, day: date, site: Site, seed: int) -> Script:
    """The day of a hall's journal, for the site as it is now. Raises NoSuchJournal."""
    try:
        reader = open_reader(data / DB_NAME)
        try:
            events = [
                event
                for record in records(reader)
                if record.type in NAMES and at_hall(record.wall_ms).date() == day
                if (event := decode(EVENTS[record.type], record.body)) is not None
            ]
        finally:
            reader.close()
    except STORE_FAILURES as fault:
        raise NoSuchJournal(f"{data / DB_NAME}: the journal cannot be read: {fault}") from fault
    found = _Day()
    for event in events:
        found.see(event)
    if not found.lives:
        raise NoSuchJournal(f"{data / DB_NAME}: nobody took a ticket on {day}")
    return found.script(day, site, seed, events[-1].at_ms)  # type: ignore[attr-defined]


class _Day:
    def __init__(self) -> None:
        self.lives: dict[str, Life] = {}
        self.seats: dict[str, Seat] = {}
        self.gaps_s: list[float] = []

    def see(self, e: Any) -> None:
        match e:
            case q.TicketTaken():
                self.lives[e.ticket] = Life(e)
            case q.TicketCalled():
                life, seat = self.lives[e.ticket], self._seat(e.window)
                life.called_ms = e.at_ms
                if seat.free_ms is not None and e.at_ms - seat.free_ms <= BETWEEN_MAX_S * 1000:
                    self.gaps_s.append((e.at_ms - seat.free_ms) / 1000)
            case q.ServiceStarted():
                life = self.lives[e.ticket]
                forgotten = e.by == "finish" and life.called_ms is not None
                life.started_ms[e.item] = life.called_ms or 0 if forgotten else e.at_ms
                if life.walk_s is None and life.called_ms is not None and e.by == "clerk":
                    life.walk_s = (e.at_ms - life.called_ms) / 1000
            case q.ServiceFinished():
                life = self.lives[e.ticket]
                if e.item in life.started_ms:
                    life.service_s[e.item] = (e.at_ms - life.started_ms[e.item]) / 1000
                self._seat(e.window).free_ms = e.at_ms
            case q.TicketPassed():
                self.lives[e.ticket].passed_ms = self.lives[e.ticket].passed_ms or e.at_ms
                self._seat(e.window).free_ms = e.at_ms
            case q.TicketRequeued():
                life = self.lives[e.ticket]
                if life.back_s is None and life.passed_ms is not None:
                    life.back_s = (e.at_ms - life.passed_ms) / 1000
            case w.WindowOpened():
                seat = self._seat(e.window)
                seat.clerk, seat.open_ms = e.clerk, seat.open_ms or e.at_ms
            case w.WindowPaused() | w.WindowClosed() | w.ClerkSignedOut():
                self._shut(self._seat(e.window), e.at_ms)

    def _seat(self, window: str) -> Seat:
        return self.seats.setdefault(window, Seat())

    def _shut(self, seat: Seat, at_ms: int) -> None:
        if seat.open_ms is not None:
            seat.spans.append((seat.open_ms, at_ms))
        seat.open_ms, seat.free_ms = None, None

    def script(self, day: date, site: Site, seed: int, end_ms: int) -> Script:
        for seat in self.seats.values():
            self._shut(seat, end_ms)
        pools: dict[str, list[float]] = {}
        for life in self.lives.values():
            for item, seconds in life.service_s.items():
                pools.setdefault(item, []).append(seconds)
        walks = [life.walk_s for life in self.lives.values() if life.walk_s is not None]
        known = [life for life in self.lives.values() if all(item in site.items_by_id for item in life.taken.items)]
        visits = tuple(_visit(life, site, pools, walks, random.Random(f"{seed}:{n}")) for n, life in enumerate(known))
        shifts = tuple(
            Shift(window, seat.clerk, tuple(seat.spans))
            for window, seat in self.seats.items()
            if seat.spans and window in site.windows_by_id and seat.clerk in site.clerks_by_id
        )
        between_s = median(self.gaps_s) if self.gaps_s else Manners().between_s
        return Script(day.isoformat(), visits, shifts, Manners(between_s=between_s), seed)


def _visit(
    life: Life, site: Site, pools: Mapping[str, Sequence[float]], walks: Sequence[float], lot: random.Random
) -> Visit:
    def seconds(item: str) -> float:
        known = life.service_s.get(item)
        if known is not None:
            return known
        return lot.choice(pools[item]) if pools.get(item) else site.item(item).service_min * MIN_S

    walk_s = life.walk_s if life.walk_s is not None else lot.choice(walks) if walks else Manners().walk_s
    taken = life.taken
    service_s: Iterable[float] = (seconds(item) for item in taken.items)
    return Visit(
        taken.at_ms, taken.items, taken.cls, tuple(service_s), walk_s, shows=life.passed_ms is None, back_s=life.back_s
    )
