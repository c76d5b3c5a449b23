"""A display that is switched by the hall: a real hub, the host of wires and a simulated display."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.host_process import HostProcess
from fakes.tap import Tap
from fakes.wired_hall import Until, write_wired_site

from drivers.twins.kinds import make
from drivers.twins.serving import TwinServer, serve_tcp
from edge_hub.contract.device import Health


@pytest.fixture
def display() -> Iterator[TwinServer]:
    with serve_tcp(make("power")) as twin:
        yield twin


@pytest.fixture
def site(tmp_path: Path, display: TwinServer) -> Path:
    """The small hall with a large display."""
    options = {"on": "POWER on\\r", "off": "POWER off\\r", "ack": "OK\\r"}
    return write_wired_site(
        tmp_path / "site",
        {"id": "display-1", "kind": "power", "driver": "power", "zone": "a", "connection": display.connection,
         "options": options},
    )  # fmt: skip


def test_a_display_is_told_the_hours_and_is_on_in_an_open_hall(
    host: HostProcess, display: TwinServer, tap: Tap, until: Until
) -> None:
    until("display-1", lambda one: one.health is Health.UP)
    display.wait_for(lambda deeds: sum(deed["did"] == "switches" for deed in deeds) >= 2, timeout_s=30)
    assert {deed["state"] for deed in display.deeds if deed["did"] == "switches"} == {"on"}
