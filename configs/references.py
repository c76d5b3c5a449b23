"""Checks that are tables: which value names what, and what may be given only once.

They look at the values as written, valid or not, so that they are found beside other faults of the same object.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .draft import Draft
from .explain import nearest
from .faults import Fault
from .loader import Document
from .nodes import Where
from .windows import ALL_OF

ANY = "*"
Pattern = tuple[str, ...]

KNOWN: Mapping[str, tuple[str, Pattern]] = {
    "zone": ("hall", ("zones", ANY, "id")),
    "department": ("departments", ("departments", ANY, "id")),
    "item": ("items", ("items", ANY, "id")),
    "window": ("windows", ("windows", ANY, "id")),
}
"""Where the names of a thing are given: subject and way."""

REFERENCES: tuple[tuple[str, Pattern, str], ...] = (
    ("departments", ("departments", ANY, "zone"), "zone"),
    ("items", ("items", ANY, "department"), "department"),
    ("items", ("items", ANY, "joint_departments", ANY), "department"),
    ("windows", ("windows", ANY, "zone"), "zone"),
    ("windows", ("windows", ANY, "department"), "department"),
    ("devices", ("devices", ANY, "window"), "window"),
    ("devices", ("devices", ANY, "zone"), "zone"),
    ("people", ("clerks", ANY, "department"), "department"),
    ("people", ("clerks", ANY, "windows", ANY), "window"),
    ("rules", ("when", ANY, "then", "also_serve", ANY), "window"),
)
"""Which value names what."""

PATTERNS: tuple[tuple[str, Pattern], ...] = (
    ("windows", ("windows", ANY, "items", ANY)),
    ("rules", ("when", ANY, "line", ANY)),
)
"""Which value names an item, or with `department:` all items of a department."""

UNIQUE: tuple[tuple[str, Pattern, str], ...] = (
    ("hall", ("zones", ANY, "id"), "zone"),
    ("departments", ("departments", ANY, "id"), "department"),
    ("departments", ("departments", ANY, "queue"), "queue letter"),
    ("items", ("items", ANY, "id"), "item"),
    ("items", ("items", ANY, "wanted"), "rank among the most wanted"),
    ("items", ("items", ANY, "code"), "item code"),
    ("windows", ("windows", ANY, "id"), "window"),
    ("windows", ("windows", ANY, "label"), "window label"),
    ("devices", ("devices", ANY, "id"), "device"),
    ("people", ("clerks", ANY, "id"), "staff number"),
    ("rules", ("classes", ANY, "id"), "priority class"),
    ("rules", ("classes", ANY, "rank"), "rank of a priority class"),
    ("rules", ("classes", ANY, "reasons", ANY, "id"), "reason"),
    ("rules", ("needs", ANY, "id"), "need"),
    ("rules", ("when", ANY, "id"), "rule"),
)


class Entry(NamedTuple):
    """One object of a list as written."""

    doc: Document
    at: Where
    data: Mapping[str, Any]

    def text(self, *keys: str) -> str | None:
        """The text at a way below the object, or None if there is none."""
        value = next((value for _, value in find(self.data, keys)), None)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> list[str]:
        """The texts of a list below the object."""
        return [value for _, value in find(self.data, (key, ANY)) if isinstance(value, str)]

    def fault(self, key: Where, what: str, meant: str | None = None) -> Fault:
        return self.doc.fault((*self.at, *key), what, meant)


def find(data: Any, pattern: Pattern, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """The values that a pattern reaches, each with its way."""
    if not pattern:
        yield where, data
    elif pattern[0] == ANY and isinstance(data, tuple):
        for n, each in enumerate(data):
            yield from find(each, pattern[1:], (*where, n))
    elif isinstance(data, Mapping) and pattern[0] in data:
        yield from find(data[pattern[0]], pattern[1:], (*where, pattern[0]))


def entries(draft: Draft, subject: str, key: str) -> list[Entry]:
    """The objects of a list, over all files of the subject."""
    found = ((doc, where, value) for doc in draft.docs[subject] for where, value in find(doc.data, (key, ANY)))
    return [Entry(doc, where, value) for doc, where, value in found if isinstance(value, Mapping)]


class Names:
    """The names of all things of a kind."""

    def __init__(self, draft: Draft, thing: str) -> None:
        subject, pattern = KNOWN[thing]
        found = (value for doc in draft.docs[subject] for _, value in find(doc.data, pattern))
        self.known = {value for value in found if isinstance(value, str)}
        # an id with a capital letter is one fault, and not one more for each that names it rightly
        self._accepted = self.known | {name.lower() for name in self.known}
        self.complete = bool(self.known) and subject not in draft.unread

    def has(self, name: str) -> bool:
        """Whether the name exists; without a file to say so, it is believed."""
        return name in self._accepted or not self.complete

    def meant(self, name: str) -> str | None:
        """The name itself if it exists, else the one that was probably meant."""
        return name if name in self.known else nearest(name, self.known)


def dangling(draft: Draft) -> Iterator[Fault]:
    """Names of things that do not exist."""
    names = {thing: Names(draft, thing) for thing in KNOWN}
    for subject, pattern, thing in REFERENCES:
        for doc in draft.docs[subject]:
            for where, value in find(doc.data, pattern):
                if isinstance(value, str) and not names[thing].has(value):
                    yield doc.fault(where, f'there is no {thing} "{value}"', names[thing].meant(value))


def dangling_patterns(draft: Draft) -> Iterator[Fault]:
    """Items and departments that a window serves or a rule looks at, and that do not exist."""
    items, departments = Names(draft, "item"), Names(draft, "department")
    for doc, pattern in ((doc, pattern) for subject, pattern in PATTERNS for doc in draft.docs[subject]):
        for where, value in find(doc.data, pattern):
            if not isinstance(value, str):
                continue
            name = value.removeprefix(ALL_OF)
            if name == value and not items.has(value):
                whole = ALL_OF + value if value in departments.known else None
                yield doc.fault(where, f'there is no item "{value}"', whole or items.meant(value))
            elif name != value and not departments.has(name):
                meant = departments.meant(name)
                yield doc.fault(where, f'there is no department "{name}"', meant and ALL_OF + meant)


def doubles(draft: Draft) -> Iterator[Fault]:
    """What may be given only once."""
    for subject, pattern, thing in UNIQUE:
        first: dict[Any, str] = {}
        for doc in draft.docs[subject]:
            for where, value in find(doc.data, pattern):
                if not isinstance(value, (str, int)) or isinstance(value, bool):
                    continue
                if value in first:
                    yield doc.fault(where, f'the {thing} "{value}" is given twice, first in {first[value]}')
                first.setdefault(value, f"{doc.name}:{doc.line(where)}")
