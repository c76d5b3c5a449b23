"""Faults done on purpose to real parts: one file for each letter of the catalogue, its number in each test's name."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.device import Device
from fakes.door import Door
from fakes.hub_process import HubProcess
from fakes.small_hall import write_small_site
from fakes.tap import Tap

from configs.hall import DAYS


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small hall's configuration."""
    return write_small_site(tmp_path_factory.mktemp("hall") / "site")


@pytest.fixture
def always_open(tmp_path: Path) -> Path:
    """The folder of the small hall that never closes, on no day of the week."""
    folder = write_small_site(tmp_path / "always-open")
    hall = json.loads((folder / "hall.yaml").read_text(encoding="utf-8"))
    hall["opening"] = {"week": {day: [{"start": "00:00", "end": "23:59"}] for day in DAYS}}
    (folder / "hall.yaml").write_text(json.dumps(hall, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with Broker(tmp_path / "broker") as one:
        yield one


@pytest.fixture
def hub(site: Path, broker: Broker, tmp_path: Path) -> Iterator[HubProcess]:
    """The small hall's hub, serving, on the folder `data` of the test."""
    with HubProcess(site, tmp_path / "data", broker.address) as one:
        yield one
        assert "Traceback" not in one.errors


@pytest.fixture
def tap(hub: HubProcess, broker: Broker) -> Iterator[Tap]:
    with Tap(broker.address) as one:
        yield one


@pytest.fixture
def make_device(broker: Broker, tmp_path: Path) -> Iterator[Callable[..., Device]]:
    """Makes devices, started, on this broker or on the `brokers` they are given."""
    made: list[Device] = []

    def make(name: str, **rest: Any) -> Device:
        brokers = rest.pop("brokers", [broker.address])
        made.append(Device(name, brokers, tmp_path / "state" / name, **{"hall": "test", **rest}))
        made[-1].client.start()
        return made[-1]

    yield make
    for one in made:
        one.client.stop()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A small hall's broker as it is set up for a real hall, running."""
    one = Door(tmp_path_factory.mktemp("door"))
    with one.broker:
        yield one


@pytest.fixture
def own_door(tmp_path: Path) -> Iterator[Door]:
    """One for a test that brings a hub of its own."""
    one = Door(tmp_path / "door")
    with one.broker:
        yield one


@pytest.fixture(scope="module")
def closed_hall(door: Door, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The same with its hub, which proves itself as every device does."""
    data = tmp_path_factory.mktemp("data")
    with HubProcess(door.site, data, door.broker.address, more=["--credential", "hub"], env=door.env):
        yield door
