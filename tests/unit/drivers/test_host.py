"""The machine itself: what its lines mean, what is told, and the talk in every weather."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.faults import GONE
from drivers.host import (
    LINE_BYTES_MAX,
    Disk,
    Host,
    HostConversation,
    HostFailed,
    HostLooked,
    HostOptions,
    LineDecoder,
    LookAtHost,
    Readings,
    judge,
    read,
)
from drivers.host_faults import HOST_SILENT
from drivers.programs import host as program
from drivers.twins.machine import Machine
from drivers.twins.twin import Reply

CHRONY = "A29FC87B,time.example,3,1764230400.1,{},0.00001,0.0002,1.2,0.0,0.1,0.01,0.001,64.5,{}"
LINES = {
    "disk": ("disk\t/var/lib/hall\t1000\t250", Readings(disks=(Disk("/var/lib/hall", 1000, 250),))),
    "memory": ("memory\t800\t200", Readings(memory_total=800, memory_free=200)),
    "warm": ("temperature\tthermal_zone0\t54321", Readings(temperature_c=54.321)),
    "broken sensor": ("temperature\thwmon1\t-273000", Readings()),
    "chrony": (
        "clock\tchrony\t" + CHRONY.format("0.000006523", "Normal"),
        Readings((), None, None, None, -6.523e-06, True),
    ),
    "chrony alone": (
        "clock\tchrony\t" + CHRONY.format("0.0", "Not synchronised"),
        Readings(clock_offset_s=0.0, clock_set=False),
    ),
    "chrony of another age": ("clock\tchrony\ta,b,c", Readings()),
    "timesync": (
        "clock\ttimesync\tServer: x ; Offset: +1.5ms ; Jitter: 2ms",
        Readings(clock_offset_s=-0.0015, clock_set=True),
    ),
    "timesync behind": ("clock\ttimesync\tOffset: -2min", Readings(clock_offset_s=120.0, clock_set=True)),
    "timesync alone": ("clock\ttimesync\tServer: n/a", Readings(clock_set=False)),
    "ntp": ("clock\tntp\tyes", Readings(clock_set=True)),
    "not set": ("clock\tntp\tno", Readings(clock_set=False)),
    "nonsense": ("disk\tx\ty", Readings()),
    "other": ("hello\tyou", Readings()),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_means_this(name):
    line, readings = LINES[name]
    assert read([line]) == readings


def test_the_hottest_sensor_counts():
    assert read(["temperature\ta\t40000", "temperature\tb\t61000", "temperature\tc\t50000"]).temperature_c == 61.0


GOOD = Readings((Disk("/", 1000, 500),), 1000, 500, 45.0, 0.001, True)
TOLD = {
    "good": ({}, []),
    "full": ({"disks": (Disk("/", 1000, 99),)}, ["disk_full"]),
    "no disk": ({"disks": ()}, ["disk_missing"]),
    "empty disk": ({"disks": (Disk("/", 0, 0),)}, ["disk_full"]),
    "hot": ({"temperature_c": 80.1}, ["host_hot"]),
    "fast": ({"clock_offset_s": 2.1}, ["clock_off"]),
    "slow": ({"clock_offset_s": -2.1}, ["clock_off"]),
    "memory": ({"memory_free": 79}, ["memory_low"]),
    "clock not set": ({"clock_set": False}, ["clock_unset"]),
    "clock not known": ({"clock_set": None, "clock_offset_s": None}, ["clock_unset"]),
    "sensors not known": ({"temperature_c": None, "memory_total": None}, []),
    "all": ({"disks": (), "temperature_c": 99.0, "clock_set": False}, ["disk_missing", "host_hot", "clock_unset"]),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_goes_beyond_its_threshold_is_told_the_worst_first(name):
    changes, codes = TOLD[name]
    assert [fault.code for fault in judge(replace(GOOD, **changes), HostOptions())] == codes


@pytest.mark.parametrize("wrong", [{"paths": ""}, {"paths": "var"}, {"temperature_max_c": 20.0}, {"poll_s": 0.5}])
def test_thresholds_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValidationError):
        HostOptions(**wrong)


@given(st.lists(st.binary(max_size=60) | st.just(b"disk\t"), max_size=20))
def test_after_any_bytes_the_next_line_is_read_and_little_is_kept(parts):
    decoder = LineDecoder()
    for part in parts:
        read(decoder.feed(part))
        assert len(decoder._begun) < LINE_BYTES_MAX
    assert decoder.feed(b"\ndone\n")[-1:] == ["done"]


@pytest.mark.parametrize("hostile", [b"\n", b"x", b"disk\t/\t1\t1\n"])
def test_hostile_bytes_are_read_faster_than_any_line_brings_them(hostile):
    """5 MB/s in the processor's time of this thread, which a busy machine does not stretch."""
    data = hostile * (1_000_000 // len(hostile))
    decoder = LineDecoder()
    began = time.thread_time()
    for at in range(0, len(data), 4096):
        decoder.feed(data[at : at + 4096])
    assert time.thread_time() - began < 0.2
    assert len(decoder._begun) < LINE_BYTES_MAX


# The talk


class Wired:
    """The simulated machine behind the wire of a test."""

    def __init__(self):
        self.twin, self.silent, self.questions = Machine(), False, 0

    def take(self, data):
        self.questions += 1
        said = [output.data for output in self.twin.hear(data, 0.0) if isinstance(output, Reply)]
        return [] if self.silent else said


@pytest.fixture
def machine():
    return Wired()


@pytest.fixture
def talk(wire, machine):
    def make(weather=None, **options):
        more = {} if weather is None else {"weather": weather}
        wired = wire(conversation=HostConversation(HostOptions(**options)), device=machine, **more)
        wired.open()
        return wired

    return make


def clear(answer):
    yield 0.002, answer


def byte_by_byte(answer):
    for place, byte in enumerate(answer):
        yield 0.002 + place * 0.001, bytes((byte,))


def late(answer):
    yield 5.0, answer


def garbage_around(answer):
    yield 0.001, b"\x00\xff\n"
    yield 0.002, b"\x81\t\n" + answer + b"do"


@pytest.mark.parametrize("weather", [clear, byte_by_byte, late, garbage_around])
def test_a_machine_is_read_in_any_weather_and_told_once(talk, weather):
    wire = talk(weather, paths="/ /var/lib/hall")
    wire.run(300)
    assert len(wire.of(Host)) == 1
    readings = wire.of(Host)[0].readings
    assert [(disk.path, round(disk.free_percent)) for disk in readings.disks] == [("/", 60), ("/var/lib/hall", 60)]
    assert (readings.temperature_c, readings.clock_set) == (45.0, True)


def test_what_moves_is_told_and_what_hardly_moves_is_not(talk, machine):
    wire = talk()
    wire.run(60)
    for word, rest in (("warm", "47"), ("disk", "60"), ("clock", "50"), ("memory", "52")):
        machine.twin.obey(word, rest, 0.0)
        wire.run(60)
    assert len(wire.of(Host)) == 1
    for word, rest, code in (("disk", "5", "disk_full"), ("clock", "5000", "disk_full"), ("disk", "50", "clock_off")):
        machine.twin.obey(word, rest, 0.0)
        wire.run(60)
        assert wire.of(Host)[-1].fault.code == code
    machine.twin.cure(0.0)
    wire.run(60)
    assert wire.of(Host)[-1].faults == ()


def test_a_look_that_is_asked_for_is_answered_once_and_the_hubs_clock_counts_where_no_other_is_known(talk, machine):
    machine.twin.obey("unset", "", 0.0)
    wire = talk()
    wire.run(1)
    wire.ask(LookAtHost("one", hub_offset_s=-7.0))
    wire.run(1)
    (looked,) = wire.of(HostLooked)
    assert [fault.code for fault in looked.host.faults] == ["clock_off", "clock_unset"]
    assert looked.host.fault.why == "本机时钟慢了 7.0 秒"


def test_a_silent_program_is_started_anew_and_the_look_fails(talk, machine):
    wire = talk()
    wire.run(1)
    machine.silent = True
    wire.ask(LookAtHost("one"))
    wire.run(11)
    assert (wire.of(HostFailed), wire.hung_up) == ([HostFailed("one", HOST_SILENT)], 1)
    assert wire.of(Host)[-1].fault == HOST_SILENT


def test_a_line_that_is_lost_fails_the_look_once(talk):
    wire = talk()
    wire.run(1)
    wire.takes_data = False
    wire.ask(LookAtHost("one"))
    wire.unplug()
    assert wire.of(HostFailed) == [HostFailed("one", GONE)]
    assert wire.conversation.refuse(LookAtHost("x"), GONE) == (HostFailed("x", GONE),)


# The program that reads


def test_the_program_says_what_the_system_says_and_leaves_out_what_it_cannot_read(tmp_path):
    for path, text in {
        "proc/meminfo": "MemTotal:  8000 kB\nMemFree: 100 kB\nMemAvailable:  2000 kB\n",
        "sys/class/thermal/thermal_zone0/temp": "54321\n",
        "sys/class/hwmon/hwmon0/temp1_input": "61000\n",
        "sys/class/hwmon/hwmon1/temp1_input": "no sense\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    said = list(program.look([str(tmp_path), str(tmp_path / "nowhere")], Path(tmp_path)))
    assert said[-1] == "done"
    readings = read(said)
    assert [disk.path for disk in readings.disks] == [str(tmp_path)]
    assert (readings.memory_total, readings.memory_free, readings.temperature_c) == (8192000, 2048000, 61.0)
    assert list(program.look([], tmp_path / "nowhere"))[-1] == "done"
