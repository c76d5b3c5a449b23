"""Where a device is now: ports and keyboards by the USB device that they are part of, however they are numbered today.

The rules it keeps, and why:
- Two devices that fit are a fault, not a choice: a slip of one window must not come out at another.
- A keyboard is what can type digits and Enter. A scanner often has other nodes beside it (volume keys, a mouse).
- Nothing is opened, only /sys and links are read: looking costs a device nothing, so it is done once a second while
  a device is away (`is_there`), and it is dialled as soon as it is plugged in.
"""

import errno
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from drivers.connection import Connection, File, Hid, Serial, Usb, UsbId
from drivers.faults import MISSING, SEVERAL, LineFault

_TYPES: Final = (28, *range(2, 12))
"""Key codes of Enter and the digits."""


@dataclass(frozen=True, slots=True)
class System:
    """The machine that is looked at; another one in tests."""

    dev: Path = Path("/dev")
    sys: Path = Path("/sys")
    usb: Any = None
    """The backend of pyusb; None: libusb."""


SYSTEM: Final = System()


@dataclass(frozen=True, slots=True)
class Node:
    """A device file, and the USB device that it is part of."""

    path: str
    device: Path
    usb: UsbId


def serial_path(connection: Serial, system: System = SYSTEM) -> str:
    """The port's device file. Raises LineFault."""
    if connection.usb is not None:
        return _one([node.path for node in usb_ports(system) if _fits(node.usb, connection.usb)])
    path = connection.path
    if "*" not in path or not path.startswith("/dev/serial/"):
        return _at(path, system)
    folder, _, pattern = path.rpartition("/")
    shape = re.compile(re.escape(pattern).replace(r"\*", ".*"))
    try:
        names = [name for name in os.listdir(_at(folder, system)) if shape.fullmatch(name)]  # noqa: PTH208
    except OSError:
        names = []
    # Newer udev has two names for one port (by-path/…-usb-… and …-usbv2-…): the port counts, not its names.
    return _one(sorted({os.path.realpath(_at(f"{folder}/{name}", system)) for name in names}))


def input_path(connection: Hid, system: System = SYSTEM) -> str:
    """The keyboard's device file. Raises LineFault."""
    if connection.usb is None:
        return _at(connection.path, system)
    nodes = [node for node in _nodes("input", "event", system) if _fits(node.usb, connection.usb)]
    nodes = [node for node in nodes if _types(system.sys / "class/input" / Path(node.path).name)]
    if len({node.device for node in nodes}) > 1:
        raise LineFault(SEVERAL)
    return _one([node.path for node in nodes][:1])


def usb_ports(system: System = SYSTEM) -> list[Node]:
    """Serial ports of USB devices."""
    return list(_nodes("tty", "tty", system))


def usb_devices(system: System = SYSTEM) -> list[UsbId]:
    """Every USB device that is plugged in, hubs included."""
    return [found for one in _listed(system.sys / "bus/usb/devices") if (found := _usb_id(one)) is not None]


def is_there(connection: Connection, system: System = SYSTEM) -> bool:
    """Whether dialling could find something. True where that cannot be said without dialling."""
    try:
        match connection:
            case Serial():
                return Path(serial_path(connection, system)).exists()
            case Hid():
                return Path(input_path(connection, system)).exists()
            case Usb():
                return any(_fits(one, connection.usb) for one in usb_devices(system))
            case File() if connection.path.startswith("/dev/"):
                return Path(_at(connection.path, system)).exists()
            case _:
                return True
    except LineFault as fault:
        return fault.fault != MISSING


def _nodes(kind: str, prefix: str, system: System) -> Iterator[Node]:
    for one in _listed(system.sys / "class" / kind):
        if one.name.startswith(prefix) and (device := _usb_device(one)) is not None:
            found = _usb_id(device)
            if found is not None:
                folder = system.dev / "input" if kind == "input" else system.dev
                yield Node(str(folder / one.name), device, found)


def _usb_device(node: Path) -> Path | None:
    """The USB device above a node of /sys/class."""
    real = node.resolve()
    return next((above for above in real.parents if (above / "idVendor").is_file()), None)


def _usb_id(device: Path) -> UsbId | None:
    vendor, product = _read(device / "idVendor"), _read(device / "idProduct")
    try:
        return UsbId(int(vendor, 16), int(product, 16), _read(device / "serial"))
    except ValueError:
        return None


def _types(node: Path) -> bool:
    """Whether an input device can type, by its key bits: words of 64 bits in hexadecimal, the highest first."""
    try:
        bits = [int(word, 16) for word in _read(node / "device/capabilities/key").split()]
    except ValueError:
        return False
    keys = sum(word << (64 * place) for place, word in enumerate(reversed(bits)))
    return all(keys >> code & 1 for code in _TYPES)


def _fits(found: UsbId, wanted: UsbId) -> bool:
    same = (found.vendor, found.product) == (wanted.vendor, wanted.product)
    return same and wanted.number in ("", found.number)


def _one(paths: list[str]) -> str:
    if len(paths) != 1:
        raise LineFault(SEVERAL if paths else MISSING)
    return paths[0]


def _at(path: str, system: System) -> str:
    """A path of the configuration on this system."""
    return str(system.dev / path.removeprefix("/dev/")) if path.startswith("/dev/") else path


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _read(path: Path) -> str:
    """What stands in a file of /sys; empty where there is none, or the device has just gone."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        assert error.errno != errno.EMFILE
        return ""
