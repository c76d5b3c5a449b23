"""IPP, as the one who prints: requests in bytes, answers out of bytes, inside HTTP/1.1 on a TCP line. Pure.

The wire (RFC 8010, encoding; RFC 8011, operations; RFC 9112, HTTP/1.1):

    POST PATH HTTP/1.1 | Host, Content-Type: application/ipp, Content-Length | IPP
    HTTP/1.1 200 OK    | Content-Length or Transfer-Encoding: chunked        | IPP

    IPP       version u16 | operation or status u16 | request u32 | groups | 03 | document
    group     01 operation, 02 job, 04 printer, 05 unsupported; then attributes
    attribute tag u8 | u16 name | u16 value; a further value of the same attribute has an empty name
    tags      21 integer, 22 boolean, 23 enum, 42 name, 44 keyword, 45 uri, 47 charset, 48 language, 49 mime type
    e.g.      01 01 00 02 00 00 00 01 | 01 | 47 00 12 attributes-charset 00 05 utf-8 | ... | 03 | %PDF-...
              01 01 00 00 00 00 00 01 | 01 | ... | 02 | 21 00 06 job-id 00 04 00 00 00 93 | ... | 03

Why not a library: pyipp and pycups own their connection and wait on it; what is needed here is a small part of the
encoding. Not here: TLS (ipps), authentication, other document formats than what the caller names.

The rules it keeps, and why:
- An answer that is longer than ANSWER_BYTES_MAX, or whose length cannot be known, is told as broken: the line is of no
  use after that. What comes before `HTTP/` is skipped.
- Collections (media-col and such) are stepped over, since nothing here needs them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

ANSWER_BYTES_MAX: Final = 256 * 1024
HEAD_BYTES_MAX: Final = 16 * 1024
VERSION: Final = b"\x01\x01"
"""1.1: what every printer since the year 2000 speaks."""
PRINT_JOB: Final = 0x0002
CANCEL_JOB: Final = 0x0008
GET_JOB: Final = 0x0009
GET_PRINTER: Final = 0x000B
OPERATION, JOB, END, PRINTER = 0x01, 0x02, 0x03, 0x04
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
_WITH_LANGUAGE: Final = (0x35, 0x36)
_BEGIN_COLLECTION, _END_COLLECTION = 0x34, 0x37

Value = int | bool | str | bytes
Attribute = tuple[int, str, Value | Sequence[Value]]
"""Tag, name and value or values."""


# -------------------------------------------------------------------------------------------------------------- request


def request(
    operation: int, number: int, uri: str, more: Sequence[Attribute] = (), job: Sequence[Attribute] = ()
) -> bytes:
    """An IPP request; a document follows behind it."""
    first: tuple[Attribute, ...] = (
        (CHARSET, "attributes-charset", "utf-8"),
        (LANGUAGE, "attributes-natural-language", "zh-cn"),
        (URI, "printer-uri", uri),
    )
    made = VERSION + operation.to_bytes(2, "big") + number.to_bytes(4, "big") + _group(OPERATION, (*first, *more))
    return made + (_group(JOB, job) if job else b"") + bytes((END,))


def _group(tag: int, attributes: Sequence[Attribute]) -> bytes:
    made = bytes((tag,))
    for kind, name, value in attributes:
        values = (value,) if isinstance(value, int | str | bytes) else value
        for at, one in enumerate(values):
            made += bytes((kind,)) + _sized(b"" if at else name.encode("ascii")) + _sized(_encoded(kind, one))
    return made


def _encoded(kind: int, value: Value) -> bytes:
    if kind == BOOLEAN:
        return b"\x01" if value else b"\x00"
    if isinstance(value, int):
        return value.to_bytes(4, "big", signed=True)
    return value.encode() if isinstance(value, str) else value


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


def post(path: str, host: str, body: bytes) -> bytes:
    """The HTTP request that carries it."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: hall\r\nContent-Type: application/ipp\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


# --------------------------------------------------------------------------------------------------------------- answer


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class IppAnswer:
    """`groups` keep their order: one job group for each job, one printer group."""

    status: int
    number: int
    groups: tuple[tuple[int, Mapping[str, tuple[Value, ...]]], ...]

    @property
    def done(self) -> bool:
        return self.status < 0x0100

    def values(self, group: int, name: str) -> tuple[Value, ...]:
        """All values of an attribute in the first such group; empty where it is missing."""
        return next((found.get(name, ()) for tag, found in self.groups if tag == group), ())

    def number_of(self, group: int, name: str) -> int | None:
        values = self.values(group, name)
        return values[0] if values and isinstance(values[0], int) else None

    def words(self, group: int, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.values(group, name) if isinstance(value, str))


def read_ipp(body: bytes) -> IppAnswer | None:
    """None: it is no IPP answer."""
    try:
        return IppAnswer(int.from_bytes(body[2:4], "big"), int.from_bytes(body[4:8], "big"), tuple(_groups(body)))
    except _Torn:
        return None


class _Torn(ValueError):
    """It ends too early, or begins with something else."""


def _groups(body: bytes) -> Iterator[tuple[int, Mapping[str, tuple[Value, ...]]]]:
    at, depth, name = 8, 0, ""
    group: tuple[int, dict[str, tuple[Value, ...]]] | None = None
    while True:
        if at >= len(body):
            raise _Torn
        tag = body[at]
        if tag < 0x10:
            if group is not None:
                yield group
            if tag == END:
                return
            group, at, depth = (tag, {}), at + 1, 0
            continue
        said, at = _piece(body, at + 1)
        value, at = _piece(body, at)
        depth += {_BEGIN_COLLECTION: 1, _END_COLLECTION: -1}.get(tag, 0)
        if group is None or depth < 0:
            raise _Torn
        if depth or tag == _END_COLLECTION:
            continue
        if said:
            name = said.decode("utf-8", "replace")
            group[1][name] = ()
        group[1][name] = (*group[1].get(name, ()), _decoded(tag, value))


def _piece(body: bytes, at: int) -> tuple[bytes, int]:
    end = at + 2 + int.from_bytes(body[at : at + 2], "big")
    if at + 2 > len(body) or end > len(body):
        raise _Torn
    return body[at + 2 : end], end


def _decoded(tag: int, value: bytes) -> Value:
    if tag in (INTEGER, ENUM) and len(value) == 4:
        return int.from_bytes(value, "big", signed=True)
    if tag == BOOLEAN and len(value) == 1:
        return value != b"\0"
    if tag in _WITH_LANGUAGE and len(value) >= 4:
        value = value[4 + int.from_bytes(value[:2], "big") :]
    return value.decode("utf-8", "replace") if tag in _WITH_LANGUAGE or tag >= 0x41 else value


_BEGINS: Final = re.compile(rb"HTTP/1\.[01] (\d{3})[^\r\n]{0,150}\r?\n")
_BEGINS_ANEW: Final = re.compile(rb"\n(?=HTTP/1\.[01] \d{3})")
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,9})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CHUNKED: Final = re.compile(rb"^transfer-encoding:[ \t]*chunked[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_HEAD_ENDS: Final = re.compile(rb"\r?\n\r?\n")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,6})[^\r\n]{0,200}\r?\n")


_LINE_END: Final = re.compile(rb"\r?\n")
_LINE_BYTES_MAX: Final = 200
_Unfinished = Literal["more", "skipped", "broken"]


class HttpDecoder:
    """Cuts what comes into answers; a broken one is told as None. Keeps one answer at most."""

    def __init__(self) -> None:
        self._heard = b""

    def feed(self, data: bytes) -> list[HttpAnswer | None]:
        self._heard += data
        told: list[HttpAnswer | None] = []
        while (found := self._next()) != "more":
            if isinstance(found, HttpAnswer):
                told.append(found)
            elif found == "broken":
                told.append(None)
                last = self._heard.rfind(b"HTTP/1.", 1)  # another one may begin there
                self._heard = self._heard[last:] if last > 0 else b""
        return told

    def _next(self) -> HttpAnswer | _Unfinished:
        begins = _BEGINS.search(self._heard)
        if begins is None:
            at = self._heard.rfind(b"HTTP/")
            self._heard = self._heard[at:][:_LINE_BYTES_MAX] if at >= 0 else self._heard[-4:]
            return "more"
        self._heard = self._heard[begins.start() :]
        ends = _HEAD_ENDS.search(self._heard, len(begins[0]) - 2, HEAD_BYTES_MAX)
        if ends is None:
            return "broken" if len(self._heard) >= HEAD_BYTES_MAX else "more"
        anew = _BEGINS_ANEW.search(self._heard, len(begins[0]) - 1, ends.end())
        if anew is not None:
            self._heard = self._heard[anew.end() :]
            return "skipped"  # the first was cut off, and the next answer stands in its head
        if int(begins[1]) < 200:
            self._heard = self._heard[ends.end() :]
            return "skipped"  # 100: go on
        body = self._body(self._heard[: ends.end()], ends.end())
        return HttpAnswer(int(begins[1]), body) if isinstance(body, bytes) else body

    def _body(self, head: bytes, at: int) -> bytes | _Unfinished:
        if _CHUNKED.search(head):
            return self._chunks(at)
        length = _LENGTH.search(head)
        size = int(length[1]) if length else -1
        if not 0 <= size <= ANSWER_BYTES_MAX:
            return "broken"
        if len(self._heard) < at + size:
            return "more"
        body, self._heard = self._heard[at : at + size], self._heard[at + size :]
        return body

    def _chunks(self, at: int) -> bytes | _Unfinished:
        body = b""
        while True:
            begins = _CHUNK.match(self._heard, at)
            if begins is None:
                line = self._heard[at : at + _LINE_BYTES_MAX]
                return "broken" if len(line) == _LINE_BYTES_MAX or b"\n" in line else "more"
            size, at = int(begins[1], 16), begins.end()
            if len(body) + size > ANSWER_BYTES_MAX:
                return "broken"
            ends = _LINE_END.match(self._heard, at + size)
            if ends is None:
                return "broken" if len(self._heard) > at + size + 1 else "more"
            body += self._heard[at : at + size]
            at = ends.end()
            if size == 0:
                self._heard = self._heard[at:]
                return body
