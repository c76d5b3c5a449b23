"""When a device asks for numbers, and when it may give them by itself."""

import json
from itertools import count
from pathlib import Path

import pytest
from fakes.quiet import Expect
from fakes.small_hall import at

from edge_hub.client.answers import NoReply, Why
from edge_hub.client.lease_book import NoNumber
from edge_hub.client.leasing import Leasing
from edge_hub.client.outbox import Outbox
from edge_hub.contract.envelope import Reply, rejected
from edge_hub.contract.ids import uuid7
from edge_hub.contract.lease import LeaseNumbers
from edge_hub.contract.reasons import Reason

from .test_lease_book import DAY, a_lease

QUEUES = ("A", "B")
NOON = at("11:00")


class Machine:
    """A device whose hub answers at once."""

    def __init__(self, path: Path) -> None:
        ids = count(1)
        self.outbox = Outbox(path)
        self.leasing = Leasing(self.outbox, "tm-1", lambda: uuid7(NOON, next(ids).to_bytes(10, "big")))
        self.leasing.began(0.0)
        self.now_s = 0.0

    def due(self, day: str = DAY, epoch: int = 1) -> LeaseNumbers | None:
        return self.leasing.due(self.now_s, day, epoch, QUEUES)

    def lend_all(self, size: int = 4, day: str = DAY, epoch: int = 1) -> list[LeaseNumbers]:
        asked = []
        while (ask := self.due(day, epoch)) is not None:
            asked.append(ask)
            first = max(600, ask.after + 1)
            self.say(Reply(id="x", ok=True, epoch=1, seq=1, result=a_lease(first, size, ask.queue, day, epoch)))
        return asked

    def say(self, reply: Reply | NoReply) -> None:
        if isinstance(reply, Reply) and reply.result is not None:
            reply = reply.model_copy(update={"result": reply.result.model_dump()})
        self.leasing.answered(reply, self.now_s)

    def refuse(self, reason: Reason) -> None:
        self.say(Reply(id="x", ok=False, epoch=1, seq=1, reason=reason, words=rejected(reason).words))

    def take(self, queue: str = "A") -> object:
        return self.leasing.take(queue, ("card",), "normal", "zh", NOON, 1)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "outbox.db")


def test_it_asks_for_each_queue_once_and_again_when_less_than_half_is_left(machine: Machine) -> None:
    assert [(ask.queue, ask.after) for ask in machine.lend_all()] == [("A", 0), ("B", 0)]
    machine.take()
    machine.take()
    machine.leasing.stir()
    assert machine.due() is None
    machine.take()
    machine.leasing.stir()
    assert machine.lend_all() == [LeaseNumbers(queue="A", after=603)]
    machine.outbox.close()


def test_it_asks_one_question_at_a_time_and_not_before_the_hall_is_known(machine: Machine) -> None:
    assert machine.leasing.due(0.0, "", 1, QUEUES) is None
    assert machine.leasing.due(0.0, DAY, 1, ()) is None
    assert machine.due() == LeaseNumbers(queue="A")
    assert machine.due() is None
    machine.outbox.close()


def test_a_new_day_and_a_new_reign_bring_a_new_lease(machine: Machine) -> None:
    machine.lend_all()
    assert [ask.after for ask in machine.lend_all(epoch=2)] == [603, 603]
    assert [ask.after for ask in machine.lend_all(day="2026-11-25", epoch=2)] == [0, 0]
    machine.outbox.close()


def test_a_no_counts_for_the_day_and_silence_for_a_moment(machine: Machine) -> None:
    machine.due()
    machine.refuse(Reason.NUMBERS_SPENT)
    assert machine.due() == LeaseNumbers(queue="B")
    machine.say(NoReply("x", Why.NO_ANSWER, sent=True))
    assert machine.due() is None
    machine.now_s = 2.0
    assert machine.due() == LeaseNumbers(queue="B")
    machine.refuse(Reason.WRONG_EPOCH)
    machine.now_s = 4.0
    assert machine.due() == LeaseNumbers(queue="B")
    machine.outbox.close()


def test_it_goes_on_by_itself_after_five_seconds_of_silence_and_only_today(machine: Machine) -> None:
    machine.lend_all()
    machine.leasing.beat(100.0)
    assert not machine.leasing.offline(104.9, NOON, 1)
    assert machine.leasing.offline(105.0, NOON, 1)
    assert not machine.leasing.offline(105.0, NOON + 24 * 3600_000, 1)
    assert not machine.leasing.offline(105.0, NOON, 2)
    machine.outbox.close()


def test_a_machine_that_starts_without_a_hub_knows_its_lease(machine: Machine) -> None:
    machine.lend_all()
    machine.outbox.close()
    again = Machine(machine.outbox.path)
    assert not again.leasing.offline(4.0, NOON, 0) and again.leasing.offline(5.0, NOON, 0)
    taken = again.take()
    assert isinstance(taken, tuple) and taken[0].number == "A600"
    again.outbox.close()


def test_what_the_person_said_is_on_disk_with_the_number(machine: Machine) -> None:
    machine.lend_all()
    machine.leasing.take("A", ("card",), "priority", "en", NOON, 1, reason="elderly")
    fact = machine.outbox.first()
    assert fact is not None
    told = json.loads(fact.payload)["body"]
    assert (told["cls"], told["reason"], told["lang"]) == ("priority", "elderly", "en")
    machine.outbox.close()


def test_a_spent_lease_and_a_dead_disk_are_values(
    machine: Machine, tmp_path: Path, expects_warning: Expect
) -> None:
    expects_warning("cannot be made")
    machine.lend_all(size=1)
    machine.take()
    assert machine.take() is NoNumber.SPENT and machine.take("C") is NoNumber.NONE_LENT
    machine.outbox.close()
    (tmp_path / "file").write_text("")
    dead = Machine(tmp_path / "file" / "outbox.db")
    assert dead.take() is NoNumber.DISK
