"""The measurement of one hub on one data folder, with the echo beside it.

Every command that is sent is written down, and at the end checked against the journal: figures of a hub that loses or
doubles anything are worth nothing. The echo is measured right before each of the hub's figures, since a shared machine
is another one a minute later.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import psutil

from . import bench_scripts as scripts
from .bench_load import Load, Script, clock_of
from .bench_rig import Metered, Rig
from .bench_seed import seat_clerks
from .bench_site import HALL, BenchSite
from .checker import Intent, check
from .children import Child
from .records import last_seq, read_journal

ROUNDS = 2
"""Echo, take and call are measured in turns, so many times."""
STEADY_WINDOWS = 40
"""Windows at work in the steady run: as many as a large hall has."""
STEADY_ROUNDS = 4
"""The steady run too is measured in turns with the echo."""
STOCK_EACH = 2
"""Tickets of each machine that join the line before a round of the steady run, so that its calls find somebody."""
CROWD = 32
"""Clients of the run that looks for doubled numbers and calls."""
REPEAT_EVERY = 20
"""In that run every so many commands are published twice under one id."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How long and how much."""

    raw_s: float
    loop_s: float
    steady_s: float
    crowd_commands: int
    million: bool
    clients: tuple[int, ...] = (1, 50, 200)
    steady_per_s: int = 300
    terminal_starts: int = 4
    visits: int = 12


@dataclass(slots=True)
class HubBench:
    """One hub from its start to its end."""

    rig: Rig
    extent: Extent
    site: BenchSite
    site_folder: Path
    data: Path
    echo: Load
    say: Callable[[str], None]
    sessions: dict[str, str] = field(default_factory=dict)

    def measure(self) -> dict[str, Any]:
        """All figures of this hub, and the verdict on everything that was sent to it."""
        self.sessions = seat_clerks(self.site_folder, self.data, self.site.seats)
        first, before = last_seq(self.data), time.monotonic()
        hub = self.rig.start_hub(self.site_folder, self.data)
        found: dict[str, Any] = {"start_s": round(time.monotonic() - before, 2)}
        devices = [*self.site.machines, *(seat.pad for seat in self.site.seats)]
        load = Load(self.rig.port, HALL, devices, clock_of(self.rig.port, HALL))
        intents: list[Intent] = []
        load.intents = intents
        try:
            found["loops"] = {}
            for count in self.extent.clients:
                found["loops"][str(count)] = self._loops(load, hub, count)
                found.setdefault("rss_mb", _rss_mb(hub))
                found.setdefault("rss_tickets", sum(one.number is not None for one in intents))
            found["steady"] = self._steady(load, hub)
            found["crowd"] = self._crowd(load, hub)
        finally:
            load.close()
        found["rss_end_mb"] = _rss_mb(hub)
        self.rig.stop(hub)
        found["checked"] = self._verdict(intents, first)
        return found

    def _loops(self, load: Load, hub: Child, count: int) -> dict[str, Any]:
        """Echo, take and call by so many clients in a closed loop, in turns: what disturbs the machine disturbs all."""
        self.say(f"{count} client{'s' if count > 1 else ''} in a closed loop")
        for_s = self.extent.loop_s / ROUNDS
        found = {name: Metered() for name in ("echo", "take", "call")}
        for _ in range(ROUNDS):
            for name, (driver, crowd) in self._crowds(load, count).items():
                found[name].add(self.rig.metered(partial(driver.closed, crowd, for_s=for_s), hub))
        return {name: figures(metered) for name, metered in found.items()}

    def _crowds(self, load: Load, count: int) -> dict[str, tuple[Load, dict[str, Script]]]:
        """Who takes part in one round."""
        machines, seats = self.site.machines[:count], self.site.seats[:count]
        return {
            "echo": (self.echo, {f"echo-{name}": self._taking(self.echo, n) for n, name in enumerate(machines)}),
            "take": (load, {name: self._taking(load, n) for n, name in enumerate(machines)}),
            "call": (load, {
                seat.pad: scripts.serving(seat, self.sessions[seat.pad], load.time_up) for seat in seats
            }),
        }  # fmt: skip

    def _steady(self, load: Load, hub: Child) -> dict[str, Any]:
        """The same rate by the clock for both, in turns: the echo, then a third of takes, calls and finishes each."""
        self.say(f"{self.extent.steady_per_s} commands a second, by the clock")
        echo, ours = Metered(), Metered()
        for _ in range(STEADY_ROUNDS):
            self._steady_round(load, hub, echo, ours)
        found = {"echo": figures(echo), "all": figures(ours)}
        found["take"], found["call"] = (found["all"]["by"][name] for name in ("TakeTicket", "CallNext"))
        return found

    def _steady_round(self, load: Load, hub: Child, echo: Metered, ours: Metered) -> None:
        per_s, for_s = self.extent.steady_per_s, self.extent.steady_s / STEADY_ROUNDS
        machines, seats = self.site.machines, self.site.seats[:STEADY_WINDOWS]
        load.closed({name: self._some(n) for n, name in enumerate(machines)}, for_s=60)
        alike = {f"echo-{name}": scripts.taking(self.site.items, n, _never) for n, name in enumerate(machines)}
        mix: dict[str, Script] = {name: scripts.taking(self.site.items, n, _never) for n, name in enumerate(machines)}
        for seat in seats:
            mix[seat.pad] = scripts.serving(seat, self.sessions[seat.pad], _never, patient=True)
        pads = cycle(seat.pad for seat in seats)
        turns = [name for machine in machines for name in (machine, next(pads), next(pads))]
        echo.add(self.rig.metered(lambda: self.echo.open(alike, per_s=per_s, for_s=for_s), hub))
        ours.add(self.rig.metered(lambda: load.open(mix, per_s=per_s, for_s=for_s, turns=turns), hub))
        load.closed({seat.pad: scripts.leaving(seat, self.sessions[seat.pad]) for seat in seats}, for_s=60)

    def _crowd(self, load: Load, hub: Child) -> dict[str, Any]:
        """Many at once, some commands twice: counted, and checked with everything else at the end."""
        commands = self.extent.crowd_commands
        self.say(f"{commands:,} commands by {CROWD} clients, every {REPEAT_EVERY}th sent twice")
        assert load.intents is not None
        first = len(load.intents)
        enough = _Enough(load, first + commands)
        half = CROWD // 2
        crowd: dict[str, Script] = {
            name: scripts.taking(self.site.items, n, enough) for n, name in enumerate(self.site.machines[:half])
        }
        for seat in self.site.seats[:half]:
            crowd[seat.pad] = scripts.serving(seat, self.sessions[seat.pad], enough, patient=True)
        load.repeat_every = REPEAT_EVERY
        sample = self.rig.metered(lambda: load.closed(crowd, for_s=600), hub).sample
        load.repeat_every = 0
        return {"commands": len(load.intents) - first, "lost_replies": sample.lost, "asked_again": sample.again}

    def _taking(self, load: Load, n: int) -> Script:
        return scripts.taking(self.site.items, n, load.time_up)

    def _some(self, n: int) -> Script:
        """A few tickets of one machine."""
        countdown = iter(range(STOCK_EACH))
        return scripts.taking(self.site.items, n * 7, lambda: next(countdown, None) is None)

    def _verdict(self, intents: list[Intent], after: int) -> dict[str, int]:
        self.say(f"checking {len(intents):,} commands against the journal")
        return check(intents, read_journal(self.data, after)).counts()


class _Enough:
    """Whether so many commands have been sent."""

    def __init__(self, load: Load, commands: int) -> None:
        self._load, self._commands = load, commands

    def __call__(self) -> bool:
        return self._load.intents is None or len(self._load.intents) >= self._commands


def figures(metered: Metered) -> dict[str, Any]:
    """A sample as JSON carries it; `core_ms` is what each process took of a core for one command."""
    sample = metered.sample
    return {
        "per_s": round(sample.per_s, 1), "p50_ms": round(sample.ms(0.5), 3), "p99_ms": round(sample.ms(0.99), 3),
        "lost_replies": sample.lost, "refused": sample.refused, "core_ms": metered.core_ms,
        "by": {
            name: {"p50_ms": round(sample.ms(0.5, name), 3), "p99_ms": round(sample.ms(0.99, name), 3)}
            for name in sample.spans_ns
        },
    }  # fmt: skip


def _rss_mb(hub: Child) -> float:
    return round(psutil.Process(hub.process.pid).memory_info().rss / 1e6, 1)


def _never() -> bool:
    return False
