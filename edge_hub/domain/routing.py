"""The policy: which waiting ticket a window calls next. One pure function over the lines that the window may call from.

First come, first served within a class; a lower rank goes first; but nobody is passed by a better class any more once
he has waited `priority_wait_max_min`: from then on he counts as the best class, by his time (the bound against
starvation).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from .values import Key

POLICY = "first_come_by_class"


@dataclass(frozen=True, slots=True)
class Pick:
    """The chosen ticket, and how many older ones the choice passed over (because of their class)."""

    ticket: str
    passed_over: int


def pick_next(lines: Sequence[Sequence[Key]], now_ms: int, wait_max_ms: int) -> Pick | None:
    """The next ticket of these lines (each sorted by place), or None when nobody waits."""
    heads = [head for line in lines for head in _heads(line)]
    if not heads:
        return None
    best = min(heads, key=lambda key: _place(key, now_ms, wait_max_ms))
    return Pick(best[3], sum(_older_than(best, line) for line in lines))


def in_order(lines: Sequence[Sequence[Key]], now_ms: int, wait_max_ms: int, count: int) -> list[str]:
    """The next `count` tickets, in the order in which they would be called if nobody else came."""
    split = [part[:count] for line in lines for part in _by_rank(line)]
    ordered = merge(*split, key=lambda key: _place(key, now_ms, wait_max_ms))
    return [key[3] for key in islice(ordered, count)]


def longest_wait_ms(lines: Sequence[Sequence[Key]], now_ms: int) -> int:
    """How long the one who has waited longest waits, of any class; 0 when nobody does."""
    oldest_ms = min((head[2] for line in lines for head in _heads(line)), default=now_ms)
    return max(0, now_ms - oldest_ms)


def _place(key: Key, now_ms: int, wait_max_ms: int) -> tuple[int, int, int]:
    return (0 if now_ms - key[2] >= wait_max_ms else key[0] + 1, key[1], key[2])


def _heads(line: Sequence[Key]) -> Iterable[Key]:
    """The first entry of each class in a line."""
    index = 0
    while index < len(line):
        yield line[index]
        index = bisect_left(line, (line[index][0] + 1,))


def _by_rank(line: Sequence[Key]) -> Iterable[Sequence[Key]]:
    index = 0
    while index < len(line):
        end = bisect_left(line, (line[index][0] + 1,))
        yield line[index:end]
        index = end


def _older_than(best: Key, line: Sequence[Key]) -> int:
    """How many of a line came before the chosen one."""
    return sum(bisect_left(part, (part[0][0], best[1], best[2], best[3])) for part in _by_rank(line))


def count_before(line: Sequence[Key], key: Key, now_ms: int, wait_max_ms: int) -> int:
    """How many of a line would be called before a ticket at `key`."""
    mine = _place(key, now_ms, wait_max_ms)
    if mine[0] == 0:
        return sum(_place(other, now_ms, wait_max_ms) < mine for other in line)
    before = bisect_left(line, key)
    index = bisect_left(line, (key[0] + 1,))
    while index < len(line):  # worse classes: only who is past the bound, and in each class the oldest stand first
        rank = line[index][0]
        while index < len(line) and line[index][0] == rank and now_ms - line[index][2] >= wait_max_ms:
            before, index = before + 1, index + 1
        index = bisect_left(line, (rank + 1,))
    return before


def nth_behind(lines: Sequence[Sequence[Key]], rank: int, places: int) -> Key | None:
    """The ticket of that class behind which one comes `places` down these lines; None for a shorter line."""
    mates = merge(*[part for line in lines for part in _by_rank(line) if part[0][0] == rank])
    return next(islice(mates, max(0, places - 1), None), None)
