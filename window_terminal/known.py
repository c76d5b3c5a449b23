"""What a terminal of a window knows: the last snapshot of each kind. A frozen value that grows by `hear`.

Older snapshots never replace newer ones: (epoch, seq) only goes up, whatever order the network delivers. Snapshots of
another window are not ours and are dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from edge_hub.contract.base import Snapshot, Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import Catalogue, Directory, HubStatus, Lines, WindowInfo
from edge_hub.contract.need import GuidedHere
from edge_hub.contract.queue import TicketBrief
from edge_hub.contract.window import WindowNow

S = TypeVar("S", bound=Snapshot)


@dataclass(frozen=True, slots=True)
class Known:
    """The latest pictures that concern `window`."""

    window: str
    now: WindowNow | None = None
    directory: Directory | None = None
    lines: Lines | None = None
    hub: HubStatus | None = None
    guided: GuidedHere | None = None
    """Only a call pad is told."""
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)

    def hear(self, snapshot: Snapshot) -> "Known":
        """What is known after one more snapshot; the same object when it brought nothing."""
        match snapshot:
            case WindowNow() if snapshot.window == self.window:
                return self if _old(self.now, snapshot) else replace(self, now=snapshot)
            case Directory():
                return self if _old(self.directory, snapshot) else replace(self, directory=snapshot)
            case Lines():
                return self if _old(self.lines, snapshot) else replace(self, lines=snapshot)
            case GuidedHere():
                return self if _old(self.guided, snapshot) else replace(self, guided=snapshot)
            case HubStatus():
                return self if _old(self.hub, snapshot) else replace(self, hub=snapshot)
            case Catalogue() if not _old(self.catalogues.get(snapshot.department), snapshot):
                return replace(self, catalogues={**self.catalogues, snapshot.department: snapshot})
            case _:
                return self

    @property
    def place(self) -> WindowInfo | None:
        """The window as the directory describes it."""
        if self.directory is None:
            return None
        return next((one for one in self.directory.windows if one.id == self.window), None)

    def short_name(self, item: str, otherwise: Words) -> Words:
        """The item's short name as the catalogue has it, for lists and small places."""
        for catalogue in self.catalogues.values():
            for one in catalogue.items:
                if one.id == item:
                    return one.short_name
        return otherwise

    def short_words(self, name: Words) -> Words:
        """The short name of the item that is called so in full."""
        found = (
            one.short_name for catalogue in self.catalogues.values() for one in catalogue.items if one.name == name
        )
        return next(found, name)

    def shortened(self, tickets: tuple[TicketBrief, ...]) -> tuple[TicketBrief, ...]:
        """The same tickets with short names."""
        return tuple(one.model_copy(update={"item_name": self.short_name(one.item, one.item_name)}) for one in tickets)

    @property
    def clock(self) -> ClockRule:
        return self.hub.clock if self.hub else ClockRule()


def _old(had: Snapshot | None, came: Snapshot) -> bool:
    return had is not None and (came.epoch, came.seq) <= (had.epoch, had.seq)
