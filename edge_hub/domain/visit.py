"""One visit, several items: which item of a free list comes next, and why. Pure.

An ordered list is served as it was given. Of a free one, first comes what the window serves where the person already
stands; else the item whose expected wait is the shortest now, reckoned as for a slip, at the ticket's own place; where
nobody can say (no window open), the item named first.
"""

from edge_hub.contract.queue import ItemChoice

from .forecast import forecast
from .hall import Hall
from .values import Key, Ticket


def first_item(hall: Hall, items: tuple[str, ...], place: Key, now_ms: int) -> ItemChoice:
    """The item of a new ticket that is served first."""
    return _shortest(hall, items, place, now_ms)


def next_item(hall: Hall, ticket: Ticket, window: str, now_ms: int) -> ItemChoice | None:
    """The item after the one that ends at this window; None where there is no choice."""
    left = ticket.items[ticket.at + 1 :]
    if not ticket.free or len(left) < 2:
        return None
    here = next((item for item in left if item in hall.items_of_window[window]), None)
    if here is not None:
        return ItemChoice(item=here, because="here")
    return _shortest(hall, left, ticket.key, now_ms)


def chosen_first(items: tuple[str, ...], at: int, choice: str) -> tuple[str, ...]:
    """The items with the chosen one moved to `at`; those before it stay, the others keep their order."""
    left = [item for item in items[at:] if item != choice]
    return (*items[:at], choice, *left)


def _shortest(hall: Hall, items: tuple[str, ...], place: Key, now_ms: int) -> ItemChoice:
    waits: dict[str, int] = {}
    for item in items:
        told = forecast(hall, item, place, hall.ahead_of(item, place, now_ms), now_ms)
        if told is not None:
            waits[item] = told.likely_s
    if not waits:
        return ItemChoice(item=items[0], because="named_first")
    best = min(waits, key=lambda item: (waits[item], items.index(item)))
    return ItemChoice(item=best, because="shortest", waits_s=waits)
