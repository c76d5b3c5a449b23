"""What can be wrong between any twin and its host: silence, noise, half a frame, a slow line. Pure.

An unplugged cable and a power drop are troubles of the port and are done by serving.py.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

WAITING_BYTES_MAX: Final = 64 * 1024

WORDS: Final[Mapping[str, str]] = {
    "silent": "answer nothing",
    "answering": "answer again",
    "noise": "stray bytes before every answer, and a wrong bit in one of four",
    "clean": "no noise",
    "half": "send only the first half of the next answer",
    "slow": "slow N: send N bytes a second",
    "late": "late MS: send every answer so many milliseconds late",
    "full-speed": "neither slow nor late",
}


@dataclass(frozen=True, slots=True)
class Weather:
    silent: bool = False
    noise: bool = False
    half: bool = False
    bytes_per_s: int | None = None
    late_s: float = 0.0


SET: Final[Mapping[str, dict[str, Any]]] = {
    "silent": {"silent": True},
    "answering": {"silent": False},
    "noise": {"noise": True},
    "clean": {"noise": False},
    "half": {"half": True},
    "full-speed": {"bytes_per_s": None, "late_s": 0.0},
}


class Wire:
    """Answers on their way to the host: `send` takes them, `due` gives what has arrived by now."""

    def __init__(self, seed: int = 20) -> None:
        self.weather = Weather()
        self._random = random.Random(seed)
        self._waiting: list[tuple[float, bytes]] = []
        self._free_s = 0.0

    def obey(self, word: str, rest: str) -> None:
        """A word of WORDS. Raises ValueError with a sentence."""
        if word in SET and not rest:
            self.weather = replace(self.weather, **SET[word])
        elif word in ("slow", "late") and rest.isascii() and rest.isdigit() and 1 <= int(rest[:7]) <= 1_000_000:
            if word == "slow":
                self.weather = replace(self.weather, bytes_per_s=int(rest))
            else:
                self.weather = replace(self.weather, late_s=int(rest) / 1000)
        else:
            raise ValueError(f"not understood: {word} {rest}".rstrip() + f". It is: {WORDS[word]}")

    def cure(self) -> None:
        self.weather = Weather()

    def forget(self) -> None:
        """The port is gone, and with it what was on its way."""
        self._waiting.clear()
        self._free_s = 0.0

    def send(self, data: bytes, now_s: float) -> None:
        weather = self.weather
        if weather.silent or sum(len(piece) for _, piece in self._waiting) + len(data) > WAITING_BYTES_MAX:
            return
        if weather.half:
            data = data[: max(1, len(data) // 2)]
            self.weather = replace(weather, half=False)
        if weather.noise:
            data = self._noisy(data)
        start_s = max(now_s + weather.late_s, self._free_s)
        if weather.bytes_per_s is None:
            self._waiting.append((start_s, data))
            self._free_s = start_s
            return
        for at, one in enumerate(data, 1):
            self._waiting.append((start_s + at / weather.bytes_per_s, bytes((one,))))
        self._free_s = self._waiting[-1][0]

    def due(self, now_s: float) -> bytes:
        count = 0
        while count < len(self._waiting) and self._waiting[count][0] <= now_s:
            count += 1
        data = b"".join(piece for _, piece in self._waiting[:count])
        del self._waiting[:count]
        return data

    def wake_s(self) -> float | None:
        return self._waiting[0][0] if self._waiting else None

    def _noisy(self, data: bytes) -> bytes:
        stray = self._random.randbytes(self._random.randint(1, 3))
        if self._random.random() < 0.25:
            data = bytes((data[0] ^ 0x80,)) + data[1:]
        return stray + data
