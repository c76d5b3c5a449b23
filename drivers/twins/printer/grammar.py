"""The ESC/POS command set as a grammar: every command's prefix, its name, and how long its parameters are.

Source: the published ESC/POS command manuals of 80 mm receipt printers (Chinese models). One row per command; what a
command does stands under the same prefix in commands.py, and a test holds the two complete. A length that no such
printer could take is refused: the head of the command is dropped and what follows is read as usual, so that a
hostile length can neither swallow the line for hours nor fill the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10
LEADS: Final = frozenset((ESC, FS, GS, DLE))
RASTER_ROW_BYTES_MAX: Final = 128
RASTER_ROWS_MAX: Final = 4095
COLUMNS_MAX: Final = 2400
GRAPHIC_BYTES_MAX: Final = 512 * 1024
BARCODE_BYTES_MAX: Final = 255
TABS_MAX: Final = 32


class Refused(ValueError):
    """The parameters cannot be those of this command; the sentence says why."""


Need = Callable[[bytes], int]
"""Parameters so far -> how many bytes more at least; 0 when complete. Raises Refused."""


@dataclass(frozen=True, slots=True)
class Form:
    """`payload` tells the length of data that is streamed after the parameters instead of being collected."""

    name: str
    need: Need
    payload: Callable[[bytes], int] | None = None


def fixed(count: int) -> Need:
    return lambda params: count - len(params)


def little(params: bytes, start: int, size: int = 2) -> int:
    """The little-endian number at `start`."""
    return int.from_bytes(params[start : start + size], "little")


def counted(head: int, size: int, bytes_max: int) -> Need:
    """`head` bytes, then a little-endian length of `size` bytes, then that many."""

    def need(params: bytes) -> int:
        if len(params) < head + size:
            return head + size - len(params)
        length = little(params, head, size)
        if length > bytes_max:
            raise Refused(f"{length} bytes of data, at most {bytes_max} can be taken")
        return head + size + length - len(params)

    return need


def tab_stops(params: bytes) -> int:
    if params.endswith(b"\x00"):
        return 0
    if len(params) > TABS_MAX:
        raise Refused(f"more than {TABS_MAX} tab stops")
    return 1


def barcode(params: bytes) -> int:
    """GS k has two forms: m <= 6 with data up to NUL, and m >= 65 with a length byte."""
    if not params:
        return 1
    if params[0] <= 6:
        if len(params) > 1 and params[-1] == 0:
            return 0
        if len(params) > BARCODE_BYTES_MAX:
            raise Refused("a bar code without an end")
        return 1
    if 65 <= params[0] <= 79:
        return 1 if len(params) < 2 else 2 + params[1] - len(params)
    raise Refused(f"no bar code system {params[0]}")


def columns(params: bytes) -> int:
    """ESC * m nL nH: one byte a column in the 8-dot modes, three in the 24-dot modes."""
    if len(params) < 3:
        return 3 - len(params)
    if params[0] not in (0, 1, 32, 33):
        raise Refused(f"no bit image mode {params[0]}")
    count = little(params, 1)
    if count > COLUMNS_MAX:
        raise Refused(f"a bit image of {count} columns, at most {COLUMNS_MAX} can be taken")
    return 3 + count * (3 if params[0] >= 32 else 1) - len(params)


def raster(params: bytes) -> int:
    if not params:
        return 1  # one byte first: more would swallow the beginning of what follows a refused one
    if params[0] != 0x30:
        raise Refused("only GS v 0 is known")
    if len(params) < 6:
        return 6 - len(params)
    row_bytes, rows = little(params, 2), little(params, 4)
    if params[1] not in (0, 1, 2, 3, 48, 49, 50, 51):
        raise Refused(f"no raster mode {params[1]}")
    if not (1 <= row_bytes <= RASTER_ROW_BYTES_MAX and 1 <= rows <= RASTER_ROWS_MAX):
        raise Refused(f"a raster of {row_bytes} bytes by {rows} rows")
    return 0


def cut(params: bytes) -> int:
    if not params:
        return 1
    if params[0] in (0, 1, 48, 49):
        return 0
    if params[0] in (65, 66, 97, 98, 103, 104):
        return 2 - len(params)
    raise Refused(f"no cut {params[0]}")


def user_glyphs(params: bytes) -> int:
    """ESC & y c1 c2, then for each code a width x and x * y bytes."""
    if len(params) < 3:
        return 3 - len(params)
    tall, first, last = params[:3]
    if tall != 3 or not 0x20 <= first <= last <= 0x7E:
        raise Refused("a user-defined character outside 20..7E or not 3 bytes tall")
    end = 3
    for _ in range(last - first + 1):
        if len(params) <= end:
            return 1
        if params[end] > 24:
            raise Refused("a user-defined character wider than 24 dots")
        end += 1 + tall * params[end]
    return max(0, end - len(params))


def download_image(params: bytes) -> int:
    if len(params) < 2:
        return 2 - len(params)
    if params[0] * params[1] > 1536:
        raise Refused(f"a download image of {params[0]} by {params[1]}")
    return 2 + params[0] * params[1] * 8 - len(params)


def realtime_query(params: bytes) -> int:
    if not params:
        return 1
    return 2 - len(params) if params[0] in (7, 8, 18) else 0


def realtime_request(params: bytes) -> int:
    """DLE DC4: 1 drawer (m t), 2 power off (2 bytes), 7 status (1), 8 clear buffers (7 bytes)."""
    if not params:
        return 1
    length = {1: 3, 2: 3, 3: 8, 7: 2, 8: 8}.get(params[0])
    if length is None:
        raise Refused(f"no real-time request {params[0]}")
    return length - len(params)


def panel(params: bytes) -> int:
    if not params:
        return 1
    if params[0] not in b"013456":
        raise Refused(f"no ESC c {chr(params[0])!r}")
    return 2 - len(params)


def _forms(lead: int, name: str, rows: Mapping[str, Need | int]) -> dict[bytes, Form]:
    return {
        bytes((lead, ord(key))): Form(f"{name} {_spoken(key)}", fixed(need) if isinstance(need, int) else need)
        for key, need in rows.items()
    }


def _spoken(key: str) -> str:
    return {" ": "SP", "\x0c": "FF", "\x04": "EOT", "\x05": "ENQ", "\x14": "DC4"}.get(key, key)


_CONTROLS: Final = {b"\t": "HT", b"\n": "LF", b"\x0c": "FF", b"\r": "CR", b"\x18": "CAN"}

GRAMMAR: Final[Mapping[bytes, Form]] = {
    **{code: Form(name, fixed(0)) for code, name in _CONTROLS.items()},
    **_forms(DLE, "DLE", {"\x04": realtime_query, "\x05": 1, "\x14": realtime_request}),
    **_forms(ESC, "ESC", {
        "\x0c": 0, " ": 1, "!": 1, "$": 2, "%": 1, "&": user_glyphs, "*": columns, "-": 1, "2": 0, "3": 1, "=": 1,
        "?": 1, "@": 0, "D": tab_stops, "E": 1, "G": 1, "J": 1, "K": 1, "L": 0, "M": 1, "R": 1, "S": 0, "T": 1,
        "U": 1, "V": 1, "W": 8, "\\": 2, "a": 1, "c": panel, "d": 1, "e": 1, "i": 0, "m": 0, "p": 3, "r": 1, "t": 1,
        "u": 1, "v": 0, "{": 1, "(": counted(1, 2, 65535),
    }),
    **_forms(FS, "FS", {
        "!": 1, "&": 0, "-": 1, ".": 0, "2": 74, "?": 2, "C": 1, "S": 2, "W": 1, "p": 2,
        "(": counted(1, 2, 65535),
    }),
    **_forms(GS, "GS", {
        "!": 1, "$": 2, "(": counted(1, 2, 65535), "*": download_image, "/": 1, "8": counted(1, 4, GRAPHIC_BYTES_MAX),
        ":": 0, "B": 1, "H": 1, "I": 1, "L": 2, "P": 2, "V": cut, "W": 2, "\\": 2, "^": 3, "a": 1, "b": 1,
        "f": 1, "h": 1, "k": barcode, "r": 1, "w": 1,
    }),
    b"\x1dv": Form("GS v", raster, payload=lambda params: little(params, 2) * little(params, 4)),
}  # fmt: skip
