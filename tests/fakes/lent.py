"""A ticket machine's numbers without its disk: what it would report of those it gave while the hub was away."""

from typing import Any

from edge_hub.contract.lease import LeaseNumbers, NumberLease, ReportOfflineTicket, proof_text

from .desk import Desk, sign


def lend(desk: Desk, device: str = "tm-1", queue: str = "A", after: int = 0) -> NumberLease:
    """A lease as the hub gives it."""
    desk.do(device, LeaseNumbers(queue=queue, after=after))
    assert isinstance(desk.result, NumberLease)
    return desk.result


def given(lent: NumberLease, at: int, when_ms: int, /, *items: str, **other: Any) -> ReportOfflineTicket:
    """The number of the lease at that place, given out at that time; keywords replace fields after it was signed."""
    nth, ticket = lent.first + at, lent.tickets[at]
    proof = sign(proof_text(lent.device, lent.lease, lent.day, lent.epoch, lent.queue, nth, ticket))
    fields = {
        "lease": lent.lease, "queue": lent.queue, "nth": nth, "day": lent.day, "epoch": lent.epoch,
        "ticket": ticket, "proof": proof, "items": items or ("card",), "taken_ms": when_ms,
    }  # fmt: skip
    return ReportOfflineTicket(**{**fields, **other})
