"""A KERONG CU12 lock board: 12 locks.

    02 ADDR LOCK CMD ASK DLEN 03 SUM [DATA]      SUM stands before DATA and counts it: low byte of header and data
    80 state -> two bytes, 1 = locked, lowest lock first      81 unlock LOCK (0C all)
    82 pulse time   83 baud   84 delay   85 push-wait   8E init   8F version
    ASK of an answer: 10 ok, 11 fail, 12 timeout, 13 unknown command, 14 wrong sum.  ADDR 00-0F, 10 everybody

Inferred: an answer repeats ADDR, LOCK and CMD; 82 to 85 with data set, without data tell (two bytes, as set last);
nobody answers to ADDR 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from drivers.twins.doors import Doors, LockBoard
from drivers.twins.twin import Output, Reply

LOCKS: Final = 12
ALL: Final = 0x0C
EVERYBODY: Final = 0x10
HEADER_BYTES: Final = 8
OK, FAIL, TIMEOUT, UNKNOWN, WRONG_SUM = range(0x10, 0x15)
STATE, UNLOCK, INIT, VERSION = 0x80, 0x81, 0x8E, 0x8F
DEFAULTS: Final = {0x82: b"\x05\x00", 0x83: b"\x00\x00", 0x84: b"\x00\x00", 0x85: b"\x00\x00"}
VERSION_BYTES: Final = b"\x01\x02"


@dataclass(frozen=True, slots=True)
class Options:
    address: int = 0
    closes_after_s: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.address <= 0x0F or not 0 <= self.closes_after_s <= 3600:
            raise ValueError("address is 0 to 15, closes_after_s 0 to 3600")


def frame(address: int, lock: int, command: int, ask: int, data: bytes = b"") -> bytes:
    head = bytes((0x02, address, lock, command, ask, len(data), 0x03))
    return head + bytes(((sum(head) + sum(data)) & 0xFF,)) + data


class LockCU12(LockBoard):
    """Door 1 is lock 0."""

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        super().__init__(Doors(LOCKS, self.options.closes_after_s), HEADER_BYTES + 255)
        self._settings = dict(DEFAULTS)

    def _frame(self) -> bytes | None:
        """The next thing of the shape of a frame, with a right sum or a wrong one; after a wrong one, all that it
        claimed may be another frame's, so only its header is gone."""
        waiting = self._gathering.bytes
        while waiting:
            shaped = waiting[0] == 0x02 and (len(waiting) < 7 or waiting[6] == 0x03)
            if shaped and (len(waiting) < HEADER_BYTES or len(waiting) < HEADER_BYTES + waiting[5]):
                return None
            if shaped:
                whole = bytes(waiting[: HEADER_BYTES + waiting[5]])
                self._gathering.drop(len(whole) if self._is_right(whole) else HEADER_BYTES)
                return whole
            self._gathering.drop(1)
        return None

    @staticmethod
    def _is_right(heard: bytes) -> bool:
        address, lock, command, ask = heard[1:5]
        return heard == frame(address, lock, command, ask, heard[HEADER_BYTES:])

    def _answer(self, heard: bytes, now_s: float) -> list[Output]:
        address, lock, command, _, length = heard[1:6]
        data = heard[HEADER_BYTES:]
        if address not in (self.options.address, EVERYBODY):
            return []
        if not self._is_right(heard):
            ask, answer, outputs = WRONG_SUM, b"", list[Output]()
        elif command == UNLOCK and lock <= ALL:
            wanted = range(1, LOCKS + 1) if lock == ALL else (lock + 1,)
            outputs = [*self.doors.unlock(wanted, now_s)]
            ask, answer = (OK if all(self.doors.is_open(one) for one in wanted) else FAIL), b""
        else:
            (ask, answer), outputs = self._told(command, lock, data[:length]), []
        if address == EVERYBODY:
            return outputs
        return [Reply(frame(address, lock, command, ask, answer)), *outputs]

    def _told(self, command: int, lock: int, data: bytes) -> tuple[int, bytes]:
        if command == STATE:
            return OK, self.doors.bits(one_is_open=False).to_bytes(2, "little")
        if command == VERSION:
            return OK, VERSION_BYTES
        if command == INIT:
            self._settings = dict(DEFAULTS)
            return OK, b""
        if command not in self._settings:
            return (FAIL if command == UNLOCK else UNKNOWN), b""
        if not data:
            return OK, self._settings[command]
        self._settings[command] = data[:2]
        return OK, b""
