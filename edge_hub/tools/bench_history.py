"""A database with a million finished tickets and their journal, built once and kept.

It is what a hall has after some three years: every ticket with its service row and its five records, hash-chained, so
that the hub verifies and serves it like its own. Kept in the user's cache under a name that carries the schema, and
built anew when that changes.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import apsw

from configs.site import load_site
from edge_hub.contract.base import SCHEMA_VERSION, Lasting
from edge_hub.contract.clock import at_hall
from edge_hub.contract.codec import encode
from edge_hub.contract.ids import uuid7
from edge_hub.contract.queue import (
    NORMAL,
    DayRolled,
    ServiceFinished,
    ServiceStarted,
    TicketCalled,
    TicketState,
    TicketTaken,
)
from edge_hub.contract.rating import Channel, Level, ServiceRated
from edge_hub.domain.fold import entity_of, fold, version_of
from edge_hub.domain.hall import Hall, Touched
from edge_hub.domain.plan import Plan, plan_of
from edge_hub.store import journal, rows, schema
from edge_hub.store.connection import open_writer, query
from edge_hub.store.store import DB_NAME, Store

from .bench_seed import practice_clock
from .bench_site import LETTERS, BenchSite
from .room import folder_for

TICKETS_A_DAY = 2000
DAY_MS = 86_400_000
PORTION = 2000

Progress = Callable[[int, int], None]


def cache_folder() -> Path:
    """Where a user's caches belong (XDG)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hall" / "bench"


def history(
    cache: Path, site: BenchSite, configuration: Path, count: int, last_day_ms: int, progress: Progress
) -> Path:
    """A folder below `cache` of a hub's data with `count` finished tickets, the last taken after `last_day_ms`."""
    kept = cache / f"history-{count}-{_fingerprint()}"
    if kept.is_dir():
        return kept
    for stale in cache.glob(f"history-{count}-*"):
        shutil.rmtree(stale)
    unfinished = folder_for(cache) / f"unfinished-{uuid4().hex}"
    unfinished.mkdir()
    try:
        _build(unfinished, site, plan_of(load_site(configuration)), count, last_day_ms, progress)
        unfinished.rename(kept)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return kept


def copy_of(kept: Path, data: Path) -> None:
    """A copy to measure on, wholly on the disk before the measurement begins."""
    shutil.copytree(kept, data, dirs_exist_ok=True)
    os.sync()


def _fingerprint() -> str:
    """Changes with the schema and the records of a ticket, so that an old history is never measured by a new hub."""
    said = repr((5, schema.STEPS, rows.NAMES, journal.COLUMNS, SCHEMA_VERSION, TICKETS_A_DAY, LETTERS))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _build(data: Path, site: BenchSite, plan: Plan, count: int, last_day_ms: int, progress: Progress) -> None:
    store = Store(data, uuid4().hex)
    store.practice_clock(practice_clock())
    past = _Past(Hall(plan), store.hub_id, store.epoch, store.boot_id)
    store.close()
    database = open_writer(data / DB_NAME)
    query(database, "DELETE FROM meta WHERE key = 'clock'")  # whoever measures on a copy sets it anew
    query(database, "PRAGMA wal_autocheckpoint=20000")
    try:
        first_day_ms = last_day_ms - (count - 1) // TICKETS_A_DAY * DAY_MS
        for done in range(0, count, PORTION):
            for n in range(done, min(count, done + PORTION)):
                past.happen(_life(site, n, first_day_ms))
            with database:
                past.write(database)
            progress(min(count, done + PORTION), count)
        query(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close()


@dataclass(slots=True)
class _Past:
    """The hall and the journal while they grow: events are folded as a hub folds them, and written in portions."""

    hall: Hall
    hub_id: str
    epoch: int
    boot_id: str
    seq: int = 0
    hash: bytes = journal.GENESIS
    records: list[tuple[Any, ...]] = field(default_factory=list)

    def happen(self, events: Iterable[tuple[int, Lasting]]) -> None:
        """Let these events happen, each at its time."""
        for at_ms, event in events:
            fold(self.hall, event, None)
            self.seq += 1
            etype, eid = entity_of(event)
            header = (
                self.hub_id, self.epoch, self.seq, at_ms, 0, self.boot_id, etype, eid, version_of(self.hall, event),
                type(event).__name__, SCHEMA_VERSION, f"{uuid7(at_ms, self.seq.to_bytes(10, 'big'))}:0",
            )  # fmt: skip
            body = encode(event)
            body_hash, self.hash = journal.hashes(header, body, None, self.hash)
            self.records.append((*header, body, None, body_hash, self.hash))

    def write(self, database: apsw.Connection) -> None:
        """Everything since the last time, within the caller's transaction."""
        database.executemany(journal.INSERT, self.records)
        self.records.clear()
        touched, self.hall.touched = self.hall.touched, Touched()
        rows.save(database, self.hall, touched)


def _life(site: BenchSite, n: int, first_day_ms: int) -> Iterator[tuple[int, Lasting]]:
    """The `n`th ticket: taken, called, served, finished and rated without any trouble; before the first of a day, the
    day."""
    day_n, today_n = divmod(n, TICKETS_A_DAY)
    taken_ms = first_day_ms + day_n * DAY_MS + today_n * 12_000
    called_ms, started_ms, finished_ms = taken_ms + 3_000, taken_ms + 5_000, taken_ms + 10_000
    day = at_hall(first_day_ms + day_n * DAY_MS).date().isoformat()
    if today_n == 0:
        yield taken_ms, DayRolled(day=day, at_ms=taken_ms)
    nth, at = divmod(today_n, len(LETTERS))
    item, seat = site.items[at * (len(site.items) // len(LETTERS))], site.seats[n % len(site.seats)]
    entropy = n.to_bytes(8, "big")
    ticket, service = uuid7(taken_ms, b"\1" + entropy + b"\0"), uuid7(started_ms, b"\2" + entropy + b"\0")
    where: dict[str, Any] = {"ticket": ticket, "window": seat.window, "item": item, "clerk": seat.clerk}
    yield taken_ms, TicketTaken(
        ticket=ticket, number=f"{LETTERS[at]}{nth + 1:03}", queue=LETTERS[at], nth=nth + 1, day=day, items=(item,),
        cls=NORMAL, lang="zh", device=site.machines[n % len(site.machines)],
        token_hash=hashlib.sha256(entropy).hexdigest(), ahead=0, at_ms=taken_ms,
    )  # fmt: skip
    yield called_ms, TicketCalled(**where, policy="longest_wait", at_ms=called_ms)
    yield started_ms, ServiceStarted(**where, service=service, at_ms=started_ms)
    yield finished_ms, ServiceFinished(**where, service=service, after=TicketState.DONE, at_ms=finished_ms)
    rated_ms = finished_ms + 1_000
    by: dict[str, Any] = {"channel": Channel.PAD, "device": f"rate-{seat.window}"}
    yield rated_ms, ServiceRated(**where, **by, service=service, level=Level.VERY_GOOD, at_ms=rated_ms)
