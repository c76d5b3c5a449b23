"""paho's client with a buffer on each side of its socket, and a short way for messages at QoS 0.

paho takes a packet from the kernel in three or four calls and sends each with one of its own, and every call gives
Python's lock away and asks for it back. With a buffer one call brings or takes all that is there. Commands and replies,
which come and go at QoS 0, are read and written by `packets.py`, and an acknowledgement needs no object for each of its
properties. All else is paho's: hello and goodbye, keeping alive, subscriptions, QoS 1. What is replaced here are
methods that paho keeps to itself; if a later paho names them otherwise, `tests/unit/edge_hub/client/test_buffered.py`
says so.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from . import packets

CHUNK = 64 * 1024
DISCONNECT = 0xE0
NO_PROPERTIES = Properties(PacketTypes.PUBACK)  # type: ignore[no-untyped-call]
TAKEN = {code: ReasonCode(PacketTypes.PUBACK, identifier=code) for code in (0x00, 0x10)}
"""The two good answers to a message at QoS 1: taken, and taken though nobody listens (MQTT 5.0, section 3.4.2.1)."""


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

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """All packets at the head of the buffer that need nothing of paho; or, if there is none, what paho reads, byte
        by byte and whatever it is. That the broker lives paho sees by those, and by the answers to its pings."""
        before = len(self._came) - self._at
        if not before:
            with suppress(OSError):  # paho meets it, too, and knows what it means
                self._came, self._at = super()._sock_recv(CHUNK), 0
                before = len(self._came)
        try:
            rc = MQTTErrorCode.MQTT_ERR_SUCCESS if self._in_packet["command"] else self._plain()
        except packets.Malformed:
            rc = MQTTErrorCode.MQTT_ERR_PROTOCOL
        if rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            return self._loop_rc_handle(rc)
        return rc if len(self._came) - self._at < before else super().loop_read(max_packets)

    def _plain(self) -> MQTTErrorCode:
        rc = MQTTErrorCode.MQTT_ERR_SUCCESS
        while rc == MQTTErrorCode.MQTT_ERR_SUCCESS and (whole := packets.whole(self._came, self._at)):
            head, body, after = whole
            if head & 0xF6 == packets.PUBLISH:
                self._at = after
                self._publish_came(head, body)
            elif head == packets.PUBACK and (code := packets.acknowledged(body)) in TAKEN:
                self._at = after
                rc = self._taken(body, TAKEN[code])
            else:
                break
        return rc

    def _publish_came(self, head: int, body: bytes | bytearray) -> None:
        topic, _, correlation, payload = packets.published(body)
        self._hear(topic, payload, bool(head & 0x01), correlation)

    def _taken(self, body: bytes | bytearray, reason: ReasonCode) -> MQTTErrorCode:
        mid = int.from_bytes(body[:2], "big")
        with self._out_message_mutex:
            if mid in self._out_messages:
                return self._do_on_publish(mid, reason, NO_PROPERTIES)
        return MQTTErrorCode.MQTT_ERR_SUCCESS

    def _handle_publish(self) -> MQTTErrorCode:
        """One that came in pieces, and was put together by paho."""
        head = self._in_packet["command"]
        if head & 0x06:
            return super()._handle_publish()
        try:
            self._publish_came(head, self._in_packet["packet"])
        except packets.Malformed:
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        return MQTTErrorCode.MQTT_ERR_SUCCESS
