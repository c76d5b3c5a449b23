"""The expected wait, as a range: reckoned from the line ahead, the windows open and the times that the hall has learnt.

The picture: every window is a vessel that drains one second a second. Whoever waits ahead pours the mean time of their
item into the vessels of the windows that may call them, always into the lowest; so windows with many skills share what
comes, and one that is busy for long gets less. The level to which our own share of a service fills them is the wait.
With one item and exponential services that is the textbook's (n + 1) x mean / windows.

A busy window starts at what is left of its service, less what chance usually leaves: nobody knows when it ends, but the
longer it has lasted, the nearer is the end. The hall's hours lie across: who would be called during the lunch break is
called after it.

Who is ahead is what the hall's policy says of a line (`routing.py`). Not foreseen, and left to what former forecasts
teach: weights of windows, the preference of specialists, who will stand firm, and people of better classes yet to come.

The range comes from the spread of a sum of services, put right by how former forecasts turned out (`Learnt.judge`), and
is checked against the one at the head of the line: it never ends before what that wait has disproved already.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil, exp, sqrt

from edge_hub.contract.queue import Forecast, ForecastSort
from edge_hub.contract.window import WindowState

from .hall import Hall
from .learnt import GAP, PAUSE, Spread
from .routing import called_before
from .values import Key, Ticket

MIN_MS = 60_000
WALK_MS = 20_000
"""From a call to the first word, until whole times were learnt."""
AGEING = 1.3
"""How fast the rest of a service falls with its age in means: fits gamma and lognormal services."""
ONE_BY_ONE, ROUNDS = 120, 20
"""So many ahead pour one by one; of more, every line pours its share in so many rounds."""
MODEL_CV = 0.1
"""What is uncertain however long the sum is: pauses to come, who works today."""
NEXT_MAX, FEW_MAX = 1.6, 6.0
"""Departures up to which a situation is of that sort."""
STRETCHES: frozenset[ForecastSort] = frozenset({"few", "many"})
"""Sorts whose error grows with the wait: priority, pauses and people who come back are longer in a longer wait."""
FINE_MIN = 10
"""Up to so many minutes a range is told to the minute."""
FRESH_MS = 200
"""So long the state of the windows is as good as now: what is told is whole minutes."""
FREE_MS, FREE_SD_MS = 12_000.0, 10_000.0
"""Where a window is free: until its clerk sees it."""


@dataclass(slots=True)
class Pool:
    """How full the windows that bear on a wait are, once everybody ahead has poured; and the mean time of what each of
    them does now. Reckoned at `at_ms`, after so many upsets of the hall."""

    at_ms: int
    upsets: int
    levels: dict[str, float] = field(default_factory=dict)
    unit_ms: dict[str, float] = field(default_factory=dict)
    told: dict[tuple[tuple[str, ...], float], Forecast] = field(default_factory=dict)
    """What was told already, by windows and spread: most items of a department ask the same."""
    amounts: dict[str, float] = field(default_factory=dict)
    """What one more of an item pours."""


def forecast(hall: Hall, item: str, key: Key, ahead: int, now_ms: int) -> Forecast | None:
    """The wait of somebody who takes the place `key` in the line of an item now, with so many `ahead`; None when no
    window is open, since then nothing honest can be said."""
    windows = hall.staffed(item)
    if not any(hall.windows[window].state is WindowState.OPEN for window in windows):
        return None
    pool, cv2 = _pool(hall, windows, key, now_ms), _spread(hall, item).cv2
    disproved_ms = _disproved_ms(hall, item, key, ahead, now_ms)
    known = pool.told.get((windows, cv2))
    if known is None:
        known = pool.told[windows, cv2] = _told(hall, pool, windows, cv2, now_ms)
    at_least_s = ceil(_by_the_clock(hall.hours(now_ms), disproved_ms, now_ms) / 1000)
    return known if known.high_s >= at_least_s else known.model_copy(update={"high_s": at_least_s})


def _told(hall: Hall, pool: Pool, windows: Sequence[str], cv2: float, now_ms: int) -> Forecast:
    """What somebody is told who stands behind all of the pool and waits for these windows."""
    unit_ms = sum(pool.unit_ms[window] for window in windows) / len(windows)
    even = min(cv2, 1.0)
    level, draining = _pour({window: pool.levels[window] for window in windows}, windows, (1 + even) / 2 * unit_ms)
    if level <= 0:
        return _range(hall, "free", FREE_MS, FREE_SD_MS, now_ms)
    departures = max(1.0, level * draining / unit_ms)
    counted = cv2 * departures + (1 - even) / 6
    sd_ms = sqrt(counted * (unit_ms / draining) ** 2 + (MODEL_CV * level) ** 2)
    sort: ForecastSort = "next" if departures < NEXT_MAX else "few" if departures < FEW_MAX else "many"
    return _range(hall, sort, level, sd_ms, now_ms)


def range_min(told: Forecast | None) -> tuple[int, int] | None:
    """As screens and slips say it, in minutes, from and to: rounded outwards, longer times to five minutes."""
    if told is None:
        return None
    low, high = told.low_s // 60, max(1, -(-told.high_s // 60))
    return low - low % 5 if low > FINE_MIN else low, -(-high // 5) * 5 if high > FINE_MIN else high


def _spread(hall: Hall, item: str) -> Spread:
    """Of the time that the item holds a window."""
    config = hall.plan.item(item)
    return hall.learnt.spread(item, (config.service_min if config else 0) * MIN_MS + WALK_MS)


def _pool(hall: Hall, windows: Sequence[str], key: Key, now_ms: int) -> Pool:
    """From the windows to who waits for them before `key`, to the windows that may call those, and so on. Those of the
    last places are kept for a moment: all items of a snapshot ask for one, and in a crowd each ticket for the next."""
    rank, last = key[0], hall.is_last(key)
    known: Pool | None = hall.pools.get((rank, windows[0])) if last else None
    if (
        known is not None
        and known.upsets == hall.upsets
        and 0 <= now_ms - known.at_ms <= FRESH_MS
        and all(one in known.levels for one in windows)
    ):
        return known
    gap_ms = hall.learnt.mean_ms(GAP)
    bearing, lines = _ahead(hall, windows, key, last, gap_ms, now_ms)
    pool = Pool(now_ms, hall.upsets)
    hall.pool_ranks.add(rank)
    for window in bearing:
        pool.levels[window], pool.unit_ms[window] = _vessel(hall, window, gap_ms, now_ms)
        if last:
            hall.pools[rank, window] = pool
    for amount, theirs in _pours(lines):
        _pour(pool.levels, theirs, amount)
    return pool


def joined(hall: Hall, ticket: Ticket) -> None:
    """Somebody has come and stands behind all who are there: what they bring pours into the pools that are kept."""
    theirs = hall.staffed(ticket.item)
    for rank in hall.pool_ranks if theirs else ():
        pool: Pool | None = hall.pools.get((rank, theirs[0]))
        if pool is None or pool.upsets != hall.upsets:
            continue
        alike = hall.plan.policy.alike(ticket.rank, rank)
        if ticket.rank < rank or (alike and not all(one in pool.levels for one in theirs)):
            del hall.pools[rank, theirs[0]]  # before some who have poured already, or also at windows that did not bear
            pool.upsets = -1
        elif alike:
            _pour(pool.levels, theirs, pool.amounts.get(ticket.item) or _amount(hall, pool, ticket.item))
            pool.told.clear()


def _amount(hall: Hall, pool: Pool, item: str) -> float:
    pool.amounts[item] = _spread(hall, item).mean_ms + hall.learnt.mean_ms(GAP)
    return pool.amounts[item]


@dataclass(frozen=True, slots=True)
class Line:
    """Those of an item who are called before a place, how much each pours, and into which windows."""

    places: Sequence[Key]
    amount: float
    windows: tuple[str, ...]


def _pours(lines: Sequence[Line]) -> Iterable[tuple[float, tuple[str, ...]]]:
    """In the order of their places; of very many, evenly from every line. Neighbours with the same windows pour
    together, which is the same."""
    together: dict[tuple[str, ...], float] = {}
    for line in lines:
        together[line.windows] = together.get(line.windows, 0.0) + line.amount * len(line.places)
    if len(together) < 2:
        yield from ((amount, windows) for windows, amount in together.items())
    elif sum(len(line.places) for line in lines) > ONE_BY_ONE:
        for _ in range(ROUNDS):
            yield from ((amount / ROUNDS, windows) for windows, amount in together.items())
    else:
        amount, windows = 0.0, lines[0].windows
        for _, n in sorted((place, n) for n, line in enumerate(lines) for place in line.places):
            line = lines[n]
            if line.windows != windows:
                yield amount, windows
                amount, windows = 0.0, line.windows
            amount += line.amount
        yield amount, windows


def _ahead(
    hall: Hall, windows: Sequence[str], key: Key, last: bool, gap_ms: float, now_ms: int
) -> tuple[list[str], list[Line]]:
    """All windows that bear on a wait at these, and who is called there before `key`; with `last` all others came
    before."""
    found, known, items = list(windows), set(windows), set()
    lines: list[Line] = []
    for window in found:  # which grows meanwhile
        for item in hall.items_of_window[window]:
            line = hall.item_lines.get(item)
            if line and item not in items:
                items.add(item)
                theirs = hall.staffed(item)
                all_before = last and line[-1][0] <= key[0]  # and none is of a worse class
                before = line if all_before else called_before(line, key, now_ms, hall.plan.policy)
                lines.append(Line(before, _spread(hall, item).mean_ms + gap_ms, theirs))
                found += [one for one in theirs if one not in known]
                known.update(theirs)
        sent = hall.sent_lines.get(window)
        for one in called_before(sent, key, now_ms, hall.plan.policy) if sent else ():
            spread = _spread(hall, hall.tickets[one[3]].item)
            lines.append(Line((one,), spread.mean_ms + gap_ms, (window,)))
    return found, lines


def _vessel(hall: Hall, window: str, gap_ms: float, now_ms: int) -> tuple[float, float]:
    """(level, mean time of what it does now) of a window. Below zero: it calls somebody before an average wait."""
    here, left_ms = hall.windows[window], 0.0
    if here.at:
        spread = _spread(hall, hall.tickets[here.at].item)
        unit_ms, cv2 = spread.mean_ms + gap_ms, min(spread.cv2, 1.0)
        lasted = max(0, now_ms - here.since_ms) / unit_ms
        left_ms = unit_ms * (cv2 + (1 - cv2) * exp(-AGEING * lasted))
    else:  # what it did last, or what it is there for
        last = hall.tickets.get(here.finished or "")
        spread = _spread(hall, last.item if last else hall.items_of_window[window][0])
        unit_ms, cv2 = spread.mean_ms + gap_ms, min(spread.cv2, 1.0)
        if here.state is WindowState.PAUSED:
            until_ms = here.pause_until_ms or 0
            left_ms = until_ms - now_ms if until_ms > now_ms else hall.learnt.mean_ms(PAUSE) / 2
    return left_ms - unit_ms * (1 + cv2) / 2, unit_ms


def _pour(levels: dict[str, float], windows: Sequence[str], amount: float) -> tuple[float, int]:
    """Fill the lowest of the vessels; (the level reached, how many vessels stand at it)."""
    if len(windows) == 1:
        levels[windows[0]] += amount
        return levels[windows[0]], 1
    if not windows:  # nobody can call that ticket now: it takes nobody's time
        return 0.0, 0
    ordered = sorted(windows, key=levels.__getitem__)
    level, count = levels[ordered[0]], 1
    for window in ordered[1:]:
        room = (levels[window] - level) * count
        if room >= amount:
            break
        amount, level, count = amount - room, levels[window], count + 1
    level += amount / count
    for window in ordered[:count]:
        levels[window] = level
    return level, count


def _range(hall: Hall, sort: ForecastSort, mean_ms: float, sd_ms: float, now_ms: int) -> Forecast:
    fit, hours = hall.learnt.fit(sort), hall.hours(now_ms)
    mean_ms, sd_ms = mean_ms * exp(fit.stretch), sd_ms * exp(fit.stretch)
    low_ms = _by_the_clock(hours, _gamma(mean_ms, sd_ms, fit.low), now_ms)
    likely_ms = _by_the_clock(hours, _gamma(mean_ms, sd_ms, fit.likely), now_ms)
    high_ms = max(likely_ms, _by_the_clock(hours, _gamma(mean_ms, sd_ms, fit.high), now_ms))
    return Forecast(
        low_s=int(min(low_ms, likely_ms) / 1000), likely_s=round(likely_ms / 1000), high_s=ceil(high_ms / 1000),
        sort=sort,
    )  # fmt: skip


def _gamma(mean: float, sd: float, z: float) -> float:
    """The value z standard deviations from the middle of a gamma distribution (Wilson and Hilferty 1931): times are
    never negative, and the long ones are longer than the short ones are short."""
    ninth = (sd / mean) ** 2 / 9
    return mean * max(0.0, 1 - ninth + z * sqrt(ninth)) ** 3


def _by_the_clock(hours: Sequence[tuple[int, int]], wait_ms: float, now_ms: int) -> float:
    """A wait of opening hours, with the breaks that lie in it."""
    at_ms, shut_ms = now_ms + wait_ms, 0
    for start_ms, end_ms in hours:
        if shut_ms and now_ms < start_ms and at_ms > shut_ms:
            at_ms += start_ms - max(shut_ms, now_ms)
        shut_ms = end_ms
    return at_ms - now_ms


def _disproved_ms(hall: Hall, item: str, key: Key, ahead: int, now_ms: int) -> int:
    """How long the first of the item's line has waited in opening hours, if no more stood before them when they came
    than before us now: less is disproved."""
    line = hall.item_lines.get(item)
    if not line or line[0] > key:
        return 0
    first = hall.tickets[line[0][3]]
    if first.forecast is None or first.forecast[3] > ahead:
        return 0
    hours = hall.hours(now_ms)
    return sum(max(0, min(now_ms, end_ms) - max(first.taken_ms, start_ms)) for start_ms, end_ms in hours)
