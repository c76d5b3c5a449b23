"""A machine by the lines that programs at the other end of a pipe say: what it reads of itself, and its loudspeaker.

    look, paths           -> disk, memory, temperature, clock, done; fields apart by tabs
    play, volume, clips   -> playing, then after a while done; failed no_player where there is none
    stop                  -> done at once

The clock says what `timedatectl timesync-status` prints. Invented: the sizes, and that a clip lasts `clip_s`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from drivers.twins.twin import Deed, Output, Reply, Twin, number

LINE_BYTES_MAX: Final = 4096
DISK_BYTES: Final = 64 << 30
MEMORY_BYTES: Final = 8 << 30


class _Lines(Twin):
    """Hears lines."""

    def __init__(self) -> None:
        self._waiting = b""

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        *lines, self._waiting = (self._waiting + data).split(b"\n")
        self._waiting = self._waiting[-LINE_BYTES_MAX:]
        for line in lines:
            outputs += self.line(line.decode("utf-8", "replace").split("\t"), now_s)
        return outputs

    def line(self, fields: list[str], now_s: float) -> list[Output]:
        raise NotImplementedError

    def power_cycle(self, now_s: float) -> list[Output]:
        self._waiting = b""
        return []


@dataclass(frozen=True, slots=True)
class Options:
    free_percent: int = 60
    degrees: int = 45

    def __post_init__(self) -> None:
        if not 0 <= self.free_percent <= 100 or not -20 <= self.degrees <= 150:
            raise ValueError("free_percent is 0 to 100; degrees -20 to 150")


class Machine(_Lines):
    words = {
        "disk": "disk N: its disks have N percent left",
        "memory": "memory N: N percent of its memory are left",
        "warm": "warm C: it has so many degrees",
        "clock": "clock MS: its clock is so many milliseconds behind",
        "unset": "nothing sets its clock",
    }

    def __init__(self, options: Options | None = None) -> None:
        super().__init__()
        self.options = options or Options()
        self.cure(0.0)

    def cure(self, now_s: float) -> list[Output]:
        self._disk, self._memory, self._degrees = self.options.free_percent, 50, self.options.degrees
        self._clock: int | None = 1
        return []

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        if word == "disk":
            self._disk = number(rest, 0, 100)
        elif word == "memory":
            self._memory = number(rest, 0, 100)
        elif word == "warm":
            self._degrees = number(rest, 0, 150)
        elif word == "clock":
            self._clock = number(rest, 0, 86_400_000)
        elif rest:
            raise ValueError("unset takes nothing behind it")
        else:
            self._clock = None
        return []

    def line(self, fields: list[str], now_s: float) -> list[Output]:
        if fields[0] != "look":
            return []
        said = [f"disk\t{path}\t{DISK_BYTES}\t{DISK_BYTES * self._disk // 100}" for path in fields[1:]]
        said.append(f"memory\t{MEMORY_BYTES}\t{MEMORY_BYTES * self._memory // 100}")
        said.append(f"temperature\tthermal_zone0\t{self._degrees * 1000}")
        offset = "" if self._clock is None else f" ; Offset: +{self._clock}ms"
        said += [f"clock\ttimesync\tServer: 10.0.0.1{offset}", "done"]
        return [Reply("".join(f"{line}\n" for line in said).encode())]


@dataclass(frozen=True, slots=True)
class SoundOptions:
    clip_s: float = 0.02

    def __post_init__(self) -> None:
        if not 0.001 <= self.clip_s <= 5:
            raise ValueError("clip_s is 0.001 to 5")


class Loudspeaker(_Lines):
    words = {"no-player": "there is no program that plays", "player": "there is one again"}

    def __init__(self, options: SoundOptions | None = None) -> None:
        super().__init__()
        self.options = options or SoundOptions()
        self._has_player = True
        self._over_s: float | None = None

    def cure(self, now_s: float) -> list[Output]:
        self._has_player = True
        return []

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        if rest:
            raise ValueError(f"{word} takes nothing behind it")
        self._has_player = word == "player"
        return []

    def line(self, fields: list[str], now_s: float) -> list[Output]:
        if fields[0] == "stop" and self._over_s is not None:
            self._over_s = None
            return [Reply(b"done\n"), Deed("stopped")]
        if fields[0] != "play" or len(fields) < 3:
            return []
        if not self._has_player:
            return [Reply(b"failed\tno_player\n")]
        self._over_s = now_s + self.options.clip_s * (len(fields) - 2)
        return [Reply(b"playing\n"), Deed("plays", {"volume": fields[1], "clips": fields[2:]})]

    def tick(self, now_s: float) -> list[Output]:
        if self._over_s is None or now_s < self._over_s:
            return []
        self._over_s = None
        return [Reply(b"done\n"), Deed("silent again")]

    def wake_s(self) -> float | None:
        return self._over_s

    def power_cycle(self, now_s: float) -> list[Output]:
        self._over_s = None
        return super().power_cycle(now_s)
