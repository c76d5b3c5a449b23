"""Devices that speak in lines: a plain LED bar, a call pad or rating box, a pager, a signal light.

No source shows the bytes of any make, so both directions are templates, as an installer would read them off a manual:
`hears` is a line from the host ("CALL {number}"), `says` the line that a key sends ("{address},{key}"), `ack` what is
answered to a line that was understood. \\xNN in a template is that byte. The defaults are invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from drivers.twins.twin import PAUSE_S, Deed, Output, Reply, Twin, number

LINE_BYTES_MAX: Final = 512
PLACES_MAX: Final = 3
KEYS_MAX: Final = 99
ENDS: Final = {"cr": b"\r", "crlf": b"\r\n", "lf": b"\n", "none": b""}


@dataclass(frozen=True, slots=True)
class Options:
    """`end` none: a line is over after idle_s without a byte. `did` is how a line is told of."""

    hears: str = "{text}"
    says: str = ""
    ack: str = ""
    end: str = "cr"
    encoding: str = "gb18030"
    idle_s: float = 0.1
    address: int = 1
    did: str = "shows"

    def __post_init__(self) -> None:
        if self.end not in ENDS or self.encoding not in ("utf-8", "gb18030"):
            raise ValueError(f"end is one of {', '.join(ENDS)}; encoding is utf-8 or gb18030")
        if not 0.01 <= self.idle_s <= PAUSE_S or len(re.findall(r"\{\w+\}", self.hears)) > PLACES_MAX:
            raise ValueError(f"idle_s is 0.01 to {PAUSE_S}; hears has at most {PLACES_MAX} places")


@dataclass(frozen=True, slots=True)
class KeypadOptions(Options):
    """A call pad or rating box: a key sends a line."""

    hears: str = "SHOW {text}"
    says: str = "{address},{key}"


@dataclass(frozen=True, slots=True)
class PagerOptions(Options):
    """A base station of vibrating tags."""

    hears: str = "CALL {number}"
    ack: str = "OK"
    did: str = "buzzes"


@dataclass(frozen=True, slots=True)
class LightOptions(Options):
    """A window lamp with an emergency button."""

    hears: str = "LAMP {lamp} {state}"
    says: str = "ALARM {address}"
    ack: str = "OK"
    did: str = "lights"


@dataclass(frozen=True, slots=True)
class PowerOptions(Options):
    """A large display that is switched on and off."""

    hears: str = "POWER {state}"
    ack: str = "OK"
    did: str = "switches"


class LineDevice(Twin):
    words = {"press": "press KEY: a person presses a key (1 to 99); the light's button is 1"}

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._hears = _pattern(self.options.hears)
        self._end = ENDS[self.options.end]
        self._waiting = bytearray()
        self._last_s = 0.0

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        if self._waiting and now_s - self._last_s > PAUSE_S:
            self._waiting.clear()
        self._last_s = now_s
        self._waiting += data
        while self._end and (at := self._waiting.find(self._end)) >= 0:
            outputs += self._line(bytes(self._waiting[:at]))
            del self._waiting[: at + len(self._end)]
        del self._waiting[LINE_BYTES_MAX + 1 :]
        return outputs

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        key = number(rest, 1, KEYS_MAX)
        if not self.options.says:
            raise ValueError("this device has no keys (the option says is empty)")
        line = self.options.says.replace("{address}", str(self.options.address)).replace("{key}", str(key))
        return [Reply(self._bytes(line)), Deed("pressed", {"key": key})]

    def tick(self, now_s: float) -> list[Output]:
        due = self.wake_s()
        if due is None or now_s < due:
            return []
        line = bytes(self._waiting)
        self._waiting.clear()
        return self._line(line)

    def wake_s(self) -> float | None:
        return self._last_s + self.options.idle_s if self._waiting and not self._end else None

    def _bytes(self, line: str) -> bytes:
        return _with_bytes(line, self.options.encoding) + self._end

    def _line(self, line: bytes) -> list[Output]:
        if len(line) > LINE_BYTES_MAX:
            return [Deed("line too long")]
        text = line.decode(self.options.encoding, "replace")
        found = self._hears.fullmatch(line)
        if found is None:
            return [Deed("not understood", {"line": text})]
        facts = {name: value.decode(self.options.encoding, "replace") for name, value in found.groupdict().items()}
        answer: list[Output] = [Reply(self._bytes(self.options.ack))] if self.options.ack else []
        return [*answer, Deed(self.options.did, facts)]


def _pattern(template: str) -> re.Pattern[bytes]:
    """What a line of this template looks like, in bytes. Raises ValueError for a name that stands twice."""
    parts = re.split(r"\{([A-Za-z]\w*)\}", template)
    if len(set(parts[1::2])) != len(parts[1::2]):
        raise ValueError(f"“{template}”: a place stands twice")
    out = b""
    for at, part in enumerate(parts):
        out += b"(?P<" + part.encode() + b">.*?)" if at % 2 else re.escape(_with_bytes(part, "gb18030"))
    return re.compile(out, re.DOTALL)


def _with_bytes(text: str, encoding: str) -> bytes:
    parts = re.split(r"\\x([0-9A-Fa-f]{2})", text)
    return b"".join(bytes.fromhex(part) if at % 2 else part.encode(encoding, "replace")
                    for at, part in enumerate(parts))  # fmt: skip
