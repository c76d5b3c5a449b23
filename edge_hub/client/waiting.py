"""Waiting for the first of three: the broker's socket, a wake-up from another thread, the time."""

import selectors
import socket
import time

from .wire import Wire


class Waiting:
    """The network thread sleeps here. `wake` may be called from any thread; all else belongs to the network thread."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._ear, self._mouth = socket.socketpair()
        self._ear.setblocking(False)
        self._mouth.setblocking(False)
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._socket: socket.socket | None = None
        self._events = 0

    def wake(self) -> None:
        """End the wait of the network thread, or its next one."""
        try:
            self._mouth.send(b"\0")
        except OSError:
            return  # a full pipe wakes all the same; behind a closed one nobody sleeps

    def wait(self, wire: Wire | None, for_s: float) -> bool:
        """Sleep until something comes or `for_s` is over, then let the wire read and write what it can; whether
        anything came. With no time to sleep nothing is written: there is more to be said first."""
        self._listen_to(wire, for_s > 0)
        ahead = wire is not None and wire.ahead()
        came = self._selector.select(0.0 if ahead else max(0.0, for_s))
        for key, events in came:
            if key.fileobj is self._ear:
                self._drain()
                continue
            assert wire is not None
            if events & selectors.EVENT_READ:
                wire.read()
            if events & selectors.EVENT_WRITE and wire.over is None:
                wire.write()
        if ahead and wire is not None and wire.over is None:
            wire.read()
        return ahead or bool(came)

    def flush(self, wire: Wire, for_s: float) -> None:
        """Let the wire send what it still has, for at most `for_s`."""
        end_s = time.monotonic() + for_s
        while wire.socket() is not None and wire.wants_write() and time.monotonic() < end_s:
            self.wait(wire, min(0.05, for_s))

    def close(self) -> None:
        """End; a later `wake` does nothing."""
        self._forget_socket()
        self._selector.close()
        self._ear.close()
        self._mouth.close()

    def _drain(self) -> None:
        try:
            while self._ear.recv(4096):
                pass
        except BlockingIOError:
            return

    def _listen_to(self, wire: Wire | None, writes: bool) -> None:
        sock = wire.socket() if wire is not None and wire.over is None else None
        wanted = selectors.EVENT_READ
        if writes and wire is not None and wire.wants_write():
            wanted |= selectors.EVENT_WRITE
        if sock is self._socket and (sock is None or wanted == self._events):
            return
        if sock is not self._socket:
            self._forget_socket()
            if sock is not None:
                self._selector.register(sock, wanted)
        elif sock is not None:
            self._selector.modify(sock, wanted)
        self._socket, self._events = sock, wanted

    def _forget_socket(self) -> None:
        """A socket that paho has closed is no longer known by its number, only by its object."""
        if self._socket is None:
            return
        for key in list(self._selector.get_map().values()):
            if key.fileobj is self._socket:
                self._selector.unregister(key.fileobj)
        self._socket = None
