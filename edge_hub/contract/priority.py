"""Priority that somebody claims for themselves where a machine gives the ticket: nobody looks at a paper there.

The class is the ticket's and public; the reason speaks of a person's body or family and is sealed.
"""

from typing import Literal

from .base import Id, Lasting, Ms


class PriorityClaimed(Lasting):
    """The person said at the device by themselves that they belong to the class, and by which of its reasons in the
    rules. The clerk who sees them may look; the guide desk's own gift is `PriorityGiven`."""

    type: Literal["PriorityClaimed"] = "PriorityClaimed"
    ticket: Id
    cls: Id
    device: Id
    at_ms: Ms
