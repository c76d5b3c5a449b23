"""What a call board knows of the hall: the last snapshot of each kind. A frozen value that grows by `hear`.

Older snapshots never replace newer ones: (epoch, seq) only goes up, whatever order the network delivers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from edge_hub.contract.announcement import Announcements
from edge_hub.contract.base import Snapshot, Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import Board, Call, Catalogue, DepartmentInfo, Directory, HubStatus, ItemInfo, Lines


@dataclass(frozen=True, slots=True)
class Known:
    """The latest pictures of the hall."""

    directory: Directory | None = None
    lines: Lines | None = None
    hub: HubStatus | None = None
    board: Board | None = None
    announcements: Announcements | None = None
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)
    items: Mapping[str, ItemInfo] = field(default_factory=dict)
    """Every item whose name is known, by id."""

    def hear(self, snapshot: Snapshot) -> "Known":
        """What is known after one more snapshot; the same object when it brought nothing."""
        match snapshot:
            case Board():
                return self if _old(self.board, snapshot) else replace(self, board=snapshot)
            case Announcements():
                return self if _old(self.announcements, snapshot) else replace(self, announcements=snapshot)
            case Lines():
                return self if _old(self.lines, snapshot) else replace(self, lines=snapshot)
            case Directory():
                return self if _old(self.directory, snapshot) else replace(self, directory=snapshot)
            case HubStatus():
                return self if not snapshot.up or _old(self.hub, snapshot) else replace(self, hub=snapshot)
            case Catalogue() if not _old(self.catalogues.get(snapshot.department), snapshot):
                return self._with(snapshot)
            case _:
                return self

    def _with(self, came: Catalogue) -> "Known":
        catalogues = {**self.catalogues, came.department: came}
        return replace(
            self,
            catalogues=catalogues,
            items={item.id: item for catalogue in catalogues.values() for item in catalogue.items},
        )

    def department(self, department_id: str) -> DepartmentInfo | None:
        departments = self.directory.departments if self.directory else ()
        return next((one for one in departments if one.id == department_id), None)

    @property
    def calls(self) -> tuple[Call, ...]:
        """What is called and served now."""
        return self.board.now if self.board else ()

    @property
    def clock(self) -> ClockRule:
        return self.hub.clock if self.hub else ClockRule()

    @property
    def closed(self) -> Words | None:
        """What to tell people while the hall is closed; None while it is open."""
        opening = self.hub.opening if self.hub else None
        return opening.words if opening is not None and not opening.open else None

    def announced(self, now_ms: int) -> tuple[Words, ...]:
        """What the guide desk tells everybody now, the newest first."""
        return tuple(one.words for one in self.announcements.at(now_ms)) if self.announcements else ()

    def floor(self, zone_id: str) -> int | None:
        """The floor of a zone, if the hall's windows lie on more than one."""
        if self.directory is None:
            return None
        used = {window.zone for window in self.directory.windows}
        floors = {zone.id: zone.floor for zone in self.directory.zones if zone.id in used}
        return floors.get(zone_id) if len(set(floors.values())) > 1 else None


def _old(had: Snapshot | None, came: Snapshot) -> bool:
    return had is not None and (came.epoch, came.seq) <= (had.epoch, had.seq)
