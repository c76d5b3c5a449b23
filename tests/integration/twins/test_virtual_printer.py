"""The virtual printer on real sockets, pseudo terminals and processes."""

import errno
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import pytest
import serial
from PIL import Image

from drivers.twins.printer import VirtualPrinter, serve_pty, serve_tcp

JOB = b"\x1b@Hello\n\x1dVB\x00"
RASTER = b"\x1dv0\x00\x48\x00\x61\x03" + bytes(range(256)) * 243 + bytes(range(72)) + b"\x1dVB\x00"  # 72 bytes x 865
STATUS = b"\x10\x04\x04"


@pytest.fixture
def printer(tmp_path):
    with serve_tcp(out_dir=tmp_path) as twin:
        yield twin


def host_of(printer: VirtualPrinter) -> socket.socket:
    parts = urlsplit(printer.connection)
    host = socket.create_connection((parts.hostname, parts.port), timeout=10)
    host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return host


def test_a_raster_slip_goes_over_tcp_and_comes_out_as_a_picture(printer, tmp_path):
    before_s = time.monotonic()
    with host_of(printer) as host:
        host.sendall(RASTER)
        (printed,) = printer.wait_for_slips(1)
    slip = printed.slip
    assert slip.image.size == (576, 865)
    assert slip.byte_count == len(RASTER) == printer.bytes_received
    assert before_s <= slip.first_byte_s <= slip.last_byte_s <= time.monotonic()
    assert printed.duration_s == slip.last_byte_s - slip.first_byte_s
    assert printed.path == tmp_path / "slip-0001.png"
    with Image.open(printed.path) as saved:
        assert saved.mode == "1"
        assert saved.tobytes() == slip.image.tobytes()
    assert [path.name for path in tmp_path.iterdir()] == ["slip-0001.png"]


def test_the_picture_may_be_a_likeness_of_paper(tmp_path):
    with serve_tcp(out_dir=tmp_path / "new", paper=True) as printer, host_of(printer) as host:
        host.sendall(JOB)
        (printed,) = printer.wait_for_slips(1)
    with Image.open(printed.path) as saved:
        assert saved.mode == "RGB"
        assert saved.size == printed.slip.on_paper().size


def test_status_is_answered_before_and_within_a_slip(printer):
    with host_of(printer) as host:
        host.sendall(STATUS)
        assert host.recv(16) == b"\x12"
        host.sendall(b"\x1b@Hel" + STATUS)
        assert host.recv(16) == b"\x12"
        host.sendall(b"lo\n\x1dVB\x00\x1dr\x01")
        assert host.recv(16) == b"\x00"
        assert printer.wait_for_slips(1)[0].slip.text == "Hello"


def test_each_slip_is_told_to_the_callback_in_order(printer):
    told = []
    printer.on_slip = told.append
    with host_of(printer) as host:
        host.sendall(JOB * 5)
        printer.wait_for(lambda _: len(told) == 5)
    assert tuple(told) == printer.slips
    assert [printed.number for printed in told] == [1, 2, 3, 4, 5]


def test_the_callback_may_trouble_the_printer(printer):
    printer.on_slip = lambda _: printer.set(paper="low")
    with host_of(printer) as host:
        host.sendall(JOB)
        printer.wait_for_slips(1)
        printer.wait_for(lambda twin: twin.body.paper == "low")
        host.sendall(STATUS)
        assert host.recv(16) == b"\x1e"


def test_a_host_may_come_again_after_a_drop(printer):
    for count in (1, 2, 3):
        with host_of(printer) as host:
            host.sendall(JOB)
        assert len(printer.wait_for_slips(count)) == count
    assert printer.connections == 3


def test_a_second_host_waits_until_the_first_has_gone(printer):
    with host_of(printer) as first:
        first.sendall(STATUS)
        assert first.recv(1) == b"\x12"
        second = host_of(printer)
        second.sendall(STATUS)
        first.sendall(STATUS)
        assert first.recv(1) == b"\x12"
        assert printer.connections == 1
    with second:
        assert second.recv(1) == b"\x12"


def test_without_paper_it_pushes_back_and_goes_on_when_cured(printer):
    printer.set(paper="out")
    slips = 20
    with host_of(printer) as host:
        host.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
        host.settimeout(0.3)
        job, sent = memoryview(RASTER * slips), 0
        with pytest.raises(TimeoutError):
            while sent < len(job):
                sent += host.send(job[sent : sent + 4096])
        assert printer.slips == ()
        assert 65536 - 4096 <= printer.bytes_received <= 65536 + 4096
        assert sent < 4 * 65536
        printer.set(paper="ok")
        host.settimeout(20)
        host.sendall(job[sent:])
        printed = printer.wait_for_slips(slips, timeout_s=30)
    assert len({p.slip.image.tobytes() for p in printed}) == 1
    assert all(p.slip.faults == printed[0].slip.faults for p in printed)


def test_while_there_is_room_status_is_answered_though_the_cover_is_open(printer):
    printer.set(cover_open=True)
    with host_of(printer) as host:
        host.sendall(RASTER[:20_000] + bytes(len(RASTER) - 4 - 20_000) + b"\x10\x04\x02")
        assert host.recv(16) == b"\x16"


def test_changes_are_told_to_a_host_that_asked(printer):
    with host_of(printer) as host:
        host.sendall(b"\x1da\x0f")
        assert host.recv(16) == b"\x10\x00\x00\x0f"
        printer.set(cover_open=True)
        assert host.recv(16) == b"\x38\x00\x00\x0f"


def test_silent_it_prints_and_answers_nothing(printer):
    printer.set(silent=True)
    with host_of(printer) as host:
        host.sendall(STATUS + JOB)
        printer.wait_for_slips(1)
        printer.set(silent=False, paper="low")
        host.sendall(STATUS)
        assert host.recv(16) == b"\x1e"


@pytest.mark.fault(46)
def test_noise_surrounds_the_answers(printer):
    printer.set(noise=True)
    heard = b""
    with host_of(printer) as host:
        for _ in range(40):
            host.sendall(STATUS)
            heard += host.recv(16)
        printer.set(noise=False)
        host.sendall(STATUS)
        assert host.recv(16) == b"\x12"
    assert 80 <= len(heard) <= 160
    assert heard.count(b"\x92") >= 3
    assert heard.count(b"\x12") >= 20


def test_slow_it_takes_only_so_many_bytes_a_second(printer):
    printer.set(slow_bytes_per_s=20_000)
    with host_of(printer) as host:
        host.sendall(b"x" * 4_000 + JOB)
        (printed,) = printer.wait_for_slips(1)
    assert 0.15 <= printed.duration_s <= 10


def test_it_dies_in_the_middle_of_a_job_and_is_there_again(printer):
    printer.set(dies_after_bytes=30_000)
    with host_of(printer) as host, pytest.raises(ConnectionError):
        for _ in range(100):
            host.sendall(RASTER)
    (torn,) = printer.wait_for_slips(1)
    assert printer.bytes_received == 30_000
    assert torn.slip.ending == "torn"
    assert torn.slip.height_dots == (30_000 - 8) // 72
    with host_of(printer) as host:
        host.sendall(JOB)
        assert printer.wait_for_slips(2)[1].slip.text == "Hello"


def test_unplugged_it_refuses_and_plugged_in_it_is_at_the_same_port(printer):
    url = printer.connection
    with host_of(printer) as host:
        printer.wait_for(lambda twin: twin.connections == 1)
        printer.set(unplugged=True)
        with pytest.raises(ConnectionError):
            while host.recv(16) == b"":
                host.sendall(STATUS)
    with pytest.raises(ConnectionRefusedError):
        host_of(printer)
    printer.set(unplugged=False)
    assert printer.connection == url
    with host_of(printer) as host:
        host.sendall(JOB)
        printer.wait_for_slips(1)


def test_a_command_broken_off_swallows_the_next_job_unless_the_host_pads_with_nul(printer):
    with host_of(printer) as host:
        host.sendall(RASTER[:1_000])
    with host_of(printer) as host:
        host.sendall(STATUS + JOB)
        host.sendall(bytes(len(RASTER)) + JOB)
        (printed,) = printer.wait_for_slips(1)
    assert printed.slip.text == "Hello"
    assert printed.slip.height_dots > 865


def test_a_printer_that_restarts_with_the_connection_swallows_nothing():
    with serve_tcp(restarts_on_disconnect=True) as printer:
        with host_of(printer) as host:
            host.sendall(RASTER[:1_000])
        with host_of(printer) as host:
            host.sendall(JOB)
            torn, printed = printer.wait_for_slips(2)
    assert torn.slip.ending == "torn"
    assert printed.slip.text == "Hello"


def test_a_slip_may_be_torn_off_by_hand(printer):
    with host_of(printer) as host:
        host.sendall(b"no cut\n")
        printer.wait_for(lambda twin: twin.bytes_received == 7)
        printer.tear()
    assert printer.slips[0].slip.text == "no cut"


def test_waiting_in_vain_says_what_was_seen(printer):
    with pytest.raises(TimeoutError, match=r"0 slips, 0 bytes received, 0 connections.*paper"):
        printer.wait_for_slips(1, timeout_s=0.05)


def test_a_wrong_change_is_refused_and_changes_nothing(printer):
    with pytest.raises(TypeError):
        printer.set(silent=True, papr="out")
    with pytest.raises(ValueError):
        printer.set(slow_bytes_per_s=0)
    assert not printer.weather.silent


def test_closed_it_frees_its_port_and_its_thread(printer):
    port = urlsplit(printer.connection).port
    printer.close()
    printer.close()
    printer.set(paper="out")
    assert not any(thread.name.startswith("virtual printer") for thread in threading.enumerate())
    with serve_tcp(port=port) as again:
        assert again.connection == f"tcp://127.0.0.1:{port}"


def test_two_printers_cannot_have_one_port(printer):
    with pytest.raises(OSError) as refused:
        serve_tcp(port=urlsplit(printer.connection).port)
    assert refused.value.errno == errno.EADDRINUSE


def port_of(printer: VirtualPrinter) -> serial.Serial:
    parts = urlsplit(printer.connection)
    assert parts.scheme == "serial"
    return serial.Serial(parts.path, 115200, timeout=5, write_timeout=10)


def test_a_serial_host_prints_and_hears_the_status(tmp_path):
    with serve_pty(out_dir=tmp_path) as printer:
        assert printer.connection.endswith("?baud=115200")
        for count in (1, 2):
            with port_of(printer) as host:
                host.write(STATUS)
                assert host.read(1) == b"\x12"
                host.write(RASTER)
                assert printer.wait_for_slips(count)[-1].slip.image.size == (576, 865)
    assert (tmp_path / "slip-0002.png").exists()


def test_a_paced_serial_printer_takes_as_long_as_the_line():
    with serve_pty(baud=19_200, paced=True) as printer, port_of(printer) as host:
        host.write(b"x" * 480 + JOB)
        (printed,) = printer.wait_for_slips(1)
    assert 0.2 <= printed.duration_s <= 10


def test_a_serial_printer_that_dies_leaves_the_port_and_loses_what_is_sent():
    with serve_pty() as printer, port_of(printer) as host:
        printer.set(dies_after_bytes=4)
        host.write(JOB + JOB)
        printer.wait_for(lambda twin: twin.weather.unplugged)
        host.write(STATUS)
        printer.set(unplugged=False)
        host.reset_input_buffer()
        host.write(STATUS + JOB)
        assert host.read(1) == b"\x12"
        assert printer.wait_for_slips(1)[-1].slip.text.endswith("Hello")


def test_a_serial_printer_without_paper_pushes_back():
    with serve_pty(buffer_bytes=2_000) as printer, port_of(printer) as host:
        printer.set(paper="out")
        host.write_timeout = 0.2
        with pytest.raises(serial.SerialTimeoutException):
            host.write(RASTER)
        assert printer.bytes_received <= 2_000


@pytest.fixture
def shell(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "drivers.twins.printer", "--port", "0", "--out", str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield process
    process.kill()
    process.communicate()


def test_from_the_shell_it_prints_one_json_line_a_slip_and_obeys_words(shell, tmp_path):
    url = urlsplit(json.loads(shell.stdout.readline())["connection"])
    with socket.create_connection((url.hostname, url.port), timeout=10) as host:
        host.sendall(JOB)
        line = json.loads(shell.stdout.readline())
        assert line.pop("ms") >= 0
        assert line == {
            "slip": 1, "bytes": len(JOB), "dots": [576, 30], "ending": "partial cut",
            "png": str(tmp_path / "slip-0001.png"), "faults": [],
        }  # fmt: skip
        assert (tmp_path / "slip-0001.png").exists()
        host.sendall(b"\x1da\x08")
        assert host.recv(16) == b"\x10\x00\x00\x0f"
        shell.stdin.write("nonsense\npaper-low\n")
        shell.stdin.flush()
        assert host.recv(16) == b"\x10\x00\x03\x0f"
        assert "not understood: 'nonsense'. Known: paper-ok" in shell.stderr.readline()
    shell.stdin.write("quit\n")
    shell.stdin.flush()
    assert shell.wait(10) == 0


def test_from_the_shell_it_serves_on_without_a_standard_input_and_ends_on_a_signal(shell):
    url = urlsplit(json.loads(shell.stdout.readline())["connection"])
    shell.stdin.close()
    shell.stdin = None
    with socket.create_connection((url.hostname, url.port), timeout=10) as host:
        host.sendall(JOB)
        assert json.loads(shell.stdout.readline())["slip"] == 1
    shell.send_signal(signal.SIGTERM)
    assert shell.wait(10) == 0


def test_from_the_shell_a_taken_port_is_said_in_a_sentence(printer):
    port = str(urlsplit(printer.connection).port)
    refused = subprocess.run(
        [sys.executable, "-m", "drivers.twins.printer", "--port", port], capture_output=True, text=True, timeout=20
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("The virtual printer cannot start: ")
    assert "Traceback" not in refused.stderr
