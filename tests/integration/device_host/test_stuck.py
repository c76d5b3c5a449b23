"""A device that is stuck or missing costs no other device a millisecond: measured on real wires."""

import json
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fakes.examples import AT

from drivers.registry import DRIVERS
from drivers.twins.kinds import make
from drivers.twins.serving import serve_tcp
from edge_hub.client.link import Link
from edge_hub.contract.base import Words
from edge_hub.contract.device import ReportHealth
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowNow, WindowState
from edge_hub.contract.wired import Wired, WiredHere
from edge_hub.device_host.host import Host

COSTS_MAX_S = 0.001
NAME = Words(zh="窗口", en="Window")
CALLS = 60


class SlowDisk:
    """A client whose disk is stuck too: each report takes a second."""

    def report(self, body: ReportHealth) -> None:
        threading.Event().wait(1.0)

    def tell(self, topic: str, payload: bytes) -> None:
        pass

    def hall_now_ms(self) -> int:
        return 1_795_484_520_000


class Bar:
    """The far end of the bar that is measured: it answers nothing and notes when a text comes."""

    def __init__(self) -> None:
        self.came_s: list[float] = []
        self.news = threading.Condition()

    def heard(self, deed: dict[str, object]) -> None:
        if deed["did"] == "shows":
            with self.news:
                self.came_s.append(time.perf_counter())
                self.news.notify_all()


def led(id: str, port: int, window: str) -> Wired:
    return Wired(
        id=id, kind="led", driver="led_onbon", connection=f"tcp://127.0.0.1:{port}", window=window,
        options={"poll_s": 600.0, "repeat_s": 0.0},
    )  # fmt: skip


def called(nth: int, window: str) -> WindowNow:
    at = AT.model_copy(update={"state": TicketState.CALLED, "number": f"A{nth:03}"})
    return WindowNow(
        epoch=1, seq=nth, window=window, label="A01", name=NAME, department=NAME, state=WindowState.OPEN, ver=1, at=at
    )  # fmt: skip


@contextmanager
def stuck(count: int) -> Iterator[list[Wired]]:
    """Bars that take a connection and never read, beside bars that are not there and one that cannot be reached."""
    listeners = [socket.create_server(("127.0.0.1", 0), backlog=8) for _ in range(count)]
    deaf = [led(f"deaf-{n}", one.getsockname()[1], "w2") for n, one in enumerate(listeners)]
    missing = [led(f"missing-{n}", 9, "w2") for n in range(count)]
    away = led("away", 5005, "w2").model_copy(update={"connection": "tcp://192.0.2.1:5005"})
    try:
        yield [*deaf, *missing, away] if count else []
    finally:
        for one in listeners:
            one.close()


def measured(folder: Path, wired: list[Wired]) -> tuple[list[float], list[float]]:
    """For each of many calls: what it cost whoever told it, and until the bar had it."""
    bar = Bar()
    with serve_tcp(make("led_onbon"), on_deed=bar.heard) as twin:
        host = Host("test", "host-a", DRIVERS, folder)
        thread = threading.Thread(target=host.run, args=(SlowDisk(),), daemon=True)
        thread.start()
        host.link(Link.UP)
        port = int(twin.connection.rpartition(":")[2])
        host.snapshot(WiredHere(epoch=1, seq=1, device="host-a", wired=(led("good", port, "w1"), *wired)))
        host.snapshot(called(0, "w1"))
        with bar.news:
            assert bar.news.wait_for(lambda: bar.came_s, 10)
        told, took = [], []
        for nth in range(1, CALLS + 1):
            host.snapshot(called(nth, "w2"))  # the stuck ones are told as often
            began_s = time.perf_counter()
            host.snapshot(called(nth, "w1"))
            told.append(time.perf_counter() - began_s)
            with bar.news:
                assert bar.news.wait_for(lambda: len(bar.came_s) > nth, 10), "the bar has it"  # noqa: B023
            took.append(bar.came_s[-1] - began_s)
        host.stop()
        thread.join(20)
    return told, took


def test_stuck_and_missing_devices_cost_a_good_one_less_than_a_millisecond(tmp_path: Path) -> None:
    best_s = float("inf")
    for attempt in range(5):  # the machine is busy with others: the cost is what the best of a few says
        with stuck(0) as none, stuck(12) as many:
            _, alone = measured(tmp_path / f"alone-{attempt}", none)
            beside_told, beside = measured(tmp_path / f"beside-{attempt}", many)
        cost_s = statistics.median(beside) - statistics.median(alone)
        print(f"told {statistics.median(beside_told) * 1e6:.0f} us, alone {statistics.median(alone) * 1e3:.3f} ms, "
              f"beside 25 stuck {statistics.median(beside) * 1e3:.3f} ms")  # fmt: skip
        best_s = min(best_s, max(cost_s, statistics.median(beside_told)))
        if best_s <= COSTS_MAX_S:
            break
    assert best_s <= COSTS_MAX_S


def test_a_scanner_that_floods_fills_nothing_and_holds_up_no_bar(tmp_path: Path) -> None:
    over = threading.Event()

    def flood(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        nth = 0
        with connection:
            while not over.is_set():
                try:
                    connection.sendall(b"".join(b"CODE-%08d\r" % (nth + n) for n in range(500)))
                except OSError:
                    return
                nth += 500

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=flood, args=(listener,), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        noisy = Wired(id="scan", kind="scanner", driver="scanner", connection=f"tcp://127.0.0.1:{port}")
        _, took = measured(tmp_path, [noisy])
        over.set()
        thread.join(10)
    kept = json.loads((tmp_path / "wired.json").read_text())["scan"]["counters"]
    assert kept["reads"] > 1000, "each code was read and counted"
    assert statistics.median(took) < 0.5, "the bar has its text, on a machine whose one core a scanner takes"
