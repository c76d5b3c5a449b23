"""Bars of text on real wires: over TCP and on a pseudo-terminal, with the power dropped and the bar gone silent."""

import os
import select
import socket
import tty

import pytest

from drivers.health import Down, Up
from drivers.led_line import LineConversation, LineOptions
from drivers.led_onbon import OnbonConversation, OnbonOptions
from drivers.port import Port, Timing, parse_connection
from drivers.signs import ShowFailed, Shown, ShowText, SignStatus

QUICK = Timing(connect_s=1.0, write_s=0.5, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=0.3, stable_s=0.3)
ACK = bytes.fromhex("A5A5A5A5A5A5A5A50080FEFF00000000000051020500A000000000AD5B015A")
CALL = ShowText("call-1", "请A001号到3号窗口")
WORDS = CALL.text.encode("gb2312")


def hear(fd: int, end: bytes) -> bytes:
    """What comes until `end`."""
    heard = b""
    while not heard.endswith(end):
        assert select.select([fd], [], [], 10)[0], f"only {heard.hex(' ')} came"
        heard += os.read(fd, 4096)
    return heard


@pytest.fixture
def serial():
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, f"serial://{os.ttyname(slave)}?baud=9600"
    os.close(master)
    os.close(slave)


def test_a_bar_over_tcp_that_loses_its_power_has_its_text_again_when_it_is_back(facts, opened):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        port = Port(parse_connection(url), OnbonConversation(OnbonOptions(reply_s=5.0)), facts, timing=QUICK)
        opened(port)
        far, _ = server.accept()
        hear(far.fileno(), b"\x5a")
        far.sendall(ACK)
        assert port.ask(CALL) is None
        assert WORDS in hear(far.fileno(), b"\x5a")
        far.sendall(ACK)
        assert facts.wait(Shown) == Shown("call-1", CALL.text)
        far.close()
        far, _ = server.accept()
        assert WORDS in hear(far.fileno(), b"\x5a")
        far.sendall(ACK)
        assert facts.wait(SignStatus, lambda fact: fact.answers == "yes")
        port.close()
        far.close()
    assert facts.of(ShowFailed) == []


def test_a_bar_unplugged_in_the_middle_of_a_text_fails_it_once(facts, opened):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        port = Port(parse_connection(url), OnbonConversation(OnbonOptions(reply_s=5.0)), facts, timing=QUICK)
        opened(port)
        far, _ = server.accept()
        hear(far.fileno(), b"\x5a")
        far.sendall(ACK)
        assert port.ask(CALL) is None
        hear(far.fileno(), b"\x5a")
        far.sendall(ACK[:11])
        far.close()
        assert facts.wait(ShowFailed).id == "call-1"
        port.close()
    assert [fact.id for fact in facts.of(ShowFailed)] == ["call-1"]


def test_a_silent_bar_on_a_serial_line_is_told_and_has_its_text_again_when_it_answers(facts, opened, serial):
    master, url = serial
    options = LineOptions(ack=r"\x06", ping=r"\x05", poll_s=1.0, reply_s=0.2, tries=1)
    port = Port(parse_connection(url), LineConversation(options), facts, timing=QUICK)
    opened(port)
    assert hear(master, b"\x05")
    os.write(master, b"\x06")
    assert facts.wait(SignStatus, lambda fact: fact.answers == "yes")
    assert port.ask(CALL) is None
    frame = hear(master, b"\x03\x06")
    os.write(master, b"\x06")
    assert facts.wait(Shown).id == "call-1"
    assert hear(master, b"\x05")  # and no answer
    assert facts.wait(SignStatus).answers == "no"
    assert facts.wait(Down).fault.code == "sign_silent"
    assert facts.wait(Up)
    assert hear(master, b"\x03\x06") == frame
    os.write(master, b"\x06")
    assert facts.wait(SignStatus).answers == "yes"
