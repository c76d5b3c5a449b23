"""The programs at the other end of a pipe, as they are started on a machine: it is read, and a call is played by a
player that writes down what it was given."""

import os
import stat
import wave

import psutil
import pytest

from drivers.connection import Run
from drivers.health import Up
from drivers.host import Host, HostConversation, HostLooked, HostOptions, LookAtHost
from drivers.port import Port, Timing
from drivers.sound import CallNotSaid, CallSaid, SayCall, SoundConversation, SoundOptions

QUICK = Timing(connect_s=1.0, write_s=0.5, backoff_s=0.01, backoff_ceiling_s=0.05, job_wait_s=5.0, stable_s=0.2)


def children():
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_this_machine_is_read_by_its_own_program_which_ends_with_the_port(facts, opened):
    before = children()
    options = HostOptions(reply_s=20.0)
    port = opened(Port(Run("host"), HostConversation(options), facts, timing=QUICK))
    readings = facts.wait(Host, timeout_s=30).readings
    assert [disk.path for disk in readings.disks] == ["/"] and readings.disks[0].size > 0
    assert readings.memory_total == psutil.virtual_memory().total
    assert port.ask(LookAtHost("one")) is None
    assert facts.wait(HostLooked, timeout_s=30).id == "one"
    port.close()
    assert children() == before


def test_a_program_that_dies_is_started_anew(facts, opened):
    before = children()
    port = opened(Port(Run("host"), HostConversation(HostOptions(reply_s=20.0)), facts, timing=QUICK))
    facts.wait(Host, timeout_s=30)
    for pid in children() - before:
        psutil.Process(pid).kill()
    facts.wait(Up, timeout_s=30)
    facts.wait(Host, lambda host: bool(host.readings.disks), timeout_s=30)
    port.close()


@pytest.fixture
def speaker(tmp_path, monkeypatch):
    """A machine whose player keeps what it is given, or, as `slow`, never ends."""

    def make(body):
        player = tmp_path / "pw-play"
        player.write_text(f"#!/bin/sh\n{body}\n")
        player.chmod(player.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        return tmp_path / "heard.wav"

    return make


def test_a_call_is_played_by_the_machines_player_as_one_recording(speaker, facts, opened):
    heard = speaker('cp "$1" "$(dirname "$0")/heard.wav"')
    options = SoundOptions(enabled=True, reply_s=20.0)
    port = opened(Port(Run("player"), SoundConversation(options), facts, timing=QUICK))
    assert port.ask(SayCall("one", "A007", "3")) is None
    assert facts.wait(CallSaid, timeout_s=30).id == "one"
    with wave.open(str(heard), "rb") as file:
        assert 2.5 < file.getnframes() / file.getframerate() < 7


def test_a_player_that_fails_and_one_that_never_ends_are_told_and_leave_nothing_behind(speaker, facts, opened):
    before = children()
    speaker("exit 1")
    options = SoundOptions(enabled=True, reply_s=20.0, longest_s=2.0)
    port = opened(Port(Run("player"), SoundConversation(options), facts, timing=QUICK))
    assert port.ask(SayCall("one", "A007", "3")) is None
    assert facts.wait(CallNotSaid, timeout_s=30).fault.code == "player_broke"
    speaker("exec sleep 600")
    assert port.ask(SayCall("two", "A007", "3")) is None
    assert facts.wait(CallNotSaid, timeout_s=30).id == "two"
    port.close()
    assert children() == before
