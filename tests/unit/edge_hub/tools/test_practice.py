"""A practice day fits into its morning and its minute, and asks only for what its windows serve."""

from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from configs.site import Site, load_site
from edge_hub.tools.practice import Cast, NoSuchDay, cast_of, morning_s, practice_day, visits_of
from edge_hub.tools.practice_pace import Pace, crowd, gentle, needed_s, pace_of, share_left, share_of

PUER = Path(__file__).parents[4] / "configs" / "puer"
MORNING = 10_500.0


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(PUER)


@pytest.fixture(scope="module")
def cast(site: Site) -> Cast:
    return cast_of(site)


def test_four_windows_of_different_departments_serve_what_people_want_most(cast: Cast) -> None:
    assert len({seat.window.department for seat in cast.seats}) == 4
    assert len({seat.clerk.id for seat in cast.seats}) == 4
    wanted = {item.wanted for seat in cast.seats for item in seat.items}
    assert {1, 2} <= wanted


def test_every_clerk_may_sit_where_the_day_puts_them(cast: Cast) -> None:
    for seat in cast.seats:
        assert seat.window.id in seat.clerk.windows or seat.clerk.department == seat.window.department
        assert {seat.call_pad.window, seat.rating_pad.window, seat.screen.window} == {seat.window.id}


def test_citizens_ask_only_for_what_the_open_windows_serve(cast: Cast) -> None:
    served = {item.id for seat in cast.seats for item in seat.items}
    visits = visits_of(cast, 200, seed=7)
    assert len(visits) == 200
    assert {item for visit in visits for item in visit.items} <= served
    assert {visit.by for visit in visits} == {"wanted", "department", "search"}
    assert any(len(visit.items) > 1 for visit in visits)
    wanted = {item.id for seat in cast.seats for item in seat.items if item.wanted}
    assert all(visit.items[0] in wanted for visit in visits if visit.by == "wanted")


def test_nobody_asks_for_an_item_that_needs_a_card_or_runs_out(cast: Cast) -> None:
    assert not any(item.real_name or item.daily_cap for seat in cast.seats for item in seat.items)


def test_the_same_seed_is_the_same_day(cast: Cast) -> None:
    assert visits_of(cast, 40, seed=1) == visits_of(cast, 40, seed=1)
    assert visits_of(cast, 40, seed=1) != visits_of(cast, 40, seed=2)


def test_all_windows_get_about_the_same_work(cast: Cast) -> None:
    minutes = [0.0] * 4
    for visit in visits_of(cast, 100, seed=3):
        for wanted in visit.items:
            at = next(n for n, seat in enumerate(cast.seats) if any(item.id == wanted for item in seat.items))
            minutes[at] += next(item.service_min for item in cast.seats[at].items if item.id == wanted)
    assert max(minutes) < 1.4 * min(minutes)


@pytest.mark.parametrize(("count", "for_s"), [(1, 40), (10, 60), (40, 75), (40, 120), (100, 240), (200, 600)])
def test_the_day_is_over_before_lunch(cast: Cast, count: int, for_s: float) -> None:
    pace = pace_of(cast, visits_of(cast, count, seed=1), for_s, MORNING, None)
    assert 0 < pace.speed * for_s <= MORNING + 1
    assert 0 < pace.share <= 1


def test_few_citizens_get_the_usual_minutes(cast: Cast) -> None:
    assert pace_of(cast, visits_of(cast, 4, seed=1), 120, MORNING, None).share == pytest.approx(1.0)


def test_more_citizens_need_more_time(cast: Cast) -> None:
    times = [needed_s(cast, visits_of(cast, count, seed=1)) for count in (1, 40, 400)]
    assert times == sorted(times)
    assert times[1] < 75


def test_a_speed_that_runs_into_lunch_is_refused_with_the_most_that_fits(cast: Cast) -> None:
    with pytest.raises(NoSuchDay, match="into the lunch break; say --speed 87 or less"):
        pace_of(cast, visits_of(cast, 10, seed=1), 120, MORNING, 500)


def test_a_speed_that_was_wished_for_is_kept(cast: Cast) -> None:
    assert pace_of(cast, visits_of(cast, 10, seed=1), 120, MORNING, 30).speed == 30


def test_the_day_is_a_working_day_that_is_open_at_nine(site: Site) -> None:
    opening = site.hall.opening
    assert practice_day(opening, date(2026, 11, 24)) == date(2026, 11, 24)
    assert practice_day(opening, date(2026, 11, 21)) == date(2026, 11, 23), "a weekend is passed over"
    assert practice_day(opening, date(2026, 10, 1)) == date(2026, 10, 8), "a holiday is passed over"
    assert morning_s(opening, date(2026, 11, 24)) == 3 * 3600 - 300


def test_a_hall_without_enough_windows_says_what_is_missing(site: Site) -> None:
    with pytest.raises(NoSuchDay, match="has 2 machines and 0 such windows"):
        cast_of(site.model_copy(update={"clerks": ()}))


def test_a_start_that_took_longer_leaves_less_for_business(cast: Cast) -> None:
    visits = visits_of(cast, 20, seed=1)
    assert share_of(cast, visits, 20, 60) < share_of(cast, visits, 40, 60)


def test_people_come_one_after_the_other_within_their_time(cast: Cast) -> None:
    times = [at_s for at_s, _ in crowd(visits_of(cast, 40, seed=1), 50)]
    assert times == sorted(times)
    assert times[0] >= 0 and times[-1] <= 50


def test_a_gentle_stream_goes_on_and_never_repeats_a_citizen(cast: Cast) -> None:
    came = list(islice(gentle(cast, Pace(10, 0.3), seed=1), 120))
    assert len({visit.citizen for _, visit in came}) == 120
    assert [at_s for at_s, _ in came] == sorted(at_s for at_s, _ in came)
    assert 2 < came[-1][0] / 120 < 20, "one every few seconds"


def test_a_line_that_has_grown_makes_a_clerk_faster_and_never_slower_than_planned(cast: Cast) -> None:
    planned = Pace(60, 0.5)
    assert share_left(40, 40, planned, 700) < share_left(10, 40, planned, 700)
    assert share_left(1, 1000, planned, 700) == 0.5
