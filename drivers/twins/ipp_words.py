"""IPP as a printer reads and says it (RFC 8010), inside HTTP/1.1: requests out of bytes, answers in bytes. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

REQUEST_BYTES_MAX: Final = 64 << 20
HEAD_BYTES_MAX: Final = 16 << 10
OK: Final = 0x0000
BAD_REQUEST: Final = 0x0400
NOT_POSSIBLE: Final = 0x0404
NOT_FOUND: Final = 0x0406
FORMAT_NOT_SUPPORTED: Final = 0x040A
BAD_DOCUMENT: Final = 0x0411
OPERATION_NOT_SUPPORTED: Final = 0x0501
VERSION_NOT_SUPPORTED: Final = 0x0503
NOT_ACCEPTING: Final = 0x0506
OPERATION, JOB, END, PRINTER = 1, 2, 3, 4

Attribute = tuple[int, Sequence[bytes]]
"""The tag of its first value, and all values."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(slots=True)
class IppRequest:
    version: tuple[int, int]
    operation: int
    number: int
    groups: list[tuple[int, dict[str, list[tuple[int, bytes]]]]]
    document: bytes = field(repr=False)

    def values(self, group: int, name: str) -> list[bytes]:
        return [value for tag, found in self.groups if tag == group for _, value in found.get(name, [])]

    def integer(self, group: int, name: str) -> int | None:
        values = self.values(group, name)
        return int.from_bytes(values[0], "big", signed=True) if values and len(values[0]) == 4 else None

    def text(self, group: int, name: str) -> str:
        return b"".join(self.values(group, name)[:1]).decode("utf-8", "replace")


class HttpReader:
    """Requests out of one connection. `broken` is why the connection cannot be read any further, as an HTTP status."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._told_to_go_on = False
        self.broken: int | None = None

    def feed(self, data: bytes) -> list[HttpRequest | int]:
        """Whole requests; 100 where the host waits to be told to go on; a status where it is broken."""
        self._waiting += data
        found: list[HttpRequest | int] = []
        while self.broken is None:
            one = self._next()
            if one is None:
                break
            found.append(one)
            if isinstance(one, int) and one != 100:
                self.broken = one
                self._waiting.clear()
        return found

    def _next(self) -> HttpRequest | int | None:
        end = self._waiting.find(b"\r\n\r\n")
        if end < 0:
            return 431 if len(self._waiting) > HEAD_BYTES_MAX else None
        first, *lines = self._waiting[:end].decode("latin-1").split("\r\n")
        words = first.split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            return 400
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if "host" not in headers and words[2] != "HTTP/1.0":
            return 400  # RFC 9112 section 3.2
        if headers.get("expect", "").lower() == "100-continue" and not self._told_to_go_on:
            self._told_to_go_on = True
            return 100
        body = self._body(headers, end + 4)
        if isinstance(body, bytes):
            self._told_to_go_on = False
            return HttpRequest(words[0], words[1], headers, body)
        return body

    def _body(self, headers: Mapping[str, str], at: int) -> bytes | int | None:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks(at)
        length = headers.get("content-length", "0")
        if not re.fullmatch(r"\d{1,9}", length):
            return 400
        if int(length) > REQUEST_BYTES_MAX:
            return 413
        if len(self._waiting) < at + int(length):
            return None
        body = bytes(self._waiting[at : at + int(length)])
        del self._waiting[: at + int(length)]
        return body

    def _chunks(self, at: int) -> bytes | int | None:
        body = b""
        while (end := self._waiting.find(b"\r\n", at)) >= 0:
            size = self._waiting[at:end].split(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,7}", size):
                return 400
            start, count = end + 2, int(size, 16)
            if len(body) + count > REQUEST_BYTES_MAX:
                return 413
            if len(self._waiting) < start + count + 2:
                return None
            if self._waiting[start + count : start + count + 2] != b"\r\n":
                return 400
            body += self._waiting[start : start + count]
            at = start + count + 2
            if count == 0:
                del self._waiting[:at]
                return body
        return None


def http_answer(status: int, body: bytes = b"", kind: str = "application/ipp", *, close: bool = False) -> bytes:
    reasons = {100: "Continue", 200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed"}
    head = f"HTTP/1.1 {status} {reasons.get(status, 'Sorry')}\r\n"
    if status == 100:
        return (head + "\r\n").encode("ascii")
    head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return (head + ("Connection: close\r\n" if close else "") + "\r\n").encode("ascii") + body


def read_request(body: bytes) -> IppRequest | None:
    """None: it cannot be read."""
    if len(body) < 9:
        return None
    groups: list[tuple[int, dict[str, list[tuple[int, bytes]]]]] = []
    at, name = 8, ""
    while at < len(body):
        tag = body[at]
        at += 1
        if tag == END:
            head = int.from_bytes(body[2:4], "big"), int.from_bytes(body[4:8], "big")
            return IppRequest((body[0], body[1]), *head, groups, body[at:])
        if tag < 0x10:
            groups.append((tag, {}))
            continue
        parts: list[bytes] = []
        for _ in range(2):
            size = int.from_bytes(body[at : at + 2], "big")
            if at + 2 + size > len(body):
                return None
            parts.append(body[at + 2 : at + 2 + size])
            at += 2 + size
        if not groups or not (parts[0] or name):
            return None
        name = parts[0].decode("latin-1") or name
        groups[-1][1].setdefault(name, []).append((tag, parts[1]))
    return None


def ipp_answer(status: int, number: int, groups: Sequence[tuple[int, Mapping[str, Attribute]]] = ()) -> bytes:
    out = b"\x01\x01" + status.to_bytes(2, "big") + number.to_bytes(4, "big")
    first: dict[str, Attribute] = {
        "attributes-charset": (0x47, [b"utf-8"]),
        "attributes-natural-language": (0x48, [b"en"]),
    }
    for tag, attributes in [(OPERATION, first), *groups]:
        out += bytes((tag,))
        for name, (kind, values) in attributes.items():
            for at, value in enumerate(values):
                said = b"" if at else name.encode("ascii")
                out += bytes((kind,)) + len(said).to_bytes(2, "big") + said + len(value).to_bytes(2, "big") + value
    return out + bytes((END,))


def integer(*values: int) -> Attribute:
    return 0x21, [value.to_bytes(4, "big", signed=True) for value in values]


def enum(value: int) -> Attribute:
    return 0x23, [value.to_bytes(4, "big")]


def keywords(*values: str) -> Attribute:
    return 0x44, [value.encode("ascii") for value in values]


def boolean(value: bool) -> Attribute:
    return 0x22, [b"\x01" if value else b"\x00"]
