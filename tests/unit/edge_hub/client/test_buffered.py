"""paho with buffers: over a real socket whose other end the test plays, cut at every byte and blocked."""

import socket
from collections.abc import Iterator

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from edge_hub.client import packets
from edge_hub.client.buffered import CHUNK, Buffered

TOPIC = "h/puer/down/tm-1/reply"
CONNACK = b"\x20\x03\x00\x00\x00"
Heard = tuple[bytes, bytes, bool, bytes | None]


class Line:
    """A client that has connected, and the broker's end of its socket."""

    def __init__(self, gathers: bool) -> None:
        self.heard: list[Heard] = []
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.client = Buffered(
                CallbackAPIVersion.VERSION2, client_id="tm-1", protocol=mqtt.MQTTv5, gathers=gathers,
                hear=lambda *one: self.heard.append(one),
            )  # fmt: skip
            if gathers:
                self.client.on_socket_register_write = lambda *_: None
            self.client.connect("127.0.0.1", server.getsockname()[1])
            self.peer, _ = server.accept()
        self.peer.settimeout(5)
        self.client.loop_write()
        self.client.push()
        assert self.peer.recv(1024)[0] == 0x10, "hello"
        self.peer.sendall(CONNACK)
        self.read_until(lambda: self.client.is_connected())

    def read_until(self, done: object) -> None:
        sock = self.client.socket()
        assert isinstance(sock, socket.socket) and callable(done)
        sock.settimeout(5)
        while not done():
            self.client.loop_read()
        if self.client.socket() is not None:
            sock.setblocking(False)

    def close(self) -> None:
        self.peer.close()
        sock = self.client.socket()
        if sock is not None:
            sock.close()


@pytest.fixture(params=[True, False], ids=["gathers", "sends at once"])
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    line = Line(request.param)
    yield line
    line.close()


def test_what_is_replaced_is_what_paho_has() -> None:
    for name in ("_sock_recv", "_sock_send", "_handle_publish", "_loop_rc_handle", "_do_on_publish"):
        assert name in vars(mqtt.Client), f"paho has no {name} any more: see buffered.py"


def test_messages_are_heard_however_the_stream_is_cut(line: Line) -> None:
    stream = b"".join(packets.message(TOPIC.encode(), b"x" * n, b"%d" % n if n % 2 else None) for n in range(40))
    for n in range(0, len(stream), 7):
        line.peer.sendall(stream[n : n + 7])
    line.read_until(lambda: len(line.heard) == 40 and not line.client.ahead)
    assert line.heard == [(TOPIC.encode(), b"x" * n, False, b"%d" % n if n % 2 else None) for n in range(40)]


def test_all_that_came_with_one_call_is_heard_with_it(line: Line) -> None:
    line.peer.sendall(b"".join(packets.message(TOPIC.encode(), b"%d" % n, None) for n in range(5)))
    line.read_until(lambda: line.heard)
    assert [payload for _, payload, _, _ in line.heard] == [b"0", b"1", b"2", b"3", b"4"] and not line.client.ahead


def test_what_is_not_read_at_once_is_known_to_wait(line: Line) -> None:
    """The kernel would not tell of it."""
    came: list[bytes] = []
    line.client.on_message = lambda _client, _data, message: came.append(message.payload)
    at_qos_1 = packets.packet(0x32, packets.field(TOPIC.encode()) + b"\x00\x07\x00seven")
    whole = packets.message(TOPIC.encode(), b"1", None)
    line.peer.sendall(whole + at_qos_1 + whole + whole[:5])
    line.read_until(lambda: line.heard)
    assert line.client.ahead and not came, "left to paho, with the next call"
    line.client.loop_read()
    assert came == [b"seven"] and line.client.ahead
    line.client.loop_read()
    assert len(line.heard) == 2 and line.client.ahead, "half a message is left"
    line.peer.sendall(whole[5:])
    line.read_until(lambda: len(line.heard) == 3)
    assert not line.client.ahead


@pytest.mark.parametrize("behind", [False, True], ids=["by itself", "behind a message"])
@pytest.mark.parametrize(
    ("answer", "code", "properties"),
    [
        (b"\x40\x02\x00\x01", 0x00, 0),
        (b"\x40\x03\x00\x01\x10", 0x10, 0),
        (b"\x40\x04\x00\x01\x10\x00", 0x10, 0),
        (b"\x40\x03\x00\x01\x87", 0x87, 0),
        (b"\x40\x09\x00\x01\x97\x05\x1f\x00\x02no", 0x97, 1),
    ],
    ids=["taken", "nobody listens", "nobody listens, no properties", "not allowed", "too much, with a reason"],
)
def test_each_answer_to_a_message_at_qos_1_is_told_once(
    line: Line, answer: bytes, code: int, properties: int, behind: bool
) -> None:
    told: list[tuple[int, int, int]] = []
    line.client.on_publish = lambda _, __, mid, reason, more: told.append((mid, reason.value, len(more.json())))
    info = line.client.publish(TOPIC, b"x", qos=1)
    line.client.loop_write()
    line.client.push()
    line.peer.sendall((packets.message(TOPIC.encode(), b"1", None) if behind else b"") + answer + answer)
    line.read_until(lambda: told and not line.client.ahead)
    assert told == [(1, code, properties)] and info.is_published()


def test_a_message_at_qos_1_goes_the_way_of_paho_and_is_acknowledged(line: Line) -> None:
    came: list[bytes] = []
    line.client.on_message = lambda _client, _data, message: came.append(message.payload)
    line.peer.sendall(packets.packet(0x32, packets.field(TOPIC.encode()) + b"\x00\x07\x00seven"))
    line.read_until(lambda: came)
    line.client.loop_write()
    line.client.push()
    assert came == [b"seven"] and not line.heard
    assert line.peer.recv(64) == b"\x40\x02\x00\x07"


def test_bytes_that_are_no_message_end_the_connection(line: Line) -> None:
    gone: list[object] = []
    line.client.on_disconnect = lambda *_: gone.append(True)
    line.peer.sendall(packets.packet(0x30, packets.field(TOPIC.encode()) + b"\x7f\x01"))
    line.read_until(lambda: gone)
    assert line.client.socket() is None and not line.heard


def test_what_gathers_leaves_in_one_piece_and_waits_for_a_broker_that_does_not_read() -> None:
    line = Line(gathers=True)
    payload = b"x" * 1000
    line.client.say(TOPIC, payload, b"id")
    line.client.publish(TOPIC, payload, qos=1)
    line.client.loop_write()
    line.client.push()
    first = line.peer.recv(CHUNK)
    assert first.count(payload) == 2 and not line.client.behind
    said = 0
    while not line.client.behind:  # until the kernel takes no more
        for _ in range(100):
            line.client.say(TOPIC, payload, b"id")
        said += 100
        line.client.push()
    got = b""
    while line.client.behind:
        got += line.peer.recv(CHUNK)
        line.client.push()
    while got.count(payload) < said:
        got += line.peer.recv(CHUNK)
    assert got == packets.message(TOPIC.encode(), payload, b"id") * said
    line.close()


def test_goodbye_leaves_before_the_socket_is_closed(line: Line) -> None:
    line.client.say(TOPIC, b"last", None)
    line.client.disconnect()
    line.client.loop_write()
    data = b""
    while piece := line.peer.recv(64):
        data += piece
    assert data.endswith((b"\xe0\x00", b"\xe0\x02\x00\x00")), data


def test_a_dead_connection_is_noticed_by_reading_it() -> None:
    line = Line(gathers=True)
    gone: list[object] = []
    line.client.on_disconnect = lambda *_: gone.append(True)
    line.peer.close()
    for _ in range(3):
        line.client.say(TOPIC, b"x" * 100_000, None)
        line.client.push()
    line.read_until(lambda: gone)
    line.close()
