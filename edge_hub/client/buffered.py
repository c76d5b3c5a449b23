"""paho's client with a buffer on each side of its socket.

paho takes a packet from the kernel in three or four calls and sends each with one of its own, and every call gives
Python's lock away and asks for it back. With a buffer one call brings or takes all that is there. Nothing else of paho
changes: it packs, unpacks and keeps the session. The two methods that are replaced are paho's only door to the socket;
`tests/unit/edge_hub/client/test_buffered.py` says whether they still are.
"""

from typing import Any

import paho.mqtt.client as mqtt

CHUNK = 64 * 1024
DISCONNECT = 0xE0


class Buffered(mqtt.Client):
    """For one connection: what lies in the buffers belongs to it."""

    def __init__(self, *args: Any, gathers: bool, **more: Any) -> None:
        """With `gathers` nothing leaves before `push`."""
        super().__init__(*args, **more)
        self._gathers = gathers
        self._came, self._at = b"", 0
        self._leaving = bytearray()

    @property
    def ahead(self) -> bool:
        """Whether bytes wait here that the kernel does not know of any more."""
        return self._at < len(self._came)

    @property
    def behind(self) -> bool:
        """Whether bytes wait to leave."""
        return bool(self._leaving)

    def push(self) -> None:
        """Hand the kernel what has gathered, as much as it takes. A dead connection is noticed by reading it."""
        while self._leaving:
            try:
                sent = super()._sock_send(self._leaving)
            except BlockingIOError:
                return
            except OSError:
                self._leaving.clear()
                return
            del self._leaving[:sent]

    def _sock_recv(self, bufsize: int) -> bytes:
        if self._at >= len(self._came):
            self._came, self._at = super()._sock_recv(CHUNK), 0
        piece = self._came[self._at : self._at + bufsize]
        self._at += len(piece)
        return piece

    def _sock_send(self, buf: bytes | bytearray) -> int:
        if not self._gathers:
            return super()._sock_send(buf)
        self._leaving += buf
        if buf[0] & 0xF0 == DISCONNECT:  # paho closes the socket right after it
            self.push()
        return len(buf)
