"""The processes of a measurement: one broker, the echo beside the hub, and a meter of the cores that each one takes."""

import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from .bench_sample import Sample
from .bench_seed import START
from .broker import HOST, start_broker
from .children import Child, Children

ECHO_HALL = "echo"
READY_S = 30.0
STOP_S = 20.0
MODULE = "edge_hub.cli"


@dataclass(slots=True)
class Metered:
    """A sample, and the seconds of a core that each process took for it."""

    sample: Sample = field(default_factory=Sample)
    busy_s: dict[str, float] = field(default_factory=dict)

    def add(self, other: "Metered") -> None:
        """Join another run of the same to this one."""
        self.sample.add(other.sample)
        for name, busy_s in other.busy_s.items():
            self.busy_s[name] = self.busy_s.get(name, 0.0) + busy_s

    @property
    def core_ms(self) -> dict[str, float]:
        """Milliseconds of a core that each process took for one command: steadier than rates on a shared machine."""
        return {name: round(busy_s * 1000 / max(1, self.sample.done), 3) for name, busy_s in self.busy_s.items()}


class Rig:
    """Broker and echo at once, a hub when asked. As everything that starts processes, from the main thread only."""

    def __init__(self, children: Children, folder: Path) -> None:
        self._children = children
        self.port = start_broker(children, folder)
        self.broker = children.newest
        self.echo, _ = self._started(
            "echo", [sys.executable, "-m", "edge_hub.tools.bench_echo", str(self.port), ECHO_HALL]
        )

    def start_hub(self, site: Path, data: Path) -> Child:
        """A hub that serves; its stdout said so."""
        hub, _ = self._started("hub", [
            sys.executable, "-m", MODULE, "hub", "--site", str(site), "--data", str(data),
            "--broker", f"{HOST}:{self.port}", "--practice-start", START, "--speed", "1",
            "--status-port", "0",
        ])  # fmt: skip
        return hub

    def start_terminal(
        self, words: list[str], env: Mapping[str, str], hear: Callable[[dict[str, Any]], None] | None = None
    ) -> tuple[Child, dict[str, Any]]:
        """A terminal that has shown its first frame, and what it said of it. With `hear` it takes orders, and its
        further reports go there (on a reader thread)."""
        return self._started(" ".join(words[:2]), [sys.executable, "-m", MODULE, *words], env, hear)

    def start_displays(self, hall: str, boards: int, windows: int) -> tuple[Child, list[dict[str, Any]]]:
        """Boards, window screens and rating pads of a hall, all joined; what they saw is put into the list when they
        are given an order."""
        args = [sys.executable, "-m", "edge_hub.tools.bench_displays", str(self.port), hall, str(boards), str(windows)]
        seen: list[dict[str, Any]] = []
        child, _ = self._started("displays", args, hear=seen.append)
        return child, seen

    def stop(self, child: Child, *, asked: bool = False) -> None:
        """End a child in good order, unless it was `asked` already; a child that cannot is a fault."""
        child.ending = True
        if not asked:
            child.end_asked()
        if not child.wait(STOP_S) or child.process.returncode != 0:
            raise child.fault(f"did not end in good order (exit {child.process.returncode})")

    def metered(self, run: Callable[[], Sample], hub: Child | None = None) -> "Metered":
        """The sample of `run`, and how long each process was busy meanwhile."""
        watched = {"broker": self.broker, "echo": self.echo, **({"hub": hub} if hub else {})}
        processes = {name: psutil.Process(child.process.pid) for name, child in watched.items()}
        processes["generator"] = psutil.Process()
        before = {name: _busy_s(process) for name, process in processes.items()}
        sample = run()
        self._children.check()
        busy_s = {name: _busy_s(process) - before[name] for name, process in processes.items()}
        return Metered(sample, busy_s)

    def _started(
        self,
        name: str,
        args: list[str],
        env: Mapping[str, str] | None = None,
        hear: Callable[[dict[str, Any]], None] | None = None,
    ) -> tuple[Child, dict[str, Any]]:
        said: list[dict[str, Any]] = []
        ready = threading.Event()

        def heard(_child: Child, line: str) -> None:
            if '"ready"' in line:
                said.append(json.loads(line))
                ready.set()
            elif hear is not None:
                hear(json.loads(line))

        child = self._children.start(name, args, env=env, on_line=heard, orders=hear is not None)
        ends = time.monotonic() + READY_S
        while not ready.wait(0.05):
            self._children.check()
            if time.monotonic() > ends:
                raise child.fault(f"was not ready within {READY_S:.0f} s")
        return child, said[0]


def _busy_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
