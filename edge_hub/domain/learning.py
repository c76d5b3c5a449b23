"""From events to what the hall has learnt: one table, from the kind of an event to what it teaches.

Each is called with the hall as it was before the event. An item's time is from the call until the window is free: so
that the walk to the window, a no-show and a service whose clerk never pressed start count as what they are, time in
which nobody else is called.
"""

from collections.abc import Callable
from typing import Any

from edge_hub.contract import queue, window
from edge_hub.contract.base import Lasting
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowState

from .forecast import STRETCHES
from .hall import Hall
from .learnt import GAP, PAUSE

GAP_MAX_MS = 600_000
"""A longer gap is no habit: the clerk did something else."""


def learn(hall: Hall, event: Lasting) -> None:
    """Take in what an event teaches; the hall is still as it was before it."""
    teach = TEACHES.get(type(event))
    if teach:
        teach(hall, event)


def _called(hall: Hall, e: queue.TicketCalled) -> None:
    ticket, since_ms = hall.tickets[e.ticket], hall.windows[e.window].since_ms
    if ticket.state is not TicketState.WAITING:
        return
    if ticket.queued_ms < since_ms and e.at_ms - since_ms <= GAP_MAX_MS:
        hall.learnt.see(GAP, e.at_ms - since_ms)
    if ticket.forecast is not None:
        low_s, likely_s, high_s, _, sort = ticket.forecast
        wait_s = (e.at_ms - ticket.taken_ms) / 1000
        hall.learnt.judge(sort, (low_s, likely_s, high_s), wait_s, sort in STRETCHES)


def _left(hall: Hall, e: queue.ServiceFinished | queue.TicketPassed | queue.TicketTransferred) -> None:
    here, ticket = hall.windows[e.window], hall.tickets[e.ticket]
    resumed = ticket.started_ms is not None and ticket.started_ms < here.since_ms
    if here.since_ms and not resumed:
        hall.learnt.see(ticket.item, e.at_ms - here.since_ms)


def _opened(hall: Hall, e: window.WindowOpened) -> None:
    """The lunch break is no pause: it is known."""
    here = hall.windows[e.window]
    within = any(start_ms <= here.since_ms and e.at_ms <= end_ms for start_ms, end_ms in hall.hours(e.at_ms))
    if here.state is WindowState.PAUSED and within:
        hall.learnt.see(PAUSE, e.at_ms - here.since_ms)


TEACHES: dict[type[Lasting], Callable[[Hall, Any], None]] = {
    queue.TicketCalled: _called,
    queue.ServiceFinished: _left,
    queue.TicketPassed: _left,
    queue.TicketTransferred: _left,
    window.WindowOpened: _opened,
}
