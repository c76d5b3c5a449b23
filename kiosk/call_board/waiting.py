"""Which items stand in the list of who waits for what, and in which order. Pure: the list's only memory.

Longest line first, of equal lines the longer wait. The order is that of the moment at which a round began: during a
round every row keeps its place and only its figures change. A line that empties stays with its 0 until somebody needs
the place; whoever comes newly in takes such a place, or stands at the end. When every page had its turn (a single page:
after `ROUND_S`) the next round begins; sooner, but never within a page's time, when half of the lines have emptied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from edge_hub.contract.hall import ItemInfo, ItemLine

PAGE_S = 10.0
ROUND_S = 30.0


@dataclass(frozen=True, slots=True)
class Round:
    """The rows of one round, and when it began on the board's own clock."""

    nth: int = 0
    began_s: float = 0.0
    order: tuple[str, ...] = ()


NO_LINES: Mapping[str, ItemLine] = {}
"""Nothing is known of them, or nothing may be believed."""


def turned(
    round_: Round, items: Mapping[str, ItemInfo], lines: Mapping[str, ItemLine], per_page: int, now_s: float
) -> Round:
    """The round that is on at `now_s`. `items` are those whose names are known, `lines` what may be believed."""
    waited_for = tuple(item for item in items if item in lines and lines[item].waiting)
    if not waited_for:
        return Round(round_.nth + 1, now_s) if round_.order else round_
    if not round_.order or now_s - round_.began_s >= _lasts_s(round_, len(waited_for), per_page):
        order = tuple(sorted(waited_for, key=lambda item: _rank(lines[item])))
        return Round(round_.nth + 1, now_s, order)
    coming = [item for item in waited_for if item not in round_.order]
    if not coming:
        return round_
    kept = [item if item in waited_for or not coming else coming.pop(0) for item in round_.order]
    return replace(round_, order=(*kept, *coming))


def page_of(round_: Round, per_page: int, now_s: float) -> int:
    """Whose turn it is, from 0."""
    return min(int((now_s - round_.began_s) // PAGE_S), pages_of(round_, per_page) - 1)


def pages_of(round_: Round, per_page: int) -> int:
    """How many; an empty list has one."""
    return max(1, -(-len(round_.order) // per_page))


def _lasts_s(round_: Round, waited_for: int, per_page: int) -> float:
    pages = pages_of(round_, per_page)
    return PAGE_S if 2 * waited_for < len(round_.order) else pages * PAGE_S if pages > 1 else ROUND_S


def _rank(line: ItemLine) -> tuple[int, int]:
    return -line.waiting, -(line.wait_min[1] if line.wait_min else 0)
