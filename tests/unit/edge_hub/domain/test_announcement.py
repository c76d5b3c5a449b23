"""Announcements: in both languages, until when, few at a time, gone by themselves."""

import pytest
from fakes.desk import GUIDE, Desk
from pydantic import ValidationError

from edge_hub.contract import announcement as n
from edge_hub.contract.announcement import LASTS_MAX_MS, SHOWN_MAX
from edge_hub.contract.queue import DayRolled
from edge_hub.contract.reasons import Reason
from edge_hub.domain.announcement import announcements
from edge_hub.domain.fold import fold

HOUR_MS = 3_600_000


@pytest.fixture
def desk() -> Desk:
    one = Desk()
    one.sit()
    return one


def announce(desk: Desk, zh: str = "今天16:00停电检修", lasts_ms: int = HOUR_MS) -> str:
    desk.at_desk(n.Announce(zh=zh, en="Power off at 16:00", until_ms=desk.now_ms + lasts_ms))
    return str(desk.result.announcement)  # type: ignore[attr-defined]


def shown(desk: Desk) -> list[str]:
    return [one.words.zh for one in announcements(desk.hall, desk.now_ms, 1, 1, 60).shown]


def test_the_newest_announcement_comes_first_until_it_is_over(desk: Desk) -> None:
    announce(desk, "甲", 2 * HOUR_MS)
    desk.wait(60)
    announce(desk, "乙", HOUR_MS)
    assert shown(desk) == ["乙", "甲"]
    desk.wait(3600)
    assert shown(desk) == ["甲"]
    desk.wait(3600)
    assert shown(desk) == []


def test_an_announcement_is_ended_before_its_time_by_who_is_named(desk: Desk) -> None:
    one = announce(desk)
    desk.at_desk(n.EndAnnouncement(announcement=one))
    assert shown(desk) == [] and desk.happened[-1].by == GUIDE  # type: ignore[attr-defined]
    assert desk.at_desk_refused(n.EndAnnouncement(announcement=one)) is Reason.ANNOUNCEMENT_UNKNOWN


def test_one_that_is_over_has_ended_already(desk: Desk) -> None:
    one = announce(desk)
    desk.wait(3601)
    before = len(desk.happened)
    desk.at_desk(n.EndAnnouncement(announcement=one))
    assert len(desk.happened) == before


@pytest.mark.parametrize("lasts_ms", [0, -1, LASTS_MAX_MS + 1])
def test_it_ends_after_now_and_not_in_years(desk: Desk, lasts_ms: int) -> None:
    body = n.Announce(zh="公告", until_ms=desk.now_ms + lasts_ms)
    assert desk.at_desk_refused(body) is Reason.UNTIL_WRONG


def test_there_are_only_so_many_at_a_time_and_those_that_are_over_make_room(desk: Desk) -> None:
    for _ in range(SHOWN_MAX):
        announce(desk)
    body = n.Announce(zh="又一条", until_ms=desk.now_ms + 2 * HOUR_MS)
    assert desk.at_desk_refused(body) is Reason.ANNOUNCEMENTS_MANY
    desk.wait(3600)
    announce(desk)
    assert len(desk.hall.announcements) == 1, "those that were over are forgotten"


def test_one_for_tomorrow_outlasts_the_night_and_others_do_not(desk: Desk) -> None:
    announce(desk, "明天停电", 24 * HOUR_MS)
    announce(desk, "今天停电", HOUR_MS)
    fold(desk.hall, DayRolled(day="2026-11-25", at_ms=desk.now_ms + 15 * HOUR_MS))
    assert [one.zh for one in desk.hall.announcements.values()] == ["明天停电"]


@pytest.mark.parametrize("zh", ["", "  ", "两\n行", "长" * 121])
def test_a_text_that_no_board_could_show_is_no_command(zh: str) -> None:
    with pytest.raises(ValidationError, match="zh"):
        n.Announce(zh=zh, until_ms=1)
