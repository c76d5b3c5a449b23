"""A day played through the real domain: `admit`, `decide`, `fold` and nothing else, by a clock of its own.

People and clerks give the same commands that their terminals would give, and take every "no" as it comes. What happens
is noted in `simulate_record.py`; what it comes to is reckoned in `simulate_figures.py`.
"""

import random
from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from itertools import count
from typing import Any

from configs.site import Site
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.base import Lasting, Strict
from edge_hub.contract.desk import SignInDesk
from edge_hub.contract.envelope import Command, Rejected
from edge_hub.contract.ids import uuid7
from edge_hub.contract.queue import TicketState
from edge_hub.contract.rule import RuleBegan
from edge_hub.contract.window import PauseReason, WindowState
from edge_hub.domain.decide import SIGN_INS, admit, decide
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall, Touched
from edge_hub.domain.means import Means
from edge_hub.domain.queue import issue
from edge_hub.domain.rule import rules_due

from .simulate_record import Desk, Record
from .simulate_script import Script, Shift, Visit, law

MACHINE, CONSOLE, EPOCH, VALID_MS = "ticket_machine", "console", 1, 5_000
TICK_MS = 15_000
"""How often the rules of the day are looked at; a hub does so twice a second."""
NOBODY = "0" * 64
"""The keyed hash of a person for items that ask for one."""


class CannotPlay(Exception):
    """The hall lacks a device that a day needs; the text says which."""


class Play:
    """One script in one hall. `run` plays it to its end and returns the record."""

    def __init__(self, hall: Hall, script: Script) -> None:
        self.hall, self._script = hall, script
        self._machine, self._console, self._pads = _devices(hall.plan.site, script.shifts)
        self._guide = next((one.id for one in hall.plan.site.clerks if "guide" in one.roles), "")
        self._ids = count(1)
        self._events: list[tuple[int, int, Callable[[Any], None], Any]] = []
        self._order = count()
        self._now_ms = 0
        self._visits: dict[str, Visit] = {}
        self._came_back: set[str] = set()
        self._idle: set[str] = set()
        self._shift: dict[str, Shift] = {shift.window: shift for shift in script.shifts}
        self._pauses = {shift.window: list(reversed(shift.pauses)) for shift in script.shifts}
        self._lots = {shift.window: random.Random(f"{script.seed}:desk:{shift.window}") for shift in script.shifts}
        manners = script.manners
        self._react = law("lognormal", manners.react_s, manners.cv)
        self._between = law("lognormal", manners.between_s, manners.cv)
        self.record = Record({shift.window: Desk() for shift in script.shifts})

    def run(self) -> Record:
        for shift in self._script.shifts:
            for from_ms, to_ms in shift.spans:
                self._at(from_ms, self._come, shift.window)
                self._at(to_ms, self._due, shift.window)
            for from_ms, _ in shift.pauses:
                self._at(from_ms, self._due, shift.window)
        visits = iter(self._script.visits)
        self._next_visit(visits)
        if self.hall.plan.when and self._events:
            self._at(self._events[0][0], self._tick, None)
        while self._events:
            self._now_ms, _, do, what = heappop(self._events)
            do(what)
        for rule in self.hall.rules:
            self.record.rule_was_on(rule, self._now_ms)
        self.record.left_over = sum(one.state is TicketState.WAITING for one in self.hall.tickets.values())
        return self.record

    # ---- people

    def _next_visit(self, visits: Any) -> None:
        """Only the next one stands in the list of events: it stays short, however many come."""
        visit = next(visits, None)
        if visit is not None:
            self._at(visit.at_ms, self._arrive, (visit, visits))

    def _arrive(self, what: Any) -> None:
        visit, visits = what
        self._next_visit(visits)
        self.record.came += 1
        self.record.rivals_s = self._rivals_s(visit.items[0])
        person = NOBODY if any(self.hall.plan.site.item(item).real_name for item in visit.items) else None
        no = self._check_in(visit.items, person) if visit.cls == q.DUE else self._give(
            self._machine, q.TakeTicket(items=visit.items, cls=visit.cls, person=person)
        )
        if no is not None:
            self.record.refused[str(no.reason)] += 1
            return
        self.record.taken += 1
        ticket = next(reversed(self.hall.tickets))
        self._visits[ticket] = visit
        self.record.waits_from(ticket, self._now_ms)
        self._wake(visit.items[0])

    def _rivals_s(self, item: str) -> tuple[float, float]:
        """What the first of the line has waited, and the line x the configured minutes / windows that work today."""
        plan, line = self.hall.plan, self.hall.item_lines.get(item, ())
        head_s = (self._now_ms - min((key[2] for key in line), default=self._now_ms)) / 1000
        windows = sum(window in self._shift for window in self.hall.windows_of_item.get(item, ()))
        return head_s, len(line) * plan.site.item(item).service_min * 60 / max(1, windows)

    def _wake(self, item: str) -> None:
        """Every idle clerk who may call sees it, and reacts after a moment."""
        for window in self.hall.windows_of_item.get(item, ()):
            if window in self._idle:
                self._idle.discard(window)
                self._after(self._react(self._lots[window]), self._call, window)

    def _back(self, ticket: str) -> None:
        """A no-show came after all; the guide desk puts the ticket back into the line."""
        if self.hall.tickets[ticket].state is TicketState.PASSED:
            self._came_back.add(ticket)
            if self._console not in self.hall.seats:
                self._give(self._console, SignInDesk(clerk=self._guide, pin="000000"))
            self._give(self._console, q.Requeue(ticket=ticket))
            self._wake(self.hall.tickets[ticket].item)

    # ---- clerks

    def _come(self, window: str) -> None:
        """Sign in, or come back from a pause or the break; not into a break that has begun meanwhile."""
        here, spans = self.hall.windows[window], self._shift[window].spans
        if not any(from_ms <= self._now_ms < to_ms for from_ms, to_ms in spans) and self._now_ms < spans[-1][0]:
            return
        if here.clerk is None:
            clerk = self._shift[window].clerk
            self._give(self._pads[window], w.SignIn(window=window, clerk=clerk, pin="000000"))
        if self.hall.windows[window].state is not WindowState.OPEN:
            self._give(self._pads[window], w.OpenWindow(window=window))
        self.record.opened(window, self._now_ms)
        self._call(window)

    def _due(self, window: str) -> None:
        """A pause or the end of a span has come; who is at it goes on until it is done."""
        if window in self._idle:
            self._idle.discard(window)
            self._call(window)

    def _call(self, window: str) -> None:
        """The next one, unless it is time to go."""
        if self.hall.windows[window].at is not None or self._leaves(window):
            return
        if self._give(self._pads[window], q.CallNext(window=window)) is not None:
            self._idle.add(window)
            return
        ticket = self.hall.windows[window].at or ""
        visit = self._visits[ticket]
        self.record.busy(window, self._now_ms)
        if visit.shows or ticket in self._came_back:
            self._after(visit.walk_s, self._start, window)
        else:
            wait_s = self.hall.plan.site.rules.no_show_after_s + self._react(self._lots[window])
            self._after(wait_s, self._no_show, window)

    def _start(self, window: str) -> None:
        ticket = self.hall.tickets[self.hall.windows[window].at or ""]
        visit = self._visits[ticket.id]
        if not visit.forgotten:
            self._give(self._pads[window], q.Start(window=window))
        self._serve(window, visit, ticket.at)

    def _serve(self, window: str, visit: Visit, nth: int) -> None:
        self._after(visit.service_s[nth] / self._shift[window].speed, self._finish, window)

    def _finish(self, window: str) -> None:
        ticket = self.hall.windows[window].at or ""
        self._give(self._pads[window], q.Finish(window=window))
        self.record.desks[window].served += 1
        after = self.hall.tickets[ticket]
        if after.state is TicketState.SERVING:
            self._serve(window, self._visits[ticket], after.at)
            return
        if after.state is TicketState.WAITING:
            self.record.waits_from(ticket, self._now_ms)
            self._wake(after.item)
        self._free(window)

    def _no_show(self, window: str) -> None:
        ticket = self.hall.windows[window].at or ""
        self._give(self._pads[window], q.NoShow(window=window))
        back_s = self._visits[ticket].back_s
        if back_s is not None:
            self._after(back_s, self._back, ticket)
        self._free(window)

    def _free(self, window: str) -> None:
        self.record.free(window, self._now_ms)
        self._after(self._between(self._lots[window]), self._call, window)

    def _leaves(self, window: str) -> bool:
        """Whether the clerk does not call now: the span is over, or a pause is due."""
        shift = self._shift[window]
        if self.hall.windows[window].state is not WindowState.OPEN:
            return True
        if all(not from_ms <= self._now_ms < to_ms for from_ms, to_ms in shift.spans):
            following = [from_ms for from_ms, _ in shift.spans if from_ms > self._now_ms]
            if following:
                self._pause(window, min(following) - self._now_ms)
                return True
            return self._goes_home(window)
        pauses = self._pauses[window]
        if pauses and pauses[-1][0] <= self._now_ms:
            _, for_ms = pauses.pop()
            self._pause(window, for_ms)
            self._at(self._now_ms + for_ms, self._come, window)
            return True
        return False

    def _pause(self, window: str, for_ms: int) -> None:
        minutes = min(240, max(1, round(for_ms / 60_000)))
        self._give(self._pads[window], w.PauseWindow(window=window, reason=PauseReason.BREAK, minutes=minutes))
        self.record.shut(window, self._now_ms)

    def _goes_home(self, window: str) -> bool:
        """At the end of the day, unless somebody still waits and it is not too late."""
        last_ms = self._shift[window].spans[-1][1] + self._script.manners.overtime_min * 60_000
        if self._now_ms < last_ms and self.hall.line_keys(window):
            return False
        self._give(self._pads[window], w.SignOut(window=window))
        self.record.shut(window, self._now_ms)
        return True

    # ---- the hall

    def _tick(self, _: None) -> None:
        """As the hub does by itself; a window that helps now sees who waits. The day is over when nothing else is to
        come."""
        due = rules_due(self.hall, self._now_ms)
        for event in due:
            self._happens(event)
        for item in {item for event in due if isinstance(event, RuleBegan) for item in event.items}:
            if self.hall.waiting_for(item):
                self._wake(item)
        if self._events:
            self._at(self._now_ms + TICK_MS, self._tick, None)

    def _check_in(self, items: tuple[str, ...], person: str | None) -> Rejected | None:
        """As the hub does for who comes in time for an appointment; which one it was does not matter here."""
        means = Means(self._now_ms, self._new_id, lambda ticket: ticket)
        new = issue(self.hall, means, self._machine, items, q.DUE, "zh", person)
        self._happens(new.taken.event, new.taken.sealed)
        return None

    def _give(self, device: str, body: Strict) -> Rejected | None:
        """A command to the hall; None if it was carried out."""
        now_ms = self._now_ms
        window = getattr(body, "window", None)
        seat = self.hall.seats.get(device)
        session = self.hall.windows[window].session if window else seat.session if seat else None
        command = Command(
            id=uuid7(now_ms, next(self._ids).to_bytes(10, "big")), device=device, session=session, epoch=EPOCH,
            valid_until_ms=now_ms + VALID_MS, body=body,  # type: ignore[arg-type]
        )  # fmt: skip
        verdict = admit(self.hall, command, EPOCH, now_ms, VALID_MS)
        if verdict is not None:
            return verdict
        means = Means(now_ms, self._new_id, lambda ticket: ticket)
        if isinstance(body, (w.SignIn, SignInDesk)):
            _, sign_in = SIGN_INS[type(body)]
            decided = sign_in(self.hall, command, body, means, True)
        else:
            decided = decide(self.hall, command, means)
        if isinstance(decided, Rejected):
            return decided
        for happening in decided.happenings:
            self._happens(happening.event, happening.sealed)
        return decided.no

    def _happens(self, event: Lasting, sealed: dict[str, str] | None = None) -> None:
        self.record.see(self.hall, event)
        fold(self.hall, event, sealed)
        self.hall.touched = Touched()

    def _new_id(self) -> str:
        return f"s{next(self._ids)}"

    def _at(self, ms: int, do: Callable[[Any], None], what: Any) -> None:
        heappush(self._events, (ms, next(self._order), do, what))

    def _after(self, seconds: float, do: Callable[[Any], None], what: Any) -> None:
        self._at(self._now_ms + round(seconds * 1000), do, what)


def _devices(site: Site, shifts: Iterable[Shift]) -> tuple[str, str, dict[str, str]]:
    """A ticket machine, a guide's console, and the call pad of each window."""
    of_kind: dict[str, str] = {
        one.kind: one.id for one in reversed(site.devices) if one.kind != CONSOLE or "guide" in (one.roles or ())
    }
    pads = {device.window: device.id for device in site.devices if device.kind == "call_pad" and device.window}
    missing = [kind for kind in (MACHINE, CONSOLE) if kind not in of_kind]
    missing += [f"call pad for {shift.window}" for shift in shifts if shift.window not in pads]
    if missing:
        raise CannotPlay(f"the configuration has no {missing[0]}; a day cannot be played without")
    return of_kind[MACHINE], of_kind[CONSOLE], pads
