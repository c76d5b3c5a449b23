"""How much a screen shows at once, by its shape and by whether it speaks to elder eyes: one table.

Elder: fewer things, larger. The counts are those that the QML of a page has room for; a test draws every combination.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shape:
    """Counts of one kind of screen."""

    wanted: int
    themes: int
    """On the home screen; 0: behind one button."""
    departments: int
    """On one page of the home screen."""
    items: int
    results: int
    papers: int


SHAPES: Mapping[tuple[str, bool], Shape] = {
    ("portrait", False): Shape(wanted=9, themes=5, departments=24, items=14, results=8, papers=10),
    ("portrait", True): Shape(wanted=6, themes=0, departments=12, items=6, results=4, papers=6),
    ("landscape", False): Shape(wanted=10, themes=5, departments=24, items=12, results=10, papers=6),
    ("landscape", True): Shape(wanted=4, themes=0, departments=12, items=6, results=4, papers=3),
}


def shape_of(layout: str, elder: bool) -> Shape:
    """The counts for a layout; what is neither is drawn as landscape."""
    return SHAPES["portrait" if layout == "portrait" else "landscape", elder]


def pages(count: int, size: int) -> int:
    """How many pages; an empty list has one."""
    return max(1, -(-count // size))


def page_of(rows: tuple[T, ...], page: int, size: int) -> tuple[T, ...]:
    """The rows of one page; a page that no longer exists shows the last one."""
    at = min(page, pages(len(rows), size) - 1) * size
    return rows[at : at + size]
