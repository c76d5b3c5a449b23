"""Whoever is slow, many or silent takes what the port may give, and not more."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes.certificates import Authority

from edge_hub.contract.blob import BLOB_BYTES_MAX, name_of, path_of

DATA = bytes(BLOB_BYTES_MAX)
NAME = name_of(DATA)
GET = f"GET {path_of(NAME)} HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n".encode()
PUT = f"PUT {path_of(NAME)} HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Length: {len(DATA)}\r\n\r\n".encode()


def cut_after_s(sock: socket.socket, drip: bytes = b"") -> float:
    """Seconds until the port has cut the connection, into which `drip` falls byte after byte."""
    began_s = time.monotonic()
    sock.settimeout(0.02 if drip else 20)
    while time.monotonic() - began_s < 20:
        try:
            if drip:
                sock.sendall(drip)
            if not sock.recv(1000):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - began_s


@pytest.mark.parametrize(
    ("first", "drip"), [(b"", b""), (b"GET /health HT", b""), (b"GET /", b"x"), (b"GET / HTTP/1.1\r\n", b"a: b\r\n")]
)
def test_whoever_does_not_come_to_the_point_is_cut_off(open_port: Any, first: bytes, drip: bytes) -> None:
    port = open_port(ask_s=0.4, answer_s=60)
    assert 0.2 < cut_after_s(port.raw(first), drip) < 5


@pytest.mark.parametrize(("first", "drip"), [(PUT, b""), (PUT, b"\0" * 100), (PUT + DATA[:500_000], b"")])
def test_whoever_sends_a_blob_too_slowly_is_cut_off_and_leaves_nothing(
    open_port: Any, first: bytes, drip: bytes
) -> None:
    port = open_port(ask_s=60, answer_s=0.4)
    assert 0.2 < cut_after_s(port.raw(first), drip) < 5
    assert port.ask("GET", path_of(NAME)).status == 404
    assert list((port.directory / "blobs" / "arriving").iterdir()) == []


def test_whoever_does_not_read_is_cut_off(open_port: Any) -> None:
    port = open_port(threads=1, ask_s=60, answer_s=0.4)
    port.blobs.keep(NAME, len(DATA), [DATA])
    port.raw(GET)
    assert port.ask("GET", "/health").status == 200, "the one thread is free again"


def test_more_slow_ones_than_threads_hold_the_others_up_for_a_moment_only(open_port: Any) -> None:
    port = open_port(ask_s=0.4)
    for _ in range(12):
        port.raw(b"GET /he")
    began_s = time.monotonic()
    assert port.ask("GET", "/health").status == 200
    assert time.monotonic() - began_s < 5, "three rounds of 0.4 s"


def test_headers_without_end_are_refused(port: Any) -> None:
    sock = port.raw(b"GET /health HTTP/1.1\r\n" + b"a: " + b"x" * 20_000)
    assert sock.recv(100).startswith(b"HTTP/1.1 413")


def test_two_hundred_connections_take_no_two_hundred_places(open_port: Any) -> None:
    """The kernel turns them away or lets them wait; the port has a few at a time and goes on."""
    port = open_port(threads=2, waiting_max=3, ask_s=0.2)
    mine = files_open()
    held = [socket.socket() for _ in range(200)]
    most = 0
    for sock in held:
        sock.setblocking(False)
        sock.connect_ex(("127.0.0.1", port.door.port))
        most = max(most, files_open() - mine - len(held))
    for sock in held:
        sock.close()
    assert most <= 2 + 3 + 2, "at work, waiting, in the acceptor's hands, being told that the hub is busy"
    assert port.ask("GET", "/health").status == 200


def files_open() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_flood_is_served_at_the_pace(open_port: Any) -> None:
    port = open_port(units_per_s=20)
    answers: list[int] = []
    until_s = time.monotonic() + 3

    def ask() -> None:
        while time.monotonic() < until_s:
            answers.append(port.ask("GET", "/health").status)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert set(answers) == {200} and 20 <= len(answers) <= 20 + 3 * 20 + 20


def test_it_ends_at_once_whoever_hangs_on(open_port: Any) -> None:
    port = open_port(ask_s=60, answer_s=60, units_per_s=1)
    for _ in range(30):
        port.raw(b"GET /hea")
    began_s = time.monotonic()
    port.door.close()
    assert time.monotonic() - began_s < 4
    with pytest.raises(OSError):
        port.raw()


def test_a_port_that_is_taken_is_said(open_port: Callable[..., Any]) -> None:
    from edge_hub.status.server import StatusDoor

    port = open_port()
    with pytest.raises(OSError, match="in use"):
        StatusDoor(port.door.port, None, None)  # type: ignore[arg-type]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ca")


def test_inside_tls_devices_of_the_hall_are_answered_and_named(open_port: Any, authority: Authority) -> None:
    port = open_port(authority.server("hub"))
    device = authority.client("rate-w1")
    assert port.ask("PUT", path_of(name_of(b"x")), b"x", device).status == 201
    assert port.ask("GET", path_of(name_of(b"x")), None, device).body == b"x"


def test_inside_tls_nobody_else_is_answered(open_port: Any, authority: Authority, tmp_path: Path) -> None:
    port = open_port(authority.server("hub"))
    assert port.raw(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n").recv(100) == b"", "no TLS at all"
    stranger = Authority(tmp_path / "other").client("rate-w1", trusts=authority)
    for context in (authority.client(None), stranger):
        with pytest.raises(OSError):
            port.ask("GET", "/health", None, context)


def test_a_handshake_that_hangs_holds_nobody_up(open_port: Any, authority: Authority) -> None:
    port = open_port(authority.server("hub"), ask_s=30)
    for _ in range(3):
        port.raw(b"\x16\x03\x01")
    began_s = time.monotonic()
    assert port.ask("GET", "/health", None, authority.client("rate-w1")).status == 200
    assert time.monotonic() - began_s < 10

