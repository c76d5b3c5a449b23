"""Rollup rows of the figures: one for each place, kept in the transaction of the event that counts.

Written by the hub's one connection; whoever shows the figures of a day reads them in about a millisecond. They can be
counted again from the journal to the same numbers (`recounted`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import apsw

from edge_hub.contract.codec import decode
from edge_hub.domain.figures import DIMENSIONS, MEASURES, Place
from edge_hub.domain.fold import EVENTS, fold
from edge_hub.domain.hall import Hall, Touched

from .connection import open_reader, query
from .journal import first, records

Sums = dict[str, int]
Tallies = Iterable[tuple[Place, Mapping[str, int]]]
KEY = ", ".join(("day", *DIMENSIONS))
ALL = ", ".join(f"sum({name})" for name in MEASURES)
GROUPS = ("day", *DIMENSIONS)
FORECASTS = (
    "SELECT item, sum(told), sum(told_off_s), sum(told_in) FROM figure WHERE day = ? GROUP BY item"
    " HAVING sum(told) > 0 ORDER BY item"
)


@lru_cache(maxsize=64)
def _upsert(names: tuple[str, ...]) -> str:
    """Add to these measures of a row; the events of one kind always name the same few."""
    changes = ", ".join(f"{name}={name}+excluded.{name}" for name in names)
    places = ", ".join("?" * (1 + len(DIMENSIONS) + len(names)))
    return f"INSERT INTO figure({KEY}, {', '.join(names)}) VALUES({places}) ON CONFLICT({KEY}) DO UPDATE SET {changes}"


def save(connection: apsw.Connection, tallies: Tallies) -> None:
    """Add what was counted, part of the caller's transaction."""
    for place, amounts in tallies:
        connection.execute(_upsert(tuple(amounts)), (*place, *amounts.values()))


def sums(connection: apsw.Connection, by: str, first: str, last: str) -> dict[str, Sums]:
    """Everything counted from the day `first` to the day `last`, by one of `GROUPS`. What is not known has the key
    ""."""
    assert by in GROUPS
    statement = f"SELECT {by}, {ALL} FROM figure WHERE day BETWEEN ? AND ? GROUP BY {by} ORDER BY {by}"
    return {str(key): _named(values) for key, *values in query(connection, statement, (first, last))}


def forecasts(file: Path, day: str) -> dict[str, tuple[int, int, int]]:
    """By item: how many forecasts came due on a day, how many seconds they were off together, and how many waits were
    inside their range. From any thread, on a connection of its own. Raises what is in STORE_FAILURES."""
    with closing(open_reader(file)) as reader:
        return {str(item): (told, off_s, inside) for item, told, off_s, inside in query(reader, FORECASTS, (day,))}


def rows(connection: apsw.Connection) -> dict[Place, Sums]:
    """Every row that is not all nothing."""
    found = query(connection, f"SELECT {KEY}, {', '.join(MEASURES)} FROM figure")
    width = 1 + len(DIMENSIONS)
    return _something({row[:width]: _named(row[width:]) for row in found})


def recounted(connection: apsw.Connection, hall: Hall) -> dict[Place, Sums]:
    """The same rows, counted again from the whole journal by an empty `hall` of the plan. Where the head is gone, only
    the days whose records are all there are counted."""
    found: dict[Place, Sums] = {}
    hall.headless = first(connection) > 1
    for record in records(connection):
        event = decode(EVENTS[record.type], record.body)
        assert event is not None, f"record {record.seq} cannot be read"
        fold(hall, event)
        for place, amounts in hall.touched.tallies:
            of = found.setdefault(place, dict.fromkeys(MEASURES, 0))
            for name, amount in amounts.items():
                of[name] += amount
        hall.touched = Touched()
    begins = _first_day(connection) if hall.headless else ""
    return _something({place: of for place, of in found.items() if place[0] >= begins})


def _first_day(connection: apsw.Connection) -> str:
    ((body,),) = query(connection, "SELECT body FROM journal WHERE type = 'DayRolled' ORDER BY seq LIMIT 1")
    return str(json.loads(body)["day"])


def grouped(found: Mapping[Place, Sums], by: str, first: str, last: str) -> dict[str, Sums]:
    """As `sums`, of rows in memory."""
    at = GROUPS.index(by)
    groups: dict[str, Sums] = {}
    for place, of in sorted(found.items()):
        if first <= place[0] <= last:
            into = groups.setdefault(str(place[at]), dict.fromkeys(MEASURES, 0))
            for name, amount in of.items():
                into[name] += amount
    return groups


def _named(values: Sequence[int]) -> Sums:
    return dict(zip(MEASURES, values, strict=True))


def _something(found: dict[Place, Sums]) -> dict[Place, Sums]:
    return {place: of for place, of in found.items() if any(of.values())}
