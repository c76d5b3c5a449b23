"""Rings of objects that nobody holds: looked for among the newest only, and when nobody waits.

Python looks through all that a program holds whenever it has grown by a quarter: with a day of tickets a tenth of a
second in which nobody is served, in the middle of the greatest rush. But what a hub holds is no litter, it is the day.
So what is old is set aside unseen (`gc.freeze`), and only the newest are looked through, between two commands. At the
turn of the day, when yesterday goes, all of it is looked through once.
"""

import gc

EVERY_S = 60.0
AT_LATEST_S = 600.0
"""Also if somebody always waits."""
THRESHOLDS = (5_000, 10, 1_000_000)
"""Of objects more than are gone, and of rounds: a round among the newest takes a millisecond or two, and there is none
through all."""


class Litter:
    """For the process whose loop it is given to; no other should have one."""

    def __init__(self, now_s: float) -> None:
        gc.set_threshold(*THRESHOLDS)
        self._looked_s = now_s
        gc.collect()
        gc.freeze()

    def tend(self, now_s: float, waiting: bool) -> None:
        """Look if it is time; not while somebody waits, unless it was long ago."""
        if now_s - self._looked_s >= (AT_LATEST_S if waiting else EVERY_S):
            self._looked_s = now_s
            gc.collect(1)
            gc.freeze()

    def day_began(self) -> None:
        """Look through all."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
