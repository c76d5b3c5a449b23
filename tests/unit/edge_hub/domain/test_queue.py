"""Taking, cancelling, requeueing, and the limits."""

import pytest
from fakes.desk import Desk
from fakes.small_hall import at, small_hall
from pydantic import ValidationError

from edge_hub.contract import queue as q
from edge_hub.contract.envelope import Rejected
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.domain.fold import fold
from edge_hub.domain.forecast import forecast


def test_numbers_count_from_one_in_each_queue() -> None:
    desk = Desk()
    assert [desk.take(item).number for item in ("card", "invoice", "pension", "stamp")] == [
        "A001",
        "B001",
        "A002",
        "B002",
    ]


def _ahead(desk: Desk, item: str, cls: str = "normal") -> int:
    """What the slip of a ticket taken now would say."""
    verdict = desk.verdict("tm-1", q.TakeTicket(items=(item,), cls=cls))
    assert not isinstance(verdict, Rejected) and verdict.result is not None
    slip = verdict.result()
    desk.do("desk", q.Cancel(why="x", ticket=slip.ticket))
    return slip.ahead


def test_the_slip_counts_who_would_be_called_before_at_the_best_window() -> None:
    desk = Desk()
    desk.take("card"), desk.take("pension"), desk.take("invoice")
    assert _ahead(desk, "card") == 2, "w1 and w2 serve card and pension, w4 card and invoice: two each"
    assert _ahead(desk, "stamp") == 1, "only w3 serves stamps, and invoices before them"
    desk.open("w4")
    desk.take("invoice")
    assert _ahead(desk, "card") == 3, "only w4 is open: the card and both invoices"


def test_those_who_wait_for_another_item_of_the_department_do_not_count_where_they_do_not_matter() -> None:
    desk = Desk()
    for _ in range(5):
        desk.take("real", person=f"{_}b" * 32)
    assert _ahead(desk, "card") == 0, "w4 serves cards and has nobody"


def test_a_priority_ticket_is_ahead_of_those_who_wait() -> None:
    desk = Desk()
    desk.take("stamp"), desk.take("stamp")
    assert _ahead(desk, "stamp", "priority") == 0
    desk.wait(30 * 60)
    assert _ahead(desk, "stamp", "priority") == 2, "both are past the bound and passed by nobody any more"


@pytest.mark.parametrize(
    ("clock", "reason"),
    [
        ("08:59", Reason.HALL_CLOSED),
        ("12:30", Reason.HALL_CLOSED),
        ("16:50", Reason.NO_MORE_TICKETS),
        ("17:00", Reason.HALL_CLOSED),
    ],
)
def test_no_ticket_outside_the_hours(clock: str, reason: Reason) -> None:
    assert Desk(clock=clock).refused("tm-1", q.TakeTicket(items=("card",))) is reason


def test_a_refusal_because_of_lunch_says_when_to_come_back() -> None:
    verdict = Desk(clock="12:30").verdict("tm-1", q.TakeTicket(items=("card",)))
    assert verdict.words.zh == "大厅现在不办公，今天 13:30再来取号。"
    assert verdict.words.en == "The hall is closed now. Please come back today at 13:30."


def test_the_daily_cap_of_an_item_closes_it() -> None:
    desk = Desk()
    for _ in range(3):
        desk.take("pension")
    assert desk.refused("tm-1", q.TakeTicket(items=("pension",))) is Reason.DAILY_CAP
    assert desk.hall.plan.item("card") and desk.take("card").number == "A004"


def test_a_real_name_item_needs_a_person_and_gives_one_ticket_a_day() -> None:
    desk, person = Desk(), "ab" * 32
    assert desk.refused("tm-1", q.TakeTicket(items=("real",))) is Reason.PERSON_NEEDED
    desk.take("real", person=person)
    assert desk.refused("tm-1", q.TakeTicket(items=("real",), person=person)) is Reason.PERSON_LIMIT
    desk.take("real", person="cd" * 32)


def test_the_hash_of_a_person_is_never_in_the_event_itself() -> None:
    desk = Desk()
    desk.take("real", person="ab" * 32)
    assert "ab" * 32 not in str(desk.happened)
    assert next(iter(desk.hall.tickets.values())).person == "ab" * 32


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (q.TakeTicket(items=("nothing",)), Reason.ITEM_UNKNOWN),
        (q.TakeTicket(items=("card",), cls="royal"), Reason.CLASS_UNKNOWN),
        (q.TakeTicket(items=("card", "pension", "stamp", "invoice")), Reason.TOO_MANY_ITEMS),
    ],
)
def test_what_is_unknown_is_refused(body: q.TakeTicket, reason: Reason) -> None:
    assert Desk().refused("tm-1", body) is reason


def test_a_real_name_item_without_a_limit_still_needs_a_person() -> None:
    assert Desk().refused("tm-1", q.TakeTicket(items=("named",))) is Reason.PERSON_NEEDED


def test_an_item_named_twice_is_no_command() -> None:
    with pytest.raises(ValidationError, match="names one thing twice"):
        q.TakeTicket(items=("card", "card"))


def test_a_cancelled_ticket_leaves_the_line() -> None:
    desk = Desk()
    first, second = desk.take("card"), desk.take("card")
    desk.do("desk", q.Cancel(why="x", ticket=first.id))
    desk.open("w1")
    assert desk.serve("w1").id == second.id


def test_a_passed_ticket_comes_back_two_places_down() -> None:
    desk = Desk()
    passed, *others = (desk.take("card") for _ in range(5))
    desk.open("w1")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    desk.at_window("w1", q.Requeue(ticket=passed.id))
    order = [key[3] for key in desk.hall.item_lines["card"]]
    assert order == [others[0].id, others[1].id, passed.id, others[2].id, others[3].id]


def test_a_passed_ticket_in_a_short_line_comes_last() -> None:
    desk = Desk()
    passed, other = desk.take("card"), desk.take("card")
    desk.open("w1")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    desk.wait(5)
    desk.at_window("w1", q.Requeue(ticket=passed.id))
    assert [key[3] for key in desk.hall.item_lines["card"]] == [other.id, passed.id]


def test_each_requeued_ticket_comes_two_places_behind_the_first() -> None:
    desk = Desk()
    first, second, *others = (desk.take("card") for _ in range(6))
    desk.open("w1")
    for ticket in (first, second):
        desk.at_window("w1", q.CallTicket(window="w1", ticket=ticket.id))
        desk.no_show("w1")
        desk.at_window("w1", q.Requeue(ticket=ticket.id))
    order = [key[3] for key in desk.hall.item_lines["card"]]
    assert order == [others[0].id, first.id, second.id, others[1].id, others[2].id, others[3].id]


def test_a_ticket_requeued_behind_all_does_not_count_itself() -> None:
    desk = Desk()
    desk.open("w3")
    gone = desk.take("stamp")
    desk.at_window("w3", q.CallNext(window="w3"))
    desk.no_show("w3")
    desk.take("stamp")
    desk.do("desk", q.Requeue(ticket=gone.id))
    desk.do("desk", q.ShowTicket(ticket=gone.id))
    story = desk.result
    assert isinstance(story, q.TicketStory) and story.ahead == 1
    place = desk.ticket(gone.id).key
    told = forecast(desk.hall, "stamp", place, 1, desk.now_ms)
    desk.do("desk", q.Cancel(why="x", ticket=gone.id))
    assert told == forecast(desk.hall, "stamp", place, 1, desk.now_ms), "nor pours its own time"


def test_whoever_was_called_before_older_ones_comes_back_no_earlier_than_he_was() -> None:
    desk = Desk()
    desk.open("w3")
    old = [desk.take("stamp") for _ in range(3)]
    young = desk.take("stamp")
    desk.at_window("w3", q.CallTicket(window="w3", ticket=young.id))
    desk.no_show("w3")
    desk.do("desk", q.Requeue(ticket=young.id))
    assert [key[3] for key in desk.hall.item_lines["stamp"]] == [*(one.id for one in old), young.id]


def test_a_requeued_ticket_passes_nobody_of_another_item_at_its_window() -> None:
    desk = Desk()
    passed = desk.take("stamp")
    invoices = [desk.take("invoice") for _ in range(3)]
    desk.open("w3")
    desk.at_window("w3", q.CallNext(window="w3"))
    desk.no_show("w3")
    desk.at_window("w3", q.Requeue(ticket=passed.id))
    called = []
    for _ in range(4):
        called.append(desk.serve("w3").id)
        desk.at_window("w3", q.Finish(window="w3"))
    assert called == [invoices[0].id, invoices[1].id, passed.id, invoices[2].id]


def test_a_clock_that_is_set_back_does_not_change_who_comes_first() -> None:
    desk = Desk()
    early = [desk.take("card") for _ in range(2)]
    desk.wait(-5)
    late = desk.take("card")
    assert [key[3] for key in desk.hall.item_lines["card"]] == [early[0].id, early[1].id, late.id]


def test_the_story_of_a_ticket_is_shown_by_its_number() -> None:
    desk = Desk()
    desk.take("card")
    verdict = desk.verdict("desk", q.ShowTicket(ticket="a001"))
    assert verdict.result is not None
    story = verdict.result()
    assert story.brief.number == "A001" and story.ahead == 0
    assert not verdict.recorded
    assert desk.refused("desk", q.ShowTicket(ticket="A002")) is Reason.TICKET_UNKNOWN


def test_a_finished_ticket_cannot_be_cancelled() -> None:
    desk = Desk()
    ticket = desk.take("card")
    desk.open("w1")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    verdict = desk.verdict("desk", q.Cancel(why="x", ticket=ticket.id))
    assert verdict.words.zh == "A001 现在是“已结束”，不能这样操作。"
    assert desk.state(ticket) is TicketState.DONE


def test_a_day_starts_numbers_anew_and_closes_what_is_left_over() -> None:
    desk = Desk(small_hall())
    left = desk.take("card")
    fold(desk.hall, q.DayRolled(day="2026-11-25", left_over=(left.id,), at_ms=at("00:00", "2026-11-25")))
    assert desk.hall.touched.tickets[left.id].state is TicketState.CANCELLED
    desk.now_ms = at("09:30", "2026-11-25")
    assert desk.take("card").number == "A001"
    assert len(desk.hall.item_lines["card"]) == 1
