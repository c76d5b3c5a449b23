"""The one strict loader: a YAML file becomes plain values, each with its line, or faults; never a traceback.

Rules, and why:
- Scalars as in YAML 1.2: 09:00 is text and not 540, yes and no are text and not booleans.
- Duplicate keys are faults (the later one would win silently); tags are refused (nothing here needs them).
- Size, depth and the number of values after aliases are bounded, so that no file can exhaust the machine.
Values are dict, tuple, str, int, float, bool and None: tuples, because the models are frozen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from .faults import Fault

FILE_BYTES_MAX = 2 * 1024 * 1024
DEPTH_MAX = 24
VALUES_MAX = 100_000

Where = tuple[str | int, ...]
"""The way to a value from the top of its file: ("departments", 3, "queue")."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_BASED = re.compile(r"0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,4})?")

_PROBLEMS = (
    (r"mapping values are not allowed", 'a ": " where none can be: wrong indentation, or a value that needs quotes'),
    (r"could not find expected ':'", "a key without its colon, or a line that does not belong here"),
    (r"did not find expected key|expected <block end>", "the indentation does not fit the lines above"),
    (r"did not find expected '-'|block sequence entries are not allowed", 'a list item ("- ") where none can be'),
    (r"did not find expected ',' or|expected ',' or", "a comma or the closing bracket is missing"),
    (r"unexpected end of stream|unexpected document separator", "a quote is opened and not closed"),
    (r"cannot start any token", "a value that begins with this character needs quotes"),
    (r"unknown escape character|hexadecimal numbers", "a backslash in double quotes: write it twice, or quote with '"),
)
"""What the parsers say (both of PyYAML), and what a person understands."""


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


def show(value: object) -> str:
    """A value as a sentence can carry it: one line, not too long."""
    text = value if isinstance(value, str) else str(value)
    text = text if text.isprintable() else repr(text)[1:-1]
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


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
        builder = _Builder(text)
        top = builder.document()
        faults = [Fault(name, line, spell((key,)), what) for line, key, what in builder.doubles]
        values = _Values(top)
        return Document(name, values.data, values.places), tuple(faults)
    except _Unreadable as stop:
        return None, (Fault(name, stop.line, "", stop.what),)


class _Unreadable(Exception):
    """The file cannot be read any further."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what


def _decode(data: bytes) -> str:
    if len(data) > FILE_BYTES_MAX:
        raise _Unreadable(0, f"is larger than {FILE_BYTES_MAX // 1024 // 1024} MB")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _Unreadable(1, "is saved as UTF-16: save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise _Unreadable(line, "is not UTF-8 (perhaps saved as GBK or ANSI): save it as UTF-8") from None
    if not text.strip():
        raise _Unreadable(0, "is empty")
    strange = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]", text)
    if strange:
        code = f"U+{ord(strange[0]):04X}"
        said = "a byte order mark (U+FEFF) inside the text" if code == "U+FEFF" else f"the control character {code}"
        raise _Unreadable(_line_at(text, strange.start()), f"holds {said}: take it out")
    return text


def _line_of(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _line_at(text: str, at: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:at])) + 1


@dataclass(slots=True)
class _Node:
    """A piece of the file before aliases are followed."""

    line: int
    raw: str | None = None
    scalar: Any = None
    items: "list[_Node] | None" = None
    pairs: "list[tuple[str, int, _Node]] | None" = None


class _Builder:
    """From parser events to nodes; our own, since PyYAML's composer neither bounds depth nor knows duplicate keys."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._anchors: dict[str, _Node | None] = {}
        self._events = self._guarded()
        self.doubles: list[tuple[int, str, str]] = []

    def _guarded(self) -> Iterator[Any]:
        try:
            yield from yaml.parse(self._text, Loader=_LOADER)
        except yaml.YAMLError as fault:
            raise self._explain(fault) from None

    def _explain(self, fault: yaml.YAMLError) -> _Unreadable:
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        problem = str(getattr(fault, "problem", None) or fault).splitlines()[0]
        line = mark.line + 1 if mark else 0
        lines = self._text.splitlines()
        written = lines[line - 1] if 0 < line <= len(lines) else ""
        if re.match(r" *\t", written):
            return _Unreadable(line, "a tab in the indentation: YAML indents with spaces only")
        said = next((said for sign, said in _PROBLEMS if re.search(sign, problem)), problem)
        return _Unreadable(line, f"is not YAML: {said}")

    def document(self) -> _Node:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            raise _Unreadable(0, "is empty")
        top = self._node(next(self._events), 0)
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _Unreadable(_line_of(event), "a second document begins with ---: one file, one document")
        if top.items is None and top.pairs is None and top.scalar is None:
            raise _Unreadable(0, "is empty")
        return top

    def _node(self, event: Any, depth: int) -> _Node:
        line = _line_of(event)
        if depth > DEPTH_MAX:
            raise _Unreadable(line, f"is nested more than {DEPTH_MAX} levels deep")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor, line)
        if event.tag is not None:
            raise _Unreadable(line, f"the tag {show(event.tag)}: tags are not used here")
        if event.anchor:
            self._anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            node = _Node(line, event.value, event.value if event.style else resolve(event.value))
        elif isinstance(event, yaml.SequenceStartEvent):
            node = _Node(line, items=list(self._sequence(depth)))
        else:
            node = _Node(line, pairs=self._mapping(depth))
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, anchor: str | None, line: int) -> _Node:
        if anchor is None or anchor not in self._anchors:
            raise _Unreadable(line, f"*{anchor} stands for nothing: no &{anchor} comes before it")
        node = self._anchors[anchor]
        if node is None:
            raise _Unreadable(line, f"*{anchor} stands inside what it stands for")
        return node

    def _sequence(self, depth: int) -> Iterator[_Node]:
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, depth + 1)

    def _mapping(self, depth: int) -> "list[tuple[str, int, _Node]]":
        pairs: dict[str, tuple[str, int, _Node]] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line_of(event)
            key = self._node(event, depth + 1).raw
            if key is None:
                raise _Unreadable(line, "a list or a mapping cannot be a key")
            value = self._node(next(self._events), depth + 1)
            if key in pairs:
                self.doubles.append((line, key, f"this key was given already on line {pairs[key][1]}"))
            else:
                pairs[key] = (key, line, value)
        return list(pairs.values())


def resolve(raw: str) -> Any:
    """The value of an unquoted scalar (YAML 1.2 core schema, with bounded numbers and without .inf and .nan)."""
    if raw in _NULLS:
        return None
    if raw in _BOOLS:
        return _BOOLS[raw]
    if _INT.fullmatch(raw):
        return int(raw)
    if _BASED.fullmatch(raw):
        return int(raw, 0)
    if _FLOAT.fullmatch(raw):
        return float(raw)
    return raw


@dataclass(slots=True)
class _Values:
    """Plain values with their places; aliases are followed, and what they multiply is bounded."""

    top: _Node
    data: Any = None
    places: dict[Where, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data = self._value(self.top, (), self.top.line)

    def _value(self, node: _Node, where: Where, line: int) -> Any:
        if len(self.places) >= VALUES_MAX:
            _too_many(node.line)
        self.places[where] = Place(line, node.raw)
        if len(where) > DEPTH_MAX:
            raise _Unreadable(node.line, f"is nested more than {DEPTH_MAX} levels deep")
        if node.items is not None:
            return tuple(self._value(each, (*where, n), each.line) for n, each in enumerate(node.items))
        if node.pairs is not None:
            return {key: self._value(each, (*where, key), at) for key, at, each in node.pairs}
        return node.scalar


def _too_many(line: int) -> NoReturn:
    raise _Unreadable(line, f"holds more than {VALUES_MAX} values once its aliases are followed")
