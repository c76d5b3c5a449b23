"""The wires themselves."""

import os
import select
import socket
from pathlib import Path

import pytest

from drivers.connection import File, Tcp
from drivers.faults import LineFault
from drivers.transport import Outgoing, dial


def writable(fd: int, timeout_s: float) -> bool:
    return bool(select.select([], [fd], [], timeout_s)[1])


@pytest.fixture
def tcp_line():
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = dial(Tcp("127.0.0.1", server.getsockname()[1]), 2.0, writable)
        far, _address = server.accept()
        yield line, far
        far.close()
        line.close()


def test_a_network_line_does_not_hold_back_small_questions_and_notices_a_dead_peer(tcp_line):
    line, _far = tcp_line
    with socket.socket(fileno=os.dup(line.fd)) as view:
        assert view.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        assert view.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert view.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) <= 10


def test_a_host_with_two_addresses_is_tried_at_both():
    with socket.create_server(("127.0.0.1", 0)) as server:  # "localhost" may be ::1 first
        line = dial(Tcp("localhost", server.getsockname()[1]), 2.0, writable)
        line.close()


def test_what_the_device_has_not_taken_yet_is_not_sent(tcp_line):
    line, far = tcp_line
    out = Outgoing(line, lambda: 0.0, 5.0)
    out.add(bytes(16 << 20))
    out.push()
    assert not out.just_sent()
    assert line.unsent() > 0
    far.settimeout(5)
    left = 16 << 20
    while left:
        left -= len(far.recv(1 << 20))
        out.push()
    for _ in range(100):
        if line.unsent() == 0:
            break
        select.select([], [], [], 0.01)
    out.push()
    assert out.just_sent()
    assert not out.just_sent()  # told once


def test_a_device_that_takes_nothing_is_given_up_by_the_clock(tcp_line):
    line, _far = tcp_line
    now = [100.0]
    out = Outgoing(line, lambda: now[0], 5.0)
    out.add(bytes(16 << 20))
    while out.push():
        pass
    now[0] += 4.9
    out.push()
    assert out.look_at(now[0]) == pytest.approx(105.0)
    now[0] += 0.2
    with pytest.raises(LineFault) as stalled:
        out.push()
    assert stalled.value.fault.code == "stalled"


def test_the_far_end_that_closes_is_gone_for_the_reader(tcp_line):
    line, far = tcp_line
    far.close()
    assert select.select([line.fd], [], [], 5)[0]
    with pytest.raises(LineFault) as gone:
        line.read()
    assert gone.value.fault.code == "gone"


def test_nothing_to_read_is_no_end(tcp_line):
    line, _far = tcp_line
    assert line.read() == b""


def test_a_device_that_is_always_ready_and_always_empty_is_no_longer_read():
    line = dial(File("/dev/null"), 1.0, writable)
    reads = 0
    while line.hears:
        assert line.read() == b""
        reads += 1
        assert reads < 1000
    line.close()


def test_a_plain_file_is_written_only_and_appended_to(tmp_path):
    path = tmp_path / "slips"
    path.write_bytes(b"1")
    line = dial(File(str(path)), 1.0, writable)
    assert not line.hears
    assert line.write(memoryview(b"2")) == 1
    assert line.unsent() == 0
    line.close()
    assert path.read_bytes() == b"12"


def test_a_folder_that_is_missing_is_told(tmp_path):
    with pytest.raises(LineFault) as missing:
        dial(File(str(tmp_path / "nowhere" / "slips")), 1.0, writable)
    assert missing.value.fault.code == "missing"


def test_no_plain_file_is_made_among_the_devices():
    with pytest.raises(LineFault):
        dial(File("/dev/hall-no-printer"), 1.0, writable)
    assert not Path("/dev/hall-no-printer").exists()
