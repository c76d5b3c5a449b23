"""The door of an item (事项): closed to new tickets for a while, and opened again.

One mechanism, whoever closes: the guide desk, a rule of the hall, a change of the configuration. A closed item gives no
new ticket, on paper or by name. Whoever has a ticket keeps it and is called as before; the desk is told how many wait
and how many windows are open for them. A new day begins with every item open.
"""

from enum import StrEnum
from typing import Literal

from .base import ByStaff, Id, Lenient, Ms, ShortText, Strict, Words


class ClosingReason(StrEnum):
    """Why an item is closed; citizens read the words. What else is to be said is sealed in the record."""

    EQUIPMENT = "EQUIPMENT"
    SYSTEM = "SYSTEM"
    STAFF = "STAFF"
    FULL = "FULL"
    CHANGE = "CHANGE"
    OTHER = "OTHER"
    """Needs to be explained (`why`)."""


CLOSING_NAMES: dict[ClosingReason, Words] = {
    ClosingReason.EQUIPMENT: Words(zh="设备故障", en="equipment out of order"),
    ClosingReason.SYSTEM: Words(zh="业务系统故障", en="business system down"),
    ClosingReason.STAFF: Words(zh="窗口暂时无人办理", en="nobody at the windows for now"),
    ClosingReason.FULL: Words(zh="等候人数已满", en="enough people are waiting"),
    ClosingReason.CHANGE: Words(zh="事项调整", en="the item is being changed"),
    ClosingReason.OTHER: Words(zh="临时安排", en="temporary arrangement"),
}
NO_WINDOW = Words(zh="没有窗口办理", en="no window handles it")


class CloseItem(Strict):
    """No more tickets for an item today, those waiting are still served."""

    do: Literal["CloseItem"] = "CloseItem"
    item: Id
    reason: ClosingReason = ClosingReason.OTHER
    why: ShortText = ""


class OpenItem(Strict):
    """Tickets for a closed item again."""

    do: Literal["OpenItem"] = "OpenItem"
    item: Id
    why: ShortText = ""


class ItemClosed(ByStaff):
    """`device` and `by` of who closed it at a desk; `rule` of what closed it by itself. `waiting` had their tickets
    already."""

    type: Literal["ItemClosed"] = "ItemClosed"
    item: Id
    device: Id | None = None
    reason: ClosingReason = ClosingReason.OTHER
    rule: Id | None = None
    waiting: int = 0
    at_ms: Ms


class ItemOpened(ByStaff):
    type: Literal["ItemOpened"] = "ItemOpened"
    item: Id
    device: Id | None = None
    at_ms: Ms


class ClosedItem(Lenient):
    """A closed item as the guide desk sees it, and the reply to `CloseItem`."""

    item: Id
    name: Words
    reason: ClosingReason
    why: Words
    """What citizens read."""
    since_ms: Ms
    device: Id | None = None
    by: Id | None = None
    rule: Id | None = None
    waiting: int
    windows: tuple[str, ...] = ()
    """Labels of the open windows that serve it."""
    words: Words
    """What happens with those who wait."""
