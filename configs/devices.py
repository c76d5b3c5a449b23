"""Devices of the hall: terminals (ticket machines, boards, pads, screens, consoles), the hosts of wires, and what hangs
on wires (readers, bars, locks).

A terminal or host has an account of its own on the broker. A wired device has none: one process owns its wire and
speaks for it, that of its `host`, or without one the `terminal` itself.
"""

from typing import Annotated, Any, Literal, get_args
from urllib.parse import SplitResult, parse_qsl, urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from .base import Day, Distinct, DriverName, Id, Line, Part, Wrong, refused
from .people import ROLES, Role

DeviceKind = Literal[
    "ticket_machine", "call_board", "call_pad", "rating_pad", "window_screen", "console", "device_host"
]  # fmt: skip
WiredKind = Literal[
    "printer", "id_card", "scanner", "lock", "led", "keypad", "camera", "charger", "guide_set", "sound", "a4_printer",
    "signal_light", "pager", "power",
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
SERIAL_OPTIONS = {"baud": tuple(map(str, BAUDS)), "flow": ("none", "rtscts", "xonxoff")}
"""What may follow a serial port. The drivers read the same grammar; a test compares the two."""


def _connection(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port if parts.scheme == "tcp" else None
    except ValueError:
        raise refused(Wrong("the port of a connection is a number from 1 to 65535")) from None
    if parts.scheme not in ("tcp", "serial", "file") or any(char.isspace() for char in url):
        raise refused(Wrong("needs tcp://host:port, serial:///dev/name?baud=115200 or file:///path"))
    if wrong := _tcp_wrong(parts, port) if parts.scheme == "tcp" else _path_wrong(parts):
        raise refused(wrong)
    return url


def _tcp_wrong(parts: SplitResult, port: int | None) -> Wrong | None:
    if parts.hostname and port and not (parts.username or parts.path.strip("/") or parts.query or parts.fragment):
        return None
    return Wrong("a network connection is tcp://host:port, such as tcp://192.168.1.50:9100")


def _path_wrong(parts: SplitResult) -> Wrong | None:
    if parts.netloc or not parts.path.startswith("/") or parts.path.endswith("/") or parts.fragment:
        return Wrong(f"a {parts.scheme} connection has three slashes and a full path: {parts.scheme}:///dev/name")
    known = SERIAL_OPTIONS if parts.scheme == "serial" else {}
    given = parse_qsl(parts.query, keep_blank_values=True)
    for key, value in given:
        if key not in known:
            return Wrong(f'unknown option "{key}" after ? in a {parts.scheme} connection')
        if value not in known[key]:
            return Wrong(f"{key} must be one of {', '.join(known[key])}")
    return Wrong("an option is given twice") if len(dict(given)) < len(given) else None


Connection = Annotated[str, AfterValidator(_connection), Field(max_length=200)]
"""How bytes reach a device: tcp://host:port, serial:///dev/name?baud=115200, file:///path."""


def wire(connection: str) -> str:
    """A connection without its options: two that share it are on the same wire."""
    return connection.partition("?")[0]


class PrinterDevice(Part):
    """A printer that hangs on a device. Options are checked by the driver that is named."""

    driver: Annotated[DriverName, Field(description="name of an installed driver, such as escpos")]
    connection: Annotated[
        Connection, Field(description="tcp://host:port, serial:///dev/name?baud=115200, file:///path")
    ]
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
    connection: Annotated[
        Connection, Field(description="tcp://host:port, serial:///dev/name?baud=115200, file:///path")
    ]
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
