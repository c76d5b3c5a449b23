"""A played day is the real hall's: its rules decide, its clerks keep their hours, and the figures add up."""

import gc
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from fakes.small_hall import DAY, at, changed_site, small_site

from configs.site import Site, load_site
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowState
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.tools.simulate import Wishes, ruled, run
from edge_hub.tools.simulate_day import CannotPlay, Play
from edge_hub.tools.simulate_figures import compared, figures, in_words, spread
from edge_hub.tools.simulate_pace import undisturbed
from edge_hub.tools.simulate_scenario import Manners
from edge_hub.tools.simulate_script import Script, Shift, Visit

PUER = Path(__file__).parents[4] / "configs" / "puer"
QUICK = Manners(walk_s=0, react_s=0, between_s=0, overtime_min=30)
MORNING = (at("09:00"), at("12:00"))


@pytest.fixture(scope="module")
def puer() -> Site:
    return load_site(PUER)


def play(visits: list[Visit], *shifts: Shift, manners: Manners = QUICK) -> Play:
    """A day of the small hall, played to its end."""
    one = Play(Hall(plan_of(small_site()), DAY), Script(DAY, visits, shifts, manners))
    one.run()
    return one


def visit(clock: str, *items: str, minutes: float = 10, **more: object) -> Visit:
    return Visit(at(clock), items or ("card",), "normal", (minutes * 60,) * max(1, len(items)), **more)  # type: ignore[arg-type]


def waits_min(one: Play) -> list[float]:
    return [wait.wait_ms / 60_000 for wait in one.record.waits]


def test_who_comes_to_a_busy_window_waits_for_those_before() -> None:
    one = play([visit("09:10"), visit("09:11"), visit("09:12")], Shift("w1", "101", (MORNING,)))
    assert waits_min(one) == [0, 9, 18]
    found = figures(one.record)
    assert found["windows"]["w1"] == {"served": 3, "open_min": 180.0, "busy_min": 30.0, "utilisation": 0.167}


def test_a_second_window_shares_the_line() -> None:
    shifts = (Shift("w1", "101", (MORNING,)), Shift("w2", "102", (MORNING,)))
    assert waits_min(play([visit("09:10"), visit("09:11"), visit("09:12")], *shifts)) == [0, 0, 8]


def test_a_quick_clerk_takes_less_time() -> None:
    assert waits_min(play([visit("09:10"), visit("09:11")], Shift("w1", "101", (MORNING,), speed=2.0))) == [0, 4]


def test_a_priority_ticket_is_called_first_and_the_overtaken_are_counted() -> None:
    prior = replace(visit("09:12"), cls="priority")
    one = play([visit("09:10"), visit("09:11"), prior], Shift("w1", "101", (MORNING,)))
    assert sorted(waits_min(one)) == [0, 8, 19]
    assert figures(one.record)["overtakes"] == {
        "calls": 1, "all": 1, "most": 1, "tickets": 1, "ticket_most": 1, "firm": 0,
    }  # fmt: skip
    classes = figures(one.record)["classes"]
    assert {cls: of["wait_s"]["n"] for cls, of in classes.items()} == {"normal": 2, "priority": 1}


def test_a_no_show_is_passed_and_served_when_they_come_after_all() -> None:
    away = visit("09:10", shows=False, back_s=300.0)
    one = play([away, visit("09:30")], Shift("w1", "101", (MORNING,)))
    assert one.record.no_shows == 1 and figures(one.record)["served"] == 2
    assert waits_min(one) == [0, 0], "a wait ends with the first call"
    gone = play([visit("09:10", shows=False)], Shift("w1", "101", (MORNING,)))
    assert [ticket.state for ticket in gone.hall.tickets.values()] == [TicketState.PASSED]
    assert gone.record.left_over == 0


def test_a_second_item_is_served_at_once_where_it_can_be_or_waits_where_it_must() -> None:
    shifts = (Shift("w1", "101", (MORNING,)), Shift("w3", "103", (MORNING,)))
    assert waits_min(play([visit("09:10", "card", "pension")], *shifts)) == [0]
    one = play([visit("09:10", "card", "stamp"), visit("09:15", "stamp")], *shifts)
    assert waits_min(one) == [0, 0, 5], "the window for stamps is busy when the first item is done"


def test_nobody_is_called_during_lunch_and_a_pause_begins_after_the_service() -> None:
    day = (MORNING, (at("13:30"), at("17:00")))
    assert waits_min(play([visit("11:55"), visit("11:56")], Shift("w1", "101", day))) == [0, 94]
    paused = Shift("w1", "101", (MORNING,), pauses=((at("09:15"), 10 * 60_000),))
    assert waits_min(play([visit("09:10"), visit("09:11")], paused)) == [0, 19]


def test_an_idle_clerk_pauses_at_once() -> None:
    paused = Shift("w1", "101", (MORNING,), pauses=((at("09:15"), 10 * 60_000),))
    assert waits_min(play([visit("09:16")], paused)) == [9]


def test_clerks_serve_who_still_waits_but_not_for_ever() -> None:
    day = Shift("w1", "101", ((at("13:30"), at("17:00")),))
    people = [visit("16:40", minutes=15) for _ in range(6)]
    one = play(people, day)
    assert waits_min(one) == [0, 15, 30, 45] and one.record.left_over == 2
    assert one.hall.windows["w1"].state is WindowState.CLOSED and one.hall.windows["w1"].clerk is None


def test_who_comes_too_late_is_refused_with_the_reason_counted() -> None:
    one = play([visit("12:30"), visit("16:50"), visit("10:00")], Shift("w1", "101", (MORNING,)))
    assert figures(one.record)["refused"] == {"HALL_CLOSED": 1, "NO_MORE_TICKETS": 1}
    assert one.record.taken == 1


def test_a_forgotten_start_is_a_service_all_the_same() -> None:
    one = play([visit("09:10", forgotten=True)], Shift("w1", "101", (MORNING,)))
    assert figures(one.record)["served"] == 1 and one.record.service_ms == []


def test_a_hall_without_a_ticket_machine_cannot_be_played() -> None:
    site = small_site()
    bare = site.model_copy(update={"devices": tuple(one for one in site.devices if one.kind != "ticket_machine")})
    with pytest.raises(CannotPlay, match="ticket_machine"):
        Play(Hall(plan_of(bare), DAY), Script(DAY, (), (), QUICK))


def test_a_thousand_tickets_take_less_than_two_seconds(puer: Site) -> None:
    began = process_time()
    found, _ = run(Wishes(people=1100), puer)
    assert found["taken"] > 1000
    assert process_time() - began < 2, "seconds of this process, whatever else the machine does"


def test_a_day_leaves_no_rings_of_objects_that_only_the_collector_would_find(puer: Site) -> None:
    """Else the memory of `undisturbed` days would grow; what reading a scenario leaves does not depend on the day."""

    def rings_after(people: int) -> int:
        gc.collect()
        gc.freeze()  # what other tests left is not looked through again
        try:
            with undisturbed():
                run(Wishes(people=people), puer)
                return gc.collect()
        finally:
            gc.unfreeze()

    rings_after(10)
    assert rings_after(400) - rings_after(50) < 50


def test_a_day_is_the_same_again_and_its_figures_add_up(puer: Site) -> None:
    found, site = run(Wishes(seed=3), puer)
    assert run(Wishes(seed=3), puer)[0] == found
    assert found["came"] == found["taken"] + sum(found["refused"].values())
    assert sum(one["served"] for one in found["windows"].values()) == found["served"]
    assert sum(one["wait_s"]["n"] for one in found["items"].values()) == found["wait_s"]["n"]
    assert all(0 < one["utilisation"] < 1 for one in found["windows"].values())
    said = in_words(found, site)
    assert f"{found['came']} came" in said and "A01 Social Insurance" in said


def test_a_closed_window_lengthens_the_waits_and_another_skill_shortens_them(puer: Site) -> None:
    usual, fewer = run(Wishes(), puer)[0], run(Wishes(close=("w28", "w08")), puer)[0]
    assert "w28" not in fewer["windows"] and fewer["wait_s"]["mean"] > usual["wait_s"]["mean"]
    assert "marriage-register" not in fewer["items"], "nobody is called where no window is open"
    helped = run(Wishes(also=[("w13", "estate-transfer"), ("w14", "estate-transfer")]), puer)[0]
    item = "estate-transfer"
    assert helped["items"][item]["wait_s"]["mean"] < usual["items"][item]["wait_s"]["mean"]


def test_a_policy_decides_who_waits_and_the_bounds_hold_on_a_whole_day(puer: Site) -> None:
    by = {one: run(Wishes(policy=one), puer)[0] for one in ("", "longest_wait:head_start_min=0", "priority_with_bound")}
    first_come, strict = by["longest_wait:head_start_min=0"], by["priority_with_bound"]
    assert by[""]["policy"] == "longest_wait" and strict["policy"] == "priority_with_bound"
    assert first_come["overtakes"]["tickets"] == 0 < strict["overtakes"]["tickets"]
    assert strict["classes"]["priority"]["wait_s"]["mean"] < first_come["classes"]["priority"]["wait_s"]["mean"]
    tight = run(Wishes(policy="priority_with_bound:overtakes_max=1"), puer)[0]["overtakes"]
    assert tight["ticket_most"] == 1 and tight["firm"] > 0
    assert [line.split()[0] for line in compared({"own": by.pop(""), **by}).splitlines()[1:4]] == ["own", *by]


def test_a_rule_sends_help_while_its_line_is_long_and_the_day_without_it_can_be_seen() -> None:
    rule = {
        "id": "help", "name": {"zh": "分流", "en": "Help"}, "line": ["card"], "over": {"waiting": 3}, "holds_min": 0,
        "then": {"also_serve": ["w3"]},
    }  # fmt: skip
    people = [visit("09:10") for _ in range(8)]
    shifts = [Shift("w1", "101", (MORNING,)), Shift("w3", "103", (MORNING,))]
    script = Script(DAY, people, tuple(shifts), QUICK)
    site = changed_site(rules={"when": [rule]})
    one = Play(Hall(plan_of(site), DAY), script)
    found = figures(one.run())
    assert found["windows"]["w3"]["served"] == 3 and found["rules"] == {"help": {"times": 1, "minutes": 30.0}}
    without = Play(Hall(plan_of(ruled(site, Wishes(rules=False))), DAY), script)
    assert figures(without.run())["windows"]["w3"]["served"] == 0


def test_quantiles_are_values_that_were_seen() -> None:
    assert spread([1000, 3000, 2000, 10_000]) == {
        "n": 4, "mean": 4.0, "p50": 2.0, "p90": 10.0, "p99": 10.0, "max": 10.0,
    }  # fmt: skip
    assert spread([])["mean"] is None
