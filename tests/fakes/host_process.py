"""The real `hall device host` as a process that a test may kill at any moment."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType


class HostProcess:
    """One owner of wires. Use as a context manager; may be started again."""

    def __init__(self, broker: tuple[str, int], state: Path, host: str = "host-a", hall: str = "test") -> None:
        where = f"{broker[0]}:{broker[1]}"
        self._args = [
            sys.executable, "-m", "edge_hub.cli", "device", "host", "--host", host, "--hall", hall, "--broker", where,
            "--state", str(state),
        ]  # fmt: skip
        self._process: subprocess.Popen[str] | None = None
        self.errors: list[str] = []
        """What it said on stderr in all its lives."""

    def start(self) -> "HostProcess":
        """Returns when it has said that it runs."""
        assert self._process is None
        self._process = subprocess.Popen(
            self._args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        )  # fmt: skip
        assert self._process.stdout is not None
        self._reader = threading.Thread(target=self._note, args=[self._process], daemon=True)
        self._reader.start()
        hello = self._process.stdout.readline()
        assert hello and json.loads(hello)["what"] == "ready", self.errors
        return self

    def kill(self) -> None:
        """`kill -9`."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def __enter__(self) -> "HostProcess":
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._process is not None:
            self.kill()

    def _end(self, number: int) -> int:
        process, self._process = self._process, None
        assert process is not None and process.stdout is not None
        process.send_signal(number)
        code = process.wait(20)
        self._reader.join(5)
        process.stdout.close()
        return code

    def _note(self, process: "subprocess.Popen[str]") -> None:
        assert process.stderr is not None
        with process.stderr:
            self.errors.extend(process.stderr)
