"""The floor of a practice hall: its printers and terminals as real processes, started a few at a time.

Every terminal is started as an installer would start it: a bootstrap file and the `hall` command. Its reports come
through one queue, with the device that gave them.
"""

import json
import os
import queue
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from configs.devices import Device
from drivers.twins.printer.server import VirtualPrinter, serve_pty, serve_tcp
from drivers.twins.printer.tray import PrintedSlip

from .broker import HOST
from .children import Child, Children
from .paper import number_of
from .practice import Cast
from .tiles import Tile, tiling

MODULE = "edge_hub.cli"
AT_ONCE = max(2, os.cpu_count() or 2)
"""Terminals that start at the same moment: more would only wait for each other's core."""
READY_S = 30.0
VIRTUAL_SETTLE_S = 0.1
"""A virtual printer has no paper to move: its slip is out at once."""
BAUD = "115200"
"""Of a serial line whose connection does not say."""
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
WORDS: Mapping[str, tuple[str, ...]] = {
    "ticket_machine": ("kiosk", "ticket-machine"),
    "call_board": ("kiosk", "call-board"),
    "call_pad": ("pad", "call"),
    "rating_pad": ("pad", "rating"),
    "window_screen": ("screen", "window"),
}
"""The `hall` command of each kind of terminal."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One report of a terminal, or of a printer that let a slip out."""

    device: str
    kind: str
    report: dict[str, Any]


@dataclass(slots=True)
class Floor:
    """All terminals of a practice hall."""

    children: Children
    cast: Cast
    hall: str
    port: int
    folder: Path
    slips: Path | None
    screen: tuple[int, int] | None
    """Size of the display to tile the windows on; None draws them offscreen."""
    say: Callable[[str], None]
    heard: "queue.SimpleQueue[Heard]" = field(default_factory=queue.SimpleQueue)
    terminals: dict[str, Child] = field(default_factory=dict)
    _left: deque[Device] = field(default_factory=deque)
    _tiles: dict[str, Tile] = field(default_factory=dict)
    _began_s: dict[str, float] = field(default_factory=dict)
    _frames_ms: dict[str, float] = field(default_factory=dict)
    """First frame of each terminal that has shown one."""
    _orders: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """For terminals that have not been started yet."""
    _printers: list[VirtualPrinter] = field(default_factory=list)

    def start(self, *, everything: bool) -> None:
        """Start terminals; returns when the hall can open: machines, call pads and board are up (or `everything`)."""
        self._left.extend(self._devices())
        self._tiles = self._tiled()
        kept: list[Heard] = []
        while not self._can_open(everything):
            self.tend()
            try:
                one = self.heard.get(timeout=0.1)
            except queue.Empty:
                self.children.check()
                continue
            self.take_note(one)
            kept.append(one)
        for one in kept:  # for whoever counts reports
            self.heard.put(one)

    def tend(self) -> None:
        """Start the next terminals while fewer than `AT_ONCE` are starting."""
        now_s = time.monotonic()
        starting = [name for name in self._began_s if name not in self._frames_ms]
        for name in starting:
            if now_s - self._began_s[name] > READY_S:
                raise self.terminals[name].fault(f"showed no first frame within {READY_S:.0f} s")
        for _ in range(min(len(self._left), AT_ONCE - len(starting))):
            device = self._left.popleft()
            child = self.terminals[device.id] = self._start(device, self._tiles.get(device.id))
            self._began_s[device.id] = now_s
            for line in self._orders.pop(device.id, ()):
                child.order(line)

    def take_note(self, one: Heard) -> None:
        """A terminal may have said that it is up."""
        if one.report.get("what") != "ready" or one.device in self._frames_ms:
            return
        self._frames_ms[one.device] = float(one.report.get("first_frame_ms", 0.0))
        if not self._left and len(self._frames_ms) == len(self._began_s):
            slowest_s = max(self._frames_ms.values()) / 1000
            self.say(f"{len(self._frames_ms)} terminals are up (first frame after {slowest_s:.1f} s at most)")

    def order(self, device: str, order: Mapping[str, object]) -> None:
        """An order to the autopilot of a terminal; one that is not there yet gets it when it starts."""
        line = json.dumps(order, ensure_ascii=False)
        if device in self.terminals:
            self.terminals[device].order(line)
        else:
            self._orders[device].append(line)

    def stop_printers(self) -> None:
        for printer in self._printers:
            printer.close()

    def _can_open(self, everything: bool) -> bool:
        needed = self._devices() if everything else self._first_devices()
        return all(device.id in self._frames_ms for device in needed)

    def _first_devices(self) -> list[Device]:
        return [*self.cast.machines, *(seat.call_pad for seat in self.cast.seats), self.cast.board]

    def _devices(self) -> list[Device]:
        """In the order in which they are needed."""
        seats = self.cast.seats
        return [*self._first_devices(), *(seat.rating_pad for seat in seats), *(seat.screen for seat in seats)]

    def _start(self, device: Device, tile: Tile | None) -> Child:
        bootstrap = self.folder / f"{device.id}.yaml"
        bootstrap.write_text(json.dumps(self._bootstrap(device), ensure_ascii=False), encoding="utf-8")
        args = [
            sys.executable, "-m", MODULE, *WORDS[device.kind], "--bootstrap", str(bootstrap), "--layout", device.layout,
            "--state", str(self.folder / "state"), "--autopilot", "-", "--report",
        ]  # fmt: skip
        args += ["--windowed", str(tile)] if tile is not None else []
        env = OFFSCREEN if self.screen is None else {}
        return self.children.start(device.id, args, env=env, on_line=self._line(device), orders=True)

    def _bootstrap(self, device: Device) -> dict[str, Any]:
        boot: dict[str, Any] = {"device": device.id, "hall": self.hall, "brokers": [{"host": HOST, "port": self.port}]}
        if device.window is not None:
            boot["window"] = device.window
        if device.printer is not None:
            printer = self._printer(device.id, device.printer.connection)
            options = {**device.printer.options, "settle_s": VIRTUAL_SETTLE_S}
            boot["own"] = [
                {
                    "id": f"{device.id}-printer", "kind": "printer", "driver": device.printer.driver,
                    "connection": printer.connection, "options": options,
                }
            ]  # fmt: skip
        return boot

    def _printer(self, machine: str, wired: str) -> VirtualPrinter:
        """A virtual printer for a machine, on a line of the kind that the real one hangs on: a serial line takes its
        bytes no faster than its baud rate says."""

        def out(printed: PrintedSlip) -> None:
            number = number_of(printed.slip.text, lambda: printed.slip.image)
            report = {"what": "slip", "number": number, "last_byte_s": printed.slip.last_byte_s}
            self.heard.put(Heard(machine, "printer", report))

        folder = self.slips / machine if self.slips is not None else None
        url = urlsplit(wired)
        if url.scheme == "serial":
            baud = int(parse_qs(url.query).get("baud", [BAUD])[0])
            printer = serve_pty(baud=baud, paced=True, out_dir=folder, paper=True, on_slip=out)
        else:
            printer = serve_tcp(HOST, 0, out_dir=folder, paper=True, on_slip=out)
        self._printers.append(printer)
        return printer

    def _line(self, device: Device) -> Callable[[Child, str], None]:
        def hear(_child: Child, line: str) -> None:
            try:
                report = json.loads(line)
            except ValueError:
                return  # a terminal may say a word to people as well
            if isinstance(report, dict):
                self.heard.put(Heard(device.id, device.kind, report))

        return hear

    def _tiled(self) -> dict[str, Tile]:
        if self.screen is None:
            return {}
        plan = tiling(*self.screen, [machine.layout for machine in self.cast.machines], len(self.cast.seats))
        tiles = {device.id: tile for device, tile in zip(self.cast.machines, plan.machines, strict=True)}
        tiles[self.cast.board.id] = plan.board
        for seat, places in zip(self.cast.seats, plan.seats, strict=True):
            tiles |= {seat.screen.id: places.screen, seat.call_pad.id: places.call_pad}
            tiles[seat.rating_pad.id] = places.rating_pad
        return tiles
