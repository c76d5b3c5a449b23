"""Commands on their way: the same id and the same bytes are sent again until the hub answers or the time is up.

Pure: the caller brings the monotonic time and does the sending. One command, one answer: whatever comes second is
ignored. There is a limit to how many may be open at once; a command beyond it is refused, not queued. A "busy" of the
hub is no answer yet: nothing was done and nothing stored, so the same command is asked again while its time lasts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from edge_hub.contract.envelope import Reply
from edge_hub.contract.reasons import Reason

from .answers import NoReply

OnReply = Callable[[Reply | NoReply], None]
RETRY_S = 1.0
"""The first repetition; each further one waits twice as long."""
OPEN_MAX = 64


@dataclass(slots=True)
class Ask:
    """One command and what has become of it."""

    id: str
    payload: bytes
    on_reply: OnReply
    until_s: float
    next_s: float
    wait_s: float = RETRY_S
    sent: int = 0
    busy: Reply | None = None

    def again(self, now_s: float) -> None:
        """It is being sent at `now_s`."""
        self.sent += 1
        self.next_s = now_s + self.wait_s
        self.wait_s *= 2


class Asking:
    """The open commands of one device."""

    def __init__(self, open_max: int = OPEN_MAX) -> None:
        self._open: dict[str, Ask] = {}
        self._open_max = open_max

    def __len__(self) -> int:
        return len(self._open)

    def add(self, ask: Ask) -> bool:
        """False if too many are open."""
        if len(self._open) >= self._open_max:
            return False
        self._open[ask.id] = ask
        return True

    def answered(self, reply: Reply) -> Ask | None:
        """The command that this reply settles; None for a late, doubled or foreign reply, or a "busy"."""
        ask = self._open.get(reply.id)
        if ask is None:
            return None
        if reply.reason == Reason.BUSY:
            ask.busy = reply
            return None
        return self._open.pop(reply.id)

    def over(self, now_s: float) -> list[Ask]:
        """The commands whose time is up; they are no longer open."""
        return self._take([ask for ask in self._open.values() if ask.until_s <= now_s])

    def unsent(self) -> list[Ask]:
        """Commands that never left; they are no longer open."""
        return self._take([ask for ask in self._open.values() if not ask.sent])

    def all(self) -> list[Ask]:
        """Every open command; none is open any more."""
        return self._take(list(self._open.values()))

    def due(self, now_s: float) -> list[Ask]:
        """The commands to be sent (again) now."""
        return [ask for ask in self._open.values() if ask.next_s <= now_s < ask.until_s]

    def hurry(self, now_s: float) -> None:
        """The hub is back: ask everything again at once."""
        for ask in self._open.values():
            ask.next_s, ask.wait_s = now_s, RETRY_S

    def next_s(self, *, can_send: bool) -> float | None:
        """When to look again."""
        times = [min(ask.next_s, ask.until_s) if can_send else ask.until_s for ask in self._open.values()]
        return min(times, default=None)

    def _take(self, asks: list[Ask]) -> list[Ask]:
        for ask in asks:
            del self._open[ask.id]
        return asks
