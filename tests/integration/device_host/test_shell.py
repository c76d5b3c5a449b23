"""`hall device list`, `watch` and `test` against a real hall with twins: through the owner, and without one."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes.broker import Broker
from fakes.host_process import HostProcess
from fakes.hub_process import HubProcess
from fakes.tap import Tap
from fakes.wired_hall import Until

from drivers.twins.serving import TwinServer
from edge_hub.contract.codec import decode
from edge_hub.contract.device import Health
from edge_hub.contract.self_test import DeviceTest, Outcome
from edge_hub.store.connection import open_reader, query

Run = Callable[..., "subprocess.CompletedProcess[str]"]
HALL = [sys.executable, "-m", "edge_hub.cli", "device"]


@pytest.fixture
def run(broker: Broker) -> Run:
    """A command of the shell, with what the person types."""

    def run(*words: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        where = ["--broker", f"127.0.0.1:{broker.port}", "--hall", "test", "--device", "desk"]
        return subprocess.run(
            [*HALL, *words, *where], input=typed, capture_output=True, text=True, timeout=90, check=False
        )

    return run


def result(path: Path) -> DeviceTest:
    test = decode(DeviceTest, path.read_bytes().splitlines()[-1])
    assert test is not None
    return test


def on_record(data: Path) -> list[tuple[object, ...]]:
    """What tests have moved, by the journal of the hub."""
    reader = open_reader(data / "hub.db")
    rows = query(reader, "SELECT body FROM journal WHERE type = 'StepDone' ORDER BY seq")
    reader.close()
    return [(one["by"], one["cell"], one["passed"]) for one in (json.loads(body) for (body,) in rows)]


def outcomes(test: DeviceTest) -> dict[str, Outcome]:
    return {one.step: one.outcome for one in test.steps}


def test_the_list_shows_what_hangs_on_wires_and_how_it_is(host: HostProcess, run: Run, until: Until) -> None:
    until("led-w1", lambda one: one.health is Health.UP)
    until("led-w2", lambda one: one.health is Health.DOWN)
    listed = run("list")
    assert listed.returncode == 0, listed.stderr
    lines = [line.strip() for line in listed.stdout.splitlines()]
    assert "host-a" in lines
    assert any(line.startswith("led-w1") and "正常 well" in line for line in lines)
    assert any(line.startswith("led-w2") and "故障 down" in line for line in lines)
    assert "请确认设备已开机，并核对地址和端口。 Check that it is switched on, and its address and port." in lines


def test_a_bar_is_tested_through_its_owner_and_has_its_text_again(
    host: HostProcess, bar: TwinServer, run: Run, until: Until, site: Path, tmp_path: Path
) -> None:
    until("led-w1", lambda one: one.health is Health.UP)
    file = tmp_path / "tests.jsonl"
    words = ("test", "led-w1", "--site", str(site), "--by", "900", "--json", str(file))
    passed = run(*words, typed="y\n")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    test = result(file)
    assert test.through_owner and test.passed and test.by == "900" and test.hall == "test"
    assert outcomes(test) == dict.fromkeys(("line", "status", "show_text"), Outcome.PASSED)
    assert [one.by_person for one in test.steps] == [False, False, True]
    assert any(one.get("text") == "测试 A001" for one in bar.deeds)
    failed = run(*words, typed="n\n")
    assert failed.returncode == 1 and "现场人员没有看到应有的结果" in failed.stdout
    assert outcomes(result(file))["show_text"] is Outcome.FAILED
    assert len(file.read_bytes().splitlines()) == 2


def test_no_cell_is_opened_without_a_yes_and_a_name_and_each_is_on_record(
    host: HostProcess, cabinet: TwinServer, run: Run, until: Until, tap: Tap, site: Path, tmp_path: Path
) -> None:
    until("cabinet-1", lambda one: one.health is Health.UP)
    file = tmp_path / "tests.jsonl"
    words = ("test", "cabinet-1", "--site", str(site), "--cell", "3", "--json", str(file), "--by", "900")
    for typed in ("n\n", ""):
        refused = run(*words, typed=typed)
        assert refused.returncode == 1 and outcomes(result(file))["open_cell"] is Outcome.SKIPPED
    for typed in ("\ny\n", "", " \ny\ny\n"):
        refused = run(*words[:-2], typed=typed)
        assert refused.returncode == 1 and outcomes(result(file))["open_cell"] is Outcome.SKIPPED
    assert not any(one["did"] == "opened" for one in cabinet.deeds)
    opened = run(*words, typed="y\ny\n")
    assert opened.returncode == 0, opened.stdout + opened.stderr
    assert [one["door"] for one in cabinet.deeds if one["did"] == "opened"] == [3]
    tap.until(lambda one: on_record(tmp_path / "data") == [("900", 3, True)], "the record")


def test_a_card_is_read_and_nothing_of_it_is_told(
    host: HostProcess, reader: TwinServer, run: Run, until: Until, site: Path, tmp_path: Path
) -> None:
    until("card-1", lambda one: one.health is Health.UP)
    reader.say("card resident")
    file = tmp_path / "tests.jsonl"
    read = run("test", "card-1", "--site", str(site), "--json", str(file))
    assert read.returncode == 0, read.stdout + read.stderr
    test = result(file)
    assert outcomes(test)["read_card"] is Outcome.PASSED and test.serial_number, "the reader tells its own number"
    assert "5308" not in file.read_text() + read.stdout
    assert until("card-1", lambda one: True).why is None


def test_a_device_that_is_not_there_fails_with_a_hint_and_the_rest_is_skipped(
    host: HostProcess, run: Run, until: Until, site: Path, tmp_path: Path
) -> None:
    until("led-w2", lambda one: one.health is Health.DOWN)
    file = tmp_path / "tests.jsonl"
    failed = run("test", "led-w2", "--site", str(site), "--json", str(file))
    assert failed.returncode == 1
    assert outcomes(result(file)) == {
        "line": Outcome.FAILED, "status": Outcome.SKIPPED, "show_text": Outcome.SKIPPED
    }  # fmt: skip
    assert "Check that it is switched on" in failed.stdout


def test_without_an_owner_the_port_is_opened_for_the_test_alone(
    hub: HubProcess, broker: Broker, reader: TwinServer, run: Run, site: Path, tmp_path: Path
) -> None:
    file = tmp_path / "tests.jsonl"
    reader.say("card resident")
    assert run("test", "card-1", "--site", str(site), "--json", str(file)).returncode == 0
    assert result(file).serial_number and not result(file).through_owner, "the reader tells its own number"
    for ends in (lambda: None, hub.kill, broker.kill):
        ends()
        passed = run("test", "led-w1", "--site", str(site), "--json", str(file), typed="y\n")
        assert passed.returncode == 0, passed.stdout + passed.stderr
        assert "由本程序直接打开端口" in passed.stdout
        test = result(file)
        assert test.passed and not test.through_owner


def test_a_test_goes_through_the_owner_while_the_hub_is_down(
    host: HostProcess, hub: HubProcess, run: Run, until: Until, site: Path, tmp_path: Path
) -> None:
    until("led-w1", lambda one: one.health is Health.UP)
    hub.kill()
    file = tmp_path / "tests.jsonl"
    assert run("test", "led-w1", "--site", str(site), "--json", str(file), typed="y\n").returncode == 0
    assert result(file).through_owner


def test_a_device_that_is_not_in_the_configuration_is_named_with_those_that_are(run: Run, site: Path) -> None:
    refused = run("test", "led-w9", "--site", str(site))
    assert refused.returncode == 2 and "led-w1" in refused.stderr


@pytest.fixture
def watched(host: HostProcess, broker: Broker) -> Iterator[Callable[[str], None]]:
    """`hall device watch`, and a wait for words that it prints."""
    process = subprocess.Popen(
        [*HALL, "watch", "--broker", f"127.0.0.1:{broker.port}", "--hall", "test", "--device", "desk"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    said: list[str] = []
    news = threading.Condition()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            with news:
                said.append(line)
                news.notify_all()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()

    def until(words: str) -> None:
        with news:
            assert news.wait_for(lambda: any(words in line for line in said), 30), (words, said)
            said.clear()

    yield until
    process.send_signal(2)
    assert process.wait(20) == 0
    reader.join(5)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close(), process.stderr.close()


def test_watching_tells_each_change(
    watched: Callable[[str], None], host: HostProcess, bar: TwinServer, tap: Tap
) -> None:
    watched("led-w1")
    bar.say("unplugged")
    watched("故障 down")
    host.kill()
    watched("主机进程不在线")
    host.start()
    watched("在线 is back")
