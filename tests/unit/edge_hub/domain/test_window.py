"""Calling, serving, holding, passing on, undoing, and the clerk's coming and going."""

import pytest
from fakes.desk import Desk
from fakes.small_hall import DAY, changed_site

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.item import CloseItem, ClosingReason
from edge_hub.contract.queue import Came, TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import PauseReason, WindowState
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.open("w1")
    return desk


def test_first_come_is_first_called(desk: Desk) -> None:
    tickets = [desk.take(item) for item in ("card", "pension", "card")]
    called = []
    for _ in tickets:
        called.append(desk.serve("w1").id)
        desk.at_window("w1", q.Finish(window="w1"))
    assert called == [ticket.id for ticket in tickets]


def test_a_window_calls_only_what_it_serves(desk: Desk) -> None:
    desk.take("invoice")
    assert desk.at_window_refused("w1", q.CallNext(window="w1")) is Reason.NOBODY_WAITS


def test_priority_goes_first_and_the_record_counts_who_was_passed_over(desk: Desk) -> None:
    desk.take("card"), desk.take("card")
    priority = desk.take("card", cls="priority")
    assert desk.serve("w1").id == priority.id
    called = [event for event in desk.happened if isinstance(event, q.TicketCalled)]
    assert called[0].passed_over == 2 and called[0].policy == "longest_wait"


def _calls(desk: Desk) -> list[q.TicketCalled]:
    return [event for event in desk.happened if isinstance(event, q.TicketCalled)]


def test_a_head_start_is_made_up_for_by_a_longer_wait(desk: Desk) -> None:
    normal = desk.take("card")
    desk.wait(30 * 60)
    desk.take("card", cls="priority")
    assert desk.serve("w1").id == normal.id


def test_a_call_says_whom_it_left_waiting_and_why(desk: Desk) -> None:
    normal = [desk.take("card") for _ in range(7)]
    priority = desk.take("pension", cls="priority")
    desk.serve("w1")
    (called,) = _calls(desk)
    assert called.ticket == priority.id and called.passed_over == 7
    assert called.why == q.CallWhy(
        cls="priority", rank=1, passed_by_class=7, passed=tuple(one.number for one in normal[:5])
    )
    desk.at_window("w1", q.Finish(window="w1"))
    desk.at_window("w1", q.CallTicket(window="w1", ticket=normal[2].id))
    by_hand = _calls(desk)[-1]
    assert (by_hand.policy, by_hand.why) == (
        "by_hand", q.CallWhy(cls="normal", rank=2, overtaken=1, passed_by_choice=2, passed=("A001", "A002"))
    )  # fmt: skip


def test_a_call_says_how_the_ticket_came_to_its_place(desk: Desk) -> None:
    desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Transfer(window="w1", to_item="pension"))
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    desk.at_window("w1", q.Requeue(ticket="A001"))
    desk.at_window("w1", q.CallNext(window="w1"))
    whys = [called.why for called in _calls(desk)]
    assert [why.came for why in whys if why] == [Came.TAKEN, Came.TRANSFERRED, Came.RETURNED]


def test_a_call_says_when_somebody_stood_firm() -> None:
    bound = {"name": "priority_with_bound", "overtakes_max": 2}
    desk = Desk(Hall(plan_of(changed_site(rules={"policy": bound})), DAY))
    desk.open("w1")
    normal, *_ = [desk.take("card", cls=cls) for cls in ("normal", "priority", "priority", "priority")]
    for _ in range(4):
        desk.serve("w1")
        desk.at_window("w1", q.Finish(window="w1"))
    called = _calls(desk)
    assert [(one.ticket == normal.id, one.why and one.why.firm) for one in called] == [
        (False, False), (False, False), (True, True), (False, False),
    ]  # fmt: skip
    assert called[2].why and called[2].why.overtaken == 2


def test_two_windows_never_call_the_same_ticket(desk: Desk) -> None:
    desk.open("w2")
    only = desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    assert desk.at_window_refused("w2", q.CallNext(window="w2")) is Reason.NOBODY_WAITS
    assert desk.at_window_refused("w2", q.CallTicket(window="w2", ticket=only.id)) is Reason.TICKET_MOVED


def test_a_busy_window_calls_nobody(desk: Desk) -> None:
    desk.take("card"), desk.take("card")
    desk.serve("w1")
    assert desk.at_window_refused("w1", q.CallNext(window="w1")) is Reason.WINDOW_BUSY


def test_a_stale_press_is_refused(desk: Desk) -> None:
    desk.take("card")
    seen = desk.window("w1").ver
    desk.at_window("w1", q.CallNext(window="w1"))
    session = desk.window("w1").session
    assert desk.refused("call-w1", q.Start(window="w1"), session=session, ver=seen) is Reason.STALE


def test_recalls_are_counted_and_bounded(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.at_window("w1", q.Recall(window="w1"))
    desk.at_window("w1", q.Recall(window="w1"))
    assert desk.ticket(ticket.id).calls == 3
    assert desk.at_window_refused("w1", q.Recall(window="w1")) is Reason.RECALLED_ENOUGH


def test_finish_without_start_is_a_service_of_no_length(desk: Desk) -> None:
    desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.at_window("w1", q.Finish(window="w1"))
    (service,) = desk.hall.services.values()
    assert service.by == "finish" and service.started_ms == service.finished_ms


def test_a_ticket_with_three_items_has_three_services(desk: Desk) -> None:
    ticket = desk.take("card", "pension", "invoice")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    assert desk.state(ticket) is TicketState.SERVING, "the same window handles the second item"
    desk.at_window("w1", q.Finish(window="w1"))
    assert desk.state(ticket) is TicketState.WAITING
    desk.open("w3")
    assert desk.serve("w3").id == ticket.id
    desk.at_window("w3", q.Finish(window="w3"))
    assert desk.state(ticket) is TicketState.DONE
    assert [(one.item, one.window, one.outcome) for one in desk.hall.services.values()] == [
        ("card", "w1", "finished"), ("pension", "w1", "finished"), ("invoice", "w3", "finished"),
    ]  # fmt: skip


def test_a_returned_ticket_has_its_old_place(desk: Desk) -> None:
    first, second = desk.take("card"), desk.take("card")
    desk.at_window("w1", q.CallTicket(window="w1", ticket=second.id))
    desk.at_window("w1", q.Return(window="w1"))
    assert [key[3] for key in desk.hall.item_lines["card"]] == [first.id, second.id]
    assert desk.ticket(second.id).calls == 0


def test_a_held_ticket_leaves_the_window_free_and_comes_back(desk: Desk) -> None:
    held, other = desk.take("card"), desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Hold(window="w1", why="复印材料"))
    assert desk.serve("w1").id == other.id
    assert desk.at_window_refused("w1", q.Resume(window="w1", ticket=held.id)) is Reason.WINDOW_BUSY
    desk.at_window("w1", q.Finish(window="w1"))
    desk.at_window("w1", q.Resume(window="w1", ticket=held.id))
    assert desk.window("w1").at == held.id and desk.window("w1").held == ()
    assert len(desk.hall.services) == 2, "holding does not start a second service"


def test_a_transferred_ticket_keeps_its_time(desk: Desk) -> None:
    early = desk.take("card")
    desk.serve("w1")
    desk.wait(60)
    late = desk.take("invoice")
    desk.at_window("w1", q.Transfer(window="w1", to_item="invoice", why="走错窗口"))
    desk.open("w3")
    assert [desk.serve("w3").id] == [early.id]
    desk.at_window("w3", q.Finish(window="w3"))
    assert desk.serve("w3").id == late.id
    assert [one.outcome for one in desk.hall.services.values()] == ["transferred", "finished", "open"]


def test_a_ticket_sent_to_a_window_is_called_by_no_other(desk: Desk) -> None:
    desk.open("w2"), desk.open("w4")
    ticket = desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Transfer(window="w1", to_window="w4"))
    assert desk.at_window_refused("w2", q.CallNext(window="w2")) is Reason.NOBODY_WAITS
    assert desk.at_window_refused("w2", q.CallTicket(window="w2", ticket=ticket.id)) is Reason.TICKET_OF_ANOTHER_WINDOW
    assert desk.serve("w4").id == ticket.id


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (q.Transfer(window="w1"), Reason.ITEM_UNKNOWN),
        (q.Transfer(window="w1", to_item="nothing"), Reason.ITEM_UNKNOWN),
        (q.Transfer(window="w1", to_window="w9"), Reason.WINDOW_UNKNOWN),
        (q.Transfer(window="w1", to_window="w3"), Reason.ITEM_NOT_HERE),
    ],
)
def test_a_transfer_to_nowhere_is_refused(desk: Desk, body: q.Transfer, reason: Reason) -> None:
    ticket = desk.take("card")
    desk.serve("w1")
    assert desk.at_window_refused("w1", body) is reason
    assert desk.window("w1").at == ticket.id


def test_the_finish_of_one_item_can_be_undone_while_the_next_is_served() -> None:
    desk = Desk()
    desk.open("w1")
    ticket = desk.take("card", "pension")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    desk.at_window("w1", q.UndoFinish(window="w1", ticket=ticket.id))
    assert desk.ticket(ticket.id).item == "card" and desk.state(ticket) is TicketState.SERVING
    assert [(one.item, one.outcome) for one in desk.hall.services.values()] == [("card", "open"), ("pension", "void")]
    desk.at_window("w1", q.Finish(window="w1"))
    desk.at_window("w1", q.Finish(window="w1"))
    assert desk.state(ticket) is TicketState.DONE


def test_a_finish_cannot_be_undone_once_another_window_serves_the_ticket() -> None:
    desk = Desk()
    desk.open("w1"), desk.open("w3")
    ticket = desk.take("card", "invoice")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    desk.serve("w3")
    assert desk.at_window_refused("w1", q.UndoFinish(window="w1", ticket=ticket.id)) is Reason.STALE
    desk.at_window("w3", q.Finish(window="w3"))
    assert desk.at_window_refused("w1", q.UndoFinish(window="w1", ticket=ticket.id)) is Reason.STALE
    desk.at_window("w3", q.UndoFinish(window="w3", ticket=ticket.id))


def test_a_no_show_needs_the_time_that_the_rules_give(desk: Desk) -> None:
    desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.wait(30)
    assert desk.at_window_refused("w1", q.NoShow(window="w1")) is Reason.TOO_EARLY
    desk.wait(30)
    desk.at_window("w1", q.NoShow(window="w1"))


def test_nobody_is_sent_to_a_window_without_a_clerk(desk: Desk) -> None:
    desk.take("card")
    desk.serve("w1")
    assert desk.at_window_refused("w1", q.Transfer(window="w1", to_window="w4")) is Reason.WINDOW_UNSTAFFED


def test_who_was_sent_to_a_window_that_closes_waits_for_any_that_serves_him(desk: Desk) -> None:
    desk.open("w4")
    ticket = desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Transfer(window="w1", to_window="w4"))
    assert desk.hall.waiting_for("card") == 1
    desk.at_window("w4", w.CloseWindow(window="w4"))
    assert desk.serve("w1").id == ticket.id


def test_whom_a_clerk_held_is_served_by_others_after_sign_out(desk: Desk) -> None:
    desk.open("w2")
    ticket = desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Hold(window="w1"))
    desk.at_window("w1", w.SignOut(window="w1"))
    assert desk.window("w1").held == ()
    assert desk.serve("w2").id == ticket.id


def test_a_no_show_called_back_by_mistake_returns_to_the_no_shows(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    desk.at_window("w1", q.CallTicket(window="w1", ticket=ticket.id))
    desk.at_window("w1", q.Return(window="w1"))
    assert desk.state(ticket) is TicketState.PASSED and desk.window("w1").passed == (ticket.id,)


def test_a_ticket_sent_to_a_window_and_returned_there_still_waits_for_it(desk: Desk) -> None:
    desk.open("w4")
    ticket = desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Transfer(window="w1", to_window="w4"))
    desk.at_window("w4", q.CallNext(window="w4"))
    desk.at_window("w4", q.Return(window="w4"))
    assert desk.at_window_refused("w1", q.CallNext(window="w1")) is Reason.NOBODY_WAITS
    assert desk.serve("w4").id == ticket.id


def test_a_pad_does_not_cancel_what_another_window_has_called(desk: Desk) -> None:
    desk.open("w2")
    ticket = desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    assert desk.at_window_refused("w2", q.Cancel(ticket=ticket.id, why="回家")) is Reason.TICKET_OF_ANOTHER_WINDOW
    assert desk.at_window_refused("w1", q.Cancel(ticket=ticket.id)) is Reason.WHY_NEEDED
    desk.at_window("w1", q.Cancel(ticket=ticket.id, why="回家"))


@pytest.mark.fault(49)
def test_a_pad_has_nothing_to_do_with_tickets_that_its_window_does_not_serve(desk: Desk) -> None:
    desk.open("w3"), desk.open("w4")
    tax, sent, passed = desk.take("stamp"), desk.take("invoice"), desk.take("invoice")
    gone = q.Cancel(ticket=tax.id, why="回家")
    assert desk.at_window_refused("w1", gone) is Reason.ITEM_NOT_HERE and desk.state(tax) is TicketState.WAITING
    desk.at_window("w3", gone)
    assert desk.serve("w3").id == sent.id
    desk.at_window("w3", q.Transfer(window="w3", to_window="w4"))
    assert desk.at_window_refused("w3", q.Cancel(ticket=sent.id, why="回家")) is Reason.TICKET_OF_ANOTHER_WINDOW
    desk.at_window("w4", q.Cancel(ticket=sent.id, why="回家"))
    assert desk.serve("w3").id == passed.id
    desk.at_window("w3", q.Finish(window="w3"))
    later = desk.take("stamp")
    desk.at_window("w3", q.CallNext(window="w3"))
    desk.no_show("w3")
    assert desk.at_window_refused("w1", q.Requeue(ticket=later.id)) is Reason.ITEM_NOT_HERE
    desk.at_window("w3", q.Requeue(ticket=later.id))


def test_nobody_is_sent_on_to_a_closed_item_unless_a_window_is_named(desk: Desk) -> None:
    desk.open("w4")
    desk.take("card"), desk.serve("w1")
    desk.do("desk", CloseItem(item="invoice", reason=ClosingReason.EQUIPMENT))
    onward = q.Transfer(window="w1", to_item="invoice")
    assert desk.at_window_refused("w1", onward) is Reason.ITEM_CLOSED
    desk.at_window("w1", onward.model_copy(update={"to_window": "w4"}))
    assert desk.serve("w4").item == "invoice", "who is there was asked"


def test_wrong_pins_at_a_foreign_window_lock_nobody() -> None:
    desk = Desk()
    for _ in range(6):
        desk.refused("call-w3", w.SignIn(window="w3", clerk="101", pin="000000"))
    desk.do("call-w1", w.SignIn(window="w1", clerk="101", pin="123456"))


def test_finish_can_be_undone_within_a_minute(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    desk.wait(59)
    desk.at_window("w1", q.UndoFinish(window="w1", ticket=ticket.id))
    assert desk.state(ticket) is TicketState.SERVING
    assert desk.window("w1").served_today == 0 and desk.window("w1").to_rate is None
    assert [one.outcome for one in desk.hall.services.values()] == ["open"]


def test_undo_comes_too_late_after_a_minute(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    desk.wait(61)
    assert desk.at_window_refused("w1", q.UndoFinish(window="w1", ticket=ticket.id)) is Reason.TOO_LATE


def test_finish_cannot_be_undone_after_the_next_call(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.take("card")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    desk.at_window("w1", q.CallNext(window="w1"))
    assert desk.at_window_refused("w1", q.UndoFinish(window="w1", ticket=ticket.id)) is Reason.WINDOW_BUSY
    desk.at_window("w1", q.Return(window="w1"))
    assert desk.at_window_refused("w1", q.UndoFinish(window="w1", ticket=ticket.id)) is Reason.STALE


def test_the_finish_of_one_of_two_items_can_be_undone_while_the_ticket_waits(desk: Desk) -> None:
    ticket = desk.take("card", "invoice")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    desk.at_window("w1", q.UndoFinish(window="w1", ticket=ticket.id))
    assert desk.ticket(ticket.id).at == 0 and desk.window("w1").at == ticket.id
    assert desk.hall.item_lines["invoice"] == []


def test_a_no_show_can_be_undone(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    assert desk.window("w1").passed == (ticket.id,)
    desk.at_window("w1", q.UndoNoShow(window="w1", ticket=ticket.id))
    assert desk.state(ticket) is TicketState.CALLED and desk.window("w1").passed == ()


def test_a_passed_ticket_can_be_called_back_by_another_window(desk: Desk) -> None:
    desk.open("w2")
    ticket = desk.take("card")
    desk.at_window("w1", q.CallNext(window="w1"))
    desk.no_show("w1")
    desk.at_window("w2", q.CallTicket(window="w2", ticket=ticket.id))
    assert desk.window("w1").passed == () and desk.window("w2").at == ticket.id


def test_a_walk_up_is_served_at_once(desk: Desk) -> None:
    desk.at_window("w1", q.TakeWalkUp(window="w1", items=("card",)))
    ticket = desk.ticket(desk.window("w1").at or "")
    assert ticket.number == "A001" and ticket.state is TicketState.SERVING
    assert desk.at_window_refused("w1", q.TakeWalkUp(window="w1", items=("card",))) is Reason.WINDOW_BUSY


def test_a_walk_up_for_what_the_window_does_not_handle_is_refused(desk: Desk) -> None:
    assert desk.at_window_refused("w1", q.TakeWalkUp(window="w1", items=("invoice",))) is Reason.ITEM_NOT_HERE


def test_a_window_without_its_clerk_does_nothing() -> None:
    desk = Desk()
    desk.take("card")
    assert desk.refused("call-w1", q.CallNext(window="w1")) is Reason.NOT_SIGNED_IN
    assert desk.refused("call-w1", q.CallNext(window="w1"), session="made-up") is Reason.NOT_SIGNED_IN


def test_a_pad_acts_only_for_its_own_window(desk: Desk) -> None:
    desk.open("w2")
    session = desk.window("w2").session
    assert desk.refused("call-w1", q.CallNext(window="w2"), session=session) is Reason.NOT_ALLOWED


@pytest.mark.parametrize("device", ["tm-1", "board-1", "screen-w1", "rate-w1"])
def test_only_a_call_pad_calls(desk: Desk, device: str) -> None:
    session = desk.window("w1").session
    assert desk.refused(device, q.CallNext(window="w1"), session=session) is Reason.NOT_ALLOWED


def test_support_calls_for_an_open_window_without_its_session(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.do("desk", q.CallNext(window="w1"))
    assert desk.window("w1").at == ticket.id
    assert desk.refused("desk", q.CallNext(window="w2")) is Reason.WINDOW_NOT_OPEN


def test_a_paused_window_calls_nobody_and_says_when_it_is_back(desk: Desk) -> None:
    desk.take("card")
    desk.at_window("w1", w.PauseWindow(window="w1", reason=PauseReason.BREAK, minutes=10))
    assert desk.at_window_refused("w1", q.CallNext(window="w1")) is Reason.WINDOW_NOT_OPEN
    assert desk.window("w1").pause_until_ms == desk.now_ms + 600_000
    desk.at_window("w1", w.OpenWindow(window="w1"))
    assert desk.window("w1").pause is None


def test_a_window_with_a_ticket_neither_pauses_nor_closes_nor_signs_out(desk: Desk) -> None:
    desk.take("card")
    desk.serve("w1")
    for body in (
        w.PauseWindow(window="w1", reason=PauseReason.BREAK),
        w.CloseWindow(window="w1"),
        w.SignOut(window="w1"),
    ):
        assert desk.at_window_refused("w1", body) is Reason.WINDOW_BUSY


def test_a_pad_that_restarts_in_mid_service_goes_on_where_it_was(desk: Desk) -> None:
    ticket = desk.take("card")
    desk.serve("w1")
    desk.do("call-w1", w.SignIn(window="w1", clerk="101", pin="123456"))
    assert desk.window("w1").state is WindowState.OPEN and desk.window("w1").at == ticket.id
    desk.at_window("w1", q.Finish(window="w1"))
