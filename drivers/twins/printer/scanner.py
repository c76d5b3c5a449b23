"""Bytes into commands, one push at a time, as a printer's receiving side does it.

It knows no modes: text is any run of bytes from 20 up, everything else is a command by the grammar. It runs ahead of
the printing, so that a real-time command is seen although the printer stands still, yet a 10 04 inside a command's
data is data. It holds at most one unfinished command; raster data is handed on as it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from drivers.twins.printer.grammar import GRAMMAR, LEADS, Form, Refused

PAYLOAD_BYTES_MAX: Final = 4096
_TEXT: Final = re.compile(rb"[\x20-\xff]{1,4096}")


@dataclass(frozen=True, slots=True)
class Text:
    data: bytes


@dataclass(frozen=True, slots=True)
class Command:
    prefix: bytes
    params: bytes


@dataclass(frozen=True, slots=True)
class Payload:
    """A piece of the raster whose Command came before."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes that were dropped, and why."""

    data: bytes
    why: str


Token = Text | Command | Payload | Unknown


def size_of(token: Token) -> int:
    """How many bytes of the line the token stands for."""
    return len(token.prefix) + len(token.params) if isinstance(token, Command) else len(token.data)


class Scanner:
    """Feed it bytes, it yields tokens; what is unfinished waits for the next call."""

    def __init__(self) -> None:
        self._lead = b""
        self._form: Form | None = None
        self._params = bytearray()
        self._wanted = 0
        self._payload_left = 0

    @property
    def held_bytes(self) -> int:
        return len(self._lead) + len(self._params)

    @property
    def mid_command(self) -> bool:
        """Whether the next bytes will be taken as parameters or data of a command that has begun."""
        return bool(self._lead) or self._payload_left > 0

    def scan(self, data: bytes) -> Iterator[Token]:
        at = 0
        while at < len(data):
            if self._payload_left:
                piece = data[at : at + min(self._payload_left, PAYLOAD_BYTES_MAX)]
                self._payload_left -= len(piece)
                at += len(piece)
                yield Payload(piece)
            elif self._form is not None:
                at += self._take_params(data, at)
                yield from self._finish()
            elif self._lead:
                yield from self._second(data[at : at + 1])
                at += 1
            elif run := _TEXT.match(data, at):
                at = run.end()
                yield Text(run.group())
            else:
                yield from self._first(data[at : at + 1])
                at += 1

    def _first(self, code: bytes) -> Iterator[Token]:
        if code[0] in LEADS:
            self._lead = code
        elif code in GRAMMAR:
            yield Command(code, b"")
        elif code != b"\x00":  # hosts pad with NUL to end a command that was cut off; printers ignore it
            yield Unknown(code, "stray control byte")

    def _second(self, code: bytes) -> Iterator[Token]:
        prefix = self._lead + code
        if prefix in GRAMMAR:
            self._lead, self._form = prefix, GRAMMAR[prefix]
            yield from self._finish()
        elif code[0] in LEADS:  # the first was cut short; this one begins anew
            yield Unknown(self._lead, "command cut short")
            self._lead = code
        else:
            yield Unknown(prefix, "unknown command")
            self._lead = b""

    def _take_params(self, data: bytes, at: int) -> int:
        piece = data[at : at + self._wanted]
        self._params += piece
        self._wanted -= len(piece)
        return len(piece)

    def _finish(self) -> Iterator[Token]:
        """Hand the command on if it is complete, or drop it if it cannot be."""
        assert self._form is not None
        if self._wanted:  # asking again for every byte would copy a large graphic as often as it has bytes
            return
        form, params = self._form, bytes(self._params)
        try:
            self._wanted = form.need(params)
            if self._wanted:
                return
        except Refused as refused:
            dropped = self._lead + params
            self._reset()
            yield Unknown(dropped, f"{form.name}: {refused}")
            return
        prefix = self._lead
        self._reset()
        if form.payload is not None:
            self._payload_left = form.payload(params)
        yield Command(prefix, params)

    def _reset(self) -> None:
        self._lead, self._form = b"", None
        self._params.clear()
