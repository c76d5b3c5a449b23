"""A real broker and the real `hall hub`, all ended with the test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.small_hall import write_small_site
from fakes.tap import Tap


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small hall's configuration."""
    return write_small_site(tmp_path_factory.mktemp("hall") / "site")


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """One broker for the tests of a file; a test that ends it starts it again."""
    with Broker(tmp_path_factory.mktemp("broker")) as one:
        yield one


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the file's one hub."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def one_hub(site: Path, broker: Broker, data: Path) -> Iterator[HubProcess]:
    one = HubProcess(site, data, broker.address)
    yield one
    if one.running:
        assert one.stop() == 0
    assert "Traceback" not in one.errors


@pytest.fixture
def hub(one_hub: HubProcess) -> HubProcess:
    """The file's one hub, serving: started again if the test before has ended it."""
    return one_hub if one_hub.running else one_hub.start().ready()


@pytest.fixture
def tap(broker: Broker) -> Iterator[Tap]:
    with Tap(broker.address) as one:
        yield one


@pytest.fixture
def make_hub(site: Path, broker: Broker, tmp_path: Path) -> Iterator[Callable[..., HubProcess]]:
    """Makes further hubs (not started), each on the folder it is told."""
    made: list[HubProcess] = []

    def make(data: Path, **more: Any) -> HubProcess:
        made.append(HubProcess(site, data, broker.address, **more))
        return made[-1]

    yield make
    for one in made:
        one.__exit__(None, None, None)
