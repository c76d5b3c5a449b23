"""Two machines on one cable that a test can pull: network namespaces of this process's own. Needs root."""

import contextlib
import ctypes
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NETNS = 0x40000000
"""CLONE_NEWNET of setns(2)."""


def reason_why_not() -> str | None:
    """Why this machine cannot be two; None if it can."""
    if os.geteuid() != 0:
        return "network namespaces are made by root"
    probe = f"hall-probe-{os.getpid()}"
    done = subprocess.run(["ip", "netns", "add", probe], capture_output=True, text=True, check=False)
    subprocess.run(["ip", "netns", "del", probe], capture_output=True, check=False)
    return done.stderr.strip() or None


@dataclass(frozen=True, slots=True)
class Machine:
    """One end of the cable. What is started `inside` has its loopback and its address, and nothing else."""

    name: str
    address: str

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """This thread, and every thread and process that it starts, is on that machine; sockets stay where they were
        made."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            _enter(Path("/var/run/netns") / self.name)
            yield
        finally:
            _enter(Path(f"/proc/self/fd/{home}"))
            os.close(home)


@contextlib.contextmanager
def two_machines() -> Iterator[tuple[Machine, Machine]]:
    """Joined by a cable."""
    pair = [Machine(f"hall-{os.getpid()}-{n}", f"10.77.0.{n}") for n in (1, 2)]
    try:
        for one in pair:
            _ip("netns", "add", one.name)
        cable = ("link", "add", "cable", "netns", pair[0].name, "type", "veth")
        _ip(*cable, "peer", "name", "cable", "netns", pair[1].name)
        for one in pair:
            _ip("-n", one.name, "addr", "add", f"{one.address}/24", "dev", "cable")
            _ip("-n", one.name, "link", "set", "lo", "up")
        plug(pair[0], pair[1])
        yield pair[0], pair[1]
    finally:
        for one in pair:
            subprocess.run(["ip", "netns", "del", one.name], capture_output=True, check=False)


def pull(one: Machine) -> None:
    """The cable is out; nobody is told."""
    _ip("-n", one.name, "link", "set", "cable", "down")


def plug(*ends: Machine) -> None:
    for one in ends:
        _ip("-n", one.name, "link", "set", "cable", "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def _enter(namespace: Path) -> None:
    with namespace.open("rb") as file:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.setns(file.fileno(), NETNS):
            raise OSError(ctypes.get_errno(), f"{namespace} cannot be entered")
