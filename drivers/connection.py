"""Where a device is, read from its URL in the configuration. Pure."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

Flow = Literal["none", "rtscts", "xonxoff"]
FLOWS: tuple[Flow, ...] = ("none", "rtscts", "xonxoff")
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)


@dataclass(frozen=True, slots=True)
class Tcp:
    """tcp://host:port"""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Serial:
    """serial:///dev/ttyUSB0?baud=115200&flow=none|rtscts|xonxoff"""

    path: str
    baud: int = 115200
    flow: Flow = "none"


@dataclass(frozen=True, slots=True)
class File:
    """file:///path: appended to. A USB printer is file:///dev/usb/lp0."""

    path: str


@dataclass(frozen=True, slots=True)
class Loop:
    """loop://name: a pipe inside this process, for tests; the far end listens at `loop_address(name)`."""

    name: str


Connection = Tcp | Serial | File | Loop


class BadConnection(ValueError):
    """The connection cannot be understood; the message says what is wrong and how it should look."""


def parse_connection(url: str) -> Connection:
    """Read `tcp://`, `serial://`, `file://` or `loop://`. Raises BadConnection."""
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


def _serial(url: str, parts: SplitResult, _port: int | None) -> Serial:
    query = _only(url, parts, ("baud", "flow"))
    baud = query.get("baud", "115200")
    if baud not in map(str, BAUDS):
        raise BadConnection(f"{url!r}: baud {baud!r} is none of {', '.join(map(str, BAUDS))}")
    flow = query.get("flow", "none")
    for known in FLOWS:
        if flow == known:
            return Serial(_path(url, parts, "serial:///dev/ttyUSB0?baud=115200"), int(baud), known)
    raise BadConnection(f"{url!r}: flow {flow!r} is none of {', '.join(FLOWS)}")


def _file(url: str, parts: SplitResult, _port: int | None) -> File:
    _only(url, parts, ())
    return File(_path(url, parts, "file:///dev/usb/lp0"))


def _loop(url: str, parts: SplitResult, _port: int | None) -> Loop:
    _only(url, parts, ())
    if not parts.netloc or parts.path.strip("/"):
        raise BadConnection(f"{url!r}: needs a name, such as loop://printer")
    return Loop(parts.netloc)


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
    "loop": _loop,
}
