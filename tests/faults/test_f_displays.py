"""F. Devices: displays that go away and come back, on a real broker, and what their numbers are worth meanwhile."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.hub import ScriptedHub

from edge_hub.client.link import Link, LinkWatch
from edge_hub.client.wire import KEEPALIVE_S
from kiosk.call_board import trust as board
from window_terminal.window_screen import trust as window

NAME = "board-1"
LATE_S = 5.0
"""The broker looks once a second, and a busy test machine is late."""
DISPLAY = """
import sys, threading
from pathlib import Path
from edge_hub.client.hub_client import HubClient
client = HubClient("practice", "board-1", [("127.0.0.1", int(sys.argv[1]))], [], print, print, state=Path(sys.argv[2]))
client.start()
threading.Event().wait()
"""


@pytest.fixture
def display(broker: Broker, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The client of a display in a process of its own."""
    args = [sys.executable, "-c", DISPLAY, str(broker.port), str(tmp_path / "state")]
    process = subprocess.Popen(args, stdout=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait(10)


def test_47_a_display_cut_off_is_known_within_one_and_a_half_keepalives_and_back_at_once(
    broker: Broker, display: subprocess.Popen[bytes]
) -> None:
    hub = ScriptedHub(broker.address).start()
    try:
        hub.until(lambda one: one.devices.get(NAME) is True, 20, "the birth")
        display.send_signal(signal.SIGSTOP)  # as a pulled cable: no goodbye, the socket stays open
        hub.until(lambda one: one.devices[NAME] is False, KEEPALIVE_S * 1.5 + LATE_S, "the last will")
        display.send_signal(signal.SIGCONT)
        hub.until(lambda one: one.devices[NAME] is True, 20, "the return")
        display.kill()
        hub.until(lambda one: one.devices[NAME] is False, LATE_S, "the last will of a dead display")
    finally:
        hub.stop()


@pytest.mark.parametrize("beat_s", [0.0, 1.7])
def test_47_numbers_are_doubted_ten_seconds_after_the_last_heartbeat_and_gone_after_sixty(beat_s: float) -> None:
    watch = LinkWatch()
    watch.joined()
    watch.beat(beat_s, 2.0)
    shown = board.heard(board.linked(board.Trust(began_s=0.0), Link.UP, beat_s), beat_s)
    above = window.heard(window.linked(window.Trust(began_s=0.0), Link.UP), beat_s, picture=True)
    for tenth in range(round(beat_s * 10), 700):
        now_s = tenth / 10
        if watch.at(now_s) is not Link.UP and shown.link == Link.UP:
            shown = board.linked(shown, Link.NO_HUB, now_s)
            above = window.linked(above, Link.NO_HUB)
        silent_s = now_s - beat_s
        if 10.1 < silent_s < 59.9:
            assert board.phase(shown, now_s, 60.0) is board.Phase.STALE
            assert window.phase(above, now_s) is window.Phase.OLD
        elif silent_s > 60.1:
            assert board.phase(shown, now_s, 60.0) is board.Phase.BLANK
            assert window.phase(above, now_s) is window.Phase.BLANK
