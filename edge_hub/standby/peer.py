"""Who reigns? Asked of the other machine before a hub serves, so that one that was replaced does not serve again, and
while it serves, so that of two that were parted and both went on the later one alone does."""

import ssl
import threading
from dataclasses import dataclass

from edge_hub.inbox import Inbox
from edge_hub.messages import Deposed
from edge_hub.shipping.parcel import Refusal, Standing, Welcome

from .line import LineFault, dial

DIAL_S, ANSWER_S = 3.0, 5.0
LOOK_S = 2.0


@dataclass(frozen=True, slots=True)
class Reigning:
    """The other machine serves as the hub, in that epoch, which began with that record there."""

    epoch: int
    began: int
    fork: bool
    """Whether this machine has records that the other does not have."""


def who_reigns(peer: tuple[str, int], standing: Standing, context: ssl.SSLContext | None) -> Reigning | None:
    """The other hub, if it is there and serves. A machine that does not answer does not reign."""
    try:
        line = dial(peer, context, DIAL_S)
    except LineFault:
        return None
    try:
        line.say(standing, ANSWER_S)
        answer = line.hear(ANSWER_S)
    except LineFault:
        return None
    finally:
        line.close()
    if isinstance(answer, Welcome):
        return Reigning(answer.epoch, 0, False)
    return Reigning(answer.epoch, answer.began, answer.why == "fork") if isinstance(answer, Refusal) else None


class PeerWatch:
    """Asks on, on a thread of its own, until closed or deposed. The asking alone deposes a hub of an older epoch there;
    a machine that does not serve takes no connections, so nothing is said to a mere standby."""

    def __init__(
        self, peer: tuple[str, int], mine: Standing, context: ssl.SSLContext | None, inbox: Inbox,
        look_s: float = LOOK_S,
    ) -> None:  # fmt: skip
        self._peer, self._mine, self._context, self._inbox, self._look_s = peer, mine, context, inbox, look_s
        self._over = threading.Event()
        threading.Thread(target=self._run, name="peer-watch", daemon=True).start()

    def close(self) -> None:
        """Ask no more. An answer that is awaited may still come."""
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(self._look_s):
            other = who_reigns(self._peer, self._mine, self._context)
            if other is not None and other.epoch > self._mine.epoch:
                self._inbox.post(Deposed("the other machine", other.epoch))
                return
