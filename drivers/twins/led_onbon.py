"""An LED bar with an Onbon BX-5K/6K card: it shows dynamic areas, and forgets them when the power drops.

    A5 x8 | header 14 | data | CRC-16/ARC, low byte first | 5A       escaped after the A5s: A5 = A6 02, A6 = A6 01,
                                                                     5A = 5B 02, 5B = 5B 01
    header: to u16, from u16, 5 reserved, display mode, device type, version, data length u16; FFFE is any screen
    data:   A2 00 .. ping      A3 06 | reply flag | 00 00 | deletions | updates of areas (_area shows one)
    answer: A0 00 ACK, A0 01 NACK

CRC is over header and data before escaping; a received FFFF is not looked at. From memory: ACK and NACK, the reply flag
(01 answer, 02 none), the flag in the high bit of X and W (not looked at here). Inferred: ACK and NACK carry an error
byte (1 CRC, 2 not known, 3 wrong length or too much) and two zeros; a frame for another screen is passed over; a frame
needs all eight A5.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from typing import Final

from drivers.twins.twin import PAUSE_S, Deed, Output, Reply, Twin

HEADER: Final = Struct("<HH5xBBBH")
AREA: Final = Struct("<BHHHHBBBHB")
EFFECT: Final = Struct("<7BI")
ANY_SCREEN: Final = 0xFFFE
PREAMBLE_BYTES: Final = 8
FRAME_BYTES_MAX: Final = 8192
AREAS_MAX: Final = 32
DEVICE_TYPE, VERSION = 0x51, 0x02
BAD_CRC, UNKNOWN, BAD_LENGTH = 1, 2, 3
UNESCAPED: Final = {b"\xa6\x02": 0xA5, b"\xa6\x01": 0xA6, b"\x5b\x02": 0x5A, b"\x5b\x01": 0x5B}
ESCAPED: Final = {byte: pair for pair, byte in UNESCAPED.items()}
WORDS: Final = {
    "picture": "picture FILE.png: draw what the bar shows",
    "refuse": "the next frame gets a NACK",
}


@dataclass(frozen=True, slots=True)
class Options:
    """`address` is the number of the screen; `width` and `height` are dots."""

    address: int = 1
    width: int = 128
    height: int = 32

    def __post_init__(self) -> None:
        if not 0 <= self.address < ANY_SCREEN or not (8 <= self.width <= 2048 and 8 <= self.height <= 512):
            raise ValueError("address is 0 to 65533, width 8 to 2048, height 8 to 512")


@dataclass(frozen=True, slots=True)
class Area:
    x: int
    y: int
    width: int
    height: int
    text: str


def crc16(data: bytes) -> int:
    """CRC-16/ARC: "123456789" gives BB3D."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def framed(to: int, origin: int, data: bytes) -> bytes:
    body = HEADER.pack(to, origin, 0, DEVICE_TYPE, VERSION, len(data)) + data
    body += crc16(body).to_bytes(2, "little")
    escaped = b"".join(ESCAPED.get(byte, bytes((byte,))) for byte in body)
    return b"\xa5" * PREAMBLE_BYTES + escaped + b"\x5a"


def unescaped(data: bytes) -> bytes | None:
    """None for an escape that does not exist."""
    out, at = bytearray(), 0
    while at < len(data):
        if data[at] in (0xA6, 0x5B):
            byte = UNESCAPED.get(data[at : at + 2])
            if byte is None:
                return None
            out.append(byte)
            at += 2
        else:
            out.append(data[at])
            at += 1
    return bytes(out)


class LedOnbon(Twin):
    words = WORDS

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.areas: dict[int, Area] = {}
        self._preamble = 0
        self._frame: bytearray | None = None
        self._last_s = 0.0
        self._refuses = False

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        outputs: list[Output] = []
        if now_s - self._last_s > PAUSE_S:
            self._frame, self._preamble = None, 0
        self._last_s = now_s
        for byte in data:
            if byte == 0xA5:
                self._frame, self._preamble = None, min(PREAMBLE_BYTES, self._preamble + 1)
                continue
            if self._preamble == PREAMBLE_BYTES:
                self._frame = bytearray()
            self._preamble = 0
            if self._frame is None:
                continue
            if byte == 0x5A:
                outputs += self._take(bytes(self._frame))
                self._frame = None
            elif len(self._frame) >= FRAME_BYTES_MAX:
                self._frame = None
            else:
                self._frame.append(byte)
        return outputs

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        if word == "refuse":
            self._refuses = True
            return []
        from drivers.twins.led_picture import draw

        path = Path(rest)
        if path.suffix != ".png":
            raise ValueError("picture takes the name of a .png file")
        try:
            draw(self.options.width, self.options.height, tuple(self.areas.values())).save(path)
        except (OSError, RuntimeError) as error:
            raise ValueError(f"the picture cannot be drawn: {error}") from None
        return [Deed("drawn", {"png": rest})]

    def power_cycle(self, now_s: float) -> list[Output]:
        had, self.areas = self.areas, {}
        return [Deed("dark")] if had else []

    def cure(self, now_s: float) -> list[Output]:
        self._refuses = False
        return []

    def _take(self, escaped: bytes) -> list[Output]:
        frame = unescaped(escaped)
        if frame is None or len(frame) < HEADER.size + 2:
            return [Deed("broken frame")]
        to, origin, _, _, _, length = HEADER.unpack_from(frame)
        if to not in (ANY_SCREEN, self.options.address):
            return []
        body, data = frame[:-2], frame[HEADER.size : -2]
        crc = int.from_bytes(frame[-2:], "little")
        if crc not in (0xFFFF, crc16(body)):
            return self._nack(origin, BAD_CRC)
        if length != len(data) or length < 2:
            return self._nack(origin, BAD_LENGTH)
        if self._refuses:
            self._refuses = False
            return self._nack(origin, UNKNOWN)
        ack = Reply(framed(origin, self.options.address, b"\xa0\x00\x00\x00\x00"))
        if data[:2] == b"\xa2\x00":
            return [ack]
        if data[:2] != b"\xa3\x06":
            return self._nack(origin, UNKNOWN)
        return self._show(data, origin, ack)

    def _nack(self, origin: int, error: int) -> list[Output]:
        data = bytes((0xA0, 0x01, error, 0, 0))
        return [Reply(framed(origin, self.options.address, data)), Deed("refused", {"error": error})]

    def _show(self, data: bytes, origin: int, ack: Reply) -> list[Output]:
        try:
            deleted, updated = _areas(data)
        except (IndexError, ValueError):
            return self._nack(origin, BAD_LENGTH)
        areas = {name: area for name, area in self.areas.items() if name not in deleted} | updated
        if len(areas) > AREAS_MAX:
            return self._nack(origin, BAD_LENGTH)
        gone = sorted(set(self.areas) - set(areas))
        self.areas = areas
        deeds: list[Output] = [Deed("deleted", {"area": one}) for one in gone]
        for name, area in updated.items():
            place = [area.x, area.y, area.width, area.height]
            deeds.append(Deed("shows", {"area": name, "text": area.text, "place": place}))
        return [*([ack] if data[2] == 1 else []), *deeds]


def _areas(data: bytes) -> tuple[set[int], dict[int, Area]]:
    """The ids to delete and the areas to show. Raises IndexError or ValueError where lengths do not fit."""
    at = 6 + data[5]
    deleted = set(data[6:at])
    updated: dict[int, Area] = {}
    count, at = data[at], at + 1
    for _ in range(count):
        size = int.from_bytes(data[at : at + 2], "little")
        name, area = _area(data[at + 2 : at + 2 + size], size)
        updated[name] = area
        at += 2 + size
    if at != len(data):
        raise ValueError("bytes are left over")
    return deleted, updated


def _area(data: bytes, size: int) -> tuple[int, Area]:
    """type, X, Y, W, H u16, id, line space, run mode, timeout u16, voice [..], extra bytes, align, single line, wrap,
    effect, exit, speed, stay, length u32, GB2312 text."""
    if len(data) != size or size < AREA.size:
        raise ValueError("an area is cut off")
    _, x, y, width, height, name, _, _, _, voice = AREA.unpack_from(data)
    at = AREA.size
    if voice:
        at += 7 + int.from_bytes(data[at + 3 : at + 7], "little")
    at += 1 + data[at]
    if len(data) < at + EFFECT.size:
        raise ValueError("an area is cut off")
    length = EFFECT.unpack_from(data, at)[-1]
    text = data[at + EFFECT.size :]
    if length != len(text):
        raise ValueError("the text is cut off")
    mask = 0x7FFF
    return name, Area(x & mask, y, width & mask, height, text.decode("gb2312", "replace"))
