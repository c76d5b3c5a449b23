"""The three witnesses of a practice day: each fault is planted by hand and seen."""

from typing import Any

from edge_hub.tools.checker import Recorded
from edge_hub.tools.demo_score import Score, outcome, quantiles

SECOND = 1_000_000_000


def row(seq: int, kind: str, **body: Any) -> Recorded:
    return Recorded(seq, kind, f"c{seq}", body)


JOURNAL = [
    row(1, "TicketTaken", ticket="t1", number="A001", day="d", device="tm-1"),
    row(2, "TicketTaken", ticket="t2", number="A002", day="d", device="tm-1"),
    row(3, "TicketCalled", ticket="t1", window="w1"),
    row(4, "ServiceStarted", ticket="t1", window="w1", service="s1"),
    row(5, "ServiceFinished", ticket="t1", window="w1", service="s1", after="DONE"),
    row(6, "TicketCalled", ticket="t2", window="w1"),
    row(7, "ServiceStarted", ticket="t2", window="w1", service="s2"),
    row(8, "ServiceFinished", ticket="t2", window="w1", service="s2", after="DONE"),
    row(9, "ServiceRated", ticket="t1", window="w1", service="s1"),
]


def day() -> Score:
    """A whole small day as the screens and one printer saw it."""
    score = Score(citizens=2)
    for n, (ticket, number) in enumerate((("t1", "A001"), ("t2", "A002"))):
        at = n * SECOND
        taken = {"what": "taken", "ticket": ticket, "number": number, "touch_ns": at}
        taken |= {"reply_ns": at + 5_000_000, "ns": at + 9_000_000}
        score.heard("tm-1", "ticket_machine", taken)
        score.slip("tm-1", number, n + 0.02)
        score.heard("tm-1", "ticket_machine", {"what": "printed", "ticket": ticket, "ns": at})
        score.heard("call-w1", "call_pad", {"what": "called", "ticket": ticket, "number": number, "touch_ns": at})
        score.heard("board-1", "call_board", {"what": "shown", "number": number, "window": "w1", "ns": at + 30_000_000})
        score.heard("screen-w1", "window_screen", {"what": "shown", "number": number, "window": "w1", "ns": at})
        score.heard("call-w1", "call_pad", {"what": "finished", "ticket": ticket})
    score.heard("rate-w1", "rating_pad", {"what": "rated", "service": "s1", "level": "GOOD"})
    return score


def test_a_day_on_which_all_agree_is_right() -> None:
    found = outcome(day(), JOURNAL, expected=2)
    assert found.ok
    assert found.figures == {
        "citizens": 2, "taken": 2, "printed": 2, "called": 2, "finished": 2, "rated": 1, "services": 2, "lost": 0,
        "duplicated": 0, "touch_to_reply_ms": {"p50": 5.0, "p99": 5.0}, "call_to_board_ms": {"p50": 30.0, "p99": 30.0},
        "touch_to_slip_ms": {"p50": 20.0, "p99": 20.0},
    }  # fmt: skip


def test_a_loud_day_is_told_as_such_and_may_be_right_all_the_same() -> None:
    found = outcome(day(), JOURNAL, expected=2).with_noise(3, ["tm-1: no such font"])
    assert found.ok and found.figures["noise"] == 3 and found.figures["taken"] == 2
    assert found.noise == ("tm-1: no such font",)


def test_a_ticket_that_the_screen_showed_and_the_journal_has_not_is_lost() -> None:
    found = outcome(day(), [one for one in JOURNAL if one.body.get("ticket") != "t2"])
    assert not found.ok
    assert "taken t2 was shown and is not in the journal" in found.lost


def test_a_ticket_that_no_screen_showed_is_lost_to_the_citizen() -> None:
    found = outcome(day(), [*JOURNAL, row(10, "TicketTaken", ticket="t3", number="A003", day="d", device="tm-1")])
    assert "taken t3 is in the journal and was shown nowhere" in found.lost
    assert found.left == ("A003",)


def test_a_call_that_a_busy_pad_left_untold_is_not_lost() -> None:
    score = day()
    del score.reported.facts["called", "t2"]
    assert outcome(score, JOURNAL, expected=2).ok


def test_a_number_issued_twice_is_doubled() -> None:
    score = day()
    score.reported.add("taken", "t3")
    found = outcome(score, [*JOURNAL, row(10, "TicketTaken", ticket="t3", number="A002", day="d", device="tm-1")])
    assert "number d/A002 was issued twice" in found.duplicated


def test_a_ticket_without_a_slip_is_lost() -> None:
    score = day()
    del score.slips["tm-1"][1]
    found = outcome(score, JOURNAL)
    assert (found.lost, found.duplicated) == (("no slip with the number A002 came out of tm-1",), ())
    assert not found.ok


def test_a_slip_that_came_out_twice_is_doubled() -> None:
    score = day()
    score.slip("tm-1", "A002", 3.0)
    found = outcome(score, JOURNAL)
    assert (found.lost, found.duplicated) == ((), ("the slip A002 of tm-1 came out 2 times",))
    assert not found.ok


def test_a_slip_with_a_wrong_number_is_found_though_there_is_one_for_each_ticket() -> None:
    score = day()
    score.slips["tm-1"][1] = "A003"
    found = outcome(score, JOURNAL)
    assert found.lost == ("no slip with the number A002 came out of tm-1",)
    assert found.duplicated == ("the slip A003 of tm-1 belongs to no ticket",)
    assert not found.ok


def test_a_slip_that_came_out_of_the_wrong_machine_is_found() -> None:
    score = day()
    score.slip("tm-2", score.slips["tm-1"].pop() or "", 3.0)
    found = outcome(score, JOURNAL)
    assert found.lost == ("no slip with the number A002 came out of tm-1",)
    assert found.duplicated == ("the slip A002 of tm-2 belongs to no ticket",)


def test_a_slip_on_which_no_number_can_be_read_is_no_slip_of_a_ticket() -> None:
    score = day()
    score.slips["tm-1"][0] = None
    found = outcome(score, JOURNAL)
    assert found.lost == ("no slip with the number A001 came out of tm-1",)
    assert found.duplicated == ("a slip of tm-1 has no number that can be read",)


def test_the_order_of_the_slips_does_not_matter() -> None:
    score = day()
    score.slips["tm-1"].reverse()
    assert outcome(score, JOURNAL, expected=2).ok


def test_a_number_that_was_given_without_the_hub_has_no_time_to_its_reply() -> None:
    score = day()
    taken = {"what": "taken", "ticket": "t3", "number": "A901", "touch_ns": 0, "ns": 9_000_000}
    score.heard("tm-1", "ticket_machine", taken)
    assert score.replies_ms == [5.0, 5.0]


def test_a_call_to_a_window_that_still_has_someone_is_doubled() -> None:
    rows = [*JOURNAL[:4], *JOURNAL[5:6]]
    assert "ticket t2 was called while at a window" in outcome(day(), rows).duplicated


def test_a_service_rated_twice_is_doubled() -> None:
    score = day()
    score.heard("rate-w1", "rating_pad", {"what": "rated", "service": "s1"})
    found = outcome(score, [*JOURNAL, row(10, "ServiceRated", ticket="t1", window="w1", service="s1")])
    assert found.duplicated == ("service s1 was rated 2 times",)


def test_a_day_on_which_somebody_still_waits_is_not_right() -> None:
    score = day()
    del score.reported.facts["finished", "t2"]
    rows = [*JOURNAL[:7], row(8, "ServiceRated", ticket="t1", window="w1", service="s1")]
    found = outcome(score, rows, expected=2)
    assert found.left == ("A002",)
    assert not found.ok
    assert outcome(score, rows).ok, "a hall that was closed early may leave people behind"


def test_a_day_on_which_a_citizen_got_no_ticket_is_not_right() -> None:
    found = outcome(day(), JOURNAL, expected=3)
    assert (found.lost, found.duplicated, found.left, found.ok) == ((), (), (), False)


def test_a_missing_record_is_seen() -> None:
    assert not outcome(day(), [*JOURNAL[:8], row(10, "ServiceRated", ticket="t1", window="w1", service="s1")]).ok


def test_quantiles_of_nothing_are_nothing() -> None:
    assert quantiles([]) is None
    assert quantiles([3.0, 1.0, 2.0]) == {"p50": 2.0, "p99": 3.0}
