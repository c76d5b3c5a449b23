"""The hall's clock as a rule: real halls keep the world's time, practice halls a faster one."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from edge_hub.contract.clock import HALL_ZONE, ClockRule, at_hall, to_ms

NOW = 1_795_484_520_000
MS = st.integers(0, 4_000_000_000_000)


@given(MS)
def test_a_real_hall_keeps_the_worlds_time(ms: int) -> None:
    assert ClockRule().hall_ms(ms) == ms and not ClockRule().practice


@given(MS, MS, st.floats(0.1, 1000), st.integers(0, 10**8), st.integers(0, 10**8))
def test_a_practice_hall_begins_at_its_start_and_never_goes_back(
    start: int, real: int, speed: float, one: int, other: int
) -> None:
    rule = ClockRule(start_ms=start, real_start_ms=real, speed=speed)
    assert rule.hall_ms(real) == start
    first, second = sorted((one, other))
    assert rule.hall_ms(real + first) <= rule.hall_ms(real + second)


def test_ten_seconds_of_the_world_are_ten_minutes_of_a_hall_sixty_times_as_fast() -> None:
    rule = ClockRule(start_ms=NOW, real_start_ms=5, speed=60)
    assert rule.hall_ms(10_005) - NOW == rule.hall_span_ms(10) == 600_000
    assert rule.practice


@pytest.mark.parametrize("speed", [0, -1, 1e9, float("nan"), float("inf")])
def test_a_rule_that_no_clock_can_follow_is_refused(speed: float) -> None:
    with pytest.raises(ValidationError):
        ClockRule(speed=speed)


@given(st.datetimes(datetime(1991, 9, 16), datetime(2200, 1, 1)))
def test_hall_time_and_milliseconds_go_there_and_back(naive: datetime) -> None:
    moment = naive.replace(microsecond=naive.microsecond // 1000 * 1000, tzinfo=HALL_ZONE)
    assert at_hall(to_ms(moment)) == moment


def test_the_hall_is_eight_hours_ahead_of_utc_all_year() -> None:
    for month in (1, 7):
        assert datetime(2026, month, 1, tzinfo=HALL_ZONE).utcoffset() == timedelta(hours=8)
    assert f"{at_hall(NOW):%Y-%m-%d %H:%M}" == "2026-11-24 09:42"
