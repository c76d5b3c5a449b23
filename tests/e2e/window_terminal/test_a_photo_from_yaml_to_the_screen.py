"""A clerk's photo, all the way: a file and a line of YAML, the real hub, its status port, the real rating pad."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.rating_pad import GREEN, MAGENTA, Pad, add_photo, is_drawn
from fakes.small_hall import write_small_site
from fakes.tap import Tap

from edge_hub.contract import window as w

PIN = "123456"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_small_site(tmp_path_factory.mktemp("hall") / "site")
    add_photo(folder)
    return folder


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with Broker(tmp_path_factory.mktemp("broker")) as one:
        yield one


@pytest.fixture
def hub(site: Path, broker: Broker, tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(site, tmp_path / "data", broker.address, more=["--status-port", "0"]) as one:
        yield one


@pytest.fixture
def make_pad(broker: Broker, tmp_path: Path) -> Iterator[Callable[[], Pad]]:
    made: list[Pad] = []

    def make() -> Pad:
        boot = tmp_path / "rate-w1.yaml"
        where = f"brokers: [{{host: 127.0.0.1, port: {broker.port}}}]"
        boot.write_text(f"device: rate-w1\nhall: test\n{where}\nwindow: w1\n", encoding="utf-8")
        made.append(Pad(tmp_path, boot))
        return made[-1]

    yield make
    for pad in made:
        if pad._process.poll() is None:
            pad._process.kill()


def test_the_clerk_who_signs_in_is_seen_on_the_rating_pad_with_and_without_the_hub(
    hub: HubProcess, broker: Broker, make_pad: Callable[[], Pad]
) -> None:
    first = make_pad()
    assert not first.look()[GREEN]
    with Tap(broker.address) as tap:
        for clerk in ("101", "102"):
            tap.do("desk", w.SetPin(by="901", clerk=clerk, pin=PIN))
        session = tap.do("call-w1", w.SignIn(window="w1", clerk="101", pin=PIN))["session"]
        first.until_it_shows(is_drawn)
        tap.do("call-w1", w.SignOut(window="w1"), session=session)
        session = tap.do("call-w1", w.SignIn(window="w1", clerk="102", pin=PIN))["session"]
        first.until_it_shows(lambda colours: not colours[GREEN] and not colours[MAGENTA])
        tap.do("call-w1", w.SignOut(window="w1"), session=session)
        tap.do("call-w1", w.SignIn(window="w1", clerk="101", pin=PIN))
        first.until_it_shows(is_drawn)
    assert first.end() == ""
    hub.kill()
    second = make_pad()
    second.until_it_shows(is_drawn)
    assert second.end() == "", "from the pad's own disk, while the hub is away"
