"""Devices of the hall: terminals (ticket machines, boards, pads, screens, consoles), the hosts of wires, and what hangs
on wires (readers, bars, locks).

A terminal or host has an account of its own on the broker. A wired device has none: one process owns its wire and
speaks for it, that of its `host`, or without one the `terminal` itself.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from .base import Day, Distinct, DriverName, Id, Line, Part, Wrong, refused
from .people import ROLES, Role

DeviceKind = Literal[
    "ticket_machine", "call_board", "call_pad", "rating_pad", "window_screen", "console", "device_host"
]  # fmt: skip
WiredKind = Literal[
    "printer", "id_card", "scanner", "lock", "led", "keypad", "camera", "charger", "guide_set", "sound", "a4_printer",
    "signal_light", "pager", "power", "host",
]  # fmt: skip
HOST_KIND = "device_host"
TERMINALS: tuple[str, ...] = tuple(kind for kind in get_args(DeviceKind) if kind != HOST_KIND)
WIRED: tuple[str, ...] = get_args(WiredKind)
WIRED_MAX = 64
"""So many wires one process owns at most."""
OWNED_BY_TERMINALS = {"ticket_machine": ("printer", "scanner")}
"""What the process of a terminal can own itself; everything else needs a host."""
AT_WINDOWS = ("call_pad", "rating_pad", "window_screen")
"""The kinds that belong to one window each."""

BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
OPTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "tcp": {},
    "serial": {"baud": tuple(map(str, BAUDS)), "flow": ("none", "rtscts", "xonxoff")},
    "file": {},
    "hid": {},
    "usb": {"interface": tuple(map(str, range(32)))},
}
"""What may follow after ?, by scheme. The drivers read the same grammar; a test compares the two."""
PROGRAMS = ("host", "player")
"""What may follow run://, as the drivers know it."""
CONNECTIONS = (
    "tcp://host:port, serial:///dev/name?baud=115200, serial://by-id/name, hid:///dev/input/name, usb://04b8:0202 or"
    " file:///path"
)
LASTING = ("by-id", "by-path")
"""Folders below /dev/serial whose names stay when a port gets another number."""
USB_ID = re.compile("[0-9a-f]{4}:[0-9a-f]{4}")
"""Vendor and product as lsusb shows them; small letters alone, so that one device has one name."""


SHOWN: Mapping[str, str] = {
    "serial": "serial:///dev/name, serial://by-id/name, serial://by-path/name or serial://1a86:7523/number (lsusb)",
    "file": "file:///dev/name",
    "hid": "hid:///dev/input/name or hid://0c2e:0b61/number, in the small letters of lsusb",
    "usb": "usb://04b8:0202 or usb://04b8:0202/number, in the small letters of lsusb",
}
"""How a place is written, by scheme."""


def _connection(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port if parts.scheme == "tcp" else None
    except ValueError:
        raise refused(Wrong("the port of a connection is a number from 1 to 65535")) from None
    if url in {f"run://{name}" for name in PROGRAMS}:
        return url
    if parts.scheme not in OPTIONS or any(char.isspace() for char in url):
        raise refused(Wrong(f"needs {CONNECTIONS}"))
    if wrong := _tcp_wrong(parts, port) if parts.scheme == "tcp" else _place_wrong(parts) or _options_wrong(parts):
        raise refused(wrong)
    return url


def _tcp_wrong(parts: SplitResult, port: int | None) -> Wrong | None:
    if parts.hostname and port and not (parts.username or parts.path.strip("/") or parts.query or parts.fragment):
        return None
    return Wrong("a network connection is tcp://host:port, such as tcp://192.168.1.50:9100")


def _place_wrong(parts: SplitResult) -> Wrong | None:
    """A path after three slashes, or where the scheme knows it: a USB device, a lasting name of a serial port."""
    scheme, name = parts.scheme, unquote(parts.path.removeprefix("/"))
    if parts.fragment:
        return Wrong("# has no meaning in a connection")
    if not parts.netloc:
        whole = parts.path.startswith("/") and not parts.path.endswith("/") and scheme != "usb"
        return None if whole else Wrong(f"a {scheme} connection is {SHOWN[scheme]}")
    if scheme == "serial" and parts.netloc in LASTING:
        one = bool(name) and "/" not in name and name not in (".", "..")
        return None if one else Wrong(f"needs one name of /dev/serial/{parts.netloc}, such as serial://by-id/usb-FTDI*")
    known = scheme != "file" and USB_ID.fullmatch(parts.netloc) is not None
    right = known and "/" not in name and (name or not parts.path)
    return None if right else Wrong(f"a {scheme} connection is {SHOWN[scheme]}")


def _options_wrong(parts: SplitResult) -> Wrong | None:
    known = OPTIONS[parts.scheme]
    given = parse_qsl(parts.query, keep_blank_values=True)
    for key, value in given:
        if key not in known:
            return Wrong(f'unknown option "{key}" after ? in a {parts.scheme} connection')
        if value not in known[key]:
            return Wrong(f"{key} must be one of {', '.join(known[key])}")
    return Wrong("an option is given twice") if len(dict(given)) < len(given) else None


Connection = Annotated[str, AfterValidator(_connection), Field(max_length=200)]
"""How bytes reach a device (`CONNECTIONS`)."""


def wire(connection: str) -> str:
    """A connection without its options: two that share it are on the same wire. One interface of a USB device is."""
    if connection.startswith("usb:"):
        return connection.removesuffix("?interface=0")
    return re.sub("^serial://by-", "serial:///dev/serial/by-", connection.partition("?")[0])


class PrinterDevice(Part):
    """A printer that hangs on a device. Options are checked by the driver that is named."""

    driver: Annotated[DriverName, Field(description="name of an installed driver, such as escpos")]
    connection: Annotated[Connection, Field(description=CONNECTIONS)]
    options: Annotated[dict[str, Any], Field(description="options of the driver")] = {}


SerialNumber = Annotated[Line, Field(max_length=64, description="as on its plate, for the commissioning report")]
Arrived = Annotated[Day, Field(description="day of its arrival on site (到货进场), for the commissioning report")]


class Device(Part):
    """A terminal, or the host of wires. `host` names the machine it runs on where one machine carries several."""

    id: Id
    kind: Annotated[
        DeviceKind, Field(description="device_host: the process of a machine that owns the wires of devices")
    ]
    window: Annotated[
        Id | None, Field(validate_default=True, description="required for call_pad, rating_pad and window_screen")
    ] = None
    zone: Annotated[Id | None, Field(description="where it stands, if not at a window")] = None
    layout: Annotated[
        Literal["portrait", "landscape", "bar"], Field(description="shape of its screen; bar: a strip above a window")
    ] = "landscape"
    printer: PrinterDevice | None = None
    roles: Annotated[
        Annotated[tuple[Role, ...], Distinct, Field(min_length=1)] | None,
        Field(
            validate_default=True,
            description="required for console: what may be done at it with nobody signed in there, such as [guide]",
        ),
    ] = None
    host: Annotated[Id | None, Field(description="machine that it runs on; null: a machine of its own")] = None
    serial_number: SerialNumber | None = None
    arrived: Arrived | None = None

    @field_validator("window")
    @classmethod
    def _pads_have_a_window(cls, window: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if kind in AT_WINDOWS and window is None:
            raise refused(Wrong(f"a {kind} belongs to a window: name it"))
        if kind and kind not in AT_WINDOWS and window is not None:
            raise refused(Wrong(f"a {kind} belongs to no window"))
        return window

    @field_validator("roles")
    @classmethod
    def _consoles_have_roles(cls, roles: tuple[Role, ...] | None, info: ValidationInfo) -> tuple[Role, ...] | None:
        kind = info.data.get("kind")
        if roles is None and kind == "console":
            raise refused(Wrong(f"a console may do what its roles say: name at least one of {', '.join(ROLES)}"))
        if roles is not None and kind not in (None, "console"):
            raise refused(Wrong("only a console has roles: elsewhere those of whoever is signed in count"))
        return roles


class WiredDevice(Part):
    """A device on a wire: a reader, a bar of text, the board of a cabinet. One process owns the wire."""

    id: Id
    kind: WiredKind
    driver: Annotated[DriverName, Field(description="name of an installed driver, such as led_onbon")]
    connection: Annotated[Connection, Field(description=CONNECTIONS)]
    options: Annotated[dict[str, Any], Field(description="options of the driver")] = {}
    host: Annotated[
        Id | None, Field(description="the device_host that owns the wire; null: the process of its terminal does")
    ] = None
    terminal: Annotated[
        Id | None, Field(validate_default=True, description="the terminal that it stands at or belongs to")
    ] = None
    window: Annotated[Id | None, Field(description="the window that it belongs to")] = None
    zone: Annotated[Id | None, Field(description="where it stands, if at no terminal or window")] = None
    serial_number: SerialNumber | None = None
    arrived: Arrived | None = None

    @field_validator("terminal")
    @classmethod
    def _somebody_owns_the_wire(cls, terminal: str | None, info: ValidationInfo) -> str | None:
        if terminal is None and "host" in info.data and info.data["host"] is None:
            raise refused(Wrong("nobody owns its wire: name a host (a device_host) or the terminal that it hangs on"))
        return terminal

    @property
    def owner(self) -> str:
        """The device whose process owns the wire."""
        return self.host or self.terminal or ""


def model_of(raw: Any) -> type[Device] | type[WiredDevice]:
    """Which of the two is meant by an entry as written: what is on a wire has a kind of its own, and a driver."""
    if not isinstance(raw, dict):
        return Device
    kind = raw.get("kind")
    known = kind in WIRED if isinstance(kind, str) else False
    terminal = kind in get_args(DeviceKind) if isinstance(kind, str) else False
    return WiredDevice if known or ("driver" in raw and not terminal) else Device
