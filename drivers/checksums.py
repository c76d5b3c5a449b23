"""Checksums that devices put at the end of a frame. Pure."""

from functools import reduce
from operator import xor
from typing import Final


def sum8(data: bytes) -> int:
    """The low byte of the sum."""
    return sum(data) & 0xFF


def xor8(data: bytes) -> int:
    """All bytes xored; of nothing, 0."""
    return reduce(xor, data, 0)


def _row(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (0xA001 if byte & 1 else 0)
    return byte


_ROWS: Final = tuple(map(_row, range(256)))


def crc16(data: bytes, start: int = 0) -> int:
    """CRC-16/ARC (reflected 8005, start 0): of b"123456789" it is BB3D. With start FFFF it is that of Modbus."""
    crc = start
    for byte in data:
        crc = crc >> 8 ^ _ROWS[(crc ^ byte) & 0xFF]
    return crc
