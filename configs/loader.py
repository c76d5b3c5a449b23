"""The one strict loader: a YAML file becomes plain values, each with its line, or faults; never a traceback.

Values are dict, tuple, str, int, float, bool and None: tuples, because the models are frozen. How much a file may hold
is bounded, so that no file can exhaust the machine. What is YAML here and what is not stands in `nodes.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .faults import Fault, show
from .nodes import DEPTH_MAX, VALUES_MAX, Builder, Node, Unreadable, Where

FILE_BYTES_MAX = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands; `raw` is a scalar as it was written."""

    line: int
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read. `name` is how faults call it."""

    name: str
    data: Any
    places: Mapping[Where, Place]

    def line(self, where: Where) -> int:
        """The line of a value, or of the nearest one above it that exists."""
        while where and where not in self.places:
            where = where[:-1]
        return self.places[where].line if where in self.places else 1

    def raw(self, where: Where) -> str | None:
        place = self.places.get(where)
        return place.raw if place else None

    def fault(self, where: Where, what: str, meant: str | None = None) -> Fault:
        return Fault(self.name, self.line(where), spell(where), what, meant)


def spell(where: Where) -> str:
    """A way as people write it: departments[3].queue."""
    out = ""
    for step in where:
        if isinstance(step, int):
            out += f"[{step}]"
        else:
            name = show(step) if not re.fullmatch(r"[\w-]{1,60}", step) else step
            out += f".{name}" if out else name
    return out


def read(path: Path, name: str) -> tuple[Document | None, tuple[Fault, ...]]:
    """The document of a file (None if it cannot be read at all) and what is wrong with it as YAML."""
    try:
        if not path.is_file():
            what = "is not a file" if path.exists() else "is missing"
            return None, (Fault(name, 0, "", what),)
        with path.open("rb") as stream:
            data = stream.read(FILE_BYTES_MAX + 1)
    except OSError as fault:
        return None, (Fault(name, 0, "", f"cannot be read: {fault.strerror or fault}"),)
    return parse(data, name)


def parse(data: bytes, name: str) -> tuple[Document | None, tuple[Fault, ...]]:
    """As `read`, from bytes."""
    try:
        text = _decode(data)
        builder = Builder(text)
        top = builder.document()
        faults = [Fault(name, line, spell(where), what) for line, where, what in builder.doubles]
        values = _Values(top)
        return Document(name, values.data, values.places), tuple(faults)
    except Unreadable as stop:
        return None, (Fault(name, stop.line, "", stop.what),)


def _decode(data: bytes) -> str:
    if len(data) > FILE_BYTES_MAX:
        raise Unreadable(0, f"is larger than {FILE_BYTES_MAX // 1024 // 1024} MB")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(1, "is saved as UTF-16: save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise Unreadable(line, "is not UTF-8 (perhaps saved as GBK or ANSI): save it as UTF-8") from None
    if not text.strip():
        raise Unreadable(1, "is empty")
    strange = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]", text)
    if strange:
        code = f"U+{ord(strange[0]):04X}"
        said = "a byte order mark (U+FEFF) inside the text" if code == "U+FEFF" else f"the control character {code}"
        raise Unreadable(_line_at(text, strange.start()), f"holds {said}: take it out")
    return text


def _line_at(text: str, at: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:at])) + 1


@dataclass(slots=True)
class _Values:
    """Plain values with their places; aliases are followed, and what they multiply is bounded."""

    top: Node
    data: Any = None
    places: dict[Where, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data = self._value(self.top, (), self.top.line)

    def _value(self, node: Node, where: Where, line: int) -> Any:
        if len(self.places) >= VALUES_MAX:
            raise Unreadable(node.line, f"holds more than {VALUES_MAX} values once its aliases are followed")
        self.places[where] = Place(line, node.raw)
        if len(where) > DEPTH_MAX:
            raise Unreadable(node.line, f"is nested more than {DEPTH_MAX} levels deep")
        if node.items is not None:
            return tuple(self._value(each, (*where, n), each.line) for n, each in enumerate(node.items))
        if node.pairs is not None:
            return {key: self._value(each, (*where, key), at) for key, at, each in node.pairs}
        return node.scalar
