"""Cards of nobody, and an ID reader that holds one, written from the wire picture and not from the driver."""

from collections.abc import Iterator
from functools import reduce
from operator import xor

HEAD = bytes.fromhex("AA AA AA 96 69")
STATUS, SAM = bytes.fromhex("11 FF"), bytes.fromhex("12 FF")
FIND, SELECT, READ, ADDRESS = (bytes.fromhex(text) for text in ("20 01", "20 02", "30 01", "30 03"))
PHOTO = bytes(range(256)) * 4
SAM_ID = bytes.fromhex("05 00 03 00 59 D6 33 01 40 E2 01 00 F1 FB 09 00")


def framed(body: bytes) -> bytes:
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return HEAD + counted + bytes([reduce(xor, counted)])


def block(**at: str) -> bytes:
    """256 bytes of UTF-16LE; `at` is `_OFFSET="text"`."""
    made = bytearray(" ".encode("utf-16-le") * 128)
    for place, text in at.items():
        offset = int(place[1:])
        data = text.encode("utf-16-le")
        made[offset : offset + len(data)] = data
    assert len(made) == 256
    return bytes(made)


RESIDENT = block(
    _0="李四", _30="2", _32="16", _36="19900307", _52="云南省普洱市思茅区某某路1号", _122="530802199003076520",
    _158="普洱市公安局思茅分局", _188="20200101", _204="20400101",
)  # fmt: skip
HMT = block(
    _0="陈某某", _30="1", _36="19551231", _52="云南省普洱市思茅区某某路2号", _122="810000195512310015",
    _158="普洱市公安局", _188="20210301", _204="20260301", _220="H01234567", _238="01", _248="J",
)  # fmt: skip
FOREIGNER = block(
    _0="SAMPLE, NOBODY", _120="2", _122="XYZ530100000001", _152="XYZ", _158="某人", _188="20160101", _204="20260101",
    _220="20080229", _236="01", _240="1500", _248="I",
)  # fmt: skip
FOREIGNER_2023 = block(
    _0="无名氏", _30="1", _32="00", _36="19880808", _52="SAMPLE NOBODY OF A VERY LONG NAME A",
    _122="95305319880808001X", _188="20240101", _204="20340101", _220="ND ANOTHER", _242="XYZ", _248="Y",
)  # fmt: skip


def read_answer(text: bytes) -> bytes:
    return framed(bytes.fromhex("00 00 90 01 00 04 00") + text + PHOTO)


class SdtReader:
    """Answers frames. A card lies on it or not; read once, it is found no more until it was lifted, if it `insists`."""

    def __init__(self, text: bytes | None = None, *, insists: bool = True) -> None:
        self.received = b""
        self.asked: list[bytes] = []
        self.silent = False
        self.insists = insists
        self.newest: str | None = None
        self.refusals: dict[bytes, int] = {}
        """Command and SW that it answers instead of what it should."""
        self.lay(text)

    def lay(self, text: bytes | None) -> None:
        self._text = text
        self._read = False

    def take(self, data: bytes) -> list[bytes]:
        self.received += data
        return [framed(b"\0\0" + answer) for asked in self._commands(data) if (answer := self._answer(asked))]

    def _commands(self, data: bytes) -> Iterator[bytes]:
        while data:
            assert data.startswith(HEAD), data.hex(" ")
            end = 7 + int.from_bytes(data[5:7], "big")
            assert framed(data[7 : end - 1]) == data[:end]
            yield data[7 : end - 1]
            data = data[end:]

    def _answer(self, asked: bytes) -> bytes | None:
        self.asked.append(asked)
        if self.silent:
            return None
        if asked in self.refusals:
            return bytes([self.refusals[asked]])
        there = self._text is not None and not (self.insists and self._read)
        if asked == READ and self._text is not None:
            self._read = True
            return read_answer(self._text)[9:-1]
        newest = self.newest and b"\x90" + self.newest.ljust(35).encode("utf-16-le")
        return {
            STATUS: b"\x90",
            SAM: b"\x90" + SAM_ID,
            FIND: b"\x9f\0\0\0\0" if there else b"\x80",
            SELECT: b"\x90" + bytes(8) if there else b"\x81",
            READ: b"\x41",
            ADDRESS: newest or b"\x91",
        }[asked]
