"""A whole terminal as a process of its own: it starts, lives with its link, and ends as it is asked to."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.hub import HALL, ScriptedHub
from fakes.trial import terminal

from edge_hub.contract.queue import CallNext

TESTS = Path(__file__).parents[2]
SOONER_S = 4.0
"""Sooner than the five seconds after which the hub's silence alone would tell."""


class Running:
    """The trial terminal as a process, offscreen, with its reports as they come."""

    def __init__(self, folder: Path, port: int, *more: str) -> None:
        boot = folder / "boot.yaml"
        boot.write_text(f"device: pad-1\nhall: {HALL}\nbrokers: [{{host: 127.0.0.1, port: {port}}}]\n")
        command = [sys.executable, terminal.__file__, str(boot), str(folder / "state"), *more]
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(TESTS)}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
        )
        self._reports: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def order(self, **order: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def until(self, timeout_s: float = 30.0, **want: Any) -> dict[str, Any]:
        """The next report with these values."""
        end_s = time.monotonic() + timeout_s
        while True:
            report = self._reports.get(timeout=max(0.01, end_s - time.monotonic()))
            assert report is not None, f"the terminal ended: {self.end()}"
            if want.items() <= report.items():
                return report

    def end(self, timeout_s: float = 30.0) -> tuple[int, str]:
        """Exit code and stderr, once it has ended."""
        assert self.process.stderr is not None
        code = self.process.wait(timeout_s)
        return code, self.process.stderr.read()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        self._reader.join(10)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            try:
                stream.close()
            except BrokenPipeError:
                continue  # an order that nobody took

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._reports.put(json.loads(line))
        self._reports.put(None)


@pytest.fixture
def run(broker: Broker, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def start(*more: str, port: int = broker.port) -> Running:
        made.append(Running(tmp_path, port, *more))
        return made[-1]

    yield start
    for one in made:
        one.close()


def test_a_terminal_lives_through_a_dead_hub_and_a_dead_broker(
    broker: Broker, hub: ScriptedHub, run: Callable[..., Running]
) -> None:
    one = run()
    ready = one.until(what="ready")
    assert 0 < ready["first_frame_ms"] < 10_000 and 20 < ready["rss_mb"] < 140
    one.order(do="links")
    one.until(link="UP")
    one.order(do="call")
    one.until(what="reply", ok=True)
    assert [command.body for command in hub.done] == [CallNext(window="w1")]
    hub.die()
    one.until(link="NO_HUB", timeout_s=SOONER_S)
    one.order(do="call")
    one.until(what="reply", ok=False, timeout_s=SOONER_S)
    broker.kill()
    one.until(link="NO_BROKER", timeout_s=SOONER_S)
    broker.start()
    successor = ScriptedHub(broker.address, epoch=2).start()
    one.until(link="UP")
    one.order(do="call")
    one.until(what="reply", ok=True)
    successor.stop()


def test_a_terminal_that_slept_itself_does_not_call_the_hub_silent(
    hub: ScriptedHub, run: Callable[..., Running]
) -> None:
    """As on a machine that is far too busy: the heartbeats came, they were only not read yet."""
    one = run()
    one.until(what="ready")
    one.order(do="links")
    one.until(link="UP")
    one.process.send_signal(signal.SIGSTOP)
    asleep = hub.beats
    hub.until(lambda hub: hub.beats >= asleep + 12, what="the sleep of six seconds")
    one.process.send_signal(signal.SIGCONT)
    one.order(do="call")
    first = one.until()
    assert first["what"] == "reply" and first["ok"], first


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_it_cleanly_and_the_hub_knows(
    hub: ScriptedHub, run: Callable[..., Running], number: int
) -> None:
    one = run()
    one.until(what="ready")
    hub.until(lambda hub: hub.devices.get("pad-1") is True, what="the birth")
    one.process.send_signal(number)
    code, said = one.end()
    assert (code, said.strip()) == (0, "at exit")
    hub.until(lambda hub: hub.devices.get("pad-1") is False, what="the farewell")


def test_it_ends_when_nobody_gives_orders_any_more(run: Callable[..., Running]) -> None:
    one = run()
    one.until(what="ready")
    assert one.process.stdin is not None
    one.process.stdin.close()
    code, said = one.end()
    assert (code, said.strip()) == (0, "at exit")


def test_a_fault_of_ours_on_the_screen_ends_it_with_its_own_code(run: Callable[..., Running]) -> None:
    one = run()
    one.until(what="ready")
    one.order(do="touch", name="old-fashioned")
    code, said = one.end()
    assert code == 70 and "RuntimeError: a fault of ours" in said


def test_a_fault_of_ours_on_another_thread_ends_it_too(run: Callable[..., Running]) -> None:
    one = run()
    one.until(what="ready")
    one.order(do="break_a_thread")
    code, said = one.end()
    assert code == 70 and "ZeroDivisionError" in said


def test_without_a_broker_it_starts_all_the_same(run: Callable[..., Running]) -> None:
    one = run(port=1)
    one.until(what="ready")
    one.order(do="links")
    one.until(link="NO_BROKER")
    one.order(do="quit")
    assert one.end() == (0, "at exit\n")


def test_a_screen_that_cannot_be_built_is_said_with_file_and_line(run: Callable[..., Running], tmp_path: Path) -> None:
    broken = tmp_path / "Broken.qml"
    broken.write_text("import QtQuick\nWindow {\n    required property QtObject vm\n    colour: 7\n}\n")
    code, said = run("800x600", str(broken)).end()
    assert code == 1 and "Broken.qml:4" in said and "could not be shown" in said and "at exit" in said


def test_a_window_has_the_size_asked_for(run: Callable[..., Running], tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    one = run("640x480+10+20")
    one.until(what="ready")
    shot = tmp_path / "shot.png"
    one.order(do="shot", path=str(shot))
    one.until(what="shot")
    picture = QImage(str(shot))
    assert (picture.width(), picture.height()) == (640, 480)
