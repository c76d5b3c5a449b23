"""Leases through the real loop and store: what is derived leaves the hub and is stored nowhere; crashes change nothing.
"""

import json
from pathlib import Path

import pytest
from fakes import invariants
from fakes.loop_rig import PowerCut, Rig

from edge_hub.contract.lease import LeaseNumbers, NumberLease, ReportOfflineTicket
from edge_hub.contract.queue import TakeTicket
from edge_hub.messages import Incoming


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def lease_in(payload: bytes) -> NumberLease:
    return NumberLease.model_validate(json.loads(payload)["result"])


def report(rig: Rig, lease: NumberLease, n: int) -> Incoming:
    assert lease.proofs is not None
    body = ReportOfflineTicket(
        lease=lease.lease, queue=lease.queue, nth=lease.first + n, day=lease.day, epoch=lease.epoch,
        ticket=lease.tickets[n], proof=lease.proofs[n], items=("card",), taken_ms=rig.clock.ms,
    )  # fmt: skip
    return rig.command("tm-1", body, valid_until_ms=None)


def test_a_lease_carries_the_tokens_of_its_tickets_and_is_repeated_word_for_word(rig: Rig) -> None:
    ask = rig.command("tm-1", LeaseNumbers(queue="A"))
    rig.step(ask)
    rig.restart()
    rig.step(ask)
    (_, first), (_, second) = rig.replies
    assert first == second
    lease = lease_in(first)
    assert lease.tokens == tuple(rig.store.keys.token(ticket) for ticket in lease.tickets)
    assert lease.url == "https://hall.example.gov.cn/t/"
    rig.close()


def test_neither_tokens_nor_proofs_are_in_the_hubs_file(rig: Rig) -> None:
    rig.step(rig.command("tm-1", LeaseNumbers(queue="A")))
    lease = lease_in(rig.replies[0][1])
    rig.step(report(rig, lease, 0))
    path = rig.store.path
    rig.close()
    raw = b"".join(one.read_bytes() for one in path.parent.glob("hub.db*"))
    assert lease.tokens and lease.proofs and lease.tickets[0].encode() in raw
    assert not [one for one in (*lease.tokens, *lease.proofs) if one.encode() in raw]


@pytest.mark.parametrize("cut", ["before", "between", "after"])
def test_an_offline_ticket_told_across_a_power_cut_is_in_the_hall_once(rig: Rig, cut: str) -> None:
    rig.step(rig.command("tm-1", LeaseNumbers(queue="A")))
    told = report(rig, lease_in(rig.replies[0][1]), 0)
    rig.store.cut = cut
    with pytest.raises(PowerCut):
        rig.step(told)
    rig.restart()
    rig.step(told)
    rig.step(told)
    assert [one.number for one in rig.hall.tickets.values()] == ["A600"]
    assert [json.loads(payload)["ok"] for _, payload in rig.replies[1:]] == [True, True]
    for holds in invariants.ALL:
        holds(rig)
    rig.close()


def test_leases_and_stranded_tickets_are_the_fold_of_the_journal(rig: Rig) -> None:
    rig.step(rig.command("tm-1", LeaseNumbers(queue="A")), rig.command("tm-2", LeaseNumbers(queue="B")))
    lease = lease_in(rig.replies[0][1])
    rig.step(rig.command("tm-2", TakeTicket(items=("card",))), report(rig, lease, 3))
    forged = report(rig, lease.model_copy(update={"proofs": ("00" * 16,)}), 0)
    rig.step(forged)
    assert rig.hall.leased == {"A": {600: 629}, "B": {700: 729}} and len(rig.hall.stranded) == 1
    rig.restart()
    assert rig.hall.issued == {"A": 1} and len(rig.hall.stranded) == 1
    for holds in invariants.ALL:
        holds(rig)
    rig.step(rig.command("tm-1", LeaseNumbers(queue="A")))
    assert lease_in(rig.replies[-1][1]).numbers[0] == "A630"
    rig.clock.ms += 24 * 3600_000
    rig.loop.roll_day()
    for holds in invariants.ALL:
        holds(rig)
    assert not rig.hall.leased and not rig.hall.stranded
    rig.close()
