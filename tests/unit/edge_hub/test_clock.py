"""The hub's clock: the world's in a real hall, its own in a practice hall, and monotonic time beside it."""

import time

import pytest

from edge_hub.clock import HallClock, practice_rule
from edge_hub.contract.clock import ClockRule, at_hall


def test_a_real_hall_keeps_the_machines_time() -> None:
    before, now_ms, after = time.time(), HallClock(ClockRule()).now_ms(), time.time()
    assert round(before * 1000) <= now_ms <= round(after * 1000)


def test_a_practice_hall_begins_when_it_is_told() -> None:
    clock = HallClock(practice_rule("2026-11-24T09:00", 1000))
    assert f"{at_hall(clock.now_ms()):%Y-%m-%d %H}" == "2026-11-24 09"
    assert clock.rule.practice


def test_a_start_may_name_its_zone() -> None:
    assert practice_rule("2026-11-24T01:00+00:00", 1).start_ms == practice_rule("2026-11-24T09:00", 1).start_ms


@pytest.mark.parametrize(
    "start", ["", "nine", "09:00", "2026-13-01T09:00", "1960-01-01T09:00", "0001-01-01T00:00", "9999-12-31T23:59"]
)
def test_what_is_no_time_of_this_century_is_refused(start: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        practice_rule(start, 1)


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf")])
def test_a_speed_that_no_clock_can_run_at_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        practice_rule("2026-11-24T09:00", speed)


def test_drift_is_constant_while_nobody_sets_the_clock() -> None:
    clock = HallClock(ClockRule())
    assert abs(clock.drift_s() - clock.drift_s()) < 0.1
    assert clock.mono_s() <= clock.mono_s()


def test_every_boot_has_an_id_of_its_own() -> None:
    assert HallClock(ClockRule()).boot_id != HallClock(ClockRule()).boot_id
