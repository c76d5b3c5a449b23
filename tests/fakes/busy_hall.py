"""A hall full of work: clerks at their windows, a crowd at the doors, and a hub that a test may do anything to."""

import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from edge_hub.contract.clock import ClockRule
from edge_hub.store.store import Store
from edge_hub.tools.bench_seed import START_MS, seat_clerks
from edge_hub.tools.bench_site import HALL, ITEMS_EACH, LETTERS, BenchSite, write_site
from edge_hub.tools.checker import Verdict

from .audit import audit
from .broker import Broker
from .crowd import GIVE_UP_S, Crowd, clerk, machine
from .hub_process import HubProcess

SPEED = 50
"""Of the hall's clock: a no-show may be marked after a fifth of a second."""


class BusyHall:
    """A hall with its clerks at work, its hub, and a crowd at its doors."""

    def __init__(
        self, folder: Path, broker: Broker, devices: int, seed: int, *, data: Path | None = None,
        hubs_way: tuple[str, int] | None = None, crowds_way: tuple[str, int] | None = None,
        give_up_s: float = GIVE_UP_S,
    ) -> None:  # fmt: skip
        """The ways lead to the broker; without one it is reached itself."""
        self.folder, self.data = folder / "site", data or folder / "data"
        self.site: BenchSite = write_site(self.folder, machines=devices, windows=len(LETTERS))
        self.seats = self.site.seats[:devices]
        rules = json.loads((self.folder / "rules.yaml").read_text())
        patient = {"no_show_after_s": 10, "undo_s": 600, "session_idle_min": 480}
        (self.folder / "rules.yaml").write_text(json.dumps({**rules, **patient}))
        people = json.loads((self.folder / "people.yaml").read_text())
        manager = {**people["clerks"][0], "id": "106", "roles": ["manager"]}
        (self.folder / "people.yaml").write_text(json.dumps({"clerks": [*people["clerks"], manager]}))
        self._begin_by_a_fast_clock()
        self.sessions = seat_clerks(self.folder, self.data, self.seats)
        self.items = self.site.items[: ITEMS_EACH * devices]
        way = hubs_way or broker.address
        self.hub = HubProcess(self.folder, self.data, way, practice="2026-11-24T09:00", speed=SPEED)
        self.crowd = Crowd((crowds_way or broker.address)[1], HALL, seed, lambda: self.hub.serves, give_up_s)
        self.lot = random.Random(seed)

    def _begin_by_a_fast_clock(self) -> None:
        self.data.mkdir()
        store = Store(self.data, "seed")
        store.practice_clock(ClockRule(start_ms=START_MS, real_start_ms=round(time.time() * 1000), speed=SPEED))
        store.close()

    def everybody_in(self) -> None:
        stop = lambda: self.crowd.stopping  # noqa: E731
        for name, seat in zip(self.site.machines, self.seats, strict=True):
            self.crowd.join(name, machine(self.items, self.lot, stop))
            self.crowd.join(seat.pad, clerk(seat, self.sessions[seat.pad], self.items, self.lot, stop))

    def work(self, commands: int) -> None:
        """Until so many more have been given."""
        enough = len(self.crowd.intents) + commands
        while len(self.crowd.intents) < enough:
            self.crowd.turn()

    def work_until(self, holds: Callable[[], object], timeout_s: float = 90.0) -> None:
        """Everybody goes on until that holds."""
        end_s = time.monotonic() + timeout_s
        while not holds():
            self.crowd.turn()
            assert time.monotonic() < end_s, f"it did not happen within {timeout_s} s: {self.hub.errors[-2000:]}"

    def start_again(self, wrap: Sequence[str] = ()) -> None:
        """The hub, which is down; whoever waits for an answer asks again meanwhile."""
        self.hub.start(wrap)
        self.work_until(lambda: self.hub.is_ready or self.hub.has_ended)

    def audit(self) -> Verdict:
        """Everybody finishes, the hub stops, and its data is held against what everybody was told."""
        self.crowd.finish()
        assert self.hub.stop() == 0
        return audit(self.folder, self.data, self.crowd.intents)
