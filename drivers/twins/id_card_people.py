"""Invented people on cards of each layout, as the 256-byte text block that a reader hands out (UTF-16LE, space padded).

Nobody here exists: the numbers have a right check digit (GB 11643) over an invented sequence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TEXT_BYTES: Final = 256
ADDRESS_BYTES: Final = 70
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

RESIDENT: Final = {
    "name": (0, 30), "sex": (30, 2), "nation": (32, 4), "birth": (36, 16), "address": (52, 70), "id": (122, 36),
    "issuer": (158, 30), "start": (188, 16), "end": (204, 16), "rest": (220, 36),
}  # fmt: skip
HMT: Final = {**{name: at for name, at in RESIDENT.items() if name != "rest"},
              "pass_no": (220, 18), "issue_count": (238, 4), "flag": (248, 2)}  # fmt: skip
FOREIGN_OLD: Final = {
    "en_name": (0, 120), "sex": (120, 2), "id": (122, 30), "country": (152, 6), "cn_name": (158, 30),
    "start": (188, 16), "end": (204, 16), "birth": (220, 16), "version": (236, 4), "agency": (240, 8),
    "flag": (248, 2),
}  # fmt: skip
FOREIGN_2023: Final = {
    "cn_name": (0, 30), "sex": (30, 2), "renewals": (32, 4), "birth": (36, 16), "en_name": (52, 70), "id": (122, 36),
    "rfu": (158, 30), "start": (188, 16), "end": (204, 16), "en_name_more": (220, 22), "country": (242, 6),
    "flag": (248, 2), "former": (250, 6),
}  # fmt: skip
Layout = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Card:
    """`new_address` is the one written after a move; None: the card has none."""

    text: bytes
    new_address: bytes | None = None


def with_check_digit(number: str) -> str:
    """17 digits and their check digit."""
    return number + "10X98765432"[sum(int(one) * weight for one, weight in zip(number, WEIGHTS, strict=True)) % 11]


def padded(text: str, size_bytes: int) -> bytes:
    """Raises ValueError when it does not fit."""
    data = text.encode("utf-16-le")
    if len(data) > size_bytes:
        raise ValueError(f"{text!r} takes {len(data)} bytes, not {size_bytes}")
    return data + b" \x00" * ((size_bytes - len(data)) // 2)


def block(layout: Layout, **fields: str) -> bytes:
    text = bytearray(b" \x00" * (TEXT_BYTES // 2))
    for name, value in fields.items():
        at, size = layout[name]
        text[at : at + size] = padded(value, size)
    return bytes(text)


CARDS: Final[Mapping[str, Card]] = {
    "resident": Card(block(
        RESIDENT, name="李四", sex="2", nation="16", birth="19900307", address="云南省普洱市思茅区样例路1号",
        id=with_check_digit("53080219900307652"), issuer="普洱市公安局思茅分局", start="20180501", end="20380501",
    )),
    "moved": Card(block(
        RESIDENT, name="岩样例", sex="1", nation="18", birth="19751120", address="云南省景洪市样例路2号",
        id=with_check_digit("53280119751120901"), issuer="景洪市公安局", start="20210101", end="20410101",
    ), padded("云南省普洱市思茅区样例新村3号", ADDRESS_BYTES)),
    "elder": Card(block(
        RESIDENT, name="㼆样𠮷", sex="1", nation="01", birth="19410203", address="云南省普洱市宁洱县样例路4号",
        id=with_check_digit("53082119410203901"), issuer="宁洱县公安局", start="20090101", end="长期",
    )),
    "hmt": Card(block(
        HMT, name="陈样例", sex="2", birth="19881212", address="云南省普洱市思茅区样例路5号",
        id=with_check_digit("81000019881212902"), issuer="普洱市公安局思茅分局", start="20190601", end="20240601",
        pass_no="H01234567", issue_count="01", flag="J",
    )),
    "foreigner": Card(block(
        FOREIGN_OLD, en_name="SAMPLE, JANE MARY", sex="2", id="USA530880010901", country="USA", cn_name="简样例",
        start="20170701", end="20270701", birth="19800109", version="01", agency="1500", flag="I",
    )),
    "foreigner-2023": Card(block(
        FOREIGN_2023, cn_name="简样例", sex="2", renewals="01", birth="19800109", en_name="SAMPLE, JANE MARY",
        id=with_check_digit("95384019800109902"), start="20231201", end="20331201", country="USA", flag="Y",
    )),
}  # fmt: skip
