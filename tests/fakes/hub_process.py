"""The real `hall hub` as a process that a test may kill at any moment."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

READY_S = 60.0
START = "2026-11-24T09:30"


class HubProcess:
    """One hub on one folder. `start` returns at once, `ready` waits. Use as a context manager."""

    def __init__(
        self, site: Path, data: Path, broker: tuple[str, int], *, practice: str | None = START, speed: float = 1,
        more: Sequence[str] = (), env: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        host, port = broker
        self.data = data
        self._env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **(env or {})}  # compiled, as an installed hub is
        self._args = [
            sys.executable, "-m", "edge_hub.cli", "hub", "--site", str(site), "--data", str(data),
            "--broker", f"{host}:{port}", *more,
        ]  # fmt: skip
        self._args += ["--practice-start", practice, "--speed", str(speed)] if practice else []
        self._process: subprocess.Popen[str] | None = None
        self._said = threading.Event()
        self._said_more = threading.Event()
        self._errors: list[str] = []
        self.hello: dict[str, Any] = {}
        """What it said when it was ready."""
        self.started_s = 0.0
        self.ready_after_s = self.queued_s = 0.0
        """How long it took from its start until it served; and how much of that its main thread was ready to run while
        the machine was busy with others, as the kernel counts it (`schedstat`)."""

    def start(self, wrap: Sequence[str] = ()) -> "HubProcess":
        """`wrap` are words before its own, of a program that runs it in its own place."""
        assert self._process is None, "it is running"
        self._said.clear()
        self.started_s = time.monotonic()
        self._process = subprocess.Popen(
            [*wrap, *self._args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", env=self._env,
        )  # fmt: skip
        self._readers = [threading.Thread(target=read, args=[self._process], daemon=True) for read in self._reading()]
        for one in self._readers:
            one.start()
        return self

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def has_ended(self) -> bool:
        """By itself, or by a fault: `ended` gives the exit code."""
        return self._process is not None and self._process.poll() is not None

    @property
    def is_ready(self) -> bool:
        return self._said.is_set()

    @property
    def serves(self) -> bool:
        """It said so, and has not ended since."""
        return self.running and self.is_ready and not self.has_ended

    @property
    def errors(self) -> str:
        """What it said on stderr."""
        return "".join(self._errors)

    def ready(self) -> "HubProcess":
        """Wait until it serves; a failure tells its last words."""
        assert self._process is not None
        end_s = time.monotonic() + READY_S
        while not self._said.wait(0.05):
            assert self._process.poll() is None, f"the hub ended with {self._process.returncode}: {self.errors}"
            assert time.monotonic() < end_s, "the hub does not become ready"
        return self

    def until_said(self, words: str, timeout_s: float = 20.0) -> None:
        """Wait until it has said this on stderr."""
        end_s = time.monotonic() + timeout_s
        while words not in self.errors:
            assert self._process is not None and time.monotonic() < end_s, self.errors
            self._said_more.wait(0.2)
            self._said_more.clear()

    def kill(self) -> None:
        """`kill -9`."""
        self._end(signal.SIGKILL)

    def signal(self, number: int) -> None:
        """Any signal; it is not waited for."""
        os.kill(self.pid, number)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def ended(self, timeout_s: float = 20.0) -> int:
        """Wait for an end that nobody asked for; the exit code."""
        assert self._process is not None
        code = self._process.wait(timeout_s)
        for one in self._readers:
            one.join(5)
        self._process = None
        return code

    def __enter__(self) -> "HubProcess":
        try:
            return self.start().ready()
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._process is not None:
            self.kill()

    def _end(self, number: int) -> int:
        os.kill(self.pid, number)
        return self.ended()

    def _reading(self) -> Any:
        def hear(process: "subprocess.Popen[str]") -> None:
            assert process.stdout is not None
            with process.stdout:
                for line in process.stdout:
                    self.hello = json.loads(line)
                    self.ready_after_s, self.queued_s = time.monotonic() - self.started_s, queued_s(process.pid)
                    self._said.set()

        def note(process: "subprocess.Popen[str]") -> None:
            assert process.stderr is not None
            with process.stderr:
                for line in process.stderr:
                    self._errors.append(line)
                    self._said_more.set()

        return hear, note


def queued_s(pid: int) -> float:
    """How long the main thread of a process has waited for a processor in all its life."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[1]) / 1e9
