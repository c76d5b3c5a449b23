"""A database with a million finished tickets and their journal, built once and kept.

It is what a hall has after some three years: every ticket with its service row and its four records, hash-chained, so
that the hub verifies and serves it like its own. Kept in the user's cache under a name that carries the schema, and
built anew when that changes.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import uuid4

import apsw

from edge_hub.contract.base import SCHEMA_VERSION, Lasting
from edge_hub.contract.clock import at_hall
from edge_hub.contract.codec import encode
from edge_hub.contract.ids import uuid7
from edge_hub.contract.queue import (
    NORMAL,
    ServiceFinished,
    ServiceStarted,
    TicketCalled,
    TicketState,
    TicketTaken,
)
from edge_hub.domain.fold import entity_of
from edge_hub.domain.values import Service, Ticket
from edge_hub.store import journal, rows, schema
from edge_hub.store.connection import open_writer, query
from edge_hub.store.store import DB_NAME, Store

from .bench_site import LETTERS, BenchSite

TICKETS_A_DAY = 2000
DAY_MS = 86_400_000
PORTION = 5000
GET = {kind: attrgetter(*rows.NAMES[kind]) for kind in (Ticket, Service)}

Progress = Callable[[int, int], None]


def cache_folder() -> Path:
    """Where a user's caches belong (XDG)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hall" / "bench"


def history(cache: Path, site: BenchSite, count: int, last_day_ms: int, progress: Progress) -> Path:
    """A folder below `cache` of a hub's data with `count` finished tickets, the last taken after `last_day_ms`."""
    kept = cache / f"history-{count}-{_fingerprint()}"
    if kept.is_dir():
        return kept
    for stale in cache.glob(f"history-{count}-*"):
        shutil.rmtree(stale)
    unfinished = cache / f"unfinished-{uuid4().hex}"
    unfinished.mkdir(parents=True)
    try:
        _build(unfinished, site, count, last_day_ms, progress)
        unfinished.rename(kept)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return kept


def copy_of(kept: Path, data: Path) -> None:
    """A copy to measure on, wholly on the disk before the measurement begins."""
    shutil.copytree(kept, data, dirs_exist_ok=True)
    os.sync()


def _fingerprint() -> str:
    """Changes with the schema, so that an old history is never measured by a new hub."""
    said = repr((schema.STEPS, rows.NAMES, journal.COLUMNS, SCHEMA_VERSION, TICKETS_A_DAY))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _build(data: Path, site: BenchSite, count: int, last_day_ms: int, progress: Progress) -> None:
    store = Store(data, uuid4().hex)
    chain = _Chain(store.hub_id, store.epoch, store.boot_id)
    store.close()
    database = open_writer(data / DB_NAME)
    query(database, "PRAGMA wal_autocheckpoint=20000")
    try:
        first_day_ms = last_day_ms - (count - 1) // TICKETS_A_DAY * DAY_MS
        for done in range(0, count, PORTION):
            with database:
                for n in range(done, min(count, done + PORTION)):
                    _write(database, chain, site, n, first_day_ms)
            progress(min(count, done + PORTION), count)
        query(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close()


@dataclass(slots=True)
class _Chain:
    """The head of the journal while it grows."""

    hub_id: str
    epoch: int
    boot_id: str
    seq: int = 0
    hash: bytes = journal.GENESIS

    def row(self, event: Lasting, ever: int, at_ms: int, key: str) -> tuple[Any, ...]:
        """The next record, as columns."""
        self.seq += 1
        etype, eid = entity_of(event)
        header = (
            self.hub_id, self.epoch, self.seq, at_ms, 0, self.boot_id, etype, eid, ever, type(event).__name__,
            SCHEMA_VERSION, key,
        )  # fmt: skip
        body = encode(event)
        body_hash, self.hash = journal.hashes(header, body, None, self.hash)
        return (*header, body, None, body_hash, self.hash)


def _write(database: apsw.Connection, chain: _Chain, site: BenchSite, n: int, first_day_ms: int) -> None:
    """The `n`th ticket: its rows, and the records that led to them."""
    ticket, service, events = _life(site, n, first_day_ms)
    for kind, value in ((Ticket, ticket), (Service, service)):
        values = (json.dumps(one) if isinstance(one, tuple) else one for one in GET[kind](value))
        database.execute(rows.UPSERT[kind], tuple(values))
    keys = (f"{uuid7(at_ms, n.to_bytes(8, 'big') + bytes((0, ever)))}:0" for ever, (at_ms, _) in enumerate(events))
    records = (chain.row(event, ever, at_ms, next(keys)) for ever, (at_ms, event) in enumerate(events, start=1))
    database.executemany(journal.INSERT, records)


def _life(site: BenchSite, n: int, first_day_ms: int) -> tuple[Ticket, Service, tuple[tuple[int, Lasting], ...]]:
    """A ticket that was taken, called, served and finished without any trouble."""
    day_n, today_n = divmod(n, TICKETS_A_DAY)
    taken_ms = first_day_ms + day_n * DAY_MS + today_n * 12_000
    called_ms, started_ms, finished_ms = taken_ms + 300_000, taken_ms + 320_000, taken_ms + 620_000
    nth, at = divmod(today_n, len(LETTERS))
    item, seat = site.items[at * (len(site.items) // len(LETTERS))], site.seats[n % len(site.seats)]
    day = _day(first_day_ms + day_n * DAY_MS)
    entropy = n.to_bytes(8, "big")
    ticket_id, service_id = uuid7(taken_ms, b"\1" + entropy + b"\0"), uuid7(started_ms, b"\2" + entropy + b"\0")
    number, hash_ = f"{LETTERS[at]}{nth + 1:03}", hashlib.sha256(entropy).hexdigest()
    machine = site.machines[n % len(site.machines)]
    ticket = Ticket(
        id=ticket_id, ver=4, number=number, queue=LETTERS[at], nth=nth + 1, day=day, items=(item,), at=0, cls=NORMAL,
        rank=30, lang="zh", device=machine, person=None, token_hash=hash_, state=TicketState.DONE,
        since_ms=finished_ms, taken_ms=taken_ms, queued_ms=taken_ms, order=today_n, window=seat.window,
        service=service_id, calls=1, called_ms=called_ms, started_ms=started_ms,
    )  # fmt: skip
    service = Service(
        id=service_id, ever=0, ticket=ticket_id, item=item, window=seat.window, clerk=seat.clerk, by="clerk",
        started_ms=started_ms, finished_ms=finished_ms, outcome="finished",
    )  # fmt: skip
    where: dict[str, Any] = {"ticket": ticket_id, "window": seat.window, "item": item, "clerk": seat.clerk}
    events: tuple[tuple[int, Lasting], ...] = (
        (taken_ms, TicketTaken(ticket=ticket_id, number=number, queue=LETTERS[at], nth=nth + 1, day=day, items=(item,),
                               cls=NORMAL, lang="zh", device=machine, token_hash=hash_, ahead=0, at_ms=taken_ms)),
        (called_ms, TicketCalled(**where, policy="first_come_by_class", at_ms=called_ms)),
        (started_ms, ServiceStarted(**where, service=service_id, at_ms=started_ms)),
        (finished_ms, ServiceFinished(**where, service=service_id, after=TicketState.DONE, at_ms=finished_ms)),
    )  # fmt: skip
    return ticket, service, events


def _day(day_ms: int) -> str:
    return at_hall(day_ms).date().isoformat()
