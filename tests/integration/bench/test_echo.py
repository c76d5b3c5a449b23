"""The generator against the yardstick: a real broker, the echo as a process of its own, no hub."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge_hub.tools.bench_load import Load, Order, Script
from edge_hub.tools.broker import start_broker
from edge_hub.tools.children import Children

ORDER = Order("TakeTicket", b'{"do":"TakeTicket","items":["an-item"]}')


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a broker with an echo behind it."""
    ready = threading.Event()
    with Children() as children:
        port = start_broker(children, tmp_path)
        children.start("echo", [sys.executable, "-m", "edge_hub.tools.bench_echo", str(port), "puer"],
                       on_line=lambda _child, _line: ready.set())  # fmt: skip
        assert ready.wait(10)
        yield port


def times(count: int) -> Script:
    for _ in range(count):
        yield ORDER


def test_a_closed_loop_hears_every_reply_once(port: int) -> None:
    names = [f"tm-{n}" for n in range(20)]
    load = Load(port, "puer", names)
    load.intents, load.repeat_every = [], 3
    try:
        sample = load.closed({name: times(10) for name in names}, for_s=30)
    finally:
        load.close()
    assert (sample.done, sample.lost, sample.refused) == (200, 0, {})
    assert len({intent.id for intent in load.intents}) == 200
    assert 0 < sample.ms(0.5) <= sample.ms(0.99)


def test_an_open_loop_keeps_its_times(port: int) -> None:
    names = [f"tm-{n}" for n in range(5)]
    load = Load(port, "puer", names)
    try:
        sample = load.open({name: times(1000) for name in names}, per_s=100, for_s=1)
    finally:
        load.close()
    assert (sample.done, sample.lost) == (100, 0)
    assert sample.seconds >= 0.99
