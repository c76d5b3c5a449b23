"""What the hub has said so far, and whether a further snapshot is news: pictures never go back.

The fence: the highest epoch ever heard. A snapshot or reply of a lower epoch is the voice of a hub that has been
replaced; whatever it says is ignored. Within an epoch a lower sequence than seen on the same topic is an old picture
that was on its way for too long. The same sequence again is welcome: the hub repeats itself after a broker's crash.
"""

import logging
from dataclasses import dataclass, field

from edge_hub.contract import topics
from edge_hub.contract.announcement import Announcements
from edge_hub.contract.base import Snapshot
from edge_hub.contract.codec import decode
from edge_hub.contract.device import Desk
from edge_hub.contract.hall import Board, Catalogue, Directory, HubStatus, Lines
from edge_hub.contract.need import GuidedHere
from edge_hub.contract.reprint import Reprints
from edge_hub.contract.window import WindowNow
from edge_hub.contract.wired import WiredHere, WiredStates

MODELS: dict[str, type[Snapshot]] = {
    "state/public/hub": HubStatus,
    "state/public/directory": Directory,
    "state/public/catalogue/{department}": Catalogue,
    "state/public/lines": Lines,
    "state/public/board": Board,
    "state/public/announcements": Announcements,
    "state/window/{window}/now": WindowNow,
    "state/staff/desk": Desk,
    "state/staff/wired/{device}": WiredStates,
    "down/{device}/reprints": Reprints,
    "down/{device}/guided": GuidedHere,
    "down/{device}/wired": WiredHere,
}
"""The retained topics of the hub below `h/{hall}/`, as in the topic table of the contract."""

log = logging.getLogger(__name__)
TOPICS_MAX = 4096
"""More topics than a hall has; beyond it a topic's history is forgotten (its next picture is taken as news)."""


def model_of(topic: str) -> type[Snapshot] | None:
    """The model that a topic carries; None for a topic that this version does not know."""
    parts = topic.split("/")
    if parts[0] != topics.ROOT or len(parts) < 4:
        return None
    return next((model for pattern, model in MODELS.items() if _fits(pattern.split("/"), parts[2:])), None)


def _fits(pattern: list[str], parts: list[str]) -> bool:
    return len(pattern) == len(parts) and all(
        want == have or (want.startswith("{") and have) for want, have in zip(pattern, parts, strict=True)
    )


@dataclass(slots=True)
class Heard:
    """Everything heard in this process's life."""

    epoch: int = 0
    unreadable: int = 0
    stale: int = 0
    _seen: dict[str, tuple[int, int]] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def snapshot(self, topic: str, payload: bytes) -> Snapshot | None:
        """The snapshot in `payload` if it is one and is news; everything else is counted."""
        model = model_of(topic)
        if model is None:
            return None
        snapshot = decode(model, payload)
        if snapshot is None:
            self._unreadable(topic)
            return None
        return snapshot if self._is_news(topic, snapshot) else None

    def admits(self, epoch: int) -> bool:
        """Whether a reply of that epoch may be believed; raises the fence."""
        self._raise_to(epoch)
        if epoch < self.epoch:
            self.stale += 1
        return epoch >= self.epoch

    def _unreadable(self, topic: str) -> None:
        """Counted each time, told once a topic; the screen keeps the picture it has."""
        self.unreadable += 1
        if topic not in self._told and len(self._told) < TOPICS_MAX:
            self._told.add(topic)
            log.warning("What the hub says on %s cannot be read; is this device's software too old?", topic)

    def _is_news(self, topic: str, snapshot: Snapshot) -> bool:
        if not self.admits(snapshot.epoch):
            return False
        place = snapshot.epoch, snapshot.seq
        if isinstance(snapshot, HubStatus) and not snapshot.up:
            return True  # the last will was written before anything else: its sequence says nothing
        if place < self._seen.get(topic, place):
            self.stale += 1
            return False
        if len(self._seen) >= TOPICS_MAX and topic not in self._seen:
            self._seen.clear()
        self._seen[topic] = place
        return True

    def _raise_to(self, epoch: int) -> None:
        if epoch > self.epoch:
            self.epoch = epoch
            self._seen.clear()
