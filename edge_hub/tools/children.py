"""The processes that a tool starts, and their certain end.

Rules: every child is the head of its own process group, so a Ctrl-C at the terminal reaches only the tool, which ends
the others in order; every child is told by the kernel to end when the tool dies, whatever kills it; a child that ends
unasked is a fault that is named with its last words on stderr; what a child says there while it works is noise, but for
lines of a form that was named beforehand. Children must be started from the main thread: the
kernel's promise (PR_SET_PDEATHSIG) is bound to the thread that forked.
"""

import atexit
import contextlib
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from types import FrameType, TracebackType
from typing import IO

TAIL_LINES = 12
NOISE_LINES = 200
"""So many lines are kept for people to read; the rest are counted."""
GRACE_S = 5.0
GOOD_ENDS = (0, -signal.SIGTERM)
"""What a child that was asked to end may end with: by its own leave, or by the signal before it could hear it."""

OnLine = Callable[["Child", str], None]


class ChildFault(Exception):
    """A child ended unasked, or did not become ready."""

    def __init__(self, name: str, what: str, tail: Sequence[str]) -> None:
        self.name, self.what, self.tail = name, what, tuple(tail)
        words = "\n".join(f"    {line}" for line in self.tail) or "    (it said nothing on stderr)"
        super().__init__(f"{name} {what}. Its last words:\n{words}")


class Noise:
    """What children said on stderr that they should not have: `name: line`, in the order in which it was read."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.count = 0
        self._lock = threading.Lock()

    def add(self, name: str, line: str) -> None:
        with self._lock:
            self.count += 1
            if len(self.lines) < NOISE_LINES:
                self.lines.append(f"{name}: {line}")


class Child:
    """One running process, its stdin for orders and what it says on stderr."""

    def __init__(
        self,
        name: str,
        process: "subprocess.Popen[str]",
        on_line: OnLine | None,
        noise: Noise,
        may_say: re.Pattern[str] | None,
    ) -> None:
        self.name = name
        self._noise, self._may_say = noise, may_say
        self.process = process
        self.started_ns = time.monotonic_ns()
        self.ending = False
        self.tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._threads = [self._reader(process.stderr, self._keep)]
        if process.stdout is not None:
            self._threads.append(self._reader(process.stdout, on_line or (lambda _child, _line: None)))

    def _reader(self, stream: IO[str] | None, take: OnLine) -> threading.Thread:
        assert stream is not None

        def read() -> None:
            with stream:
                for line in stream:
                    take(self, line.rstrip("\n"))

        thread = threading.Thread(target=read, name=f"{self.name}-reader", daemon=True)
        thread.start()
        return thread

    def _keep(self, _child: "Child", line: str) -> None:
        if line.strip():
            self.tail.append(line)
            if self._may_say is None or not self._may_say.match(line):
                self._noise.add(self.name, line)

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def order(self, line: str) -> bool:
        """One line to the child's stdin; False if it no longer listens."""
        if self.process.stdin is None or self.process.stdin.closed:
            return False
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except (BrokenPipeError, OSError):
            return False
        return True

    def end_asked(self) -> None:
        """Ask the child to end: its stdin closes and SIGTERM goes to its group."""
        self.ending = True
        self._close_stdin()
        self._signal(signal.SIGTERM)

    def wait(self, timeout_s: float) -> bool:
        """Whether the child ended within `timeout_s`; its last lines have been read then."""
        try:
            self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        self._close_stdin()
        for thread in self._threads:
            thread.join(1.0)
        return True

    def kill(self) -> None:
        """End the child and all of its group at once."""
        self.ending = True
        self._signal(signal.SIGKILL)

    def _close_stdin(self) -> None:
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # it closed first; the pipe is gone either way
                self.process.stdin.close()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):  # it ended by itself
            os.killpg(self.process.pid, number)

    def fault(self, what: str | None = None) -> ChildFault:
        """Why this child is a fault, with its last words."""
        return ChildFault(self.name, what or f"ended unasked ({_how(self.process.returncode)})", self.tail)


class Children:
    """All that a tool started. As a context manager it ends them; at exit and on SIGTERM and SIGHUP too."""

    def __init__(self) -> None:
        self.noise = Noise()
        self._children: list[Child] = []
        self._old: dict[int, object] = {}

    def __enter__(self) -> "Children":
        atexit.register(self.stop)
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGHUP):
                self._old[number] = signal.signal(number, _leave)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        atexit.unregister(self.stop)
        for number, old in self._old.items():
            signal.signal(number, old)  # type: ignore[arg-type]

    def start(
        self,
        name: str,
        args: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        on_line: OnLine | None = None,
        orders: bool = False,
        may_say: re.Pattern[str] | None = None,
    ) -> Child:
        """Start a process. `on_line` gets its stdout line by line (on a reader thread); `orders` opens its stdin; lines
        on stderr that begin as `may_say` are no noise."""
        process = subprocess.Popen(
            [*_bound_to_us(), *args],
            stdin=subprocess.PIPE if orders else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=None if env is None else {**os.environ, **env},
            process_group=0,
        )
        child = Child(name, process, on_line, self.noise, may_say)
        self._children.append(child)
        return child

    @property
    def newest(self) -> Child:
        """The child that was started last."""
        return self._children[-1]

    def check(self) -> None:
        """Raise the fault of the first child that ended unasked."""
        for child in self._children:
            if not child.ending and not child.running:
                child.wait(1.0)
                raise child.fault()

    def end(self, some: Sequence[Child], *, grace_s: float = GRACE_S) -> list[Child]:
        """End these children, the last started first; those that linger are killed and returned. A crash on the way out
        is noise like any word on stderr."""
        asked = [child for child in reversed(some) if child.running]
        for child in asked:
            child.end_asked()
        ends = time.monotonic() + grace_s
        lingering = [child for child in reversed(some) if not child.wait(max(0.0, ends - time.monotonic()))]
        for child in lingering:
            child.kill()
            child.wait(1.0)
        for child in asked:
            if child in lingering or child.process.returncode not in GOOD_ENDS:
                self.noise.add(child.name, f"ended badly when it was asked to ({_how(child.process.returncode)})")
        self._children = [child for child in self._children if child not in some]
        return lingering

    def stop(self) -> None:
        """End every child."""
        self.end(self._children)


def _bound_to_us() -> list[str]:
    """The prefix that lets the kernel end a child when we die (util-linux, essential on Debian)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _how(code: int | None) -> str:
    if code is None:
        return "still running"
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit {code}"
