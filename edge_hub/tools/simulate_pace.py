"""How fast days are played: no rounds of the collector meanwhile, and what it took, told to whoever asked."""

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without Python's search for rings of objects that nobody holds: it looks through the libraries while they are
    imported and through the hall while it fills, a quarter of the time, and finds nothing. A day leaves no rings behind
    (a test holds that), so the memory of a long row of days is given back all the same."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def timed(from_s: float, tickets: int) -> dict[str, Any]:
    """What it took since `from_s` of `time.perf_counter()`. The processor's time counts from the start of the program:
    it is the same on a busy machine."""
    took_s = time.perf_counter() - from_s
    return {
        "tickets": tickets, "played_s": round(took_s, 3), "tickets_per_s": round(tickets / took_s),
        "processor_s": round(time.process_time(), 3),
    }  # fmt: skip


def pace_words(took: Mapping[str, Any]) -> str:
    return (
        f"{took['tickets']} tickets were played in {took['played_s']:.2f} s, {took['tickets_per_s']} a second; "
        f"with the start of the program {took['processor_s']:.2f} s of one processor"
    )
