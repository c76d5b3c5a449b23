"""A line between hub and standby: messages over one TCP connection, TLS outside loopback. For one thread at a time."""

import contextlib
import socket
import ssl

from edge_hub.shipping.faults import TryAgain
from edge_hub.shipping.parcel import Frames, Garbled, Message, frame

CHUNK = 256 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class LineFault(TryAgain):
    """The line is at an end; the text says why."""


class Unsafe(Exception):
    """Records would travel in the clear."""


def check_safe(host: str, context: ssl.SSLContext | None) -> None:
    """Records hold who came for what, and the keys to it: outside loopback only inside TLS."""
    if context is None and host not in LOOPBACK:
        raise Unsafe(f"{host} is not loopback: records and keys travel inside TLS only. Give --tls-cert, --tls-key"
                     " and --ca.")  # fmt: skip


class Line:
    """An open connection. `close` may be called from any thread and ends whoever waits."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._frames = Frames()
        self._come: list[Message] = []

    def say(self, message: Message, within_s: float) -> None:
        """Raises LineFault."""
        try:
            self._sock.settimeout(within_s)
            self._sock.sendall(frame(message))
        except OSError as fault:
            raise LineFault(str(fault)) from fault

    def hear(self, within_s: float) -> Message | None:
        """The next message; None if none came in time. Raises LineFault."""
        try:
            self._sock.settimeout(within_s)
            while not self._come:
                data = self._sock.recv(CHUNK)
                if not data:
                    raise LineFault("the other side has gone")
                self._come += self._frames.hear(data)
        except TimeoutError:
            return None
        except (OSError, Garbled) as fault:
            raise LineFault(str(fault)) from fault
        return self._come.pop(0)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()


def dial(address: tuple[str, int], context: ssl.SSLContext | None, within_s: float) -> Line:
    """Connect. Raises LineFault."""
    try:
        sock = socket.create_connection(address, timeout=within_s)
        if context is not None:
            sock = context.wrap_socket(sock, server_hostname=address[0])
    except OSError as fault:
        raise LineFault(f"{address[0]}:{address[1]}: {fault}") from fault
    return Line(sock)
