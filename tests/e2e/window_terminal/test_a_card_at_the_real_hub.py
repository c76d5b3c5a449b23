"""A staff card, all the way: given at a console, read by a reader that types, the real pad, the real broker and hub."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.small_hall import write_small_site
from fakes.tap import Tap
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from configs import bootstrap
from edge_hub.client.hub_client import HubClient
from edge_hub.client.link import Link
from edge_hub.contract import window as w
from edge_hub.contract.base import Snapshot
from kiosk.ui.bridge import Bridge
from kiosk.ui.login import brokers_of
from window_terminal.call_pad.terminal import TERMINAL

CARD, PIN = "0004711815", "123456"


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with Broker(tmp_path / "broker") as one:
        yield one


@pytest.fixture
def hub(broker: Broker, tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(write_small_site(tmp_path / "site"), tmp_path / "data", broker.address) as one:
        one.ready()
        yield one


@pytest.fixture
def bridge(broker: Broker, hub: HubProcess) -> Iterator[Bridge]:
    """Of the call pad at w1."""
    boot = bootstrap.Bootstrap(
        device="call-w1", hall="test", brokers=(bootstrap.Broker(host="127.0.0.1", port=broker.port),), window="w1"
    )

    def make(hear: Callable[[Snapshot], None], on_link: Callable[[Link], None]) -> HubClient:
        return HubClient("test", "call-w1", brokers_of(boot), TERMINAL.watch(boot), hear, on_link)

    bridge = Bridge(make)
    bridge.window = "w1"  # type: ignore[attr-defined]  # which window the terminal is opened for
    yield bridge
    bridge.stop()


def test_a_card_and_the_pin_open_the_real_pad(open_terminal: Any, broker: Broker, bridge: Bridge) -> None:
    with Tap(broker.address) as tap:
        tap.do("desk", w.SetPin(by="901", clerk="101", pin=PIN))
        tap.do("desk", w.SetCard(by="901", clerk="101", card=CARD))
        pad = open_terminal("call_pad", bridge=bridge)
        bridge.start()
        pad.screen.until(lambda: pad.vm.screen == "sign_in", 10, what="the sign-in page")
        pad.screen.window.requestActivate()
        for sign in CARD:
            QTest.keyClick(pad.screen.window, sign)
        QTest.keyClick(pad.screen.window, Qt.Key.Key_Return)
        assert pad.vm.cardRead and pad.vm.staffNumber == ""
        pad.look()
        pad.touch(*(f"digit_{key}" for key in PIN), "sign_in")
        pad.screen.until(lambda: pad.vm.screen == "work", 10, what="the work page")
        assert pad.vm.clerkNumber == "101"
