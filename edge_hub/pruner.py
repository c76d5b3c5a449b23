"""The oldest day leaves the journal: when it is older than the rules say, and every mandatory consumer has it.

A checkpoint first, then the records, in small transactions while nobody waits and the hall is closed. A hub that dies
in between goes on at its next start, for the checkpoint says what may go.
"""

import logging
from collections.abc import Callable, Mapping

from .contract.base import Lasting
from .contract.erasure import JournalPruned
from .domain.checkpoint import digest
from .domain.erasure import FAR_DAYS, days_since
from .domain.hall import Hall
from .store.store import Store

log = logging.getLogger(__name__)
Consumer = Callable[[], int | None]
"""Up to which record a consumer has them; None while it has not said so, and what it said last holds."""


class Pruner:
    """One portion at a time."""

    def __init__(self, hall: Hall, store: Store) -> None:
        self._hall, self._store = hall, store
        self._consumers: dict[str, Consumer] = {}
        self._done = ""

    def heed(self, consumers: Mapping[str, Consumer]) -> None:
        """From now on each of these must have a record before it goes."""
        self._consumers = dict(consumers)
        self._store.consumers.declare(self._consumers)

    def note(self) -> None:
        """Make durable how far the consumers are: what one has holds while it is away, and over a restart."""
        seqs = {name: seq for name, ask in self._consumers.items() if (seq := ask()) is not None}
        self._store.consumers.stand(seqs)

    def portion(self, now_ms: int) -> list[Lasting]:
        """The checkpoint by which the next day goes; none when nothing is to do, or not now."""
        hall = self._hall
        if not hall.day or self._done == hall.day or hall.erased_day < hall.day or hall.opening(now_ms).open:
            return []
        if self._store.prune(hall.pruned) or self._store.give_back():
            return []
        return self._next_day(now_ms)

    def _next_day(self, now_ms: int) -> list[Lasting]:
        hall, found = self._hall, self._store.oldest_day()
        if found is None or not self._may_go(found[0]):
            self._done = hall.day
            return []
        self.note()
        if not self._store.consumers.all_have(found[1]):
            return []  # a consumer that is away may be back in a minute
        old = self._store.described(*found)
        log.info("%d records of %s leave the journal.", old.records, old.day)
        return [JournalPruned(
            day=old.day, upto=old.upto, chain=old.chain, records=old.records, figures=old.figures, rows=digest(hall),
            at_ms=now_ms,
        )]  # fmt: skip

    def _may_go(self, day: str) -> bool:
        """Old enough, by a clock that did not leap over a month since the last day."""
        hall, before = self._hall, self._store.day_before()
        if before is None or days_since(before, hall.day) > FAR_DAYS or day in hall.unrated:
            return False
        return days_since(day, hall.day) > hall.plan.site.rules.retention.journal_days
