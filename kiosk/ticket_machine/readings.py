"""How Chinese characters are read, for short names and keywords, whose pinyin nobody wrote down. Pure.

Two sources. The full names of all items carry their pinyin: every character in them teaches its syllable. For others,
the first level of GB 2312 (3755 common characters) is sorted by pinyin, so a character's place tells its first letter;
the second level is sorted by radical, and its characters stay without a reading: the item is found by its full name.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

Phrase = tuple[tuple[str, ...], ...]
"""A row of syllables, each with its spellings."""
Readings = Mapping[str, tuple[str, ...]]

_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_END = 0xD7F9
_CODES = tuple(code for code, _ in _STARTS)
_ALSO = {
    "行": "h", "长": "z", "重": "c", "调": "td", "参": "s", "给": "j", "会": "k", "种": "c", "传": "z", "校": "j",
    "单": "s", "乐": "y", "率": "l", "车": "j", "查": "z", "解": "x", "省": "x", "系": "j", "藏": "z", "区": "o",
}  # fmt: skip
"""Second readings of characters that occur in the names of services."""


def learn(names: Iterable[tuple[str, str]]) -> Readings:
    """The syllables of each character, from names with their pinyin; names whose counts do not agree teach nothing."""
    found: dict[str, dict[str, None]] = {}
    for name, pinyin in names:
        chars = [char for char in name if _is_han(char)]
        syllables = pinyin.split()
        if len(chars) == len(syllables):
            for char, syllable in zip(chars, syllables, strict=True):
                found.setdefault(char, {})[syllable] = None
    return {char: tuple(syllables) for char, syllables in found.items()}


def readings(text: str, learned: Readings) -> Phrase:
    """For each character its spellings: whole syllables where known, else first letters; others are left out."""
    found = (tuple(learned.get(char, ())) + _letters(char, learned) for char in text)
    return tuple(spellings for spellings in found if spellings)


def _letters(char: str, learned: Readings) -> tuple[str, ...]:
    """The first letters that no whole syllable of the character covers."""
    known = {syllable[0] for syllable in learned.get(char, ())}
    return tuple(letter for letter in _first_letters(char) if letter not in known)


def _first_letters(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalpha() else ""
    try:
        high, low = char.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return ""
    code = high << 8 | low
    if not _STARTS[0][0] <= code <= _END:
        return ""
    first = _STARTS[bisect_right(_CODES, code) - 1][1]
    return first + _ALSO.get(char, "").replace(first, "")


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
