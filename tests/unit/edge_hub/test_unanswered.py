"""A machine that was not answered gives a lent number: the ticket that nobody was told of is cancelled, on record."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import invariants
from fakes.loop_rig import PowerCut, Rig

from edge_hub.contract import queue as q
from edge_hub.contract.base import Strict
from edge_hub.contract.lease import LeaseNumbers, NumberLease, ReportOfflineTicket
from edge_hub.contract.queue import TicketCancelled, TicketState
from edge_hub.messages import Incoming


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    one = Rig(tmp_path)
    yield one
    one.close()


def lent(rig: Rig, machine: str = "tm-1") -> NumberLease:
    return NumberLease.model_validate(rig.do(machine, LeaseNumbers(queue="A")).result)


def report(rig: Rig, lease: NumberLease, instead_of: str | None, nth: int = 0) -> Strict:
    assert lease.proofs is not None
    return ReportOfflineTicket(
        lease=lease.lease, queue="A", nth=lease.first + nth, day=lease.day, epoch=lease.epoch,
        ticket=lease.tickets[nth], proof=lease.proofs[nth], items=("card",), taken_ms=rig.clock.ms,
        instead_of=instead_of,
    )  # fmt: skip


def unanswered(rig: Rig, machine: str = "tm-1") -> Incoming:
    """A ticket is committed, and the power fails before the machine hears of it."""
    command = rig.command(machine, q.TakeTicket(items=("card",)))
    rig.store.cut = "after"
    with pytest.raises(PowerCut):
        rig.step(command)
    rig.restart()
    return command


def waiting(rig: Rig) -> list[str]:
    return [one.number for one in rig.hall.tickets.values() if one.state is TicketState.WAITING]


def test_the_ticket_that_was_never_printed_is_cancelled_and_its_holder_waits_once(rig: Rig) -> None:
    lease = lent(rig)
    lost = unanswered(rig)
    assert waiting(rig) == ["A001"]
    rig.clock.ms += 6000
    rig.do("tm-1", report(rig, lease, lost.command.id))
    assert waiting(rig) == ["A600"]
    cancelled = [event for _, event, _ in invariants.happenings(rig) if isinstance(event, TicketCancelled)]
    assert [(one.instead, one.device) for one in cancelled] == [(lease.tickets[0], "tm-1")]
    rig.do("tm-1", report(rig, lease, lost.command.id))
    assert waiting(rig) == ["A600"], "told twice"
    for check in invariants.ALL:
        check(rig)


def test_it_is_found_in_the_same_group_of_commands_too(rig: Rig) -> None:
    lease = lent(rig)
    late = rig.command("tm-1", q.TakeTicket(items=("card",)))
    rig.step(late, rig.command("tm-1", report(rig, lease, late.command.id)))
    assert waiting(rig) == ["A600"]


def test_a_ticket_of_another_machine_or_of_no_known_question_stays(rig: Rig) -> None:
    lease = lent(rig)
    other = unanswered(rig, "tm-2")
    rig.do("tm-1", report(rig, lease, other.command.id))
    assert waiting(rig) == ["A001", "A600"]
    rig.do("tm-1", report(rig, lease, rig.id(), 1))
    rig.do("tm-1", report(rig, lease, None, 2))
    assert waiting(rig) == ["A001", "A600", "A601", "A602"]
