"""How long to wait before the next try: full jitter, so that many who lost one place do not come back at once.

Source: "Exponential Backoff And Jitter", the variant that draws from the whole span.
"""

import random
from collections.abc import Mapping

from .faults import Refused, TryAgain

Fault = TryAgain | Refused
Spans = Mapping[type[Fault], tuple[float, float]]
"""The first and the longest pause after a fault of that class, in s."""


def pause_s(failures: int, lot: random.Random, first_s: float = 1.0, longest_s: float = 300.0) -> float:
    """After so many failures in a row (1: the first). For ever: a record is never given up because the line is."""
    span_s = min(longest_s, first_s * 2 ** min(failures - 1, 32))
    return lot.uniform(min(first_s, span_s) / 2, span_s)


class Tries:
    """Tries to reach one place. Another class of fault begins a row of its own."""

    def __init__(self, spans: Spans, lot: random.Random) -> None:
        self._spans, self._lot = spans, lot
        self._kind: type[Fault] | None = None
        self._failures = 0
        self.again_s = float("-inf")
        """When to try again."""

    def worked(self) -> None:
        self._kind, self._failures, self.again_s = None, 0, float("-inf")

    def failed(self, fault: Fault, now_s: float) -> bool:
        """Whether it is the first of its row, and so worth a word."""
        kind = next(one for one in self._spans if isinstance(fault, one))
        self._failures = self._failures + 1 if kind is self._kind else 1
        self._kind = kind
        self.again_s = now_s + pause_s(self._failures, self._lot, *self._spans[kind])
        return self._failures == 1
