"""What is decided about a priority that the person claims for themselves; what a guide gives stands in `desk.py`."""

from edge_hub.contract.envelope import Rejected, rejected
from edge_hub.contract.priority import PriorityClaimed
from edge_hub.contract.reasons import Reason

from .hall import Hall
from .means import Happening

SEAL = "reason"


def claim_says_no(hall: Hall, cls: str, reason: str | None) -> Rejected | None:
    """A reason is one of the class's own. None is no fault: a machine that heard of the hall before its classes had
    reasons asks for none."""
    return None if reason is None or reason in _reasons(hall, cls) else rejected(Reason.CLASS_UNKNOWN)


def claimed_if(ticket: str, cls: str, reason: str | None, device: str, at_ms: int) -> tuple[Happening, ...]:
    """The record of what the person said; nothing where they were not asked. A reason that the class has no more goes
    on record as well: it is what was said."""
    if reason is None:
        return ()
    return (Happening(PriorityClaimed(ticket=ticket, cls=cls, device=device, at_ms=at_ms), {SEAL: reason}),)


def _reasons(hall: Hall, cls: str) -> set[str]:
    return {reason.id for one in hall.plan.site.rules.classes if one.id == cls for reason in one.reasons}
