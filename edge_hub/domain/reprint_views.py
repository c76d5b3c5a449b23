"""Reprints as the machine that is to print and the guide desk are told of them. Pure."""

from edge_hub.contract import reprint as r
from edge_hub.contract.reprint import ReprintState

from .hall import Hall
from .values import Reprint

MACHINE = "ticket_machine"
"""The kind of device that prints slips."""
SHOWN = 12


def wanted(hall: Hall, machine: str, epoch: int, seq: int, valid_s: float) -> r.Reprints:
    """What the machine is to fetch, oldest first."""
    asked = [one for one in hall.reprints.values() if one.machine == machine and one.state is ReprintState.ASKED]
    return r.Reprints(
        epoch=epoch, seq=seq, valid_s=valid_s,
        wanted=tuple(
            r.WantedSlip(request=one.request, number=hall.tickets[one.ticket].number)
            for one in sorted(asked, key=lambda one: one.at_ms)
        ),
    )  # fmt: skip


def newest(hall: Hall) -> tuple[r.Reprint, ...]:
    """The last reprints of today, newest first."""
    return tuple(told(hall, one) for one in sorted(hall.reprints.values(), key=lambda one: -one.at_ms)[:SHOWN])


def told(hall: Hall, one: Reprint) -> r.Reprint:
    return r.Reprint(
        request=one.request, ticket=one.ticket, number=hall.tickets[one.ticket].number, machine=one.machine,
        state=one.state, why=one.why, at_ms=one.at_ms,
    )  # fmt: skip
