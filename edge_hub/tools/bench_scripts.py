"""What the simulated devices do: ticket machines take, clerks call and finish."""

from collections.abc import Callable, Sequence
from itertools import cycle

from edge_hub.contract import queue
from edge_hub.contract.base import Strict
from edge_hub.contract.codec import encode
from edge_hub.contract.reasons import Reason

from .bench_load import Order, Script
from .bench_site import Seat

TimeUp = Callable[[], bool]


def order(body: Strict, session: str | None = None) -> Order:
    """An order from a command of the contract."""
    return Order(type(body).__name__, encode(body), session)


def taking(items: Sequence[str], start: int, time_up: TimeUp) -> Script:
    """A ticket machine: one ticket after the other, over all items from the `start`th on."""
    first = start % len(items)
    for each in cycle([order(queue.TakeTicket(items=(item,))) for item in (*items[first:], *items[:first])]):
        if time_up():
            return
        yield each


def serving(seat: Seat, session: str, time_up: TimeUp, *, patient: bool = False) -> Script:
    """A clerk calls the next and finishes; when nobody waits, a `patient` one asks again and another stops.

    Looks at the time only with an empty window, so that a run leaves no ticket behind at one.
    """
    call, finish = order(queue.CallNext(window=seat.window), session), order(queue.Finish(window=seat.window), session)
    while not time_up():
        answer = yield call
        if answer.get("ok", True):
            yield finish
        elif not (patient and answer.get("reason") == Reason.NOBODY_WAITS):
            return


def leaving(seat: Seat, session: str) -> Script:
    """Finish whatever an interrupted run left at the window."""
    yield order(queue.Finish(window=seat.window), session)
