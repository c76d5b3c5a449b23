"""What the drivers promise, measured against simulated devices on this machine, beside what the wire alone takes.

The drivers run in a process of their own (`python -m drivers.measure`); here are the devices. Serial lines are as slow
as one of BAUD is. Times of both processes are of the machine's monotonic clock.
"""

import json
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from drivers.twins import printer, serving
from drivers.twins.kinds import make

from .bench import machine
from .bench_report import Target

BAUD: Final = 115200
BITS_PER_BYTE: Final = 10
LEAST_MB_PER_S: Final = 5.0
CHILD_TIMEOUT_S: Final = 300
LOOK: Final = "AA AA AA 96 69 00 03 20 01 22"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DeviceExtent:
    """How long each driver is fed with hostile bytes, and how many slips and cards."""

    hostile_s: float
    slips: int
    cards: int


FULL: Final = DeviceExtent(hostile_s=1.0, slips=10, cards=10)
QUICK: Final = DeviceExtent(hostile_s=0.1, slips=3, cards=3)


def measure(extent: DeviceExtent, say: Say) -> dict[str, Any]:
    """The figures as JSON carries them. Raises RuntimeError with the last words of a measurement that failed."""
    say("hostile bytes for each driver that hears something")
    hostile = _run("hostile", str(extent.hostile_s))
    say(f"slips and cards on serial lines of {BAUD} baud")
    slip, card = _slips(extent.slips), _cards(extent.cards)
    say("a device that is well beside some that are stuck")
    return {"machine": machine(), "hostile": hostile, "slip": slip, "card": card, "stuck": _stuck()}


def _start(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "drivers.measure", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _ended(child: subprocess.Popen[str]) -> dict[str, Any]:
    try:
        out, err = child.communicate(timeout=CHILD_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        out, err = child.communicate()
    if child.returncode:
        raise RuntimeError("a measurement failed: " + (err.strip().splitlines() or ["it said nothing"])[-1])
    found: dict[str, Any] = json.loads(out)
    return found


def _run(*words: str) -> dict[str, Any]:
    return _ended(_start(*words))


def wire_ms(size: int) -> float:
    """How long so many bytes take on the line."""
    return size * BITS_PER_BYTE * 1000 / BAUD


def _slips(count: int) -> dict[str, Any]:
    """From the order to the last byte at the printer."""
    with printer.serve_pty(baud=BAUD, paced=True) as device:
        asked = _run("slip", device.connection, str(count))["asked_s"]
        printed = device.wait_for_slips(count)
    spans = [(one.slip.last_byte_s - at) * 1000 for one, at in zip(printed[-count:], asked, strict=True)]
    size = max(one.slip.byte_count for one in printed)
    return {"bytes": size, "wire_ms": round(wire_ms(size), 1), "most_ms": round(max(spans), 1)}


class _Seen:
    """What the reader heard and did, with when."""

    def __init__(self) -> None:
        self.all: list[tuple[float, dict[str, Any]]] = []
        self._changed = threading.Condition()

    def __call__(self, deed: dict[str, Any]) -> None:
        with self._changed:
            self.all.append((time.monotonic(), deed))
            self._changed.notify_all()

    def wait(self, count: int, **facts: Any) -> int:
        """Until there are so many deeds with these facts."""

        def found() -> int:
            return sum(facts.items() <= deed.items() for _, deed in self.all)

        with self._changed:
            if not self._changed.wait_for(lambda: found() >= count, 60):
                raise RuntimeError(f"a card was not read: the reader saw {len(self.all)} things, but not {facts}")
            return found()

    def said(self, begin_s: float, end_s: float) -> int:
        return sum(
            len(bytes.fromhex(deed["bytes"]))
            for at_s, deed in self.all
            if begin_s <= at_s <= end_s and deed["did"] == "said"
        )


def _cards(count: int) -> dict[str, Any]:
    """From the card on the reader to its fields in the program, less what its bytes take on the line."""
    seen, laid, pause = _Seen(), [], random.Random(4)
    with serving.serve_pty(make("id_card"), BAUD, on_deed=seen, tells_bytes=True) as reader:
        reader.say(f"slow {BAUD // BITS_PER_BYTE}")
        child = _start("card", reader.connection, str(count))
        for number in range(1, count + 1):
            looks = sum(deed.get("bytes") == LOOK for _, deed in seen.all)
            seen.wait(looks + 2, bytes=LOOK)  # it has seen that no card is there
            time.sleep(pause.random() * 0.3)  # people do not wait for its looks
            laid.append(time.monotonic())
            reader.say("card resident")
            seen.wait(number, did="read")
            reader.say("lift")
        read = _ended(child)["read_s"]
    spans = [
        ((end - begin) * 1000, wire_ms(seen.said(begin, end))) for begin, end in zip(laid, read, strict=True)
    ]  # fmt: skip
    whole, wire = max(spans, key=lambda span: span[0] - span[1])
    return {"most_ms": round(whole, 1), "wire_ms": round(wire, 1), "over_ms": round(whole - wire, 1)}


def _stuck() -> dict[str, Any]:
    """A base station of tags that answers, beside a printer that takes nothing and one that is not there."""
    deaf, nobody = socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0))
    gone = nobody.getsockname()[1]
    nobody.close()
    with deaf, serving.serve_tcp(make("pager")) as well:
        places = [f"tcp://127.0.0.1:{port}" for port in (deaf.getsockname()[1], gone)]
        return _run("stuck", well.connection, *places)


# ------------------------------------------------------------------------------------------------------------- telling


def targets(found: dict[str, Any]) -> list[Target]:
    """What is promised, and whether this run reached it."""
    drivers = found["hostile"]["drivers"]
    slow, kind, speed = min(
        ((name, kind, row[kind]) for name, row in drivers.items() for kind in ("noise", "begun", "wrong")),
        key=lambda one: one[2],
    )
    kept = max(row["kept_bytes"] for row in drivers.values())
    slip, card, stuck = found["slip"], found["card"], found["stuck"]
    cost = stuck["beside"]["p50_ms"] - stuck["alone"]["p50_ms"]
    asked = stuck["ask"]["p99_ms"]
    return [
        Target(f"hostile bytes, slowest: {slow}, {kind}", ">= 5 MB/s", f"{speed:.1f} MB/s", speed >= LEAST_MB_PER_S),
        Target("kept more after twice as many", "< 4 KB", f"{kept} B", kept < 4096),
        Target(f"slip of {slip['bytes']:,} bytes, order to last byte", "<= 450 ms", f"{slip['most_ms']:.0f} ms",
               slip["most_ms"] <= 450),
        Target("card to its fields, over the wire's time", "<= 400 ms", f"{card['over_ms']:.0f} ms",
               card["over_ms"] <= 400),
        Target("cost of stuck devices to one that is well, p50", "<= 1 ms", f"{cost:.2f} ms", cost <= 1),
        Target("cost of asking a stuck device, p99", "<= 1 ms", f"{asked:.3f} ms", asked <= 1),
    ]  # fmt: skip


def table(found: dict[str, Any]) -> str:
    hostile, slip, card, stuck = found["hostile"], found["slip"], found["card"], found["stuck"]
    lines = [
        f"Hostile bytes, MB of a processor's second (the same bytes only read: {hostile['read_mb_per_s']:,.0f})",
        f"  {'':<16}{'noise':>10}{'begun':>10}{'wrong end':>12}",
    ]
    for name, row in hostile["drivers"].items():
        lines.append(f"  {name:<16}{row['noise']:>10,.1f}{row['begun']:>10,.1f}{row['wrong']:>12,.1f}")
    lines += [
        "",
        f"On a serial line of {BAUD} baud{'':<22}{'ours, at most':>16}{'the wire alone':>16}",
        f"  slip of {slip['bytes']:,} bytes, order to last byte{'':<9}{slip['most_ms']:>13.0f} ms"
        f"{slip['wire_ms']:>13.0f} ms",
        f"  card on the reader to its fields{'':<16}{card['most_ms']:>13.0f} ms{card['wire_ms']:>13.0f} ms",
        "",
        f"A job at a device on TCP{'':<27}{'p50':>13}{'p99':>16}",
    ]
    for name, title in (("bare", "the same bytes, no driver"), ("alone", "alone"), ("beside", "beside two stuck ones"),
                        ("ask", "asking a stuck one")):  # fmt: skip
        row = stuck[name]
        lines.append(f"  {title:<48}{row['p50_ms']:>10.3f} ms{row['p99_ms']:>13.3f} ms")
    lines += ["", "What is promised"]
    for target in targets(found):
        mark = {True: "yes", False: "NO", None: "-"}[target.met]
        lines.append(f"  {target.what:<58} {target.wanted:>10} {target.found:>16}   {mark}")
    return "\n".join(lines)
