"""Which character a byte is: the code tables of ESC t, the national sets of ESC R, and the Chinese double bytes.

The Chinese font of such a printer is a GBK font addressed by arithmetic on two bytes. A four-byte character of
GB18030 is therefore not refused: it comes out as two wrong ones. That fault is kept here, since rare characters of
people's names are exactly those, and a slip with somebody else's name on it must be seen in a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CODE_TABLES: Final[Mapping[int, str]] = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737", 15: "iso8859_7",
    16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 33: "cp775", 34: "cp855", 35: "cp861", 36: "cp862",
    38: "cp869", 39: "iso8859_2", 40: "iso8859_15", 45: "cp1250", 46: "cp1251", 47: "cp1253", 48: "cp1254",
    50: "cp1256", 51: "cp1257", 52: "cp1258",
}  # fmt: skip
KATAKANA_TABLE: Final = 1
_NATIONAL_PLACES: Final = "#$@[\\]^`{|}~"
NATIONAL_SETS: Final = (
    "#$@[\\]^`{|}~", "#$à°ç§^`éùè¨", "#$§ÄÖÜ^`äöüß", "£$@[\\]^`{|}~", "#$@ÆØÅ^`æøå~", "#¤ÉÄÖÅÜéäöåü",
    "#$@°\\é^ùàòèì", "₧$@¡Ñ¿^`¨ñ}~", "#$@[¥]^`{|}~", "#¤ÉÆØÅÜéæøåü", "#$ÉÆØÅÜéæøåü", "#$á¡Ñ¿é`íñóú",
    "#$á¡Ñ¿éüíñóú", "#$@[₩]^`{|}~", "#$ŽŠĐĆČžšđćč", "#¥@[\\]^`{|}~",
)  # fmt: skip
FIRST_LEAD, LAST_LEAD = 0x81, 0xFE
_TRAILS: Final = 190  # 40..7E and 80..FE


def single(code: int, table: int, national: int) -> str | None:
    """The character of one byte; None where the table has none."""
    if code < 0x80:
        place = _NATIONAL_PLACES.find(chr(code))
        return NATIONAL_SETS[national][place] if place >= 0 else chr(code)
    if table == KATAKANA_TABLE:
        return chr(0xFF61 + code - 0xA1) if 0xA1 <= code <= 0xDF else None
    try:
        return bytes((code,)).decode(CODE_TABLES[table])
    except UnicodeDecodeError:
        return None


def double(lead: int, trail: int) -> str | None:
    """The character of a GBK pair; None for a place of the font that is empty."""
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None


def is_trail(code: int) -> bool:
    return 0x40 <= code <= 0xFE and code != 0x7F


def misread(lead: int, trail: int) -> str:
    """What a GBK font shows for a pair whose second byte lies below 40: the address runs into another row."""
    place = (lead - FIRST_LEAD) * _TRAILS + trail - 0x40
    while True:  # over the empty places to the next glyph, wherever the font has one
        row, column = divmod(place % ((LAST_LEAD - FIRST_LEAD + 1) * _TRAILS), _TRAILS)
        character = double(FIRST_LEAD + row, 0x40 + column + (column >= 0x3F))
        if character is not None:
            return character
        place += 1


def four_byte(data: bytes) -> str | None:
    """The character that the host meant by four bytes of GB18030, to name it in the fault."""
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None
