"""The four lists of the call pad: who is next, who is on hold, who was passed, and how long the line of each item is.

A row carries what can be done with it. The class of a ticket shows as a badge (优先) and never why: that is between the
person and the hall.
"""

from dataclasses import dataclass
from enum import StrEnum

from edge_hub.contract.base import Words
from edge_hub.contract.hall import ClassInfo
from edge_hub.contract.queue import NORMAL, TicketBrief
from edge_hub.contract.window import LineOfItem, WindowNow, WindowState

from ..times import minutes_since


class Tab(StrEnum):
    NEXT = "NEXT"
    HELD = "HELD"
    PASSED = "PASSED"
    LINES = "LINES"


TAB_WORDS: dict[Tab, Words] = {
    Tab.NEXT: Words(zh="等候", en="Next"),
    Tab.HELD: Words(zh="挂起", en="On hold"),
    Tab.PASSED: Words(zh="过号", en="Passed"),
    Tab.LINES: Words(zh="事项", en="Items"),
}

EMPTY_WORDS: dict[Tab, Words] = {
    Tab.NEXT: Words(zh="现在没有人等候", en="Nobody is waiting"),
    Tab.HELD: Words(zh="没有挂起的号", en="Nothing is on hold"),
    Tab.PASSED: Words(zh="今天没有过号", en="No no-shows today"),
    Tab.LINES: Words(zh="本窗口没有事项", en="No items here"),
}


class RowAct(StrEnum):
    """What a touch on a row's button does."""

    CALL = "CALL"
    RESUME = "RESUME"
    CALL_BACK = "CALL_BACK"
    REQUEUE = "REQUEUE"


ACT_WORDS: dict[RowAct, Words] = {
    RowAct.CALL: Words(zh="叫号", en="Call"),
    RowAct.RESUME: Words(zh="继续", en="Resume"),
    RowAct.CALL_BACK: Words(zh="叫回", en="Call"),
    RowAct.REQUEUE: Words(zh="重排", en="Requeue"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: a ticket with its acts, or an item with its count."""

    key: str
    number: str
    item: Words
    badge: Words | None
    minutes: int
    ver: int = 0
    acts: tuple[RowAct, ...] = ()
    count: int | None = None


def badge_of(cls: str, classes: tuple[ClassInfo, ...]) -> Words | None:
    """The name of a class that is called earlier than the normal one; None for everybody else."""
    ranks = {one.id: one.rank for one in classes}
    mine = next((one for one in classes if one.id == cls), None)
    return mine.name if mine and mine.rank < ranks.get(NORMAL, 99) else None


def rows_of(tab: Tab, now: WindowNow, classes: tuple[ClassInfo, ...], hall_ms: int) -> tuple[Row, ...]:
    """The rows of a list. Calling needs an open and empty window; putting back in line does not."""
    if tab is Tab.LINES:
        return tuple(_item_row(line) for line in sorted(now.items, key=lambda line: -line.waiting))
    free = now.state is WindowState.OPEN and now.at is None
    tickets = {Tab.NEXT: now.next, Tab.HELD: now.held, Tab.PASSED: now.passed}[tab]
    acts = _ACTS_FREE[tab] if free else _ACTS_BUSY[tab]
    return tuple(_ticket_row(brief, classes, hall_ms, acts) for brief in tickets)


def counts_of(now: WindowNow) -> dict[Tab, int]:
    """The figure on each tab."""
    return {Tab.NEXT: now.waiting, Tab.HELD: len(now.held), Tab.PASSED: len(now.passed), Tab.LINES: len(now.items)}


_ACTS_FREE: dict[Tab, tuple[RowAct, ...]] = {
    Tab.NEXT: (RowAct.CALL,),
    Tab.HELD: (RowAct.RESUME,),
    Tab.PASSED: (RowAct.CALL_BACK, RowAct.REQUEUE),
}
_ACTS_BUSY: dict[Tab, tuple[RowAct, ...]] = {Tab.NEXT: (), Tab.HELD: (), Tab.PASSED: (RowAct.REQUEUE,)}


def _ticket_row(brief: TicketBrief, classes: tuple[ClassInfo, ...], hall_ms: int, acts: tuple[RowAct, ...]) -> Row:
    return Row(
        key=brief.ticket, number=brief.number, item=brief.item_name, badge=badge_of(brief.cls, classes),
        minutes=minutes_since(brief.since_ms, hall_ms), ver=brief.ver, acts=acts,
    )  # fmt: skip


def _item_row(line: LineOfItem) -> Row:
    return Row(key=line.item, number="", item=line.name, badge=None, minutes=0, count=line.waiting)
