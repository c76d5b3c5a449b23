"""Which sealed parts there are, and which of them are erased: the rows of `KeyDestroyed`."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import apsw

from .connection import query

Place = tuple[int, int]
"""(wall time, sequence number) of a record: where a walk through the sealed parts stands."""
BEGINNING: Place = (-1, 0)

SEALED = (
    "SELECT wall_ms, seq, type, idem_key, EXISTS(SELECT 1 FROM erased WHERE record = idem_key) FROM journal"
    " WHERE sealed NOTNULL AND wall_ms < ? AND (wall_ms, seq) > (?, ?) ORDER BY wall_ms, seq LIMIT ?"
)
READABLE = (
    "SELECT type, count(*), min(wall_ms) FROM journal WHERE sealed NOTNULL"
    " AND NOT EXISTS(SELECT 1 FROM erased WHERE record = idem_key) GROUP BY type"
)
ERASED = "SELECT value FROM json_each(?) WHERE value IN (SELECT record FROM erased)"


class SealedPart(NamedTuple):
    """A record with a sealed part, by the name of its key."""

    record: str
    type: str


def due(
    connection: apsw.Connection, cutoffs: Mapping[str, int], after: Place, looked_max: int
) -> tuple[list[SealedPart], Place | None]:
    """The parts that are due by their type and not erased yet, among the next `looked_max` in the order of time; and
    where to go on, None at the end."""
    latest_ms = max(cutoffs.values(), default=0)
    found = query(connection, SEALED, (latest_ms, *after, looked_max))
    parts = [
        SealedPart(record, kind)
        for wall_ms, _, kind, record, gone in found
        if not gone and wall_ms < cutoffs.get(kind, BEGINNING[0])
    ]
    return parts, (found[-1][0], found[-1][1]) if len(found) == looked_max else None


def readable(connection: apsw.Connection) -> dict[str, tuple[int, int]]:
    """Sealed parts that are not erased, by type of record: how many, and the time of the oldest."""
    return {kind: (count, oldest_ms) for kind, count, oldest_ms in query(connection, READABLE)}


def erased(connection: apsw.Connection, records: Iterable[str]) -> list[str]:
    """Those of the records whose sealed part is erased; none in a file that an older program wrote."""
    if not query(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'erased'"):
        return []
    return [record for (record,) in query(connection, ERASED, (json.dumps(list(records)),))]
