"""Booking a slot, moving it, giving it up, checking in early, in time and late; and nobody twice."""

import json
from typing import Any

import pytest
from fakes.desk import Desk, code
from fakes.small_hall import DAY, DESCRIPTION, at, small_hall
from hypothesis import given, settings
from hypothesis import strategies as st

from configs.site import Site
from edge_hub.contract import appointment as a
from edge_hub.contract import queue as q
from edge_hub.contract.appointment import AppointmentState, code_in
from edge_hub.contract.envelope import Rejected
from edge_hub.contract.item import CloseItem, ClosingReason
from edge_hub.contract.reasons import Reason
from edge_hub.domain.appointment import expired, missed
from edge_hub.domain.fold import fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.domain.values import Appointment

ANNA, BEN = "5a" * 32, "6b" * 32
TOMORROW = "2026-11-25"


def desk_with(clock: str = "09:30", **booking: Any) -> Desk:
    """The guide desk of a hall whose booking rules differ."""
    rules = {**DESCRIPTION["rules"], "booking": booking}
    return Desk(Hall(plan_of(Site.model_validate_json(json.dumps({**DESCRIPTION, "rules": rules}))), DAY), clock)


def booked(desk: Desk, start: str = "10:00", *items: str, day: str = DAY, person: str | None = None) -> Appointment:
    desk.do("desk", a.BookAppointment(items=items or ("card",), day=day, start=start, person=person))
    return list(desk.hall.appointments.values())[-1]


def check_in(desk: Desk, one: Appointment) -> q.TicketSlip:
    desk.do("tm-1", a.CheckIn(shown=code(one.id)))
    assert isinstance(desk.result, q.TicketSlip)
    return desk.result


def state(desk: Desk, one: Appointment) -> AppointmentState:
    return desk.hall.appointments[one.id].state


def test_who_comes_in_time_gets_a_ticket_before_all_others_and_only_one() -> None:
    desk = Desk(clock="09:50")
    desk.take("card"), desk.take("card", cls="priority")
    one = booked(desk)
    slip = check_in(desk, one)
    assert (slip.cls, slip.ahead, slip.number) == ("appointment", 0, "A003")
    assert state(desk, one) is AppointmentState.CHECKED_IN
    assert desk.refused("tm-1", a.CheckIn(shown=code(one.id))) is Reason.APPOINTMENT_USED
    assert len(desk.hall.tickets) == 3


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("09:44:59", Reason.APPOINTMENT_LATER), ("09:45", "appointment"), ("10:29", "appointment"),
        ("10:45", "appointment"), ("10:45:01", "normal"), ("11:59", "normal"), ("12:10", Reason.HALL_CLOSED),
    ],
)  # fmt: skip
def test_early_and_late_are_as_the_rules_say(clock: str, said: str | Reason) -> None:
    desk = Desk(clock="09:30")
    one = booked(desk)
    desk.now_ms = at(clock)
    if isinstance(said, Reason):
        assert desk.refused("tm-1", a.CheckIn(shown=code(one.id))) is said
        assert state(desk, one) is AppointmentState.BOOKED
    else:
        assert check_in(desk, one).cls == said


def test_too_early_says_when_and_from_when() -> None:
    desk = Desk(clock="09:30")
    verdict = desk.verdict("tm-1", a.CheckIn(shown=code(booked(desk, "15:00").id)))
    assert isinstance(verdict, Rejected)
    assert verdict.words.zh == "您预约的时段是今天 15:00–15:30，今天 14:45起可以签到。"
    assert verdict.words.en == "Your appointment is today at 15:00–15:30. You can check in from today at 14:45."


def test_where_the_rules_are_strict_who_is_late_finds_the_appointment_expired_on_record() -> None:
    desk = desk_with(late="expired", late_min=5)
    one = booked(desk)
    desk.now_ms = at("10:35")
    assert missed(desk.hall, desk.now_ms) == []
    desk.now_ms += 1
    (gone,) = missed(desk.hall, desk.now_ms)
    assert desk.refused("tm-1", a.CheckIn(shown=code(one.id))) is Reason.APPOINTMENT_OVER
    assert state(desk, one) is AppointmentState.EXPIRED and missed(desk.hall, desk.now_ms) == []
    assert [one for one in desk.happened if isinstance(one, a.AppointmentExpired)] == [gone]
    assert desk.take("card").cls == "normal", "an ordinary ticket is there for everybody"


def test_the_last_ticket_time_and_the_daily_cap_stand_in_nobodys_way_who_is_in_time() -> None:
    desk = Desk(clock="09:30")
    pension, card = booked(desk, "10:00", "pension"), booked(desk, "16:30")
    for _ in range(3):
        desk.take("pension")
    desk.now_ms = at("10:00")
    assert desk.refused("tm-1", q.TakeTicket(items=("pension",))) is Reason.DAILY_CAP
    assert check_in(desk, pension).cls == "appointment"
    desk.now_ms = at("16:50")
    assert desk.refused("tm-1", q.TakeTicket(items=("card",))) is Reason.NO_MORE_TICKETS
    assert check_in(desk, card).cls == "appointment"


def test_an_item_that_is_closed_for_now_is_closed_for_the_booked_too() -> None:
    desk = Desk(clock="10:00")
    one = booked(desk, "10:30")
    desk.do("desk", CloseItem(item="card", reason=ClosingReason.SYSTEM))
    desk.wait(1800)
    assert desk.refused("tm-1", a.CheckIn(shown=code(one.id))) is Reason.ITEM_CLOSED
    assert state(desk, one) is AppointmentState.BOOKED, "it is still good when the item opens again"


def test_a_card_finds_the_appointment_of_now_and_its_hash_is_only_in_the_sealed_part() -> None:
    desk = Desk(clock="09:50")
    later, one = booked(desk, "09:30", day=TOMORROW, person=BEN), booked(desk, person=ANNA)
    desk.do("tm-1", a.CheckIn(shown=ANNA))
    assert state(desk, one) is AppointmentState.CHECKED_IN
    assert desk.hall.tickets[desk.hall.appointments[one.id].ticket or ""].person == ANNA
    assert desk.refused("tm-1", a.CheckIn(shown=ANNA)) is Reason.APPOINTMENT_USED
    assert desk.refused("tm-1", a.CheckIn(shown=BEN)) is Reason.APPOINTMENT_LATER
    assert desk.refused("tm-1", a.CheckIn(shown="7c" * 32)) is Reason.APPOINTMENT_UNKNOWN
    assert ANNA not in str(desk.happened) and code(one.id) not in str(desk.happened)
    assert state(desk, later) is AppointmentState.BOOKED


def test_nobody_who_has_an_appointment_queues_twice() -> None:
    desk = Desk(clock="09:50")
    one = booked(desk, person=ANNA)
    assert desk.refused("desk", a.BookAppointment(items=("card",), day=TOMORROW, start="10:00", person=ANNA)) is (
        Reason.BOOKED_ALREADY
    )
    assert desk.refused("tm-1", q.TakeTicket(items=("card",), person=ANNA)) is Reason.HAS_APPOINTMENT
    assert desk.refused("tm-1", q.TakeTicket(items=("stamp", "card"), person=ANNA)) is Reason.HAS_APPOINTMENT
    desk.take("card", person=BEN), desk.take("stamp", person=ANNA)
    desk.do("tm-1", a.CheckIn(shown=ANNA))
    assert [(desk.ticket(t).cls) for t in desk.hall.tickets] == ["normal", "normal", "appointment"]
    again = booked(desk, "11:00", person=ANNA)
    desk.now_ms = at("11:00")
    assert desk.refused("tm-1", a.CheckIn(shown=code(again.id))) is Reason.PERSON_QUEUES
    desk.do("desk", q.Cancel(why="x", ticket=desk.hall.appointments[one.id].ticket or ""))
    assert check_in(desk, again).cls == "appointment"


def test_a_real_name_item_is_booked_with_a_card_only() -> None:
    desk = Desk()
    body = a.BookAppointment(items=("card", "real"), day=DAY, start="10:00")
    assert desk.refused("desk", body) is Reason.PERSON_NEEDED


@pytest.mark.parametrize(
    ("items", "day", "start", "reason"),
    [
        (("nothing",), DAY, "10:00", Reason.ITEM_UNKNOWN),
        (("stamp",), DAY, "10:00", Reason.NO_APPOINTMENTS),
        (("card",), DAY, "10:15", Reason.NO_SUCH_SLOT),
        (("card",), DAY, "12:00", Reason.NO_SUCH_SLOT),
        (("pension",), DAY, "11:30", Reason.NO_SUCH_SLOT),
        (("card",), "2026-11-28", "10:00", Reason.NO_SLOTS),
        (("card",), "2026-02-31", "10:00", Reason.NO_SUCH_DAY),
        (("card",), DAY, "09:30", Reason.SLOT_OUT_OF_REACH),
        (("card",), "2026-11-23", "10:00", Reason.SLOT_OUT_OF_REACH),
        (("card",), "2026-12-09", "10:00", Reason.SLOT_OUT_OF_REACH),
        (("card", "pension", "stamp", "invoice"), DAY, "10:00", Reason.TOO_MANY_ITEMS),
    ],
)
def test_what_cannot_be_booked_is_refused_with_its_reason(
    items: tuple[str, ...], day: str, start: str, reason: Reason
) -> None:
    assert Desk(clock="09:30").refused("desk", a.BookAppointment(items=items, day=day, start=start)) is reason


def test_a_full_slot_has_room_again_when_somebody_moves_or_gives_up() -> None:
    desk = Desk()
    one, two = booked(desk), booked(desk)
    body = a.BookAppointment(items=("card",), day=DAY, start="10:00")
    assert desk.refused("desk", body) is Reason.SLOT_FULL
    desk.do("desk", a.MoveAppointment(appointment=code(one.id), day=TOMORROW, start="09:00"))
    desk.do("desk", body)
    assert desk.refused("desk", body) is Reason.SLOT_FULL
    desk.do("desk", a.CancelAppointment(appointment=two.id, why="不来了"))
    desk.do("desk", body)
    assert "不来了" not in str(desk.happened)
    assert desk.refused("desk", a.CancelAppointment(appointment=two.id)) is Reason.APPOINTMENT_OVER
    assert desk.refused("desk", a.MoveAppointment(appointment="12345678", day=DAY, start="10:00")) is (
        Reason.APPOINTMENT_UNKNOWN
    )


def test_who_moves_within_a_full_slot_is_not_in_their_own_way() -> None:
    desk = Desk()
    one = booked(desk, "10:00", "pension")
    desk.do("desk", a.MoveAppointment(appointment=one.id, day=DAY, start="10:00"))


def test_a_moved_appointment_is_honoured_at_its_new_time_with_its_old_code() -> None:
    desk = Desk(clock="09:50")
    one = booked(desk)
    desk.do("desk", a.MoveAppointment(appointment=one.id, day=DAY, start="11:00"))
    assert desk.refused("tm-1", a.CheckIn(shown=code(one.id))) is Reason.APPOINTMENT_LATER
    desk.now_ms = at("10:50")
    assert check_in(desk, one).cls == "appointment"


def test_slots_tell_how_many_places_are_left_and_lists_tell_no_code() -> None:
    desk = Desk()
    booked(desk, "10:00"), booked(desk, "10:00"), booked(desk, "10:30")
    desk.do("desk", a.ListSlots(item="card", day=DAY))
    assert isinstance(desk.result, a.Slots)
    assert [slot.left for slot in desk.result.slots][:5] == [2, 2, 0, 1, 2] and len(desk.result.slots) == 13
    desk.do("desk", a.ListAppointments(day=DAY))
    assert isinstance(desk.result, a.AppointmentList)
    assert [one.start_ms for one in desk.result.appointments] == [at("10:00"), at("10:00"), at("10:30")]
    assert all(code(one.appointment) not in desk.result.model_dump_json() for one in desk.result.appointments)
    names = [type(one).__name__ for one in desk.happened]
    assert names == ["GuideSignedIn", *["AppointmentBooked"] * 3], "a question is no event"


def test_a_day_without_slots_and_one_that_no_calendar_has_are_refused_with_the_next_that_has_some() -> None:
    desk = Desk()
    for body in (a.ListSlots(item="card", day="2026-11-29"),
                 a.BookAppointment(items=("card",), day="2026-11-29", start="09:00")):
        no = desk.no("desk", body)
        assert no.reason is Reason.NO_SLOTS
        assert "2026-11-29（周日）" in no.words.zh and "2026-11-30（周一）" in no.words.zh
        assert "the next day that has some is Monday, 2026-11-30." in no.words.en
    no = desk.no("desk", a.ListSlots(item="card", day="2026-13-29"))
    assert no.reason is Reason.NO_SUCH_DAY and "2026-13-29" in no.words.zh and "2026-11-25（周三）" in no.words.zh


def test_slots_that_have_begun_say_so() -> None:
    desk = Desk(clock="09:40")
    desk.do("desk", a.ListSlots(item="card", day=DAY))
    assert isinstance(desk.result, a.Slots)
    assert [one.begun for one in desk.result.slots[:3]] == [True, True, None] and desk.result.day == DAY


def test_a_make_up_workday_has_the_slots_of_its_weekday_and_a_holiday_none() -> None:
    desk = desk_with(days_ahead=60)
    desk.now_ms = at("09:30", "2026-09-28")
    booked(desk, day="2026-10-10", start="09:00")
    body = a.BookAppointment(items=("card",), day="2026-10-05", start="09:00")
    assert desk.refused("desk", body) is Reason.NO_SLOTS


def test_who_never_came_is_expired_when_the_day_ends_and_tomorrows_stay() -> None:
    desk = Desk()
    gone, stays = booked(desk), booked(desk, day=TOMORROW)
    (over,) = expired(desk.hall, TOMORROW, desk.now_ms)
    assert over.appointment == gone.id
    fold(desk.hall, over)
    fold(desk.hall, q.DayRolled(day=TOMORROW, at_ms=at("00:00", TOMORROW)))
    assert list(desk.hall.appointments) == [stays.id] and list(desk.hall.by_code.values()) == [stays.id]


def test_only_the_guide_desk_books_and_a_machine_only_checks_in() -> None:
    desk = Desk()
    body = a.BookAppointment(items=("card",), day=DAY, start="10:00")
    assert [desk.refused(one, body) for one in ("tm-1", "call-w1", "board-1")] == [Reason.NOT_ALLOWED] * 3
    assert desk.refused("call-w1", a.CheckIn(shown="12345678")) is Reason.NOT_ALLOWED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("31415926", "31415926"), (" 3141 5926 ", "31415926"), ("3141-5926", "31415926"),
        ("https://hall.example/t/a/31415926", "31415926"), ("3141592", None), ("314159261", None), ("", None),
        ("https://evil.example/31415926x", None), ("３１４１５９２６", None),
    ],
)  # fmt: skip
def test_a_code_is_read_from_what_was_typed_or_scanned(text: str, found: str | None) -> None:
    assert code_in(text) == found


STEP = st.tuples(st.sampled_from(["book", "move", "cancel", "keep"]), st.integers(0, 5), st.integers(0, 5))


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=40))
def test_no_slot_ever_holds_more_than_its_places_and_nobody_gets_two_tickets(steps: list[tuple[str, int, int]]) -> None:
    desk = Desk(small_hall(), clock="10:00")
    starts = ["10:30", "11:00", "11:30", "13:30", "14:00", "14:30"]
    for do, n, m in steps:
        known = list(desk.hall.appointments)
        one = known[n % len(known)] if known else "none"
        body = {
            "book": a.BookAppointment(items=("card",), day=DAY, start=starts[m]),
            "move": a.MoveAppointment(appointment=one, day=DAY, start=starts[m]),
            "cancel": a.CancelAppointment(appointment=one), "keep": a.CheckIn(shown=code(one)),
        }[do]  # fmt: skip
        desk.verdict("desk", body)
        taken = [x.start_ms for x in desk.hall.appointments.values() if x.state in ("BOOKED", "CHECKED_IN")]
        assert all(taken.count(start) <= 2 for start in taken)
    kept = [x for x in desk.hall.appointments.values() if x.ticket]
    assert len(kept) == len(desk.hall.tickets) == len({x.ticket for x in kept})


@pytest.mark.parametrize("device", ["tm-1", "desk"])
def test_nobody_takes_the_class_of_an_appointment_without_one(device: str) -> None:
    desk = Desk()
    desk.sit()
    assert desk.refused(device, q.TakeTicket(items=("card",), cls="appointment")) is Reason.CLASS_BY_CHECK_IN
