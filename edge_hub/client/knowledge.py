"""What a device has learnt from the hub so far: the link, the hall's time, the fence of epochs, how long to ask.

Pure: the caller brings both times. A retained heartbeat counts from when it was said, by its own words; one that seems
old or from the future (a hub long gone, or a clock of ours that is off) does not count at all: the next live one is at
most a beat away, and until then a link that nobody has proved would only swallow commands.
"""

from edge_hub.contract.base import Snapshot
from edge_hub.contract.hall import Directory, HubStatus

from .hall_time import HallTime
from .heard import Heard
from .link import Link, LinkWatch

TIMEOUT_S = 5.0
"""How long a command is asked, until the hub's rules say otherwise."""
AHEAD_MAX_S = 1.0


class Knowledge:
    """One device's picture of its hub. Written by the network thread; others read single values of it."""

    def __init__(self) -> None:
        self.heard, self.watch, self.hall_time = Heard(), LinkWatch(), HallTime()
        self.timeout_s = TIMEOUT_S
        self.day = ""
        self.queues: tuple[str, ...] = ()

    def snapshot(self, topic: str, payload: bytes, now_s: float, real_ms: int, *, retained: bool) -> Snapshot | None:
        """The snapshot of a message, if it is one and is news, learnt from."""
        snapshot = self.heard.snapshot(topic, payload)
        if isinstance(snapshot, HubStatus):
            self._beat(snapshot, now_s, real_ms, live=not retained)
        elif isinstance(snapshot, Directory):
            self.timeout_s = snapshot.rules.reply_timeout_s
            self.queues = tuple(dict.fromkeys(one.queue for one in snapshot.departments))
        return snapshot

    def link(self, now_s: float) -> Link:
        """The link now."""
        return self.watch.at(now_s)

    def _beat(self, status: HubStatus, now_s: float, real_ms: int, *, live: bool) -> None:
        if not status.up:
            self.watch.down()
            return
        age_s = 0.0 if live else self.hall_time.age_s(status, real_ms)
        if -AHEAD_MAX_S <= age_s < self.watch.silence_s:
            self.hall_time = self.hall_time.heard(status, real_ms, live=live)
            self.day = status.day
            self.watch.beat(now_s - max(0.0, age_s), status.beat_s)
