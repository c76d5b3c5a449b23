"""What the hall has learnt of its own times: how long an item holds a window, how fast clerks go on, how long pauses
last, and how its forecasts turned out.

Rules: bounded, the newest overwrites the oldest; changed by `learning.py` alone, from events, so that all of it is a
fold of the journal; the store keeps every value as a row (`touched` and `refitted` say which) and fills them in again.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

KEPT = 512
"""Times kept of each kind: a mean of them is right to 5 %, and they follow a change within days or weeks."""
TIME_MAX_MS = 4 * 3_600_000
"""Nobody is served longer: a clerk who went home without a finish."""
OUTLIER = 8
"""A time of more than so many medians counts as so many: one forgotten finish must not spoil the mean."""
TRUST, TRUST_FADES = 6, 32
"""The first guess counts as so many times of the usual spread, and fades until so many were seen."""
USUAL_CV2 = 0.5
GAP, PAUSE = "*gap", "*pause"
"""From one person to the next while somebody waits; a pause. Names that no item can have."""
USUAL_MS = {GAP: 15_000, PAUSE: 600_000}
"""Until the hall has seen its own."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean in milliseconds, and the squared coefficient of variation."""

    mean_ms: float
    cv2: float


class Times:
    """The last `KEPT` times of one kind; the nth of all that were ever seen stands at `nth % KEPT`."""

    def __init__(self, ms: list[int], count: int) -> None:
        self.ms, self.count = ms, count
        self._ordered = sorted(ms)
        self._sum, self._square = sum(ms), sum(one * one for one in ms)
        self._spread: Spread | None = None

    def add(self, ms: int) -> None:
        slot = self.count % KEPT
        if slot < len(self.ms):
            gone = self.ms[slot]
            del self._ordered[bisect_left(self._ordered, gone)]
            self._sum, self._square = self._sum - gone, self._square - gone * gone
            self.ms[slot] = ms
        else:
            self.ms.append(ms)
        insort(self._ordered, ms)
        self._sum, self._square = self._sum + ms, self._square + ms * ms
        self.count += 1
        self._spread = None

    def quantile_ms(self, share: float) -> int:
        """The smallest time that a share of all does not exceed."""
        return self._ordered[max(0, ceil(len(self._ordered) * share) - 1)]

    def spread(self, guess_ms: float) -> Spread:
        """Mean and spread; `guess_ms` fills in what has not been seen."""
        if self._spread is None:
            self._spread = self._reckoned(guess_ms)
        return self._spread

    def _reckoned(self, guess_ms: float) -> Spread:
        count, most = len(self.ms), self.quantile_ms(0.5) * OUTLIER
        total, square = self._sum, self._square
        for one in reversed(self._ordered):
            if one <= most:
                break
            total, square = total - one + most, square - one * one + most * most
        trust = TRUST * max(0.0, 1 - count / TRUST_FADES)
        weight = count + trust
        mean = max(1.0, (total + trust * guess_ms) / weight)
        return Spread(mean, max(0.01, (square + trust * guess_ms**2 * (1 + USUAL_CV2)) / weight / mean**2 - 1))


class Fit(NamedTuple):
    """How the forecasts of one sort turned out: `low`, `likely` and `high` say how many standard deviations from the
    mean the range really begins, halves and ends, `stretch` (a logarithm) how much longer than reckoned a wait is."""

    low: float = -1.2816
    likely: float = 0.0
    high: float = 1.2816
    stretch: float = 0.0
    judged: int = 0


FIRST = Fit()
"""The 10 %, 50 % and 90 % points of a standard normal: before anything turned out."""
LOW, HIGH = 0.1, 0.9
"""One wait in ten is shorter than `low`, one in ten longer than `high`: an 80 % range."""
BOUND_STEP, STRETCH_STEP, CALM_AFTER = 0.015, 0.001, 25
"""How far one wait moves a bound and the stretch in the long run; more in the beginning."""


class Learnt:
    """All of it. `touched` names times as (kind, nth), and `refitted` the sorts of forecasts that changed."""

    def __init__(self) -> None:
        self.times: dict[str, Times] = {}
        self.fits: dict[str, Fit] = {}
        self.touched: set[tuple[str, int]] = set()
        self.refitted: set[str] = set()

    def see(self, kind: str, ms: int) -> None:
        """One more time of an item, gap or pause."""
        if ms < 0:  # somebody has set the clock back
            return
        times = self.times.get(kind)
        if times is None:
            times = self.times[kind] = Times([], 0)
        self.touched.add((kind, times.count))
        times.add(min(ms, TIME_MAX_MS))

    def restore(self, kind: str, ms: list[int], count: int) -> None:
        """Times that were kept, by their slot, of so many that were ever seen."""
        self.times[kind] = Times(ms, count)

    def spread(self, kind: str, guess_ms: float) -> Spread:
        times = self.times.get(kind)
        return times.spread(guess_ms) if times else Spread(guess_ms, USUAL_CV2)

    def mean_ms(self, kind: str) -> float:
        """Of gaps or pauses."""
        return self.spread(kind, USUAL_MS[kind]).mean_ms

    def fit(self, sort: str) -> Fit:
        return self.fits.get(sort, FIRST)

    def judge(self, sort: str, promised_s: tuple[int, int, int], wait_s: float, stretches: bool) -> None:
        """A wait is over: each bound moves a little towards where as many waits lie below it as it promises, and in the
        long run that is so whatever the hall does (Gibbs and Candes 2021, adaptive conformal inference). The middle
        moves by itself, or with `stretches` by stretching the whole forecast."""
        old = self.fit(sort)
        low_s, likely_s, high_s = promised_s
        step = max(BOUND_STEP, 1 / (CALM_AFTER + old.judged))
        longer = (wait_s > likely_s) - 0.5
        self.fits[sort] = Fit(
            old.low + step * (LOW - (wait_s < low_s)),
            old.likely if stretches else old.likely + step * longer,
            old.high + step * (HIGH - (wait_s <= high_s)),
            old.stretch + max(STRETCH_STEP, 1 / (CALM_AFTER + old.judged)) * longer if stretches else old.stretch,
            old.judged + 1,
        )
        self.refitted.add(sort)
