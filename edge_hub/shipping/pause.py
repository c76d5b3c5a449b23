"""How long to wait before the next try: full jitter, so that many who lost one place do not come back at once.

Source: "Exponential Backoff And Jitter", the variant that draws from the whole span.
"""

import random


def pause_s(failures: int, lot: random.Random, first_s: float = 1.0, longest_s: float = 300.0) -> float:
    """After so many failures in a row (1: the first). For ever: a record is never given up because the line is."""
    span_s = min(longest_s, first_s * 2 ** min(failures - 1, 32))
    return lot.uniform(min(first_s, span_s) / 2, span_s)
