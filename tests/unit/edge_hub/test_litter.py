"""Rings that nobody holds go when nobody waits, and what a hub holds is not looked through in a rush."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from edge_hub.litter import AT_LATEST_S, EVERY_S, Litter


class Ring:
    """Holds itself."""

    def __init__(self) -> None:
        self.me = self


def ring() -> "weakref.ref[Ring]":
    return weakref.ref(Ring())


@pytest.fixture
def litter() -> Iterator[Litter]:
    before = gc.get_threshold()
    yield Litter(0.0)
    gc.set_threshold(*before)
    gc.unfreeze()


def test_a_ring_goes_at_the_next_look_and_not_while_somebody_waits(litter: Litter) -> None:
    gone = ring()
    litter.tend(EVERY_S - 1, waiting=False)
    litter.tend(EVERY_S + 1, waiting=True)
    assert gone() is not None
    litter.tend(EVERY_S + 1, waiting=False)
    assert gone() is None


def test_somebody_who_always_waits_does_not_put_it_off_for_ever(litter: Litter) -> None:
    gone = ring()
    litter.tend(AT_LATEST_S + 1, waiting=True)
    assert gone() is None


def test_what_was_set_aside_and_let_go_is_found_when_a_day_begins(litter: Litter) -> None:
    old = Ring()
    gone = weakref.ref(old)
    litter.tend(EVERY_S + 1, waiting=False)
    del old
    litter.tend(2 * EVERY_S + 2, waiting=False)
    assert gone() is not None, "it was set aside while it was held"
    litter.day_began()
    assert gone() is None


def test_a_rush_makes_nobody_look_through_all(litter: Litter) -> None:
    before = gc.get_stats()[2]["collections"]
    held = [[n] for n in range(400_000)]
    assert gc.get_stats()[2]["collections"] == before and len(held) == 400_000
