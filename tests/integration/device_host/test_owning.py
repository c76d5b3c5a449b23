"""One process owns the wires of a machine: real twins on the other end, real processes that are killed."""

import subprocess
import sys
from pathlib import Path

from fakes.broker import Broker
from fakes.desk import PADS
from fakes.host_process import HostProcess
from fakes.hub_process import HubProcess
from fakes.tap import Tap
from fakes.wired_hall import Until, led, states, write_wired_site

from drivers.twins.serving import TwinServer
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.device import Health


def shows(bar: TwinServer, text: str) -> None:
    """Wait until the bar shows this last."""

    def last(deeds: tuple[dict[str, object], ...]) -> bool:
        shown = [one["text"] for one in deeds if one["did"] == "shows"]
        return bool(shown) and shown[-1] == text

    bar.wait_for(last, timeout_s=30)


def sign_in(tap: Tap, window: str = "w1") -> str:
    tap.do("desk", w.SetPin(by="901", clerk="101", pin="123456"))
    session = str(tap.do(PADS[window], w.SignIn(window=window, clerk="101", pin="123456"))["session"])
    tap.do(PADS[window], w.OpenWindow(window=window), session=session)
    return session


def test_the_bar_above_a_window_shows_the_number_called(host: HostProcess, bar: TwinServer, tap: Tap) -> None:
    shows(bar, "A01 未开放")
    session = sign_in(tap)
    shows(bar, "A01 窗口A01")
    number = tap.do("tm-1", q.TakeTicket(items=("card",)))["number"]
    tap.do(PADS["w1"], q.CallNext(window="w1"), session=session)
    shows(bar, f"请{number}号到A01窗口")
    tap.do(PADS["w1"], q.Start(window="w1"), session=session)
    shows(bar, f"{number}号办理中")


def test_staff_sees_how_each_device_is_and_what_a_technician_can_do(host: HostProcess, until: Until) -> None:
    assert until("led-w1", lambda one: one.health is Health.UP).why is None
    missing = until("led-w2", lambda one: one.health is Health.DOWN)
    assert missing.why is not None and missing.hint is not None
    assert (missing.why.zh, missing.why.en) == ("设备拒绝连接", "the device refuses the connection")
    assert missing.hint.en == "Check that it is switched on, and its address and port."
    until("card-1", lambda one: one.health is Health.UP)
    until("cabinet-1", lambda one: one.health is Health.UP)


def test_a_bar_that_is_unplugged_is_told_and_has_its_text_again_when_it_is_back(
    host: HostProcess, bar: TwinServer, tap: Tap, until: Until
) -> None:
    shows(bar, "A01 未开放")
    up = until("led-w1", lambda one: one.health is Health.UP)
    bar.say("unplugged")
    down = until("led-w1", lambda one: one.health is Health.DOWN)
    assert down.since_ms is not None and up.since_ms is not None and down.since_ms > up.since_ms
    sign_in(tap)
    bar.say("plugged")
    shows(bar, "A01 窗口A01")
    until("led-w1", lambda one: one.health is Health.UP)


def test_the_last_known_state_survives_a_kill_of_host_and_hub(
    host: HostProcess, hub: HubProcess, bar: TwinServer, tap: Tap, until: Until
) -> None:
    before = until("led-w2", lambda one: one.health is Health.DOWN)
    host.kill()
    tap.until(lambda one: (told := states(one)) is not None and told.away, "the host's last will")
    hub.kill()
    tap.forget()
    hub.start().ready()
    again = until("led-w2", lambda one: one.health is Health.DOWN)
    assert (again.since_ms, again.why) == (before.since_ms, before.why)
    told = states(tap)
    assert told is not None and len(told.wired) == 4
    host.start()
    tap.until(lambda one: (told := states(one)) is not None and not told.away, "the host's return")
    sign_in(tap)
    shows(bar, "A01 窗口A01")
    assert until("led-w2", lambda one: one.health is Health.DOWN).since_ms == before.since_ms, "it was down all along"


def test_wires_are_known_and_owned_without_hub_and_broker(
    host: HostProcess, hub: HubProcess, broker: Broker, bar: TwinServer, until: Until
) -> None:
    until("led-w1", lambda one: one.health is Health.UP)
    assert host.stop() == 0
    hub.stop()
    broker.kill()
    count = len(bar.deeds)
    host.start()
    bar.wait_for(lambda deeds: len(deeds) > count and deeds[-1]["did"] in ("heard", "said"), timeout_s=20)
    broker.start()
    hub.start().ready()
    until("led-w1", lambda one: one.health is Health.UP)
    assert host.stop() == 0
    assert "Traceback" not in "".join(host.errors)


def test_a_second_process_of_a_host_is_refused(host: HostProcess, broker: Broker, tmp_path: Path) -> None:
    second = [sys.executable, "-m", "edge_hub.cli", "device", "host", "--host", "host-a", "--hall", "test"]
    where = ["--broker", f"127.0.0.1:{broker.port}", "--state", str(tmp_path / "state")]
    ended = subprocess.run([*second, *where], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2 and "One process of a machine owns its wires" in ended.stderr


def test_a_changed_configuration_needs_nobody_at_the_machine(
    host: HostProcess, bar: TwinServer, broker: Broker, tap: Tap, until: Until, site: Path
) -> None:
    shows(bar, "A01 未开放")
    until("led-w2", lambda one: one.health is Health.DOWN)

    def apply(*wired: dict[str, object]) -> None:
        write_wired_site(site, *wired)
        where = ["--broker", f"127.0.0.1:{broker.port}", "--hall", "test", "--device", "desk"]
        words = [sys.executable, "-m", "edge_hub.cli", "config", "apply", str(site), "--by", "900", "--why", "x"]
        done = subprocess.run([*words, *where], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr

    port = int(bar.connection.rpartition(":")[2])
    apply(led("led-new", "w2", port, options={"reply_s": 0.3, "poll_s": 1.0}))
    shows(bar, "A02 未开放")
    until("led-new", lambda one: one.health is Health.UP)
    assert (told := states(tap)) is not None and [one.id for one in told.wired] == ["led-new"]
    apply()
    tap.until(lambda one: (told := states(one)) is not None and told.wired == (), "nothing hangs there any more")
    apply(led("led-w1", "w1", port))
    shows(bar, "A01 未开放")
