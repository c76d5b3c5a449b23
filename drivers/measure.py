"""How fast drivers are on this machine: `python -m drivers.measure hostile|slip|card|stuck`, one line of JSON each.

`hall bench --devices` starts it and plays the devices; a driver knows no simulated device, so it is told the places.

    hostile SECONDS        what each driver makes of bytes that mean it ill: noise, beginnings without an end, frames
                           with a wrong end; megabytes of a processor's second, what it keeps, and bytes only read
    slip URL COUNT         when each slip of SLIP_BYTES was asked for, in text mode (seconds of the machine's clock)
    card URL COUNT         when each card came to the program
    stuck WELL URL...      milliseconds of a job at the device at WELL alone, and beside those at URL that are stuck
"""

import json
import queue
import random
import socket
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import cycle
from typing import Any, Final

from drivers.connection import Tcp, parse_connection
from drivers.conversation import Conversation, Fact, Step
from drivers.escpos import EscposConversation, EscposOptions, Printed, PrinterStatus, PrintFailed, PrintJob
from drivers.faults import GONE
from drivers.id_card import CardRead, IdCardConversation, IdCardOptions, ReadCard, ReadFailed
from drivers.pager import CallTag, PagerConversation, PagerOptions, TagCalled
from drivers.port import Port
from drivers.registry import DRIVERS

SLIP_BYTES: Final = 3500
CHUNK: Final = 4096
GOOD: Final[Mapping[str, tuple[dict[str, Any], str]]] = {
    "escpos": ({"automatic_status": True}, "14 00 00 0F"),
    "id_card": ({}, "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97"),
    "scanner": ({"trigger": "gm65"}, "02 00 00 01 00 33 31 48 41 4C 4C 2D 30 31 0D"),
    "led_onbon": ({}, "A5 A5 A5 A5 A5 A5 A5 A5 00 80 FE FF 00 00 00 00 00 00 51 02 05 00 A0 00 00 00 00 AD 5B 01 5A"),
    "led_line": ({"ack": r"\x06\x01", "nak": r"\x15"}, "06 01"),
    "lock_8a": ({}, "80 01 00 00 01 33 B3"),
    "lock_ku16": ({}, "02 00 35 FF FF 00 00 03 38"),
    "lock_cu12": ({}, "02 00 00 80 10 02 03 97 FF 0F"),
    "keypad": ({"press": r"\xAA{address}{number}{xor}"}, "AA 01 03 A8"),
    "pager": ({"ack": r"\xAB{address}{xor}"}, "AB 01 AA"),
    "signal_light": ({"by": "modbus", "button": "input:0"}, "01 02 01 00 A1 88"),
    "charger": ({"slots": 4}, "01 03 08 00 00 00 01 00 02 00 03 49 D6"),
}
"""By driver: options with which it hears something, and a good answer of its device, to be made a bad one."""

Clock = Callable[[], float]


def hostile(seconds: float, clock: Clock = time.process_time) -> dict[str, Any]:
    """Per driver and stream, MB of a processor's second; the bytes kept; and the same bytes only read."""
    rows = {}
    for name, (options, answer) in GOOD.items():
        spec = DRIVERS[name]
        talk: Conversation[Any] = spec.make(spec.options(**options))
        found = {kind: round(_speed(talk, data, seconds, clock), 2) for kind, data in streams(answer).items()}
        rows[name] = {**found, "kept_bytes": _kept(talk, streams(answer))}
    return {"drivers": rows, "read_mb_per_s": round(_read_only(seconds, clock), 1)}


def streams(answer: str) -> dict[str, bytes]:
    """A megabyte of each."""
    good = bytes.fromhex(answer)
    wrong = good[:-1] + bytes((good[-1] ^ 0xFF,))
    size = 1 << 20
    return {
        "noise": random.Random(4).randbytes(size),
        "begun": (good[: max(1, len(good) // 2)] * size)[:size],
        "wrong": (wrong * (size // len(wrong) + 1))[:size],
    }


def _feed(talk: Conversation[Any], data: bytes) -> None:
    """As a port does: what is hung up on is dialled anew."""
    step = talk.hear(data, 0.0)
    if step.hang_up is not None:
        talk.lost(step.hang_up, 0.0)
        _begin(talk)


def _begin(talk: Conversation[Any]) -> None:
    step: Step = talk.open(0.0)
    if step.send:
        talk.sent(0.0)
    elif talk.due is not None:
        talk.tick(talk.due)
        talk.sent(0.0)


def _speed(talk: Conversation[Any], data: bytes, seconds: float, clock: Clock) -> float:
    _begin(talk)
    fed, began = 0, clock()
    for at in cycle(range(0, len(data), CHUNK)):
        _feed(talk, data[at : at + CHUNK])
        fed += CHUNK
        if (spent := clock() - began) >= seconds:
            break
    talk.lost(GONE, 0.0)
    return fed / spent / 1e6


def _kept(talk: Conversation[Any], streams: Mapping[str, bytes]) -> int:
    """How much more it holds after twice as many bytes of each."""
    _begin(talk)
    held = []
    tracemalloc.start()
    try:
        for _ in range(2):
            for data in streams.values():
                for at in range(0, len(data) // 8, CHUNK):
                    _feed(talk, data[at : at + CHUNK])
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    talk.lost(GONE, 0.0)
    return max(0, held[1] - held[0])


def _read_only(seconds: float, clock: Clock) -> float:
    """The raw limit: the bytes go through the kernel and are dropped."""
    one, other = socket.socketpair()
    with one, other:
        read, began = 0, clock()
        while (spent := clock() - began) < seconds:
            one.send(bytes(CHUNK))
            read += len(other.recv(CHUNK))
    return read / spent / 1e6


class _Told:
    """What a port tells, with when."""

    def __init__(self) -> None:
        self._facts: queue.Queue[tuple[float, Fact]] = queue.Queue()

    def __call__(self, fact: Fact) -> None:
        self._facts.put((time.monotonic(), fact))

    def wait(self, *kinds: type[Fact]) -> tuple[float, Fact]:
        while True:
            at, fact = self._facts.get(timeout=30)
            if isinstance(fact, kinds):
                return at, fact


def slips(url: str, count: int) -> dict[str, Any]:
    told, connection = _Told(), parse_connection(url)
    options = EscposOptions(mode="text").on(connection)
    line = "普洱市政务服务大厅 Pu'er A001 3号窗口\n".encode("gbk")
    tail = b"\n" * 5 + b"\x1dV\x01"
    text = (line * (SLIP_BYTES // len(line) + 1))[: SLIP_BYTES - len(tail) - 4]
    port: Port[PrintJob] = Port(connection, EscposConversation(options), told)
    told.wait(PrinterStatus)
    asked = []
    for number in range(count):
        asked.append(time.monotonic())
        assert port.ask(PrintJob(str(number), b"\x1b@\x1c&" + text + tail)) is None
        fact = told.wait(Printed, PrintFailed)[1]
        assert isinstance(fact, Printed), fact
    port.close()
    return {"asked_s": asked}


def cards(url: str, count: int) -> dict[str, Any]:
    told = _Told()
    port: Port[Any] = Port(parse_connection(url), IdCardConversation(IdCardOptions()), told)
    read = []
    for number in range(count):
        assert port.ask(ReadCard(str(number), date(2026, 11, 27), b"a key for this measurement")) is None
        at, fact = told.wait(CardRead, ReadFailed)
        assert isinstance(fact, CardRead), fact
        read.append(at)
    port.close()
    return {"read_s": read}


def stuck(well: str, others: Sequence[str], count: int = 400) -> dict[str, Any]:
    """A job at the well device, alone and beside the stuck ones, to which jobs are given all the time."""
    told = _Told()
    talk = PagerConversation(PagerOptions(ack=r"OK\r", gap_s=0.0))
    port: Port[CallTag] = Port(parse_connection(well), talk, told)
    alone = _jobs(port, told, count, ())
    options = EscposOptions(mode="text", status=False)
    ports: list[Port[PrintJob]] = [
        Port(parse_connection(url), EscposConversation(options), lambda fact: None) for url in others
    ]
    beside = _jobs(port, told, count, ports)
    port.close()
    for each in ports:
        each.close()
    bare = parse_connection(well)
    assert isinstance(bare, Tcp)
    return {"alone": figures(alone), "beside": figures(beside[::2]), "ask": figures(beside[1::2]),
            "bare": figures(_bare(bare, count))}  # fmt: skip


def _jobs(port: Port[CallTag], told: _Told, count: int, ports: Sequence[Port[PrintJob]]) -> list[float]:
    """Milliseconds of each job; with stuck ports, each followed by those of asking them all."""
    job, spans = PrintJob("stuck", bytes(60_000)), []
    for number in range(count):
        began = time.perf_counter()
        for one in ports:
            one.ask(job)
        asked = time.perf_counter()
        assert port.ask(CallTag(str(number), 1)) is None
        told.wait(TagCalled)
        spans.append((time.perf_counter() - asked) * 1000)
        spans += [(asked - began) * 1000 / len(ports)] if ports else []
    return spans


def _bare(to: Tcp, count: int) -> list[float]:
    """The same question and answer over a socket, with no driver."""
    spans = []
    with socket.create_connection((to.host, to.port), timeout=5) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(count):
            began = time.perf_counter()
            line.sendall(b"CALL 1\r")
            while not line.recv(64).endswith(b"\r"):
                pass
            spans.append((time.perf_counter() - began) * 1000)
    return spans


def figures(spans_ms: Sequence[float]) -> dict[str, float]:
    """The middle and the 99th of a hundred, in milliseconds."""
    ordered = sorted(spans_ms)
    return {"p50_ms": round(ordered[len(ordered) // 2], 3), "p99_ms": round(ordered[len(ordered) * 99 // 100], 3)}


def main(words: Sequence[str]) -> dict[str, Any]:
    what, *rest = words
    if what == "hostile":
        return hostile(float(rest[0]))
    if what == "stuck":
        return stuck(rest[0], rest[1:])
    return {"slip": slips, "card": cards}[what](rest[0], int(rest[1]))


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])), flush=True)
