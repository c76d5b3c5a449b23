"""How times are said at a counter."""

import pytest
from fakes.counter import MIN, NINE_FORTY_TWO

from edge_hub.contract.clock import ClockRule
from window_terminal.times import minutes_since, seconds_left, stopwatch, today, wall_clock


def test_waiting_minutes_are_whole_and_never_negative() -> None:
    assert minutes_since(NINE_FORTY_TWO - 8 * MIN - 59_999, NINE_FORTY_TWO) == 8
    assert minutes_since(NINE_FORTY_TWO + 5_000, NINE_FORTY_TWO) == 0


@pytest.mark.parametrize(
    ("span_ms", "said"), [(0, "00:00"), (200_999, "03:20"), (3_599_999, "59:59"), (3_600_000, "1:00:00"), (-5, "00:00")]
)
def test_a_stopwatch_shows_hours_only_when_there_are_any(span_ms: int, said: str) -> None:
    assert stopwatch(span_ms) == said


def test_clock_and_day_are_the_halls() -> None:
    assert wall_clock(NINE_FORTY_TWO) == "09:42"
    assert today(NINE_FORTY_TWO).zh == "11月24日 星期二"
    assert today(NINE_FORTY_TWO).en == "Tue 24 Nov"


@pytest.mark.parametrize(("passed_ms", "left"), [(0, 60), (1, 60), (999, 60), (1000, 59), (59_999, 1), (60_000, 0)])
def test_a_countdown_shows_one_second_until_the_time_is_over(passed_ms: int, left: int) -> None:
    assert seconds_left(NINE_FORTY_TWO + 60_000, NINE_FORTY_TWO + passed_ms, ClockRule()) == left


def test_a_countdown_of_a_hall_in_quick_motion_counts_seconds_of_the_world() -> None:
    quick = ClockRule(start_ms=NINE_FORTY_TWO, real_start_ms=1, speed=140)
    assert seconds_left(NINE_FORTY_TWO + 420_000, NINE_FORTY_TWO, quick) == 3
    assert seconds_left(NINE_FORTY_TWO + 420_000, NINE_FORTY_TWO + 419_000, quick) == 1
