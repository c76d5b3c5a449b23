"""What can be taken back, and for how long."""

from fakes.counter import MIN, NINE_FORTY_TWO, RULES, at, brief, now, to_rate

from edge_hub.contract.clock import ClockRule
from edge_hub.contract.queue import TicketState, UndoFinish, UndoNoShow
from edge_hub.contract.window import WindowState
from window_terminal.call_pad.undo import undo_now

REAL = ClockRule()


def finished(seconds: int) -> object:
    return brief("D012", minutes=seconds / 60, state=TicketState.DONE)


def passed(seconds: int, number: str = "D011") -> object:
    return brief(number, minutes=seconds / 60, state=TicketState.PASSED)


def test_a_finish_can_be_undone_while_the_rules_allow() -> None:
    offer = undo_now(now(finished=finished(17)), RULES, NINE_FORTY_TWO, REAL)
    assert offer is not None and (offer.kind, offer.number, offer.left_s, offer.total_s) == ("finish", "D012", 43, 60)
    assert offer.command("w08") == UndoFinish(window="w08", ticket="t-D012")
    assert undo_now(now(finished=finished(60)), RULES, NINE_FORTY_TWO, REAL) is None


def test_a_hall_in_quick_motion_counts_the_seconds_of_the_clerk() -> None:
    offer = undo_now(now(finished=finished(20)), RULES, NINE_FORTY_TWO, ClockRule(speed=10))
    assert offer is not None and (offer.left_s, offer.total_s) == (4, 6)


def test_a_no_show_can_be_undone_and_only_the_last_one() -> None:
    offer = undo_now(now(passed=(passed(10), passed(30, "D010"))), RULES, NINE_FORTY_TWO, REAL)
    assert offer is not None and offer.command("w08") == UndoNoShow(window="w08", ticket="t-D011")
    assert offer.words.zh == "D011 已过号"


def test_of_both_the_later_is_offered() -> None:
    both = now(finished=finished(40), passed=(passed(10),))
    offer = undo_now(both, RULES, NINE_FORTY_TWO, REAL)
    assert offer is not None and offer.kind == "no_show"


def test_nothing_is_offered_while_somebody_is_at_the_window() -> None:
    assert undo_now(now(at=at("D013"), finished=finished(5)), RULES, NINE_FORTY_TWO, REAL) is None


def test_the_finish_of_one_item_can_be_undone_while_the_next_item_of_the_ticket_is_served() -> None:
    serving = brief("D012", minutes=0.2, state=TicketState.SERVING)
    offer = undo_now(now(at=at("D012"), finished=serving, to_rate=to_rate(seconds=12)), RULES, NINE_FORTY_TWO, REAL)
    assert offer is not None and (offer.kind, offer.left_s) == ("finish", 48)


def test_a_no_show_is_not_undone_at_a_window_that_does_not_call() -> None:
    assert undo_now(now(state=WindowState.PAUSED, passed=(passed(10),)), RULES, NINE_FORTY_TWO, REAL) is None


def test_a_ticket_that_goes_on_elsewhere_counts_from_the_end_of_its_service() -> None:
    """Such a ticket waits since it was taken: its own time says nothing about the finish."""
    going_on = brief("D012", minutes=45, state=TicketState.WAITING)
    offer = undo_now(now(finished=going_on, to_rate=to_rate(seconds=20)), RULES, NINE_FORTY_TWO, REAL)
    assert offer is not None and offer.left_s == 40
    assert undo_now(now(finished=going_on, to_rate=to_rate(seconds=2 * MIN)), RULES, NINE_FORTY_TWO, REAL) is None
