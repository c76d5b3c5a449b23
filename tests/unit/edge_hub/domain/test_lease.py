"""Numbers lent to ticket machines: each lent once, each taken into the line once, by its time."""

import pytest
from fakes.desk import Desk
from fakes.lent import given, lend
from fakes.small_hall import at

from edge_hub.contract import item as i
from edge_hub.contract import queue as q
from edge_hub.contract.envelope import Rejected
from edge_hub.contract.hall import NumbersSkipped
from edge_hub.contract.lease import LeaseNumbers, OfflineTicketStranded, Stranding
from edge_hub.contract.queue import DayRolled, TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.domain import views
from edge_hub.domain.fold import fold


@pytest.fixture
def desk() -> Desk:
    return Desk(clock="09:30")


def called_in_order(desk: Desk, window: str = "w2") -> list[str]:
    """Numbers as this window would call them, until nobody waits."""
    found = []
    while not isinstance(
        desk.verdict(f"call-{window}", q.CallNext(window=window), session=desk.window(window).session), Rejected
    ):
        found.append(desk.ticket(desk.window(window).at or "").number)
        desk.at_window(window, q.Finish(window=window))
    return found


def test_each_machine_is_lent_blocks_of_a_span_of_its_own(desk: Desk) -> None:
    first, other, again = lend(desk), lend(desk, "tm-2"), lend(desk)
    assert (first.numbers[0], first.numbers[-1]) == ("A600", "A629")
    assert (other.numbers[0], other.numbers[-1]) == ("A700", "A729")
    assert again.numbers[0] == "A630"
    assert lend(desk, queue="B").numbers[0] == "B600"
    assert not set(first.tickets) & set(again.tickets)


def test_a_span_that_is_used_up_gives_no_more(desk: Desk) -> None:
    sizes = [len(lend(desk).numbers) for _ in range(4)]
    assert sizes == [30, 30, 30, 10]
    assert desk.refused("tm-1", LeaseNumbers(queue="A")) is Reason.NUMBERS_SPENT
    assert len(lend(desk, queue="B").numbers) == 30


def test_only_ticket_machines_are_lent_numbers_and_only_of_queues_that_exist(desk: Desk) -> None:
    assert desk.refused("desk", LeaseNumbers(queue="A")) is Reason.NOT_ALLOWED
    assert desk.refused("call-w1", LeaseNumbers(queue="A")) is Reason.NOT_ALLOWED
    assert desk.refused("tm-1", LeaseNumbers(queue="Z")) is Reason.ITEM_UNKNOWN


def test_a_hub_that_has_lost_a_lease_goes_on_where_the_machine_says(desk: Desk) -> None:
    assert lend(desk, after=617).numbers[0] == "A618"
    assert lend(desk, after=450).numbers[0] == "A648"  # not of its span: no word about it


def test_a_new_reign_leaves_a_block_of_every_span_free(desk: Desk) -> None:
    lend(desk)
    fold(desk.hall, NumbersSkipped(count=200, at_ms=desk.now_ms))
    assert lend(desk).numbers[0] == "A660"
    assert lend(desk, "tm-2", "B").numbers[0] == "B730"


def test_the_hub_itself_leaves_the_spans_out(desk: Desk) -> None:
    fold(desk.hall, NumbersSkipped(count=598, at_ms=desk.now_ms))
    numbers = [desk.take().number for _ in range(3)]
    assert numbers == ["A599", "A900", "A901"], "600 to 799 are the machines', 800 to 899 the guide desk's"


def test_an_offline_ticket_waits_by_its_time_of_taking(desk: Desk) -> None:
    lease = lend(desk)
    desk.wait(60)
    before = desk.take()
    desk.wait(600)
    after = desk.take(device="tm-2")
    desk.wait(60)
    desk.do("tm-1", given(lease, 1, after.taken_ms - 10_000))
    desk.do("tm-1", given(lease, 0, before.taken_ms + 10_000))
    ticket = desk.hall.tickets[lease.tickets[0]]
    assert (ticket.number, ticket.device, ticket.taken_ms) == ("A600", "tm-1", before.taken_ms + 10_000)
    assert ticket.token_hash == f"hash-{ticket.id}"
    desk.open("w2")
    assert called_in_order(desk) == [before.number, "A600", "A601", after.number]


def test_a_ticket_told_twice_stands_in_line_once(desk: Desk) -> None:
    report = given(lend(desk), 0, desk.now_ms)
    desk.do("tm-1", report)
    happened = len(desk.happened)
    desk.do("tm-1", report)
    assert len(desk.happened) == happened and len(desk.hall.tickets) == 1


@pytest.mark.parametrize(
    ("said", "counts"), [("08:00", "09:30"), ("09:40", "09:40"), ("23:00", "09:50")], ids=["early", "right", "late"]
)
def test_a_machine_with_a_wrong_clock_counts_within_bounds(desk: Desk, said: str, counts: str) -> None:
    lease = lend(desk)
    desk.wait(20 * 60)
    desk.do("tm-1", given(lease, 0, at(said)))
    assert desk.hall.tickets[lease.tickets[0]].taken_ms == at(counts)


def test_nobody_counts_from_longer_ago_than_the_rules_allow(desk: Desk) -> None:
    lease = lend(desk)
    desk.wait(6 * 3600)
    desk.do("tm-1", given(lease, 0, desk.now_ms - 5 * 3600_000))
    assert desk.hall.tickets[lease.tickets[0]].taken_ms == desk.now_ms - 240 * 60_000


def test_whoever_was_called_keeps_the_place_when_sent_back(desk: Desk) -> None:
    lease = lend(desk)
    early_ms = desk.now_ms + 1_000
    desk.wait(60)
    called = desk.take(device="tm-2")
    desk.open("w2")
    desk.at_window("w2", q.CallNext(window="w2"))
    desk.do("tm-1", given(lease, 0, early_ms))
    desk.at_window("w2", q.Return(window="w2"))
    assert called_in_order(desk) == [called.number, "A600"]


def test_an_offline_ticket_of_a_better_class_keeps_its_class(desk: Desk) -> None:
    lease = lend(desk)
    desk.take()
    desk.wait(60)
    desk.do("tm-1", given(lease, 0, desk.now_ms, cls="priority"))
    desk.open("w2")
    assert called_in_order(desk) == ["A600", "A001"]


@pytest.mark.parametrize(
    "other",
    [
        {"nth": 601}, {"proof": "00" * 16}, {"day": "2026-11-25"}, {"queue": "B"}, {"epoch": 2},
        {"lease": "another"}, {"ticket": "another"},
    ],
    ids=str,
)  # fmt: skip
def test_what_the_hub_did_not_sign_is_refused_and_on_record(desk: Desk, other: dict[str, object]) -> None:
    lease = lend(desk)
    assert desk.refused("tm-1", given(lease, 0, desk.now_ms, **other)) is Reason.FORGED
    assert not desk.hall.tickets
    stranded = desk.happened[-1]
    assert isinstance(stranded, OfflineTicketStranded) and stranded.why is Stranding.FORGED


def test_another_machine_cannot_use_a_lease(desk: Desk) -> None:
    assert desk.refused("tm-2", given(lend(desk), 0, desk.now_ms)) is Reason.FORGED


def test_a_lease_of_a_reign_to_come_is_forged(desk: Desk) -> None:
    desk.epoch = 5
    lease = lend(desk)
    desk.epoch = 4
    assert desk.refused("tm-1", given(lease, 0, desk.now_ms)) is Reason.FORGED


def test_a_lease_of_an_earlier_reign_still_holds(desk: Desk) -> None:
    lease = lend(desk)
    desk.epoch = 2
    desk.do("tm-1", given(lease, 0, desk.now_ms))
    assert desk.hall.find("A600") is not None


def test_a_number_with_another_content_is_for_the_guide_desk(desk: Desk) -> None:
    lease = lend(desk)
    desk.do("tm-1", given(lease, 0, desk.now_ms, "card"))
    assert desk.refused("tm-1", given(lease, 0, desk.now_ms, "pension")) is Reason.NUMBER_TAKEN
    told = views.desk(desk.hall, desk.now_ms, 1, 1).stranded
    assert [(one.number, one.device, one.why) for one in told] == [("A600", "tm-1", Stranding.NUMBER_TAKEN)]


def test_a_ticket_of_a_day_that_is_over_is_for_the_guide_desk_once(desk: Desk) -> None:
    report = given(lend(desk), 0, desk.now_ms)
    desk.wait(24 * 3600)
    fold(desk.hall, DayRolled(day="2026-11-25", at_ms=desk.now_ms))
    assert desk.refused("tm-1", report) is Reason.DAY_OVER
    assert desk.refused("tm-1", report) is Reason.DAY_OVER
    assert [type(one) for one in desk.happened].count(OfflineTicketStranded) == 1
    assert [one.why for one in views.desk(desk.hall, desk.now_ms, 1, 1).stranded] == [Stranding.DAY_OVER]
    assert lend(desk).numbers[0] == "A600"  # a new day


@pytest.mark.parametrize("other", [{"items": ("gone",)}, {"items": ("invoice",)}, {"cls": "gone"}], ids=str)
def test_a_ticket_for_what_is_gone_is_for_the_guide_desk(desk: Desk, other: dict[str, object]) -> None:
    assert desk.refused("tm-1", given(lend(desk), 0, desk.now_ms, **other)) is Reason.ITEM_UNKNOWN
    assert [one.why for one in desk.hall.stranded.values()] == [Stranding.ITEM_GONE.value]


def test_a_number_that_was_promised_counts_though_the_item_gives_none_now(desk: Desk) -> None:
    lease = lend(desk)
    desk.do("desk", i.CloseItem(item="card", why="x"))
    desk.wait(10 * 3600)  # the hall is closed
    desk.do("tm-1", given(lease, 0, desk.now_ms, "card"))
    assert desk.hall.tickets[lease.tickets[0]].state is TicketState.WAITING


def test_a_new_reign_also_leaves_free_what_the_old_one_gave_behind_the_spans(desk: Desk) -> None:
    fold(desk.hall, NumbersSkipped(count=590, at_ms=desk.now_ms))
    fold(desk.hall, NumbersSkipped(count=200, at_ms=desk.now_ms))
    assert desk.take().number == "A1091"  # 9 before 600, and 191 from 900 on, may have been given
