"""Reads this machine when asked: disks, memory, sensors, clock. Its lines stand in drivers/host.py.

It judges nothing; what cannot be read is left out.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SENSORS: Final = ("class/thermal/thermal_zone*/temp", "class/hwmon/hwmon*/temp*_input")
CLOCKS: Final = (
    ("chrony", ("chronyc", "-c", "tracking")),
    ("timesync", ("timedatectl", "timesync-status")),
    ("ntp", ("timedatectl", "show", "-p", "NTPSynchronized", "--value")),
)
_CLOCK_S: Final = 2.0


def look(paths: list[str], root: Path = Path("/")) -> Iterator[str]:
    """The answer to one `look`, line by line. `root` is where /proc and /sys are found."""
    for path in paths:
        try:
            seen = os.statvfs(path)
        except OSError:
            continue
        yield f"disk\t{path}\t{seen.f_blocks * seen.f_frsize}\t{seen.f_bavail * seen.f_frsize}"
    yield from _memory(root / "proc/meminfo")
    yield from _sensors(root / "sys")
    yield from _clocks()
    yield "done"


def _memory(path: Path) -> Iterator[str]:
    try:
        rows = dict(line.split(":", 1) for line in path.read_text("ascii").splitlines() if ":" in line)
        total, free = (int(rows[name].split()[0]) * 1024 for name in ("MemTotal", "MemAvailable"))
    except (OSError, ValueError, LookupError):
        return
    yield f"memory\t{total}\t{free}"


def _sensors(sys_: Path) -> Iterator[str]:
    for path in sorted(found for pattern in SENSORS for found in sys_.glob(pattern)):
        try:
            yield f"temperature\t{path.parent.name}\t{int(path.read_text('ascii'))}"
        except (OSError, ValueError):
            continue  # a sensor that sleeps answers with an error


def _clocks() -> Iterator[str]:
    """What the first program that knows says of the clock, on one line."""
    for name, command in CLOCKS:
        try:
            said = subprocess.run(command, capture_output=True, timeout=_CLOCK_S, check=False, encoding="utf-8")
        except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
            continue
        if said.returncode == 0 and said.stdout.strip():
            yield f"clock\t{name}\t" + " ; ".join(line.strip() for line in said.stdout.splitlines() if line.strip())
            return


def main() -> None:
    for line in sys.stdin:
        word, *paths = line.rstrip("\n").split("\t")
        if word == "look":
            for said in look(paths):
                print(said.replace("\r", " "))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
