"""Text for a sign that knows only some characters: those it lacks are replaced by what a person can read, and named.

A character that the set lacks becomes what it is compatible with (㎡ -> m2, Ａ -> A, ¥ -> ￥), else the sign for a
character that is not there, □; control characters become spaces, since they would break a frame. What was replaced is
told, so that the hall can see which names its signs cannot show.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Charset = Literal["gb2312", "gbk", "gb18030", "utf-8", "ascii"]
CHARSETS: Final[tuple[Charset, ...]] = ("gb2312", "gbk", "gb18030", "utf-8", "ascii")

_LIKE: Final = {"¥": "￥", "–": "-", "‑": "-", "−": "-", "\u00a0": " ", "‘": "'", "’": "'", "“": '"', "”": '"'}
"""For characters that have no compatible form, or have one that is no better."""
_SAME: Final = {"·": b"\xa1\xa4", "—": b"\xa1\xaa"}
"""What these bytes show on a sign; Python's gb2312 takes them for two other characters that look alike."""


@dataclass(frozen=True, slots=True)
class Lettered:
    """A text as a sign shows it."""

    data: bytes
    text: str
    replaced: tuple[str, ...]
    """The characters that the sign lacks, each once, in the order of the text."""


def letter(text: str, charset: Charset) -> Lettered:
    """The text in bytes of the character set; never fails."""
    pairs = [(sign, *_letter(sign, charset)) for sign in text]
    return Lettered(
        b"".join(data for _, _, data in pairs),
        "".join(shown for _, shown, _ in pairs),
        tuple(dict.fromkeys(sign for sign, shown, _ in pairs if shown != sign and not _is_control(sign))),
    )


def letter_within(text: str, charset: Charset, bytes_max: int) -> Lettered:
    """The same, cut behind the last character that has room."""
    room, end = bytes_max, 0
    for sign in text:
        room -= len(_letter(sign, charset)[1])
        if room < 0:
            break
        end += 1
    return letter(text[:end], charset)


@lru_cache(maxsize=4096)
def _letter(sign: str, charset: Charset) -> tuple[str, bytes]:
    if _is_control(sign):
        return " ", b" "
    if charset == "gb2312" and sign in _SAME:
        return sign, _SAME[sign]
    for shown in (sign, _LIKE.get(sign), unicodedata.normalize("NFKC", sign), "□"):
        if shown and (data := _encoded(shown, charset)) is not None:
            return shown, data
    return "?", b"?"


def _encoded(shown: str, charset: Charset) -> bytes | None:
    try:
        return shown.encode(charset)
    except UnicodeEncodeError:
        return None


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp")
