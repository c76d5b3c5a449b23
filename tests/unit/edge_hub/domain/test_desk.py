"""The guide desk: who sits there, tickets by hand, two made one, priority, a limit lifted; all with who and why."""

import pytest
from fakes.desk import GUIDE, Desk
from fakes.small_hall import at, changed_site, small_hall
from hypothesis import given
from hypothesis import strategies as st

from edge_hub.contract import desk as k
from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract import reprint as p
from edge_hub.contract.base import Strict
from edge_hub.contract.desk import HelpReason
from edge_hub.contract.envelope import Rejected
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.domain.hall import Hall
from edge_hub.domain.means import Decision

PERSON, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def desk() -> Desk:
    """The hall in the morning, a guide at the desk."""
    one = Desk()
    one.sit()
    return one


def reasons_of(desk: Desk, body: Strict) -> list[dict[str, str] | None]:
    """What a command of the guide seals with its records."""
    verdict = desk.verdict("desk", body, session=desk.hall.seats["desk"].session)
    assert isinstance(verdict, Decision)
    return [one.sealed for one in verdict.happenings]


# ---- who sits there: see test_seat.py --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        k.TakeAtDesk(items=("card",), reason=HelpReason.NO_PHONE),
        k.RegisterWritten(number="A800", items=("card",)),
        k.MergeTickets(ticket="A001", into="A002", why="x"),
        k.GivePriority(ticket="A001", cls="priority", why="x"),
        k.LiftLimit(ticket="A001", item="real", why="x"),
    ],
)
def test_nothing_is_done_at_an_empty_desk(body: Strict) -> None:
    desk = Desk()
    desk.take("card"), desk.take("card")
    assert desk.refused("desk", body, session=None) is Reason.NOT_SIGNED_IN
    assert desk.refused("call-w1", body) is Reason.NOT_ALLOWED
    assert desk.refused("tm-1", body) is Reason.NOT_ALLOWED


def test_every_record_of_the_desk_names_the_guide(desk: Desk) -> None:
    first, second = desk.take("card"), desk.take("card")
    desk.open("w1")
    desk.happened.clear()
    desk.at_desk(q.CallTicket(window="w1", ticket=second.id, why="老人先办"))
    desk.at_desk(q.Cancel(ticket=first.id, why="回家"))
    desk.at_desk(i.CloseItem(item="card", why="停电"))
    desk.at_desk(i.OpenItem(item="card", why="来电"))
    desk.at_desk(k.TakeAtDesk(items=("card",), reason=HelpReason.SIGHT, print_at="tm-1"))
    assert [(type(one).__name__, getattr(one, "by", None)) for one in desk.happened] == [
        ("TicketCalled", GUIDE), ("TicketCancelled", GUIDE), ("ItemClosed", GUIDE), ("ItemOpened", GUIDE),
        ("TicketTaken", None), ("TicketHelped", GUIDE), ("ReprintAsked", GUIDE),
    ]  # fmt: skip
    assert desk.hall.closed_items == {}


def test_a_guide_says_why_also_where_a_clerk_need_not(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.open("w1")
    desk.at_desk(i.CloseItem(item="stamp", why="停电"))
    for body in (q.CallTicket(window="w1", ticket=ticket.id), q.Cancel(ticket=ticket.id), i.OpenItem(item="stamp")):
        assert desk.at_desk_refused(body) is Reason.WHY_NEEDED, body
        assert desk.at_desk_refused(body.model_copy(update={"why": "  "})) is Reason.WHY_NEEDED, body
    desk.at_window("w1", q.CallTicket(window="w1", ticket=ticket.id))


# ---- a ticket for a person -------------------------------------------------------------------------------------------


def test_a_ticket_given_at_the_desk_joins_the_line_like_any_other(desk: Desk) -> None:
    machine = desk.take("card")
    desk.at_desk(k.TakeAtDesk(items=("card", "stamp"), cls="priority", lang="en", reason=HelpReason.NO_PHONE))
    given_ = desk.hall.find("A002")
    assert given_ is not None and (given_.cls, given_.lang, given_.device) == ("priority", "en", "desk")
    assert desk.result.number == "A002"  # type: ignore[attr-defined]
    assert desk.hall.tickets[machine.id].state is TicketState.WAITING
    desk.open("w1")
    assert desk.serve("w1").id == given_.id, "priority"


def test_why_somebody_was_helped_is_sealed_and_stands_in_no_event(desk: Desk) -> None:
    sealed = reasons_of(desk, k.TakeAtDesk(items=("card",), reason=HelpReason.SIGHT, why="双眼失明"))
    assert sealed == [None, {"reason": "SIGHT", "why": "双眼失明"}]
    assert "SIGHT" not in str(desk.happened) and "失明" not in str(desk.happened)


def test_the_slip_is_printed_at_the_machine_that_is_named_or_nothing_happens(desk: Desk) -> None:
    take = k.TakeAtDesk(items=("card",), reason=HelpReason.NO_PHONE, print_at="tm-2")
    desk.at_desk(take)
    (asked,) = desk.hall.reprints.values()
    assert (asked.machine, asked.state) == ("tm-2", p.ReprintState.ASKED)
    desk.hall.offline.add("tm-2")
    assert desk.at_desk_refused(take) is Reason.MACHINE_AWAY
    away = take.model_copy(update={"print_at": "board-1"})
    assert desk.at_desk_refused(away) is Reason.NO_TICKET_MACHINE
    assert len(desk.hall.tickets) == 1, "no number without the paper that was asked for"


def test_a_person_without_an_id_gets_a_real_name_ticket_only_for_a_reason(desk: Desk) -> None:
    take = k.TakeAtDesk(items=("named",), reason=HelpReason.NO_ID)
    assert desk.at_desk_refused(take) is Reason.PERSON_NEEDED
    assert desk.at_desk_refused(take.model_copy(update={"lift": True})) is Reason.WHY_NEEDED
    desk.at_desk(take.model_copy(update={"lift": True, "why": "身份证在补办"}))
    assert desk.happened[-1].lifted  # type: ignore[attr-defined]


def test_the_daily_limit_of_a_person_is_lifted_for_a_reason(desk: Desk) -> None:
    desk.take("real", person=PERSON)
    take = k.TakeAtDesk(items=("real",), person=PERSON, reason=HelpReason.OTHER, why="材料退回")
    assert desk.at_desk_refused(take) is Reason.PERSON_LIMIT
    desk.at_desk(take.model_copy(update={"lift": True}))


@pytest.mark.parametrize(("clock", "reason"), [("16:50", None), ("12:30", Reason.HALL_CLOSED)])
def test_the_last_ticket_time_can_be_lifted_and_the_hours_cannot(clock: str, reason: Reason | None) -> None:
    desk = Desk(clock=clock)
    desk.sit()
    late = k.TakeAtDesk(items=("card",), reason=HelpReason.OTHER, why="从外县赶来")
    assert desk.at_desk_refused(late) in (Reason.NO_MORE_TICKETS, Reason.HALL_CLOSED)
    lifted = late.model_copy(update={"lift": True})
    if reason:
        assert desk.at_desk_refused(lifted) is reason
    else:
        desk.at_desk(lifted)


def test_a_closed_item_and_a_daily_cap_are_not_gone_around(desk: Desk) -> None:
    for _ in range(3):
        desk.take("pension")
    desk.at_desk(i.CloseItem(item="card", why="停电"))
    for item, reason in (("pension", Reason.DAILY_CAP), ("card", Reason.ITEM_CLOSED), ("none", Reason.ITEM_UNKNOWN)):
        take = k.TakeAtDesk(items=(item,), reason=HelpReason.OTHER, why="x", lift=True)
        assert desk.at_desk_refused(take) is reason


@pytest.mark.parametrize(
    "body",
    [
        k.TakeAtDesk(items=("card",), cls="appointment", reason=HelpReason.NO_PHONE),
        k.RegisterWritten(number="A800", items=("card",), cls="appointment"),
        k.GivePriority(ticket="A001", cls="appointment", why="x"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_an_appointment_is_not_given_by_hand_and_it_is_said_how_it_is_kept(desk: Desk, body: Strict) -> None:
    desk.take("card")
    no = desk.verdict("desk", body)
    assert isinstance(no, Rejected) and no.reason is Reason.CLASS_BY_CHECK_IN
    assert no.words.zh.startswith("“预约”号只在凭预约签到时给出")
    assert len(desk.hall.tickets) == 1 and desk.hall.find("A001").cls == "normal"  # type: ignore[union-attr]


# ---- numbers written while the hub was away --------------------------------------------------------------------------


def test_a_written_number_joins_the_line_by_its_time_and_once(desk: Desk) -> None:
    early = desk.take("card")
    desk.wait(600)
    late = desk.take("card")
    written = k.RegisterWritten(number="A800", items=("card",), taken_ms=early.taken_ms + 60_000)
    desk.at_desk(written)
    joined = desk.hall.find("A800")
    assert joined is not None
    assert [key[3] for key in desk.hall.item_lines["card"]] == [early.id, joined.id, late.id]
    before = len(desk.happened)
    desk.at_desk(written)
    assert len(desk.happened) == before and desk.result.ticket == joined.id  # type: ignore[attr-defined]
    again = k.RegisterWritten(number="A800", items=("pension",))
    assert desk.at_desk_refused(again) is Reason.WRITTEN_TWICE


def test_a_written_number_is_of_the_span_that_nobody_else_gives(desk: Desk) -> None:
    assert dict(desk.hall.plan.written) == {"desk": range(800, 900)}
    for number, item in (("A799", "card"), ("A900", "card"), ("A001", "card"), ("B800", "card"), ("A800", "stamp")):
        assert desk.at_desk_refused(k.RegisterWritten(number=number, items=(item,))) is Reason.NOT_OF_THIS_DESK
    said = desk.verdict(
        "desk", k.RegisterWritten(number="A1", items=("card",)), session=desk.hall.seats["desk"].session
    )
    assert isinstance(said, Rejected) and said.words.zh == "A1 不是本台的手写号；这个事项请用 A800 至 A899。"


def test_the_hub_jumps_over_the_written_numbers(desk: Desk) -> None:
    desk.hall.issued["A"] = 599
    assert desk.take("card").number == "A900", "600 to 799 are the machines', 800 to 899 the desk's"


def written_at(desk: Desk, number: str, told: int) -> int:
    """When a written number counts from."""
    desk.at_desk(k.RegisterWritten(number=number, items=("card",), taken_ms=told))
    joined = desk.hall.find(number)
    assert joined is not None and desk.result.taken_ms == joined.taken_ms  # type: ignore[attr-defined]
    return joined.taken_ms


def test_a_time_on_the_guides_watch_counts_and_the_answer_says_which_one_does() -> None:
    desk = Desk(clock="15:30")
    desk.sit()
    back_ms = desk.now_ms - desk.hall.plan.site.rules.leases.back_max_min * 60_000
    assert at("09:00") < back_ms < at("13:00")
    for number, told, counts in (
        ("A801", at("13:10"), at("13:10")),
        ("A802", at("09:00"), back_ms),
        ("A803", desk.now_ms + 120_000, desk.now_ms),
    ):
        assert written_at(desk, number, told) == counts, "never longer ago than the rules allow, never to come"


@pytest.mark.parametrize(
    ("told", "reason", "named"),
    [
        (at("09:33"), Reason.TAKEN_TOO_LATE, ("2026-11-24 09:33", "2026-11-24 09:30")),
        (at("09:00") + 86_400_000, Reason.TAKEN_TOO_LATE, ("2026-11-25 09:00", "2026-11-24 09:30")),
        (at("08:59"), Reason.TAKEN_TOO_EARLY, ("2026-11-24 08:59", "2026-11-24 09:00")),
        (at("09:10") - 86_400_000, Reason.TAKEN_TOO_EARLY, ("2026-11-23 09:10", "2026-11-24 09:00")),
        (0, Reason.TAKEN_TOO_EARLY, ("1970-01-01 08:00", "2026-11-24 09:00")),
    ],
)
def test_a_time_that_nobody_can_have_meant_is_refused_and_named(
    desk: Desk, told: int, reason: Reason, named: tuple[str, str]
) -> None:
    no = desk.verdict("desk", k.RegisterWritten(number="A801", items=("card",), taken_ms=told))
    assert isinstance(no, Rejected) and no.reason is reason and not desk.hall.tickets
    assert all(one in no.words.zh and one in no.words.en for one in named)


def test_on_a_day_without_hours_a_written_number_is_of_that_day() -> None:
    holiday = at("10:00", day="2026-10-01")
    desk = Desk(Hall(small_hall().plan, "2026-10-01"))
    desk.now_ms = holiday
    desk.sit()
    assert written_at(desk, "A801", holiday - 600_000) == holiday - 600_000
    late = k.RegisterWritten(number="A802", items=("card",), taken_ms=holiday - 36_000_001)
    assert desk.at_desk_refused(late) is Reason.TAKEN_TOO_EARLY


def test_a_promised_number_counts_though_the_item_is_closed_and_the_hall_too(desk: Desk) -> None:
    desk.at_desk(i.CloseItem(item="card", why="停电"))
    desk.now_ms = at("16:55")
    desk.at_desk(k.RegisterWritten(number="A810", items=("card",)))


# ---- two tickets of one person ---------------------------------------------------------------------------------------


def test_two_tickets_of_one_person_become_one_at_the_place_of_the_one_that_stays(desk: Desk) -> None:
    first = desk.take("stamp")
    others = [desk.take("card"), desk.take("card")]
    second = desk.take("card")
    desk.at_desk(k.MergeTickets(ticket=second.id, into=first.id, why="同一人"))
    stays, gone = desk.ticket(first.id), desk.ticket(second.id)
    assert (stays.items, stays.state, stays.order) == (("stamp", "card"), TicketState.WAITING, first.order)
    assert gone.state is TicketState.CANCELLED
    assert [key[3] for key in desk.hall.item_lines["card"]] == [one.id for one in others]
    desk.open("w3"), desk.open("w1")
    assert desk.serve("w3").id == first.id
    desk.at_window("w3", q.Finish(window="w3"))
    assert desk.ticket(first.id).item == "card", "goes on to the item of the other ticket"


def test_an_item_on_both_tickets_is_done_once(desk: Desk) -> None:
    first, second = desk.take("card", "stamp"), desk.take("stamp", "card", "invoice")
    desk.at_desk(k.MergeTickets(ticket=second.id, into=first.id, why="同一人"))
    assert desk.ticket(first.id).items == ("card", "stamp", "invoice")


def test_the_better_class_of_the_two_counts(desk: Desk) -> None:
    first, second = desk.take("card"), desk.take("stamp", cls="priority")
    desk.at_desk(k.MergeTickets(ticket=second.id, into=first.id, why="同一人"))
    assert desk.ticket(first.id).cls == "priority" and desk.ticket(first.id).key[0] == 1


def test_an_appointment_is_not_handed_on_to_the_items_of_another_ticket(desk: Desk) -> None:
    first, booked = desk.take("card"), desk.take("stamp", cls="appointment")
    desk.at_desk(k.MergeTickets(ticket=booked.id, into=first.id, why="同一人"))
    assert desk.ticket(first.id).cls == "normal"


def test_only_what_is_left_of_a_ticket_is_merged(desk: Desk) -> None:
    first, second = desk.take("card"), desk.take("stamp", "pension")
    desk.open("w3")
    desk.serve("w3"), desk.at_window("w3", q.Finish(window="w3"))
    assert desk.ticket(second.id).item == "pension"
    desk.at_desk(k.MergeTickets(ticket=second.id, into=first.id, why="同一人"))
    assert desk.ticket(first.id).items == ("card", "pension")


def test_tickets_of_two_persons_are_not_merged(desk: Desk) -> None:
    first, second = desk.take("named", person=PERSON), desk.take("real", person=OTHER)
    merge = k.MergeTickets(ticket=second.id, into=first.id, why="夫妻")
    assert desk.at_desk_refused(merge) is Reason.NOT_ONE_PERSON
    itself = k.MergeTickets(ticket=first.id, into=first.id, why="x")
    assert desk.at_desk_refused(itself) is Reason.NOT_ONE_PERSON


def test_who_is_called_or_done_is_not_merged(desk: Desk) -> None:
    first, second = desk.take("card"), desk.take("card")
    desk.open("w1")
    desk.at_window("w1", q.CallNext(window="w1"))
    for ticket, into in ((first, second), (second, first)):
        merge = k.MergeTickets(ticket=ticket.id, into=into.id, why="同一人")
        assert desk.at_desk_refused(merge) is Reason.TICKET_MOVED
    unknown = k.MergeTickets(ticket=second.id, into="A099", why="同一人")
    assert desk.at_desk_refused(unknown) is Reason.TICKET_UNKNOWN


def test_a_no_show_with_a_second_ticket_is_merged_into_it(desk: Desk) -> None:
    first, second = desk.take("card"), desk.take("stamp")
    desk.open("w1")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    desk.at_desk(k.MergeTickets(ticket=first.id, into=second.id, why="过号后又取一张"))
    assert desk.ticket(second.id).items == ("stamp", "card") and desk.window("w1").passed == ()


def test_merging_twice_is_refused_and_what_was_seen_must_still_be_so(desk: Desk) -> None:
    first, second = desk.take("card"), desk.take("stamp")
    merge = k.MergeTickets(ticket=second.id, into=first.id, why="同一人")
    assert desk.at_desk_refused(merge, ver=second.ver + 1) is Reason.STALE
    desk.at_desk(merge, ver=second.ver)
    assert desk.at_desk_refused(merge) is Reason.TICKET_MOVED


def test_merging_takes_nothing_from_the_daily_caps(desk: Desk) -> None:
    first, second = desk.take("pension"), desk.take("pension")
    before = dict(desk.hall.taken_of_item)
    desk.at_desk(k.MergeTickets(ticket=second.id, into=first.id, why="同一人"))
    assert desk.hall.taken_of_item == before


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10))
def test_however_tickets_are_merged_everybody_stands_in_one_line_and_no_item_is_lost(
    pairs: list[tuple[int, int]],
) -> None:
    desk = Desk(small_hall())
    desk.sit()
    wants = [("card",), ("stamp",), ("card", "stamp"), ("invoice",), ("pension",), ("card",), ("stamp",), ("invoice",)]
    tickets = [desk.take(*items) for items in wants]
    asked = {item for items in wants for item in items}
    for a, b in pairs:
        merge = k.MergeTickets(ticket=tickets[a].id, into=tickets[b].id, why="x")
        desk.verdict("desk", merge, session=desk.hall.seats["desk"].session)
    waiting = [one for one in desk.hall.tickets.values() if one.state is TicketState.WAITING]
    in_line = sorted(key[3] for line in desk.hall.item_lines.values() for key in line)
    assert in_line == sorted(one.id for one in waiting)
    assert {item for one in waiting for item in one.items} == asked


# ---- priority --------------------------------------------------------------------------------------------------------


def hall_with_reasons() -> Hall:
    from edge_hub.domain.plan import plan_of

    rules = changed_site().rules.model_dump(mode="json")
    reasons = [{"id": "elderly", "name": {"zh": "老人", "en": "Elderly"}}]
    classes = [one | ({"reasons": reasons} if one["id"] == "priority" else {}) for one in rules["classes"]]
    return Hall(plan_of(changed_site({"classes": classes})), "2026-11-24")


def test_priority_is_given_with_a_reason_of_the_rules_and_it_is_sealed() -> None:
    desk = Desk(hall_with_reasons())
    desk.sit()
    desk.take("card"), desk.take("card")
    late = desk.take("card")
    give = k.GivePriority(ticket=late.id, cls="priority")
    for wrong in (give, give.model_copy(update={"why": "年纪大"}), give.model_copy(update={"reason": "rich"})):
        no = desk.verdict("desk", wrong)
        assert isinstance(no, Rejected) and no.reason is Reason.GROUND_NEEDED
        assert no.words.zh.endswith("要写明优先理由：老人（elderly）。")
        assert no.words.en.endswith("needs one of its reasons: Elderly (elderly).")
    elderly = give.model_copy(update={"reason": "elderly", "why": "看了证件"})
    assert reasons_of(desk, elderly) == [{"reason": "elderly", "why": "看了证件"}]
    assert "elderly" not in str(desk.happened)
    assert (desk.ticket(late.id).cls, desk.ticket(late.id).order) == ("priority", late.order)
    desk.open("w1")
    assert desk.serve("w1").id == late.id


def test_a_class_without_reasons_in_the_rules_needs_words_and_can_be_taken_back(desk: Desk) -> None:
    ticket = desk.take("card")
    assert desk.at_desk_refused(k.GivePriority(ticket=ticket.id, cls="priority")) is Reason.WHY_NEEDED
    desk.at_desk(k.GivePriority(ticket=ticket.id, cls="priority", why="孕妇"))
    before = len(desk.happened)
    desk.at_desk(k.GivePriority(ticket=ticket.id, cls="priority", why="孕妇"))
    assert len(desk.happened) == before, "pressed twice"
    desk.at_desk(k.GivePriority(ticket=ticket.id, cls="normal", why="按错了"))
    assert desk.ticket(ticket.id).cls == "normal" and desk.ticket(ticket.id).rank == 2


def test_priority_is_not_for_who_is_called_already(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.open("w1")
    desk.at_window("w1", q.CallNext(window="w1"))
    assert desk.at_desk_refused(k.GivePriority(ticket=ticket.id, cls="priority", why="x")) is Reason.TICKET_MOVED


# ---- the limit of a person -------------------------------------------------------------------------------------------


def test_a_lifted_limit_gives_one_more_ticket_at_the_machine_and_only_one(desk: Desk) -> None:
    first = desk.take("real", person=PERSON)
    again = q.TakeTicket(items=("real",), person=PERSON)
    assert desk.refused("tm-1", again) is Reason.PERSON_LIMIT
    lift = k.LiftLimit(ticket=first.number, item="real", why="材料不齐，回家取")
    desk.at_desk(lift)
    assert desk.at_desk_refused(lift) is Reason.NOTHING_TO_LIFT, "pressed twice"
    assert desk.refused("tm-1", again.model_copy(update={"person": PERSON, "items": ("real", "none")}))
    desk.do("tm-1", again)
    assert desk.refused("tm-1", again) is Reason.PERSON_LIMIT
    desk.take("real", person=OTHER)


def test_there_is_nothing_to_lift_where_nobody_is_known_or_no_limit_is(desk: Desk) -> None:
    card, named = desk.take("card"), desk.take("named", person=PERSON)
    for ticket, item in ((card, "real"), (card, "card"), (named, "named"), (named, "real")):
        assert desk.at_desk_refused(k.LiftLimit(ticket=ticket.id, item=item, why="x")) is Reason.NOTHING_TO_LIFT
    unknown = k.LiftLimit(ticket=card.id, item="nothing", why="x")
    assert desk.at_desk_refused(unknown) is Reason.ITEM_UNKNOWN


def test_a_reason_of_blanks_is_no_command() -> None:
    from pydantic import ValidationError

    for kind, fields in ((k.MergeTickets, {"into": "A001"}), (k.LiftLimit, {"item": "card"})):
        with pytest.raises(ValidationError, match="why"):
            kind(ticket="A002", why="  ", **fields)
