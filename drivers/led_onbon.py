"""Onbon BX-5K and BX-6K boards in LED bars above a window: one dynamic area of text, over a serial line or TCP.

The wire (Onbon, BX-5K/6K protocol, https://doc.onbonbx.com/zh/k/potocol; numbers little-endian):

    A5 x8 | header 14 | data | CRC 2 | 5A        after the A5s: A5 -> A6 02, A6 -> A6 01, 5A -> 5B 02, 5B -> 5B 01
    header   screen 2 (FFFE any), source 2 (8000), 5 reserved, display mode 1, device type 1 (FE any, 51 = 5K1),
             version 1 (02), length of data 2
    CRC      CRC-16/ARC over header and data before they were escaped, escaped itself; FFFF from a bar: not checked
    ping     A2 00 01 00 00
    text     A3 06, reply 1, 00 00, areas deleted 1 (0), areas updated 1 (1), length of area 2, area
    area     00, x 2, y 2, w 2, h 2, number 1, line space 1, run mode 1 (0 loop, 1 stay on the last, 2 delete after
             the time-out), time-out 2 (s), voice 1 (0), extension 1 (0), align 1, single line 1, wrap 1, effect 1,
             exit 1, speed 1, stay 1, length of text 4, text in GB2312
    answer   the same frame with data A0 00 (taken) or A0 01 (refused)
    e.g.     ping: A5 A5 A5 A5 A5 A5 A5 A5 FE FF 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 4C DC 5A

From memory and not from the maker's paper, so each is an option or harmless if wrong: the value of the reply flag
(`reply`, `no_reply`), that A0 00 and A0 01 are the answers (`ack`, `nack`) and that the byte after a refusal is its
reason (only told, never acted on), the unit of x and w (`x_unit`), TCP port 5005 (in the device's connection).
The bar forgets a dynamic area with the power; drivers/sign_talk.py sends it again.
"""

import re
from typing import Final, Literal

from pydantic import Field

from drivers.checksums import crc16
from drivers.lettering import Lettered, letter
from drivers.sign_talk import SignConversation
from drivers.signs import Answer, SignOptions


class OnbonOptions(SignOptions):
    """How a bar is built and set up."""

    screen: int = Field(default=0xFFFE, ge=0, le=0xFFFF, description="Screen number; 65534 is any.")
    device_type: int = Field(default=0xFE, ge=0, le=0xFF, description="Device type; 254 is any, 81 a BX-5K1.")
    width: int = Field(default=64, ge=8, le=4096, description="Width of the area in pixels.")
    height: int = Field(default=16, ge=8, le=1024, description="Height of the area in pixels.")
    x: int = Field(default=0, ge=0, le=4095, description="Left edge of the area in pixels.")
    y: int = Field(default=0, ge=0, le=1023, description="Upper edge of the area in pixels.")
    x_unit: Literal["pixel", "flagged_pixel", "byte"] = Field(
        default="pixel", description="How x and w are sent: pixels, pixels with the high bit set, or 8 pixels a unit."
    )
    area: int = Field(default=0, ge=0, le=255, description="Number of the dynamic area.")
    line_space: int = Field(default=0, ge=0, le=255, description="Pixels between lines.")
    run_mode: int = Field(default=0, ge=0, le=2, description="0 loop, 1 stay on the last page, 2 delete in timeout_s.")
    timeout_s: int = Field(default=2, ge=0, le=0xFFFF, description="Time-out of the area, for run_mode 2.")
    align: int = Field(default=0, ge=0, le=255, description="Alignment code of the board.")
    single_line: Literal[1, 2] = Field(default=1, description="1 one line, 2 several.")
    wrap: Literal[1, 2] = Field(default=2, description="1 breaks lines only where told, 2 by itself.")
    effect: int = Field(default=3, ge=0, le=255, description="Effect code of the board; 3 moves to the left.")
    exit_effect: int = Field(default=0, ge=0, le=255, description="Effect code with which a text leaves.")
    speed: int = Field(default=5, ge=0, le=255, description="Speed of the effect; 0 is fastest.")
    stay: int = Field(default=10, ge=0, le=255, description="How long a page stays, in units of the board.")
    answers: bool = Field(default=True, description="Ask for answers. False for a line that cannot bring them.")
    reply: int = Field(default=1, ge=0, le=255, description="Reply flag that asks for an answer.")
    no_reply: int = Field(default=2, ge=0, le=255, description="Reply flag that asks for none.")
    ack: str = Field(default="A000", pattern="^[0-9A-F]{4}$", description="Group and command of an answer: taken.")
    nack: str = Field(default="A001", pattern="^[0-9A-F]{4}$", description="Group and command of an answer: refused.")


# ---------------------------------------------------------------------------------------------------------------- codec

PREAMBLE: Final = b"\xa5" * 8
PING: Final = bytes.fromhex("A2 00 01 00 00")
BODY_MAX: Final = 4096
_OURS: Final = (b"\xa2", b"\xa3", b"")
"""Groups of our own commands, which a two-wire line may bring back to us."""
_HEAD: Final = 14
_ESCAPED: Final = {b"\xa5": b"\xa6\x02", b"\xa6": b"\xa6\x01", b"\x5a": b"\x5b\x02", b"\x5b": b"\x5b\x01"}
_PLAIN: Final = {escaped: plain for plain, escaped in _ESCAPED.items()}
_SPECIAL: Final = re.compile(rb"[\xa5\xa6\x5a\x5b]")
_PAIR: Final = re.compile(rb"[\xa6\x5b][\x01\x02]")
_STRAY: Final = re.compile(rb"[\xa6\x5b](?![\x01\x02])")
_FRAME: Final = re.compile(rb"\xa5([^\xa5\x5a]{16,%d}+)\x5a" % BODY_MAX)


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "little")


def escape(body: bytes) -> bytes:
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], body)


def unescape(body: bytes) -> bytes | None:
    """None if an escape is none of the four."""
    return None if _STRAY.search(body) else _PAIR.sub(lambda found: _PLAIN[found[0]], body)


def frame(data: bytes, options: OnbonOptions) -> bytes:
    """The data for that bar, ready for the wire."""
    head = _u16(options.screen) + _u16(0x8000) + bytes(6) + bytes((options.device_type, 0x02)) + _u16(len(data))
    return PREAMBLE + escape(head + data + _u16(crc16(head + data))) + b"\x5a"


def area(text: bytes, options: OnbonOptions) -> bytes:
    """The data that puts the text (GB2312) into the dynamic area."""
    o = options
    place = b"".join(map(_u16, (_across(o.x, o), o.y, _across(o.width, o), o.height)))
    how = bytes((o.align, o.single_line, o.wrap, o.effect, o.exit_effect, o.speed, o.stay))
    body = b"\x00" + place + bytes((o.area, o.line_space, o.run_mode)) + _u16(o.timeout_s) + b"\x00\x00" + how
    body += len(text).to_bytes(4, "little") + text
    return bytes((0xA3, 0x06, o.reply if o.answers else o.no_reply, 0, 0, 0, 1)) + _u16(len(body)) + body


def _across(pixels: int, options: OnbonOptions) -> int:
    return {"pixel": pixels, "flagged_pixel": pixels | 0x8000, "byte": pixels // 8}[options.x_unit]


def read_body(escaped: bytes) -> bytes | None:
    """The data of a frame, given what stands between A5 and 5A; None if it is no frame."""
    body = unescape(escaped)
    if body is None or len(body) < _HEAD + 2:
        return None
    data, crc = body[_HEAD:-2], int.from_bytes(body[-2:], "little")
    if len(data) != int.from_bytes(body[_HEAD - 2 : _HEAD], "little"):
        return None
    return data if crc in (0xFFFF, crc16(body[:-2])) else None


class FrameDecoder:
    """Cuts what comes into the data of whole frames; skips what is none. Keeps at most one frame that has begun."""

    def __init__(self) -> None:
        self._begun = b""

    def feed(self, data: bytes) -> list[bytes]:
        heard = self._begun + data
        bodies = (read_body(found[1]) for found in _FRAME.finditer(heard))
        last = heard.rfind(b"\xa5")
        begun = heard[last:] if last >= 0 else b""
        self._begun = begun if b"\x5a" not in begun and len(begun) <= BODY_MAX else b""
        return [body for body in bodies if body is not None]


class OnbonCodec:
    """The bytes of one bar."""

    def __init__(self, options: OnbonOptions) -> None:
        self._options = options
        self.answers = options.answers
        self.ping = frame(PING, options)
        self.forget()

    def letter(self, text: str) -> Lettered:
        return letter(text, "gb2312")

    def frame(self, data: bytes) -> bytes:
        return frame(area(data, self._options), self._options)

    def forget(self) -> None:
        self._decoder = FrameDecoder()

    def feed(self, data: bytes) -> list[Answer]:
        return [self._answer(body) for body in self._decoder.feed(data) if body[:1] not in _OURS]

    def _answer(self, data: bytes) -> Answer:
        kind = data[:2].hex().upper()
        if kind == self._options.nack:
            return Answer(took=False, code=data[2] if len(data) > 2 else None)
        return Answer(took=True if kind == self._options.ack else None)


# --------------------------------------------------------------------------------------------------------- conversation


class OnbonConversation(SignConversation):
    """One bar with an Onbon board; what is said when stands in drivers/sign_talk.py."""

    def __init__(self, options: OnbonOptions) -> None:
        super().__init__(OnbonCodec(options), options)
