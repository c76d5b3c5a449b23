"""A bus of KERONG KU16/CU16 lock boards (19200 8N1, some 9600): up to 15 boards of 16 locks.

    02 ADDR CMD 03 SUM                   ADDR: high nibble board (F all), low nibble lock 0-15; SUM: low byte of the sum
    30 state of a board                  -> 02 ADDR 35 D1 D2 D3 D4 03 SUM
    31 unlock one      33 unlock all
    32 state of the bus (ADDR F0)        -> one such frame for every board, with 36

D1 D2: one bit a lock, lowest first, 1 = locked, 0 = open. D3 D4: something lies in the cell (from memory).
Inferred: an unlock is not answered (`answers_unlock`: with the state, 35); one frame for each board of the bus.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from drivers.twins import doors
from drivers.twins.doors import Doors, LockBoard
from drivers.twins.twin import Deed, Output, Reply, number

LOCKS: Final = 16
STATE, UNLOCK, BUS_STATE, UNLOCK_ALL = 0x30, 0x31, 0x32, 0x33
WORDS: Final = {
    **doors.WORDS,
    "put": "put N: something lies in cell N",
    "take": "take N: cell N is empty",
}


@dataclass(frozen=True, slots=True)
class Options:
    boards: int = 1
    answers_unlock: bool = False
    closes_after_s: float = 0.0

    def __post_init__(self) -> None:
        if not 1 <= self.boards <= 15 or not 0 <= self.closes_after_s <= 3600:
            raise ValueError("boards is 1 to 15, closes_after_s 0 to 3600")


def summed(*values: int) -> bytes:
    return bytes((*values, sum(values) & 0xFF))


class LockKU16(LockBoard):
    """Door 1 is lock 0 of board 0, door 17 is lock 0 of board 1."""

    words = WORDS

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        super().__init__(Doors(self.options.boards * LOCKS, self.options.closes_after_s), 8)
        self._filled: set[int] = set()

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        if word in ("put", "take"):
            cell = number(rest, 1, self.doors.count)
            (self._filled.add if word == "put" else self._filled.discard)(cell)
            return [Deed("filled" if word == "put" else "emptied", {"door": cell})]
        return super().obey(word, rest, now_s)

    def _frame(self) -> bytes | None:
        waiting = self._gathering.bytes
        while waiting:
            if waiting[0] == 0x02 and len(waiting) < 5:
                return None
            if waiting[0] == 0x02 and bytes(waiting[:5]) == summed(0x02, waiting[1], waiting[2], 0x03):
                return self._gathering.drop(5)
            self._gathering.drop(1)
        return None

    def _answer(self, frame: bytes, now_s: float) -> list[Output]:
        address, command = frame[1:3]
        board, lock = address >> 4, address & 0x0F
        boards = range(self.options.boards) if board == 0x0F else (board,) if board < self.options.boards else ()
        if command == STATE and board != 0x0F:
            return [Reply(self._state(one, 0x35)) for one in boards]
        if command == BUS_STATE:
            return [Reply(self._state(one, 0x36)) for one in boards]
        if command == UNLOCK:
            wanted = [one * LOCKS + lock + 1 for one in boards]
        elif command == UNLOCK_ALL:
            wanted = [one * LOCKS + at for one in boards for at in range(1, LOCKS + 1)]
        else:
            return []
        deeds = self.doors.unlock(wanted, now_s)
        return [*([Reply(self._state(one, 0x35)) for one in boards] if self.options.answers_unlock else ()), *deeds]

    def _state(self, board: int, command: int) -> bytes:
        first = board * LOCKS + 1
        locked = self.doors.bits(one_is_open=False, first=first, count=LOCKS)
        filled = sum(1 << at for at in range(LOCKS) if first + at in self._filled)
        return summed(0x02, board << 4, command, *locked.to_bytes(2, "little"), *filled.to_bytes(2, "little"), 0x03)
