"""A slip of the finger taken back: the last finish or no-show, while the rules allow it and the window is free."""

from dataclasses import dataclass
from typing import Literal

from edge_hub.contract import queue
from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.envelope import WindowCommand
from edge_hub.contract.hall import TerminalRules
from edge_hub.contract.window import WindowNow, WindowState

from ..times import seconds_left


@dataclass(frozen=True, slots=True)
class Undo:
    """What can be taken back now, and for how long."""

    kind: Literal["finish", "no_show"]
    ticket: str
    number: str
    left_s: int
    """Of the world, as is `total_s`."""
    total_s: int

    @property
    def words(self) -> Words:
        if self.kind == "finish":
            return Words(zh=f"{self.number} 的服务已结束", en=f"{self.number} was finished")
        return Words(zh=f"{self.number} 已过号", en=f"{self.number} was marked no-show")

    def command(self, window: str) -> WindowCommand:
        if self.kind == "finish":
            return queue.UndoFinish(window=window, ticket=self.ticket)
        return queue.UndoNoShow(window=window, ticket=self.ticket)


def undo_now(now: WindowNow, rules: TerminalRules, hall_ms: int, clock: ClockRule) -> Undo | None:
    """The later of the two that is still within `undo_s`; None once somebody else is at the window.

    A ticket whose next item goes on here is still at the window after the finish of the one before.
    """
    if now.at is not None:
        same = now.finished is not None and now.finished.ticket == now.at.ticket
        return _finish(now, rules, hall_ms, clock) if same else None
    offers = [offer for offer in (_finish(now, rules, hall_ms, clock), _no_show(now, rules, hall_ms, clock)) if offer]
    return max(offers, key=lambda offer: offer.left_s, default=None)


def _finish(now: WindowNow, rules: TerminalRules, hall_ms: int, clock: ClockRule) -> Undo | None:
    if now.finished is None:
        return None
    left, total = _seconds(_finished_ms(now), rules, hall_ms, clock)
    return Undo("finish", now.finished.ticket, now.finished.number, left, total) if left else None


def _finished_ms(now: WindowNow) -> int:
    """A ticket that goes on to its next item waits since its taking, so the service says when it was finished."""
    assert now.finished is not None
    if now.to_rate is not None and now.to_rate.ticket == now.finished.ticket:
        return now.to_rate.finished_ms
    return now.finished.since_ms


def _no_show(now: WindowNow, rules: TerminalRules, hall_ms: int, clock: ClockRule) -> Undo | None:
    if not now.passed or now.state is not WindowState.OPEN:
        return None
    last = now.passed[0]
    left, total = _seconds(last.since_ms, rules, hall_ms, clock)
    return Undo("no_show", last.ticket, last.number, left, total) if left else None


def _seconds(since_ms: int, rules: TerminalRules, hall_ms: int, clock: ClockRule) -> tuple[int, int]:
    """Seconds of the world that are left, and of how many."""
    until_ms = since_ms + rules.undo_s * 1000
    return seconds_left(until_ms, hall_ms, clock), seconds_left(until_ms, since_ms, clock)
