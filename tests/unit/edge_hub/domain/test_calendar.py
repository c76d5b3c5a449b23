"""Opening hours: lunch, holidays, make-up workdays, the last ticket, and how it is said."""

from datetime import datetime

import pytest
from fakes.small_hall import at, small_site

from edge_hub.contract.clock import HALL_ZONE, at_hall
from edge_hub.domain.calendar import next_start, opening_at, say_when

OPENING = small_site().hall.opening


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
