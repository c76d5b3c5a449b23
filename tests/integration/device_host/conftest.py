"""A real broker, hub, host of wires and twins: all ended with the test."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.host_process import HostProcess
from fakes.hub_process import HubProcess
from fakes.tap import Tap
from fakes.wired_hall import Until, led, states, write_wired_site

from drivers.twins.kinds import make
from drivers.twins.serving import TwinServer, serve_pty, serve_tcp
from edge_hub.contract.wired import WiredState


def port_of(twin: TwinServer) -> int:
    return int(twin.connection.rpartition(":")[2])


def nobody() -> int:
    """A port of loopback at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def bar() -> Iterator[TwinServer]:
    """The bar above window w1."""
    with serve_tcp(make("led_onbon"), tells_bytes=True) as twin:
        yield twin


@pytest.fixture
def reader() -> Iterator[TwinServer]:
    """A reader of identity cards, on a serial line."""
    with serve_pty(make("id_card"), 115200) as twin:
        yield twin


@pytest.fixture
def cabinet() -> Iterator[TwinServer]:
    """A cabinet of twelve cells."""
    with serve_tcp(make("lock_8a", ["channels=12"])) as twin:
        yield twin


@pytest.fixture
def site(tmp_path: Path, bar: TwinServer, reader: TwinServer, cabinet: TwinServer) -> Path:
    """The small hall with a bar, a bar that is not there, a reader and a cabinet."""
    quick = {"reply_s": 0.3, "poll_s": 1.0}
    return write_wired_site(
        tmp_path / "site",
        led("led-w1", "w1", port_of(bar), options=quick), led("led-w2", "w2", nobody(), options=quick),
        {
            "id": "card-1", "kind": "id_card", "driver": "id_card", "terminal": "tm-1",
            "connection": reader.connection, "options": {"check_s": 1.0},
        },
        {
            "id": "cabinet-1", "kind": "lock", "driver": "lock_8a", "zone": "a",
            "connection": f"tcp://127.0.0.1:{port_of(cabinet)}",
            "options": {"board": 1, "channels": 12, "cells": 12, "poll_s": 0.5},
        },
    )  # fmt: skip


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with Broker(tmp_path / "broker") as one:
        yield one


@pytest.fixture
def hub(site: Path, tmp_path: Path, broker: Broker) -> Iterator[HubProcess]:
    with HubProcess(site, tmp_path / "data", broker.address) as one:
        yield one


@pytest.fixture
def host(hub: HubProcess, tmp_path: Path, broker: Broker) -> Iterator[HostProcess]:
    with HostProcess(broker.address, tmp_path / "state") as one:
        yield one


@pytest.fixture
def tap(broker: Broker) -> Iterator[Tap]:
    with Tap(broker.address) as one:
        yield one


@pytest.fixture
def until(tap: Tap) -> Until:
    """Waits until staff is told that a device is like that; how it is then."""

    def state(device: str) -> WiredState | None:
        told = states(tap)
        return next((one for one in told.wired if one.id == device), None) if told else None

    def wait(device: str, holds: Callable[[WiredState], bool]) -> WiredState:
        tap.until(
            lambda one: (now := state(device)) is not None and holds(now), f"{device}: {state(device)}", timeout_s=30
        )
        found = state(device)
        assert found is not None
        return found

    return wait
