"""Where a device is, read from its URL in the configuration. Pure."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

Flow = Literal["none", "rtscts", "xonxoff"]
FLOWS: tuple[Flow, ...] = ("none", "rtscts", "xonxoff")
LASTING: Final = ("by-id", "by-path")
"""Folders below /dev/serial with names that stay when a port gets another number."""
_SHOWN: Final = {
    "by-id": "serial://by-id/usb-FTDI_FT232R_A1B2C3-if00-port0",
    "by-path": "serial://by-path/*usb-0:2:1.0*",
}
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)


@dataclass(frozen=True, slots=True)
class Tcp:
    """tcp://host:port"""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class UsbId:
    """Which USB device: vendor and product, as lsusb shows them, and its serial number if there are several."""

    vendor: int
    product: int
    number: str = ""

    def __str__(self) -> str:
        return f"{self.vendor:04x}:{self.product:04x}{f'/{self.number}' if self.number else ''}"


@dataclass(frozen=True, slots=True)
class Serial:
    """serial:///dev/ttyUSB0?baud=115200&flow=none|rtscts|xonxoff, or in place of the path what stays the same when the
    port moves: serial://by-id/NAME, serial://by-path/NAME (both below /dev/serial), serial://1a86:7523/NUMBER."""

    path: str
    baud: int = 115200
    flow: Flow = "none"
    usb: UsbId | None = None
    """In place of the path."""


@dataclass(frozen=True, slots=True)
class File:
    """file:///path: appended to. A USB printer is file:///dev/usb/lp0."""

    path: str


@dataclass(frozen=True, slots=True)
class Hid:
    """hid:///dev/input/event3 or hid://0c2e:0b61/NUMBER: what types like a keyboard, as key events, for us alone."""

    path: str
    usb: UsbId | None = None
    """In place of the path."""


@dataclass(frozen=True, slots=True)
class Usb:
    """usb://04b8:0202/NUMBER?interface=0: the bulk endpoints of a USB interface."""

    usb: UsbId
    interface: int = 0


@dataclass(frozen=True, slots=True)
class Loop:
    """loop://name: a pipe inside this process, for tests; the far end listens at `loop_address(name)`."""

    name: str


@dataclass(frozen=True, slots=True)
class Run:
    """run://name: a small program of ours at the other end of a pipe, drivers/programs/NAME.py."""

    name: str


PROGRAMS = ("host", "player")
"""Ours alone: a configuration names no command of its own to be run."""
Connection = Tcp | Serial | File | Hid | Usb | Loop | Run


class BadConnection(ValueError):
    """The connection cannot be understood; the message says what is wrong and how it should look."""


def parse_connection(url: str) -> Connection:
    """Read a URL of one of the schemes above. Raises BadConnection."""
    try:
        parts = urlsplit(url)
        port = parts.port if parts.scheme == "tcp" else None
    except ValueError as error:
        raise BadConnection(f"{url!r}: {error}") from error
    if parts.scheme not in _PARSERS:
        near = difflib.get_close_matches(parts.scheme, _PARSERS, 1)
        more = f"; did you mean {near[0]}://?" if near else ""
        raise BadConnection(f"{url!r}: a connection starts with {'://, '.join(_PARSERS)}://{more}")
    return _PARSERS[parts.scheme](url, parts, port)


def _tcp(url: str, parts: SplitResult, port: int | None) -> Tcp:
    _only(url, parts, ())
    if not parts.hostname or not port:
        raise BadConnection(f"{url!r}: needs a host and a port, such as tcp://192.168.1.50:9100")
    if parts.path.strip("/") or parts.username:
        raise BadConnection(f"{url!r}: nothing may follow host and port, such as tcp://192.168.1.50:9100")
    return Tcp(parts.hostname, port)


def _serial(url: str, parts: SplitResult, _number: int | None) -> Serial:
    query = _only(url, parts, ("baud", "flow"))
    baud = query.get("baud", "115200")
    if baud not in map(str, BAUDS):
        raise BadConnection(f"{url!r}: baud {baud!r} is none of {', '.join(map(str, BAUDS))}")
    flow = query.get("flow", "none")
    for known in FLOWS:
        if flow == known:
            path, usb = _port(url, parts)
            return Serial(path, int(baud), known, usb)
    raise BadConnection(f"{url!r}: flow {flow!r} is none of {', '.join(FLOWS)}")


def _port(url: str, parts: SplitResult) -> tuple[str, UsbId | None]:
    """The path of a port, or the USB device that it is part of."""
    if parts.netloc in LASTING:
        name = unquote(parts.path.removeprefix("/"))
        if not name or "/" in name or name in (".", ".."):
            raise BadConnection(f"{url!r}: needs a name of /dev/serial/{parts.netloc}, such as {_SHOWN[parts.netloc]}")
        return f"/dev/serial/{parts.netloc}/{name}", None
    if parts.netloc:
        return "", _usb_id(url, parts, "serial:///dev/ttyUSB0 or serial://1a86:7523/A1B2C3")
    return _path(url, parts, "serial:///dev/ttyUSB0?baud=115200"), None


def _hid(url: str, parts: SplitResult, _number: int | None) -> Hid:
    _only(url, parts, ())
    if parts.netloc:
        return Hid("", _usb_id(url, parts, "hid:///dev/input/event3 or hid://0c2e:0b61"))
    return Hid(_path(url, parts, "hid:///dev/input/event3"))


def _usb(url: str, parts: SplitResult, _number: int | None) -> Usb:
    interface = _only(url, parts, ("interface",)).get("interface", "0")
    if not re.fullmatch(r"\d|[12]\d|3[01]", interface, re.ASCII):
        raise BadConnection(f"{url!r}: interface {interface!r} is no number from 0 to 31")
    return Usb(_usb_id(url, parts, "usb://04b8:0202 or usb://04b8:0202/J4ZF001234"), int(interface))


def _usb_id(url: str, parts: SplitResult, example: str) -> UsbId:
    """Small letters alone, so that one device has one name."""
    found = re.fullmatch(r"([0-9a-f]{4}):([0-9a-f]{4})", parts.netloc)
    number = unquote(parts.path.removeprefix("/"))
    if not found or "/" in number or (parts.path and not number):
        raise BadConnection(
            f"{url!r}: needs a path after three slashes, or vendor:product and the serial number if there are several,"
            f" in the small letters of lsusb, such as {example}"
        )
    return UsbId(int(found[1], 16), int(found[2], 16), number)


def _file(url: str, parts: SplitResult, _port: int | None) -> File:
    _only(url, parts, ())
    return File(_path(url, parts, "file:///dev/usb/lp0"))


def _loop(url: str, parts: SplitResult, _port: int | None) -> Loop:
    _only(url, parts, ())
    if not parts.netloc or parts.path.strip("/"):
        raise BadConnection(f"{url!r}: needs a name, such as loop://printer")
    return Loop(parts.netloc)


def _run(url: str, parts: SplitResult, _port: int | None) -> Run:
    _only(url, parts, ())
    if parts.netloc not in PROGRAMS or parts.path.strip("/"):
        raise BadConnection(f"{url!r}: there are only {' and '.join(f'run://{name}' for name in PROGRAMS)}")
    return Run(parts.netloc)


def _path(url: str, parts: SplitResult, example: str) -> str:
    if parts.netloc or not parts.path.startswith("/") or parts.path.endswith("/"):
        raise BadConnection(f"{url!r}: needs the full path of a device after three slashes, such as {example}")
    return unquote(parts.path)


def _only(url: str, parts: SplitResult, known: tuple[str, ...]) -> dict[str, str]:
    if parts.fragment:
        raise BadConnection(f"{url!r}: '#' has no meaning here")
    query = parse_qsl(parts.query, keep_blank_values=True)
    for key, _value in query:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            raise BadConnection(f"{url!r}: unknown option {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    if len(dict(query)) < len(query):
        raise BadConnection(f"{url!r}: an option is given twice")
    return dict(query)


_PARSERS: dict[str, Callable[[str, SplitResult, int | None], Connection]] = {
    "tcp": _tcp,
    "serial": _serial,
    "file": _file,
    "hid": _hid,
    "usb": _usb,
    "loop": _loop,
    "run": _run,
}
