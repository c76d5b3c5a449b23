"""Hall time on devices whose clocks are right, wrong and very wrong."""

import pytest

from edge_hub.client.hall_time import HallTime
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import HubStatus

NOON_MS = 1_790_000_000_000
PRACTICE = ClockRule(start_ms=1_795_000_000_000, real_start_ms=NOON_MS - 10_000, speed=60.0)
REAL = ClockRule()


def beat(rule: ClockRule, real_ms: int) -> HubStatus:
    """What a hub whose machine's clock shows `real_ms` says."""
    return HubStatus(epoch=1, seq=1, up=True, hall="h", hub="h1", clock=rule, now_ms=rule.hall_ms(real_ms))


def test_before_the_first_heartbeat_it_is_the_devices_own_time() -> None:
    assert HallTime().now_ms(NOON_MS) == NOON_MS and not HallTime().known


@pytest.mark.parametrize("rule", [REAL, PRACTICE])
def test_with_a_right_clock_the_rule_is_the_time(rule: ClockRule) -> None:
    time = HallTime().heard(beat(rule, NOON_MS), NOON_MS + 30, live=True)
    assert time.skew_ms == 0
    assert time.now_ms(NOON_MS + 1000) == rule.hall_ms(NOON_MS + 1000)


@pytest.mark.parametrize("rule", [REAL, PRACTICE])
@pytest.mark.parametrize("device_ms", [5_000, NOON_MS - 86_400_000, NOON_MS + 3_600_000])
def test_a_device_with_a_wrong_clock_has_the_hubs_time(rule: ClockRule, device_ms: int) -> None:
    time = HallTime().heard(beat(rule, NOON_MS), device_ms, live=True)
    assert abs(time.now_ms(device_ms + 2000) - rule.hall_ms(NOON_MS + 2000)) <= rule.speed


def test_a_late_heartbeat_does_not_shake_the_clock() -> None:
    time = HallTime().heard(beat(PRACTICE, NOON_MS), NOON_MS, live=True)
    assert time.heard(beat(PRACTICE, NOON_MS + 2000), NOON_MS + 2400, live=True) == time


def test_a_clock_that_somebody_sets_is_followed_at_the_next_heartbeat() -> None:
    time = HallTime().heard(beat(REAL, NOON_MS), NOON_MS, live=True)
    time = time.heard(beat(REAL, NOON_MS + 2000), NOON_MS + 7_202_000, live=True)
    assert time.now_ms(NOON_MS + 7_203_000) == NOON_MS + 3000


def test_a_retained_heartbeat_brings_the_rule_and_its_age_but_no_skew() -> None:
    old = beat(PRACTICE, NOON_MS)
    time = HallTime().heard(old, NOON_MS + 90_000, live=False)
    assert time.rule == PRACTICE and time.skew_ms == 0
    assert HallTime().age_s(old, NOON_MS + 90_000) == pytest.approx(90.0, abs=0.01)
    assert HallTime().age_s(old, NOON_MS + 100) == pytest.approx(0.1, abs=0.01)
