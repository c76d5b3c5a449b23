"""A watchdog as Linux offers it at /dev/watchdog: opened it runs, any byte feeds it, V before closing stops it.

On a pseudo terminal, which is opened like a file; its path stands in the connection (file:// instead of serial://).
A twin is not told when a line is closed: `close` says so. When it was not fed for `timeout_s` it tells "starts anew",
and runs from the beginning, as the machine would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from drivers.twins.twin import Deed, Output, Twin

MAGIC_CLOSE: Final = ord("V")


@dataclass(frozen=True, slots=True)
class Options:
    timeout_s: float = 60.0
    nowayout: bool = False

    def __post_init__(self) -> None:
        if not 0.05 <= self.timeout_s <= 3600:
            raise ValueError("timeout_s is 0.05 to 3600")


class Watchdog(Twin):
    words = {"close": "close: whoever had it open has closed it"}

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._until_s: float | None = None
        self._magic = False

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        if not data:
            return outputs
        if self._until_s is None:
            outputs.append(Deed("runs"))
        self._until_s = now_s + self.options.timeout_s
        self._magic = MAGIC_CLOSE in data and not self.options.nowayout
        return [*outputs, Deed("fed", {"bytes": len(data), "magic": self._magic})]

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        if rest:
            raise ValueError("close takes nothing behind it")
        if self._until_s is None:
            return outputs
        if not self._magic:
            return [*outputs, Deed("closed without V: runs on")]
        self._until_s = None
        return [*outputs, Deed("stopped")]

    def tick(self, now_s: float) -> list[Output]:
        if self._until_s is None or now_s < self._until_s:
            return []
        self._until_s, self._magic = None, False
        return [Deed("starts anew")]

    def wake_s(self) -> float | None:
        return self._until_s
