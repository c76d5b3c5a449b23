"""Cabinets with KERONG CU12 lock boards.

The wire (the maker's paper; RS-485; 19200 8N1 from memory; SUM is the low byte of the sum of all others, and stands
before the data):

    to the board                          from the board
    02 ADDR LOCK 80 00 00 03 SUM  look    02 ADDR LOCK 80 ASK 02 03 SUM D1 D2
    02 ADDR LOCK 81 00 00 03 SUM  unlock  02 ADDR LOCK 81 ASK 00 03 SUM

    ADDR 00..0F, LOCK 00..0B (of a look: 00); ASK 10 done, 11 failed, 12 too late, 13 unknown, 14 wrong checksum
    D1 D2 one bit a lock, 1 locked, 0 open
    e.g.  lock 1 of board 0: 02 00 00 81 00 00 03 86;  look at board 0: 02 00 00 80 00 00 03 85

The rules it keeps, and why:
- ASK tells an answer from our own echo: of what we send it is 00.
- "Done" is what the board did, not what the door did: the look says that. "Failed" does not end it either.
- Not sent: LOCK 0C (all locks), ADDR 10 (all boards), and what sets a board up (82 pulse, 83 baud, 84 delay,
  85 push-wait, 8E factory settings): a technician does that once with the maker's tool.
Inferred, no source: which byte comes first (`low_first`), and that the answer to an unlock has no data (one with two
bytes is read as well).
"""

import re
from typing import ClassVar, Final, Literal

from pydantic import Field

from drivers.checksums import sum8
from drivers.lock_talk import LockConversation
from drivers.locks import Heard, LockOptions


class LockCu12Options(LockOptions):
    """How the cabinet is built and wired."""

    boards_end: ClassVar[int] = 15

    board: int = Field(default=0, ge=0, le=15, description="Address of the first board; the others follow it.")
    channels: int = Field(default=12, ge=12, le=12, description="Locks that one board has room for.")
    cells: int = Field(default=12, ge=1, le=192, description="Cells of the cabinet, through all of its boards.")
    low_first: bool = Field(default=True, description="The first byte of a state has locks 1 to 8.")


# ---------------------------------------------------------------------------------------------------------------- codec

_UNLOCK: Final = 0x81
_LOOK: Final = 0x80
_DONE: Final = 0x10
_ANSWER: Final = re.compile(rb"\x02[\x00-\x0f].[\x80\x81][\x10-\x14](?:\x00\x03.|\x02\x03...)", re.DOTALL)
_SUM_AT: Final = 7
_LONGEST: Final = 10


def command(board: int, lock: int, code: int) -> bytes:
    body = bytes((0x02, board, lock, code, 0x00, 0x00, 0x03))
    return body + bytes((sum8(body),))


class LockCu12Codec:
    """The bytes of a line of these boards. Keeps less than one frame."""

    answers_unlock = True

    def __init__(self, options: LockCu12Options) -> None:
        self._order: Literal["little", "big"] = "little" if options.low_first else "big"
        self._made_is_open = options.polarity == "door_opening"
        self.forget()

    def forget(self) -> None:
        self._begun = b""

    def unlock(self, board: int, lock: int) -> bytes:
        return command(board, lock, _UNLOCK)

    def look(self, board: int, lock: int | None) -> bytes:
        return command(board, 0, _LOOK)

    def feed(self, data: bytes) -> list[Heard]:
        data, at, heard = self._begun + data, 0, []
        while (found := _ANSWER.search(data, at)) is not None:
            frame = found[0]
            good = sum8(frame) == frame[_SUM_AT] * 2 & 0xFF
            at = found.end() if good else found.start() + 1
            if good and (one := self._read(frame)) is not None:
                heard.append(one)
        self._begun = data[max(at, len(data) - _LONGEST + 1) :]
        return heard

    def _read(self, frame: bytes) -> Heard | None:
        """None: a look that the board did not take; the question is put again when its time is over."""
        done = frame[4] == _DONE
        if frame[3] == _UNLOCK:
            return Heard("unlock" if done else "refused", frame[1], frame[2])
        if not done or len(frame) < _LONGEST:
            return None
        bits = int.from_bytes(frame[8:], self._order)
        return Heard("state", frame[1], open={at: bool(bits >> at & 1) == self._made_is_open for at in range(12)})


# --------------------------------------------------------------------------------------------------------- conversation


class LockCu12Conversation(LockConversation):
    """One cabinet; what is said when stands in drivers/lock_talk.py."""

    def __init__(self, options: LockCu12Options) -> None:
        super().__init__(LockCu12Codec(options), options)
