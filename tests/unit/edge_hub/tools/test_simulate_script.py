"""The script of a day: seeded, true to its profile and its means, the same people whatever the windows."""

import random
from pathlib import Path
from statistics import mean, stdev

import pytest

from configs.site import Site, load_site
from edge_hub.contract.clock import at_hall
from edge_hub.tools.simulate import USUAL
from edge_hub.tools.simulate_scenario import Scenario, load_scenario
from edge_hub.tools.simulate_script import CannotStaff, draw, law, skilled, staffed

PUER = Path(__file__).parents[4] / "configs" / "puer"


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(PUER)


@pytest.fixture(scope="module")
def usual(site: Site) -> Scenario:
    return load_scenario(USUAL, site)


def test_one_seed_is_one_day_and_another_seed_another(usual: Scenario, site: Site) -> None:
    assert draw(usual, site, 1) == draw(usual, site, 1)
    assert draw(usual, site, 1).visits != draw(usual, site, 2).visits


def test_the_people_stay_the_same_when_the_windows_change(usual: Scenario, site: Site) -> None:
    fewer = usual.model_copy(update={"windows": ()})
    assert draw(usual, site, 1).visits == draw(fewer, site, 1).visits
    assert len(draw(usual, site, 1).shifts) < len(draw(fewer, site, 1).shifts)


def test_people_come_as_the_profile_says(usual: Scenario, site: Site) -> None:
    days = [draw(usual, site, seed).visits for seed in range(12)]
    assert mean(len(day) for day in days) == pytest.approx(usual.people.count, rel=0.04)
    hours = [at_hall(visit.at_ms).hour for day in days for visit in day]
    assert hours.count(10) > 2 * hours.count(16), "a peak in the morning, a quiet end"
    assert hours.count(14) > 1.5 * hours.count(11), "a peak after lunch"


def test_shares_are_kept(usual: Scenario, site: Site) -> None:
    visits = [visit for seed in range(12) for visit in draw(usual, site, seed).visits]
    assert mean(visit.cls == "priority" for visit in visits) == pytest.approx(0.06, abs=0.01)
    assert mean(not visit.shows for visit in visits) == pytest.approx(0.07, abs=0.01)
    assert mean(len(visit.items) == 2 for visit in visits) == pytest.approx(0.05, abs=0.015)
    first = [visit.service_s[0] for visit in visits if visit.items[0] == "social-card-apply"]
    assert mean(first) == pytest.approx(4.6 * 60, rel=0.06) and stdev(first) == pytest.approx(276 * 0.6, rel=0.15)


@pytest.mark.parametrize(("shape", "cv"), [("lognormal", 0.5), ("gamma", 0.5), ("gamma", 1.4), ("exponential", 1.0)])
def test_every_law_has_the_mean_and_spread_that_it_was_given(shape: str, cv: float) -> None:
    one, lot = law(shape, 200, cv), random.Random(3)
    drawn = [one(lot) for _ in range(30_000)]
    assert mean(drawn) == pytest.approx(200, rel=0.03) and stdev(drawn) == pytest.approx(200 * cv, rel=0.05)
    assert min(drawn) > 0


def test_nothing_takes_no_time() -> None:
    assert law("lognormal", 0, 0.5)(random.Random(1)) == 0


def test_clerks_come_late_and_pause_within_their_hours(usual: Scenario, site: Site) -> None:
    script = draw(usual, site, 1)
    starts = {start for shift in script.shifts for start, _ in shift.spans}
    assert len(starts) > len(script.shifts), "everybody is late by a time of their own"
    assert sum(len(shift.pauses) for shift in script.shifts) > 20
    for shift in script.shifts:
        for at_ms, for_ms in shift.pauses:
            assert any(start <= at_ms and at_ms + for_ms < end for start, end in shift.spans)


def test_every_window_gets_a_clerk_who_may_sit_there(site: Site) -> None:
    seats = staffed(site, [window.id for window in site.windows])
    assert len(set(seats.values())) == len(site.windows)
    for window, clerk in seats.items():
        one = site.clerk(clerk)
        assert window in one.windows or (not one.windows and one.department == site.window(window).department)


def test_a_window_nobody_can_sit_at_is_named(site: Site) -> None:
    alone = site.model_copy(update={"clerks": tuple(one for one in site.clerks if one.department == "tax")})
    with pytest.raises(CannotStaff, match="w01"):
        staffed(alone, ["w13", "w01"])


def test_a_skill_joins_those_that_the_window_has(site: Site) -> None:
    more = skilled(site, {"w04": ("social-card-apply", "medical-join")})
    assert set(more.window_items["w04"]) == {*site.window_items["w04"], "social-card-apply"}
    assert "w04" in more.item_windows["social-card-apply"] and "w04" not in site.item_windows["social-card-apply"]
