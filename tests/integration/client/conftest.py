"""A real broker, a scripted hub and devices, all ended with the test."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.hub import HALL, ScriptedHub

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.envelope import AnyCommand, Reply


@dataclass
class Device:
    """A client and everything that it told its owner."""

    name: str
    brokers: Sequence[tuple[str, int]]
    state: Path
    watch: Sequence[str] = (topics.lines(HALL), topics.board(HALL), topics.directory(HALL))
    rest: dict[str, Any] = field(default_factory=dict)
    snapshots: list[Snapshot] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    replies: list[Reply | NoReply] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.news = threading.Condition()
        self.client = HubClient(
            HALL, self.name, self.brokers, self.watch, self._hear(self.snapshots), self._hear(self.links),
            state=self.state, **self.rest,
        )  # fmt: skip

    def send(self, body: AnyCommand, timeout_s: float | None = None, **rest: Any) -> str:
        return self.client.send(body, self._hear(self.replies), timeout_s=timeout_s, **rest)

    def until(self, holds: Callable[["Device"], bool], timeout_s: float = 10.0) -> None:
        """Wait until `holds(self)`; a failure tells what there was."""
        with self.news:
            came = self.news.wait_for(lambda: holds(self), timeout_s)
        assert came, f"links {self.links}, replies {self.replies}, snapshots {len(self.snapshots)}"

    def until_link(self, link: Link, timeout_s: float = 10.0) -> None:
        self.until(lambda one: bool(one.links) and one.links[-1] is link, timeout_s)

    def _hear(self, into: list[Any]) -> Callable[[Any], None]:
        def hear(what: Any) -> None:
            with self.news:
                into.append(what)
                self.news.notify_all()

        return hear


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
