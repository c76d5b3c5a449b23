"""An "8A" lock board (RS-485, 9600 8N1): 12 or 24 locks, one address, check byte = XOR of all bytes before it.

    8A AA LL 11 BCC          open one        -> 8A AA LL ST BCC    LL 00 opens all
    8A AA LL 11 SS BCC       the same, with a pulse of 1..9 s
    80 AA LL 33 BCC          read one        -> 80 AA LL ST BCC
    80 AA 00 33 BCC          read all        -> 80 AA S(high) .. S(low) 33 BCC   one bit a lock, 2 or 3 bytes
    80 01 00 99 18           board address   -> 80 01 AA 99 BCC
    90 AA b2 b1 b0 BCC       open those whose bit is set
    9A AA LL 11 BCC          hold on; 9B .. hold off
    82 AA 00 22 BCC          firmware
    82 AA LL ST BCC          said unasked by some boards when a door moves; one says 81

ST 11 and a bit of 1 mean "closed" for door_closing wiring (上锁短路), "open" for door_opening wiring (开锁短路).
Inferred, since no source shows them: the answers to 90, 9A and 9B (the request again), to "open all" (ST of all: open
only if every door is), and to 82 (82 AA VV 22 BCC, as the address is answered); a 12-way board takes two bytes in 90.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Final

from drivers.twins.doors import Doors, LockBoard
from drivers.twins.twin import Deed, Output, Reply

HEADS: Final = frozenset((0x80, 0x82, 0x8A, 0x90, 0x9A, 0x9B))
FIRMWARE: Final = 0x17
SET, CLEAR = 0x11, 0x00


@dataclass(frozen=True, slots=True)
class Options:
    """`closes_after_s` 0: a door stays open until somebody closes it. `report_head` is 82, or 81 on one board."""

    address: int = 1
    channels: int = 24
    wiring: str = "door_closing"
    reports: bool = False
    report_head: str = "82"
    closes_after_s: float = 0.0

    def __post_init__(self) -> None:
        if self.channels not in (12, 24) or not 1 <= self.address <= 200:
            raise ValueError("channels is 12 or 24, address 1 to 200")
        if self.wiring not in ("door_closing", "door_opening") or self.report_head not in ("81", "82"):
            raise ValueError("wiring is door_closing or door_opening, report_head 81 or 82")
        if not 0 <= self.closes_after_s <= 3600:
            raise ValueError("closes_after_s is 0 to 3600")


def checked(*values: int) -> bytes:
    """The bytes and their check byte."""
    return bytes((*values, reduce(xor, values)))


class Lock8A(LockBoard):
    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        super().__init__(Doors(self.options.channels, self.options.closes_after_s), 8)

    def power_cycle(self, now_s: float) -> list[Output]:
        """The locks keep their place, the coils lose their current."""
        self.doors.held.clear()
        return []

    def _frame(self) -> bytes | None:
        """The next frame whose check byte is right; what cannot begin one is dropped."""
        waiting = self._gathering.bytes
        while waiting:
            lengths = self._lengths(waiting[0])
            for length in lengths:
                if len(waiting) >= length and reduce(xor, waiting[:length]) == 0:
                    return self._gathering.drop(length)
            if lengths and len(waiting) < lengths[-1]:
                return None
            self._gathering.drop(1)
        return None

    def _lengths(self, head: int) -> Sequence[int]:
        if head == 0x8A:
            return (5, 6)
        if head == 0x90:
            return (3 + (self.options.channels + 7) // 8,)
        return (5,) if head in HEADS else ()

    def _answer(self, frame: bytes, now_s: float) -> list[Output]:
        head, address, lock, code = frame[:4]
        ours, channels = self.options.address, self.options.channels
        if frame == checked(0x80, 0x01, 0x00, 0x99):
            return [Reply(checked(0x80, 0x01, ours, 0x99))]
        if address != ours:
            return []
        if head == 0x90:
            wanted = int.from_bytes(frame[2:-1], "big")
            deeds = self.doors.unlock([one for one in range(1, channels + 1) if wanted >> (one - 1) & 1], now_s)
            return [Reply(frame), *self._moved(deeds)]
        if lock > channels:
            return []
        if head == 0x8A and code == 0x11 and (len(frame) == 5 or 1 <= frame[4] <= 9):
            return self._open(lock, now_s)
        if head == 0x80 and code == 0x33:
            return [Reply(checked(0x80, ours, lock, self._state(lock)) if lock else self._all())]
        if head in (0x9A, 0x9B) and code == 0x11 and lock:
            return self._hold(frame, lock, now_s)
        if frame == checked(0x82, ours, 0x00, 0x22):
            return [Reply(checked(0x82, ours, FIRMWARE, 0x22))]
        return []

    def _open(self, lock: int, now_s: float) -> list[Output]:
        deeds = self.doors.unlock((lock,) if lock else range(1, self.doors.count + 1), now_s)
        return [Reply(checked(0x8A, self.options.address, lock, self._state(lock))), *self._moved(deeds)]

    def _hold(self, frame: bytes, lock: int, now_s: float) -> list[Output]:
        if frame[0] == 0x9B:
            self.doors.held.discard(lock)
            return [Reply(frame), Deed("released", {"door": lock})]
        self.doors.held.add(lock)
        return [Reply(frame), Deed("held", {"door": lock}), *self._moved(self.doors.unlock((lock,), now_s))]

    def _all(self) -> bytes:
        count = (self.doors.count + 7) // 8
        bits = self.doors.bits(one_is_open=self.options.wiring == "door_opening")
        return checked(0x80, self.options.address, *bits.to_bytes(count, "big"), 0x33)

    def _state(self, lock: int) -> int:
        """ST of a lock; of lock 0, which is all of them, open only if every one is."""
        locks = (lock,) if lock else range(1, self.doors.count + 1)
        is_open = all(self.doors.is_open(one) for one in locks)
        return SET if is_open == (self.options.wiring == "door_opening") else CLEAR

    def _moved(self, deeds: list[Deed]) -> list[Output]:
        outputs: list[Output] = list(deeds)
        if self.options.reports:
            head, address = int(self.options.report_head, 16), self.options.address
            moved = [deed.facts["door"] for deed in deeds if deed.did in ("opened", "closed", "forced open")]
            outputs += [Reply(checked(head, address, door, self._state(door))) for door in moved]
        return outputs
