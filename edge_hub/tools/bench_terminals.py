"""How terminals start, and how much memory they hold: every kind, in the hall of Pu'er, offscreen, with the disk warm.

The first frame is what the terminal itself says, counted from the creation of its process, the interpreter's start
included. Memory is what the kernel says is resident (RSS), at rest: the ticket machine's after so many people have
taken tickets on its glass (by every way, in both languages, large and usual, one item and two; each page drawn, each
slip printed), with the 5 MB of the autopilot that touches it, which a machine in service does not load.
"""

import json
import queue
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from configs.devices import Device
from configs.site import Site, load_site
from drivers.twins.printer.server import serve_tcp

from .bench_rig import Rig
from .broker import HOST
from .children import Child
from .demo_floor import OFFSCREEN, VIRTUAL_SETTLE_S, WORDS
from .practice import Cast, Visit, cast_of

ENV = {**OFFSCREEN, "QT_QUICK_BACKEND": "software"}
SETTLE_S = 7.0
"""Until the first snapshots are drawn, and what only the start needed is given back."""
REST_S = 2.0
VISIT_S = 60.0
WAYS = (
    ("wanted", "zh", False), ("department", "zh", False), ("search", "zh", False), ("wanted", "en", False),
    ("department", "zh", True), ("search", "en", True),
)  # fmt: skip
"""How one person after the other looks for an item, in which language, and whether large."""
MACHINE = "ticket_machine"


def measure(rig: Rig, site: Path, folder: Path, starts: int, visits: int) -> dict[str, dict[str, Any]]:
    """Milliseconds to the first frame and megabytes held, by kind of terminal. The first of the `starts` warms the
    disk; the median of the others counts."""
    hall = load_site(site)
    cast = cast_of(hall)
    hub = rig.start_hub(site, folder / "puer")
    seat = cast.seats[0]
    devices = (cast.machines[0], cast.board, seat.call_pad, seat.rating_pad, seat.screen)
    with serve_tcp(HOST, 0) as printer:
        for device in devices:
            _bootstrap(folder, device, hall, rig.port, printer.connection)
        found = {_kind(device): {"first_frame_ms": _first_frame_ms(rig, device, folder, starts)} for device in devices}
        for kind, memory in _memory(rig, devices, folder, tuple(_errands(cast, visits))).items():
            found[kind] |= memory
    rig.stop(hub)
    return found


def _first_frame_ms(rig: Rig, device: Device, folder: Path, starts: int) -> int:
    frames = []
    for _ in range(starts):
        terminal, said = rig.start_terminal(_words(device, folder), ENV)
        frames.append(float(said["first_frame_ms"]))
        rig.stop(terminal)
    return round(statistics.median(frames[1:] or frames))


def _memory(
    rig: Rig, devices: tuple[Device, ...], folder: Path, errands: tuple[Visit, ...]
) -> dict[str, dict[str, Any]]:
    """All kinds side by side at rest, after the ticket machine has served everybody."""
    reports: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    terminals = {}
    for device in devices:
        drives = device.kind == MACHINE
        words = [*_words(device, folder), *(["--autopilot", "-"] if drives else [])]
        terminals[_kind(device)], _ = rig.start_terminal(words, ENV, hear=reports.put if drives else None)
    time.sleep(SETTLE_S)
    machine = terminals[_kind(devices[0])]
    Path(f"/proc/{machine.process.pid}/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
    for errand in errands:
        _serve(machine, errand, reports)
    time.sleep(REST_S)
    found: dict[str, dict[str, Any]] = {kind: _held(terminal) for kind, terminal in terminals.items()}
    found[_kind(devices[0])] |= {"visits": len(errands), "peak_mb": _peak_mb(machine)}
    machine.order(json.dumps({"do": "quit"}))
    for terminal in terminals.values():
        rig.stop(terminal, asked=terminal is machine)
    return found


def _serve(machine: Child, errand: Visit, reports: "queue.SimpleQueue[dict[str, Any]]") -> None:
    """One person at the machine, until the next may come. Raises ChildFault if there was no ticket or no slip."""
    machine.order(json.dumps(errand.order(), ensure_ascii=False))
    seen: Counter[str] = Counter()
    while "ready_for_next" not in seen:
        try:
            report = reports.get(timeout=VISIT_S)
        except queue.Empty:
            raise machine.fault(f"did not serve {errand.citizen} within {VISIT_S:.0f} s") from None
        if report["what"] in ("fault", "sorry", "unprinted"):
            raise machine.fault(f"gave {errand.citizen} no slip: {report}")
        seen[report["what"]] += 1


def _errands(cast: Cast, count: int) -> Iterator[Visit]:
    """So many people, each at another counter by another way; every fourth has two items."""
    seats = cast.seats
    for n in range(count):
        by, lang, elder = WAYS[n % len(WAYS)]
        chosen = [seats[n % len(seats)].items[n // len(seats) % len(seats[n % len(seats)].items)]]
        if n % 4 == 3:
            chosen.append(seats[(n + 1) % len(seats)].items[0])
        yield Visit(f"c{n + 1}", 0.0, tuple(item.id for item in chosen), lang, elder, by)


def _held(terminal: Child) -> dict[str, float]:
    """Megabytes: resident, its fair share of what several processes share, and what is its own alone."""
    memory = psutil.Process(terminal.process.pid).memory_full_info()
    return {f"{name}_mb": round(getattr(memory, name) / 1e6, 1) for name in ("rss", "pss", "uss")}


def _peak_mb(terminal: Child) -> float:
    """The most that was resident since the kernel was told to count anew."""
    lines = Path(f"/proc/{terminal.process.pid}/status").read_text(encoding="utf-8").splitlines()
    kb = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return round(kb * 1024 / 1e6, 1)


def _kind(device: Device) -> str:
    return device.kind.replace("_", " ")


def _words(device: Device, folder: Path) -> list[str]:
    bootstrap, state = folder / f"{device.id}.yaml", folder / "state"
    layout = ["--layout", device.layout] if device.layout else []
    return [*WORDS[device.kind], "--bootstrap", str(bootstrap), *layout, "--report", "--state", str(state)]


def _bootstrap(folder: Path, device: Device, hall: Site, port: int, printer: str) -> None:
    """The file that an installer writes, the machine's printer a virtual one."""
    boot: dict[str, Any] = {"device": device.id, "hall": hall.hall.id, "brokers": [{"host": HOST, "port": port}]}
    if device.window is not None:
        boot["window"] = device.window
    if device.printer is not None:
        options = {**device.printer.options, "settle_s": VIRTUAL_SETTLE_S}
        own = {"id": f"{device.id}-printer", "kind": "printer", "driver": device.printer.driver}
        boot["own"] = [{**own, "connection": printer, "options": options}]
    (folder / f"{device.id}.yaml").write_text(json.dumps(boot, ensure_ascii=False), encoding="utf-8")
