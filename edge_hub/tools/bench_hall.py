"""A whole large hall at its busiest: a thousand devices on the broker, each hearing what a real one hears, and tickets
taken, called and finished by the clock.

Rules: takes, calls and finishes keep their times whatever the hub does (a late one is charged from when it was due); a
bare echo is asked as often in the same run, over the same broker, beside all of it: on a shared machine only the ratio
means something. From the call to the display is counted from when the pad's press was due to when the picture with the
number is with the window's screen, and with the last of all boards. At the end everything is held against the journal.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_hub.contract import queue, topics
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.reasons import Reason

from . import bench_scripts as scripts
from .bench import machine
from .bench_displays import window_watch
from .bench_hub import figures
from .bench_load import CALL, Load, Order, Script, clock_of
from .bench_report import Target
from .bench_rig import ECHO_HALL, Metered, Rig
from .bench_sample import Sample
from .bench_seed import seat_clerks
from .bench_site import HALL, LETTERS, BenchSite, Seat, write_site
from .checker import check
from .children import Child, Children
from .records import last_seq, read_journal
from .room import room_for

STOCK = 20
"""So many wait in each queue when it begins: every call finds somebody."""
ECHO, ECHO_DEVICE = "echo", "echo-1"
WRONGS = ("lost", "altered", "unexpected", "duplicated", "double_numbers", "double_calls", "gaps")
PROMISED = {"take": 50.0, "screen": 200.0, "boards": 200.0}
"""Milliseconds at p99."""


@dataclass(frozen=True, slots=True)
class HallExtent:
    """How large a hall, and for how long."""

    for_s: float
    machines: int = 40
    windows: int = 300
    """Each with a call pad, a rating pad and a screen."""
    boards: int = 60
    tickets_per_min: int = 300
    served_at_once: int = 100
    """As many are at a window at any time: each service lasts as long as it takes to call so many others."""

    @property
    def devices(self) -> int:
        return self.machines + 3 * self.windows + self.boards


FULL = HallExtent(for_s=600.0)
QUICK = HallExtent(for_s=30.0)
Say = Callable[[str], None]


def measure(folder: Path, extent: HallExtent, say: Say) -> dict[str, Any]:
    """Measure in `folder` (private, on the disk that matters); the figures as JSON carries them. Raises NoRoomForFiles,
    NoBroker and ChildFault."""
    room_for(extent.devices)
    here = machine()
    data = folder / "data"
    site = write_site(
        folder / "site", machines=extent.machines, windows=extent.windows, boards=extent.boards, faces=True
    )
    sessions = seat_clerks(folder / "site", data, site.seats)
    first = last_seq(data)
    with Children() as children:
        rig = Rig(children, folder)
        hub = rig.start_hub(folder / "site", data)
        say(f"connecting {extent.devices:,} devices")
        load = _connected(rig, site)
        displays, seen = rig.start_displays(HALL, extent.boards, extent.windows)
        try:
            metered = _busy(load, rig, hub, extent, site, sessions, say)
        finally:
            load.close()
        displays.order("that is all")
        rig.stop(displays, asked=True)
        rig.stop(hub)
    assert load.intents is not None and load.called_ns is not None
    found = {"machine": here, "devices": extent.devices, "extent": _about(extent), **figures(metered)}
    found["shares"] = {name: round(busy_s / metered.sample.seconds, 3) for name, busy_s in metered.busy_s.items()}
    found["latency"] = _latencies(metered.sample, load.called_ns, seen[-1], extent.boards)
    found["checked"] = check(load.intents, read_journal(data, first)).counts()
    return found


def _connected(rig: Rig, site: BenchSite) -> Load:
    """Ticket machines, call pads and the device of the echo; the displays have a process of their own."""
    load, clock = Load(rig.port, HALL, []), clock_of(rig.port, HALL)
    load.intents, load.called_ns = [], {}
    everyone = topics.hub(HALL), topics.directory(HALL), topics.lines(HALL), topics.catalogue(HALL, "+")
    for name in site.machines:
        load.join(HALL, name, clock, everyone)
    for seat in site.seats:
        watch = dict.fromkeys((*window_watch(HALL, seat.window, catalogue=True), *everyone))
        load.join(HALL, seat.pad, clock, tuple(watch))
    load.join(ECHO_HALL, ECHO_DEVICE, ClockRule())
    return load


def _busy(
    load: Load, rig: Rig, hub: Child, extent: HallExtent, site: BenchSite, sessions: dict[str, str], say: Say
) -> Metered:
    """Fill the lines and the windows, then let it run by the clock."""
    say(f"{STOCK} people come to each of the {len(LETTERS)} queues")
    each = -(-STOCK * len(LETTERS) // extent.machines)
    load.closed({name: _some(site.items, n * each, each) for n, name in enumerate(site.machines)}, for_s=120)
    serving = site.seats[-extent.served_at_once :]
    load.closed({seat.pad: _once(scripts.order(_call(seat), sessions[seat.pad])) for seat in serving}, for_s=120)
    load.called_ns = {}
    per_s = extent.tickets_per_min / 60
    say(f"{extent.tickets_per_min} tickets a minute for {extent.for_s:g} s, as many calls, finishes and echoes")
    mix: dict[str, Script] = {
        name: scripts.taking(site.items, n * each, lambda: False) for n, name in enumerate(site.machines)
    }
    mix |= {seat.pad: clerk(seat, sessions[seat.pad], busy=seat in serving) for seat in site.seats}
    mix[ECHO_DEVICE] = _echoing(Order(ECHO, scripts.order(_take(site)).body))
    turns = _turns(extent, site, round(per_s * extent.for_s))
    return rig.metered(lambda: load.open(mix, per_s=4 * per_s, for_s=extent.for_s, turns=turns), hub)


def _turns(extent: HallExtent, site: BenchSite, count: int) -> list[str]:
    """Who is next: a ticket machine, a pad that calls, one that called some time ago and finishes, the echo."""
    machines, seats = site.machines, site.seats
    return [
        name
        for n in range(count)
        for name in (
            machines[n % len(machines)], seats[n % len(seats)].pad,
            seats[(n - extent.served_at_once) % len(seats)].pad, ECHO_DEVICE,
        )
    ]  # fmt: skip


def clerk(seat: Seat, session: str, *, busy: bool) -> Script:
    """A clerk who finishes when there is somebody at the window, and else calls; without end."""
    call, finish = scripts.order(_call(seat), session), scripts.order(queue.Finish(window=seat.window), session)
    while True:
        answer = yield finish if busy else call
        busy = not busy and answer.get("reason") != Reason.NOBODY_WAITS


def _once(order: Order) -> Script:
    yield order


def _echoing(order: Order) -> Script:
    while True:
        yield order


def _some(items: Sequence[str], start: int, count: int) -> Script:
    left = iter(range(count))
    return scripts.taking(items, start, lambda: next(left, None) is None)


def _call(seat: Seat) -> queue.CallNext:
    return queue.CallNext(window=seat.window)


def _take(site: BenchSite) -> queue.TakeTicket:
    return queue.TakeTicket(items=site.items[:1])


def _about(extent: HallExtent) -> dict[str, float]:
    return {name: getattr(extent, name) for name in extent.__slots__}


def _latencies(sample: Sample, called_ns: dict[str, int], seen: dict[str, Any], boards: int) -> dict[str, Any]:
    """p50, p99 and the most in milliseconds, and how many were not seen where they should have been."""
    screens, last = seen["screens"], seen["boards"]
    spans = {name: sample.spans_ns.get(do, []) for name, do in
             (("echo", ECHO), ("take", "TakeTicket"), ("call", CALL), ("finish", "Finish"))}  # fmt: skip
    spans["screen"] = [screens[one] - due for one, due in called_ns.items() if one in screens]
    whole = [one for one in called_ns if last.get(one, (0, 0))[0] == boards]
    spans["boards"] = [last[one][1] - called_ns[one] for one in whole]
    found: dict[str, Any] = {name: _spread(some) for name, some in spans.items()}
    found["unseen"] = 2 * len(called_ns) - len(spans["screen"]) - len(whole)
    return found


def _spread(spans_ns: list[int]) -> dict[str, float]:
    one = Sample(spans_ns={"": spans_ns})
    return {"count": len(spans_ns), "p50_ms": round(one.ms(0.5), 2), "p99_ms": round(one.ms(0.99), 2),
            "most_ms": round(one.ms(1.0), 2)}  # fmt: skip


def targets(found: dict[str, Any]) -> list[Target]:
    """What is promised, and whether this run kept it."""
    latency = found["latency"]
    names = {"take": "a ticket", "screen": "call to the window's screen", "boards": "call to the last board"}
    rows = [
        Target(f"p99 of {names[name]}", f"<= {most:.0f} ms", f"{latency[name]['p99_ms']:.1f} ms",
               latency[name]["p99_ms"] <= most)
        for name, most in PROMISED.items()
    ]  # fmt: skip
    return [*rows, Target("lost, doubled, unanswered or unseen", "0", str(wrongs(found)), wrongs(found) == 0)]


def wrongs(found: dict[str, Any]) -> int:
    """Everything that must be zero."""
    return int(sum(found["checked"][name] for name in WRONGS) + found["lost_replies"] + found["latency"]["unseen"])


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    extent, latency = found["extent"], found["latency"]
    lines = [
        f"{found['devices']:,} devices: {extent['machines']} ticket machines, {extent['windows']} windows with call"
        f" pad, rating pad and screen, {extent['boards']} boards",
        f"{extent['tickets_per_min']} tickets a minute for {extent['for_s']:g} s, as many calls and finishes;"
        f" {STOCK} waiting in each queue",
        f"{found['machine']['cores']} cores; {found['machine']['load_1min']} programs wanted one when it began",
        f"  {'milliseconds':<32}{'times':>8}{'p50':>9}{'p99':>9}{'most':>9}",
    ]
    rows = {"echo": "bare MQTT echo, in the same run", "take": "ticket taken", "call": "call answered",
            "finish": "finish answered", "screen": "call on the window's screen",
            "boards": f"call on the last of {extent['boards']} boards"}  # fmt: skip
    for name, what in rows.items():
        row = latency[name]
        lines.append(
            f"  {what:<32}{row['count']:>8,}{row['p50_ms']:>9.2f}{row['p99_ms']:>9.2f}{row['most_ms']:>9.1f}"
        )
    shares = ", ".join(f"{name} {share:.0%}" for name, share in found["shares"].items())
    lines += [f"  of a core: {shares}", f"  {json.dumps(found['checked'])}", "", "What is promised"]
    for target in targets(found):
        lines.append(f"  {target.what:<40}{target.wanted:>12}{target.found:>12}   {'yes' if target.met else 'NO'}")
    return "\n".join(lines)
