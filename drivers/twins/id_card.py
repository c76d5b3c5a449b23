"""A second-generation ID card reader (SDT; 115200 8N1): find, select, read.

    AA AA AA 96 69 | LenH LenL | CMD PARA [DATA] | CHK          CHK = XOR of LenH .. last data byte
    AA AA AA 96 69 | LenH LenL | SW1 SW2 SW3 [DATA] | CHK       Len counts from CMD/SW1 through CHK

    11 FF status      12 FF SAM id      10 FF reset      61 FF n RF bytes
    20 01 find        20 02 select      30 01 read base  30 10 read with fingerprint   30 03 newest address

A card that was read must leave the field before it is found again. Inferred: reading, and asking for the newest
address, work as often as wanted while the card stays selected; the SAM id is x.y, date, serial and check as u16, u16
and three u32 (little-endian).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import reduce
from operator import xor
from struct import pack
from typing import Final

from drivers.twins.id_card_people import CARDS, Card
from drivers.twins.twin import Deed, Gathering, Output, Reply, Twin

PREAMBLE: Final = b"\xaa\xaa\xaa\x96\x69"
REQUEST_BYTES_MAX: Final = 64
PHOTO_BYTES: Final = 1024
OK, FOUND, BAD_SUM, BAD_LENGTH, BAD_COMMAND = 0x90, 0x9F, 0x10, 0x11, 0x21
NO_CARD, NOT_SELECTED, NOT_READ, NO_ADDRESS, SAM_BROKEN, SAM_REFUSED = 0x80, 0x81, 0x41, 0x91, 0x60, 0x66
WORDS: Final = {
    "card": f"card KIND: lay a card on the reader ({', '.join(CARDS)})",
    "tap": "tap KIND: the same, and it leaves by itself after tap_s",
    "lift": "take the card away",
    "leave": "the card leaves in the middle of the next read, which fails",
    "error": "error HEX: the next find, select or read is answered so (24, 31, 41, 50 …)",
    "sam-broken": "the security module fails its self-test until cure",
}


@dataclass(frozen=True, slots=True)
class Options:
    """`fingerprint`: cards carry 1024 bytes of it."""

    tap_s: float = 2.0
    fingerprint: bool = False

    def __post_init__(self) -> None:
        if not 0.05 <= self.tap_s <= 600:
            raise ValueError("tap_s is 0.05 to 600")


class Field(Enum):
    """Where a card that lies on the reader stands."""

    LAID = auto()
    FOUND = auto()
    SELECTED = auto()
    READ = auto()


def framed(body: bytes) -> bytes:
    """A frame around CMD PARA [DATA] or SW1 SW2 SW3 [DATA]."""
    counted = pack(">H", len(body) + 1) + body
    return PREAMBLE + counted + bytes((reduce(xor, counted),))


def status(code: int, data: bytes = b"") -> bytes:
    return framed(bytes((0, 0, code)) + data)


SAM_ID: Final = pack("<HHIII", 5, 3, 20190101, 1234567, 987654321)


class IdCardReader(Twin):
    words = WORDS

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._card: Card | None = None
        self._field = Field.LAID
        self._lifts_s: float | None = None
        self._leaves = self._sam_broken = False
        self._error: int | None = None
        self._gathering = Gathering(REQUEST_BYTES_MAX)

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        for piece in self._gathering.pieces(data):
            self._gathering.add(piece, now_s)
            while (body := self._body()) is not None:
                outputs += self._answer(body) if isinstance(body, bytes) else [Reply(status(body))]
        return outputs

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        if word in ("card", "tap"):
            if rest not in CARDS:
                raise ValueError(f"there is no card “{rest}”. Known: {', '.join(CARDS)}")
            self._card, self._field = CARDS[rest], Field.LAID
            self._lifts_s = now_s + self.options.tap_s if word == "tap" else None
            return [Deed("laid", {"card": rest})]
        if word == "error":
            if len(rest) != 2 or any(one not in "0123456789abcdefABCDEF" for one in rest):
                raise ValueError("error takes two hex digits, such as 41")
            self._error = int(rest, 16)
            return []
        if rest:
            raise ValueError(f"not understood: {word} {rest}")
        if word == "lift":
            return self._lift()
        self._leaves, self._sam_broken = self._leaves or word == "leave", self._sam_broken or word == "sam-broken"
        return []

    def tick(self, now_s: float) -> list[Output]:
        return self._lift() if self._lifts_s is not None and self._lifts_s <= now_s else []

    def wake_s(self) -> float | None:
        return self._lifts_s

    def power_cycle(self, now_s: float) -> list[Output]:
        """A card that lies there is a new card for the reader."""
        self._field = Field.LAID
        return []

    def cure(self, now_s: float) -> list[Output]:
        self._leaves, self._sam_broken, self._error = False, False, None
        return []

    def _lift(self) -> list[Output]:
        had, self._card, self._lifts_s = self._card, None, None
        return [Deed("lifted")] if had is not None else []

    def _body(self) -> bytes | int | None:
        """CMD PARA [DATA] of the next frame; a status for a frame that is wrong; None: more bytes are needed."""
        waiting = self._gathering.bytes
        while waiting and not PREAMBLE.startswith(waiting[:5]):
            self._gathering.drop(1)
        if len(waiting) < 7:
            return None
        length = int.from_bytes(waiting[5:7], "big")
        if not 3 <= length <= REQUEST_BYTES_MAX - 7:
            self._gathering.drop(5)
            return BAD_LENGTH
        if len(waiting) < 7 + length:
            return None
        if reduce(xor, waiting[5 : 7 + length]) != 0:
            self._gathering.drop(5)
            return BAD_SUM
        return self._gathering.drop(7 + length)[7:-1]

    def _answer(self, body: bytes) -> list[Output]:
        command, parameter = body[0], body[1]
        if command == 0x61 and parameter == 0xFF and len(body) == 3:
            return [Reply(status(OK))]
        if len(body) != 2:
            return [Reply(status(BAD_LENGTH))]
        if (command, parameter) in ((0x10, 0xFF), (0x11, 0xFF)):
            return [Reply(status(SAM_BROKEN if self._sam_broken else OK))]
        if (command, parameter) == (0x12, 0xFF):
            return [Reply(status(SAM_BROKEN) if self._sam_broken else status(OK, SAM_ID))]
        if (command, parameter) not in ((0x20, 1), (0x20, 2), (0x30, 1), (0x30, 0x10), (0x30, 3)):
            return [Reply(status(BAD_COMMAND))]
        if self._sam_broken:
            return [Reply(status(SAM_REFUSED))]
        if self._error is not None:
            code, self._error = self._error, None
            return [Reply(status(code)), Deed("failed", {"status": f"{code:02X}"})]
        return self._approach(parameter) if command == 0x20 else self._read(parameter)

    def _approach(self, parameter: int) -> list[Output]:
        if parameter == 1:
            if self._card is None or self._field is Field.READ:
                return [Reply(status(NO_CARD))]
            self._field = Field.FOUND
            return [Reply(status(FOUND, bytes(4)))]
        if self._card is None or self._field not in (Field.FOUND, Field.SELECTED):
            return [Reply(status(NOT_SELECTED))]
        self._field = Field.SELECTED
        return [Reply(status(OK, bytes(8)))]

    def _read(self, parameter: int) -> list[Output]:
        card = self._card
        if card is None or self._field not in (Field.SELECTED, Field.READ):
            return [Reply(status(NOT_READ))]
        if self._leaves:
            self._leaves = False
            return [Reply(status(NOT_READ)), *self._lift()]
        if parameter == 3:
            return [Reply(status(NO_ADDRESS) if card.new_address is None else status(OK, card.new_address))]
        self._field = Field.READ
        photo = bytes(at * 7 & 0xFF for at in range(PHOTO_BYTES))
        if parameter == 1:
            return [Reply(status(OK, pack(">HH", len(card.text), PHOTO_BYTES) + card.text + photo)), Deed("read")]
        finger = bytes(1024) if self.options.fingerprint else b""
        lengths = pack(">HHH", len(card.text), PHOTO_BYTES, len(finger))
        return [Reply(status(OK, lengths + card.text + photo + finger)), Deed("read")]
