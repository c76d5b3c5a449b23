"""Checks across objects and files: what refers to nothing, comes twice, is served by nobody, or stands in two places.

References and duplicates are tables over the values as written, so that they are found beside faults of the same
object. The other checks look at valid objects; one that would only echo a fault already told stays silent.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from .codes import NATIONAL
from .devices import wire
from .draft import Draft
from .explain import faults_of, nearest
from .faults import Fault
from .loader import Document, Where
from .windows import ALL_OF

ANY = "*"
Pattern = tuple[str, ...]


class Known(NamedTuple):
    """Where the names of a thing are given."""

    subject: str
    pattern: Pattern


KNOWN = {
    "zone": Known("hall", ("zones", ANY, "id")),
    "department": Known("departments", ("departments", ANY, "id")),
    "item": Known("items", ("items", ANY, "id")),
    "window": Known("windows", ("windows", ANY, "id")),
}

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
)
"""Which value names what. The items of a window are checked apart, because of their patterns."""

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
)


def find(data: Any, pattern: Pattern, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """The values that a pattern reaches, each with its way."""
    if not pattern:
        yield where, data
    elif pattern[0] == ANY and isinstance(data, tuple):
        for n, each in enumerate(data):
            yield from find(each, pattern[1:], (*where, n))
    elif isinstance(data, dict) and pattern[0] in data:
        yield from find(data[pattern[0]], pattern[1:], (*where, pattern[0]))


def _found(draft: Draft, subject: str, pattern: Pattern) -> Iterator[tuple[Document, Where, Any]]:
    for doc in draft.docs[subject]:
        for where, value in find(doc.data, pattern):
            yield doc, where, value


def _names(draft: Draft, thing: str) -> set[str]:
    return {value for _, _, value in _found(draft, *KNOWN[thing]) if isinstance(value, str)}


def dangling(draft: Draft) -> Iterator[Fault]:
    """Names of things that do not exist. Silent where the file that would name them cannot be read."""
    for subject, pattern, thing in REFERENCES:
        known = _names(draft, thing)
        for doc, where, value in _found(draft, subject, pattern) if known else ():
            if isinstance(value, str) and value not in known:
                yield doc.fault(where, f'there is no {thing} "{value}"', nearest(value, known))


def window_patterns(draft: Draft) -> Iterator[Fault]:
    """Items and departments that a window serves and that do not exist, or are empty."""
    items, departments = _names(draft, "item"), _names(draft, "department")
    used = {value for _, _, value in _found(draft, "items", ("items", ANY, "department"))}
    for doc, where, value in _found(draft, "windows", ("windows", ANY, "items", ANY)):
        if not isinstance(value, str):
            continue
        name = value.removeprefix(ALL_OF)
        if name == value and items and value not in items:
            meant = nearest(value, items) or (ALL_OF + value if value in departments else None)
            yield doc.fault(where, f'there is no item "{value}"', meant)
        elif name != value and departments and name not in departments:
            meant = nearest(name, departments)
            yield doc.fault(where, f'there is no department "{name}"', meant and ALL_OF + meant)
        elif name != value and draft.whole("items") and name not in used:
            yield doc.fault(where, f'the department "{name}" has no items')


def doubles(draft: Draft) -> Iterator[Fault]:
    """What may be given only once."""
    for subject, pattern, thing in UNIQUE:
        first: dict[Any, str] = {}
        for doc, where, value in _found(draft, subject, pattern):
            if not isinstance(value, (str, int)) or isinstance(value, bool):
                continue
            here = f"{doc.name}:{doc.line(where)}"
            if value in first:
                yield doc.fault(where, f'the {thing} "{value}" is given twice, first in {first[value]}')
            else:
                first[value] = here


def unserved(draft: Draft) -> Iterator[Fault]:
    """Items that no window serves, and departments without items."""
    if draft.whole("items", "windows"):
        items = [placed.value for placed in draft.items]
        served = {id for placed in draft.windows for id in placed.value.expand(items)}
        for item in draft.items:
            if item.value.id not in served:
                why = " (a theme must be named by a window)" if item.value.theme else ""
                yield item.fault(("id",), f'no window serves the item "{item.value.id}"{why}')
    if draft.whole("items"):
        used = {placed.value.department for placed in draft.items}
        for department in draft.departments:
            if department.value.id not in used:
                said = f'the department "{department.value.id}" has no items: its tile would open an empty page'
                yield department.fault(("id",), said)


def namesakes(draft: Draft) -> Iterator[Fault]:
    """Two items of a department with the same name: nobody could tell their tiles apart."""
    first: dict[tuple[str, str], str] = {}
    for item in draft.items:
        key = (item.value.department, item.value.name.zh)
        if key in first:
            yield item.fault(("name", "zh"), f'"{key[1]}" is also the name of the item "{first[key]}"')
        first.setdefault(key, item.value.id)


def foreign_codes(draft: Draft) -> Iterator[Fault]:
    """Item codes of a province in which the hall does not lie. Codes of central bodies belong everywhere."""
    for hall in draft.halls:
        for item in draft.items:
            code = item.value.code
            if code and code[2:8] != NATIONAL and code[2:4] != hall.value.code[:2]:
                said = f"the credit code belongs to division {code[2:8]}, the hall to {hall.value.code}"
                yield item.fault(("code",), said)


def unstaffed(draft: Draft) -> Iterator[Fault]:
    """Windows at which nobody may sit."""
    if not draft.whole("windows", "people"):
        return
    clerks = [placed.value for placed in draft.clerks if "clerk" in placed.value.roles]
    named = {window for clerk in clerks for window in clerk.windows}
    free = {clerk.department for clerk in clerks if not clerk.windows}
    for window in draft.windows:
        if window.value.id not in named and window.value.department not in free:
            yield window.fault(("id",), f'no clerk may sit at the window "{window.value.id}"')


def crowded(draft: Draft) -> Iterator[Fault]:
    """Two devices of one kind at one window."""
    first: dict[tuple[str, str], str] = {}
    for device in draft.devices:
        key = (device.value.window or "", device.value.kind)
        if not key[0]:
            continue
        if key in first:
            yield device.fault(("window",), f'the window "{key[0]}" has a {key[1]} already: "{first[key]}"')
        first.setdefault(key, device.value.id)


def shared_wires(draft: Draft) -> Iterator[Fault]:
    """Printers of two devices on one serial port of one machine: their bytes would mix."""
    first: dict[tuple[str, str], str] = {}
    for device in draft.devices:
        printer = device.value.printer
        if printer is None or not printer.connection.startswith("serial:"):
            continue
        key = (device.value.host or f"machine of {device.value.id}", wire(printer.connection))
        if key in first:
            said = f'the printer of "{first[key]}" is on this serial port of {key[0]} already'
            yield device.fault(("printer", "connection"), said)
        first.setdefault(key, device.value.id)


def photos(draft: Draft, files: frozenset[str]) -> Iterator[Fault]:
    """Photos that are named and not there."""
    for clerk in draft.clerks:
        photo = clerk.value.photo
        if photo is not None and photo not in files:
            yield clerk.fault(("photo",), f'there is no file "photos/{photo}"', nearest(photo, files))


def drivers(draft: Draft, options: Mapping[str, type[BaseModel]]) -> Iterator[Fault]:
    """Printers whose driver is not installed or refuses their options."""
    for device in draft.devices:
        if printer := device.value.printer:
            yield from driver_faults(printer.driver, printer.options, device.doc, (*device.at, "printer"), options)


def driver_faults(
    driver: str, given: Mapping[str, Any], doc: Document, at: Where, options: Mapping[str, type[BaseModel]]
) -> Iterator[Fault]:
    """What is wrong with `driver` and `options` of the mapping at `at`. No drivers known: nothing to check against."""
    if not options:
        return
    model = options.get(driver)
    if model is None:
        said = f'no driver "{driver}" is installed (there are {", ".join(sorted(options))})'
        yield doc.fault((*at, "driver"), said, nearest(driver, options))
        return
    try:
        model.model_validate(given)
    except ValidationError as error:
        yield from faults_of(error, model, doc, (*at, "options"))


CHECKS = (dangling, window_patterns, doubles, unserved, namesakes, foreign_codes, unstaffed, crowded, shared_wires)
"""Each looks at the whole draft; `load_site` runs them all, and those that need more than the draft."""
