"""Taking, cancelling, requeueing, and the limits."""

import pytest
from fakes.desk import Desk
from fakes.small_hall import at, small_hall

from edge_hub.contract import queue as q
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason


def test_numbers_count_from_one_in_each_queue() -> None:
    desk = Desk()
    assert [desk.take(item).number for item in ("card", "invoice", "pension", "stamp")] == [
        "A001",
        "B001",
        "A002",
        "B002",
    ]


def test_the_slip_says_how_many_of_the_queue_are_ahead() -> None:
    desk = Desk()
    desk.take("card"), desk.take("pension"), desk.take("invoice")
    verdict = desk.verdict("tm-1", q.TakeTicket(items=("card",)))
    assert verdict.result is not None and verdict.result().ahead == 2


def test_a_priority_ticket_is_ahead_of_those_who_wait() -> None:
    desk = Desk()
    desk.take("card")
    verdict = desk.verdict("tm-1", q.TakeTicket(items=("card",), cls="priority"))
    assert verdict.result is not None and verdict.result().ahead == 0


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


def test_a_closed_item_gives_no_ticket_until_it_is_opened() -> None:
    desk = Desk()
    desk.do("desk", q.CloseItem(item="card", why="系统升级"))
    assert desk.refused("tm-1", q.TakeTicket(items=("card",))) is Reason.ITEM_CLOSED
    desk.do("desk", q.OpenItem(item="card"))
    desk.take("card")


def test_a_cancelled_ticket_leaves_the_line() -> None:
    desk = Desk()
    first, second = desk.take("card"), desk.take("card")
    desk.do("desk", q.Cancel(ticket=first.id))
    desk.open("w1")
    assert desk.serve("w1").id == second.id


def test_a_passed_ticket_comes_back_two_places_down() -> None:
    desk = Desk()
    passed, *others = (desk.take("card") for _ in range(5))
    desk.open("w1")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.at_window("w1", q.NoShow(window="w1"))
    desk.at_window("w1", q.Requeue(ticket=passed.id))
    order = [key[3] for key in desk.hall.item_lines["card"]]
    assert order == [others[0].id, others[1].id, passed.id, others[2].id, others[3].id]


def test_a_passed_ticket_in_a_short_line_comes_last() -> None:
    desk = Desk()
    passed, other = desk.take("card"), desk.take("card")
    desk.open("w1")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.at_window("w1", q.NoShow(window="w1"))
    desk.wait(5)
    desk.at_window("w1", q.Requeue(ticket=passed.id))
    assert [key[3] for key in desk.hall.item_lines["card"]] == [other.id, passed.id]


def test_two_requeued_tickets_keep_their_order() -> None:
    desk = Desk()
    tickets = [desk.take("card") for _ in range(6)]
    desk.open("w1")
    for ticket in tickets[:2]:
        desk.at_window("w1", q.CallTicket(window="w1", ticket=ticket.id))
        desk.at_window("w1", q.NoShow(window="w1"))
        desk.at_window("w1", q.Requeue(ticket=ticket.id))
    waiting = [key[3] for key in desk.hall.item_lines["card"]]
    assert waiting.index(tickets[0].id) <= 3 and waiting.index(tickets[1].id) <= 3


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
    verdict = desk.verdict("desk", q.Cancel(ticket=ticket.id))
    assert verdict.words.zh == "A001 现在是“已结束”，不能这样操作。"
    assert desk.state(ticket) is TicketState.DONE


def test_a_day_starts_numbers_anew_and_closes_what_is_left_over() -> None:
    from edge_hub.domain.fold import fold

    desk = Desk(small_hall())
    left = desk.take("card")
    fold(desk.hall, q.DayRolled(day="2026-11-25", left_over=(left.id,), at_ms=at("00:00", "2026-11-25")))
    assert desk.hall.touched.tickets[left.id].state is TicketState.CANCELLED
    desk.now_ms = at("09:30", "2026-11-25")
    assert desk.take("card").number == "A001"
    assert desk.hall.ahead_of((9, 2**60, 0, ""), "A") == 1
