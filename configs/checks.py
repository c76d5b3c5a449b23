"""Checks across objects and files: what nobody serves, where nobody may sit, what stands in two places.

They look at the values as written, and give a misspelt name the benefit of the doubt: a typing error is one fault, told
where it stands, and no echo of it elsewhere.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel

from .codes import NATIONAL, division_wrong
from .days import DAY_CHECKS
from .devices import HOST_KIND, OWNED_BY_TERMINALS, TERMINALS, WIRED, WIRED_MAX, wire
from .draft import Draft
from .drivers import driver_faults
from .explain import nearest
from .faults import Fault
from .hall import Hall, Span
from .items import Appointments
from .people import ROLES
from .photos import FOLDER, photo_wrong
from .references import ANY, Names, dangling, dangling_patterns, doubles, entries, find
from .windows import ALL_OF


def unserved(draft: Draft) -> Iterator[Fault]:
    """Items that no window serves."""
    items, departments = Names(draft, "item"), Names(draft, "department")
    served: set[str | None] = set()
    for window in entries(draft, "windows", "windows"):
        for pattern in window.texts("items"):
            name = pattern.removeprefix(ALL_OF)
            of_department = name != pattern or name in departments.known
            served.add(ALL_OF + (departments.meant(name) or "") if of_department else items.meant(name))
    seen: set[str] = set()
    for item in entries(draft, "items", "items") if "windows" not in draft.unread else ():
        id, theme = item.text("id"), item.data.get("theme") is True
        whole = ALL_OF + (departments.meant(item.text("department") or "") or "")
        if id is None or id in seen:  # a second item with this id is told as a double
            continue
        seen.add(id)
        if id not in served and (theme or whole not in served):
            why = ": a theme must be named by a window" if theme and whole in served else ""
            yield item.fault(("id",), f'no window serves the item "{id}"{why}')


def weights(draft: Draft) -> Iterator[Fault]:
    """Weights of what the window does not serve."""
    complete = Names(draft, "item").complete
    group_of = _groups(draft)
    for window in entries(draft, "windows", "windows"):
        weighed, named = window.data.get("weights"), window.texts("items")
        served = [*named, *(item for item, group in group_of.items() if group in named)]
        for key in weighed if isinstance(weighed, Mapping) and complete else ():
            if key not in served:
                meant = ALL_OF + key if ALL_OF + key in served else nearest(key, served)
                yield window.fault(("weights", key), f'the window does not serve "{key}"', meant)


def idle_rules(draft: Draft) -> Iterator[Fault]:
    """Windows that a rule names as helpers although they serve the whole line anyway."""
    group_of = _groups(draft)
    served = {window.text("id"): set(window.texts("items")) for window in entries(draft, "windows", "windows")}
    for rule in entries(draft, "rules", "when"):
        line = rule.texts("line")
        for where, window in find(rule.data, ("then", "also_serve", ANY)):
            own = served.get(window, set())
            if line and all(one in own or group_of.get(one) in own for one in line):
                yield rule.fault(where, f'the window "{window}" serves all of this line already')


def _groups(draft: Draft) -> Mapping[str, str]:
    """By item the pattern that takes it along; a theme has none."""
    return {
        item.text("id") or "": ALL_OF + (item.text("department") or "")
        for item in entries(draft, "items", "items")
        if item.data.get("theme") is not True
    }


def empty(draft: Draft) -> Iterator[Fault]:
    """Departments without items."""
    departments = Names(draft, "department")
    used = {departments.meant(item.text("department") or "") for item in entries(draft, "items", "items")}
    for department in entries(draft, "departments", "departments") if "items" not in draft.unread else ():
        id = department.text("id")
        if id is not None and id not in used:
            yield department.fault(("id",), f'the department "{id}" has no items: its tile would open an empty page')


def namesakes(draft: Draft) -> Iterator[Fault]:
    """Two items of a department with the same name: nobody could tell their tiles apart."""
    first: dict[tuple[str, str], str] = {}
    for item in entries(draft, "items", "items"):
        id, department, name = item.text("id"), item.text("department"), item.text("name", "zh")
        if id and department and name and first.setdefault((department, name), id) != id:
            yield item.fault(("name", "zh"), f'"{name}" is also the name of the item "{first[department, name]}"')


def unread_cards(draft: Draft) -> Iterator[Fault]:
    """Items that ask for an identity card, where nothing reads one. A ticket machine has no key for a reader yet, so
    that is every hall: the item would be offered and each ticket for it refused."""
    for item in entries(draft, "items", "items"):
        if item.data.get("real_name") is True:
            said = "no ticket machine of this hall has a card reader: every ticket for this item would be refused"
            yield item.fault(("real_name",), said)


def slotless(draft: Draft) -> Iterator[Fault]:
    """Items whose appointments fit into no day of the week."""
    halls: tuple[Hall, ...] = draft.parts["hall"]
    week = [span for hall in halls for spans in hall.opening.week.values() for span in spans]
    offered: dict[str, Appointments] = {one.id: one.appointments for one in draft.parts["items"] if one.appointments}
    for item in entries(draft, "items", "items") if week else ():
        slots = offered.get(item.text("id") or "")
        if slots is not None and not any(_meet_min(span, slots.hours) >= slots.slot_min for span in week):
            within = " in hours when it is open" if slots.hours else ""
            said = f"a slot of {slots.slot_min} minutes fits into no day of the hall{within}: nobody could book"
            yield item.fault(("appointments",), said)


def _meet_min(span: Span, hours: tuple[Span, ...]) -> int:
    """The longest stretch of `span` that lies in the hours; all of it if there are none."""
    if not hours:
        return span.minutes
    meets = [(max(span.start, one.start), min(span.end, one.end)) for one in hours]
    return max((end.hour - start.hour) * 60 + end.minute - start.minute for start, end in meets)


def foreign_codes(draft: Draft) -> Iterator[Fault]:
    """Item codes of a province in which the hall does not lie. Codes of central bodies belong everywhere."""
    halls = (doc.data.get("code") for doc in draft.docs["hall"] if isinstance(doc.data, dict))
    hall = next((code for code in halls if isinstance(code, str) and not division_wrong(code)), None)
    for item in entries(draft, "items", "items") if hall else ():
        division = (item.text("code") or "")[2:8]
        if hall and len(division) == 6 and division != NATIONAL and division[:2] != hall[:2]:
            yield item.fault(("code",), f"the credit code belongs to division {division}, the hall to {hall}")


def unstaffed(draft: Draft) -> Iterator[Fault]:
    """Windows at which nobody may sit."""
    windows, departments = Names(draft, "window"), Names(draft, "department")
    named: set[str | None] = set()
    free: set[str | None] = set()
    for clerk in entries(draft, "people", "clerks"):
        if "roles" in clerk.data and "clerk" not in (nearest(role, ROLES) for role in clerk.texts("roles")):
            continue
        if at := clerk.texts("windows"):
            named.update(map(windows.meant, at))
        else:
            free.add(departments.meant(clerk.text("department") or ""))
    for window in entries(draft, "windows", "windows") if "people" not in draft.unread else ():
        id, department = window.text("id"), departments.meant(window.text("department") or "")
        if id is not None and id not in named and department not in free:
            yield window.fault(("id",), f'no clerk may sit at the window "{id}"')


def crowded(draft: Draft) -> Iterator[Fault]:
    """Two terminals of one kind at one window."""
    first: dict[tuple[str, str], str | None] = {}
    for device in entries(draft, "devices", "devices"):
        window, kind = device.text("window"), device.text("kind")
        if window and kind and kind not in WIRED:
            if (window, kind) in first:
                said = f'the window "{window}" has a {kind} already: "{first[window, kind]}"'
                yield device.fault(("window",), said)
            first.setdefault((window, kind), device.text("id"))


OWNERS = (("host", (HOST_KIND,), HOST_KIND), ("terminal", TERMINALS, "terminal"))
"""Key of a wired device, the kinds of what it may name, and what that is called."""


def unowned(draft: Draft) -> Iterator[Fault]:
    """Wired devices that name a host or terminal which is not there, or which is none."""
    listed = entries(draft, "devices", "devices")
    for device in (one for one in listed if one.text("driver") is not None):
        for key, kinds, called in OWNERS:
            name = device.text(key)
            known = [one.text("id") or "" for one in listed if one.text("kind") in kinds]
            if name is not None and name not in known and "devices" not in draft.unread:
                yield device.fault((key,), f'there is no {called} "{name}"', nearest(name, known))
    kind_of = {one.text("id"): one.text("kind") or "" for one in listed}
    for device in (one for one in listed if one.text("driver") is not None and not one.text("host")):
        kind, owner = device.text("kind"), kind_of.get(device.text("terminal"))
        own = OWNED_BY_TERMINALS.get(owner or "", ())
        if owner in TERMINALS and kind in WIRED and kind not in own:
            said = f"owns only {' and '.join(own)} itself" if own else "owns no wire itself"
            yield device.fault(("terminal",), f"a {owner} {said}: name a host (a device_host), too")
    owned = Counter(one.text("host") or one.text("terminal") for one in listed if one.text("driver") is not None)
    for device in listed:
        if owned[device.text("id")] > WIRED_MAX:
            said = f"{owned[device.text('id')]} devices hang on it, more than the {WIRED_MAX} that one process may own"
            yield device.fault(("id",), said)


def shared_wires(draft: Draft) -> Iterator[Fault]:
    """Two devices on one wire: their bytes would mix. Serial ports and files are those of one machine, addresses on the
    network are the hall's. Printers of terminals may share what orders their slips by itself."""
    listed = entries(draft, "devices", "devices")
    machine_of = {one.text("id"): one.text("host") or one.text("id") for one in listed if one.text("driver") is None}
    first: dict[tuple[str | None, str], tuple[str | None, bool]] = {}
    for device in listed:
        wired = device.text("driver") is not None
        key = ("connection",) if wired else ("printer", "connection")
        connection = device.text(*key)
        if not connection or not device.text("id"):
            continue
        owner = device.text("host") or device.text("terminal") if wired else device.text("id")
        network = connection.startswith("tcp:")
        port = (None if network else machine_of.get(owner, owner), wire(connection).lower())
        other, other_wired = first.setdefault(port, (device.text("id"), wired))
        if other != device.text("id") and (wired or other_wired or connection.startswith("serial:")):
            where = "at this address" if network else f"on this port of {port[0]}"
            yield device.fault(key, f'"{other}" is {where} already')


CHECKS: tuple[Callable[[Draft], Iterator[Fault]], ...] = (
    dangling,
    dangling_patterns,
    doubles,
    unserved,
    weights,
    idle_rules,
    empty,
    namesakes,
    unread_cards,
    slotless,
    foreign_codes,
    unstaffed,
    crowded,
    unowned,
    shared_wires,
    *DAY_CHECKS,
)
"""All that need only the draft."""


def photos(draft: Draft, files: Mapping[str, Path | None]) -> Iterator[Fault]:
    """Photos that are named and not there, or cannot be shown."""
    for clerk in entries(draft, "people", "clerks"):
        photo = clerk.text("photo")
        if photo is not None and photo not in files:
            yield clerk.fault(("photo",), f'there is no file "{FOLDER}/{photo}"', nearest(photo, files))
        elif photo is not None and (path := files[photo]) and (wrong := photo_wrong(path)):
            yield clerk.fault(("photo",), f'the file "{FOLDER}/{photo}" {wrong}')


def drivers(draft: Draft, options: Mapping[str, type[BaseModel]]) -> Iterator[Fault]:
    """Devices whose driver is not installed or refuses their options."""
    for device in entries(draft, "devices", "devices"):
        for way in ((), ("printer",)):
            driver = device.text(*way, "driver")
            if driver is not None:
                given = (device.data[way[0]] if way else device.data).get("options", {})
                yield from driver_faults(driver, given, device.doc, (*device.at, *way), options)
