"""The loudspeakers that follow their windows: each call is said once, and an old one never.

A number that is said late sends somebody to a clerk who waits for another: what was called longer ago than
SAID_WITHIN_MS is not said, as after a start or a hub that was away. May be called from any thread and never waits.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from drivers.conversation import Fault
from drivers.sound import SIGNS_MAX, SayCall
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowNow

SAID_WITHIN_MS: Final = 15_000


@dataclass(slots=True)
class Voice:
    """One loudspeaker."""

    window: str
    ask: Callable[[SayCall], Fault | None]
    hall_now_ms: Callable[[], int]
    _gate: threading.Lock = field(default_factory=threading.Lock)
    _said: tuple[str, int, int] | None = None

    def follow(self, now: WindowNow) -> None:
        """Say it if the window has called, or called again, just now."""
        at = now.at
        if at is None or at.state is not TicketState.CALLED:
            return
        call = (at.number, at.calls, at.called_ms)
        with self._gate:
            if call == self._said or self.hall_now_ms() - at.called_ms > SAID_WITHIN_MS:
                return
            self._said = call
        self.ask(SayCall(f"call.{at.called_ms}", at.number[:SIGNS_MAX], now.label[:SIGNS_MAX]))
