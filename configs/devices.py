"""Devices of the hall: ticket machines, boards, pads, screens and consoles, where they stand and what hangs on them."""

import re
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, Field, model_validator

from .base import Id, Part, Wrong, refused

DeviceKind = Literal["ticket_machine", "call_board", "call_pad", "rating_pad", "window_screen", "console"]
AT_WINDOWS = ("call_pad", "rating_pad", "window_screen")
"""The kinds that belong to one window each."""

SCHEMES = ("tcp", "serial", "file")


def _connection(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise refused(Wrong("the port of a connection is a number from 1 to 65535")) from None
    if parts.scheme not in SCHEMES or any(char.isspace() for char in url):
        raise refused(Wrong("needs tcp://host:port, serial:///dev/name?baud=115200 or file:///path"))
    if parts.scheme == "tcp" and (not host or not port or parts.path.strip("/") or parts.query):
        raise refused(Wrong("a network connection is tcp://host:port, such as tcp://192.168.1.50:9100"))
    if parts.scheme in ("serial", "file") and (parts.netloc or not re.match(r"/.", parts.path)):
        raise refused(Wrong(f"a {parts.scheme} connection has three slashes and a path: {parts.scheme}:///path"))
    if parts.scheme == "serial" and not all(value for _, value in parse_qsl(parts.query, keep_blank_values=True)):
        raise refused(Wrong("every option after ? needs a value, such as ?baud=115200"))
    return url


Connection = Annotated[str, AfterValidator(_connection), Field(max_length=200)]
"""How bytes reach a device: tcp://host:port, serial:///dev/name?baud=115200, file:///path."""


def wire(connection: str) -> str:
    """A connection without its options: two that share it are on the same wire."""
    return connection.partition("?")[0]


class PrinterDevice(Part):
    """A printer that hangs on a device. Options are checked by the driver that is named."""

    driver: Annotated[Id, Field(description="name of an installed driver, such as escpos")]
    connection: Annotated[
        Connection, Field(description="tcp://host:port, serial:///dev/name?baud=115200, file:///path")
    ]
    options: Annotated[dict[str, Any], Field(description="options of the driver")] = {}


class Device(Part):
    """A terminal. `host` names the machine it runs on where one machine carries several."""

    id: Id
    kind: DeviceKind
    window: Annotated[Id | None, Field(description="required for call_pad, rating_pad and window_screen")] = None
    zone: Annotated[Id | None, Field(description="where it stands, if not at a window")] = None
    layout: Annotated[
        Literal["portrait", "landscape", "bar"], Field(description="shape of its screen; bar: a strip above a window")
    ] = "landscape"
    printer: PrinterDevice | None = None
    host: Annotated[Id | None, Field(description="machine that it runs on; null: a machine of its own")] = None

    @model_validator(mode="after")
    def _stands_where_it_should(self) -> Self:
        if self.kind in AT_WINDOWS and self.window is None:
            raise refused(Wrong(f"a {self.kind} belongs to a window: name it", ("window",)))
        if self.kind not in AT_WINDOWS and self.window is not None:
            raise refused(Wrong(f"a {self.kind} belongs to no window", ("window",)))
        return self
