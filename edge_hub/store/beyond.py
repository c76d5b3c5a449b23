"""What a hub's own file has and a backup has not: who puts an older backup in its place should know it before.

Two journals of one hub are the same up to a record whose chain hash is in both, and part after it: so what is missing
is found in a few steps, also where both went on. Only a file that is good counts; nothing here writes into it.
"""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

import apsw

from .backup import DB_NAME, Backup, alone
from .connection import DAMAGES, open_reader, query
from .journal import first, head, verify

NO_JOURNAL = (*DAMAGES, apsw.SQLError)
"""A file of which nothing can be lost: damaged, or without the tables of a hub."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """The records after the last one that both have, how many tickets were taken in them, and the last of these."""

    records: int
    tickets: int
    number: str | None
    wall_ms: int
    """When the last record was written."""


def beyond(data: Path, backup: Backup) -> Beyond | None:
    """What the sound file in `data` has beyond a backup; None for nothing, and for a file that is damaged or not there.

    No hub may run on `data`. Reads the whole file if there is more in it. Raises StoreFault or apsw.Error if it cannot
    be told: a disk that does not read, a file of somebody else.
    """
    if not (data / DB_NAME).exists():
        return None
    try:
        with contextlib.closing(open_reader(data / DB_NAME)) as live, alone(backup.path / DB_NAME) as copy:
            common = _common(live, copy)
            return _after(live, common) if head(live)[0] > common and _sound(live) else None
    except NO_JOURNAL:
        return None


def _common(live: apsw.Connection, copy: apsw.Connection) -> int:
    """The last record that both have, 0 for none: what has one chain hash has one past."""
    low, high = max(1, first(live), first(copy)) - 1, min(head(live)[0], head(copy)[0])
    before = low
    while low < high:
        middle = (low + high + 1) // 2
        if _chain(live, middle) == _chain(copy, middle):
            low = middle
        else:
            high = middle - 1
    return low if low > before else 0


def _chain(one: apsw.Connection, seq: int) -> list[tuple[bytes]]:
    return query(one, "SELECT chain_hash FROM journal WHERE seq = ?", (seq,))


def _sound(live: apsw.Connection) -> bool:
    checked = [text for (text,) in query(live, "PRAGMA quick_check")]
    return checked == ["ok"] and verify(live)[1] is None


def _after(live: apsw.Connection, common: int) -> Beyond:
    ((records, wall_ms),) = query(live, "SELECT count(*), max(wall_ms) FROM journal WHERE seq > ?", (common,))
    taken = query(live, "SELECT body FROM journal WHERE seq > ? AND type = 'TicketTaken' ORDER BY seq", (common,))
    number = json.loads(taken[-1][0])["number"] if taken else None
    return Beyond(records, len(taken), number, wall_ms)
