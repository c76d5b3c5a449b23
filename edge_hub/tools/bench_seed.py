"""A data folder on which a hub starts with every clerk at work, through the store's own door.

Hundreds of sign-ins would take longer than the measurement: a hub checks PINs slowly on purpose, and that is not what
is measured. So the day, the sign-ins and the openings are recorded before the hub starts, as any other event.
"""

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from configs.site import load_site
from edge_hub.contract.base import Lasting
from edge_hub.contract.clock import HALL_ZONE, ClockRule, to_ms
from edge_hub.contract.queue import DayRolled
from edge_hub.contract.window import ClerkSignedIn, WindowOpened
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall, Touched
from edge_hub.domain.means import Happening
from edge_hub.domain.plan import plan_of
from edge_hub.store.store import Store

from .bench_site import Seat

DAY = "2026-11-24"
START = f"{DAY}T09:00"
"""A working day: a measurement at night is one as well."""
START_MS = to_ms(datetime.fromisoformat(START).replace(tzinfo=HALL_ZONE))


def seat_clerks(site: Path, data: Path, seats: Sequence[Seat]) -> dict[str, str]:
    """Begin the day in `data` with every seat signed in and open; the session of each pad."""
    data.mkdir(parents=True, exist_ok=True)
    store = Store(data, uuid4().hex)
    try:
        store.practice_clock(practice_clock())
        hall = Hall(plan_of(load_site(site)))
        store.load(hall)
        sessions = {seat.pad: str(uuid4()) for seat in seats}
        events: list[Lasting] = [DayRolled(day=DAY, at_ms=START_MS)]
        for seat in seats:
            session = sessions[seat.pad]
            signed_in = ClerkSignedIn(
                clerk=seat.clerk, window=seat.window, session=session, device=seat.pad, at_ms=START_MS
            )
            events.append(signed_in)
            events.append(WindowOpened(window=seat.window, clerk=seat.clerk, at_ms=START_MS))
        _record(store, hall, events)
        return sessions
    finally:
        store.close()


def practice_clock() -> ClockRule:
    """The clock of a measurement: it is nine on that working day now, and time runs as fast as the world's."""
    return ClockRule(start_ms=START_MS, real_start_ms=round(time.time() * 1000), speed=1.0)


def _record(store: Store, hall: Hall, events: Sequence[Lasting]) -> None:
    store.begin()
    key = uuid4().hex
    for nth, event in enumerate(events):
        fold(hall, event, None)
        store.append(hall, Happening(event), f"{key}:{nth}", START_MS, 0)
    touched, hall.touched = hall.touched, Touched()
    store.save(hall, touched)
    store.commit()
