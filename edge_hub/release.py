"""The release gate: no reply leaves the hub before the commit it speaks of, and before the standby has it too. That
holds for a "no" as well: asked again after a failover it must be the same.

The loop goes on meanwhile. A standby that is slower than `HELD_S` is waited for no more until it has caught up: the
hall must not stand still because its second machine does. Whoever looks at `step` knows which of the two holds now.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply on its way to a device."""

    device: str
    payload: bytes
    correlation: bytes | None


HELD_S = 0.15


class Step(StrEnum):
    """How a hub and its standby walk."""

    NO_STANDBY = "no_standby"
    """None is wished for."""
    ALONE = "alone"
    """It is wished for and not there."""
    BEHIND = "behind"
    """It is there, and what was acknowledged is not all with it yet."""
    IN_STEP = "in_step"
    """What was acknowledged is on both machines."""


class Second(Protocol):
    """What the gate must know of the standby; its thread changes both."""

    @property
    def there(self) -> bool: ...
    @property
    def commits(self) -> int:
        """So many commits it has been told of."""

    @property
    def kept_commits(self) -> int:
        """What the first so many made is durable there, records and replies."""


@dataclass(frozen=True, slots=True)
class _Held:
    commits: int
    until_s: float
    replies: Sequence[Outgoing]


class ReleaseGate:
    """Passes on what a commit has made true, in order. Belongs to the loop's thread."""

    def __init__(
        self, send: Callable[[Outgoing], None], second: Second | None = None, leave: Callable[[], None] = lambda: None
    ) -> None:
        """`leave` is called when all that may go was sent: what waits to leave together must not wait for more."""
        self._send, self._second, self._leave = send, second, leave
        self._held: deque[_Held] = deque()
        self._behind = True
        self._newest = 0

    @property
    def step(self) -> Step:
        if self._second is None:
            return Step.NO_STANDBY
        if not self._second.there:
            return Step.ALONE
        return Step.BEHIND if self._behind else Step.IN_STEP

    def release(self, replies: Sequence[Outgoing], now_s: float) -> None:
        """Called once per commit, after it, and after the standby's side was told of it."""
        self._newest = self._second.commits if self._second else 0
        self._look()
        if not self._held and self._may_go(self._newest):
            self._pass(replies)
        elif replies:
            self._held.append(_Held(self._newest, now_s + HELD_S, replies))

    def tend(self, now_s: float) -> None:
        """Let go whose time has come."""
        while self._held:
            first = self._held[0]
            if not self._may_go(first.commits):
                if now_s < first.until_s:
                    break
                self._behind = True
            self._pass(self._held.popleft().replies)
        self._look()

    def wait_s(self, now_s: float) -> float:
        """How long the loop may sleep before a reply must go."""
        return max(0.0, self._held[0].until_s - now_s) if self._held else 3600.0

    def _may_go(self, commits: int) -> bool:
        second = self._second
        return second is None or self._behind or not second.there or second.kept_commits >= commits

    def _look(self) -> None:
        """A standby that has all is in step again."""
        second = self._second
        if second is not None:
            self._behind = not second.there or (self._behind and second.kept_commits < self._newest)

    def _pass(self, replies: Sequence[Outgoing]) -> None:
        for reply in replies:
            self._send(reply)
        self._leave()
