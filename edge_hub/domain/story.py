"""The story of a ticket: what happened to it, as its own records tell. A fold over the ticket's events.

While the day lasts the hall keeps a short note of each event; after a restart they are read from the journal again.
"""

from collections.abc import Mapping
from typing import Any

from edge_hub.contract import queue as q
from edge_hub.contract.base import Words

from .hall import Hall, Note
from .values import Ticket

SHOWN_MAX = 100
"""Lines of one reply: the first and the newest."""

TOLD: Mapping[str, Words] = {
    "TicketTaken": Words(zh="取号：{items}", en="taken for {items}"),
    "TicketCalled": Words(zh="{window} 窗口叫号", en="called to {window}"),
    "TicketRecalled": Words(zh="{window} 窗口重呼", en="called again to {window}"),
    "ServiceStarted": Words(zh="{window} 窗口开始办理“{item}”", en="service begins at {window}: {item}"),
    "ServiceFinished": Words(zh="{window} 窗口“{item}”服务结束", en="service ends at {window}: {item}"),
    "TicketPassed": Words(zh="{window} 窗口过号", en="did not come to {window}"),
    "TicketReturned": Words(zh="{window} 窗口退回原位", en="called by mistake, {window} gives it back its place"),
    "TicketHeld": Words(zh="{window} 窗口挂起", en="put on hold at {window}"),
    "TicketResumed": Words(zh="{window} 窗口恢复办理", en="served again at {window}"),
    "TicketReleased": Words(zh="{window} 窗口停办，回到队列", en="{window} closed: back in the line"),
    "TicketTransferred": Words(zh="{window} 窗口转办“{item}”{to}", en="sent on by {window} for {item}{to}"),
    "FinishUndone": Words(zh="{window} 窗口撤销“服务结束”", en="the end is undone at {window}"),
    "NoShowUndone": Words(zh="{window} 窗口撤销“过号”", en="the no-show is undone at {window}"),
    "TicketRequeued": Words(zh="过号重排", en="back in the line after a no-show"),
    "TicketCancelled": Words(zh="取消", en="cancelled"),
}
"""What is said of each kind of event of a ticket. Never how it was rated: the clerk may read this."""


def note(event: Mapping[str, Any]) -> Note:
    """The note of an event of a ticket, from its fields."""
    get = event.get
    return (event["at_ms"], event["type"], get("window"), get("item") or get("to_item"), get("to_window"))


def lines(hall: Hall, ticket: Ticket) -> tuple[q.StoryLine, ...]:
    """The story in both languages, oldest first."""
    notes = hall.stories.get(ticket.id, [])
    shown = notes if len(notes) <= SHOWN_MAX else [notes[0], *notes[1 - SHOWN_MAX :]]
    return tuple(q.StoryLine(at_ms=one[0], what=one[1], words=_words(hall, ticket, one)) for one in shown)


def _words(hall: Hall, ticket: Ticket, one: Note) -> Words:
    _, what, window, item, to_window = one
    told, label = TOLD[what], hall.plan.label(window) if window else ""
    names = [hall.names[each] for each in ticket.asked]
    item_name = hall.names[item] if item else Words(zh="", en="")
    to = hall.plan.label(to_window) if to_window else ""
    zh = {"items": "、".join(each.zh for each in names), "item": item_name.zh, "to": f"，到 {to} 窗口" if to else ""}
    en = {"items": ", ".join(each.en for each in names), "item": item_name.en, "to": f", to {to}" if to else ""}
    return Words(zh=told.zh.format(window=label, **zh), en=told.en.format(window=label, **en))
