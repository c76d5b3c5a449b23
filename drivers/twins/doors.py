"""The doors of a cabinet behind a lock board, as springs, hands and accidents move them. Shared by the lock twins.

A door springs open when its lock is pulled, and stays open until a hand closes it: the word `close`, or by itself after
`closes_after_s`. A jammed door does not open; a blocked one does not close; a held one (its coil has current) neither
locks. Doors are counted from 1, as they are labelled.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Final

from drivers.twins.twin import Deed, Gathering, Output, Twin, number

WORDS: Final[Mapping[str, str]] = {
    "close": "close N: a hand shuts door N",
    "close-all": "a hand shuts every door that can be shut",
    "force": "force N: door N comes open without a command",
    "jam": "jam N: door N stays shut when it is unlocked",
    "block": "block N: something lies in door N, it cannot be shut",
    "free": "free N: door N is neither jammed nor blocked",
}


class Doors:
    """All closed at first."""

    def __init__(self, count: int, closes_after_s: float = 0.0) -> None:
        self.count = count
        self.held: set[int] = set()
        self._closes_after_s = closes_after_s
        self._open: set[int] = set()
        self._jammed: set[int] = set()
        self._blocked: set[int] = set()
        self._closing_s: dict[int, float] = {}

    def is_open(self, door: int) -> bool:
        return door in self._open

    def bits(self, *, one_is_open: bool, first: int = 1, count: int | None = None) -> int:
        """One bit a door, the lowest for `first`."""
        doors = range(first, first + (self.count if count is None else count))
        return sum(1 << at for at, door in enumerate(doors) if self.is_open(door) == one_is_open)

    def unlock(self, doors: Iterable[int], now_s: float) -> list[Deed]:
        """Pull these locks."""
        return [self._unlock(door, now_s) for door in doors]

    def _unlock(self, door: int, now_s: float) -> Deed:
        if door in self._jammed:
            return Deed("jammed", {"door": door})
        if self._closes_after_s:
            self._closing_s[door] = now_s + self._closes_after_s
        if door in self._open:
            return Deed("was open", {"door": door})
        self._open.add(door)
        return Deed("opened", {"door": door})

    def shut(self, door: int) -> list[Deed]:
        if door in self._blocked or door in self.held:
            return [Deed("did not shut", {"door": door, "why": "blocked" if door in self._blocked else "held"})]
        if door not in self._open:
            return []
        self._open.discard(door)
        self._closing_s.pop(door, None)
        return [Deed("closed", {"door": door})]

    def obey(self, word: str, rest: str) -> list[Deed]:
        """A word of WORDS. Raises ValueError with a sentence."""
        if word == "close-all":
            return [deed for door in sorted(self._open) for deed in self.shut(door)]
        door = number(rest, 1, self.count)
        if word == "close":
            return self.shut(door)
        if word == "force":
            self._open.add(door)
            return [Deed("forced open", {"door": door})]
        self._jammed.discard(door)
        self._blocked.discard(door)
        if word != "free":
            (self._jammed if word == "jam" else self._blocked).add(door)
        return []

    def cure(self) -> None:
        self._jammed.clear()
        self._blocked.clear()

    def tick(self, now_s: float) -> list[Deed]:
        due = [door for door, at in self._closing_s.items() if at <= now_s]
        for door in due:
            del self._closing_s[door]
        return [deed for door in due for deed in self.shut(door)]

    def wake_s(self) -> float | None:
        return min(self._closing_s.values(), default=None)


class LockBoard(Twin):
    """A board that moves such doors. A family of boards adds its frames."""

    words = WORDS

    def __init__(self, doors: Doors, frame_bytes_max: int) -> None:
        self.doors = doors
        self._gathering = Gathering(frame_bytes_max)

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        outputs: list[Output] = []
        for piece in self._gathering.pieces(data):
            self._gathering.add(piece, now_s)
            while (frame := self._frame()) is not None:
                outputs += self._answer(frame, now_s)
        return outputs

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        return self._moved(self.doors.obey(word, rest))

    def tick(self, now_s: float) -> list[Output]:
        return self._moved(self.doors.tick(now_s))

    def wake_s(self) -> float | None:
        return self.doors.wake_s()

    def cure(self, now_s: float) -> list[Output]:
        self.doors.cure()
        return []

    @abstractmethod
    def _frame(self) -> bytes | None:
        """The next frame of what has gathered; what cannot begin one is dropped."""

    @abstractmethod
    def _answer(self, frame: bytes, now_s: float) -> list[Output]:
        """What the board does and says."""

    def _moved(self, deeds: list[Deed]) -> list[Output]:
        """What is seen and said when doors have moved."""
        return [*deeds]
