"""The board as the hall starts it: `hall kiosk call-board`, a process of its own, on a real broker."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.board import board, busy, call
from fakes.broker import Broker
from fakes.hub import HALL, ScriptedHub
from fakes.puer_hall import directory, lines
from PySide6.QtGui import QImage

from edge_hub.contract import topics

RSS_MB_MAX = 140.0


class Running:
    """The board, offscreen and on autopilot, with its reports as they come."""

    def __init__(self, folder: Path, port: int) -> None:
        boot = folder / "board-1.yaml"
        boot.write_text(f"device: board-1\nhall: {HALL}\nbrokers: [{{host: 127.0.0.1, port: {port}}}]\n")
        command = [sys.executable, "-m", "edge_hub.cli", "kiosk", "call-board", "--bootstrap", str(boot), "--report"]
        self.process = subprocess.Popen(
            [*command, "--autopilot", "-", "--state", str(folder / "state")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        self._reports: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def order(self, **order: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def until(self, timeout_s: float = 20.0, **want: Any) -> dict[str, Any]:
        """The next report with these values."""
        end_s = time.monotonic() + timeout_s
        while True:
            report = self._reports.get(timeout=max(0.01, end_s - time.monotonic()))
            assert report is not None, f"the board ended: {self.end()}"
            if want.items() <= report.items():
                return report

    def rss_mb(self) -> float:
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def end(self) -> tuple[int, str]:
        """Exit code and stderr, once it has ended."""
        assert self.process.stderr is not None
        return self.process.wait(20), self.process.stderr.read()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._reports.put(json.loads(line))
        self._reports.put(None)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ScriptedHub]:
    with Broker(tmp_path / "broker") as broker:
        hub = ScriptedHub(broker.address).start()
        yield hub
        hub.stop()


@pytest.fixture
def running(tmp_path: Path, hub: ScriptedHub) -> Iterator[Running]:
    running = Running(tmp_path, hub.broker[1])
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.wait()
    for pipe in (running.process.stdin, running.process.stdout, running.process.stderr):
        assert pipe is not None
        pipe.close()


def test_a_call_goes_from_the_hub_to_a_frame_of_the_board(hub: ScriptedHub, running: Running, tmp_path: Path) -> None:
    hub.tell(topics.directory(HALL), directory())
    hub.tell(topics.lines(HALL), lines())
    hub.tell(topics.board(HALL), board(call("A012", "A03", 5)))
    shown = running.until(what="shown")
    assert (shown["number"], shown["window"]) == ("A012", "w03")

    called_ns = time.monotonic_ns()
    hub.tell(topics.board(HALL), board(call("A012", "A03", 5), call("D027", "C03", 0), seq=2))
    assert running.until(what="shown", number="D027")["ns"] > called_ns

    hub.tell(topics.board(HALL), busy(seq=3))
    running.until(what="shown", number="A1003")
    running.order(do="shot", path=str(tmp_path / "board.png"))
    running.until(what="shot")
    picture = QImage(str(tmp_path / "board.png"))
    assert (picture.width(), picture.height()) == (1920, 1080)
    assert running.rss_mb() <= RSS_MB_MAX

    running.order(do="quit")
    assert running.end() == (0, "")
