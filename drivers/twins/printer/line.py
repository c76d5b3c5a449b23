"""The two cables of a virtual printer, a TCP port and a pseudo terminal, and what can be wrong with a cable.

A network printer takes one connection at a time; the next one waits until the first is closed. A serial port knows no
connection: it stays there when the printer dies, and what is sent then is lost.
"""

from __future__ import annotations

import os
import random
import socket
import struct
import tty
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

RECEIVE_WINDOW_BYTES: Final = 16 * 1024
"""Small, as in a printer: the kernel would else swallow whole jobs of a printer that stands still."""
_NO_LINGER: Final = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Weather:
    """`dies_after_bytes` is counted from when it is set and happens once; None is never."""

    silent: bool = False
    noise: bool = False
    unplugged: bool = False
    slow_bytes_per_s: int | None = None
    dies_after_bytes: int | None = None

    def __post_init__(self) -> None:
        if self.slow_bytes_per_s is not None and self.slow_bytes_per_s < 1:
            raise ValueError("slow_bytes_per_s must be at least 1")
        if self.dies_after_bytes is not None and self.dies_after_bytes < 0:
            raise ValueError("dies_after_bytes must not be negative")


class Cable(Protocol):
    """One end of a wire, never blocking. `read` gives None when there is nothing."""

    url: str
    connections: int

    def acceptor(self) -> int | None: ...

    def accept(self) -> None: ...

    def source(self) -> int | None: ...

    def read(self, bytes_max: int) -> bytes | None: ...

    def write(self, data: bytes) -> None: ...

    def drop(self) -> bool:
        """The printer's power fails: True if the wire can tell (the connection breaks), False if the port stays."""
        ...

    def unplug(self) -> None: ...

    def plug_in(self) -> None: ...

    def close(self) -> None: ...


class TcpCable:
    """Port 9100 of a network printer, or any other; port 0 takes a free one and keeps it."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._listener: socket.socket | None = None
        self._peer: socket.socket | None = None
        self.connections = 0
        self.plug_in()
        self.url = f"tcp://{host}:{self._address[1]}"

    def acceptor(self) -> int | None:
        return self._listener.fileno() if self._listener is not None and self._peer is None else None

    def accept(self) -> None:
        if self._listener is None:
            return
        with suppress(BlockingIOError, ConnectionError):  # it was gone before we looked
            self._peer, _ = self._listener.accept()
            self._peer.setblocking(False)
            self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1

    def source(self) -> int | None:
        return self._peer.fileno() if self._peer is not None else None

    def read(self, bytes_max: int) -> bytes | None:
        if self._peer is None:
            return None
        try:
            data = self._peer.recv(bytes_max)
        except BlockingIOError:
            return None
        except ConnectionError:
            data = b""
        if not data:
            self._hang_up()
            return None
        return data

    def write(self, data: bytes) -> None:
        if self._peer is not None:
            with suppress(BlockingIOError, ConnectionError):  # a host that does not listen misses the status
                self._peer.send(data)

    def drop(self) -> bool:
        if self._peer is not None:
            self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            self._hang_up()
        return True

    def _hang_up(self) -> None:
        if self._peer is not None:
            self._peer.close()
            self._peer = None

    def unplug(self) -> None:
        self.drop()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def plug_in(self) -> None:
        if self._listener is None:
            self._listener = socket.create_server(self._address, backlog=4)
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_WINDOW_BYTES)
            self._listener.setblocking(False)
            self._address = (self._address[0], self._listener.getsockname()[1])

    def close(self) -> None:
        self._hang_up()
        if self._listener is not None:
            self._listener.close()
            self._listener = None


class PtyCable:
    """A pseudo terminal: its other end is opened like a serial port. We hold that end open too, as a socket on the
    wall does, so that a host may come and go."""

    def __init__(self, baud: int) -> None:
        self._near, self._far = os.openpty()
        tty.setraw(self._far)
        os.set_blocking(self._near, False)
        self.connections = 0
        self.url = f"serial://{os.ttyname(self._far)}?baud={baud}"

    def acceptor(self) -> int | None:
        return None

    def accept(self) -> None:
        return

    def source(self) -> int | None:
        return self._near

    def read(self, bytes_max: int) -> bytes | None:
        try:
            return os.read(self._near, bytes_max) or None
        except BlockingIOError:
            return None

    def write(self, data: bytes) -> None:
        with suppress(BlockingIOError):
            os.write(self._near, data)

    def drop(self) -> bool:
        return False

    def unplug(self) -> None:
        return

    def plug_in(self) -> None:
        return

    def close(self) -> None:
        os.close(self._near)
        os.close(self._far)


class Noise:
    """Garbage around the printer's answers: stray bytes before them, and one answer in four with a wrong bit."""

    def __init__(self, seed: int = 20) -> None:
        self._random = random.Random(seed)

    def over(self, data: bytes) -> bytes:
        stray = self._random.randbytes(self._random.randint(1, 3))
        if self._random.random() < 0.25:
            data = bytes((data[0] ^ 0x80,)) + data[1:]
        return stray + data
