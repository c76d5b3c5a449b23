"""Finds in what comes the frames that templates of the configuration describe (`byte_template.py`). Pure.

    {address:d},{number:d}\\r        finds "1,3" CR, and tells address 1 and number 3

The rules it keeps, and why:
- The first whole frame counts; what is none is skipped, and a frame whose checksum is wrong is none.
- It keeps less than one frame, and of one piece looks at the last HEARD_MAX bytes: a keypad or a lamp never says so
  much at once, so more is noise, and noise must not cost the time of other devices.
- A number without a fixed width is followed by something that is no digit: else nobody could say where it ends.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from drivers.byte_template import CHECKS, PLAIN, BadTemplate, Piece, Template, checksum, read_template

HEARD_MAX: Final = 256
FRAME_MAX: Final = 64


@dataclass(frozen=True, slots=True)
class Found:
    """A whole frame: which template, and the numbers in it."""

    name: str
    values: Mapping[str, int]


def read_frame(source: str, fields: Collection[str]) -> Template:
    """A template that can be looked for. Raises BadTemplate."""
    template = read_template(source, fields)
    if template.pieces and all(not piece.literal and piece.name not in CHECKS for piece in template.pieces):
        raise BadTemplate("has no byte of its own and no checksum: it would be found in everything")
    for piece, after in pairwise((*template.pieces, Piece())):
        if piece.number is not None and piece.number.form == PLAIN and not _is_sign(after):
            raise BadTemplate(f"{{{piece.name}:{PLAIN}}} must be followed by a byte that is no digit")
    if _size(template) > FRAME_MAX:
        raise BadTemplate(f"is longer than {FRAME_MAX} bytes")
    return template


def _is_sign(piece: Piece) -> bool:
    return bool(piece.literal) and not piece.literal.isdigit()


def _size(template: Template) -> int:
    """Of the longest frame."""
    return sum(len(p.literal) + (len(p.number.write(p.number.below - 1)) if p.number else 0) for p in template.pieces)


class FrameFinder:
    """Looks for the frames of several templates by name; those that are empty are not looked for."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self._templates = {name: template for name, template in templates.items() if template.pieces}
        parts = [b"(?P<%s>%s)" % (name.encode(), _pattern(each)) for name, each in self._templates.items()]
        self._any = re.compile(b"|".join(parts) or b"(?!)", re.DOTALL)
        self._each = {name: re.compile(_pattern(each), re.DOTALL) for name, each in self._templates.items()}
        self._keep = max(map(_size, self._templates.values()), default=1) - 1
        self._begun = b""

    def feed(self, data: bytes) -> list[Found]:
        """The frames that are whole now."""
        heard, at, found = (self._begun + data)[-HEARD_MAX:], 0, []
        while (candidate := self._any.search(heard, at)) is not None:
            frame = self._checked(candidate)
            at = candidate.start() + 1 if frame is None else candidate.end()
            found += [] if frame is None else [frame]
        rest = heard[at:]
        self._begun = rest[-self._keep :] if self._keep else b""
        return found

    def forget(self) -> None:
        """What has begun is over."""
        self._begun = b""

    def _checked(self, candidate: re.Match[bytes]) -> Found | None:
        name = candidate.lastgroup
        assert name is not None
        match = self._each[name].match(candidate.string, candidate.start())
        assert match is not None
        values: dict[str, int] = {}
        start = match.start()
        fields = [piece for piece in self._templates[name].pieces if piece.name]
        for group, piece in enumerate(fields, 1):
            if piece.number is None:
                start = match.start(group)  # {from}
                continue
            value = piece.number.read(match[group])
            is_check = piece.name in CHECKS
            if is_check and value != checksum(piece, match.string[start : match.start(group)]):
                return None
            if values.setdefault(piece.name, value) != value and not is_check:
                return None  # one number, written twice, is twice the same
        return Found(name, {name: value for name, value in values.items() if name not in CHECKS})


def _pattern(template: Template) -> bytes:
    """With a group for each field, also for one that is written as nothing."""
    return b"".join(
        re.escape(piece.literal) if piece.literal else b"(%s)" % (piece.number.pattern if piece.number else b"")
        for piece in template.pieces
    )
