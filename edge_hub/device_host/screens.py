"""The screens that go on and off with the hall: what the hub says of its hours, in seconds from now.

A hub that is away changes nothing: the driver keeps the hours that it was told last. Of a hall that is closed only its
next opening is known; how long it will be open is said when it opens, and until then OPEN_S is taken. May be called
from any thread and never waits.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from drivers.conversation import Fact, Fault
from drivers.power import KeepHours, ScreenNotSet
from edge_hub.contract.hall import HubStatus, Opening

OPEN_S: Final = 12 * 3600.0
HOURS: Final = "hours."


def hours(opening: Opening, now_ms: int) -> tuple[tuple[float, float], ...]:
    """When the hall is open, in seconds from now. Pure."""
    if opening.open:
        return ((0.0, OPEN_S if opening.closes_ms is None else max(0.0, (opening.closes_ms - now_ms) / 1000)),)
    if opening.reopens_ms is None:
        return ()
    begins = max(0.0, (opening.reopens_ms - now_ms) / 1000)
    return ((begins, begins + OPEN_S),)


@dataclass(slots=True)
class ScreenHours:
    """One screen."""

    ask: Callable[[KeepHours], Fault | None]
    _gate: threading.Lock = field(default_factory=threading.Lock)
    _told: tuple[bool, int | None, int | None] | None = None
    _nth: int = 0

    def follow(self, status: HubStatus) -> None:
        """Tell the screen if the hours are not those it was told."""
        opening = status.opening
        if not status.up or opening is None:
            return
        known = (opening.open, opening.closes_ms, opening.reopens_ms)
        with self._gate:
            if known == self._told:
                return
            self._nth += 1
            if self.ask(KeepHours(f"{HOURS}{self._nth}", hours(opening, status.now_ms))) is None:
                self._told = known

    def heard(self, fact: Fact) -> None:
        """What the screen's port tells: hours that never reached it are told again with the next heartbeat."""
        if isinstance(fact, ScreenNotSet) and fact.id.startswith(HOURS):
            with self._gate:
                self._told = None
