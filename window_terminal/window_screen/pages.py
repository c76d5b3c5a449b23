"""Long lists page by page: which page is shown at a moment, and whether it is about to be turned. Pure.

A page stays long enough to be read, dims and gives way to the next. Nothing moves, so an eye never has to chase.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
PAGE_S = 8.0
FADE_S = 0.6
"""The end of a page's time, in which it dims."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The lines of the page whose turn it is: page `nth` (from 0) of `of`."""

    lines: tuple[T, ...]
    nth: int = 0
    of: int = 1
    each: int = 1
    """Lines on a full page."""
    leaving: bool = False


def page_at(lines: Sequence[T], per_page: int, running_s: float) -> Page[T]:
    """The page at `running_s`. Pages are filled evenly: nine lines at four a page are three of three."""
    of = max(1, -(-len(lines) // per_page))
    each = -(-len(lines) // of)
    nth = int(running_s // PAGE_S) % of
    leaving = of > 1 and running_s % PAGE_S >= PAGE_S - FADE_S
    return Page(tuple(lines[nth * each : (nth + 1) * each]), nth, of, max(1, each), leaving)
