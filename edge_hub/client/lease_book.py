"""The numbers that this device was lent, on its disk, and which of them it has given out.

They lie in the file of the facts (`outbox.py`), so that giving out a number and owing the hub its report are one
commit: durable before anybody hears of the number, so that a power cut never gives one twice and loses no report. Given
numbers stay for a week as the device's own journal, also after the hub has acknowledged them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from edge_hub.contract.lease import NumberLease, ReportOfflineTicket

from .outbox import Outbox, transaction

KEPT = "-7 days"
FIELDS = "lease, queue, nth, day, epoch, ticket, number, token, proof, url"


class NoNumber(StrEnum):
    """Why this device gives no number by itself."""

    HUB_IS_THERE = "HUB_IS_THERE"
    NONE_LENT = "NONE_LENT"
    """None of this queue for this day, or only such of a reign that is over."""
    SPENT = "SPENT"
    DISK = "DISK"


@dataclass(frozen=True, slots=True)
class Lent:
    """One number of a lease."""

    lease: str
    queue: str
    nth: int
    day: str
    epoch: int
    ticket: str
    number: str
    token: str
    proof: str
    url: str | None

    def report(
        self, items: tuple[str, ...], cls: str, lang: str, taken_ms: int, instead_of: str | None = None,
        reason: str | None = None,
    ) -> ReportOfflineTicket:
        """What the hub is told of it."""
        return ReportOfflineTicket(
            lease=self.lease, queue=self.queue, nth=self.nth, day=self.day, epoch=self.epoch, ticket=self.ticket,
            proof=self.proof, items=items, cls=cls, lang="en" if lang == "en" else "zh", taken_ms=taken_ms,
            instead_of=instead_of, reason=reason,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfflineTicket:
    """A number that was given out without the hub, as a slip needs it."""

    ticket: str
    number: str
    token: str
    url: str | None
    taken_ms: int


class LeaseBook:
    """The leases of one device. Every method blocks for at most one commit, and may raise `OutboxFault`."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def keep(self, lease: NumberLease) -> None:
        """A lease came. Numbers of an earlier day are worth nothing any more; those of an earlier reign of this day
        still say how far the machine was lent."""
        assert lease.tokens is not None and lease.proofs is not None
        rows = [
            (lease.lease, lease.queue, lease.first + n, lease.day, lease.epoch, *names, lease.url)
            for n, names in enumerate(zip(lease.tickets, lease.numbers, lease.tokens, lease.proofs, strict=True))
        ]
        with self._outbox.use() as db, transaction(db):
            db.execute("DELETE FROM leased WHERE taken_ms IS NULL AND day < ?", (lease.day,))
            db.execute("DELETE FROM leased WHERE day < date(?, ?)", (lease.day, KEPT))
            db.executemany(f"INSERT OR IGNORE INTO leased ({FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def held(self) -> tuple[str, int] | None:
        """Day and epoch of the newest lease on the disk."""
        if not self._outbox.exists():
            return None
        with self._outbox.use() as db:
            row = db.execute("SELECT day, epoch FROM leased ORDER BY day DESC, epoch DESC LIMIT 1").fetchone()
        return None if row is None else (str(row[0]), int(row[1]))

    def left(self, queue: str, day: str, epoch: int) -> tuple[int, int]:
        """(numbers of the queue not yet given, numbers that its newest lease had)."""
        with self._outbox.use() as db:
            mine = (queue, day, epoch)
            where = "queue = ? AND day = ? AND epoch >= ?"
            row = db.execute(f"SELECT count(*) FROM leased WHERE taken_ms IS NULL AND {where}", mine).fetchone()
            size = db.execute(
                f"SELECT count(*) FROM leased WHERE {where} GROUP BY lease ORDER BY max(nth) DESC LIMIT 1", mine
            ).fetchone()
        return (int(row[0]) if row else 0), (int(size[0]) if size else 0)

    def highest(self, queue: str, day: str) -> int:
        """The highest number of the queue that was lent on that day; 0 for none."""
        with self._outbox.use() as db:
            row = db.execute("SELECT max(nth) FROM leased WHERE queue = ? AND day = ?", (queue, day)).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def give(
        self, queue: str, day: str, epoch: int, taken_ms: int, fact: Callable[[Lent], tuple[str, bytes]]
    ) -> Lent | NoNumber:
        """The next number, given out and owed to the hub as the command (id, bytes) that `fact` makes: both durable
        when this returns."""
        with self._outbox.use() as db, transaction(db):
            row = db.execute(
                f"SELECT {FIELDS} FROM leased WHERE taken_ms IS NULL AND queue = ? AND day = ? AND epoch >= ?"
                " ORDER BY nth LIMIT 1",
                (queue, day, epoch),
            ).fetchone()
            if row is None:
                had = db.execute(
                    "SELECT 1 FROM leased WHERE queue = ? AND day = ? AND epoch >= ? LIMIT 1", (queue, day, epoch)
                ).fetchone()
                return NoNumber.NONE_LENT if had is None else NoNumber.SPENT
            lent = Lent(*row)
            db.execute("UPDATE leased SET taken_ms = ? WHERE ticket = ?", (taken_ms, lent.ticket))
            self._outbox.put_in(db, *fact(lent))
            return lent
