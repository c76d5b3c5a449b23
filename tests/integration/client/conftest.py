"""A real broker, a scripted hub and devices, all ended with the test."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.device import Device
from fakes.hub import ScriptedHub

from edge_hub.client.link import Link


class Said(logging.Handler):
    """What the client has logged, and a way to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.news = threading.Condition()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        with self.news:
            self.lines.append(f"{record.levelname}: {record.getMessage()}")
            self.news.notify_all()

    def until(self, text: str, timeout_s: float = 10.0) -> str:
        """The first line that holds `text`, once it was logged."""
        with self.news:
            self.news.wait_for(lambda: any(text in line for line in self.lines), timeout_s)
        found = [line for line in self.lines if text in line]
        assert found, f"“{text}” was not said, but: {self.lines}"
        return found[0]


@pytest.fixture
def said() -> Iterator[Said]:
    """The client's log of this test."""
    handler, logger = Said(), logging.getLogger("edge_hub.client")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with Broker(tmp_path / "broker") as one:
        yield one


@pytest.fixture
def hub(broker: Broker) -> Iterator[ScriptedHub]:
    one = ScriptedHub(broker.address).start()
    yield one
    one.stop()


@pytest.fixture
def make_device(broker: Broker, tmp_path: Path) -> Iterator[Callable[..., Device]]:
    """Makes devices of this broker's hall, started; they end with the test."""
    made: list[Device] = []

    def make(name: str = "pad-1", **rest: Any) -> Device:
        brokers = rest.pop("brokers", [broker.address])
        device = Device(name, brokers, tmp_path / "state" / name, **rest)
        made.append(device)
        device.client.start()
        return device

    yield make
    for device in made:
        device.client.stop()


@pytest.fixture
def device(hub: ScriptedHub, make_device: Callable[..., Device]) -> Device:
    """One device whose link is up."""
    one = make_device()
    one.until_link(Link.UP)
    return one
