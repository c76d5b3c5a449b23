"""The screen above a window as one frozen value: what is known of it, how far it may be believed and the time go in.

Pure. Numbers leave the screen when they may be wrong; the names of the window, the clerk and the items stay: they are
still true. Tickets have no names, so no citizen's name can be on it.
"""

from dataclasses import dataclass

from edge_hub.contract.base import Words
from edge_hub.contract.queue import AtWindow, TicketState
from edge_hub.contract.window import PAUSE_NAMES, ClerkFace, WindowNow, WindowState

from ..known import Known
from ..times import wall_clock
from .pages import Page, page_at
from .trust import Phase
from .words import CALLED_AGAIN, DETAILS, TITLES, View, back_words, note_words


@dataclass(frozen=True, slots=True)
class Item:
    """An item handled here; `waiting` is None where it is not known or helps nobody."""

    item: str
    name: Words
    waiting: int | None


@dataclass(frozen=True, slots=True)
class Shape:
    """How much a layout has room for."""

    items: int
    following: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on the screen. `number` is empty where no number belongs."""

    view: View
    title: Words
    detail: Words | None
    note: Words | None
    number: str
    label: str
    name: Words
    department: Words
    clerk: ClerkFace | None
    waiting: int | None
    following: tuple[str, ...]
    items: Page[Item]
    call: tuple[str, int, int] | None
    """The call that is shown: number, time and how often; a recall is a new one."""


def draw(known: Known, phase: Phase, link: str, shape: Shape, running_s: float, now_ms: int) -> Picture | None:
    """The screen as it looks now; None while there is nothing to show. `running_s` turns the pages of the items."""
    now = known.now
    if now is None or phase is Phase.STARTING:
        return None
    view = view_of(now, phase)
    at = now.at if view in (View.CALL, View.SERVING) else None
    counts = view not in (View.UNSURE, View.CLOSED)
    page = page_at(now.items, shape.items, running_s)
    return Picture(
        view=view, title=_title(view, at), detail=_detail(known, now, view, now_ms), note=note_words(phase, link),
        number=at.number if at else "", label=now.label, name=now.name, department=now.department, clerk=now.clerk,
        waiting=now.waiting if counts else None,
        following=_following(now, shape.following) if counts else (),
        items=Page(
            tuple(Item(one.item, known.short_name(one.item, one.name), one.waiting if counts else None)
                  for one in page.lines),
            page.nth, page.of, page.each, page.leaving,
        ),
        call=(at.number, at.called_ms, at.calls) if at and view is View.CALL else None,
    )  # fmt: skip


def view_of(now: WindowNow, phase: Phase) -> View:
    """Whoever is at the window comes first: a window that pauses still ends what it has begun."""
    if phase in (Phase.BLANK, Phase.STARTING):
        return View.UNSURE
    if now.at is not None:
        return View.CALL if now.at.state is TicketState.CALLED else View.SERVING
    if now.state is WindowState.OPEN:
        return View.WAIT if now.waiting else View.FREE
    return View.PAUSED if now.state is WindowState.PAUSED else View.CLOSED


def _title(view: View, at: AtWindow | None) -> Words:
    return CALLED_AGAIN if view is View.CALL and at and at.calls > 1 else TITLES[view]


def _detail(known: Known, now: WindowNow, view: View, now_ms: int) -> Words | None:
    """Why the window is paused and when somebody is back; when a closed hall opens; otherwise a kind word."""
    if view is View.PAUSED and now.pause is not None:
        until = now.pause_until_ms
        return back_words(PAUSE_NAMES[now.pause], wall_clock(until) if until is not None and until > now_ms else None)
    opening = known.hub.opening if known.hub else None
    if view is View.CLOSED and opening is not None and not opening.open:
        return opening.words
    return DETAILS.get(view)


def _following(now: WindowNow, most: int) -> tuple[str, ...]:
    """The next numbers of a window that calls."""
    return tuple(one.number for one in now.next[:most]) if now.state is WindowState.OPEN else ()
