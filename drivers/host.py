"""The machine itself (工控机, 一体机): room on its disks, memory, temperature, clock.

The wire: run://host, a program of ours that reads and judges nothing (drivers/programs/host.py); lines, tabs between

    to it      look      /  /var/lib/hall
    from it    disk      /var/lib/hall  size  free           bytes
               memory    total  available                    bytes, of /proc/meminfo
               temperature  thermal_zone0  54321             thousandths of a degree, of /sys
               clock     chrony    what `chronyc -c tracking` says: the fifth field is the offset in seconds
               clock     timesync  what `timedatectl timesync-status` says: Offset: +1.234ms
               clock     ntp       yes or no, as `timedatectl show -p NTPSynchronized` says
               done

From memory: that a positive offset of chrony and timesyncd means a clock that is slow. It only decides a word.

The rules it keeps, and why:
- Thresholds are options, and a person is told what to do before it hurts: a hub with a full disk takes no ticket.
- A clock that nobody sets is told even if it is right today. Where the machine does not know its offset, that to the
  hub's clock counts, which a look may bring along (`hub_offset_s`).
- Figures are told when they moved (see `_moved`), faults when they change. What cannot be read is unknown, never good.
- A sensor below -20 or above 150 degrees is broken and counts for nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from drivers.conversation import Fact, Fault, Step
from drivers.host_faults import (
    CLOCK_UNSET,
    HOST_SILENT,
    clock_off,
    disk_full,
    disk_missing,
    host_hot,
    memory_low,
)

LINE_BYTES_MAX: Final = 4096
LINES_MAX: Final = 200


class HostOptions(BaseModel):
    """What is looked at, and from where on a person is told."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    paths: str = Field(default="/", description="Folders whose disks are looked at, with spaces between.")
    disk_free_percent_min: float = Field(default=10.0, ge=1, le=90, description="Less room than this is told.")
    memory_free_percent_min: float = Field(default=8.0, ge=1, le=90, description="Less memory than this is told.")
    temperature_max_c: float = Field(default=80.0, ge=40, le=120, description="What is hotter is told.")
    clock_offset_max_s: float = Field(default=2.0, ge=0.05, le=600, description="A clock that is off by more is told.")
    clock_must_be_set: bool = Field(default=True, description="Also tell of a clock that nothing sets.")
    poll_s: float = Field(default=30.0, ge=2, le=3600, description="How often to look.")
    reply_s: float = Field(default=10.0, gt=0, le=60, description="Longest wait for an answer.")

    @field_validator("paths")
    @classmethod
    def _are_paths(cls, paths: str) -> str:
        if not paths.split() or not all(path.startswith("/") for path in paths.split()) or len(paths) > 500:
            raise PydanticCustomError("paths", "must be full paths, such as / /var/lib/hall")
        return paths


# ---------------------------------------------------------------------------------------------------------------- codec


@dataclass(frozen=True, slots=True)
class Disk:
    path: str
    size: int
    free: int

    @property
    def free_percent(self) -> float:
        return 100 * self.free / self.size if self.size > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read; None: not known."""

    disks: tuple[Disk, ...] = ()
    memory_total: int | None = None
    memory_free: int | None = None
    temperature_c: float | None = None
    """Of the hottest sensor."""
    clock_offset_s: float | None = None
    """How far this clock is ahead; below 0: behind."""
    clock_set: bool | None = None


@dataclass(frozen=True, slots=True)
class Host(Fact):
    """The machine; told when it changes. The worst fault comes first."""

    readings: Readings = field(default_factory=Readings)
    faults: tuple[Fault, ...] = ()

    @property
    def fault(self) -> Fault | None:
        return self.faults[0] if self.faults else None


def question(paths: Iterable[str]) -> bytes:
    return ("\t".join(("look", *paths)) + "\n").encode()


class LineDecoder:
    """Cuts what comes into lines; one that is too long is dropped. Keeps less than LINE_BYTES_MAX."""

    def __init__(self) -> None:
        self._begun = b""
        self._dropping = False

    def feed(self, data: bytes) -> list[str]:
        *whole, rest = (self._begun + data).split(b"\n")
        if self._dropping and whole:
            whole, self._dropping = whole[1:], False
        self._dropping = self._dropping or len(rest) >= LINE_BYTES_MAX
        self._begun = b"" if self._dropping else rest
        return [line.decode("utf-8", "replace") for line in whole if len(line) < LINE_BYTES_MAX]


def read(lines: Iterable[str]) -> Readings:
    """What the lines of one look say; a line that makes no sense says nothing."""
    readings = Readings()
    for line in lines:
        word, *fields = line.split("\t")
        reader = _READERS.get(word)
        if reader is not None:
            try:
                readings = reader(readings, *fields)
            except (TypeError, ValueError):
                continue
    return readings


def _disk(readings: Readings, path: str, size: str, free: str) -> Readings:
    return replace(readings, disks=(*readings.disks, Disk(path, int(size), int(free))))


def _memory(readings: Readings, total: str, free: str) -> Readings:
    return replace(readings, memory_total=int(total), memory_free=int(free))


def _temperature(readings: Readings, _sensor: str, thousandths: str) -> Readings:
    degrees = int(thousandths) / 1000
    if not -20 <= degrees <= 150 or degrees <= (-99 if readings.temperature_c is None else readings.temperature_c):
        return readings
    return replace(readings, temperature_c=degrees)


_OFFSET: Final = re.compile(r"Offset: ([+-]?)(\d+(?:\.\d+)?)(us|ms|s|min)\b")
_UNITS: Final = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0}


def _clock(readings: Readings, program: str, said: str) -> Readings:
    if program == "chrony":
        fields = said.split(",")
        if len(fields) < 14:
            return readings
        return replace(readings, clock_offset_s=-float(fields[4]), clock_set=fields[-1] != "Not synchronised")
    if program == "timesync":
        found = _OFFSET.search(said)
        if found is None:
            return replace(readings, clock_set=False)
        offset = float(found[2]) * _UNITS[found[3]] * (1 if found[1] == "-" else -1)
        return replace(readings, clock_offset_s=offset, clock_set=True)
    return replace(readings, clock_set=said == "yes") if said in ("yes", "no") else readings


_READERS: Final[Mapping[str, Callable[..., Readings]]] = {
    "disk": _disk,
    "memory": _memory,
    "temperature": _temperature,
    "clock": _clock,
}


def judge(readings: Readings, options: HostOptions) -> tuple[Fault, ...]:
    """What a person should be told of, the worst first."""
    found: list[Fault] = []
    seen = {disk.path: disk for disk in readings.disks}
    for path in options.paths.split():
        if path not in seen:
            found.append(disk_missing(path))
        elif seen[path].free_percent < options.disk_free_percent_min:
            found.append(disk_full(path, seen[path].free_percent))
    if readings.temperature_c is not None and readings.temperature_c > options.temperature_max_c:
        found.append(host_hot(readings.temperature_c))
    offset = readings.clock_offset_s
    if offset is not None and abs(offset) > options.clock_offset_max_s:
        found.append(clock_off(offset))
    if readings.memory_total and readings.memory_free is not None:
        percent = 100 * readings.memory_free / readings.memory_total
        if percent < options.memory_free_percent_min:
            found.append(memory_low(percent))
    if options.clock_must_be_set and readings.clock_set is not True:
        found.append(CLOCK_UNSET)
    return tuple(found)


def _moved(before: Readings, now: Readings) -> bool:
    """Whether the figures are news: a percent of a disk, five of memory, three degrees, a tenth of a second."""
    if [disk.path for disk in before.disks] != [disk.path for disk in now.disks]:
        return True
    if any(abs(one.free_percent - other.free_percent) >= 1 for one, other in zip(before.disks, now.disks, strict=True)):
        return True
    steps = (("temperature_c", 3.0), ("clock_offset_s", 0.1), ("memory_free", 0.05 * (now.memory_total or 1)))
    for name, step in steps:
        was, is_ = getattr(before, name), getattr(now, name)
        if (was is None) != (is_ is None) or (was is not None and is_ is not None and abs(was - is_) >= step):
            return True
    return before.clock_set != now.clock_set


# --------------------------------------------------------------------------------------------------------- conversation


@dataclass(frozen=True, slots=True)
class LookAtHost:
    """Look now. `hub_offset_s`: how far this clock is before the hub's, where the owner knows it."""

    id: str
    hub_offset_s: float | None = None


@dataclass(frozen=True, slots=True)
class HostLooked(Fact):
    id: str
    host: Host


@dataclass(frozen=True, slots=True)
class HostFailed(Fact):
    id: str
    fault: Fault


class HostConversation:
    """One machine: a look, its lines, a pause."""

    def __init__(self, options: HostOptions) -> None:
        self._options = options
        self._open = self._asking = False
        self._due: float | None = None
        self._lines: list[str] = []
        self._decoder = LineDecoder()
        self._job: LookAtHost | None = None
        self._hub_offset_s: float | None = None
        self._told: Host | None = None

    @property
    def ready(self) -> bool:
        return self._open and not self._asking

    @property
    def due(self) -> float | None:
        return self._due

    def open(self, now: float) -> Step:
        self._open, self._decoder = True, LineDecoder()
        return self._look()

    def ask(self, job: LookAtHost, now: float) -> Step:
        assert self.ready
        self._job = job
        if job.hub_offset_s is not None:
            self._hub_offset_s = job.hub_offset_s
        return self._look()

    def sent(self, now: float) -> Step:
        if self._asking:
            self._due = now + self._options.reply_s
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        step = Step()
        for line in self._decoder.feed(data):
            if line == "done" and self._asking:
                step = step.then(self._looked(now))
            elif len(self._lines) < LINES_MAX:
                self._lines.append(line)
        return step

    def tick(self, now: float) -> Step:
        if self._due is None or now < self._due:
            return Step()
        return Step(hang_up=HOST_SILENT) if self._asking else self._look()

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        job, self._job = self._job, None
        self._open = self._asking = False
        self._due = None
        failed = () if job is None else (HostFailed(job.id, fault),)
        return (*failed, *self._tell(Host(faults=(fault,))))

    def refuse(self, job: LookAtHost, fault: Fault) -> tuple[Fact, ...]:
        return (HostFailed(job.id, fault),)

    def _look(self) -> Step:
        self._asking, self._due, self._lines = True, None, []
        return Step(question(self._options.paths.split()))

    def _looked(self, now: float) -> Step:
        readings = read(self._lines)
        if readings.clock_offset_s is None:
            readings = replace(readings, clock_offset_s=self._hub_offset_s)
        host = Host(readings, judge(readings, self._options))
        self._asking, self._due = False, now + self._options.poll_s
        job, self._job = self._job, None
        done = () if job is None else (HostLooked(job.id, host),)
        return Step(facts=(*done, *self._tell(host)))

    def _tell(self, host: Host) -> tuple[Fact, ...]:
        told = self._told
        same = told is not None and [one.code for one in told.faults] == [one.code for one in host.faults]
        if told is not None and same and not _moved(told.readings, host.readings):
            return ()
        self._told = host
        return (host,)
