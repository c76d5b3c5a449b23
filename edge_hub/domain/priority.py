"""By which reason somebody goes first: what a person claims at a machine, and what a guide says of them who sees them.

A class has reasons in the rules, or it asks for none. What a guide gives to a ticket that waits stands in `desk.py`.
"""

from edge_hub.contract.base import Words
from edge_hub.contract.envelope import Rejected, rejected
from edge_hub.contract.priority import PriorityClaimed
from edge_hub.contract.queue import DUE
from edge_hub.contract.reasons import Reason

from .hall import Hall
from .means import Happening
from .rights import WITHOUT_SESSION

SEAL = "reason"


def class_says_no(hall: Hall, cls: str) -> Rejected | None:
    """Why nobody is given a ticket of this class by naming it: an appointment is kept by a check-in."""
    if cls not in hall.plan.rank_of_class:
        return rejected(Reason.CLASS_UNKNOWN)
    return rejected(Reason.CLASS_BY_CHECK_IN, cls=hall.plan.class_names[cls]) if cls == DUE else None


def claim_says_no(hall: Hall, device: str, cls: str, reason: str | None) -> Rejected | None:
    """A reason is one of the class's own. At a console a person types it and must; from a machine None is no fault: one
    that heard of the hall before its classes had reasons asks for none."""
    if hall.plan.devices[device].kind in WITHOUT_SESSION:
        return ground_says_no(hall, cls, reason)
    known = reason is None or reason in hall.plan.grounds_of_class.get(cls, ())
    return None if known else rejected(Reason.CLASS_UNKNOWN)


def ground_says_no(hall: Hall, cls: str, ground: str | None) -> Rejected | None:
    """Why nobody joins a class by this ground where somebody can be asked; the refusal names those that there are."""
    grounds = hall.plan.grounds_of_class.get(cls)
    if grounds is None:
        return None if ground is None else rejected(Reason.CLASS_UNKNOWN)
    if ground in grounds:
        return None
    named = Words(
        zh="、".join(f"{one.zh}（{id}）" for id, one in grounds.items()),
        en=", ".join(f"{one.en} ({id})" for id, one in grounds.items()),
    )
    return rejected(Reason.GROUND_NEEDED, cls=hall.plan.class_names[cls], grounds=named)


def claimed_if(
    hall: Hall, ticket: str, cls: str, reason: str | None, device: str, at_ms: int
) -> tuple[Happening, ...]:
    """The record of what the person said, or that a machine did not ask; nothing where the class has no reasons. A
    reason that the class has no more goes on record as well: it is what was said."""
    if reason is not None:
        return (Happening(PriorityClaimed(ticket=ticket, cls=cls, device=device, at_ms=at_ms), {SEAL: reason}),)
    if cls not in hall.plan.grounds_of_class:
        return ()
    return (Happening(PriorityClaimed(ticket=ticket, cls=cls, asked=False, device=device, at_ms=at_ms)),)
