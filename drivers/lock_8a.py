"""Cabinets with "8A" lock boards: many makes of file and parcel cabinets in China have one inside.

The wire (makers' papers of the 12- and 24-way boards; RS-485, 9600 8N1; the last byte xors all before it):

    to the board                              from the board
    8A AA LL 11 BCC      open lock LL         8A AA LL ST BCC
    8A AA LL 11 SS BCC   ... for SS = 1..9 s  8A AA LL ST BCC
    80 AA LL 33 BCC      how is lock LL       80 AA LL ST BCC
    80 AA 00 33 BCC      how are all          80 AA S.. 33 BCC   one bit a lock, the highest group of eight first
                         nothing              82 AA LL ST BCC    some boards by themselves; one is seen with 81

    AA board 1..200, LL lock 1..24; ST 11 or bit 1: the contact is made, 00 or bit 0: it is not
    e.g. 8A 01 01 11 9B -> 8A 01 01 00 8A;  80 01 00 33 B2 -> 80 01 00 00 01 33 B3

The rules it keeps, and why:
- What ST means is how the cabinet is wired (`polarity`): with door_closing the closed door makes the contact, with
  door_opening the open one.
- With door_opening the answer to an unlock that worked is the unlock itself, byte by byte. A line that hears itself
  (RS-485 converters do) would always have opened; so such a frame counts as "taken", and a look says what the door did.
  No question of a look can be taken for its answer: 33 is no state, and the answer of all is longer.
- One lock, never a group: open all (8A AA 00 11), batch open (90) and hold (9A, 9B) are not sent, nor are changes of
  address (80 AA 00 99): on a wrong address they open a whole cabinet before somebody who may have one cell.
- The answer of all and that of one begin alike and differ in length: each is read only after its own question.
Memory, no source: that a board answers an unlock with SS by four bytes and BCC; heads 81 and 82 both are taken.
"""

import re
from typing import ClassVar, Final

from pydantic import Field

from drivers.checksums import xor8
from drivers.lock_talk import LockConversation
from drivers.locks import Heard, LockOptions


class Lock8AOptions(LockOptions):
    """How the cabinet is built and wired."""

    boards_end: ClassVar[int] = 200

    board: int = Field(default=1, ge=1, le=200, description="Address of the first board; the others follow it.")
    channels: int = Field(default=24, ge=9, le=24, description="Locks that one board has room for: 12 or 24.")
    cells: int = Field(default=24, ge=1, le=4800, description="Cells of the cabinet, through all of its boards.")
    pulse_s: int = Field(default=0, ge=0, le=9, description="Seconds that a lock is driven; 0: as the board is set.")


# ---------------------------------------------------------------------------------------------------------------- codec

_UNLOCK: Final = 0x8A
_LOOK: Final = 0x80
_MADE: Final = 0x11
_ONE: Final = rb"[\x80-\x82\x8a][\x01-\xc8][\x01-\x18][\x00\x11]."
_TOLD: Final = rb"[\x81\x82\x8a][\x01-\xc8][\x01-\x18][\x00\x11]."


def with_bcc(body: bytes) -> bytes:
    return body + bytes((xor8(body),))


class Lock8ACodec:
    """The bytes of a line of these boards. Keeps less than one frame."""

    answers_unlock = True

    def __init__(self, options: Lock8AOptions) -> None:
        self._options = options
        size = -(-options.channels // 8)
        self._longest = size + 4
        self._one = re.compile(_ONE, re.DOTALL)
        self._all = re.compile(_TOLD + rb"|\x80[\x01-\xc8].{%d}\x33." % size, re.DOTALL)
        self.forget()

    def forget(self) -> None:
        self._begun = b""
        self._frame = self._one

    def unlock(self, board: int, lock: int) -> bytes:
        pulse = (self._options.pulse_s,) if self._options.pulse_s else ()
        return with_bcc(bytes((_UNLOCK, board, lock + 1, _MADE, *pulse)))

    def look(self, board: int, lock: int | None) -> bytes:
        self._frame = self._all if lock is None else self._one
        return with_bcc(bytes((_LOOK, board, 0 if lock is None else lock + 1, 0x33)))

    def feed(self, data: bytes) -> list[Heard]:
        data, at, heard = self._begun + data, 0, []
        while (found := self._frame.search(data, at)) is not None:
            good = xor8(found[0]) == 0
            at = found.end() if good else found.start() + 1
            if good:
                heard.append(self._read(found[0]))
        self._begun = data[max(at, len(data) - self._longest + 1) :]
        return heard

    def _read(self, frame: bytes) -> Heard:
        head, board, lock = frame[0], frame[1], frame[2] - 1
        if head == _LOOK and self._frame is self._all:
            bits = int.from_bytes(frame[2:-2], "big")
            return Heard(
                "state", board, open={at: self._is_open(bits >> at & 1) for at in range(self._options.channels)}
            )
        door = {lock: self._is_open(frame[3] == _MADE)}
        if head == _UNLOCK:
            return Heard("unlock", board, lock, None if frame[3] == _MADE else door)
        return Heard("state" if head == _LOOK else "told", board, open=door)

    def _is_open(self, made: bool | int) -> bool:
        return bool(made) == (self._options.polarity == "door_opening")


# --------------------------------------------------------------------------------------------------------- conversation


class Lock8AConversation(LockConversation):
    """One cabinet; what is said when stands in drivers/lock_talk.py."""

    def __init__(self, options: Lock8AOptions) -> None:
        super().__init__(Lock8ACodec(options), options)
