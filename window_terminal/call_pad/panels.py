"""The panels beside the work (pause, hold, transfer, walk-up, close, sign out): what each offers and what it sends.

A panel lies where the lists are, never over the next step. It closes by itself when what it was opened for is gone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from edge_hub.contract import queue, window
from edge_hub.contract.base import Words
from edge_hub.contract.envelope import WindowCommand
from edge_hub.contract.window import PAUSE_NAMES, PauseReason

from ..known import Known
from .sides import SIDES, Scene, Side
from .targets import Target, search, targets

PAUSE_MINUTES: tuple[int | None, ...] = (None, 5, 10, 15, 30, 60)

HOLD_REASONS: dict[str, Words] = {
    "form": Words(zh="填写表格", en="Filling in a form"),
    "copy": Words(zh="复印、拍照", en="Making copies"),
    "papers": Words(zh="回去取材料", en="Fetching papers"),
    "system": Words(zh="等待系统或审核", en="Waiting for a system or a check"),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """An open panel: what is chosen in it, and the ticket it was opened for (if any)."""

    side: Side
    ticket: str | None = None
    chosen: tuple[str, ...] = ()
    minutes: int | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One row to touch."""

    key: str
    words: Words
    detail: Words | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel as it is drawn."""

    side: Side
    title: Words
    hint: Words
    choices: tuple[Choice, ...]
    confirm: Words
    ready: bool
    minutes: tuple[tuple[int | None, bool], ...] = ()
    query: str | None = None
    """None: nothing to search."""


def open_panel(side: Side, scene: Scene) -> Panel | None:
    """The panel of an action, if the action is possible now."""
    if SIDES[side].why_not(scene) is not None:
        return None
    return Panel(side, ticket=scene.now.at.ticket if scene.now.at else None)


def still_open(panel: Panel | None, scene: Scene) -> Panel | None:
    """None once the action is no longer possible, or another ticket is at the window."""
    if panel is None or SIDES[panel.side].why_not(scene) is not None:
        return None
    at = scene.now.at.ticket if scene.now.at else None
    return panel if panel.ticket == at else None


def choose(panel: Panel, key: str, items_max: int) -> Panel:
    """A touch on a row: one choice, or several for a walk-up ticket; a second touch takes it back."""
    if key in panel.chosen:
        return replace(panel, chosen=tuple(one for one in panel.chosen if one != key))
    if panel.side is not Side.WALK_UP:
        return replace(panel, chosen=(key,))
    return replace(panel, chosen=(*panel.chosen, key)) if len(panel.chosen) < items_max else panel


def view(panel: Panel, known: Known) -> PanelView:
    """What the panel shows."""
    return _VIEWS[panel.side](panel, known)


def command_of(panel: Panel, known: Known) -> WindowCommand | None:
    """What the panel sends when confirmed; None while something is missing."""
    return _COMMANDS[panel.side](panel, known.window) if view(panel, known).ready else None


def _pause_view(panel: Panel, known: Known) -> PanelView:
    choices = tuple(Choice(str(reason), words, None, reason in panel.chosen) for reason, words in PAUSE_NAMES.items())
    return PanelView(
        Side.PAUSE, Words(zh="暂停服务", en="Pause the window"),
        Words(zh="窗口屏会显示原因和返回时间。", en="The window screen shows the reason and when you are back."),
        choices, Words(zh="暂停服务", en="Pause"), bool(panel.chosen),
        minutes=tuple((minutes, minutes == panel.minutes) for minutes in PAUSE_MINUTES),
    )  # fmt: skip


def _hold_view(panel: Panel, known: Known) -> PanelView:
    choices = tuple(Choice(key, words, None, key in panel.chosen) for key, words in HOLD_REASONS.items())
    return PanelView(
        Side.HOLD, Words(zh="挂起这个号", en="Put on hold"),
        Words(zh="可以不选原因。挂起后先叫下一位，回来再继续。",
              en="The reason is optional. Serve others, then resume."),
        choices, Words(zh="挂起", en="Hold"), True,
    )  # fmt: skip


def _transfer_view(panel: Panel, known: Known) -> PanelView:
    found = search(panel.query, _targets(known))
    choices = tuple(Choice(one.key, one.name, _place(one), one.key in panel.chosen) for one in found)
    chosen = next((one for one in _targets(known) if one.key in panel.chosen), None)
    name = chosen.short if chosen else Words(zh="…", en="…")
    return PanelView(
        Side.TRANSFER, Words(zh="转窗口/事项", en="Transfer"),
        Words(zh="输入拼音首字母、事项或窗口号。", en="Type letters of an item, or a window."),
        choices, Words(zh=f"转到 {name.zh}", en=f"Transfer to {name.en}"), chosen is not None, query=panel.query,
    )  # fmt: skip


def _walk_up_view(panel: Panel, known: Known) -> PanelView:
    lines = known.now.items if known.now else ()
    choices = tuple(
        Choice(one.item, one.name, Words(zh=f"{one.waiting} 人等候", en=f"{one.waiting} waiting"),
               one.item in panel.chosen)
        for one in lines
    )  # fmt: skip
    return PanelView(
        Side.WALK_UP, Words(zh="现场取号", en="Walk-up ticket"),
        Words(zh="为已在窗口的办事人取号，并立即开始办理。", en="A ticket for who stands here, served at once."),
        choices, Words(zh="取号并开始办理", en="Take and start"), bool(panel.chosen),
    )  # fmt: skip


def _close_view(panel: Panel, known: Known) -> PanelView:
    return PanelView(
        Side.CLOSE, Words(zh="停办窗口", en="Close the window"),
        Words(zh="窗口停止叫号，等候的人由其他窗口办理；您仍保持登录，可随时重新开始。",
              en="No more calls here; others serve those who wait. You stay signed in and can open again."),
        (), Words(zh="停办", en="Close"), True,
    )  # fmt: skip


def _sign_out_view(panel: Panel, known: Known) -> PanelView:
    return PanelView(
        Side.SIGN_OUT, Words(zh="退出登录", en="Sign out"),
        Words(zh="退出后窗口关闭，再次使用需要重新登录。", en="The window closes; you need to sign in again."),
        (), Words(zh="退出登录", en="Sign out"), True,
    )  # fmt: skip


def _targets(known: Known) -> tuple[Target, ...]:
    if known.now is None or known.now.at is None or known.directory is None:
        return ()
    return targets(known.now.at, known.window, known.directory, known.catalogues, known.lines)


def _place(target: Target) -> Words:
    if target.waiting is None:
        return target.place
    return Words(zh=f"{target.place.zh} · {target.waiting} 人等候", en=f"{target.place.en} · {target.waiting} waiting")


def _pause_command(panel: Panel, at: str) -> WindowCommand:
    return window.PauseWindow(window=at, reason=PauseReason(panel.chosen[0]), minutes=panel.minutes)


def _hold_command(panel: Panel, at: str) -> WindowCommand:
    return queue.Hold(window=at, why=HOLD_REASONS[panel.chosen[0]].zh if panel.chosen else "")


def _transfer_command(panel: Panel, at: str) -> WindowCommand:
    kind, _, target = panel.chosen[0].partition(":")
    if kind == "item":
        return queue.Transfer(window=at, to_item=target)
    return queue.Transfer(window=at, to_window=target)


_VIEWS: dict[Side, Callable[[Panel, Known], PanelView]] = {
    Side.PAUSE: _pause_view,
    Side.HOLD: _hold_view,
    Side.TRANSFER: _transfer_view,
    Side.WALK_UP: _walk_up_view,
    Side.CLOSE: _close_view,
    Side.SIGN_OUT: _sign_out_view,
}

_COMMANDS: dict[Side, Callable[[Panel, str], WindowCommand]] = {
    Side.PAUSE: _pause_command,
    Side.HOLD: _hold_command,
    Side.TRANSFER: _transfer_command,
    Side.WALK_UP: lambda panel, at: queue.TakeWalkUp(window=at, items=panel.chosen),
    Side.CLOSE: lambda _, at: window.CloseWindow(window=at),
    Side.SIGN_OUT: lambda _, at: window.SignOut(window=at),
}
