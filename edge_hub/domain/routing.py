"""The policy: which waiting ticket a window calls next. Pure functions over the lines that the window may call from.

A ticket's **wait** at a window counts `weight` times, plus the head starts of its class and of its line. Of two tickets
the one with the better class goes first where classes are strict, else the one whose wait counts more, else the one
that came first. In one line and class that is always first come, first served.

The bounds against starvation, which every policy keeps:
- An **overtake** of a ticket is the call of a younger ticket of a better class by a window that could have called it
  instead. Younger is who stands later by `order`: a ticket that comes back after a no-show is as old as its new place,
  one that was passed on keeps its own. Calls by hand count too.
- A ticket is **delayed because of priority** from its first overtake on: since then somebody who came later is in front
  of it. (What it waits besides, it waits for those who came before it and for a window that is free.)
- A ticket that was overtaken `overtakes_max` times, or whose first overtake is `delay_max_ms` ago, **stands firm** for
  the rest of the day: as long as it waits, no policy calls a younger ticket of a better class at any window that could
  call it. A clerk's choice by hand is not refused; it is on record as such.

So nobody is overtaken more than `overtakes_max` times, nor at all once priority has delayed him for `delay_max_ms`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge, nsmallest
from itertools import islice, takewhile
from operator import itemgetter
from typing import NamedTuple

from .values import Key, Overtaken

ONE = 1000
"""The weight of an item that has none: weights are in thousandths, so that waits compare as whole numbers."""
BY_HAND = "by_hand"
NOT_OVERTAKEN: Mapping[str, Overtaken] = {}
QUEUED_MS, ORDER = itemgetter(2), itemgetter(1)


class Line(NamedTuple):
    """A line that a window may call from (sorted by place): how much a wait in it counts there, and its head start."""

    keys: Sequence[Key]
    weight: int = ONE
    head_start_ms: int = 0


class Policy(NamedTuple):
    """How a hall chooses. `head_start_ms` is by rank; `strict`: no wait makes up for a worse class."""

    name: str
    strict: bool
    head_start_ms: Mapping[int, int]
    overtakes_max: int
    delay_max_ms: int
    special_others_max: int = -1
    """Other open windows at most that serve an item for which a window is a specialist; -1: nobody is."""
    special_head_start_ms: int = 0

    def alike(self, rank: int, other: int) -> bool:
        """Whether two classes count alike, so that the first come is first."""
        return rank == other or (not self.strict and self.head_start_ms.get(rank) == self.head_start_ms.get(other))


class Pick(NamedTuple):
    """The chosen ticket; `firm`: the policy would have chosen another one, over somebody who stands firm."""

    key: Key
    firm: bool = False

    @property
    def ticket(self) -> str:
        return self.key[3]


class Passed(NamedTuple):
    """How many older tickets a call left waiting: of worse classes, of its own or better ones; the oldest of both."""

    worse: int
    others: int
    oldest: tuple[str, ...]


class _Head(NamedTuple):
    """The first of those of one class in a line who are still to be told, and how their wait counts."""

    key: Key
    part: Sequence[Key]
    weight: int
    start_ms: int


Firm = Mapping[int, list[int]]
"""Who stands firm: by rank the orders, the oldest first."""


def pick_next(
    lines: Sequence[Line], now_ms: int, policy: Policy, overtaken: Mapping[str, Overtaken] = NOT_OVERTAKEN
) -> Pick | None:
    """The next ticket of these lines, or None when nobody waits."""
    lines = [line for line in lines if line.keys]
    if not lines:
        return None
    if _all_alike(lines):
        return Pick(min([line.keys[0] for line in lines]))
    heads = list(_heads(lines, policy))
    place = _places(heads, now_ms, policy)
    best = min(heads, key=place)
    if not overtaken:
        return Pick(best.key)
    for head in sorted(heads, key=place):
        rank, order = head.key[0], head.key[1]
        passed = (one.part for one in heads if one.key[0] > rank and one.key[1] < order)
        if not any(_holds(part, order, now_ms, policy, overtaken) for part in passed):
            return Pick(head.key, firm=head is not best)
    raise AssertionError("the oldest of those who stand firm, and whoever is before him, pass nobody")


def _all_alike(lines: Sequence[Line]) -> bool:
    """Whether all who wait are of one class and every wait counts alike: as it mostly is."""
    rank, (_, weight, start_ms) = lines[0].keys[0][0], lines[0]
    return all(
        keys[0][0] == rank == keys[-1][0] and weight == its and start_ms == its_ms for keys, its, its_ms in lines
    )


def in_order(
    lines: Sequence[Line], now_ms: int, policy: Policy, overtaken: Mapping[str, Overtaken], count: int
) -> list[str]:
    """The next `count` tickets, in the order in which they would be called if nobody else came. Who stands firm is told
    as of now: the overtakes by the calls in between are not foreseen."""
    heads = list(_heads(lines, policy))
    place = _places(heads, now_ms, policy)
    several = len({head.key[0] for head in heads}) > 1
    firm = _firm(heads, now_ms, policy, overtaken, count) if overtaken and several else {}
    left = [(place(head), n) for n, head in enumerate(heads)]
    at = [0] * len(heads)
    found: list[str] = []
    while left and len(found) < count:
        free = [one for one in left if not _overtakes(heads[one[1]].part[at[one[1]]], firm)] if firm else left
        first = min(free)
        n = first[1]
        left.remove(first)
        key = heads[n].part[at[n]]
        found.append(key[3])
        if firm and key[1] in firm.get(key[0], ()):
            firm[key[0]].remove(key[1])
        at[n] += 1
        if at[n] < len(heads[n].part):
            left.append((place(heads[n]._replace(key=heads[n].part[at[n]])), n))
    return found


def count_before(
    line: Line, key: Key, mine: Line, now_ms: int, policy: Policy, firm_until: Mapping[int, int] | None = None
) -> int:
    """How many of `line` would be called before a ticket at `key` in a line that counts like `mine`, as of now. With
    `firm_until` also those for whom it must wait because somebody stands firm."""
    total = 0
    for part in _by_rank(line.keys):
        count = _count(part, line, key, mine, now_ms, policy)
        until = firm_until.get(part[0][0]) if firm_until and part[0][0] > key[0] else None
        total += count if until is None else max(count, _older(part, until + 1))
    return total


def _count(part: Sequence[Key], line: Line, key: Key, mine: Line, now_ms: int, policy: Policy) -> int:
    """How many of one class of a line the policy would call before a ticket at `key`."""
    rank = part[0][0]
    if policy.strict and rank != key[0]:
        return len(part) if rank < key[0] else 0
    start_ms, my_start_ms = _start_ms(line, rank, policy), _start_ms(mine, key[0], policy)
    if (line.weight, start_ms) == (mine.weight, my_start_ms):
        return _older(part, key[1])
    mine_counts = mine.weight * (now_ms - key[2]) + ONE * (my_start_ms - start_ms)
    return _waiting_more(part, line.weight, now_ms, mine_counts, key[1])


def called_before(keys: Sequence[Key], key: Key, now_ms: int, policy: Policy) -> Sequence[Key]:
    """Who of a line would be called before a ticket at `key` of a line that counts alike, in the order of the line."""
    if policy.strict or (keys and keys[0][0] == keys[-1][0] == key[0]):
        return keys[: bisect_left(keys, key)]
    alike, found = Line(()), list[Key]()
    for part in _by_rank(keys):
        found += part[: _count(part, alike, key, alike, now_ms, policy)]
    return found


def firm_until(
    lines: Sequence[Line], key: Key, now_ms: int, policy: Policy, overtaken: Mapping[str, Overtaken]
) -> Mapping[int, int] | None:
    """By rank the order until which a ticket at `key` must let worse classes go first, because somebody among them
    stands firm; None if nobody does."""
    if not overtaken:
        return None
    heads = [head for head in _heads(lines, policy) if head.key[0] > key[0]]
    last: dict[int, int] = {}
    for head in heads:
        older = (head.part[n] for n in range(_older(head.part, key[1]) - 1, -1, -1))
        firm = next((one[1] for one in older if _stands_firm(one, now_ms, policy, overtaken)), None)
        if firm is not None:
            last[head.key[0]] = max(firm, last.get(head.key[0], firm))
    ranks = {head.key[0] for head in heads}
    until = {rank: max((order for worse, order in last.items() if worse >= rank), default=-1) for rank in ranks}
    return until if last else None


def passed_by(lines: Iterable[Sequence[Key]], key: Key, shown_max: int) -> Passed:
    """Whom a call of that ticket leaves waiting although they came before it, with the oldest `shown_max` of them."""
    worse = others = 0
    older: list[Key] = []
    for line in lines:
        if not line or (line[0][0] == line[-1][0] and line[0][1] >= key[1]):
            continue  # one class, and its first came later
        for part in _by_rank(line):
            count = _older(part, key[1])
            if part[0][0] > key[0]:
                worse += count
            else:
                others += count
            older += part[: min(count, shown_max)]
    oldest = nsmallest(shown_max, older, key=ORDER)
    return Passed(worse, others, tuple(one[3] for one in oldest))


def overtaken_in(line: Sequence[Key], key: Key) -> Iterator[Key]:
    """Those in a line whom a call of that ticket overtakes."""
    for part in _by_rank(line, key[0] + 1):
        yield from part[: _older(part, key[1])]


def longest_wait_ms(lines: Iterable[Sequence[Key]], now_ms: int) -> int:
    """How long the one who has waited longest waits, of any class; 0 when nobody does."""
    oldest_ms = min((part[0][2] for line in lines for part in _by_rank(line)), default=now_ms)
    return max(0, now_ms - oldest_ms)


def nth_behind(lines: Iterable[Sequence[Key]], rank: int, places: int) -> Key | None:
    """The ticket of that class behind which one comes `places` down these lines; None for a shorter line."""
    mates = merge(*[part for line in lines for part in _by_rank(line) if part[0][0] == rank])
    return next(islice(mates, max(0, places - 1), None), None)


def _by_rank(line: Sequence[Key], from_rank: int = 0) -> Iterator[Sequence[Key]]:
    """A line class by class."""
    index = bisect_left(line, (from_rank,)) if from_rank else 0
    while index < len(line):
        end = bisect_left(line, (line[index][0] + 1,), index)
        yield line[index:end]
        index = end


def _heads(lines: Iterable[Line], policy: Policy) -> Iterator[_Head]:
    for line in lines:
        for part in _by_rank(line.keys):
            yield _Head(part[0], part, line.weight, _start_ms(line, part[0][0], policy))


def _start_ms(line: Line, rank: int, policy: Policy) -> int:
    return line.head_start_ms + policy.head_start_ms.get(rank, 0)


def _places(heads: Sequence[_Head], now_ms: int, policy: Policy) -> Callable[[_Head], tuple[int, int, int]]:
    """What sorts tickets. Where all waits count alike it is their order alone, which no clock can change."""
    strict = policy.strict
    if len({(head.weight, head.start_ms) for head in heads}) < 2:
        return lambda head: (head.key[0] if strict else 0, 0, head.key[1])
    return lambda head: (
        head.key[0] if strict else 0,
        -head.weight * (now_ms - head.key[2]) - ONE * head.start_ms,
        head.key[1],
    )


def _older(part: Sequence[Key], order: int) -> int:
    """How many of one class in a line came before that order."""
    return bisect_left(part, order, key=ORDER)


def _waiting_more(part: Sequence[Key], weight: int, now_ms: int, counts: int, order: int) -> int:
    """How many of one class in a line have a wait that counts for more, or for the same and came before that order."""
    wait_ms, rest = divmod(counts, weight)
    more = bisect_right(part, now_ms - wait_ms - 1, key=QUEUED_MS)
    same = bisect_right(part, now_ms - wait_ms, more, key=QUEUED_MS) if not rest else more
    return min(same, max(more, _older(part, order)))


def _holds(
    part: Sequence[Key], order: int, now_ms: int, policy: Policy, overtaken: Mapping[str, Overtaken]
) -> bool:
    """Whether anybody of one class in a line who came before that order stands firm. Mostly the first does, if any."""
    older = takewhile(lambda key: key[1] < order, part)
    return any(_stands_firm(key, now_ms, policy, overtaken) for key in older)


def _stands_firm(key: Key, now_ms: int, policy: Policy, overtaken: Mapping[str, Overtaken]) -> bool:
    known = overtaken.get(key[3])
    return known is not None and (
        known.times >= policy.overtakes_max or now_ms - known.first_ms >= policy.delay_max_ms
    )  # fmt: skip


def _firm(
    heads: Iterable[_Head], now_ms: int, policy: Policy, overtaken: Mapping[str, Overtaken], most: int
) -> dict[int, list[int]]:
    """Those behind these heads who stand firm, the first `most` of each."""
    firm: dict[int, list[int]] = {}
    for head in heads:
        theirs = (key[1] for key in head.part if _stands_firm(key, now_ms, policy, overtaken))
        firm.setdefault(head.key[0], []).extend(islice(theirs, most))
    for orders in firm.values():
        orders.sort()
    return firm


def _overtakes(key: Key, firm: Firm) -> bool:
    """Whether a call of that ticket would overtake somebody who stands firm."""
    return any(rank > key[0] and orders and orders[0] < key[1] for rank, orders in firm.items())
