"""Carries the facts of the outbox to the hub: one at a time, in order, the same bytes until there is a reply.

Pure but for the outbox: the caller brings the monotonic time and does the sending. A refusal is a reply too: what the
hub will not have, it will not have tomorrow; it is logged and forgotten, or it would hold up all that follow. Only a
hub that is busy or changing over is asked again. There is no end to the asking, only ever longer pauses.
"""

import logging
from dataclasses import dataclass

from edge_hub.contract.envelope import Reply
from edge_hub.contract.reasons import Reason

from .outbox import Fact, Outbox, OutboxFault

log = logging.getLogger(__name__)
RETRY_S = 1.0
RETRY_MAX_S = 30.0
PASSING = frozenset({Reason.BUSY, Reason.EXPIRED, Reason.WRONG_EPOCH, Reason.STALE})
"""A "no" to the moment, not to the fact."""


@dataclass(slots=True)
class Courier:
    """What is on its way, and when to send it again."""

    outbox: Outbox
    carrying: Fact | None = None
    next_s: float = 0.0
    wait_s: float = RETRY_S
    idle: bool = False
    delivered: int = 0
    refused: int = 0
    fault: str | None = None
    """Why the outbox cannot be read just now."""

    def __post_init__(self) -> None:
        self.idle = not self.outbox.exists()

    def stir(self, now_s: float) -> None:
        """There is a new fact, or the hub is back: look at once."""
        self.idle = False
        if self.carrying is None:
            self.next_s = now_s

    def hurry(self, now_s: float) -> None:
        """The hub is back: send again at once."""
        self.next_s, self.wait_s = now_s, RETRY_S

    def due(self, now_s: float) -> Fact | None:
        """The fact to be sent (again) now."""
        if self.idle or now_s < self.next_s:
            return None
        if self.carrying is None:
            self.carrying = self._look(now_s)
        if self.carrying is None:
            return None
        self.next_s = now_s + self.wait_s
        self.wait_s = min(self.wait_s * 2, RETRY_MAX_S)
        return self.carrying

    def answered(self, reply: Reply, now_s: float) -> bool:
        """Whether the reply was for the fact on its way."""
        fact = self.carrying
        if fact is None or reply.id != fact.id:
            return False
        if not reply.ok and reply.reason in PASSING:
            return True
        if reply.ok:
            self.delivered += 1
        else:
            self.refused += 1
            log.warning("The hub refused a report of this device (%s); it was dropped.", reply.reason)
        try:
            self.outbox.settle(fact.id)
        except OutboxFault as fault:
            self._failed(fault, now_s)
            return True
        self.carrying, self.next_s, self.wait_s = None, now_s, RETRY_S
        return True

    def next_look_s(self) -> float | None:
        """When to look again; None while there is nothing to carry."""
        return None if self.idle else self.next_s

    def _look(self, now_s: float) -> Fact | None:
        try:
            fact = self.outbox.first()
        except OutboxFault as fault:
            self._failed(fault, now_s)
            return None
        self.fault = None
        self.idle = fact is None
        return fact

    def _failed(self, fault: OutboxFault, now_s: float) -> None:
        if self.fault is None:
            log.warning("%s", fault)
        self.fault = str(fault)
        self.next_s = now_s + RETRY_MAX_S
