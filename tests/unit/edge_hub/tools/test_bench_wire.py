"""The generator's MQTT against paho's own encoder and decoder, and against odd cuts of the stream."""

import socket
import threading
from collections.abc import Iterator

import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from edge_hub.client import packets
from edge_hub.tools import bench_wire


def test_paho_reads_the_properties_of_a_request() -> None:
    read = Properties(PacketTypes.PUBLISH)
    read.unpack(bench_wire.request_properties("h/puer/down/tm-1/reply", 10, b"abc"))
    assert read.ResponseTopic == "h/puer/down/tm-1/reply"
    assert (read.MessageExpiryInterval, read.CorrelationData) == (10, b"abc")


@pytest.fixture
def pair() -> Iterator[tuple[bench_wire.MqttWire, socket.socket]]:
    """A wire whose broker is played by the test."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        port = server.getsockname()[1]
        peers: list[socket.socket] = []

        def broker() -> None:
            peer, _ = server.accept()
            peer.recv(1024)
            peer.sendall(b"\x20\x03\x00\x00\x00")
            peer.recv(1024)
            peer.sendall(b"\x90\x04\x00\x01\x00\x01")
            peers.append(peer)

        thread = threading.Thread(target=broker)
        thread.start()
        wire = bench_wire.MqttWire("127.0.0.1", port, "tm-1", "h/puer/down/tm-1/reply")
        thread.join()
        yield wire, peers[0]
        wire.close()
        peers[0].close()


def message(correlation: bytes, payload: bytes, qos: int = 1) -> bytes:
    """A PUBLISH as a broker may send it: with properties around the one that matters, packed by paho."""
    properties = Properties(PacketTypes.PUBLISH)
    properties.MessageExpiryInterval = 9
    properties.ContentType = "application/json"
    properties.UserProperty = ("colour", "green")
    properties.SubscriptionIdentifier = 300
    properties.PayloadFormatIndicator = 1
    properties.CorrelationData = correlation
    body = packets.field(b"h/puer/down/tm-1/reply") + (b"\x00\x07" if qos else b"") + properties.pack() + payload
    return packets.packet(0x30 | qos << 1, body)


def test_a_message_is_heard_and_acknowledged_even_one_byte_at_a_time(
    pair: tuple[bench_wire.MqttWire, socket.socket],
) -> None:
    wire, broker = pair
    heard: list[bench_wire.Heard] = []
    wire.sock.settimeout(5)
    for byte in message(b"id-1", b'{"ok":true}' * 40):
        broker.sendall(bytes((byte,)))
        heard += wire.hear()
    assert heard == [bench_wire.Heard(b"id-1", b'{"ok":true}' * 40, b"h/puer/down/tm-1/reply")]
    assert broker.recv(16) == b"\x40\x02\x00\x07"


def test_two_messages_glued_together_are_both_heard(pair: tuple[bench_wire.MqttWire, socket.socket]) -> None:
    wire, broker = pair
    wire.sock.settimeout(5)
    broker.sendall(message(b"a", b"1") + message(b"b", b"2", qos=0))
    assert [(one.correlation, one.payload) for one in wire.hear()] == [(b"a", b"1"), (b"b", b"2")]
    assert broker.recv(16) == b"\x40\x02\x00\x07"


def test_a_refused_publish_is_noted_with_its_reason(pair: tuple[bench_wire.MqttWire, socket.socket]) -> None:
    wire, broker = pair
    wire.sock.settimeout(5)
    broker.sendall(b"\x40\x04\x00\x01\x87\x00")
    assert wire.hear() == []
    assert wire.refused == [0x87]


def test_a_broker_that_goes_away_is_a_fault(pair: tuple[bench_wire.MqttWire, socket.socket]) -> None:
    wire, broker = pair
    wire.sock.settimeout(5)
    broker.shutdown(socket.SHUT_RDWR)
    with pytest.raises(bench_wire.WireFault, match="closed"):
        wire.hear()


def test_what_comes_with_the_answer_to_the_subscription_is_heard_and_the_stream_goes_on() -> None:
    """A broker sends what it has retained in the same segment, and perhaps only the first part of it."""
    early, late = message(b"", b"retained"), message(b"id-1", b"later")
    with socket.create_server(("127.0.0.1", 0)) as server:
        peers: list[socket.socket] = []

        def broker() -> None:
            peer, _ = server.accept()
            peer.recv(1024)
            peer.sendall(b"\x20\x03\x00\x00\x00")
            peer.recv(1024)
            peer.sendall(early + b"\x90\x05\x00\x01\x00\x01\x01" + late[:5])
            peers.append(peer)

        thread = threading.Thread(target=broker)
        thread.start()
        wire = bench_wire.MqttWire("127.0.0.1", server.getsockname()[1], "board-1", "a", "b")
        thread.join()
    try:
        peers[0].sendall(late[5:])
        heard: list[bench_wire.Heard] = []
        while len(heard) < 2:
            heard += wire.hear()
        assert [one.payload for one in heard] == [b"retained", b"later"]
    finally:
        wire.close()
        peers[0].close()


def test_one_refused_subscription_of_many_is_a_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def broker() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(1024)
                peer.sendall(b"\x20\x03\x00\x00\x00")
                peer.recv(1024)
                peer.sendall(b"\x90\x05\x00\x01\x00\x87\x01")

        thread = threading.Thread(target=broker)
        thread.start()
        with pytest.raises(bench_wire.WireFault, match="refused a, b: reason code 0x87"):
            bench_wire.MqttWire("127.0.0.1", server.getsockname()[1], "board-1", "a", "b")
        thread.join()
