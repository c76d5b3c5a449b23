"""Faults done on purpose to real parts: one file for each letter of the catalogue, its number in each test's name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.door import Door
from fakes.hub_process import HubProcess


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
