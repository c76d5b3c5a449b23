"""Real wires for the port: a printer on a TCP socket, one on a pseudo-terminal, and a place that collects facts."""

import os
import queue
import select
import socket
import threading
import time
import tty
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from drivers.conversation import Fact
from drivers.port import Port

GOOD = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
F = TypeVar("F", bound=Fact)


class Facts:
    """Where a port tells; `wait` returns the next fact of a kind that meets the condition, in order."""

    def __init__(self) -> None:
        self.all: list[Fact] = []
        self._new: queue.Queue[Fact] = queue.Queue()

    def __call__(self, fact: Fact) -> None:
        self.all.append(fact)
        self._new.put(fact)

    def wait(self, kind: type[F], meets: Callable[[F], bool] = lambda fact: True, timeout_s: float = 10.0) -> F:
        until = time.monotonic() + timeout_s
        while (left := until - time.monotonic()) > 0:
            try:
                fact = self._new.get(timeout=left)
            except queue.Empty:
                break
            if isinstance(fact, kind) and meets(fact):
                return fact
        raise AssertionError(f"no {kind.__name__} within {timeout_s} s; told were {self.all}")

    def of(self, kind: type[F]) -> list[F]:
        return [fact for fact in self.all if isinstance(fact, kind)]


class FarEnd:
    """The printer's side of a wire, on a thread: keeps what comes, answers questions, or plays dead."""

    def __init__(self, fd: int, answers: dict[int, int], *, reads: bool = True) -> None:
        self.fd = fd
        self.received = bytearray()
        self.answers = answers
        self.changed = threading.Condition()
        self._reads = threading.Event()
        if reads:
            self._reads.set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop_reading(self) -> None:
        self._reads.clear()

    def go_on_reading(self) -> None:
        self._reads.set()

    def stop(self) -> None:
        self._over.set()
        self._reads.set()
        self._thread.join(5)

    def wait_for(self, what: bytes, timeout_s: float = 10.0) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: what in self.received, timeout_s), bytes(self.received[-200:])

    def wait_for_bytes(self, count: int, timeout_s: float = 10.0) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.received) >= count, timeout_s), len(self.received)

    def _run(self) -> None:
        seen = 0
        while not self._over.is_set():
            self._reads.wait()
            if not select.select([self.fd], [], [], 0.05)[0] or not self._reads.is_set():
                continue
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return
            if not data:
                return
            with self.changed:
                self.received += data
                self.changed.notify_all()
            while (at := self.received.find(b"\x10\x04", seen)) >= 0 and at + 2 < len(self.received):
                seen = at + 3
                if (answer := self.answers.get(self.received[at + 2])) is not None:
                    os.write(self.fd, bytes((answer,)))


class TcpPrinter:
    """A network printer on a real port: one connection at a time, as they do."""

    def __init__(self, *, answers: dict[int, int] | None = None, receive_buffer: int | None = None) -> None:
        self._listener = socket.socket()
        if receive_buffer is not None:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        self.url = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self.answers = dict(answers or {})
        self.reads = True
        self.ends: list[FarEnd] = []
        self._sockets: list[socket.socket] = []
        self._new = threading.Condition()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def end(self, number: int = 0) -> FarEnd:
        """The far end of the connection with that number, once it is there."""
        with self._new:
            assert self._new.wait_for(lambda: len(self.ends) > number, 10), f"connection {number} never came"
        return self.ends[number]

    def unplug(self) -> None:
        """Break the newest connection with a reset, as a power cut does."""
        line = self._sockets[-1]
        self.ends[-1].stop()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        line.close()

    def hang_up(self) -> None:
        """Close the newest connection in good order, as an idle printer does."""
        self.ends[-1].stop()
        self._sockets[-1].close()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        for end in self.ends:
            end.stop()
        for line in self._sockets:
            line.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _peer = self._listener.accept()
            except OSError:
                return
            end = FarEnd(line.fileno(), self.answers, reads=self.reads)
            with self._new:
                self._sockets.append(line)
                self.ends.append(end)
                self._new.notify_all()


class PtyPrinter:
    """A serial printer on a real pseudo-terminal."""

    def __init__(self) -> None:
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self.url = f"serial://{self.path}?baud=115200"
        self.end = FarEnd(self.master, dict(GOOD))

    def unplug(self) -> None:
        self.end.stop()
        os.close(self._slave)
        os.close(self.master)
        self.master = -1

    def close(self) -> None:
        if self.master >= 0:
            self.unplug()


@pytest.fixture
def facts() -> Facts:
    return Facts()


@pytest.fixture
def tcp_printer() -> Iterator[Callable[..., TcpPrinter]]:
    printers: list[TcpPrinter] = []

    def make(**options: object) -> TcpPrinter:
        printers.append(TcpPrinter(**options))  # type: ignore[arg-type]
        return printers[-1]

    yield make
    for printer in printers:
        printer.close()


@pytest.fixture
def pty_printer() -> Iterator[PtyPrinter]:
    printer = PtyPrinter()
    yield printer
    printer.close()


@pytest.fixture
def opened() -> Iterator[Callable[[Port[object]], Port[object]]]:
    """Closes the ports that a test opened."""
    ports: list[Port[object]] = []

    def keep(port: Port[object]) -> Port[object]:
        ports.append(port)
        return port

    yield keep
    for port in ports:
        port.close()
