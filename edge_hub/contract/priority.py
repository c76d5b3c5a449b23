"""Priority that a ticket has from its start: claimed at a machine, where nobody looks at a paper, or typed at a console
by who sees the person.

The class is the ticket's and public; the reason speaks of a person's body or family and is sealed.
"""

from typing import Literal

from .base import ByStaff, Id, Ms


class PriorityClaimed(ByStaff):
    """The person said that they belong to the class, and by which of its reasons in the rules. The clerk who sees them
    may look; the guide desk's own gift is `PriorityGiven`."""

    type: Literal["PriorityClaimed"] = "PriorityClaimed"
    ticket: Id
    cls: Id
    asked: bool = True
    """False: the class has reasons and the machine, of an older program, asked for none."""
    device: Id
    at_ms: Ms
