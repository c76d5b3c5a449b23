"""The least MQTT v5 that a load generator needs: connect, subscribe, publish at QoS 1, hear and acknowledge.

Written by hand because the generator shares two cores with what it measures: a paho client costs 0.45 ms of a core per
command and would itself be the limit, which flatters every hub; this one costs a tenth. It is no client for terminals:
one subscription, no reconnect, small packets only. Source: OASIS MQTT 5.0, sections 2.1, 2.2.2 and 3.1 to 3.9.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

CONNACK, PUBLISH, PUBACK, SUBACK = 0x20, 0x30, 0x40, 0x90
FAILED = 0x80
"""Reason codes from here on are failures."""

_BYTE = (0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A)
_TWO = (0x13, 0x21, 0x22, 0x23)
_FOUR = (0x02, 0x11, 0x18, 0x27)
_SIZES = {**dict.fromkeys(_BYTE, 1), **dict.fromkeys(_TWO, 2), **dict.fromkeys(_FOUR, 4)}
"""Sizes of the properties with a fixed size; all others but 0x0B and 0x26 carry their length in two bytes."""
_CORRELATION, _SUBSCRIPTION, _USER = 0x09, 0x0B, 0x26


class WireFault(Exception):
    """The broker refused, closed, or sent what this client does not understand."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that came: its correlation data and payload."""

    correlation: bytes
    payload: bytes


class MqttWire:
    """One connection, non-blocking once it stands. `hear()` is called when the socket can be read."""

    def __init__(self, host: str, port: int, client: str, subscribe: str) -> None:
        self.sock = socket.create_connection((host, port), timeout=5)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        self._mid = 0
        self.refused: list[int] = []
        """Reason codes of publishes that the broker refused."""
        self._connect(client, subscribe)
        self.sock.setblocking(False)

    def _connect(self, client: str, subscribe: str) -> None:
        self.sock.sendall(packet(0x10, field(b"MQTT") + b"\x05\x02\x02\x58\x00" + field(client.encode())))
        self._expect(CONNACK, client)
        self.sock.sendall(packet(0x82, b"\x00\x01\x00" + field(subscribe.encode()) + b"\x01"))
        self._expect(SUBACK, subscribe)

    def _expect(self, kind: int, what: str) -> None:
        while True:
            for head, body in self._packets(self.sock.recv(65536)):
                if head & 0xF0 != kind:
                    continue
                code = body[1] if kind == CONNACK else body[-1]
                if code >= FAILED:
                    raise WireFault(f"the broker refused {what}: reason code {code:#04x}")
                return

    def publish(self, prefix: bytes, properties: bytes, payload: bytes) -> None:
        """Send at QoS 1. `prefix` is the topic as `field(topic)`, `properties` a whole property block."""
        self._mid = self._mid % 65535 + 1
        data = packet(PUBLISH | 0x02, b"".join((prefix, self._mid.to_bytes(2, "big"), properties, payload)))
        if self.sock.send(data) != len(data):
            raise WireFault("the broker does not read fast enough")

    def hear(self) -> list[Heard]:
        """All messages that can be read now; each is acknowledged."""
        try:
            data = self.sock.recv(262144)
        except BlockingIOError:
            return []
        heard = []
        acks = b""
        for head, body in self._packets(data):
            if head & 0xF0 == PUBLISH:
                message, ack = _published(head, body)
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


def packet(head: int, body: bytes) -> bytes:
    """Fixed header and body."""
    return bytes((head,)) + packed(len(body)) + body


def field(data: bytes) -> bytes:
    """A string or binary field: its length in two bytes, then itself."""
    return len(data).to_bytes(2, "big") + data


def request_properties(response_topic: str, expiry_s: int, correlation: bytes) -> bytes:
    """The property block of a command: message expiry, response topic, correlation data."""
    block = b"\x02" + expiry_s.to_bytes(4, "big") + b"\x08" + field(response_topic.encode()) + b"\x09"
    block += field(correlation)
    return packed(len(block)) + block


def packed(number: int) -> bytes:
    """A variable byte integer (section 1.5.5)."""
    out = bytearray()
    while True:
        number, low = divmod(number, 128)
        out.append(low | 0x80 if number else low)
        if not number:
            return bytes(out)


def varint(data: bytes, at: int) -> tuple[int, int] | None:
    """The variable byte integer at `at` and the place after it; None if it has not all come."""
    value = shift = 0
    while at < len(data):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 21:
            raise WireFault("a length of more than four bytes")
    return None


def _published(head: int, body: bytes) -> tuple[Heard, bytes]:
    """An incoming PUBLISH and its acknowledgement (empty for QoS 0)."""
    at = 2 + int.from_bytes(body[:2], "big")
    ack = b""
    if head & 0x06:
        ack = b"\x40\x02" + body[at : at + 2]
        at += 2
    size = varint(body, at)
    assert size is not None
    length, at = size
    return Heard(_correlation(body[at : at + length]), body[at + length :]), ack


def _correlation(block: bytes) -> bytes:
    at = 0
    while at < len(block):
        kind = block[at]
        at += 1
        if kind in _SIZES:
            at += _SIZES[kind]
        elif kind == _SUBSCRIPTION:
            size = varint(block, at)
            assert size is not None
            at = size[1]
        else:
            length = int.from_bytes(block[at : at + 2], "big")
            if kind == _CORRELATION:
                return block[at + 2 : at + 2 + length]
            at += 2 + length
            if kind == _USER:
                at += 2 + int.from_bytes(block[at : at + 2], "big")
    return b""
