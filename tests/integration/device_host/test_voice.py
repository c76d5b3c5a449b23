"""A voice at a window, from the call pad to the loudspeaker: real hub, host of wires and simulated loudspeaker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.desk import PADS
from fakes.host_process import HostProcess
from fakes.tap import Tap
from fakes.wired_hall import Until, write_wired_site

from drivers.twins.kinds import make
from drivers.twins.serving import TwinServer, serve_tcp
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.device import Health


@pytest.fixture
def speaker() -> Iterator[TwinServer]:
    with serve_tcp(make("sound")) as twin:
        yield twin


@pytest.fixture
def site(tmp_path: Path, speaker: TwinServer) -> Path:
    """The small hall with a loudspeaker at window w1."""
    return write_wired_site(
        tmp_path / "site",
        {
            "id": "voice-w1", "kind": "sound", "driver": "sound", "window": "w1", "connection": speaker.connection,
            "options": {"enabled": True, "chime": False},
        },
    )  # fmt: skip


def test_a_call_from_the_pad_is_said_once_at_its_window(
    host: HostProcess, speaker: TwinServer, tap: Tap, until: Until
) -> None:
    until("voice-w1", lambda one: one.health is Health.UP)
    tap.do("desk", w.SetPin(by="901", clerk="101", pin="123456"))
    session = str(tap.do(PADS["w1"], w.SignIn(window="w1", clerk="101", pin="123456"))["session"])
    tap.do(PADS["w1"], w.OpenWindow(window="w1"), session=session)
    number = str(tap.do("tm-1", q.TakeTicket(items=("card",)))["number"])
    tap.do(PADS["w1"], q.CallNext(window="w1"), session=session)
    said = ["qing", *(f"zh_{sign}" for sign in number), "dao", "zh_A", "zh_0", "zh_1", "hao", "chuangkou"]
    speaker.wait_for(lambda deeds: any(deed.get("clips") == said for deed in deeds), timeout_s=30)
    tap.do(PADS["w1"], q.Start(window="w1"), session=session)
    assert sum(deed["did"] == "plays" for deed in speaker.deeds) == 1
