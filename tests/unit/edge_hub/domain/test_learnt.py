"""What the hall learns is bounded, robust and honest about what it has not seen."""

import random
from statistics import mean, pvariance

import pytest

from edge_hub.domain.learnt import FIRST, GAP, KEPT, TIME_MAX_MS, TRUST, USUAL_CV2, Learnt, Times

MIN = 60_000


def times(*ms: int) -> Times:
    one = Times([], 0)
    for value in ms:
        one.add(value)
    return one


def test_before_anything_was_seen_the_guess_stands() -> None:
    assert Learnt().spread("card", 5 * MIN).mean_ms == 5 * MIN
    assert Learnt().mean_ms(GAP) == 15_000


def test_the_guess_fades_as_times_are_seen() -> None:
    few, many = times(*[10 * MIN] * 6), times(*[10 * MIN] * 40)
    assert 7 * MIN < few.spread(5 * MIN).mean_ms < 9 * MIN
    assert many.spread(5 * MIN).mean_ms == 10 * MIN and many.spread(5 * MIN).cv2 == 0.01
    one = times(10 * MIN).spread(5 * MIN)
    trust = TRUST * (1 - 1 / 32)
    assert one.mean_ms == pytest.approx((10 * MIN + trust * 5 * MIN) / (1 + trust)) and one.cv2 > USUAL_CV2 / 2


def test_mean_and_spread_are_those_of_what_was_seen() -> None:
    lot = random.Random(5)
    seen = [round(lot.lognormvariate(12, 0.5)) for _ in range(KEPT)]
    found = times(*seen).spread(1)
    assert found.mean_ms == pytest.approx(mean(seen))
    assert found.cv2 == pytest.approx(pvariance(seen) / mean(seen) ** 2)


def test_the_newest_times_overwrite_the_oldest_and_no_more_are_kept() -> None:
    one = times(*[20 * MIN] * KEPT, *[5 * MIN] * KEPT)
    assert len(one.ms) == KEPT and one.count == 2 * KEPT
    assert one.spread(1).mean_ms == 5 * MIN
    one.add(9 * MIN)
    assert (one.ms.count(9 * MIN), one.ms.count(5 * MIN)) == (1, KEPT - 1)


def test_quantiles_are_times_that_were_seen() -> None:
    one = times(*range(100, 0, -1))
    assert [one.quantile_ms(share) for share in (0.01, 0.1, 0.5, 0.9, 1.0)] == [1, 10, 50, 90, 100]


def test_a_finish_that_was_forgotten_does_not_spoil_the_mean() -> None:
    learnt = Learnt()
    for _ in range(60):
        learnt.see("card", 5 * MIN)
    learnt.see("card", 9 * 3_600_000)
    assert max(learnt.times["card"].ms) == TIME_MAX_MS
    assert learnt.spread("card", MIN).mean_ms < 5.7 * MIN


def test_a_time_before_the_beginning_of_time_is_no_time() -> None:
    learnt = Learnt()
    learnt.see("card", -3)
    assert learnt.times == {} and not learnt.touched


def test_what_changed_is_named_for_the_store() -> None:
    learnt = Learnt()
    learnt.see("card", 1)
    learnt.see("card", 2)
    learnt.judge("few", (1, 2, 3), 2.5, stretches=True)
    assert (learnt.touched, learnt.refitted) == ({("card", 0), ("card", 1)}, {"few"})


def test_bounds_come_to_hold_what_they_promise_whatever_the_waits_are() -> None:
    """Even for a forecaster who believes in a normal spread of 1 around 10 while waits are far wider and later."""
    learnt, lot, inside, below = Learnt(), random.Random(2), 0, 0
    for n in range(6_000):
        fit = learnt.fit("next")
        low, likely, high = (round(1000 * (10 + z)) for z in (fit.low, fit.likely, fit.high))
        wait = 1000 * (12 + lot.expovariate(1 / 3))
        if n >= 2_000:
            inside += low <= wait <= high
            below += wait <= likely
        learnt.judge("next", (low, likely, high), wait, stretches=False)
    assert inside / 4_000 == pytest.approx(0.8, abs=0.02)
    assert below / 4_000 == pytest.approx(0.5, abs=0.03)


def test_a_stretch_learns_how_much_longer_than_reckoned_waits_are() -> None:
    from math import exp

    learnt, lot = Learnt(), random.Random(3)
    for _ in range(4_000):
        reckoned = lot.uniform(100, 2_000)
        told = round(reckoned * exp(learnt.fit("many").stretch))
        learnt.judge("many", (0, told, 10**6), reckoned * 1.3 * lot.lognormvariate(0, 0.3), stretches=True)
    fit = learnt.fit("many")
    assert exp(fit.stretch) == pytest.approx(1.3, rel=0.06) and fit.likely == FIRST.likely
