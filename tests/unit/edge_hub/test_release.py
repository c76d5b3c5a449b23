"""The release gate: replies wait for the standby, in order, and never for long."""

from dataclasses import dataclass

import pytest

from edge_hub.release import HELD_S, Outgoing, ReleaseGate, Step


@dataclass
class Machine:
    """A second machine as the gate sees it."""

    there: bool = True
    commits: int = 0
    kept_commits: int = 0


class Stand:
    def __init__(self, second: Machine | None) -> None:
        self.out: list[str] = []
        self.left: list[int] = []
        """How many had been sent whenever all that might go was to leave."""
        self.second = second
        self.gate = ReleaseGate(
            lambda one: self.out.append(one.device), second, lambda: self.left.append(len(self.out))
        )

    def commit(self, nth: int, *names: str, now_s: float = 0.0) -> None:
        if self.second is not None:
            self.second.commits = nth
        self.gate.release([Outgoing(name, b"", None) for name in names], now_s)

    def keep(self, commits: int) -> None:
        """The second machine says that it has what so many commits made."""
        assert self.second is not None
        self.second.kept_commits = commits


@pytest.fixture
def walking() -> Stand:
    """In step up to the tenth commit."""
    stand = Stand(Machine(kept_commits=10))
    stand.commit(10)
    assert stand.gate.step is Step.IN_STEP
    return stand


def test_without_a_standby_replies_leave_at_once() -> None:
    stand = Stand(None)
    stand.commit(1, "a", "b")
    assert stand.out == ["a", "b"] and stand.gate.step is Step.NO_STANDBY
    assert stand.left == [2], "together"


def test_a_reply_waits_until_the_standby_has_what_it_speaks_of(walking: Stand) -> None:
    walking.commit(11, "a")
    walking.commit(12, "b")
    walking.gate.tend(0.05)
    assert walking.out == []
    walking.keep(11)
    walking.gate.tend(0.06)
    assert walking.out == ["a"] and walking.left[-1] == 1
    walking.keep(12)
    walking.gate.tend(0.07)
    assert walking.out == ["a", "b"] and walking.gate.step is Step.IN_STEP


def test_nobody_overtakes_who_waits(walking: Stand) -> None:
    walking.commit(11, "a")
    walking.keep(12)
    walking.commit(12, "b")
    walking.gate.tend(0.01)
    assert walking.out == ["a", "b"]


def test_a_slow_standby_is_waited_for_no_longer_and_then_not_at_all(walking: Stand) -> None:
    walking.commit(11, "a", now_s=1.0)
    assert walking.gate.wait_s(1.0) == pytest.approx(HELD_S)
    walking.gate.tend(1.0 + HELD_S)
    assert walking.out == ["a"] and walking.gate.step is Step.BEHIND
    walking.commit(12, "b", now_s=2.0)
    assert walking.out == ["a", "b"]


def test_a_standby_that_has_caught_up_is_waited_for_again(walking: Stand) -> None:
    walking.commit(11, "a", now_s=1.0)
    walking.gate.tend(2.0)
    walking.keep(11)
    walking.gate.tend(2.1)
    assert walking.gate.step is Step.IN_STEP
    walking.commit(12, "b", now_s=3.0)
    assert walking.out == ["a"]


def test_whoever_waits_is_let_go_when_the_standby_goes(walking: Stand) -> None:
    walking.commit(11, "a")
    walking.second.there = False  # type: ignore[union-attr]
    walking.gate.tend(0.01)
    assert walking.out == ["a"] and walking.gate.step is Step.ALONE


def test_a_standby_that_has_just_come_is_not_waited_for_until_it_has_all() -> None:
    stand = Stand(Machine(kept_commits=3))
    stand.commit(10, "a")
    assert stand.out == ["a"] and stand.gate.step is Step.BEHIND
