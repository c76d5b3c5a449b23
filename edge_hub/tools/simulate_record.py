"""What is noted of a simulated day while it is played: waits, services, windows, overtaking."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from edge_hub.contract import queue as q
from edge_hub.contract.rule import RuleBegan, RuleEnded
from edge_hub.domain.hall import Hall


class Wait(NamedTuple):
    """One ticket from the moment it began to wait for an item until it was first called for it."""

    ticket: str
    item: str
    cls: str
    from_ms: int
    wait_ms: int


class Told(NamedTuple):
    """What a ticket was told to expect and how long it really waited, beside what simpler forecasts would have said:
    `head_s`, as long as the first of the line has waited; `line_s`, the line x the configured minutes / windows."""

    item: str
    forecast: q.Forecast
    wait_s: float
    head_s: float
    line_s: float


@dataclass(slots=True)
class Desk:
    """What a window did: how long it was open and how long it had somebody."""

    open_ms: int = 0
    busy_ms: int = 0
    served: int = 0
    open_from_ms: int | None = None
    busy_from_ms: int | None = None


@dataclass(slots=True)
class Record:
    """What happened. `overtaken`: for each call, how many who had waited longer it passed over."""

    desks: dict[str, Desk]
    came: int = 0
    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    waits: list[Wait] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    rivals_s: tuple[float, float] = (0.0, 0.0)
    """What the simpler forecasts say to the one who comes now."""
    service_ms: list[tuple[str, int]] = field(default_factory=list)
    overtaken: list[int] = field(default_factory=list)
    suffered: list[int] = field(default_factory=list)
    """For each ticket that was called, how often younger ones of better classes had been called before it."""
    firm: int = 0
    """Calls that a bound against starvation decided."""
    rules_on: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """By rule: from when to when it was on."""
    no_shows: int = 0
    left_over: int = 0
    _waiting_from: dict[str, int] = field(default_factory=dict)
    _promised: dict[str, tuple[q.TicketTaken, tuple[float, float]]] = field(default_factory=dict)

    def waits_from(self, ticket: str, now_ms: int) -> None:
        self._waiting_from[ticket] = now_ms

    def see(self, hall: Hall, event: Any) -> None:
        """An event that is about to change the hall."""
        if isinstance(event, q.TicketTaken):
            self._promised[event.ticket] = (event, self.rivals_s)
        elif isinstance(event, q.TicketCalled):
            self._judge(event)
            self._overtaking(event)
            from_ms = self._waiting_from.pop(event.ticket, None)
            if from_ms is not None:  # not one who comes after a no-show
                cls = hall.tickets[event.ticket].cls
                self.waits.append(Wait(event.ticket, event.item, cls, from_ms, event.at_ms - from_ms))
        elif isinstance(event, q.ServiceFinished):
            service = hall.services[event.service]
            if service.by != "finish":  # the clerk has pressed start
                self.service_ms.append((event.item, event.at_ms - service.started_ms))
        elif isinstance(event, q.TicketPassed):
            self.no_shows += 1
        elif isinstance(event, RuleBegan):
            self.rules_on.setdefault(event.rule, []).append((event.at_ms, event.at_ms))
        elif isinstance(event, RuleEnded):
            self.rule_was_on(event.rule, event.at_ms)

    def rule_was_on(self, rule: str, until_ms: int) -> None:
        began_ms, _ = self.rules_on[rule].pop()
        self.rules_on[rule].append((began_ms, until_ms))

    def _overtaking(self, event: q.TicketCalled) -> None:
        self.overtaken.append(event.passed_over)
        if event.why is not None:
            self.suffered.append(event.why.overtaken)
            self.firm += event.why.firm

    def _judge(self, event: q.TicketCalled) -> None:
        taken, rivals_s = self._promised.pop(event.ticket, (None, (0.0, 0.0)))
        if taken is not None and taken.forecast is not None:
            wait_s = (event.at_ms - taken.at_ms) / 1000
            self.told.append(Told(event.item, taken.forecast, wait_s, *rivals_s))

    def opened(self, window: str, now_ms: int) -> None:
        desk = self.desks[window]
        desk.open_from_ms = now_ms if desk.open_from_ms is None else desk.open_from_ms

    def shut(self, window: str, now_ms: int) -> None:
        desk = self.desks[window]
        desk.open_ms += now_ms - (now_ms if desk.open_from_ms is None else desk.open_from_ms)
        desk.open_from_ms = None

    def busy(self, window: str, now_ms: int) -> None:
        self.desks[window].busy_from_ms = now_ms

    def free(self, window: str, now_ms: int) -> None:
        desk = self.desks[window]
        desk.busy_ms += now_ms - (now_ms if desk.busy_from_ms is None else desk.busy_from_ms)
        desk.busy_from_ms = None
