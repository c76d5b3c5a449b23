"""Why an item gives no ticket now, apart from the hall's hours: closed, a daily cap, a person's daily limit.

A window with a cap bounds the tickets that are given for what it serves; whoever has a ticket is served all the same.
"""

from configs.items import Item
from edge_hub.contract.envelope import Rejected, rejected
from edge_hub.contract.item import CLOSING_NAMES, NO_WINDOW
from edge_hub.contract.reasons import Reason

from .hall import Hall
from .plan import Cap


def item_says_no(hall: Hall, item: Item, person: str | None, beside: tuple[str, ...] = ()) -> Rejected | None:
    """Why no ticket is given for an item now, apart from the hall's hours. `beside` are items of the same ticket."""
    name = hall.names[item.id]
    closed = hall.closed_items.get(item.id)
    if closed is not None or not hall.windows_of_item.get(item.id):
        return rejected(Reason.ITEM_CLOSED, item=name, why=CLOSING_NAMES[closed.reason] if closed else NO_WINDOW)
    if item.daily_cap is not None and hall.taken_of_item.get(item.id, 0) >= item.daily_cap:
        return rejected(Reason.DAILY_CAP, item=name)
    if any(_spent(hall, cap, beside) for cap in hall.plan.caps_of_item.get(item.id, ())):
        return rejected(Reason.DAILY_CAP, item=name)
    if item.real_name and person is None:
        return rejected(Reason.PERSON_NEEDED, item=name)
    taken = hall.taken_by_person.get((person, item.id), 0) if person else 0
    if item.person_daily_limit is not None and taken >= item.person_daily_limit:
        return rejected(Reason.PERSON_LIMIT, item=name)
    return None


def _spent(hall: Hall, cap: Cap, beside: tuple[str, ...]) -> bool:
    return sum(hall.taken_of_item.get(item, 0) + (item in beside) for item in cap.items) >= cap.services
