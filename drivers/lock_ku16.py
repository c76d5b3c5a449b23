"""Cabinets with KERONG KU16 or CU16 lock boards.

The wire (the maker's paper; RS-485 or RS-232, 19200 8N1, some 9600; SUM is the low byte of the sum of all before it):

    to the board             from the board
    02 ADDR 31 03 SUM        nothing; an unlock is not answered
    02 ADDR 30 03 SUM        02 ADDR 35 D1 D2 D3 D4 03 SUM
    02 F0   32 03 SUM        02 ADDR 36 D1 D2 D3 D4 03 SUM of each board of the line

    ADDR  high nibble board 0..15, low nibble lock 0..15 (of a look: 0)
    D1 D2 one bit a lock, lowest first, D1 locks 1 to 8; 1 locked, 0 open
    e.g.  lock 2 of board 0: 02 01 31 03 37;  look at board 0: 02 00 30 03 35

The rules it keeps, and why:
- A look always asks for one whole board: there is no question for one lock.
- Neither 33 (unlock all) nor 32 (all boards at once) is sent: the first opens a whole cabinet, and answers to the
  second run into each other on a shared line. An answer 36 is read like one of 35.
Memory, no source: D3 and D4 are infrared sensors; they are not looked at. That an unlock is not answered is inferred,
since the paper shows no answer: should a board send one, it is passed over, and the look says what the door did.
Where bit 1 means open, the cabinet is wired the other way: `polarity: door_opening`.
"""

import re
from typing import ClassVar, Final

from pydantic import Field

from drivers.checksums import sum8
from drivers.lock_talk import LockConversation
from drivers.locks import Heard, LockOptions


class LockKu16Options(LockOptions):
    """How the cabinet is built and wired."""

    boards_end: ClassVar[int] = 15

    board: int = Field(default=0, ge=0, le=15, description="Address of the first board; the others follow it.")
    channels: int = Field(default=16, ge=16, le=16, description="Locks that one board has room for.")
    cells: int = Field(default=16, ge=1, le=256, description="Cells of the cabinet, through all of its boards.")


# ---------------------------------------------------------------------------------------------------------------- codec

_UNLOCK: Final = 0x31
_LOOK: Final = 0x30
_STATE: Final = re.compile(rb"\x02.[\x35\x36].{4}\x03.", re.DOTALL)
_LONGEST: Final = 9


def command(board: int, lock: int, code: int) -> bytes:
    body = bytes((0x02, board << 4 | lock, code, 0x03))
    return body + bytes((sum8(body),))


class LockKu16Codec:
    """The bytes of a line of these boards. Keeps less than one frame."""

    answers_unlock = False

    def __init__(self, options: LockKu16Options) -> None:
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
        while (found := _STATE.search(data, at)) is not None:
            frame = found[0]
            good = sum8(frame[:-1]) == frame[-1]
            at = found.end() if good else found.start() + 1
            if good:
                bits = frame[3] | frame[4] << 8
                opened = {lock: bool(bits >> lock & 1) == self._made_is_open for lock in range(16)}
                heard.append(Heard("state", frame[1] >> 4, open=opened))
        self._begun = data[max(at, len(data) - _LONGEST + 1) :]
        return heard


# --------------------------------------------------------------------------------------------------------- conversation


class LockKu16Conversation(LockConversation):
    """One cabinet; what is said when stands in drivers/lock_talk.py."""

    def __init__(self, options: LockKu16Options) -> None:
        super().__init__(LockKu16Codec(options), options)
