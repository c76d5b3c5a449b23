"""How many tickets are given a day: caps of items and of windows, and a person's limit."""

from fakes.desk import Desk
from fakes.small_hall import DAY, changed_site
from hypothesis import given
from hypothesis import strategies as st

from edge_hub.contract import queue as q
from edge_hub.contract.envelope import Rejected
from edge_hub.contract.queue import DayRolled
from edge_hub.contract.reasons import Reason
from edge_hub.domain import views
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import caps_of, plan_of


def desk_with(**caps: int) -> Desk:
    return Desk(Hall(plan_of(changed_site(windows={window: {"daily_cap": cap} for window, cap in caps.items()})), DAY))


def test_a_window_without_a_cap_bounds_nothing() -> None:
    assert not Desk().hall.plan.caps_of_item
    desk = desk_with(w1=1)
    for _ in range(5):
        desk.take("card")  # w2 and w4 have no cap


def test_the_caps_of_all_windows_of_an_item_add_up() -> None:
    desk = desk_with(w1=2, w2=1, w4=1)
    for _ in range(4):
        desk.take("card")
    assert desk.refused("tm-1", q.TakeTicket(items=("card",))) is Reason.DAILY_CAP
    line = views.item_line(desk.hall, "card", desk.now_ms)
    assert not line.tickets and line.why is not None and "今天的号已取完" in line.why.zh


def test_items_of_the_same_window_share_its_cap() -> None:
    desk = desk_with(w3=2)
    desk.take("stamp")
    desk.take("named", person="ab" * 32)
    assert desk.refused("tm-1", q.TakeTicket(items=("stamp",))) is Reason.DAILY_CAP
    desk.take("invoice")  # w4 serves it too, and has no cap


def test_what_only_some_windows_serve_leaves_the_others_their_share() -> None:
    """stamp is only served at w3, invoice at w3 and w4: three invoices must not use up the two that w3 has for
    stamps and w4 cannot give."""
    desk = desk_with(w1=9, w2=9, w3=2, w4=1)
    desk.take("stamp"), desk.take("stamp")
    desk.take("invoice")
    assert desk.refused("tm-1", q.TakeTicket(items=("invoice",))) is Reason.DAILY_CAP


def test_a_ticket_for_two_items_takes_two_of_the_window() -> None:
    desk = desk_with(w3=1)
    assert desk.refused("tm-1", q.TakeTicket(items=("stamp", "named"), person="ab" * 32)) is Reason.DAILY_CAP
    desk.take("stamp")


def test_whoever_has_a_ticket_is_served_past_the_cap() -> None:
    desk = desk_with(w3=1)
    first, other = desk.take("stamp"), desk.take("invoice")
    desk.open("w3")
    for ticket in (first, other):
        assert desk.serve("w3").id == ticket.id
        desk.at_window("w3", q.Finish(window="w3"))


def test_a_new_day_begins_with_every_cap_unused() -> None:
    desk = desk_with(w3=1)
    desk.take("stamp")
    fold(desk.hall, DayRolled(day="2026-11-25", at_ms=desk.now_ms))
    desk.take("stamp")


WINDOWS = {"a": ("x",), "b": ("x", "y"), "c": ("y", "z"), "d": ("z",), "e": ()}


@given(
    st.dictionaries(st.sampled_from("xyz"), st.integers(1, 3), min_size=0),
    st.lists(st.sampled_from("abcd"), max_size=12),
)
def test_no_group_of_capped_windows_that_serves_an_item_is_promised_too_much(
    caps: dict[str, int], asked: list[str]
) -> None:
    """Whatever is asked in whatever order: what only a group of windows can serve never exceeds the sum of its caps."""
    found = caps_of(WINDOWS, {window: caps.get(window) for window in "xyz"})
    given_: dict[str, int] = {}
    for item in asked:
        if all(sum(given_.get(one, 0) for one in cap.items) < cap.services for cap in found.get(item, ())):
            given_[item] = given_.get(item, 0) + 1
    for group in {frozenset(windows) for windows in WINDOWS.values() if windows}:
        if all(window in caps for window in group):
            only_here = sum(n for item, n in given_.items() if group.issuperset(WINDOWS[item]))
            assert only_here <= sum(caps[window] for window in group)


def test_a_persons_limit_is_off_unless_an_item_says_so() -> None:
    desk, person = Desk(), "ab" * 32
    for _ in range(3):
        desk.take("named", person=person)
        desk.take("card", person=person)


def test_no_other_item_needs_an_id() -> None:
    for item in ("card", "pension", "invoice", "stamp"):
        assert not isinstance(Desk().verdict("tm-1", q.TakeTicket(items=(item,))), Rejected)


def test_a_persons_limit_counts_each_item_by_itself_and_only_today() -> None:
    desk, person = Desk(), "ab" * 32
    desk.take("real", person=person), desk.take("named", person=person)
    assert desk.refused("tm-1", q.TakeTicket(items=("real",), person=person)) is Reason.PERSON_LIMIT
    fold(desk.hall, DayRolled(day="2026-11-25", at_ms=desk.now_ms))
    desk.take("real", person=person)
