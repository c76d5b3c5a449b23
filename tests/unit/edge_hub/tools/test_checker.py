"""The checker sees what it must see: each fault is planted by hand and found, and a clean run stays clean."""

from typing import Any

import pytest

from edge_hub.contract.envelope import AnyCommand
from edge_hub.tools.checker import (
    ASKS,
    EFFECT,
    EITHER,
    Intent,
    Outcome,
    Recorded,
    Tally,
    check,
    check_places,
    compare,
    fork,
)

ACKED, REFUSED, UNKNOWN = Outcome.ACKED, Outcome.REFUSED, Outcome.UNKNOWN


def taken(seq: int, ticket: str, number: str, command: str | None = None) -> Recorded:
    return Recorded(seq, "TicketTaken", command, {"ticket": ticket, "number": number, "day": "2026-11-24"})


def row(seq: int, kind: str, ticket: str, window: str, command: str | None = None, **more: Any) -> Recorded:
    return Recorded(seq, kind, command, {"ticket": ticket, "window": window, **more})


INTENTS = [
    Intent("c1", "TakeTicket", ACKED, "t1", "A001"),
    Intent("c2", "TakeTicket", ACKED, "t2", "A002"),
    Intent("c3", "CallNext", ACKED, "t1"),
    Intent("c4", "CallNext", REFUSED),
    Intent("c5", "ShowTicket", ACKED, "t1"),
]
JOURNAL = [
    taken(1, "t1", "A001", "c1"),
    taken(2, "t2", "A002", "c2"),
    row(3, "TicketCalled", "t1", "w1", "c3"),
    row(4, "ServiceStarted", "t1", "w1"),
    row(5, "ServiceFinished", "t1", "w1", after="DONE"),
    row(6, "TicketCalled", "t2", "w1"),
]


def test_a_clean_run_has_nothing_lost_and_nothing_doubled() -> None:
    verdict = check(INTENTS, JOURNAL)
    assert verdict.ok
    assert verdict.counts() == {
        "attempts": 5, "acked": 4, "refused": 1, "unknown": 0, "lost": 0, "altered": 0, "unexpected": 0,
        "duplicated": 0, "recovered": 0, "double_numbers": 0, "double_calls": 0, "gaps": 0,
    }  # fmt: skip


def test_an_acknowledged_ticket_that_is_not_in_the_journal_is_lost() -> None:
    verdict = check(INTENTS, [JOURNAL[0], *JOURNAL[2:]])
    assert verdict.lost == ("c2",)
    assert verdict.gaps == (1,)
    assert not verdict.ok


def test_a_command_carried_out_twice_is_duplicated() -> None:
    verdict = check(INTENTS, [*JOURNAL, taken(7, "t9", "A009", "c2")])
    assert verdict.duplicated == ("c2",)
    assert not verdict.ok


def test_a_number_issued_twice_is_seen_though_the_tickets_differ() -> None:
    verdict = check([], [taken(1, "t1", "A001"), taken(2, "t2", "A001")])
    assert verdict.double_numbers == ("2026-11-24/A001",)


def test_a_ticket_taken_twice_is_seen_though_the_numbers_differ() -> None:
    assert check([], [taken(1, "t1", "A001"), taken(2, "t1", "A002")]).double_numbers == ("t1",)


def test_a_reply_that_named_another_number_than_the_journal_is_seen() -> None:
    verdict = check([Intent("c1", "TakeTicket", ACKED, "t1", "A007")], JOURNAL[:1])
    assert verdict.altered == ("c1",)


def test_a_ticket_called_to_two_windows_is_a_double_call() -> None:
    verdict = check([], [row(1, "TicketCalled", "t1", "w1"), row(2, "TicketCalled", "t1", "w2")])
    assert verdict.double_calls == ("t1",)


def test_a_window_that_calls_while_it_serves_a_walk_up_is_a_double_call() -> None:
    rows = [row(1, "ServiceStarted", "t1", "w1", by="walk_up"), row(2, "TicketCalled", "t2", "w1")]
    assert check([], rows).double_calls == ("t2",)


def test_a_ticket_that_goes_on_to_its_next_item_keeps_its_window() -> None:
    rows = [
        row(1, "TicketCalled", "t1", "w1"),
        row(2, "ServiceFinished", "t1", "w1", after="SERVING"),
        row(3, "TicketCalled", "t2", "w1"),
    ]
    assert check([], rows).double_calls == ("t2",)


@pytest.mark.parametrize("kind", ["TicketPassed", "TicketReturned", "TicketHeld", "TicketTransferred"])
def test_a_ticket_that_left_its_window_may_be_called_again(kind: str) -> None:
    rows = [row(1, "TicketCalled", "t1", "w1"), row(2, kind, "t1", "w1"), row(3, "TicketCalled", "t1", "w2")]
    assert check([], rows).double_calls == ()


def test_the_effect_of_a_refused_command_is_unexpected() -> None:
    verdict = check([Intent("c1", "TakeTicket", REFUSED)], [taken(1, "t1", "A001", "c1")])
    assert verdict.unexpected == ("c1",)


def test_a_ticket_that_nobody_asked_for_is_unexpected() -> None:
    verdict = check(INTENTS[:1], [*JOURNAL[:1], taken(2, "t8", "A008", "nobody")])
    assert verdict.unexpected == ("nobody",)


def test_a_command_without_an_answer_may_be_present_or_absent() -> None:
    verdict = check([Intent("c1", "TakeTicket", UNKNOWN), Intent("c2", "TakeTicket", UNKNOWN)], JOURNAL[:1])
    assert verdict.ok
    assert verdict.recovered == ("c1",)
    assert verdict.unknown == 2


def test_a_command_without_an_answer_is_still_not_allowed_twice() -> None:
    rows = [taken(1, "t1", "A001", "c1"), taken(2, "t2", "A002", "c1")]
    assert check([Intent("c1", "TakeTicket", UNKNOWN)], rows).duplicated == ("c1",)


def test_a_place_that_misses_a_record_has_lost_it_though_another_place_has_it() -> None:
    places = check_places(INTENTS, {"hub": JOURNAL, "standby": JOURNAL[:1]})
    assert places["hub"].ok
    assert places["standby"].lost == ("c2", "c3") and not places["standby"].ok


def test_two_places_that_keep_different_records_under_one_number_are_a_fork() -> None:
    other = [*JOURNAL[:4], row(5, "TicketPassed", "t1", "w1")]
    assert fork(JOURNAL, other) == 5 and fork(other, JOURNAL) == 5
    assert fork(JOURNAL, JOURNAL[:3]) is None and fork(JOURNAL[:3], JOURNAL) is None


def test_a_verdict_is_told_in_one_line_with_its_faults_in_capitals() -> None:
    assert str(check(INTENTS, JOURNAL)) == (
        "5 attempts, 4 acknowledged, 1 refused, 0 unknown, 0 recovered; lost 0, unexpected 0, duplicated 0"
    )
    assert str(check(INTENTS, [JOURNAL[0], *JOURNAL[2:]])).endswith("; LOST 1, GAPS 1")


def test_every_command_that_changes_something_has_an_effect() -> None:
    commands = {model.model_fields["do"].default for model in AnyCommand.__args__}
    assert set(EFFECT) | ASKS | EITHER == commands and len(EFFECT) + len(ASKS) + len(EITHER) == len(commands)


def test_compare_sees_a_lost_and_a_doubled_ticket() -> None:
    reported, recorded = Tally(), Tally()
    for name in ("t1", "t2", "t3"):
        reported.add("taken", name)
    for name in ("t1", "t3", "t3"):
        recorded.add("taken", name)
    lost, unexpected = compare(reported, recorded)
    assert lost == {("taken", "t2"): 1}
    assert unexpected == {("taken", "t3"): 1}
    assert reported.count("taken") == 3
