"""What is decided about the doors of items: closing one to new tickets, opening it again, and what the desk is told.

Whoever has a ticket of a closed item waits on at the same place and is called as before. `closing` and `opening` are
for whatever closes by itself (a rule, a change of the configuration).
"""

from edge_hub.contract import item as i
from edge_hub.contract.base import Words
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.item import CLOSING_NAMES, ClosingReason
from edge_hub.contract.reasons import Reason

from .hall import Hall
from .means import Decision, Happening, Means, Verdict
from .values import Closing


def close(hall: Hall, command: Command, body: i.CloseItem, means: Means) -> Verdict:
    """Closing twice is no fault and nothing new."""
    no = _unknown(hall, body.item)
    if no:
        return no
    if body.item not in hall.closed_items:
        if body.reason is ClosingReason.OTHER and not body.why.strip():
            return rejected(Reason.WHY_NEEDED)
        event = closing(hall, body.item, body.reason, means.now_ms, device=command.device)
        return Decision((Happening(event, _why(body.why)),), lambda: told(hall, hall.closed_items[body.item]))
    return Decision(result=lambda: told(hall, hall.closed_items[body.item]))


def reopen(hall: Hall, command: Command, body: i.OpenItem, means: Means) -> Verdict:
    no = _unknown(hall, body.item)
    if no:
        return no
    if body.item not in hall.closed_items:
        return Decision()
    event = i.ItemOpened(item=body.item, device=command.device, at_ms=means.now_ms)
    return Decision((Happening(event, _why(body.why)),))


def closing(
    hall: Hall, item: str, reason: ClosingReason, now_ms: int, device: str | None = None, rule: str | None = None
) -> i.ItemClosed:
    """The event that closes an item, on record with how many already wait."""
    return i.ItemClosed(
        item=item, device=device, reason=reason, rule=rule, waiting=hall.waiting_for(item), at_ms=now_ms
    )


def told(hall: Hall, one: Closing) -> i.ClosedItem:
    """A closed item as the desk sees it now."""
    waiting, windows = hall.waiting_for(one.item), hall.labels(hall.open_windows(one.item))
    return i.ClosedItem(
        item=one.item, name=hall.names[one.item], reason=one.reason, why=CLOSING_NAMES[one.reason],
        since_ms=one.since_ms, device=one.device, by=one.by, rule=one.rule, waiting=waiting, windows=windows,
        words=_those_who_wait(waiting, windows),
    )  # fmt: skip


def _those_who_wait(waiting: int, windows: tuple[str, ...]) -> Words:
    if not waiting:
        return Words(zh="没有人在等候。", en="Nobody waits for it.")
    if not windows:
        return Words(
            zh=f"{waiting} 人已取号等候，号票有效，但没有窗口开放，请安排。",
            en=f"{waiting} wait with a valid ticket, but no window is open for them: please arrange for it.",
        )
    at = "、".join(windows), ", ".join(windows)
    return Words(
        zh=f"{waiting} 人已取号等候，仍按次序在 {at[0]} 窗口办理。",
        en=f"{waiting} wait with a valid ticket and are still called in turn to {at[1]}.",
    )


def _unknown(hall: Hall, item: str) -> Rejected | None:
    return rejected(Reason.ITEM_UNKNOWN) if hall.plan.item(item) is None else None


def _why(why: str) -> dict[str, str] | None:
    """What somebody writes may name a person: it is sealed."""
    return {"why": why} if why else None
