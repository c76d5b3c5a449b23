"""Frames described by a line of text in the configuration, for makes that nobody has written a driver for. Pure.

    \\x02{address:02X}{text:gb2312}\\x03{xor}

Outside braces: ASCII characters stand for themselves, \\xHH is a byte, \\r \\n \\t \\\\ as usual, {{ and }} are braces.

    field                    value                                              written as
    {address}                the device's number                                a number
    {number}                 what is meant: a key, a tag, an output             a number
    {text}                   the text                                           gb2312, gbk, gb18030, utf-8, ascii
    {length}                 how many bytes the text has                        a number
    {from}                   nothing; checksums begin here, not at the start    -
    {sum} {xor}              of all bytes so far                                a number
    {crc16} {crc16_modbus}   of all bytes so far                                a number, without a word u16le

A number is written as u8 (if nothing is said), u16be, u16le, or as digits: 02X, 02x, 03d (hexadecimal, decimal), or d,
as many as it needs. What devices say is read by the same language: see byte_frames.py.
A template with a mistake is refused with the character at which it stands.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, cast

from drivers.checksums import crc16, xor8
from drivers.lettering import CHARSETS, Charset

CHECKS: Final[dict[str, Callable[[bytes], int]]] = {
    "sum": sum,
    "xor": xor8,
    "crc16": crc16,
    "crc16_modbus": lambda data: crc16(data, 0xFFFF),
}
FIELDS: Final = ("address", "text", "length", "from", *CHECKS)
"""Of a frame that shows a text."""
NUMBERED: Final = ("address", "number", "from", *CHECKS)
"""Of a frame that is about one of several things."""
PLAIN: Final = "d"
PLAIN_DIGITS_MAX: Final = 5
_DIGITS: Final = re.compile(r"0([1-9])([Xxd])")
_SIZES: Final = {"u8": (1, "big"), "u16be": (2, "big"), "u16le": (2, "little")}
_SIGNS: Final = {"r": 13, "n": 10, "t": 9, "\\": 92}
_PIECE: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|\\x([0-9A-Fa-f]{2})|\\([rnt\\])|([^{}\\])", re.DOTALL)


class BadTemplate(ValueError):
    """The message says at which character, counted from 1, and what was perhaps meant."""


@dataclass(frozen=True, slots=True)
class Number:
    """How a number is written."""

    form: str

    @property
    def below(self) -> int:
        """The first number that does not fit."""
        if self.form == PLAIN:
            return int(10**PLAIN_DIGITS_MAX)
        if digits := _DIGITS.fullmatch(self.form):
            return int((10 if digits[2] == "d" else 16) ** int(digits[1]))
        return int(256 ** _SIZES[self.form][0])

    def write(self, value: int) -> bytes:
        if self.form not in _SIZES:
            return format(value, self.form).encode("ascii")
        size, order = _SIZES[self.form]
        return value.to_bytes(size, "little" if order == "little" else "big")

    @property
    def pattern(self) -> bytes:
        """What it looks like, as a regular expression."""
        if digits := _DIGITS.fullmatch(self.form):
            return b"[0-9%s]{%s}" % (b"" if digits[2] == "d" else b"A-Fa-f", digits[1].encode())
        return b"[0-9]{1,%d}" % PLAIN_DIGITS_MAX if self.form == PLAIN else b"." * _SIZES[self.form][0]

    def read(self, written: bytes) -> int:
        """The number in bytes that look like it."""
        if self.form in _SIZES:
            return int.from_bytes(written, "little" if _SIZES[self.form][1] == "little" else "big")
        return int(written, 16 if self.form[-1] in "Xx" else 10)


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes as they stand, or a field with the way it is written."""

    name: str = ""
    literal: bytes = b""
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was read and found good."""

    pieces: tuple[Piece, ...]
    charset: Charset = "gb2312"

    def limit(self, field: str) -> int | None:
        """The first value that the field cannot be written with; None without that field."""
        return min((p.number.below for p in self.pieces if p.name == field and p.number), default=None)

    def holds(self, **values: int) -> bool:
        """Whether each of these fields can be written."""
        return all((limit := self.limit(field)) is None or value < limit for field, value in values.items())

    def fill(self, address: int = 0, text: bytes = b"", number: int = 0) -> bytes:
        """The frame; address, number and length of text are below their limits."""
        made, start, values = b"", 0, {"address": address, "number": number, "length": len(text)}
        for piece in self.pieces:
            if piece.name == "from":
                start = len(made)
            elif piece.name == "text":
                made += text
            elif piece.number is None:
                made += piece.literal
            else:
                made += piece.number.write(_value(piece, values, made[start:]))
        return made


def _value(piece: Piece, values: Mapping[str, int], before: bytes) -> int:
    return checksum(piece, before) if piece.name in CHECKS else values[piece.name]


def checksum(piece: Piece, before: bytes) -> int:
    """Of these bytes, as this piece holds it."""
    assert piece.number is not None
    return CHECKS[piece.name](before) % (0x10000 if piece.number.below >= 0x10000 else 0x100)


def read_template(source: str, fields: Collection[str] = FIELDS) -> Template:
    """Read a template that may have these fields. Raises BadTemplate."""
    pieces: list[Piece] = []
    charset: Charset = "gb2312"
    for at, found in _pieces(source):
        if found[1] is None:
            pieces.append(Piece(literal=_literal(found, at)))
            continue
        name, colon, form = found[1].partition(":")
        _check_field(found[0], name, at, fields, pieces)
        if name == "text":
            charset = cast(Charset, _one_of(form if colon else "gb2312", CHARSETS, found[0], at))
            pieces.append(Piece(name))
        elif name == "from":
            if colon:
                raise _bad(at, found[0], "is written as nothing: take away what follows the colon")
            pieces.append(Piece(name))
        else:
            pieces.append(Piece(name, number=_number(name, form if colon else None, found[0], at)))
    return Template(tuple(pieces), charset)


def _pieces(source: str) -> Iterator[tuple[int, re.Match[str]]]:
    at = 0
    while at < len(source):
        found = _PIECE.match(source, at)
        if found is None:
            raise _torn(source, at)
        yield at, found
        at = found.end()


def _torn(source: str, at: int) -> BadTemplate:
    rest = source[at : at + 4]
    if source[at] == "{":
        return _bad(at, source[at : at + 12], "the brace is not closed; a brace for itself is {{")
    if source[at] == "}":
        return _bad(at, "}", "closes nothing; a brace for itself is }}")
    return _bad(at, rest, r"is no escape: write \xHH with two hexadecimal digits, \r, \n, \t or \\")


def _literal(found: re.Match[str], at: int) -> bytes:
    if found[2] is not None:
        return bytes((int(found[2], 16),))
    if found[3] is not None:
        return bytes((_SIGNS[found[3]],))
    sign = found[4] if found[4] is not None else found[0][0]
    if ord(sign) > 0x7F:
        raise _bad(at, sign, r"is not ASCII: write its bytes as \xHH")
    return sign.encode("ascii")


def _check_field(shown: str, name: str, at: int, fields: Collection[str], before: list[Piece]) -> None:
    if name not in fields:
        near = get_close_matches(name, fields, n=1)
        may = f"did you mean {{{near[0]}}}?" if near else f"there are {', '.join(fields) or 'none here'}"
        raise _bad(at, shown, f"is no field of this template; {may}")
    if name in CHECKS and not any(piece.literal or piece.name not in ("", "from") for piece in before):
        raise _bad(at, shown, "is a checksum of what stands before it, and nothing does")


def _number(name: str, form: str | None, shown: str, at: int) -> Number:
    if form is None:
        return Number("u16le" if name.startswith("crc16") else "u8")
    if not _DIGITS.fullmatch(form):
        _one_of(form, (*_SIZES, "02X", "02x", "03d", PLAIN), shown, at)
    number = Number(form)
    if name in CHECKS and number.below < (0x10000 if name.startswith("crc16") else 0x100):
        raise _bad(at, shown, "is too short for this checksum")
    return number


def _one_of(word: str, words: Collection[str], shown: str, at: int) -> str:
    if word in words:
        return word
    near = get_close_matches(word, words, n=1)
    more = f"; did you mean {near[0]}?" if near else ""
    raise _bad(at, shown, f'cannot be written as "{word}", but as {", ".join(words)}{more}')


def _bad(at: int, shown: str, what: str) -> BadTemplate:
    plain = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in shown)
    return BadTemplate(f"character {at + 1}: {plain} {what}")
