"""The least MQTT v5 that a load generator needs: connect, subscribe, publish at QoS 1, hear and acknowledge.

Written by hand because the generator shares two cores with what it measures: a paho client costs 0.45 ms of a core per
command and would itself be the limit, which flatters every hub; this one costs a tenth. It is no client for terminals:
one SUBSCRIBE, no reconnect. Source: OASIS MQTT 5.0, sections 2.1, 2.2.2 and 3.1 to 3.9.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

from edge_hub.client.packets import PUBLISH, field, packed, packet, published, varint

CONNACK, PUBACK, SUBACK = 0x20, 0x40, 0x90
FAILED = 0x80
"""Reason codes from here on are failures."""


class WireFault(Exception):
    """The broker refused, closed, or sent what this client does not understand."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that came: its correlation data, payload and topic."""

    correlation: bytes
    payload: bytes
    topic: bytes


class MqttWire:
    """One connection, non-blocking once it stands. `hear()` is called when the socket can be read."""

    def __init__(self, host: str, port: int, client: str, *subscribe: str) -> None:
        self.sock = socket.create_connection((host, port), timeout=5)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        self._mid = 0
        self._early: list[Heard] = []
        """What came with the answer to the subscription."""
        self.refused: list[int] = []
        """Reason codes of publishes that the broker refused."""
        try:
            self._connect(client, subscribe)
        except (OSError, WireFault):
            self.sock.close()
            raise
        self.sock.setblocking(False)

    def _connect(self, client: str, subscribe: tuple[str, ...]) -> None:
        self.sock.sendall(packet(0x10, field(b"MQTT") + b"\x05\x02\x02\x58\x00" + field(client.encode())))
        self._expect(CONNACK, client, slice(1, 2))
        filters = b"".join(field(one.encode()) + b"\x01" for one in subscribe)
        self.sock.sendall(packet(0x82, b"\x00\x01\x00" + filters))
        self._expect(SUBACK, ", ".join(subscribe), slice(-len(subscribe), None))

    def _expect(self, kind: int, what: str, codes: slice) -> None:
        """Wait for the broker's answer; all of its reason codes must be a yes."""
        answer: bytes | None = None
        while answer is None:
            acks = b""
            for head, body in self._packets(self.sock.recv(65536)):
                if head & 0xF0 == kind:
                    answer = body
                elif head & 0xF0 == PUBLISH:
                    message, ack = _heard(head, body)
                    self._early.append(message)
                    acks += ack
            self.sock.sendall(acks)
        wrong = max(answer[codes])
        if wrong >= FAILED:
            raise WireFault(f"the broker refused {what}: reason code {wrong:#04x}")

    def publish(self, prefix: bytes, properties: bytes, payload: bytes) -> None:
        """Send at QoS 1. `prefix` is the topic as `field(topic)`, `properties` a whole property block."""
        self._mid = self._mid % 65535 + 1
        data = packet(PUBLISH | 0x02, b"".join((prefix, self._mid.to_bytes(2, "big"), properties, payload)))
        if self.sock.send(data) != len(data):
            raise WireFault("the broker does not read fast enough")

    def hear(self) -> list[Heard]:
        """All messages that can be read now; each is acknowledged."""
        heard, self._early = self._early, []
        try:
            data = self.sock.recv(262144)
        except BlockingIOError:
            return heard
        acks = b""
        for head, body in self._packets(data):
            if head & 0xF0 == PUBLISH:
                message, ack = _heard(head, body)
                heard.append(message)
                acks += ack
            elif head & 0xF0 == PUBACK and len(body) > 2 and body[2] >= FAILED:
                self.refused.append(body[2])
        if acks:
            self.sock.send(acks)
        return heard

    def close(self) -> None:
        """Say goodbye (so that no will is sent) and close."""
        try:
            self.sock.setblocking(True)
            self.sock.sendall(b"\xe0\x00")
        except OSError:
            pass  # the broker went first
        finally:
            self.sock.close()

    def _packets(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The whole packets in what has come so far: first byte and the rest after the length."""
        if not data:
            raise WireFault("the broker closed the connection")
        buffer = self._buffer + data if self._buffer else data
        at = 0
        while len(buffer) - at >= 2:
            size = varint(buffer, at + 1)
            if size is None or len(buffer) < size[1] + size[0]:
                break
            length, start = size
            yield buffer[at], buffer[start : start + length]
            at = start + length
        self._buffer = buffer[at:]


def request_properties(response_topic: str, expiry_s: int, correlation: bytes) -> bytes:
    """The property block of a command: message expiry, response topic, correlation data."""
    block = b"\x02" + expiry_s.to_bytes(4, "big") + b"\x08" + field(response_topic.encode()) + b"\x09"
    block += field(correlation)
    return packed(len(block)) + block


def _heard(head: int, body: bytes) -> tuple[Heard, bytes]:
    """An incoming PUBLISH and its acknowledgement (empty for QoS 0)."""
    topic, mid, correlation, payload = published(body, at_least_once=bool(head & 0x06))
    return Heard(correlation or b"", payload, topic), b"\x40\x02" + mid if mid else b""
