"""A device that answers Modbus, RTU or TCP (MODBUS Application Protocol V1.1b3): frames out of bytes, answers. Pure.

    RTU   unit | function data | CRC-16 low byte first; a wrong CRC, another unit: silence
    TCP   transaction u16 | protocol 0000 | length u16 | unit | function data; any unit is answered

What lies in its registers is told by `Tables`. Exceptions: 01 no such function, 02 no such address, 03 wrong count.
Functions 1 to 6, 15, 16. To unit 0 of RTU (all) nothing is answered.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from drivers.twins.twin import Gathering

FRAMINGS: Final = ("rtu", "tcp")
FRAME_BYTES_MAX: Final = 260
_READS: Final = {1: 2000, 2: 2000, 3: 125, 4: 125}


class Tables(ABC):
    """What a device has in its four tables: `read` gives None where there is nothing, `write` whether it is done."""

    @abstractmethod
    def read(self, function: int, address: int) -> int | None:
        """One bit or word of function 1 to 4."""

    def write(self, function: int, address: int, value: int) -> bool:
        """One bit (function 5) or word (function 6)."""
        return False


def crc(data: bytes) -> bytes:
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value.to_bytes(2, "little")


class Slave:
    """One station. `heard` is for the requests that were understood, in the order of the answers."""

    def __init__(self, framing: str, unit: int, tables: Tables) -> None:
        if framing not in FRAMINGS or not 1 <= unit <= 247:
            raise ValueError(f"framing is {' or '.join(FRAMINGS)}; unit 1 to 247")
        self._framing, self._unit, self._tables = framing, unit, tables
        self._gathering = Gathering(FRAME_BYTES_MAX)

    def hear(self, data: bytes, now_s: float) -> list[bytes]:
        """The answers, as frames."""
        answers: list[bytes] = []
        for piece in self._gathering.pieces(data):
            self._gathering.add(piece, now_s)
            while (taken := self._rtu() if self._framing == "rtu" else self._tcp()) is not None:
                if taken:
                    answers.append(taken)
        return answers

    def forget(self) -> None:
        self._gathering.bytes.clear()

    def _rtu(self) -> bytes | None:
        """An answer; empty: none is due, but something was taken; None: more bytes are needed."""
        waiting = bytes(self._gathering.bytes)
        if len(waiting) < 4:
            return None
        size = _request_size(waiting[1:])
        if size is None:
            return None
        whole = size + 3
        if size > 0 and len(waiting) < whole:
            return None
        if size == 0 and waiting[0] == self._unit and crc(waiting[:-2]) == waiting[-2:]:
            whole = len(waiting)  # a function that there is not: its frame ends where its checksum fits
        elif size == 0 or crc(waiting[: whole - 2]) != waiting[whole - 2 : whole]:
            self._gathering.drop(1)
            return b""
        self._gathering.drop(whole)
        answer = self._answer(waiting[1 : whole - 2])
        if waiting[0] != self._unit:
            return b""
        framed = waiting[:1] + answer
        return framed + crc(framed)

    def _tcp(self) -> bytes | None:
        waiting = bytes(self._gathering.bytes)
        if len(waiting) < 8:
            return None
        size = int.from_bytes(waiting[4:6], "big")
        if waiting[2:4] != b"\0\0" or not 2 <= size <= 254:
            self._gathering.drop(1)
            return b""
        if len(waiting) < 6 + size:
            return None
        self._gathering.drop(6 + size)
        answer = self._answer(waiting[7 : 6 + size])
        return waiting[:4] + (len(answer) + 1).to_bytes(2, "big") + waiting[6:7] + answer

    def _answer(self, request: bytes) -> bytes:
        function = request[0]
        wanted = _request_size(request)
        if wanted == 0:
            return bytes((function | 0x80, 1))
        if wanted != len(request):
            return bytes((function | 0x80, 3))
        address, count = int.from_bytes(request[1:3], "big"), int.from_bytes(request[3:5], "big")
        if function in _READS:
            return self._read(function, address, count)
        values = _values(request)
        if not values:
            return bytes((function | 0x80, 3))
        one = 5 if function in (5, 15) else 6
        done = [self._tables.write(one, address + at, value) for at, value in enumerate(values)]
        return request[:5] if all(done) else bytes((function | 0x80, 2))

    def _read(self, function: int, address: int, count: int) -> bytes:
        if not 1 <= count <= _READS[function]:
            return bytes((function | 0x80, 3))
        values = [self._tables.read(function, address + at) for at in range(count)]
        known = [value for value in values if value is not None]
        if len(known) < count:
            return bytes((function | 0x80, 2))
        if function > 2:
            data = b"".join(value.to_bytes(2, "big") for value in known)
        else:
            whole = sum(1 << at for at, value in enumerate(known) if value)
            data = whole.to_bytes((count + 7) // 8, "little")
        return bytes((function, len(data))) + data


def _request_size(request: bytes) -> int | None:
    """Bytes of the request that begins here, function first; 0: no such function; None: more bytes are needed."""
    if request[0] in (1, 2, 3, 4, 5, 6):
        return 5
    if request[0] in (15, 16):
        return 6 + request[5] if len(request) > 5 else None
    return 0


def _values(request: bytes) -> list[int]:
    """What is to be written; empty where the numbers do not fit together."""
    count, data = int.from_bytes(request[3:5], "big"), request[6:]
    if request[0] == 5:
        return {b"\xff\x00": [1], b"\x00\x00": [0]}.get(request[3:5], [])
    if request[0] == 6:
        return [count]
    if request[0] == 15:
        fits = 1 <= count <= 1968 and len(data) == (count + 7) // 8
        return [data[at // 8] >> at % 8 & 1 for at in range(count)] if fits else []
    fits = 1 <= count <= 123 and len(data) == 2 * count
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, 2 * count, 2)] if fits else []
