"""Why no ticket is given now: the hall's hours; and of an item, that it is closed, a daily cap, a person's limit.

A window with a cap bounds the tickets that are given for what it serves; whoever has a ticket is served all the same.
"""

from configs.items import Item
from edge_hub.contract.clock import at_hall
from edge_hub.contract.envelope import Rejected, rejected
from edge_hub.contract.item import CLOSING_NAMES, NO_WINDOW
from edge_hub.contract.reasons import Reason

from .calendar import next_start, say_when
from .hall import Hall
from .plan import Cap


def hall_says_no(hall: Hall, now_ms: int) -> Rejected | None:
    """Why the hall gives no tickets now."""
    now = at_hall(now_ms)
    opening = hall.plan.site.hall.opening
    current = hall.opening(now_ms)
    if current.tickets:
        return None
    reopens = say_when(next_start(opening, now), now)
    return rejected(Reason.NO_MORE_TICKETS if current.open else Reason.HALL_CLOSED, reopens=reopens)


def closed_says_no(hall: Hall, item: Item) -> Rejected | None:
    """Why nobody may newly wait for an item, with a new ticket or with another one's."""
    closed = hall.closed_items.get(item.id)
    if closed is None and hall.windows_of_item.get(item.id):
        return None
    why = CLOSING_NAMES[closed.reason] if closed else NO_WINDOW
    return rejected(Reason.ITEM_CLOSED, item=hall.names[item.id], why=why)


def item_says_no(
    hall: Hall, item: Item, person: str | None, beside: tuple[str, ...] = (), *, kept: bool = False
) -> Rejected | None:
    """Why no ticket is given for an item now, apart from the hall's hours. `beside` are items of the same ticket. An
    appointment has `kept` a place: no cap counts."""
    name = hall.names[item.id]
    no = closed_says_no(hall, item)
    if no:
        return no
    if not kept and item.daily_cap is not None and hall.taken_of_item.get(item.id, 0) >= item.daily_cap:
        return rejected(Reason.DAILY_CAP, item=name)
    if not kept and any(_spent(hall, cap, beside) for cap in hall.plan.caps_of_item.get(item.id, ())):
        return rejected(Reason.DAILY_CAP, item=name)
    if item.real_name and person is None:
        return rejected(Reason.PERSON_NEEDED, item=name)
    taken = hall.taken_by_person.get((person, item.id), 0) if person else 0
    if item.person_daily_limit is not None and taken >= item.person_daily_limit:
        return rejected(Reason.PERSON_LIMIT, item=name)
    return None


def _spent(hall: Hall, cap: Cap, beside: tuple[str, ...]) -> bool:
    return sum(hall.taken_of_item.get(item, 0) + (item in beside) for item in cap.items) >= cap.services
