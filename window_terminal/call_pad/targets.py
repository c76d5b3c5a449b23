"""Where a ticket can be passed on to: items of the whole hall and windows, found by a few letters. Pure.

A search matches the initials of pinyin, pinyin, the Chinese or English name, and the label of a window; what begins
with the query comes before what contains it. Without a query the likely ones come first: open windows that handle the
same item, then items of the own department.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from edge_hub.contract.base import Words
from edge_hub.contract.hall import Catalogue, Directory, ItemInfo, Lines, WindowInfo
from edge_hub.contract.queue import AtWindow

SHOWN_MAX = 40


@dataclass(frozen=True, slots=True)
class Target:
    """One place to go: an item (any window that handles it), or a window (for the same item)."""

    kind: Literal["item", "window"]
    id: str
    name: Words
    short: Words
    place: Words
    waiting: int | None
    keys: tuple[str, ...]
    likely: int
    """Smaller is more likely; the order without a query."""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


def targets(
    at: AtWindow, own_window: str, directory: Directory, catalogues: Mapping[str, Catalogue], lines: Lines | None
) -> tuple[Target, ...]:
    """Every place that the ticket at the window can go to, likely ones first.

    A window is offered when it is open for the ticket's item, as the lines say; others are reached by their item.
    """
    own = next((one for one in directory.windows if one.id == own_window), None)
    own_department = own.department if own else ""
    serving = lines.items[at.item].windows if lines and at.item in lines.items else ()
    found = [_window(one, at) for one in directory.windows if one.label in serving and one.id != own_window]
    departments = {one.id: one.short_name for one in directory.departments}
    for department, catalogue in catalogues.items():
        place = departments.get(department, Words(zh=department, en=department))
        likely = 1 if department == own_department else 2
        found += [
            _item(one, place, lines, likely) for one in catalogue.items if one.id != at.item and _served(one, lines)
        ]
    return tuple(sorted(found, key=lambda target: (target.likely, target.keys[0])))


def search(query: str, among: tuple[Target, ...]) -> tuple[Target, ...]:
    """The targets that match, best first; all of them without a query."""
    wanted = query.strip().casefold()
    if not wanted:
        return among[:SHOWN_MAX]
    ranked = [(rank, target) for target in among if (rank := _rank(wanted, target)) is not None]
    return tuple(target for _, target in sorted(ranked, key=lambda pair: pair[0]))[:SHOWN_MAX]


def _rank(wanted: str, target: Target) -> tuple[int, int] | None:
    if any(key.startswith(wanted) for key in target.keys):
        return (0, target.likely)
    return (1, target.likely) if any(wanted in key for key in target.keys) else None


def _window(window: WindowInfo, at: AtWindow) -> Target:
    name = Words(zh=f"{window.label} 窗口", en=f"Window {window.label}")
    return Target(
        kind="window", id=window.id, name=name, short=name, place=at.item_name, waiting=None, likely=0,
        keys=(window.label.casefold(), window.name.zh, window.name.en.casefold()),
    )  # fmt: skip


def _item(item: ItemInfo, place: Words, lines: Lines | None, likely: int) -> Target:
    words = (item.initials, item.pinyin, item.name.zh, item.name.en, item.short_name.zh, *item.keywords)
    return Target(
        kind="item", id=item.id, name=item.name, short=item.short_name, place=place, likely=likely,
        waiting=lines.items[item.id].waiting if lines and item.id in lines.items else None,
        keys=tuple(word.casefold() for word in words if word),
    )  # fmt: skip


def _served(item: ItemInfo, lines: Lines | None) -> bool:
    """Whether a window is open for the item now (all items while nothing is known of lines)."""
    return lines is None or bool(lines.items.get(item.id) and lines.items[item.id].windows)
