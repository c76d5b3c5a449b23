"""The small twins on real sockets, pseudo terminals and processes."""

import json
import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
import serial

from drivers.twins import __main__ as command
from drivers.twins.kinds import KINDS, make
from drivers.twins.serving import serve_pty, serve_tcp

OPEN_1, OPENED_1 = bytes.fromhex("8A0101119B"), bytes.fromhex("8A0101008A")
STARTED = [sys.executable, "-m", "edge_hub.cli", "device", "twin"]


def host_of(server):
    parts = urlsplit(server.connection)
    return socket.create_connection((parts.hostname, parts.port), timeout=10)


def test_a_board_on_tcp_opens_a_door_and_tells_of_it():
    told = []
    with serve_tcp(make("lock_8a"), on_deed=told.append, tells_bytes=True) as server, host_of(server) as host:
        host.sendall(OPEN_1)
        assert host.recv(16) == OPENED_1
        server.wait_for(lambda deeds: len(deeds) == 3)
    assert {"did": "opened", "door": 1} in told
    assert {"did": "heard", "bytes": "8A 01 01 11 9B"} in told
    assert {"did": "said", "bytes": "8A 01 01 00 8A"} in told


def test_a_board_on_a_pseudo_terminal_answers_a_serial_port():
    with serve_pty(make("lock_8a"), 9600) as server:
        path, _, query = server.connection.removeprefix("serial://").partition("?")
        assert query == "baud=9600"
        with serial.Serial(path, 9600, timeout=10) as port:
            port.write(OPEN_1)
            assert port.read(5) == OPENED_1
            server.say("half")
            port.write(OPEN_1)
            assert port.read(2) == OPENED_1[:2]
            server.say("slow 1000")
            port.write(OPEN_1)
            assert port.read(5) == OPENED_1


def test_a_power_drop_breaks_the_connection_and_a_new_one_is_taken():
    with serve_tcp(make("lock_8a")) as server:
        with host_of(server) as host:
            host.sendall(OPEN_1)
            assert host.recv(16) == OPENED_1
            server.say("power-drop")
            with pytest.raises(ConnectionResetError):
                host.recv(16)
        with host_of(server) as host:
            host.sendall(OPEN_1)
            assert host.recv(16) == OPENED_1


def test_an_unplugged_board_refuses_until_it_is_plugged_in():
    with serve_tcp(make("lock_8a")) as server:
        server.say("unplugged")
        with pytest.raises(ConnectionRefusedError):
            host_of(server)
        server.say("cure")
        with host_of(server) as host:
            host.sendall(OPEN_1)
            assert host.recv(16) == OPENED_1


def test_a_word_that_is_not_known_is_refused_and_a_closed_twin_says_so():
    server = serve_tcp(make("lock_8a"))
    with server, pytest.raises(ValueError, match=r"not understood: open 1\. Known: close, "):
        server.say("open 1")
    server.close()
    with pytest.raises(TimeoutError, match="closed"):
        server.say("silent")


def test_hall_device_twin_tells_what_it_does_a_json_line_each():
    with subprocess.Popen(
        [*STARTED, "lock_8a", "--port", "0", "--set", "channels=12"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as twin:  # fmt: skip
        started = json.loads(twin.stdout.readline())
        parts = urlsplit(started["connection"])
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as host:
            host.sendall(OPEN_1)
            assert host.recv(16) == OPENED_1
        assert json.loads(twin.stdout.readline()) == {"did": "opened", "door": 1}
        out, err = twin.communicate("close 1\nfly\nquit\n", timeout=20)
    assert json.loads(out) == {"did": "closed", "door": 1}
    assert err.startswith("not understood: fly. Known: close, ")
    assert twin.returncode == 0


def test_the_command_lists_kinds_and_words_and_refuses_in_a_sentence(capsys):
    assert command.main([]) == command.main(["lock_8a", "--words"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n{kind} " in out for kind in KINDS)
    assert "jam N: door N stays shut" in out
    assert command.main(["lock_8a", "--port", "usb"]) == command.main(["lock_8a", "--set", "channels=9"]) == 1
    assert "--port is pty or a number" in capsys.readouterr().err
