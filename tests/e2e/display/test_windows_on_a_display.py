"""On a display: the practice hall tiles its windows on it, and a real click on a real window brings a slip."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import IO, Any

import psutil
import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.small_hall import write_small_site
from fakes.tap import Tap

from drivers.twins.printer.server import serve_tcp
from drivers.twins.printer.tray import PrintedSlip
from edge_hub.contract.queue import ShowTicket

HALL = [sys.executable, "-m", "edge_hub.cli"]
TERMINALS = 15


class Running:
    """A `hall` command on the display, and every line that it says."""

    def __init__(self, display: Any, words: list[str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [*HALL, *words], env=display.env, stdin=pipe, stdout=pipe, stderr=pipe, text=True, process_group=0
        )
        self.out: list[str] = []
        self.err: list[str] = []
        self._more = threading.Condition()
        listened = ((self.process.stdout, self.out), (self.process.stderr, self.err))
        self._threads = [threading.Thread(target=self._listen, args=one) for one in listened]
        for thread in self._threads:
            thread.start()

    def order(self, order: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def until(self, lines: list[str], holds: Callable[[str], bool], timeout_s: float) -> str:
        """The first line for which that holds, as soon as it was said."""
        with self._more:
            came = self._more.wait_for(lambda: any(map(holds, lines)), timeout_s)
        assert came, f"it was not said within {timeout_s} s:\n" + "\n".join([*self.out, *self.err])
        return next(filter(holds, lines))

    def end(self, number: signal.Signals, timeout_s: float = 60) -> int:
        """Its exit code after that signal; all that it said has been read then."""
        self.process.send_signal(number)
        self.process.wait(timeout_s)
        for thread in self._threads:
            thread.join(10)
        return self.process.returncode

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        assert self.process.stdin is not None
        self.process.stdin.close()
        for thread in self._threads:
            thread.join(10)

    def _listen(self, stream: IO[str], lines: list[str]) -> None:
        with stream:
            for line in stream:
                with self._more:
                    lines.append(line.rstrip())
                    self._more.notify_all()


@pytest.fixture
def run(display: Any) -> Iterator[Callable[..., Running]]:
    """Runs `hall` on the display; whatever is left is ended."""
    made: list[Running] = []

    def start(*words: str) -> Running:
        made.append(Running(display, list(words)))
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.mark.timeout(180)
def test_a_practice_hall_tiles_its_windows_on_the_display_and_ctrl_c_takes_them_all_away(
    display: Any, run: Callable[..., Running]
) -> None:
    demo = run("demo", "--json")
    demo.until(demo.err, lambda line: "terminals are up" in line, 100)
    processes = psutil.Process(demo.process.pid).children(recursive=True)
    windows = display.windows()
    assert len(windows) == TERMINALS
    assert [one for one in windows if not one.inside(display.screen)] == []
    assert [pair for pair in combinations(windows, 2) if pair[0].covers(pair[1])] == []
    assert demo.end(signal.SIGINT) == 0, demo.err
    figures = json.loads(demo.out[-1])
    assert (figures["lost"], figures["duplicated"], figures["noise"]) == (0, 0, 0), demo.err
    assert not psutil.wait_procs(processes, timeout=10)[1]
    assert display.windows() == []


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Broker]:
    """The broker of a small hall whose hub serves."""
    with Broker(tmp_path / "broker") as broker:
        (tmp_path / "data").mkdir()
        with HubProcess(write_small_site(tmp_path / "site"), tmp_path / "data", broker.address) as hub:
            yield broker
            assert hub.stop() == 0


def test_real_clicks_on_the_window_of_a_ticket_machine_bring_a_slip(
    display: Any, run: Callable[..., Running], hall: Broker, tmp_path: Path
) -> None:
    came: list[PrintedSlip] = []
    out = threading.Event()
    printer = serve_tcp("127.0.0.1", 0, paper=True, on_slip=lambda slip: (came.append(slip), out.set()))
    bootstrap = tmp_path / "tm-1.yaml"
    own = {"id": "printer", "kind": "printer", "driver": "escpos", "connection": printer.connection}
    boot = {"device": "tm-1", "hall": "test", "brokers": [{"host": "127.0.0.1", "port": hall.port}]}
    bootstrap.write_text(json.dumps({**boot, "own": [{**own, "options": {"settle_s": 0.1}}]}))
    machine = run(
        "kiosk", "ticket-machine", "--bootstrap", str(bootstrap), "--windowed", "540x960+300+60",
        "--state", str(tmp_path / "state"), "--autopilot", "-",
    )  # fmt: skip
    for name in ("department_social", "item_card", "take"):
        machine.order({"do": "where", "name": name})
        line = machine.until(machine.out, lambda line, name=name: f'"name": "{name}"' in line, 15)
        place = json.loads(line)
        assert place["what"] == "where" and 300 < place["x"] < 840 and 60 < place["y"] < 1020
        display.click(place["x"], place["y"])
    assert out.wait(10), machine.out
    with Tap(hall.address) as tap:
        story = tap.do("desk", ShowTicket(ticket="A001"))
    printer.close()
    assert len(came) == 1 and story["brief"]["state"] == "WAITING"
    machine.end(signal.SIGTERM)
    assert machine.err == []
