"""A screen is told the hours of the hall when they change, and keeps them when the hub is away."""

import pytest

from drivers.conversation import Fault
from drivers.power import KeepHours, ScreenNotSet
from edge_hub.contract.base import Words
from edge_hub.contract.hall import HubStatus, Opening
from edge_hub.device_host.screens import OPEN_S, ScreenHours, hours

NOW = 1_800_000_000_000
SAID = Words(zh="营业中", en="Open")
OPEN = Opening(tickets=True, open=True, words=SAID, closes_ms=NOW + 3_600_000)
CLOSED = Opening(tickets=False, open=False, words=SAID, reopens_ms=NOW + 7_200_000)
FULL = Fault("queue_full", "", "", "", "")


def status(opening: Opening | None, now_ms: int = NOW, up: bool = True) -> HubStatus:
    return HubStatus(epoch=1, seq=1, up=up, hall="test", now_ms=now_ms, opening=opening)


@pytest.mark.parametrize(
    ("opening", "spans"),
    [
        (OPEN, ((0.0, 3600.0),)),
        (OPEN.model_copy(update={"closes_ms": NOW - 5}), ((0.0, 0.0),)),
        (OPEN.model_copy(update={"closes_ms": None}), ((0.0, OPEN_S),)),
        (CLOSED, ((7200.0, 7200.0 + OPEN_S),)),
        (CLOSED.model_copy(update={"reopens_ms": None}), ()),
    ],
)
def test_what_the_hub_says_of_its_hours_is_told_in_seconds_from_now(
    opening: Opening, spans: tuple[tuple[float, float], ...]
) -> None:
    assert hours(opening, NOW) == spans
    KeepHours("x", spans)


def test_hours_are_told_once_until_they_change_and_not_by_a_hub_that_is_away() -> None:
    jobs: list[KeepHours] = []
    screen = ScreenHours(jobs.append)
    for second in range(5):
        screen.follow(status(OPEN, NOW + second * 1000))
    screen.follow(status(CLOSED, up=False))
    screen.follow(status(None))
    assert [job.spans for job in jobs] == [((0.0, 3600.0),)]
    screen.follow(status(CLOSED))
    assert [job.id for job in jobs] == ["hours.1", "hours.2"]


def test_hours_that_never_reached_the_screen_are_told_again() -> None:
    jobs: list[KeepHours] = []
    screen = ScreenHours(jobs.append)
    screen.follow(status(OPEN))
    screen.heard(ScreenNotSet("test.1", FULL))
    screen.follow(status(OPEN))
    screen.heard(ScreenNotSet(jobs[0].id, FULL))
    screen.follow(status(OPEN, NOW + 1000))
    assert [job.spans for job in jobs] == [((0.0, 3600.0),), ((0.0, 3599.0),)]


def test_hours_that_could_not_be_handed_over_are_told_with_the_next_heartbeat() -> None:
    jobs: list[KeepHours] = []
    answers = iter([FULL, None])

    def ask(job: KeepHours) -> Fault | None:
        jobs.append(job)
        return next(answers)

    screen = ScreenHours(ask)
    for _ in range(3):
        screen.follow(status(OPEN))
    assert len(jobs) == 2
