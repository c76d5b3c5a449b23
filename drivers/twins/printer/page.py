"""The paper under the head: strips of dots from the last cut to now.

Memory is bounded: blank paper is counted, not stored, and after `rows_max` rows without a cut nothing more is kept
(a real printer would go on until the roll is empty); the caller learns of it and reports it on the slip.
"""

from __future__ import annotations

from typing import Final

from drivers.twins.printer.outputs import Strip

ROWS_MAX: Final = 16_000  # two metres at 8 dots a millimetre


class Page:
    """Rows since the last cut; `rows_fed` counts for the whole life, for a roll that runs out."""

    def __init__(self, width_dots: int, rows_max: int = ROWS_MAX) -> None:
        self.width_bytes = (width_dots + 7) // 8
        self.rows_max = rows_max
        self.rows_fed = 0
        self.clear()

    def clear(self) -> None:
        self.strips: list[Strip] = []
        self.rows = 0
        self.last_ink_row: int | None = None
        self.overlong = False

    @property
    def blank(self) -> bool:
        return self.last_ink_row is None

    def feed(self, rows: int) -> None:
        """Move `rows` of blank paper past the head."""
        self.rows_fed += rows
        rows = self._room(rows)
        if rows == 0:
            return
        rows_before = self.strips.pop().rows if self.strips and self.strips[-1].dots is None else 0
        self.strips.append(Strip(rows_before + rows, None))
        self.rows += rows

    def print(self, dots: bytes) -> None:
        """Print whole rows, each `width_bytes` long."""
        if not any(dots):
            self.feed(len(dots) // self.width_bytes)
            return
        rows = len(dots) // self.width_bytes
        self.rows_fed += rows
        rows = self._room(rows)
        if rows == 0:
            return
        kept = dots[: rows * self.width_bytes]
        self.strips.append(Strip(rows, kept))
        inked = len(kept.rstrip(b"\x00"))
        if inked:
            self.last_ink_row = self.rows + (inked - 1) // self.width_bytes
        self.rows += rows

    def _room(self, rows: int) -> int:
        kept = min(rows, self.rows_max - self.rows)
        if kept < rows:
            self.overlong = True
        return kept
