"""What a driver is: a conversation with a device, without the wire.

A conversation is told what happened (`open`, `ask`, `sent`, `hear`, `tick`, `lost`) and returns what to send and what
was learnt. The rules it keeps, and why:
- No socket, thread, sleep or clock: `now` (seconds of one monotonic clock) is an argument, so that a test runs a bad
  hour in a millisecond. `drivers/port.py` alone owns the wire.
- Every job that was taken ends in exactly one fact, whatever happens: a person waits for it.
- It never raises on what a device says: a device may say anything.
"""

from dataclasses import dataclass, replace
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Fact:
    """Something learnt from or about a device. Facts are told by the port, one after the other, in order."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and what to do about it, for the person who stands before the device."""

    code: str
    """Stable word for programs and figures, such as `paper_out`."""
    why: str
    hint: str
    why_en: str
    hint_en: str

    def because(self, cause: "Fault") -> "Fault":
        """The same fault, with its cause named."""
        return replace(self, why=f"{self.why}（{cause.why}）", why_en=f"{self.why_en} ({cause.why_en})")


@dataclass(frozen=True, slots=True)
class Step:
    """What a conversation wants done next."""

    send: bytes = b""
    facts: tuple[Fact, ...] = ()
    hang_up: Fault | None = None
    """The line is of no use any more: close it and dial again."""

    def then(self, other: "Step") -> "Step":
        return Step(self.send + other.send, self.facts + other.facts, other.hang_up or self.hang_up)


Job_contra = TypeVar("Job_contra", contravariant=True)


class Conversation(Protocol[Job_contra]):
    """The one class of a driver file."""

    @property
    def ready(self) -> bool:
        """Whether a job may be asked now."""

    @property
    def due(self) -> float | None:
        """When `tick` wants to be called at the latest; None: not before something else happens."""

    def open(self, now: float) -> Step:
        """The line is there. Whatever was known of the device may be wrong by now."""

    def ask(self, job: Job_contra, now: float) -> Step:
        """Do this. Only called when `ready`."""

    def sent(self, now: float) -> Step:
        """Everything that was to be sent has left this machine."""

    def hear(self, data: bytes, now: float) -> Step:
        """These bytes came, cut anywhere."""

    def tick(self, now: float) -> Step:
        """Time has passed."""

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        """The line is gone, and with it what was not yet done."""

    def refuse(self, job: Job_contra, fault: Fault) -> tuple[Fact, ...]:
        """This job never reached the line."""
