"""The retention rules, carried out once a business day: a portion at a time, when the hall is closed.

An event first, then the key: a hub that dies between the two destroys the key at its next start. A run that was missed
for a day is made up for also in opening hours.
"""

import logging
from collections import Counter
from datetime import date, timedelta

from .contract.base import Lasting
from .contract.erasure import KeyDestroyed, RetentionApplied
from .domain.erasure import FAR_DAYS, RULE_OF, cutoffs, days_since
from .domain.hall import Hall
from .store.erasure import BEGINNING, Place
from .store.store import Store

log = logging.getLogger(__name__)
LOOKED_MAX = 200
"""Records in one portion: some milliseconds of the loop's time, twice a second."""


class Eraser:
    """Knows how far today's run has come; a restart begins it again, which does no harm."""

    def __init__(self, hall: Hall, store: Store) -> None:
        self._hall, self._store = hall, store
        self._day = ""
        self._at: Place | None = BEGINNING
        self._destroyed: Counter[str] = Counter()

    def portion(self, now_ms: int) -> list[Lasting]:
        """The events of the next portion; none when nothing is to do, or not now."""
        day, last = self._hall.day, self._hall.erased_day
        if not day or last >= day:
            return []
        since = days_since(last, day)
        if self._hall.opening(now_ms).open and since <= 1:
            return []
        if since > FAR_DAYS:
            log.warning("Nothing is erased on %s: the last time was %s. Look whether the clock is right.", day, last)
            return [RetentionApplied(day=day, postponed=True, at_ms=now_ms)]
        if self._day != day:
            self._day, self._at, self._destroyed = day, BEGINNING, Counter()
        return self._walk(now_ms)

    def _walk(self, now_ms: int) -> list[Lasting]:
        events: list[Lasting] = []
        if self._at is not None:
            rules = cutoffs(self._hall.plan.site.rules.retention, self._day)
            parts, self._at = self._store.due(rules, self._at, LOOKED_MAX)
            events += [KeyDestroyed(record=one.record, record_type=one.type, at_ms=now_ms) for one in parts]
            self._destroyed.update(RULE_OF[one.type] for one in parts)
        elif self._store.forget_detail(self._detail_from()):
            pass  # more of it the next time
        elif self._store.scrub():  # reported only when not a byte is left of what was destroyed
            log.info("Retention of %s: keys destroyed: %s.", self._day, dict(self._destroyed) or "none")
            events.append(RetentionApplied(
                day=self._day, destroyed=dict(self._destroyed), detail_from=self._detail_from(), at_ms=now_ms
            ))  # fmt: skip
        return events

    def _detail_from(self) -> str:
        """The first business day whose tickets and services keep their rows."""
        oldest = date.fromisoformat(self._day) - timedelta(days=self._hall.plan.site.rules.retention.detail_days)
        return min([oldest.isoformat(), *self._hall.unrated])
