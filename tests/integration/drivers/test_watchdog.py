"""The watchdog as a file on this machine: the simulated one on a pseudo-terminal, opened by its path."""

import pytest

from drivers.connection import File
from drivers.port import Port, Timing
from drivers.power import PowerConversation, PowerOptions, Screen, ScreenSet, SwitchScreen
from drivers.twins.kinds import make
from drivers.twins.serving import serve_pty
from drivers.watchdog import StopWatchdog, WatchdogConversation, WatchdogObeyed, WatchdogOptions

QUICK = Timing(connect_s=1.0, write_s=0.5, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=1.0, stable_s=0.2)


@pytest.fixture
def device():
    with serve_pty(make("watchdog", ["timeout_s=0.6"])) as server:
        yield server


def told(device, what):
    device.wait_for(lambda deeds: any(deed["did"] == what for deed in deeds))


def test_a_watchdog_that_is_fed_through_its_file_waits_and_one_that_is_left_starts_the_machine_anew(
    device, facts, opened
):
    path = device.connection.removeprefix("serial://").partition("?")[0]
    options = WatchdogOptions(timeout_s=2.0, feed_s=0.5)
    port = opened(Port(File(path), WatchdogConversation(options), facts, timing=QUICK))
    device.wait_for(lambda deeds: sum(deed["did"] == "fed" for deed in deeds) >= 3)
    assert not any(deed["did"] == "starts anew" for deed in device.deeds)
    port.close()
    told(device, "starts anew")


def test_a_watchdog_that_is_stopped_on_purpose_stays_quiet_when_its_file_is_closed(device, facts, opened):
    path = device.connection.removeprefix("serial://").partition("?")[0]
    port = opened(Port(File(path), WatchdogConversation(WatchdogOptions()), facts, timing=QUICK))
    told(device, "fed")
    assert port.ask(StopWatchdog("end")) is None
    facts.wait(WatchdogObeyed)
    port.close()
    device.wait_for(lambda deeds: any(deed.get("magic") for deed in deeds))
    device.say("close")
    told(device, "stopped")


def test_a_panel_is_switched_by_what_is_written_into_its_file(tmp_path, facts, opened):
    panel = tmp_path / "bl_power"
    panel.write_bytes(b"")
    port = opened(Port(File(str(panel)), PowerConversation(PowerOptions()), facts, timing=QUICK))
    facts.wait(Screen, lambda screen: screen.state == "on")
    assert port.ask(SwitchScreen("night", False)) is None
    assert facts.wait(ScreenSet) == ScreenSet("night", False)
    assert panel.read_bytes() == b"0\n4\n"
