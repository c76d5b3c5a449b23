"""A slip once more, for whoever lost it or never got it: asked for at the guide desk, printed by a ticket machine.

    ASKED --(the machine fetches it)--> PRINTING --(the machine's report)--> PRINTED or FAILED
      '--(nobody fetched it in time)--> LAPSED      '--(no report in time)--> UNKNOWN

A reprint is never a second ticket: number and token are those of the ticket. Fetching is a command of its own, carried
out once, so that a request is printed at most once whatever is repeated, restarted or late.
"""

from enum import StrEnum
from typing import Literal

from .base import ByStaff, Id, Lasting, Lenient, Ms, ShortText, Snapshot, Strict, Words


class ReprintState(StrEnum):
    """How far a reprint has come."""

    ASKED = "ASKED"
    PRINTING = "PRINTING"
    PRINTED = "PRINTED"
    FAILED = "FAILED"
    LAPSED = "LAPSED"
    """The machine did not fetch it in time: nothing was printed."""
    UNKNOWN = "UNKNOWN"
    """The machine fetched it and has not said what became of it."""


REPRINT_NAMES: dict[ReprintState, Words] = {
    ReprintState.ASKED: Words(zh="等待取号机", en="waiting for the machine"),
    ReprintState.PRINTING: Words(zh="正在补打", en="printing"),
    ReprintState.PRINTED: Words(zh="已补打", en="printed"),
    ReprintState.FAILED: Words(zh="补打失败", en="failed"),
    ReprintState.LAPSED: Words(zh="取号机没有回应，没有补打", en="the machine did not answer, nothing was printed"),
    ReprintState.UNKNOWN: Words(zh="补打结果不明，请看出票口", en="no word whether it came out, look at the printer"),
}
PENDING = frozenset({ReprintState.ASKED, ReprintState.PRINTING})


class ReprintSlip(Strict):
    """Print the slip of a ticket of today once more, at the ticket machine `at`."""

    do: Literal["ReprintSlip"] = "ReprintSlip"
    ticket: Id
    at: Id
    why: ShortText = ""


class FetchSlip(Strict):
    """The machine prints this now: the reply is the slip. Only the first one gets it."""

    do: Literal["FetchSlip"] = "FetchSlip"
    request: Id


class ReprintAsked(ByStaff):
    type: Literal["ReprintAsked"] = "ReprintAsked"
    request: Id
    ticket: Id
    machine: Id
    at_ms: Ms


class ReprintFetched(Lasting):
    type: Literal["ReprintFetched"] = "ReprintFetched"
    request: Id
    ticket: Id
    machine: Id
    at_ms: Ms


class ReprintLapsed(Lasting):
    """Its time is over. `fetched` tells whether the machine had begun."""

    type: Literal["ReprintLapsed"] = "ReprintLapsed"
    request: Id
    ticket: Id
    machine: Id
    fetched: bool
    at_ms: Ms


class Reprint(Lenient):
    """One reprint as the guide desk sees it."""

    request: Id
    ticket: Id
    number: str
    machine: Id
    state: ReprintState
    why: str = ""
    at_ms: Ms
    """When it came into this state."""


class WantedSlip(Lenient):
    request: Id
    number: str


class Reprints(Snapshot):
    """What a ticket machine is to print: `down/{device}/reprints`. No token is in it, and nothing fetched any more."""

    wanted: tuple[WantedSlip, ...]
