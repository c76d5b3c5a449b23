"""When a device asks for numbers, and when it may give them by itself: after `SILENCE_S` without the hub's heart.

It asks while the hub is there: for each queue of which less than half a lease is left, at the day's roll and at a new
epoch. One question at a time; a "no" counts for that queue until the day or the epoch is another one.
"""

import logging
from collections.abc import Callable

from edge_hub.contract.clock import at_hall
from edge_hub.contract.codec import encode
from edge_hub.contract.envelope import Command, Reply
from edge_hub.contract.lease import LeaseNumbers, NumberLease
from edge_hub.contract.reasons import Reason

from .answers import NoReply
from .courier import PASSING
from .lease_book import LeaseBook, Lent, NoNumber
from .outbox import Outbox, OutboxFault

log = logging.getLogger(__name__)
SILENCE_S = 5.0
LOOK_S = 30.0
"""So often it looks without being stirred."""
AGAIN_S = 2.0


class Leasing:
    """`due`, `answered` and `began` belong to the network thread; the rest may be asked from any thread."""

    def __init__(self, outbox: Outbox, device: str, new_id: Callable[[], str]) -> None:
        self._book, self._device, self._new_id = LeaseBook(outbox), device, new_id
        self._beat_s: float | None = None
        self._held: tuple[str, int] | None = None
        self._asked: str | None = None
        self._next_s = 0.0
        self._reign = ("", 0)
        self._refused: set[str] = set()

    def began(self, now_s: float) -> None:
        """The device was switched on: the hub is given its time to be heard."""
        self._beat_s = now_s
        try:
            self._held = self._book.held()
        except OutboxFault as fault:
            log.warning("%s", fault)

    def beat(self, now_s: float) -> None:
        """The hub's heart was heard."""
        self._beat_s = now_s

    def stir(self) -> None:
        """Look soon: numbers were given, or the link is back."""
        self._next_s = 0.0

    def offline(self, now_s: float, now_ms: int, epoch: int) -> bool:
        """Whether this device goes on by itself now: the hub is silent, and there is a lease for today."""
        day, of = self._held or ("", -1)
        return self.silent_s(now_s) >= SILENCE_S and day == _day(now_ms) and of >= epoch

    def silent_s(self, now_s: float) -> float:
        """How long the hub has been silent."""
        return 0.0 if self._beat_s is None else now_s - self._beat_s

    def take(
        self, queue: str, items: tuple[str, ...], cls: str, lang: str, now_ms: int, epoch: int,
        instead_of: str | None = None, reason: str | None = None,
    ) -> "tuple[Lent, int] | NoNumber":
        """The next number and when it was taken; its report is on disk when this returns."""

        def fact(lent: Lent) -> tuple[str, bytes]:
            body = lent.report(items, cls, lang, now_ms, instead_of, reason)
            command = Command(id=self._new_id(), device=self._device, body=body)
            return command.id, encode(command)

        try:
            lent = self._book.give(queue, _day(now_ms), epoch, now_ms, fact)
        except OutboxFault as fault:
            log.warning("%s", fault)
            return NoNumber.DISK
        return lent if isinstance(lent, NoNumber) else (lent, now_ms)

    def due(self, now_s: float, day: str, epoch: int, queues: tuple[str, ...]) -> LeaseNumbers | None:
        """What to ask now, while the link is up."""
        if not day or not queues:
            return None
        if (day, epoch) != self._reign:
            self._reign, self._next_s = (day, epoch), 0.0
            self._refused.clear()
        if self._asked is not None or now_s < self._next_s:
            return None
        self._next_s = now_s + LOOK_S
        try:
            for queue in queues:
                left, size = self._book.left(queue, day, epoch)
                if queue not in self._refused and (size == 0 or left * 2 < size):
                    self._asked = queue
                    return LeaseNumbers(queue=queue, after=self._book.highest(queue, day))
        except OutboxFault as fault:
            log.warning("%s", fault)
        return None

    def answered(self, reply: Reply | NoReply, now_s: float) -> None:
        """What came of the question; the next queue is looked at then."""
        queue, self._asked, self._next_s = self._asked, None, now_s
        if isinstance(reply, NoReply) or reply.reason in PASSING:
            self._next_s = now_s + AGAIN_S
            return
        if not reply.ok:
            if reply.reason != Reason.NUMBERS_SPENT:
                log.warning("The hub lends this machine no numbers of queue %s (%s).", queue, reply.reason)
            self._refused.add(queue or "")
            return
        lease = NumberLease.model_validate(reply.result)
        try:
            self._book.keep(lease)
        except OutboxFault as fault:
            log.warning("%s", fault)
            self._next_s = now_s + LOOK_S
        else:
            self._held = (lease.day, lease.epoch)


def _day(now_ms: int) -> str:
    return at_hall(now_ms).date().isoformat()
