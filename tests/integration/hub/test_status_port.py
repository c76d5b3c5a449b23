"""The status port of a real hub: told to devices, durable through a `kill -9`, and never before the queue."""

import http.client
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
from fakes import flood
from fakes.hub_process import HubProcess
from fakes.tap import Tap

from edge_hub.contract import queue as q
from edge_hub.contract import topics
from edge_hub.contract.blob import name_of, path_of
from edge_hub.contract.codec import decode
from edge_hub.contract.hall import HubStatus

DATA = b"\xff\xd8\xff a photo" * 2000
QUIET = 40
FLOODED_S = 5.0
HUB_MB_MAX = 100


@pytest.fixture(scope="module")
def one_hub(site: Path, broker: Any, data: Path) -> Iterator[HubProcess]:
    one = HubProcess(site, data, broker.address, more=["--status-port", "0"])
    yield one
    if one.running:
        assert one.stop() == 0
    assert "Traceback" not in one.errors


def ask(hub: HubProcess, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", hub.hello["status_port"], timeout=20)) as connection:
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_the_port_is_told_to_every_device(hub: HubProcess, tap: Tap) -> None:
    def told(one: Tap) -> bool:
        status = decode(HubStatus, one.last.get(topics.hub("test"), b""))
        return status is not None and status.up and status.status_port == hub.hello["status_port"]

    tap.until(told, "the port in a heartbeat")


def test_health_and_metrics_follow_the_hub(hub: HubProcess, tap: Tap) -> None:
    before = json.loads(ask(hub, "GET", "/health")[1])
    tap.do("tm-1", q.TakeTicket(items=("stamp",)))
    after = json.loads(ask(hub, "GET", "/health")[1])
    assert after["up"] and after["hub"] == hub.hello["hub"] and after["day"] == "2026-11-24"
    assert after["seq"] == before["seq"] + 1
    tap.ask_bytes("tm-1", b"{}")
    text = ask(hub, "GET", "/metrics")[1].decode()
    assert f"\nhall_journal_records_total {after['seq']}\n" in text
    assert '\nhall_refused_total{reason="MALFORMED"} 1\n' in text


def test_a_blob_that_was_acknowledged_is_there_after_a_kill(hub: HubProcess) -> None:
    assert ask(hub, "PUT", path_of(name_of(DATA)), DATA)[0] == 201
    hub.kill()
    hub.start().ready()
    assert ask(hub, "GET", path_of(name_of(DATA))) == (200, DATA)


@pytest.mark.fault(56)
def test_a_flood_of_the_port_does_not_slow_the_queue(hub: HubProcess, tap: Tap) -> None:
    quiet = takes(tap, QUIET)
    command = [sys.executable, flood.__file__, str(hub.hello["status_port"])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        assert process.stdout.readline() == "under way\n"
        flooded = takes(tap, 5 * QUIET, FLOODED_S)
        memory_mb = psutil.Process(hub.pid).memory_info().rss / 2**20
        process.stdin.close()
        counts = json.loads(process.stdout.readline())
    print(f"quiet {of(quiet)}, flooded {of(flooded)}, {memory_mb:.0f} MB, {counts}")
    assert counts["GET 200"] > 20 and counts["PUT 201"] > 3, counts
    assert statistics.median(flooded) < 3 * statistics.median(quiet) + 0.02
    assert statistics.quantiles(flooded, n=100)[98] < 0.2 + max(quiet), "as the hall promises, on as busy a machine"
    assert memory_mb < HUB_MB_MAX


def test_a_port_that_is_taken_costs_the_photos_and_not_the_queue(
    hub: HubProcess, make_hub: Callable[..., HubProcess], tmp_path: Path
) -> None:
    """The second hub leaves because of the first one's heart; before that it says what is wrong with the port."""
    second = make_hub(tmp_path / "data", more=["--status-port", str(hub.hello["status_port"])]).start()
    assert second.ended() == 2
    assert "no photos, no metrics" in second.errors and "serves this hall on the broker" in second.errors


def takes(tap: Tap, count: int, at_least_s: float = 0.0) -> list[float]:
    """Seconds that each ticket took, of so many or as many as there were in that time."""
    seconds: list[float] = []
    until_s = time.perf_counter() + at_least_s
    while len(seconds) < count or time.perf_counter() < until_s:
        began_s = time.perf_counter()
        tap.do("tm-1", q.TakeTicket(items=("stamp",)))
        seconds.append(time.perf_counter() - began_s)
    return seconds


def of(seconds: list[float]) -> str:
    return f"p50 {statistics.median(seconds) * 1000:.1f} ms, most {max(seconds) * 1000:.1f} ms"
