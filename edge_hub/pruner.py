"""The oldest day leaves the journal: when it is older than the rules say, and every mandatory copy has it.

A checkpoint first, then the records, in small transactions while nobody waits and the hall is closed. A hub that dies
in between goes on at its next start, for the checkpoint says what may go.
"""

import logging
from collections.abc import Callable

from .contract.base import Lasting
from .contract.erasure import JournalPruned
from .domain.checkpoint import digest
from .domain.erasure import FAR_DAYS, days_since
from .domain.hall import Hall
from .store.store import Store

log = logging.getLogger(__name__)
Cursor = Callable[[], int]
"""Up to which record a copy that must have all of them has them."""


class Pruner:
    """One portion at a time. `mandatory` are the cursors of the copies that must have a record before it goes."""

    def __init__(self, hall: Hall, store: Store) -> None:
        self._hall, self._store = hall, store
        self.mandatory: list[Cursor] = []
        self._done = ""

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
        if any(cursor() < found[1] for cursor in self.mandatory):
            return []  # a copy that is away may be back in a minute
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
