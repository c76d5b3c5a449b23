"""Modbus, as the one who asks: requests in bytes, answers out of bytes, on a serial line (RTU) or on TCP. Pure.

The wire (MODBUS Application Protocol V1.1b3, MODBUS over Serial Line V1.02, MODBUS Messaging on TCP/IP V1.0b):

    RTU   unit | function data | CRC-16 start FFFF, low byte first                                  at most 256 bytes
    TCP   transaction u16 | 00 00 | length u16 of what follows | unit | function data               at most 260 bytes

    function, to the device                            from the device
    01 02     address u16, count u16                   bytes u8, bits, the first in bit 0 of the first byte
    03 04     address u16, count u16                   bytes u8, words u16
    05        address u16, FF 00 on or 00 00 off       the same
    06        address u16, word u16                    the same
    0F        address u16, count u16, bytes u8, bits   address u16, count u16
    10        address u16, count u16, bytes u8, words  address u16, count u16
    function | 80                                      01 no such function, 02 address, 03 value, 04 failed, ...
    e.g. RTU  11 03 00 6B 00 03 76 87  ->  11 03 06 AE 41 56 52 43 40 49 AD
         TCP  15 01 00 00 00 06 FF 03 00 04 00 01  ->  15 01 00 00 00 05 FF 03 02 00 05

All numbers are big-endian, but for the CRC. Addresses count from 0: what a maker's paper calls 40001 is word 0 of
function 3.

The rules it keeps, and why:
- An answer is known by what was asked: unit, function, length (and on TCP its transaction). RTU has no mark where a
  frame begins, and gaps between bytes do not survive a serial server; so nothing else is ever taken for an answer.
- On RTU an answer that comes too late looks like the answer to the next question of the same kind: whoever gave up
  waiting must be quiet for a while before asking something else.
- One question at a time: RTU answers carry no number, and many small devices on TCP can do no more.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from drivers.checksums import crc16

Framing = Literal["rtu", "tcp"]
BITS_READ_MAX: Final = 2000
BITS_WRITTEN_MAX: Final = 1968
WORDS_READ_MAX: Final = 125
WORDS_WRITTEN_MAX: Final = 123
UNIT_MAX: Final = 255
"""1 to 247 on a serial line; TCP devices without one behind them also use 0 and 255."""
HEARD_MAX: Final = 8192
"""So many bytes are looked at for one answer; a line that brings more brings noise, until the next question."""

REFUSALS: Final = {
    1: ("没有这个功能", "no such function"),
    2: ("没有这个地址", "no such address"),
    3: ("数值不允许", "a value that is not allowed"),
    4: ("设备故障", "the device failed"),
    5: ("已接受，仍在处理", "accepted, still at work"),
    6: ("设备忙", "the device is busy"),
    8: ("存储校验错误", "its memory has a parity error"),
    10: ("网关路径不可用", "the gateway has no path"),
    11: ("网关后的设备没有应答", "the device behind the gateway does not answer"),
}
"""What an exception means, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question or an order. Made by the functions below."""

    function: int
    data: bytes
    count: int
    """Bits or words that an answer brings; 0 for an order."""

    @property
    def pdu(self) -> bytes:
        return bytes((self.function,)) + self.data

    @property
    def moves(self) -> bool:
        """Whether it changes something in the device: never to be repeated blindly where that matters."""
        return self.function > 4

    @property
    def answer_size(self) -> int:
        """Bytes of the answer, function included, if the device does what it is asked."""
        if self.function in (1, 2):
            return 2 + -(-self.count // 8)
        return 2 + 2 * self.count if self.function in (3, 4) else 5

    @property
    def answer_begins(self) -> bytes:
        """What every such answer begins with: the function, then the number of bytes or what an order repeats."""
        if self.function <= 4:
            return bytes((self.function, self.answer_size - 2))
        return bytes((self.function,)) + self.data[:4]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the device answered."""

    request: Request
    values: tuple[int, ...] = ()
    """Bits as 0 and 1, or words; none for an order that was done."""
    refused: int | None = None
    """The exception, if it did not do it; see REFUSALS."""


def read_coils(address: int, count: int) -> Request:
    """Outputs that can be switched (0xxxx)."""
    return _read(1, address, count, BITS_READ_MAX)


def read_inputs(address: int, count: int) -> Request:
    """Inputs of one bit (1xxxx)."""
    return _read(2, address, count, BITS_READ_MAX)


def read_holding(address: int, count: int) -> Request:
    """Words that can be written (4xxxx)."""
    return _read(3, address, count, WORDS_READ_MAX)


def read_input_words(address: int, count: int) -> Request:
    """Words that are measured (3xxxx)."""
    return _read(4, address, count, WORDS_READ_MAX)


def write_coil(address: int, on: bool) -> Request:
    return Request(5, _place(address, 1) + (b"\xff\x00" if on else b"\x00\x00"), 0)


def write_word(address: int, word: int) -> Request:
    return Request(6, _place(address, 1) + _word(word), 0)


def write_coils(address: int, on: Sequence[bool]) -> Request:
    data = _bits(on)
    head = _block(address, len(on), BITS_WRITTEN_MAX)
    return Request(15, head + bytes((len(data),)) + data, 0)


def write_words(address: int, words: Sequence[int]) -> Request:
    head = _block(address, len(words), WORDS_WRITTEN_MAX)
    return Request(16, head + bytes((2 * len(words),)) + b"".join(map(_word, words)), 0)


READS: Final = {"coil": read_coils, "input": read_inputs, "holding": read_holding, "input_word": read_input_words}
"""The four tables of a device by the words that a configuration uses."""


def _read(function: int, address: int, count: int, most: int) -> Request:
    return Request(function, _block(address, count, most), count)


def _block(address: int, count: int, most: int) -> bytes:
    if not 1 <= count <= most:
        raise ValueError(f"{count} at once, must be 1 to {most}")
    return _place(address, count) + _word(count)


def _place(address: int, count: int) -> bytes:
    if not 0 <= address <= 0x10000 - count:
        raise ValueError(f"address {address} with {count} from there is outside 0 to 65535")
    return _word(address)


def _word(value: int) -> bytes:
    if not 0 <= value <= 0xFFFF:
        raise ValueError(f"word {value} is outside 0 to 65535")
    return value.to_bytes(2, "big")


def _bits(on: Sequence[bool]) -> bytes:
    whole = sum(1 << at for at, bit in enumerate(on) if bit)
    return whole.to_bytes(-(-len(on) // 8), "little")


def read_answer(request: Request, pdu: bytes) -> Reply:
    """The answer in its own bytes, function first; `pdu` begins and is as long as the request says."""
    if pdu[0] == request.function | 0x80:
        return Reply(request, refused=pdu[1])
    data = pdu[2:]
    if request.function in (1, 2):
        return Reply(request, tuple(data[at // 8] >> at % 8 & 1 for at in range(request.count)))
    if request.function in (3, 4):
        return Reply(request, tuple(int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)))
    return Reply(request)


# -------------------------------------------------------------------------------------------------------------- framing


def rtu_frame(unit: int, pdu: bytes) -> bytes:
    body = bytes((unit,)) + pdu
    return body + crc16(body, 0xFFFF).to_bytes(2, "little")


def tcp_frame(transaction: int, unit: int, pdu: bytes) -> bytes:
    return transaction.to_bytes(2, "big") + b"\0\0" + (len(pdu) + 1).to_bytes(2, "big") + bytes((unit,)) + pdu


class _Awaited:
    """A question that waits: the two frames that may come, each by its beginning and its size."""

    def __init__(self, request: Request, done: tuple[bytes, int], refused: tuple[bytes, int]) -> None:
        self.request = request
        self._sizes = dict((done, refused))
        self._begins = re.compile(b"(?=(" + b"|".join(map(re.escape, self._sizes)) + b"))", re.DOTALL)
        self._keep = max(map(len, self._sizes)) - 1
        self._heard = b""
        self._room = HEARD_MAX

    def feed(self, data: bytes, is_whole: Callable[[bytes], bool]) -> bytes | None:
        """The frame, once it has come."""
        data = data[: self._room]
        self._room -= len(data)
        heard = self._heard + data
        keep = max(0, len(heard) - self._keep)
        for found in self._begins.finditer(heard):
            frame = heard[found.start() : found.start() + self._sizes[found[1]]]
            if len(frame) < self._sizes[found[1]]:
                keep = min(keep, found.start())  # may become one; a whole one may still stand behind it
            elif is_whole(frame):
                return frame
        self._heard = heard[keep:]
        return None


class Modbus:
    """One question at a time on one line: `ask` gives the frame to send, `feed` the answer to it.

    What is no answer to it is skipped. Keeps less than one frame.
    """

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._transaction = 0
        self._awaited: _Awaited | None = None

    @property
    def waits(self) -> bool:
        return self._awaited is not None

    def ask(self, unit: int, request: Request) -> bytes:
        """The frame. An earlier question that was not answered is given up."""
        begins, size, refusal = request.answer_begins, request.answer_size, bytes((request.function | 0x80,))
        if self._framing == "rtu":
            head = bytes((unit,))
            self._awaited = _Awaited(request, (head + begins, size + 3), (head + refusal, 5))
            return rtu_frame(unit, request.pdu)
        self._transaction = self._transaction % 0xFFFF + 1
        head, other = (tcp_frame(self._transaction, unit, bytes(length))[:7] for length in (size, 2))
        self._awaited = _Awaited(request, (head + begins, size + 7), (other + refusal, 9))
        return tcp_frame(self._transaction, unit, request.pdu)

    def feed(self, data: bytes) -> Reply | None:
        """The answer, once it is whole; what comes behind it belongs to nobody and is dropped."""
        frame = self._awaited.feed(data, self._is_whole) if self._awaited is not None else None
        if self._awaited is None or frame is None:
            return None
        request = self._awaited.request
        self._awaited = None
        return read_answer(request, frame[1:-2] if self._framing == "rtu" else frame[7:])

    def forget(self) -> None:
        """Nothing is waited for any more: the time is over, or the line is gone."""
        self._awaited = None

    def _is_whole(self, frame: bytes) -> bool:
        return self._framing == "tcp" or crc16(frame[:-2], 0xFFFF) == int.from_bytes(frame[-2:], "little")
