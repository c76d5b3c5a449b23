"""The screen above a window as one frozen value: the window's snapshot, its age and the time go in. Pure.

A number that may be old misleads people who stand in a line: from `SAY_S` without word from the hub the screen says so,
from `BLANK_S` on it shows no numbers at all. Names and items of the window stay: they are still true.
"""

from dataclasses import dataclass
from enum import StrEnum

from edge_hub.contract.base import Words
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import PAUSE_NAMES, ClerkFace, WindowNow, WindowState

from ..known import Known
from ..times import wall_clock

SAY_S = 3.0
BLANK_S = 60.0
NEXT_MAX = 3
PAGE_S = 8.0
NO_NUMBER = "—"


class View(StrEnum):
    """What the window is doing, as somebody in the hall sees it."""

    CALL = "CALL"
    SERVING = "SERVING"
    FREE = "FREE"
    WAIT = "WAIT"
    PAUSED = "PAUSED"
    CLOSED = "CLOSED"
    UNSURE = "UNSURE"


VIEW_WORDS: dict[View, Words] = {
    View.CALL: Words(zh="请到本窗口", en="Please come here"),
    View.SERVING: Words(zh="正在办理", en="Now serving"),
    View.FREE: Words(zh="欢迎办理", en="Welcome"),
    View.WAIT: Words(zh="请等候叫号", en="Please wait"),
    View.PAUSED: Words(zh="暂停服务", en="Paused"),
    View.CLOSED: Words(zh="未开放", en="Closed"),
    View.UNSURE: Words(zh="请留意窗口人员招呼", en="Please watch the clerk"),
}


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item handled here."""

    item: str
    name: Words
    waiting: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on the screen. `number` is empty where no number belongs."""

    view: View
    words: Words
    number: str
    detail: Words | None
    label: str
    name: Words
    department: Words
    clerk: ClerkFace | None
    waiting: int | None
    following: tuple[str, ...]
    items: tuple[ItemView, ...]
    pages: int
    page: int
    stale: bool
    call: tuple[str, int] | None
    """The call that is shown: number and time; a recall is a new one."""


def draw(known: Known, age_s: float, per_page: int, running_s: float) -> Picture | None:
    """The screen as it looks now; None before the first snapshot. `running_s` turns the pages of the items."""
    now = known.now
    if now is None:
        return None
    view = _view(now, age_s)
    shows = view is not View.UNSURE
    at = now.at if shows and now.at and view in (View.CALL, View.SERVING) else None
    items, page, pages = page_of(_items(known, now), per_page, running_s)
    return Picture(
        view=view, words=VIEW_WORDS[view],
        number=at.number if at else NO_NUMBER if view is View.UNSURE else "",
        detail=_detail(now, view), label=now.label, name=now.name, department=now.department, clerk=now.clerk,
        waiting=now.waiting if shows else None,
        following=tuple(one.number for one in now.next[:NEXT_MAX]) if shows and now.state is WindowState.OPEN else (),
        items=items, pages=pages, page=page, stale=age_s > SAY_S,
        call=(at.number, at.called_ms) if at and view is View.CALL else None,
    )  # fmt: skip


def page_of(items: tuple[ItemView, ...], per_page: int, running_s: float) -> tuple[tuple[ItemView, ...], int, int]:
    """The items of the page whose turn it is, which page, and of how many. Pages are filled evenly."""
    pages = max(1, -(-len(items) // per_page))
    page = int(running_s // PAGE_S) % pages
    each = -(-len(items) // pages) if items else 0
    return items[page * each : (page + 1) * each], page, pages


def _view(now: WindowNow, age_s: float) -> View:
    if age_s > BLANK_S:
        return View.UNSURE
    if now.at is not None:
        return View.CALL if now.at.state is TicketState.CALLED else View.SERVING
    if now.state is WindowState.OPEN:
        return View.WAIT if now.waiting else View.FREE
    return View.PAUSED if now.state is WindowState.PAUSED else View.CLOSED


def _detail(now: WindowNow, view: View) -> Words | None:
    """Why the window is paused and when somebody is back."""
    if view is not View.PAUSED or now.pause is None:
        return None
    why = PAUSE_NAMES[now.pause]
    if now.pause_until_ms is None:
        return why
    until = wall_clock(now.pause_until_ms)
    return Words(zh=f"{why.zh}，预计 {until} 恢复", en=f"{why.en}, back at about {until}")


def _items(known: Known, now: WindowNow) -> tuple[ItemView, ...]:
    return tuple(ItemView(one.item, known.short_name(one.item, one.name), one.waiting) for one in now.items)
