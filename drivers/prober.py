"""Asks unknown wires the harmless questions, and says what answered where. It blocks; nothing else runs meanwhile.

The rules it keeps, and why:
- Every question at its usual speed first, then at its other speeds: most devices are found in the first round.
- Who answered is asked nothing else. A port that somebody owns is told as in use and left alone.
- On the network each port of a host is asked only what belongs there, so no page goes to a lock and no lock to a page.
"""

import os
import select
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Final
from urllib.parse import quote

from drivers.connection import Connection, Serial, Tcp
from drivers.conversation import Fault
from drivers.faults import GONE, LineFault
from drivers.finding import SYSTEM, Node, System, usb_ports
from drivers.probing import Question, Told
from drivers.questions import driver_of
from drivers.transport import Line, dial

CONNECT_S: Final = 0.5
AT_ONCE: Final = 32
HOSTS_MAX: Final = 256
_HEARD_MAX: Final = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one place. Neither `told` nor `fault`: it is there, and nobody answered."""

    place: str
    """As it was asked: serial:///dev/ttyUSB0, tcp://192.168.30.9:9100."""
    connection: str = ""
    """What to write in devices.yaml: with the speed that worked, by a name that stays."""
    driver: str = ""
    question: Question | None = None
    told: Told | None = None
    fault: Fault | None = None


def serial_places(system: System = SYSTEM) -> list[Serial]:
    """The serial ports of this machine, those of its board and those on USB."""
    folder = system.sys / "class/tty"
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    board = [name for name in names if name.startswith(("ttyS", "ttyAMA")) and _is_real(folder / name)]
    usb = [node.path for node in usb_ports(system)]
    return [Serial(str(system.dev / name)) for name in board] + [Serial(path) for path in usb]


def network_places(network: IPv4Network | IPv6Network, asked: Mapping[str, Question]) -> list[Tcp]:
    """Every port that a question belongs to, of every host."""
    ports = sorted({port for one in asked.values() for port in one.ports})
    return [Tcp(str(host), port) for host in network.hosts() for port in ports]


def probe_all(
    places: Sequence[Connection], asked: Mapping[str, Question], system: System = SYSTEM
) -> Iterable[Found]:
    """What came of each place, in their order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda place: probe(place, asked, system), places)


def probe(place: Connection, asked: Mapping[str, Question], system: System = SYSTEM) -> Found:
    """Ask one place. A TCP port that no question belongs to may be a serial line behind a converter: it is asked as
    one."""
    found = Found(_url(place))
    for name, question, baud in _rounds(place, asked):
        there = replace(place, baud=baud) if isinstance(place, Serial) else place
        try:
            told = _ask(there, question, system)
        except LineFault as fault:
            if fault.fault != GONE:  # who hangs up at one question may like the next
                return replace(found, fault=fault.fault)
            continue
        if told is not None:
            driver = driver_of(name)
            return replace(
                found, connection=_lasting(there, system), driver=driver, question=question, told=told
            )
    return found


def _rounds(place: Connection, asked: Mapping[str, Question]) -> list[tuple[str, Question, int]]:
    if isinstance(place, Tcp):
        own = [(name, one, 0) for name, one in asked.items() if place.port in one.ports]
        return own or [(name, one, 0) for name, one in asked.items() if one.bauds]
    every = [(at, name, one, baud) for name, one in asked.items() for at, baud in enumerate(one.bauds)]
    return [(name, one, baud) for _at, name, one, baud in sorted(every, key=lambda each: each[0])]


def _ask(place: Connection, question: Question, system: System) -> Told | None:
    line = dial(place, CONNECT_S, _writable, system)
    try:
        _drain(line)
        _send(line, question.send)
        return _listen(line, question.judge, time.monotonic() + question.wait_s)
    finally:
        line.close()


def _listen(line: Line, judge: Callable[[bytes], Told | None], until: float) -> Told | None:
    heard = b""
    while (left := until - time.monotonic()) > 0 and len(heard) < _HEARD_MAX:
        if _ready(line.fd, select.POLLIN, left):
            heard += line.read()
            if (told := judge(heard)) is not None:
                return told
    return None


def _drain(line: Line) -> None:
    """What came before the question is no answer to it."""
    for _ in range(16):
        if not (_ready(line.fd, select.POLLIN, 0) and line.read()):
            return


def _send(line: Line, data: bytes) -> None:
    left = memoryview(data)
    while left and _ready(line.fd, select.POLLOUT, CONNECT_S):
        left = left[line.write(left) :]


def _ready(fd: int, event: int, timeout_s: float) -> bool:
    poll = select.poll()
    poll.register(fd, event)
    return bool(poll.poll(max(0.0, timeout_s) * 1000))


def _writable(fd: int, timeout_s: float) -> bool:
    return _ready(fd, select.POLLOUT, timeout_s)


def _is_real(port: Path) -> bool:
    """Whether a port of the board has hardware: the kernel lists four, whatever is there."""
    try:
        return (port / "type").read_text().strip() != "0"
    except OSError:
        return False


def _url(place: Connection) -> str:
    if isinstance(place, Tcp):
        return f"tcp://{f'[{place.host}]' if ':' in place.host else place.host}:{place.port}"
    assert isinstance(place, Serial)
    return f"serial://{place.usb}" if place.usb else f"serial://{place.path}"


def _lasting(place: Connection, system: System) -> str:
    """The same by what stays: the serial number if it is the only such one, else its place, else as it is."""
    if not isinstance(place, Serial) or place.usb is not None:
        return _url(place) + (f"?baud={place.baud}" if isinstance(place, Serial) else "")
    nodes = usb_ports(system)
    node = next((one for one in nodes if one.path == place.path), None)
    return f"{_name(node, nodes, system) if node else _url(place)}?baud={place.baud}"


def _name(node: Node, nodes: list[Node], system: System) -> str:
    if node.usb.number and sum(one.usb == node.usb for one in nodes) == 1:
        return f"serial://{node.usb.vendor:04x}:{node.usb.product:04x}/{quote(node.usb.number, safe='')}"
    folder = system.dev / "serial/by-path"
    links = sorted(folder.iterdir()) if folder.is_dir() else []
    same = [link.name for link in links if os.path.realpath(link) == os.path.realpath(node.path)]
    return f"serial://by-path/{quote(same[0], safe=':')}" if same else f"serial://{node.path}"
