"""The one large button of the call pad: what comes next, from the window's snapshot alone.

    closed -> 开始服务 -> 叫下一位 -> 开始办理 -> 服务结束 -> 叫下一位 …

A ticket at the window comes first, whatever the state of the window: nobody is left standing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from edge_hub.contract import queue, window
from edge_hub.contract.base import Words
from edge_hub.contract.envelope import WindowCommand
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowNow, WindowState

from ..times import minutes_since


class Step(StrEnum):
    """What the large button does."""

    OPEN = "OPEN"
    REOPEN = "REOPEN"
    CALL_NEXT = "CALL_NEXT"
    START = "START"
    FINISH = "FINISH"


STEP_WORDS: dict[Step, Words] = {
    Step.OPEN: Words(zh="开始服务", en="Open the window"),
    Step.REOPEN: Words(zh="恢复服务", en="Serve again"),
    Step.CALL_NEXT: Words(zh="叫下一位", en="Call next"),
    Step.START: Words(zh="开始办理", en="Start service"),
    Step.FINISH: Words(zh="服务结束", en="Finish"),
}

STEP_COMMANDS: dict[Step, Callable[[str], WindowCommand]] = {
    Step.OPEN: lambda at: window.OpenWindow(window=at),
    Step.REOPEN: lambda at: window.OpenWindow(window=at),
    Step.CALL_NEXT: lambda at: queue.CallNext(window=at),
    Step.START: lambda at: queue.Start(window=at),
    Step.FINISH: lambda at: queue.Finish(window=at),
}


NOBODY = Words(zh="现在没有人等候", en="Nobody is waiting")


@dataclass(frozen=True, slots=True)
class NextStep:
    """The button as it is drawn: `note` says whom or what it concerns, `ready` whether it can be pressed."""

    step: Step
    words: Words
    note: Words
    ready: bool = True


def next_step(now: WindowNow, hall_ms: int) -> NextStep:
    """What comes next at this window."""
    step = _step(now)
    return NextStep(step, STEP_WORDS[step], _NOTES[step](now, hall_ms), step is not Step.CALL_NEXT or now.waiting > 0)


def _step(now: WindowNow) -> Step:
    if now.at is not None:
        return Step.START if now.at.state is TicketState.CALLED else Step.FINISH
    if now.state is WindowState.OPEN:
        return Step.CALL_NEXT
    return Step.REOPEN if now.state is WindowState.PAUSED else Step.OPEN


def _line(now: WindowNow, _: int) -> Words:
    return Words(zh=f"{now.waiting} 人等候", en=f"{now.waiting} waiting") if now.waiting else NOBODY


def _whom(now: WindowNow, hall_ms: int) -> Words:
    if not now.next:
        return NOBODY
    first = now.next[0]
    waited = minutes_since(first.since_ms, hall_ms)
    return Words(
        zh=f"{first.number} · {first.item_name.zh} · 已等 {waited} 分钟",
        en=f"{first.number} · {first.item_name.en} · waited {waited} min",
    )


def _arrived(now: WindowNow, _: int) -> Words:
    assert now.at is not None
    return Words(zh=f"{now.at.number} 到窗口后按此", en=f"when {now.at.number} has come")


def _left(now: WindowNow, _: int) -> Words:
    assert now.at is not None
    left = len(now.at.items_left)
    if left:
        return Words(zh=f"本号还有 {left} 个事项", en=f"{left} more for this ticket")
    return _line(now, 0)


_NOTES: dict[Step, Callable[[WindowNow, int], Words]] = {
    Step.OPEN: _line,
    Step.REOPEN: _line,
    Step.CALL_NEXT: _whom,
    Step.START: _arrived,
    Step.FINISH: _left,
}
