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


HEARD_AND_SAID = {
    "lock_8a": (OPEN_1, OPENED_1),
    "lock_ku16": (bytes.fromhex("0200300335"), bytes.fromhex("020035FFFF00000338")),
    "lock_cu12": (bytes.fromhex("0200008100000386"), bytes.fromhex("0200008110000396")),
    "id_card": (bytes.fromhex("AAAAAA96690003200122"), bytes.fromhex("AAAAAA9669000400008084")),
    "scanner": (b"", b"P1\r"),
    "led_onbon": (
        bytes.fromhex("A5A5A5A5A5A5A5A5FEFF0080000000000000FE020500A2000100004CDC5A"),
        bytes.fromhex("A5A5A5A5A5A5A5A5"),
    ),
    "led_line": (b"A001\r", b"\x06\r"),
    "keypad": (b"", b"1,5\r"),
    "pager": (b"CALL 7\r", b"OK\r"),
    "signal_light": (b"LAMP 1 red\r", b"OK\r"),
    "relay": (bytes.fromhex("01050000FF008C3A"), bytes.fromhex("01050000FF008C3A")),
    "charger": (bytes.fromhex("010300000001840A"), bytes.fromhex("0103020000B844")),
    "guide_set": (bytes.fromhex("010300000001840A"), bytes.fromhex("0103020000B844")),
    "power": (b"POWER on\r", b"OK\r"),
    "host": (b"look\n", b"memory\t8589934592\t4294967296\n"),
    "sound": (b"play\t70\tchime\n", b"playing\n"),
    "a4_printer": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 405 Method Not Allowed\r\n"),
    "watchdog": (b"\0", b""),
}
DID_WITHOUT_A_WORD = {"watchdog": "fed"}
WORDS_FIRST = {"scanner": "scan P1", "keypad": "press 5"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_speaks_over_tcp_and_over_a_pseudo_terminal(kind):
    heard, said = HEARD_AND_SAID[kind]
    settings = ["ack=\\x06"] if kind == "led_line" else []
    with serve_pty(make(kind, settings), KINDS[kind].baud) as server:
        path, _, baud = server.connection.removeprefix("serial://").partition("?baud=")
        with serial.Serial(path, int(baud), timeout=10) as port:
            port.write(heard)
            if kind in WORDS_FIRST:
                server.say(WORDS_FIRST[kind])
            assert port.read(len(said)) == said
            _wait_for_its_deed(server, kind)
    with serve_tcp(make(kind, settings), tells_bytes=True) as server, host_of(server) as host:
        if kind in WORDS_FIRST:  # a byte of the host, so that the twin has taken the connection
            host.sendall(b"\x00")
            server.wait_for(lambda deeds: any(one["did"] == "heard" for one in deeds))
            server.say(WORDS_FIRST[kind])
        host.sendall(heard)
        got = b""
        while len(got) < len(said):
            got += host.recv(len(said) - len(got))
        _wait_for_its_deed(server, kind)
    assert got == said


def _wait_for_its_deed(server, kind):
    """Of one that says nothing on its wire."""
    if kind in DID_WITHOUT_A_WORD:
        server.wait_for(lambda deeds: any(one["did"] == DID_WITHOUT_A_WORD[kind] for one in deeds))


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


def test_a_twin_to_which_nobody_listens_any_more_ends():
    with subprocess.Popen(
        [*STARTED, "lock_8a", "--port", "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as twin:
        twin.stdout.readline()
        twin.stdout.close()
        twin.stdin.write("force 1\n")
        twin.stdin.flush()
        assert twin.wait(timeout=20) == 0


def test_the_printer_is_a_kind_too():
    with subprocess.Popen(
        [*STARTED, "printer", "--port", "pty"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as twin:
        assert json.loads(twin.stdout.readline())["connection"].startswith("serial:///dev/")
        twin.communicate("quit\n", timeout=20)
    assert twin.returncode == 0


def test_the_command_lists_kinds_and_words_and_refuses_in_a_sentence(capsys):
    assert command.main([]) == command.main(["lock_8a", "--words"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n{kind} " in out for kind in KINDS)
    assert "jam N: door N stays shut" in out
    assert command.main(["lock_8a", "--port", "usb"]) == command.main(["lock_8a", "--set", "channels=9"]) == 1
    assert "--port is pty or a number" in capsys.readouterr().err
