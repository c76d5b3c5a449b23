"""Key events of Linux (evdev) as the characters of a US keyboard: scanners, card readers and call pads that type.

The wire (linux/input.h, 64 bits; one event is 24 bytes, little-endian):

    8 seconds   8 microseconds   2 type   2 code   4 value
    type 1 key: value 1 down, 0 up, 2 held down; type 0 code 3: the kernel lost events

The rules it keeps, and why:
- Only going down types: a key held down too long is still one character.
- Caps Lock is not looked at: such a device presses Shift itself, and its events do not pass the desktop's keyboard map.
- Where the kernel lost events stands CAN (18): a code with a hole in it must not pass for a whole one.
- Keys that are no characters of a code (F keys, Alt, arrows) type nothing. Scanners that type Chinese by Alt and
  numbers on the keypad are not understood: set them to a serial port.

The wire for it is `hid://` (`drivers/transport_hid.py`), which takes the keyboard for itself.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

EVENT: Final = struct.Struct("<qqHHi")
_SYN: Final = 0
_KEY: Final = 1
_DROPPED: Final = 3
_SHIFTS: Final = (42, 54)
CANCEL: Final = 0x18
_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (15, "\tqwertyuiop[]\r", "\tQWERTYUIOP{}\r"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
)
"""First key code of a row of the keyboard, its characters, and those with Shift."""
_OTHERS: Final = {55: "*", 96: "\r", 98: "/"}
PLAIN: Final[Mapping[int, str]] = {
    **{first + place: char for first, row, _ in _ROWS for place, char in enumerate(row)},
    **_OTHERS,
}
SHIFTED: Final[Mapping[int, str]] = {
    **{first + place: char for first, _, row in _ROWS for place, char in enumerate(row)},
    **_OTHERS,
}


class EventDecoder:
    """Events (type, code, value), cut anywhere. Keeps one event at most."""

    def __init__(self) -> None:
        self._begun = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, int, int]]:
        data = self._begun + data
        whole = len(data) - len(data) % EVENT.size
        self._begun = data[whole:]
        return (event[2:] for event in EVENT.iter_unpack(data[:whole]))


def keys_down(events: Iterable[tuple[int, int, int]]) -> list[int]:
    """The codes of the keys that went down; which sign stands on them is another matter."""
    return [code for kind, code, value in events if kind == _KEY and value == 1]


class KeyDecoder:
    """Events, cut anywhere, into the ASCII that was typed. Keeps one event at most."""

    def __init__(self) -> None:
        self._events = EventDecoder()
        self._shifts: set[int] = set()

    def feed(self, data: bytes) -> bytes:
        typed = bytearray()
        for kind, code, value in self._events.feed(data):
            if kind == _KEY:
                typed += self._key(code, value)
            elif kind == _SYN and code == _DROPPED:
                self._shifts.clear()
                typed.append(CANCEL)
        return bytes(typed)

    def _key(self, code: int, value: int) -> bytes:
        if code in _SHIFTS:
            (self._shifts.discard if value == 0 else self._shifts.add)(code)
            return b""
        return (SHIFTED if self._shifts else PLAIN).get(code, "").encode() if value == 1 else b""
