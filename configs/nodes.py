"""YAML as it is written here: from the text of a file to nodes with lines, or one sentence why not.

Rules, and why:
- Scalars as in YAML 1.2: 09:00 is text and not 540, yes and no are text and not booleans.
- Duplicate keys are faults (the later one would win silently); tags are refused (nothing here needs them).
- A quoted text ends on its line: a forgotten quote would else swallow keys and be told far away.
- Depth and number are bounded. Nodes are built from parser events: PyYAML's composer knows no bounds, no duplicates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from .faults import show

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

_QUOTES = ("'", '"')
_OPEN_QUOTE = "a quote is opened here and not closed on the same line"

_PROBLEMS = (
    (r"mapping values are not allowed", 'a ": " where none can be: wrong indentation, or a value that needs quotes'),
    (r"could not find expected ':'", "a key without its colon, or a line that does not belong here"),
    (r"did not find expected (key|'-')|expected <block end>", "the indentation does not fit the lines above"),
    (r"sequence entries are not allowed", 'a list item ("- ") where none can be'),
    (r"did not find expected ',' or|expected ',' or", "a comma or the closing bracket is missing"),
    (r"expected (the )?node content", "a bracket is not closed, or a comma is too many"),
    (r"alphabetic or numeric|non-alphabetical", "a value that begins with & * ! or % needs quotes"),
    (r"cannot start any token", "a value that begins with this character needs quotes"),
    (r"unknown escape character|hexadecimal numbers", "a backslash in double quotes: write it twice, or quote with '"),
)
"""What the parsers say (both of PyYAML), and what a person understands."""


class Unreadable(Exception):
    """The file cannot be read any further."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what


@dataclass(slots=True)
class Node:
    """A piece of the file before aliases are followed."""

    line: int
    raw: str | None = None
    scalar: Any = None
    items: "list[Node] | None" = None
    pairs: "list[tuple[str, int, Node]] | None" = None


class Builder:
    """Builds the nodes of one document. `doubles` collects keys that were given twice: line, way, sentence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._anchors: dict[str, Node | None] = {}
        self._events = self._guarded()
        self._count = 0
        self.doubles: list[tuple[int, Where, str]] = []

    def _guarded(self) -> Iterator[Any]:
        try:
            yield from yaml.parse(self._text, Loader=_LOADER)
        except yaml.YAMLError as fault:
            raise self._explain(fault) from None

    def _explain(self, fault: yaml.YAMLError) -> Unreadable:
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        problem = str(getattr(fault, "problem", None) or fault).splitlines()[0]
        lines = self._text.splitlines()
        line = min(mark.line + 1, len(lines)) if mark else 0
        written = lines[line - 1] if line else ""
        if re.match(r" *\t", written):
            return Unreadable(line, "a tab in the indentation: YAML indents with spaces only")
        opened = getattr(fault, "context_mark", None)
        if opened and re.search("unexpected (end of stream|document separator)", problem):
            return Unreadable(opened.line + 1, _OPEN_QUOTE)
        said = next((said for sign, said in _PROBLEMS if re.search(sign, problem)), problem)
        return Unreadable(line, f"is not YAML: {said}")

    def document(self) -> Node:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            raise Unreadable(1, "is empty")
        top = self._node(next(self._events), ())
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise Unreadable(_line_of(event), "a second document begins with ---: one file, one document")
        if top.items is None and top.pairs is None and top.scalar is None:
            raise Unreadable(1, "is empty")
        return top

    def _node(self, event: Any, where: Where) -> Node:
        line, ends = _line_of(event), event.end_mark.line + 1
        if len(where) > DEPTH_MAX:
            raise Unreadable(line, f"is nested more than {DEPTH_MAX} levels deep")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor, line)
        self._count += 1
        if self._count > VALUES_MAX:
            raise Unreadable(line, f"holds more than {VALUES_MAX} values")
        if event.tag is not None:
            raise Unreadable(line, f"the tag {show(event.tag)}: tags are not used here")
        if event.anchor:
            self._anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            if event.style in _QUOTES and ends > line:
                raise Unreadable(line, _OPEN_QUOTE)
            node = Node(line, event.value, event.value if event.style else resolve(event.value))
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Node(line, items=list(self._sequence(where)))
        else:
            node = Node(line, pairs=self._mapping(where))
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, anchor: str | None, line: int) -> Node:
        if anchor is None or anchor not in self._anchors:
            raise Unreadable(line, f"*{anchor} stands for nothing: no &{anchor} comes before it")
        node = self._anchors[anchor]
        if node is None:
            raise Unreadable(line, f"*{anchor} stands inside what it stands for")
        return node

    def _sequence(self, where: Where) -> Iterator[Node]:
        for n, event in enumerate(self._events):
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, (*where, n))

    def _mapping(self, where: Where) -> "list[tuple[str, int, Node]]":
        pairs: dict[str, tuple[str, int, Node]] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line_of(event)
            key = self._node(event, (*where, "")).raw
            if key is None:
                raise Unreadable(line, "a list or a mapping cannot be a key")
            value = self._node(next(self._events), (*where, key))
            if key in pairs:
                self.doubles.append((line, (*where, key), f"this key was given already on line {pairs[key][1]}"))
            else:
                pairs[key] = (key, line, value)
        return list(pairs.values())


def _line_of(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


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
