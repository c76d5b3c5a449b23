"""Straight columns for what `hall` prints, in Chinese and Latin letters."""

from collections.abc import Sequence
from unicodedata import east_asian_width


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with straight columns: the first to the left, the others to the right; a Chinese character is two wide."""
    wide = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = []
    for row in rows:
        pads = [" " * (wide[n] - _width(cell)) for n, cell in enumerate(row)]
        cells = [cell + pad if n == 0 else pad + cell for n, (cell, pad) in enumerate(zip(row, pads, strict=True))]
        lines.append("  ".join(cells).rstrip())
    return lines


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
