"""What a clerk can do beside the next step: one table of actions, each always in its place.

An action that is not possible now stays where it is, pale: hands learn places, not menus. Where the reason is not plain
to see (too early, too often) it is said. Actions with a `panel` open it beside the work and never over it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from edge_hub.contract import queue
from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.envelope import WindowCommand
from edge_hub.contract.hall import TerminalRules
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowNow, WindowState

from ..times import seconds_left


class Side(StrEnum):
    RECALL = "RECALL"
    NO_SHOW = "NO_SHOW"
    RETURN = "RETURN"
    HOLD = "HOLD"
    TRANSFER = "TRANSFER"
    WALK_UP = "WALK_UP"
    PAUSE = "PAUSE"
    CLOSE = "CLOSE"
    SIGN_OUT = "SIGN_OUT"


@dataclass(frozen=True, slots=True)
class Scene:
    """What an action is judged by."""

    now: WindowNow
    rules: TerminalRules
    hall_ms: int
    clock: ClockRule


@dataclass(frozen=True, slots=True)
class SideRow:
    """One action: `why_not` gives the short reason for which it is not possible now, or None."""

    words: Words
    icon: str
    key: str
    why_not: Callable[[Scene], Words | None]
    panel: bool = False
    command: Callable[[str], WindowCommand] | None = None


NOBODY_CALLED = Words(zh="没有叫号", en="nobody called")
NOT_SERVING = Words(zh="没有在办", en="nobody served")
BUSY = Words(zh="请先办完", en="finish first")
NOT_OPEN = Words(zh="窗口未开放", en="window not open")
CLOSED_ALREADY = Words(zh="已停办", en="closed already")
PLAIN_TO_SEE = (NOBODY_CALLED, NOT_SERVING, BUSY, NOT_OPEN, CLOSED_ALREADY)
"""Reasons that the rest of the screen says anyway: not repeated on every button."""


def _called(scene: Scene) -> Words | None:
    at = scene.now.at
    return None if at and at.state is TicketState.CALLED else NOBODY_CALLED


def _serving(scene: Scene) -> Words | None:
    at = scene.now.at
    return None if at and at.state is TicketState.SERVING else NOT_SERVING


def _at_all(scene: Scene) -> Words | None:
    return None if scene.now.at else NOT_SERVING


def _empty(scene: Scene) -> Words | None:
    return BUSY if scene.now.at else None


def _open_and_empty(scene: Scene) -> Words | None:
    return _empty(scene) or (None if scene.now.state is WindowState.OPEN else NOT_OPEN)


def _not_closed(scene: Scene) -> Words | None:
    return _empty(scene) or (CLOSED_ALREADY if scene.now.state is WindowState.CLOSED else None)


def recalls_left(scene: Scene) -> int:
    """How often the called number may be called again."""
    at = scene.now.at
    return max(0, scene.rules.recall_max + 1 - at.calls) if at else 0


def _recall(scene: Scene) -> Words | None:
    if _called(scene) is None and recalls_left(scene) == 0:
        return Words(zh=f"已重呼 {scene.rules.recall_max} 次", en=f"recalled {scene.rules.recall_max}×")
    return _called(scene)


def _no_show(scene: Scene) -> Words | None:
    """From `no_show_after_s` after the last call on: a person needs time to hear of it and to walk."""
    at = scene.now.at
    if at is None or _called(scene):
        return NOBODY_CALLED
    left = seconds_left(at.called_ms + scene.rules.no_show_after_s * 1000, scene.hall_ms, scene.clock)
    return Words(zh=f"{left} 秒后可用", en=f"in {left} s") if left else None


SIDES: dict[Side, SideRow] = {
    Side.RECALL: SideRow(
        Words(zh="重呼", en="Recall"), "megaphone", "F2", _recall, command=lambda at: queue.Recall(window=at)
    ),
    Side.NO_SHOW: SideRow(
        Words(zh="过号", en="No-show"), "user-x", "F3", _no_show, command=lambda at: queue.NoShow(window=at)
    ),
    Side.RETURN: SideRow(
        Words(zh="退回", en="Return"), "undo-2", "F4", _called, command=lambda at: queue.Return(window=at)
    ),
    Side.HOLD: SideRow(Words(zh="挂起", en="Hold"), "pause", "F5", _serving, panel=True),
    Side.TRANSFER: SideRow(Words(zh="转出", en="Transfer"), "arrow-right-left", "F6", _at_all, panel=True),
    Side.WALK_UP: SideRow(Words(zh="现场取号", en="Walk-up"), "ticket", "F7", _open_and_empty, panel=True),
    Side.PAUSE: SideRow(Words(zh="暂停", en="Pause"), "coffee", "F8", _open_and_empty, panel=True),
    Side.CLOSE: SideRow(Words(zh="停办", en="Close"), "door-closed", "", _not_closed, panel=True),
    Side.SIGN_OUT: SideRow(Words(zh="退出", en="Sign out"), "log-out", "", _empty, panel=True),
}

WITH_THE_TICKET = (Side.RECALL, Side.NO_SHOW, Side.RETURN, Side.HOLD, Side.TRANSFER)
WITH_THE_WINDOW = (Side.WALK_UP, Side.PAUSE, Side.CLOSE, Side.SIGN_OUT)


@dataclass(frozen=True, slots=True)
class SideNow:
    """An action as it is drawn now: `note` says what is worth knowing (recalls left, seconds to go)."""

    side: Side
    words: Words
    icon: str
    key: str
    ready: bool
    note: Words | None
    panel: bool


def side_now(side: Side, scene: Scene) -> SideNow:
    """One action of the table as it stands."""
    row = SIDES[side]
    why_not = row.why_not(scene)
    note = _worth_knowing(side, scene) if why_not is None else None if why_not in PLAIN_TO_SEE else why_not
    return SideNow(side, row.words, row.icon, row.key, why_not is None, note, row.panel)


def _worth_knowing(side: Side, scene: Scene) -> Words | None:
    if side is not Side.RECALL:
        return None
    left = recalls_left(scene)
    return Words(zh=f"还可 {left} 次", en=f"{left} left")
