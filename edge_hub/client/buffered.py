"""paho's client with a buffer on each side of its socket, and a short way for messages at QoS 0.

paho takes a packet from the kernel in three or four calls and sends each with one of its own, and every call gives
Python's lock away and asks for it back. With a buffer one call brings or takes all that is there. Commands and replies,
which come and go at QoS 0, are read and written by `packets.py`. All else is paho's: hello and goodbye, keeping alive,
subscriptions, QoS 1. What is replaced here are methods that paho keeps to itself; if a later paho names them otherwise,
`tests/unit/edge_hub/client/test_buffered.py` says so.
"""

from collections.abc import Callable
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import MQTTErrorCode

from . import packets

CHUNK = 64 * 1024
DISCONNECT = 0xE0


Hear = Callable[[bytes, bytes, bool, bytes | None], None]
"""(topic, payload, whether it was retained, correlation data)."""


class Buffered(mqtt.Client):
    """For one connection: what lies in the buffers belongs to it."""

    def __init__(self, *args: Any, gathers: bool, hear: Hear, **more: Any) -> None:
        """`hear` is given every message at QoS 0; with `gathers` nothing leaves before `push`."""
        super().__init__(*args, **more)
        self._gathers, self._hear = gathers, hear
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

    def say(self, topic: str, payload: bytes, correlation: bytes | None) -> None:
        """A message at QoS 0, which leaves with the next `push`."""
        self._leaving += packets.message(topic.encode(), payload, correlation)

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

    def _handle_publish(self) -> MQTTErrorCode:
        head, body = self._in_packet["command"], self._in_packet["packet"]
        if head & 0x06:
            return super()._handle_publish()
        try:
            topic, _, correlation, payload = packets.published(body)
        except packets.Malformed:
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        self._hear(topic, payload, bool(head & 0x01), correlation)
        return MQTTErrorCode.MQTT_ERR_SUCCESS
