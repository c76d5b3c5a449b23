"""A device of the hall: the real client, and everything that it told its owner."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edge_hub.client.answers import NoReply
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.envelope import AnyCommand, Reply

from .hub import HALL


@dataclass
class Device:
    """A client and everything that it told its owner."""

    name: str
    brokers: Sequence[tuple[str, int]]
    state: Path
    watch: Sequence[str] = (topics.lines(HALL), topics.board(HALL), topics.directory(HALL))
    rest: dict[str, Any] = field(default_factory=dict)
    hall: str = HALL
    snapshots: list[Snapshot] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    replies: list[Reply | NoReply] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.news = threading.Condition()
        self.client = HubClient(
            self.hall, self.name, self.brokers, self.watch, self._hear(self.snapshots), self._hear(self.links),
            state=self.state, **self.rest,
        )  # fmt: skip

    def send(self, body: AnyCommand, timeout_s: float | None = None, **rest: Any) -> str:
        return self.client.send(body, self._hear(self.replies), timeout_s=timeout_s, **rest)

    def until(self, holds: Callable[["Device"], bool], timeout_s: float = 20.0) -> None:
        """Wait until `holds(self)`; a failure tells what there was."""
        with self.news:
            came = self.news.wait_for(lambda: holds(self), timeout_s)
        assert came, f"links {self.links}, replies {self.replies}, snapshots {len(self.snapshots)}"

    def until_link(self, link: Link, timeout_s: float = 20.0) -> None:
        self.until(lambda one: bool(one.links) and one.links[-1] is link, timeout_s)

    def _hear(self, into: list[Any]) -> Callable[[Any], None]:
        def hear(what: Any) -> None:
            with self.news:
                into.append(what)
                self.news.notify_all()

        return hear
