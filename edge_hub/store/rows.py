"""The rows of today's hall: frozen values to columns and back. One table of (table, value class), no SQL elsewhere."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, get_args, get_type_hints

import apsw

from edge_hub.domain.configured import AppliedConfiguration, AwaitedConfiguration, Configured, KeptConfiguration
from edge_hub.domain.hall import Hall, Touched
from edge_hub.domain.story import note
from edge_hub.domain.values import (
    Admission,
    Announcement,
    Appointment,
    Clerk,
    Closing,
    Overtake,
    Part,
    Reprint,
    RuleOn,
    Seat,
    Service,
    Stranded,
    Ticket,
    Tries,
    Window,
)

from . import figures, learnt
from .connection import query

V = TypeVar(
    "V", Ticket, Service, Window, Clerk, Tries, Part, Stranded, Reprint, Closing, Overtake, Admission, RuleOn, Seat,
    Announcement, Appointment, KeptConfiguration, AppliedConfiguration, AwaitedConfiguration,
)  # fmt: skip

TABLES: dict[type, tuple[str, tuple[str, ...]]] = {
    Ticket: ("ticket", ("id",)),
    Service: ("service", ("id",)),
    Window: ("window", ("id",)),
    Clerk: ("clerk", ("id",)),
    Tries: ("tries", ("clerk", "device")),
    Part: ("part", ("device", "part")),
    Stranded: ("stranded", ("ticket",)),
    Reprint: ("reprint", ("ticket",)),
    Closing: ("closed_item", ("item",)),
    Seat: ("seat", ("device",)),
    Announcement: ("announcement", ("id",)),
    Overtake: ("overtake", ("nth",)),
    Admission: ("admission", ("device",)),
    RuleOn: ("rule_on", ("rule",)),
    Appointment: ("appointment", ("id",)),
    KeptConfiguration: ("configuration", ("digest",)),
    AppliedConfiguration: ("configuration_applied", ("nth",)),
    AwaitedConfiguration: ("configuration_awaited", ("slot",)),
}

STORIES = (
    "SELECT eid, body FROM journal WHERE etype = 'ticket' AND seq > coalesce("
    "(SELECT seq FROM journal WHERE type = 'DayRolled' ORDER BY seq DESC LIMIT 1), 0) ORDER BY seq"
)
"""The records of the day's tickets."""

UNRATED = (
    "WHERE outcome = 'finished' AND level IS NULL AND defaulted_ms IS NULL"
    " AND (SELECT day FROM ticket AS of WHERE of.id = service.ticket) < ?"
)
RATED_TODAY = (
    "WHERE id IN (SELECT eid FROM journal WHERE etype = 'service' AND seq > coalesce("
    "(SELECT seq FROM journal WHERE type = 'DayRolled' ORDER BY seq DESC LIMIT 1), 0))"
    " AND level NOTNULL AND (SELECT day FROM ticket AS of WHERE of.id = service.ticket) < ?"
)
"""Services of earlier days: those to be rated still, and those whose rating may get its details today."""

FORGET = {
    "service": "DELETE FROM service WHERE id IN"
    " (SELECT service.id FROM ticket JOIN service ON service.ticket = ticket.id WHERE day < ? {})",
    "ticket": "DELETE FROM ticket WHERE id IN (SELECT id FROM ticket WHERE day < ? {})",
}
"""Rows of business days before one, services first, which name their ticket."""

NAMES: dict[type, tuple[str, ...]] = {kind: kind._fields for kind in TABLES}  # type: ignore[attr-defined]


FIXED: dict[type, tuple[str, ...]] = {Ticket: ("day", "queue", "nth"), Service: ("ticket",)}
"""What no event changes and an index holds: naming it in an update would make SQLite write the index anew each time."""


def _upsert(kind: type) -> str:
    table, key = TABLES[kind]
    names = [f'"{name}"' for name in NAMES[kind]]
    fixed = (*key, *FIXED.get(kind, ()))
    changes = ", ".join(f'"{name}"=excluded."{name}"' for name in NAMES[kind] if name not in fixed)
    return (
        f"INSERT INTO {table}({', '.join(names)}) VALUES({', '.join('?' * len(names))})"
        f" ON CONFLICT({', '.join(key)}) DO UPDATE SET {changes}"
    )


UPSERT = {kind: _upsert(kind) for kind in TABLES}
GONE = {kind: f"DELETE FROM {table} WHERE {key[0]} = ?" for kind, (table, key) in TABLES.items()}


def _reader(annotation: Any) -> Any:
    """How a column becomes a field: enums by value, tuples from JSON, the rest as it is."""
    kinds = [kind for kind in (annotation, *get_args(annotation)) if isinstance(kind, type)]
    for kind in kinds:
        if issubclass(kind, StrEnum):
            return kind
    if "tuple" in str(annotation):
        return lambda text: tuple(json.loads(text))
    return None


READERS = {kind: tuple(_reader(get_type_hints(kind)[name]) for name in NAMES[kind]) for kind in TABLES}


@lru_cache(maxsize=4096)
def _listed(texts: tuple[str, ...]) -> str:
    """The same few items again and again."""
    return json.dumps(texts, ensure_ascii=False)


def _writer(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """How a value becomes its columns: as it is, but for the few tuples in it as JSON."""
    tuples = tuple(index for index, name in enumerate(NAMES[kind]) if "tuple" in str(get_type_hints(kind)[name]))

    def columns(value: Any) -> tuple[Any, ...]:
        row = list(value)
        for index in tuples:
            row[index] = None if row[index] is None else _listed(row[index])
        return tuple(row)

    return columns


WRITERS = {kind: _writer(kind) for kind in TABLES}


def save(connection: apsw.Connection, hall: Hall, touched: Touched) -> None:
    """Write what events touched; the caller's transaction makes it one with their records."""
    if touched.day:  # also those of windows that are not configured now and may come back
        connection.execute("DELETE FROM window")
        connection.execute("DELETE FROM stranded")
        connection.execute("DELETE FROM leased")
        connection.execute("DELETE FROM overtake")
    for kind, values in (
        (Ticket, touched.tickets), (Service, touched.services), (Window, touched.windows), (Clerk, touched.clerks),
        (Tries, touched.tries), (Part, touched.parts), (Stranded, touched.stranded),
        (Reprint, touched.reprints), (Overtake, touched.overtakes),
        (Admission, touched.admissions), (Appointment, touched.appointments),
        (KeptConfiguration, touched.kept), (AppliedConfiguration, touched.applied),
    ):  # fmt: skip
        if values:
            columns = WRITERS[kind]
            connection.executemany(UPSERT[kind], [columns(value) for value in values.values()])
    for slot, awaited in touched.awaited.items():
        if awaited is None:
            connection.execute("DELETE FROM configuration_awaited WHERE slot = ?", (slot,))
        else:
            connection.execute(UPSERT[AwaitedConfiguration], WRITERS[AwaitedConfiguration](awaited))
    learnt.save(connection, hall.learnt)
    figures.save(connection, touched.tallies)
    if touched.day or touched.floors:
        connection.execute("DELETE FROM number_floor")
        connection.executemany("INSERT INTO number_floor VALUES(?,?)", list(hall.floors.items()))
    if touched.leased:
        lent = [(queue, start, hall.leased[queue][start]) for queue, start in touched.leased]
        connection.executemany(
            "INSERT INTO leased VALUES(?,?,?) ON CONFLICT(queue, start) DO UPDATE SET nth=excluded.nth", lent
        )
    if touched.versions:
        versions = [(etype, eid, hall.versions[etype, eid]) for etype, eid in touched.versions]
        connection.executemany(
            "INSERT INTO entity_version VALUES(?,?,?) ON CONFLICT(etype, eid) DO UPDATE SET ever=excluded.ever",
            versions,
        )
    if touched.day:
        connection.execute("UPDATE ticket SET person = NULL WHERE person IS NOT NULL AND day < ?", (hall.day,))
        connection.execute("UPDATE appointment SET person = NULL WHERE person IS NOT NULL AND day < ?", (hall.day,))
        connection.execute("DELETE FROM slip_fault")
        connection.execute("DELETE FROM reprint")
        connection.execute("DELETE FROM closed_item")
        connection.execute("DELETE FROM rule_on")
        connection.execute(
            "INSERT INTO meta VALUES('day', ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value", (hall.day,)
        )
    if touched.day or touched.erased_day:
        connection.execute(
            "INSERT INTO meta VALUES('erased_day', ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
            (hall.erased_day,),
        )
    if touched.detail_from is not None:
        for table in ("service", "ticket"):
            connection.execute(FORGET[table].format(""), (touched.detail_from,))
    if touched.pruned:
        connection.execute(
            "INSERT INTO meta VALUES('pruned', ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
            (str(hall.pruned),),
        )
    if touched.erased:
        connection.executemany("INSERT OR IGNORE INTO erased VALUES(?,?)", list(touched.erased.items()))
    _save_or_drop(connection, RuleOn, touched.rules)
    _save_or_drop(connection, Closing, touched.item_doors)
    _save_or_drop(connection, Seat, touched.seats)
    _save_or_drop(connection, Announcement, touched.announcements)
    for ticket in touched.slips:
        fault = hall.slip_faults.get(ticket)
        if fault:
            connection.execute("INSERT OR REPLACE INTO slip_fault VALUES(?,?,?,?)", (ticket, *fault))
        else:
            connection.execute("DELETE FROM slip_fault WHERE ticket = ?", (ticket,))


def load_configured(connection: apsw.Connection, known: Configured) -> None:
    """The configurations that the hall has had."""
    known.kept = {one.digest: one for one in _values(connection, KeptConfiguration, "", ())}
    known.log = _values(connection, AppliedConfiguration, "ORDER BY nth", ())
    known.awaited = next(iter(_values(connection, AwaitedConfiguration, "", ())), None)


def _save_or_drop(connection: apsw.Connection, kind: type, changed: Mapping[str, Any]) -> None:
    """What became None is gone."""
    for key, value in changed.items():
        if value is None:
            connection.execute(GONE[kind], (key,))
        else:
            connection.execute(UPSERT[kind], WRITERS[kind](value))


def forget_detail(connection: apsw.Connection, before: str, rows_max: int) -> None:
    """Remove so many rows of tickets or services of business days before one."""
    connection.execute(FORGET["service"].format("LIMIT ?"), (before, rows_max))
    if not connection.changes():
        connection.execute(FORGET["ticket"].format("LIMIT ?"), (before, rows_max))


def load(connection: apsw.Connection, hall: Hall) -> None:
    """Fill an empty hall from the rows of its day, and with what it has learnt on all days. It is run by the
    configuration in force, if there is one and this program can read it."""
    load_configured(connection, hall.configured)
    plan = hall.configured.plan(hall.configured.applied) if hall.configured.applied else None
    if plan is not None:
        hall.take_plan(plan)
    learnt.load(connection, hall.learnt)
    meta = dict(query(connection, "SELECT key, value FROM meta WHERE key IN ('day', 'erased_day', 'pruned')"))
    hall.pruned = int(meta.get("pruned", 0))
    hall.day = meta.get("day", "")
    hall.erased_day = meta.get("erased_day", hall.day)
    for ticket in sorted(_values(connection, Ticket, "WHERE day = ?", (hall.day,)), key=lambda one: one.taken_ms):
        hall.put_ticket(ticket)
        hall.count_taken(ticket)
    hall.floors = dict(query(connection, "SELECT queue, nth FROM number_floor"))
    for queue, nth in hall.floors.items():
        hall.issued[queue] = max(nth, hall.issued.get(queue, 0))
    for queue, start, nth in query(connection, "SELECT queue, start, nth FROM leased"):
        hall.lend(queue, start, nth)
    hall.stranded = {one.ticket: one for one in _values(connection, Stranded, "", ())}
    for appointment in _values(connection, Appointment, "WHERE day >= ?", (hall.day,)):
        hall.put_appointment(appointment)
    hall.recount(sorted(_values(connection, Overtake, "", ())))
    of_today = "WHERE ticket IN (SELECT id FROM ticket WHERE day = ?)"
    for service in _values(connection, Service, of_today, (hall.day,)):
        hall.put_service(service)
    _load_unrated(connection, hall)
    for window in _values(connection, Window, "", ()):
        hall.put_window(window)
    hall.clerks = {clerk.id: clerk for clerk in _values(connection, Clerk, "", ())}
    hall.tries = {(one.clerk, one.device): one for one in _values(connection, Tries, "", ())}
    hall.parts = {(part.device, part.part): part for part in _values(connection, Part, "", ())}
    hall.seats = {one.device: one for one in _values(connection, Seat, "", ())}
    hall.announcements = {one.id: one for one in _values(connection, Announcement, "", ())}
    hall.closed_items = {one.item: one for one in _values(connection, Closing, "", ())}
    for admission in _values(connection, Admission, "", ()):
        hall.put_admission(admission)
    for on in sorted(_values(connection, RuleOn, "", ()), key=lambda one: (one.since_ms, one.rule)):
        hall.put_rule(on)
    for ticket_id, device, why, at_ms in query(connection, "SELECT ticket, device, why, at_ms FROM slip_fault"):
        hall.slip_faults[ticket_id] = (device, why, at_ms)
    for ticket_id, body in query(connection, STORIES):
        if ticket_id in hall.tickets:
            hall.stories.setdefault(ticket_id, []).append(note(json.loads(body)))
    hall.reprints = {one.ticket: one for one in _values(connection, Reprint, "", ())}
    for etype, eid, ever in query(connection, "SELECT etype, eid, ever FROM entity_version"):
        hall.versions[etype, eid] = ever
    called = [one for one in hall.tickets.values() if one.called_ms]
    hall.recent.extend(one.id for one in sorted(called, key=lambda one: -one.called_ms)[: hall.recent.maxlen])


def _load_unrated(connection: apsw.Connection, hall: Hall) -> None:
    of_before = (hall.day,)
    found = [*_values(connection, Service, UNRATED, of_before), *_values(connection, Service, RATED_TODAY, of_before)]
    for one in found:
        ((day,),) = query(connection, "SELECT day FROM ticket WHERE id = ?", (one.ticket,))
        hall.unrated.setdefault(day, {})[one.id] = one


def _values(connection: apsw.Connection, kind: type[V], where: str, bindings: tuple[Any, ...]) -> list[V]:
    readers = READERS[kind]
    columns = ", ".join(f'"{name}"' for name in NAMES[kind])
    rows = query(connection, f"SELECT {columns} FROM {TABLES[kind][0]} {where}", bindings)
    return [
        kind(
            *(value if read is None or value is None else read(value) for read, value in zip(readers, row, strict=True))
        )
        for row in rows
    ]


def number_of_ticket(connection: apsw.Connection, ticket: str) -> str | None:
    """Of a ticket of any day whose rows are kept."""
    rows = query(connection, "SELECT number FROM ticket WHERE id = ?", (ticket,))
    return str(rows[0][0]) if rows else None


def ticket_of(connection: apsw.Connection, name: str, day: str) -> str | None:
    """The id of a ticket by its number on that day, or by its id."""
    rows = query(
        connection, "SELECT id FROM ticket WHERE day = ? AND (number = ? OR id = ?)", (day, name.upper(), name)
    )
    return str(rows[0][0]) if rows else None
