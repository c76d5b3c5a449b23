"""Opening hours: lunch, holidays, make-up workdays, the last ticket, and how it is said."""

from datetime import date, datetime, timedelta

import pytest
from fakes.small_hall import at, small_site

from configs.site import load_site
from edge_hub.contract.clock import HALL_ZONE, at_hall
from edge_hub.domain.calendar import FAR_AHEAD_DAYS, hours_on, next_start, nth_workday, opening_at, say_when
from edge_hub.opening import DEFAULT_SITE

OPENING = small_site().hall.opening
PUER = load_site(DEFAULT_SITE)


@pytest.mark.parametrize(
    ("moment", "open_", "tickets", "zh"),
    [
        ("2026-11-24T09:00", True, True, "办理时间至 12:00"),
        ("2026-11-24T11:59", True, True, "办理时间至 12:00"),
        ("2026-11-24T12:00", False, False, "现在不办公，今天 13:30开始"),
        ("2026-11-24T16:44", True, True, "办理时间至 17:00"),
        ("2026-11-24T16:45", True, False, "办理时间至 17:00"),
        ("2026-11-24T17:00", False, False, "现在不办公，明天 09:00开始"),
        ("2026-11-27T18:00", False, False, "现在不办公，11月30日（周一）09:00开始"),
        ("2026-10-01T10:00", False, False, "现在不办公，10月8日（周四）09:00开始"),
        ("2026-10-10T10:00", True, True, "办理时间至 12:00"),
    ],
)
def test_the_hall_says_what_holds_at_a_moment(moment: str, open_: bool, tickets: bool, zh: str) -> None:
    now = opening_at(OPENING, datetime.fromisoformat(moment).replace(tzinfo=HALL_ZONE))
    assert (now.open, now.tickets, now.words.zh) == (open_, tickets, zh)


def test_closing_and_reopening_are_given_as_times() -> None:
    lunch = opening_at(OPENING, at_hall(at("12:10")))
    assert lunch.reopens_ms == at("13:30") and lunch.closes_ms is None
    assert opening_at(OPENING, at_hall(at("10:00"))).closes_ms == at("12:00")


def test_a_hall_that_never_opens_again_says_so() -> None:
    always_off = small_site(
        opening={"week": {"mon": [{"start": "09:00", "end": "10:00"}]}, "holidays": [
            {"first": "2026-01-01", "last": "2027-12-31", "name": {"zh": "闭馆", "en": "Closed"}}]}
    ).hall.opening  # fmt: skip
    now = at_hall(at("10:00"))
    assert next_start(always_off, now) is None
    assert say_when(None, now).zh == "请咨询导服台何时"


@pytest.mark.parametrize(
    ("day", "spans"),
    [
        ("2026-02-13", 2),  # Friday before the Spring Festival
        ("2026-02-14", 2),  # Saturday, made up as a Friday
        ("2026-02-15", 0),
        ("2026-02-23", 0),  # the Monday on which the festival ends
        ("2026-02-24", 2),
        ("2026-02-28", 2),  # Saturday, made up as a Monday
        ("2026-03-01", 0),
        ("2026-10-07", 0),
        ("2026-10-10", 2),  # Saturday, made up as a Wednesday
    ],
)
def test_the_hall_of_puer_keeps_the_calendar_of_the_state_council(day: str, spans: int) -> None:
    assert len(hours_on(PUER.hall.opening, date.fromisoformat(day))) == spans


def test_a_hall_closed_over_the_spring_festival_says_when_it_opens_again() -> None:
    now = opening_at(PUER.hall.opening, datetime(2026, 2, 14, 17, 30, tzinfo=HALL_ZONE))
    assert now.words.zh == "现在不办公，2月24日（周二）09:00开始"
    assert now.reopens_ms == at("09:00", "2026-02-24")


def test_working_days_are_counted_by_the_calendar() -> None:
    """A weekend and the National Day count nothing, a make-up Saturday counts."""
    opening = small_site().hall.opening
    assert nth_workday(opening, date(2026, 11, 24), 5) == date(2026, 12, 1)
    assert nth_workday(opening, date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert nth_workday(opening, date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert nth_workday(opening, date(2026, 11, 27), 1) == date(2026, 11, 30)


def test_a_hall_that_never_opens_counts_to_an_end() -> None:
    shut = small_site().hall.opening.model_copy(update={"week": {}, "workdays": ()})
    assert nth_workday(shut, date(2026, 11, 24), 5) == date(2026, 11, 24) + timedelta(days=FAR_AHEAD_DAYS)
