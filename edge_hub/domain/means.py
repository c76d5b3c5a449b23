"""What a decision is given beside hall and command: the time, fresh ids, and what is derived from the hall's key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from edge_hub.contract.admission import Asking, Proof
from edge_hub.contract.base import Lasting, Lenient
from edge_hub.contract.envelope import Rejected, rejected
from edge_hub.contract.reasons import Reason


def _no_key(text: str) -> str:
    raise AssertionError("these means have no key to sign with")


class Claims(Protocol):
    """The devices that ask to be let in, which the rim knows. A wrong code counts as a try."""

    def claimed(self, device: str, code: str, fingerprint: str) -> Proof | Rejected: ...

    def asking(self) -> tuple[Asking, ...]: ...


class NoClaims:
    """A hub at which nobody can ask to be let in."""

    def claimed(self, device: str, code: str, fingerprint: str) -> Proof | Rejected:
        return rejected(Reason.CLAIM_UNKNOWN)

    def asking(self) -> tuple[Asking, ...]:
        return ()


NOBODY_ASKS = NoClaims()


@dataclass(frozen=True, slots=True)
class Means:
    """`token_hash` gives the SHA-256 of a ticket's token, which is the first 128 bits of HMAC-SHA256(hall key, ticket
    id); `sign` the proof of a leased number (`contract/lease.py`)."""

    now_ms: int
    new_id: Callable[[], str]
    token_hash: Callable[[str], str]
    sign: Callable[[str], str] = _no_key
    epoch: int = 0
    claims: Claims = NOBODY_ASKS
    code: Callable[[str], str] = _no_key
    """The code of an appointment, by its id: 8 digits."""
    ticket_of: Callable[[str], str | None] = lambda _: None
    """The ticket that came of a command, if one did."""
    code_hash: Callable[[str], str] = _no_key
    """What is recorded of such a code."""
    card_hash: Callable[[str], str] = _no_key
    """What is recorded of the number of a staff card."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to record. `sealed` holds its personal fields: encrypted under a key of the record's own."""

    event: Lasting
    sealed: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What shall happen, and what the reply says. `result` is made from the hall after the events were folded in."""

    happenings: tuple[Happening, ...] = ()
    result: Callable[[], Lenient] | None = None
    recorded: bool = True
    """False for questions (ShowTicket): nothing is stored, not even the reply."""
    no: Rejected | None = None
    """A refusal that is itself recorded (a wrong PIN)."""


Verdict = Decision | Rejected


def happen(*events: Lasting) -> Decision:
    """A decision of plain events without a result."""
    return Decision(tuple(Happening(event) for event in events))
