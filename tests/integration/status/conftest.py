"""A real status port over a hub without a broker, and people who ask it."""

import http.client
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fakes.loop_rig import Rig

from edge_hub.status.app import App
from edge_hub.status.pace import Pace
from edge_hub.status.report import Report
from edge_hub.status.server import Bounds, StatusDoor
from edge_hub.store.blobs import Blobs, Limits


@dataclass
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Port:
    """A status port, and how to ask it."""

    door: StatusDoor
    blobs: Blobs
    directory: Path
    refused: dict[str, int]
    now_s: list[float]
    """What the report believes to be the time."""
    context: ssl.SSLContext | None = None
    opened: list[socket.socket] = field(default_factory=list)

    def ask(
        self, method: str, path: str, body: bytes | None = None, context: ssl.SSLContext | None = None, **headers: str
    ) -> Said:
        """One request by Python's own client."""
        made = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(self._connection(context)) as connection:
            connection.request(method, path, body, made)
            answer = connection.getresponse()
            return Said(answer.status, dict(answer.getheaders()), answer.read())

    def raw(self, data: bytes = b"") -> socket.socket:
        """A connection by hand."""
        sock = socket.create_connection(("127.0.0.1", self.door.port), timeout=20)
        self.opened.append(sock)
        sock.sendall(data)
        return sock

    def _connection(self, context: ssl.SSLContext | None) -> http.client.HTTPConnection:
        if context is None:
            return http.client.HTTPConnection("127.0.0.1", self.door.port, timeout=20)
        return http.client.HTTPSConnection("127.0.0.1", self.door.port, timeout=20, context=context)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """The hub behind the port."""
    one = Rig(tmp_path)
    yield one
    one.close()


@pytest.fixture
def open_port(tmp_path: Path, rig: Rig) -> Iterator[Callable[..., Port]]:
    """Opens status ports; they end with the test."""
    made: list[Port] = []

    def open_it(context: ssl.SSLContext | None = None, units_per_s: float = 10_000.0, **bounds: float) -> Port:
        blobs = Blobs(tmp_path, Limits(free_share_min=0.0))
        refused: dict[str, int] = {}
        now_s = [rig.clock.mono_s()]
        pace = Pace(units_per_s)
        report = Report(rig.hall, rig.store, rig.loop, refused, rig.inbox, blobs)
        door = StatusDoor(0, App(report, blobs, pace, lambda: now_s[0]), pace, context, Bounds(**bounds))
        made.append(Port(door, blobs, tmp_path, refused, now_s, context))
        return made[-1]

    yield open_it
    for one in made:
        one.door.close()
        for sock in one.opened:
            sock.close()


@pytest.fixture
def port(open_port: Callable[..., Port]) -> Port:
    return open_port()
