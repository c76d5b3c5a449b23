"""Numbers for the time without a hub: what a ticket machine is lent, and what it tells of a number that it gave.

A lease is a block of numbers of one queue for one machine, one business day and one epoch. The blocks of a machine lie
in a span of its own (`Leases` of the rules), so no two machines, and no machine and the hub, ever give the same number.
The hub signs each number of a block for itself: `proof` is keyed with the hall's key, so that a hub that has lost the
record of a lease (it came back from a backup) still knows its own hand. Ids of the tickets and their tokens are in the
lease, since only the hub has the hall's key. A lease travels only as the reply to its machine; tokens and proofs are
derived for each sending and stored nowhere at the hub.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Lasting, Lenient, Ms, Strict
from .queue import NORMAL, Items, Lang

LEASE_MAX = 100
Nth = Annotated[int, Field(ge=0, le=999_999)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Proof = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Stranding(StrEnum):
    """Why an offline ticket could not join the line."""

    DAY_OVER = "DAY_OVER"
    NUMBER_TAKEN = "NUMBER_TAKEN"
    FORGED = "FORGED"
    ITEM_GONE = "ITEM_GONE"


class LeaseNumbers(Strict):
    """The machine asks for a block of numbers of one queue, for the time when it cannot ask."""

    do: Literal["LeaseNumbers"] = "LeaseNumbers"
    queue: Id
    after: Nth = 0
    """The highest number of the queue that it was lent today: a hub that came back from a backup may not know."""


class ReportOfflineTicket(Strict):
    """A number of a lease was given out while the hub was away. A fact: kept by the device until acknowledged."""

    do: Literal["ReportOfflineTicket"] = "ReportOfflineTicket"
    lease: Id
    queue: Id
    nth: Nth
    day: Day
    epoch: Annotated[int, Field(ge=0, le=2**31)]
    ticket: Id
    proof: Proof
    items: Items
    cls: Id = NORMAL
    reason: Id | None = None
    """As in `TakeTicket`."""
    lang: Lang = "zh"
    taken_ms: Ms
    """Hall time as the device knew it: advisory."""
    instead_of: Id | None = None
    """The `TakeTicket` of the same person that left and was not answered: whatever came of it is nobody's."""


class NumbersLeased(Lasting):
    """A block was lent: `first` and as many more as there are `tickets`. `start` is the first number of the machine's
    span."""

    type: Literal["NumbersLeased"] = "NumbersLeased"
    lease: Id
    device: Id
    queue: str
    day: str
    epoch: int
    start: int
    first: int
    tickets: tuple[Id, ...]
    at_ms: Ms


class OfflineTicketStranded(Lasting):
    """A ticket that was given out without the hub cannot join the line: the guide desk sees to its holder."""

    type: Literal["OfflineTicketStranded"] = "OfflineTicketStranded"
    ticket: Id
    number: str
    device: Id
    lease: Id
    queue: str
    nth: int
    day: str
    items: tuple[Id, ...]
    cls: Id
    why: Stranding
    taken_ms: Ms
    at_ms: Ms


class NumberLease(Lenient):
    """The reply to `LeaseNumbers`: the n-th of each list belong together."""

    lease: Id
    device: Id
    queue: str
    day: str
    epoch: int
    first: int
    numbers: tuple[str, ...]
    tickets: tuple[Id, ...]
    url: str | None = None
    """The address of every slip without its token; None: slips have no code."""
    tokens: tuple[str, ...] | None = None
    proofs: tuple[str, ...] | None = None


class StrandedTicket(Lenient):
    """As the guide desk sees it."""

    ticket: Id
    number: str
    device: Id
    why: Stranding
    taken_ms: Ms
    at_ms: Ms


def proof_text(device: str, lease: str, day: str, epoch: int, queue: str, nth: int, ticket: str) -> str:
    """What the hub signs of one number of a lease."""
    return "|".join((device, lease, day, str(epoch), queue, str(nth), ticket))
