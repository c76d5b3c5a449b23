"""The courier: one fact at a time, in order, the same one until the hub has answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.quiet import Expect

from edge_hub.client.courier import RETRY_MAX_S, Courier
from edge_hub.client.outbox import Outbox
from edge_hub.contract.envelope import Reply
from edge_hub.contract.reasons import Reason


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    one = Outbox(tmp_path / "outbox.db")
    yield one
    one.close()


def yes(name: str) -> Reply:
    return Reply(id=name, ok=True, epoch=1, seq=1)


def no(name: str, reason: Reason) -> Reply:
    return Reply(id=name, ok=False, epoch=1, seq=1, reason=reason)


def carried(courier: Courier, now_s: float) -> str | None:
    fact = courier.due(now_s)
    return None if fact is None else fact.id


def test_without_a_file_there_is_nothing_to_do_and_no_file_is_made(outbox: Outbox) -> None:
    courier = Courier(outbox)
    assert courier.due(0.0) is None and courier.next_look_s() is None and not outbox.exists()


def test_facts_go_one_by_one_in_order(outbox: Outbox) -> None:
    for name in ("a", "b"):
        outbox.put(name, b"x")
    courier = Courier(outbox)
    assert carried(courier, 0.0) == "a"
    assert carried(courier, 0.5) is None
    assert courier.answered(yes("a"), 0.6)
    assert carried(courier, 0.6) == "b"
    assert courier.answered(yes("b"), 0.7)
    assert carried(courier, 0.7) is None and courier.next_look_s() is None
    assert courier.delivered == 2 and len(outbox) == 0


def test_an_unanswered_fact_is_sent_again_with_ever_longer_pauses(outbox: Outbox) -> None:
    outbox.put("a", b"x")
    courier = Courier(outbox)
    sent = [second for second in range(120) if carried(courier, float(second)) == "a"]
    assert sent == [0, 1, 3, 7, 15, 31, 61, 91]
    assert sent[-1] - sent[-2] == RETRY_MAX_S


def test_a_hub_that_is_back_gets_the_fact_at_once(outbox: Outbox) -> None:
    outbox.put("a", b"x")
    courier = Courier(outbox)
    for second in range(10):
        courier.due(float(second))
    courier.hurry(10.0)
    assert carried(courier, 10.0) == "a"


@pytest.mark.parametrize("reason", [Reason.BUSY, Reason.WRONG_EPOCH, Reason.EXPIRED])
def test_a_no_to_the_moment_keeps_the_fact(outbox: Outbox, reason: Reason) -> None:
    outbox.put("a", b"x")
    courier = Courier(outbox)
    courier.due(0.0)
    assert courier.answered(no("a", reason), 0.1)
    assert len(outbox) == 1 and carried(courier, 0.2) is None and carried(courier, 1.0) == "a"


def test_a_no_to_the_fact_drops_it_so_that_the_next_can_go(outbox: Outbox, expects_warning: Expect) -> None:
    expects_warning("TICKET_UNKNOWN", times=1)
    for name in ("a", "b"):
        outbox.put(name, b"x")
    courier = Courier(outbox)
    courier.due(0.0)
    courier.answered(no("a", Reason.TICKET_UNKNOWN), 0.1)
    assert courier.refused == 1
    assert carried(courier, 0.1) == "b"


def test_replies_to_commands_are_not_the_couriers(outbox: Outbox) -> None:
    outbox.put("a", b"x")
    courier = Courier(outbox)
    courier.due(0.0)
    assert not courier.answered(yes("a command"), 0.1)
    assert courier.answered(yes("a"), 0.2) and not courier.answered(yes("a"), 0.3)


def test_a_new_fact_wakes_an_idle_courier(outbox: Outbox) -> None:
    courier = Courier(outbox)
    assert courier.due(0.0) is None
    outbox.put("a", b"x")
    courier.stir(5.0)
    assert carried(courier, 5.0) == "a"


def test_a_disk_that_fails_is_told_once_and_tried_again(outbox: Outbox, expects_warning: Expect) -> None:
    expects_warning("outbox.db cannot be used", times=1)
    outbox.path.mkdir()  # no file can be opened there
    courier = Courier(outbox)
    assert courier.due(0.0) is None and courier.due(1.0) is None and courier.due(30.0) is None
    assert courier.fault is not None
    outbox.path.rmdir()
    outbox.put("a", b"x")
    assert carried(courier, 60.0) == "a" and courier.fault is None
