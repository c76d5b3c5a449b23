"""What a small simulated device is: bytes and words in; answers and deeds out. No thread, no port; time is an argument.

The printer, which is large, has a shape of its own (printer/). Every other twin is a Twin, is listed in kinds.py, and
stands on a real port through serving.py.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

PAUSE_S: Final = 0.5
"""Half a frame that is not finished by then is forgotten, as a board does that looks at the gaps between bytes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One frame for the host."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person standing before the device would see; `facts` are JSON values."""

    did: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        return {"did": self.did, **self.facts}


Output = Reply | Deed


class Twin(ABC):
    """One device. `words` are its own, with what they do; those of the wire are in weather.py."""

    words: Mapping[str, str]

    @abstractmethod
    def hear(self, data: bytes, now_s: float) -> list[Output]:
        """Bytes from the host, in any pieces. Never raises for what a host sends."""

    @abstractmethod
    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        """Do what a word of `words` says. Raises ValueError with a sentence."""

    def tick(self, now_s: float) -> list[Output]:
        """What has become due; to be called at wake_s()."""
        return []

    def wake_s(self) -> float | None:
        """When tick has something to do; None is never."""
        return None

    def power_cycle(self, now_s: float) -> list[Output]:
        """The power fails and comes back."""
        return []

    def cure(self, now_s: float) -> list[Output]:
        """Whatever a word has broken is whole again."""
        return []


class Gathering:
    """The bytes of a frame that is not complete: bounded, and forgotten after a pause."""

    def __init__(self, bytes_max: int, pause_s: float = PAUSE_S) -> None:
        self._bytes_max, self._pause_s = bytes_max, pause_s
        self._last_s = 0.0
        self.bytes = bytearray()

    def add(self, data: bytes, now_s: float) -> None:
        """`data` must be one piece of at most bytes_max (see `pieces`)."""
        if self.bytes and now_s - self._last_s > self._pause_s:
            self.bytes.clear()
        self._last_s = now_s
        self.bytes += data
        del self.bytes[: max(0, len(self.bytes) - 2 * self._bytes_max)]

    def pieces(self, data: bytes) -> Sequence[bytes]:
        return [data[at : at + self._bytes_max] for at in range(0, len(data), self._bytes_max)]

    def drop(self, count: int) -> bytes:
        taken = bytes(self.bytes[:count])
        del self.bytes[:count]
        return taken


def number(rest: str, low: int, high: int) -> int:
    """The number that follows a word. Raises ValueError with a sentence."""
    if not (rest.isascii() and rest.isdigit() and low <= int(rest[:6]) <= high):
        raise ValueError(f"a number from {low} to {high} is wanted, not {rest!r}")
    return int(rest)


def plain_hex(data: bytes) -> str:
    return data.hex(" ").upper()
