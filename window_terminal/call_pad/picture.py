"""The whole call pad as one frozen value: what is known, what was typed and the time go in, what is drawn comes out."""

from dataclasses import dataclass
from typing import Literal

from edge_hub.contract.base import Words
from edge_hub.contract.hall import Directory
from edge_hub.contract.queue import AtWindow, TicketState
from edge_hub.contract.window import PAUSE_NAMES, ClerkFace, WindowNow, WindowState, session_mark

from ..known import Known
from ..links import UP, link_words
from ..times import minutes_since, stopwatch, today, wall_clock
from .lists import Row, Tab, badge_of, counts_of, rows_of
from .panels import PanelView, still_open
from .panels import view as panel_view
from .sides import SIDES, Scene, Side, SideNow, side_now
from .steps import NextStep, next_step
from .ui_state import Ui
from .undo import Undo, undo_now


@dataclass(frozen=True, slots=True)
class TicketView:
    """The ticket at the window."""

    number: str
    item: Words
    badge: Words | None
    state: Words
    serving: bool
    timer: str
    timer_label: Words
    items_left: tuple[Words, ...]
    needs: tuple[Words, ...] = ()
    """Why the person is to be fetched."""


@dataclass(frozen=True, slots=True)
class Work:
    """The work page, all that follows from the window's snapshot."""

    now: WindowNow
    step: NextStep
    sides: tuple[SideNow, ...]
    ticket: TicketView | None
    undo: Undo | None
    rows: tuple[Row, ...]
    counts: dict[Tab, int]
    panel: PanelView | None
    state: Words
    pause: Words | None
    longest_min: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on the screen."""

    screen: Literal["connecting", "sign_in", "work"]
    clock: str
    day: Words
    link: str
    link_words: Words | None
    label: str
    name: Words
    department: Words
    hall: Words
    clerk: ClerkFace | None
    hint: Words | None
    """What the sign-in page says while there is nothing else to say."""
    work: Work | None


NOTHING = Words(zh="", en="")
LAPSED = Words(zh="长时间未操作，请输入密码继续。", en="Not touched for a while. Enter your PIN to go on.")


def draw(known: Known, ui: Ui, link: str, hall_ms: int) -> Picture:
    """The pad as it looks now."""
    now, directory = known.now, known.directory
    place = known.place
    if now is not None:
        now = now.model_copy(
            update={
                "next": known.shortened(now.next),
                "held": known.shortened(now.held),
                "passed": known.shortened(now.passed),
                "at": now.at
                and now.at.model_copy(update={"items_left": tuple(map(known.short_words, now.at.items_left))}),
            }
        )
    screen: Literal["connecting", "sign_in", "work"] = "connecting"
    if now is not None and directory is not None:
        screen = _screen(now, ui)
    return Picture(
        screen=screen, clock=wall_clock(hall_ms), day=today(hall_ms), link=link, link_words=link_words(link, "clerk"),
        label=now.label if now else place.label if place else "",
        name=now.name if now else NOTHING, department=now.department if now else NOTHING,
        hall=directory.name if directory else NOTHING, clerk=now.clerk if now else None,
        hint=LAPSED if screen == "sign_in" and now and now.clerk and now.session_mark is None else None,
        work=_work(known, now, directory, ui, link, hall_ms) if screen == "work" and now and directory else None,
    )  # fmt: skip


def holds(now: WindowNow, ui: Ui) -> bool:
    """Whether the session at the window is the one that this pad was given."""
    return ui.session is not None and now.session_mark == session_mark(ui.session)


def _screen(now: WindowNow, ui: Ui) -> Literal["connecting", "sign_in", "work"]:
    if holds(now, ui):
        return "work"
    return "sign_in" if now.session_mark in (None, ui.strange) else "connecting"


def _work(known: Known, now: WindowNow, directory: Directory, ui: Ui, link: str, hall_ms: int) -> Work:
    scene = Scene(now, directory.rules, hall_ms, known.clock)
    panel = still_open(ui.panel, scene)
    return Work(
        now=now,
        step=next_step(now, hall_ms),
        sides=tuple(side_now(side, scene) for side in SIDES),
        ticket=_ticket(now.at, directory, hall_ms, _needs(known, now.at)) if now.at else None,
        undo=undo_now(now, directory.rules, hall_ms, known.clock),
        rows=rows_of(ui.tab, now, directory.classes, hall_ms),
        counts=counts_of(now),
        panel=panel_view(panel, known) if panel else None,
        state=STATE_WORDS[now.state],
        pause=_pause_words(now),
        longest_min=max(now.longest_wait_ms // 60_000, *(minutes_since(one.since_ms, hall_ms) for one in now.next), 0),
    )


def _needs(known: Known, at: AtWindow) -> tuple[Words, ...]:
    """Of the ticket at the window: what is told apart may be older or newer than the window's own picture."""
    now = known.guided.now if known.guided else None
    return now.needs if now is not None and now.ticket == at.ticket else ()


def _ticket(at: AtWindow, directory: Directory, hall_ms: int, needs: tuple[Words, ...]) -> TicketView:
    serving = at.state is TicketState.SERVING
    since = at.started_ms or at.since_ms if serving else at.called_ms
    called = Words(zh=f"已叫 {at.calls} 次", en="called once" if at.calls == 1 else f"called {at.calls} times")
    return TicketView(
        number=at.number, item=at.item_name, badge=badge_of(at.cls, directory.classes),
        state=Words(zh="正在办理", en="being served") if serving else called, serving=serving,
        timer=stopwatch(hall_ms - since),
        timer_label=Words(zh="已办理", en="serving for") if serving else Words(zh="叫号已过", en="since the call"),
        items_left=at.items_left, needs=needs,
    )  # fmt: skip


STATE_WORDS = {
    WindowState.OPEN: Words(zh="开放", en="Open"),
    WindowState.PAUSED: Words(zh="暂停服务", en="Paused"),
    WindowState.CLOSED: Words(zh="未开放", en="Closed"),
}


def _pause_words(now: WindowNow) -> Words | None:
    if now.state is not WindowState.PAUSED or now.pause is None:
        return None
    why = PAUSE_NAMES[now.pause]
    if now.pause_until_ms is None:
        return why
    until = wall_clock(now.pause_until_ms)
    return Words(zh=f"{why.zh}，{until} 返回", en=f"{why.en}, back at {until}")


def may(picture: Picture, ui: Ui) -> bool:
    """Whether any command can be given now: the link is up and none is on its way."""
    return picture.link == UP and ui.pending is None


def side_of(work: Work, side: Side) -> SideNow:
    """One action of the picture."""
    return next(one for one in work.sides if one.side is side)
