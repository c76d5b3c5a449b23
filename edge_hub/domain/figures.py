"""Figures, counted event by event: tickets, waits, services, no-shows, ratings, forecasts.

Rules: what an event adds follows from the event and the hall as it was before it, so that the figures are a fold of the
journal like everything else and can be counted again to the same numbers. Sums only: an undo takes away, at the same
place, exactly what was added. A place is (day, hour, item, window, clerk, age band, sex), as far as they are known;
whoever wants the figures of a window adds up its places.

Age band and sex are known only of a card that was read, and of tickets and what they ask for alone. Whoever shows them
says "so many of n known".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from edge_hub.contract import queue, rating
from edge_hub.contract.base import Lasting
from edge_hub.contract.queue import TicketState

from .hall import Hall
from .values import Ticket

DIMENSIONS = ("hour", "item", "window", "clerk", "age", "sex")
"""What a day's figures are kept by; "" where it is not known or not one. A level (1 to 5 stars) is a measure."""
MEASURES = (
    "tickets", "asked", "calls", "overtakes", "waits", "wait_ms", "over_10", "over_30", "served", "timed",
    "service_ms", "no_shows", "cancelled", "transferred", "left_over", "told", "told_off_s", "told_in",
    "star_1", "star_2", "star_3", "star_4", "star_5", "defaulted",
)  # fmt: skip
"""What is counted. `asked`: an item of a ticket, of which it may have several; `overtakes`: calls that passed somebody
over; `waits`, `wait_ms`: first calls and what came before them; `over_10`, `over_30`: waits of more minutes than that;
`timed`: services whose clerk pressed start, which alone have a `service_ms`; `told`: forecasts that came due,
`told_off_s` how far off, `told_in` those within their range; `defaulted`: services that nobody rated in time, which
are no ratings."""
MIN_MS = 60_000

Place = tuple[str, int, str, str, str, str, str]
"""(day, and the dimensions)."""


class Tally(NamedTuple):
    """What one event adds (or takes away) at a place."""

    place: Place
    amounts: Mapping[str, int]


def _at(hall: Hall, ms: int, item: str, window: str = "", clerk: str | None = None) -> Place:
    return (hall.day, hour_of(ms), item, window, clerk or "", "", "")


def hour_of(ms: int) -> int:
    """The hour of the hall's day; asked for every event, so without a calendar: the hall keeps one zone, +8."""
    return (ms // 3_600_000 + 8) % 24


def tally(hall: Hall, event: Lasting) -> None:
    """Count an event; the hall is still as it was before it."""
    count = COUNTS.get(type(event))
    if count:
        hall.touched.tallies += count(hall, event)


def _taken(hall: Hall, e: queue.TicketTaken) -> Iterator[Tally]:
    """A ticket counts once, under its first item."""
    for item in e.items:
        amounts = {"tickets": 1, "asked": 1} if item == e.items[0] else {"asked": 1}
        yield Tally((e.day, hour_of(e.at_ms), item, "", "", e.age or "", e.sex or ""), amounts)


def _called(hall: Hall, e: queue.TicketCalled) -> Iterator[Tally]:
    ticket, amounts = hall.tickets[e.ticket], {"calls": 1}
    if e.passed_over:
        amounts["overtakes"] = 1
    waited_ms = ticket.waited_at(e.at_ms)
    if waited_ms is not None:
        amounts |= _wait(waited_ms, 1)
    if ticket.state is TicketState.WAITING and ticket.forecast is not None:
        low_s, likely_s, high_s, _, _ = ticket.forecast
        wait_s = max(0, e.at_ms - ticket.taken_ms) // 1000
        amounts |= {"told": 1, "told_off_s": abs(wait_s - likely_s), "told_in": int(low_s <= wait_s <= high_s)}
    yield Tally(_at(hall, e.at_ms, e.item, e.window, e.clerk), amounts)


def _returned(hall: Hall, e: queue.TicketReturned) -> Iterator[Tally]:
    """Called by mistake: the wait goes on."""
    ticket = hall.tickets[e.ticket]
    if ticket.waited_ms is not None:
        called_ms = ticket.waits_ms + ticket.waited_ms
        yield Tally(_here(hall, ticket, e.window, called_ms), _wait(ticket.waited_ms, -1))


def _here(hall: Hall, ticket: Ticket, window: str, ms: int) -> Place:
    """At the window where the ticket is, with the clerk who sits there."""
    return _at(hall, ms, ticket.item, window, hall.windows[window].clerk)


def _wait(ms: int, sign: int) -> dict[str, int]:
    amounts = {"waits": sign, "wait_ms": sign * ms}
    if ms > 10 * MIN_MS:
        amounts["over_10"] = sign
    if ms > 30 * MIN_MS:
        amounts["over_30"] = sign
    return amounts


def _passed(hall: Hall, e: queue.TicketPassed) -> Iterator[Tally]:
    yield Tally(_here(hall, hall.tickets[e.ticket], e.window, e.at_ms), {"no_shows": 1})


def _no_show_undone(hall: Hall, e: queue.NoShowUndone) -> Iterator[Tally]:
    ticket = hall.tickets[e.ticket]
    yield Tally(_here(hall, ticket, e.window, ticket.since_ms), {"no_shows": -1})


def _finished(hall: Hall, e: queue.ServiceFinished) -> Iterator[Tally]:
    yield _served(hall, e.service, e.at_ms, 1)


def _finish_undone(hall: Hall, e: queue.FinishUndone) -> Iterator[Tally]:
    yield _served(hall, e.service, hall.services[e.service].finished_ms or e.at_ms, -1)


def _served(hall: Hall, service_id: str, finished_ms: int, sign: int) -> Tally:
    service = hall.services[service_id]
    amounts = {"served": sign}
    if service.by != "finish":
        amounts |= {"timed": sign, "service_ms": sign * max(0, finished_ms - service.started_ms)}
    return Tally(_at(hall, finished_ms, service.item, service.window, service.clerk), amounts)


def _transferred(hall: Hall, e: queue.TicketTransferred) -> Iterator[Tally]:
    yield Tally(_here(hall, hall.tickets[e.ticket], e.window, e.at_ms), {"transferred": 1})


def _cancelled(hall: Hall, e: queue.TicketCancelled) -> Iterator[Tally]:
    yield Tally(_at(hall, e.at_ms, hall.tickets[e.ticket].item), {"cancelled": 1})


def _day_rolled(hall: Hall, e: queue.DayRolled) -> Iterator[Tally]:
    """Whoever was left over counts in the hour in which they came: the day has ended."""
    for ticket in (hall.tickets[one] for one in e.left_over if one in hall.tickets or not hall.headless):
        yield Tally(_at(hall, ticket.taken_ms, ticket.item), {"left_over": 1})


def _rated(hall: Hall, e: rating.ServiceRated) -> Iterator[Tally]:
    yield Tally(_at(hall, e.at_ms, e.item, e.window, e.clerk), {f"star_{e.level.stars}": 1})


def _rating_changed(hall: Hall, e: rating.RatingChanged) -> Iterator[Tally]:
    service = hall.service(e.service)
    if service is None:
        assert hall.headless
        return
    place = _at(hall, service.rated_ms or e.at_ms, service.item, service.window, service.clerk)
    yield Tally(place, {f"star_{e.was.stars}": -1, f"star_{e.level.stars}": 1})


def _defaulted(hall: Hall, e: rating.RatingDefaulted) -> Iterator[Tally]:
    """On the day of the service: what part of it was rated is known only now."""
    yield Tally((e.day, hour_of(e.finished_ms), e.item, e.window, e.clerk or "", "", ""), {"defaulted": 1})


COUNTS: dict[type[Lasting], Callable[[Hall, Any], Iterator[Tally]]] = {
    queue.TicketTaken: _taken,
    queue.TicketCalled: _called,
    queue.TicketReturned: _returned,
    queue.TicketPassed: _passed,
    queue.NoShowUndone: _no_show_undone,
    queue.ServiceFinished: _finished,
    queue.FinishUndone: _finish_undone,
    queue.TicketTransferred: _transferred,
    queue.TicketCancelled: _cancelled,
    queue.DayRolled: _day_rolled,
    rating.ServiceRated: _rated,
    rating.RatingChanged: _rating_changed,
    rating.RatingDefaulted: _defaulted,
}
"""Events that count. What is only a step on the way (recall, start, hold) does not."""
