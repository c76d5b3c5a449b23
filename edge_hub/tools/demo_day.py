"""The course of a practice day: citizens come, clerks work, ratings are given, until everyone is through.

Rules: people are sent to a machine only when it is free; what terminals and printers report is only counted here, and
judged at the end; the day is over when nobody waits anywhere, or when its time is up, and says which.
"""

import queue
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import practice_pace
from .demo_desk import Desk
from .demo_floor import Floor, Heard
from .demo_score import Score
from .demo_shots import Shots
from .demo_tour import Tour, tour_of
from .practice import Cast, Seat, Visit
from .practice_pace import Arrivals, Pace

LEVELS = {"VERY_GOOD": 0.82, "GOOD": 0.13, "FAIR": 0.03, "BAD": 0.015, "VERY_BAD": 0.005}
"""How people rate."""
TURN_S = 0.1
TELL_S, TELL_SELDOM_S = 3.0, 10.0
"""How often the day is told, and how often one without an end."""
CALM_S = 0.8
"""Nobody may wait anywhere for so long before the day counts as over: snapshots and ratings take a moment."""
BACK_S = 1.5
"""Real seconds after which a no-show turns up at the guide desk."""
CLOSE_S = 8.0


@dataclass(slots=True)
class Day:
    """One practice day on a floor that has started."""

    cast: Cast
    floor: Floor
    desk: Desk
    score: Score
    shots: Shots | None
    say: Callable[[str], None]
    arrivals: Arrivals
    pace: Pace
    usual_s: float
    """Usual seconds of hall time of one service; 0 in a hall without an end."""
    ends_s: float | None = None
    ticketless: dict[str, Visit] = field(default_factory=dict)
    """Everyone who is to come and has no ticket yet, in a day that has an end."""
    seed: int = 1
    through: bool = False
    _tour: Tour | None = None
    _habits: dict[str, dict[str, Any]] = field(default_factory=dict)
    _paces: dict[str, Pace] = field(default_factory=dict)
    _coming: dict[str, deque[Visit]] = field(default_factory=dict)
    _busy: dict[str, str] = field(default_factory=dict)
    _next: tuple[float, Visit] | None = None
    _back: list[tuple[float, str]] = field(default_factory=list)
    _calm_since_s: float | None = None
    _told_s: float = 0.0

    def play(self, pins: Mapping[str, str]) -> None:
        """Open the windows, let people come, and close when everyone is through or the time is up."""
        began_s = time.monotonic()
        self._coming = {machine.id: deque() for machine in self.cast.machines}
        self._open(pins)
        self._next = next(self.arrivals, None)
        if self.shots is not None:
            self._tour = tour_of(self.floor, self.cast, self.shots.folder, began_s)
        while not self.through and not self._time_is_up():
            self._hear(TURN_S)
            self.floor.children.check()
            self.floor.tend()
            now_s = time.monotonic()
            self._let_in(now_s - began_s)
            self._tend(now_s)
            self.through = self._over(now_s)

    def close(self) -> None:
        """Whoever is at a machine gets their slip, clerks finish whom they serve and sign out; the last pictures."""
        for seat in self.cast.seats:
            self.floor.order(seat.call_pad.id, {"do": "stop"})
            self.floor.order(seat.rating_pad.id, {"do": "rate", "share": 0.0, "levels": LEVELS})
        ends_s = time.monotonic() + CLOSE_S
        while (self.desk.open_windows or self._busy) and time.monotonic() < ends_s:
            self._hear(TURN_S)
            self.floor.children.check()
        if self.shots is not None:
            self.shots.last()
            while self.score.counts["shot"] < self.shots.ordered and time.monotonic() < ends_s + CLOSE_S:
                self._hear(TURN_S)

    def drain(self) -> None:
        """Count what was still on its way when the terminals ended."""
        while True:
            try:
                self._take_in(self.floor.heard.get_nowait())
            except queue.Empty:
                return

    def _open(self, pins: Mapping[str, str]) -> None:
        for n, seat in enumerate(self.cast.seats):
            self._habits[seat.window.id] = {
                "do": "work", "clerk": seat.clerk.id, "pin": pins[seat.clerk.id], "seed": self.seed * 100 + n,
                "no_show": 0.04, "hold": 0.02, "transfer": 0.02,
            }  # fmt: skip
            if self.shots is not None:
                self.shots.order(seat.call_pad.id, "sign-in")
            self._work(seat, self.pace)
            rate = {"do": "rate", "share": 0.8, "levels": LEVELS, "seed": self.seed * 100 + n}
            if self.shots is None:
                self.floor.order(seat.rating_pad.id, rate)
            else:  # nobody rates before the first question has had its picture
                self.shots.then(seat.rating_pad.id, "asking", rate)

    def _work(self, seat: Seat, pace: Pace) -> None:
        """Tell a clerk how long business takes; whoever works already goes on at the new pace."""
        self._paces[seat.window.id] = pace
        service_s = {item.id: pace.service_s(item) for one in self.cast.seats for item in one.serves}
        self.floor.order(seat.call_pad.id, {**self._habits[seat.window.id], "service_s": service_s})

    def _hurry(self) -> None:
        """A clerk whose line would not be through in time works faster, as clerks do."""
        if self.ends_s is None or not self.usual_s:
            return
        left_s, coming = self.ends_s - time.monotonic(), practice_pace.services_of(self.cast, self.ticketless.values())
        for seat in self.cast.seats:
            window = seat.window.id
            services = self.desk.to_come(window) + coming[window]
            share = practice_pace.share_left(services, left_s, self.pace, self.usual_s)
            if services and not 0.75 < share / self._paces[window].share < 1.33:
                self._work(seat, replace(self.pace, share=share))

    def _let_in(self, since_s: float) -> None:
        """Whoever has come by now queues at a machine; a free machine serves its first."""
        while self._next is not None and self._next[0] <= since_s and self.desk.tickets:
            self.score.citizens += 1
            self._shortest_line().append(self._next[1])
            self._next = next(self.arrivals, None)
        for machine, people in self._coming.items():
            if people and machine not in self._busy and not (self._tour and self._tour.on(machine)):
                visit = people.popleft()
                self._busy[machine] = visit.citizen
                self.floor.order(machine, visit.order())

    def _shortest_line(self) -> deque[Visit]:
        """Where people queue who come now."""
        return self._coming[min(self._coming, key=lambda one: len(self._coming[one]) + (one in self._busy))]

    def _hear(self, wait_s: float) -> None:
        """Everything that was reported, waiting at most `wait_s` for the first of it."""
        try:
            self._take_in(self.floor.heard.get(timeout=wait_s))
        except queue.Empty:
            return
        self.drain()

    def _take_in(self, one: Heard) -> None:
        now_s, what = time.monotonic(), one.report.get("what")
        self.floor.take_note(one)
        if self._tour and self._tour.on(one.device):
            self._tour.heard(one.device, one.report, now_s)
            return
        if one.kind == "printer":
            self.score.slip(one.device, one.report["number"], float(one.report["last_byte_s"]))
        else:
            self.score.heard(one.device, one.kind, one.report)
        if one.kind == "ticket_machine" and what in ("ready_for_next", "fault"):
            self.ticketless.pop(self._busy.pop(one.device, ""), None)
        elif what in ("taken", "sorry"):
            self.ticketless.pop(str(one.report.get("citizen")), None)
        elif what == "no_show":
            self._back.append((now_s + BACK_S, str(one.report["ticket"])))
        if self.shots is not None:
            self.shots.heard(one, now_s)

    def _tend(self, now_s: float) -> None:
        for entry in [entry for entry in self._back if entry[0] <= now_s]:
            self._back.remove(entry)
            self.desk.send_back_in(entry[1])
        if self.shots is not None and self._tour is not None:
            self.shots.tend(now_s)
            self._tour.tend(now_s)
        if now_s - self._told_s >= (TELL_S if self.usual_s else TELL_SELDOM_S):
            self._told_s = now_s
            self._tell()
            self._hurry()

    def _tell(self) -> None:
        counts, at_machines = self.score.counts, sum(map(len, self._coming.values())) + len(self._busy)
        self.say(
            f"{self.desk.clock()}  {at_machines} at the machines, {self.desk.waiting} waiting, "
            f"{self.desk.serving} at the windows; {counts['taken']} tickets, {counts['called']} calls, "
            f"{counts['finished']} services, {counts['rated']} ratings"
        )

    def _over(self, now_s: float) -> bool:
        """Whether everyone came, got a ticket and went home."""
        waits = self._next is not None or self._busy or any(self._coming.values()) or self._back
        if waits or not self.desk.empty:
            self._calm_since_s = None
            return False
        if self._calm_since_s is None:
            self._calm_since_s = now_s
        return now_s - self._calm_since_s >= CALM_S

    def _time_is_up(self) -> bool:
        return self.ends_s is not None and time.monotonic() >= self.ends_s
