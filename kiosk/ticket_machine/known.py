"""What a ticket machine knows of the hall: the last snapshot of each kind. A frozen value that grows by `hear`.

Older snapshots never replace newer ones: (epoch, seq) only goes up, whatever order the network delivers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from edge_hub.contract.announcement import Announcements
from edge_hub.contract.base import Snapshot, Words
from edge_hub.contract.hall import (
    Catalogue,
    DepartmentInfo,
    Directory,
    HubStatus,
    ItemInfo,
    ItemLine,
    Lines,
    TerminalRules,
    WindowInfo,
    ZoneInfo,
)

from .words import joined

NO_LINE = ItemLine(waiting=0, windows=(), tickets=False)
"""The line of an item of which the hub has said nothing."""
PRIORITY = "priority"
UNKNOWN = -1
"""So many wait: nobody can tell."""
DEFAULT_RULES = TerminalRules(
    home_timeout_s=60,
    reply_timeout_s=5.0,
    rating_timeout_s=60,
    undo_s=60,
    recall_max=3,
    no_show_after_s=60,
    warn_line_len=10,
    ticket_max_items=3,
)
"""Until the hub has told its own."""


@dataclass(frozen=True, slots=True)
class Known:
    """The latest pictures of the hall."""

    directory: Directory | None = None
    lines: Lines | None = None
    hub: HubStatus | None = None
    announcements: Announcements | None = None
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)

    def hear(self, snapshot: Snapshot) -> "Known":
        """What is known after one more snapshot; the same object when it brought nothing."""
        match snapshot:
            case Directory():
                return self if _old(self.directory, snapshot) else replace(self, directory=snapshot)
            case Announcements():
                return self if _old(self.announcements, snapshot) else replace(self, announcements=snapshot)
            case Lines():
                return self if _old(self.lines, snapshot) else replace(self, lines=snapshot)
            case HubStatus():
                return self if _old(self.hub, snapshot) else replace(self, hub=snapshot)
            case Catalogue() if not _old(self.catalogues.get(snapshot.department), snapshot):
                return replace(self, catalogues={**self.catalogues, snapshot.department: snapshot})
            case _:
                return self

    @property
    def names(self) -> bool:
        """Whether there are departments and items to show, be it from an earlier day."""
        return self.directory is not None and bool(self.catalogues)

    @property
    def ready(self) -> bool:
        """Whether the hub has said all that the home screen shows."""
        return self.names and self.lines is not None

    @property
    def practice(self) -> bool:
        """Whether this is a practice hall, whose tickets call nobody."""
        return self.hub is not None and self.hub.clock.practice

    @property
    def rules(self) -> TerminalRules:
        return self.directory.rules if self.directory else DEFAULT_RULES

    @property
    def departments(self) -> tuple[DepartmentInfo, ...]:
        return self.directory.departments if self.directory else ()

    @property
    def items(self) -> tuple[ItemInfo, ...]:
        """All items, in the order of the departments."""
        found = (self.catalogues.get(one.id) for one in self.departments)
        return tuple(item for catalogue in found if catalogue for item in catalogue.items)

    def item(self, item_id: str) -> ItemInfo | None:
        return next((item for item in self.items if item.id == item_id), None)

    def department(self, department_id: str) -> DepartmentInfo | None:
        return next((one for one in self.departments if one.id == department_id), None)

    def line(self, item_id: str) -> ItemLine:
        return self.lines.items.get(item_id, NO_LINE) if self.lines else NO_LINE

    def window(self, label: str) -> WindowInfo | None:
        """The window that bears this label."""
        return next((one for one in self.directory.windows if one.label == label), None) if self.directory else None

    def zone(self, zone_id: str) -> ZoneInfo | None:
        return next((one for one in self.directory.zones if one.id == zone_id), None) if self.directory else None

    def class_name(self, class_id: str) -> Words | None:
        """The name of a priority class; None for one that the hall does not have."""
        classes = self.directory.classes if self.directory else ()
        return next((one.name for one in classes if one.id == class_id), None)

    def reasons_first(self) -> dict[str, Words]:
        """Why somebody may take a priority ticket: what they choose from. Empty if the hall does not say."""
        classes = self.directory.classes if self.directory else ()
        found = next((one for one in classes if one.id == PRIORITY), None)
        return dict(zip(found.reason_ids, found.reasons, strict=False)) if found else {}

    def priority_who(self, lang: str) -> str:
        """Who may take a priority ticket, in one line; empty if the hall does not say."""
        return joined([reason.say(lang) for reason in self.reasons_first().values()], lang)

    def alone(self) -> "Known":
        """The same hall while the hub is away: what can be taken as it was last said, and nobody's number of people."""
        was = self.lines.items if self.lines else {}
        some = {one.id: was.get(one.id, ItemLine(waiting=0, windows=(), tickets=True)) for one in self.items}
        items = {
            one.id: some[one.id].model_copy(
                update={"waiting": UNKNOWN, "wait_min": None, "tickets": some[one.id].tickets and not one.real_name}
            )
            for one in self.items
        }  # fmt: skip
        departments = {one.id: UNKNOWN for one in self.departments}
        return replace(self, lines=Lines(epoch=0, seq=0, waiting=UNKNOWN, items=items, departments=departments))

    def open_at(self, now_ms: int) -> bool:
        """Whether tickets are given at that time, as far as the hub has said."""
        opening = self.hub.opening if self.hub else None
        return opening is None or (opening.tickets and (opening.closes_ms is None or now_ms < opening.closes_ms))

    def announced(self, now_ms: int) -> Words | None:
        """What the guide desk tells everybody now: the newest, as people want to choose. Boards show them all."""
        shown = self.announcements.at(now_ms) if self.announcements else ()
        return shown[0].words if shown else None

    @property
    def closed(self) -> Words | None:
        """What to tell people while the hall gives no tickets; None while it does."""
        opening = self.hub.opening if self.hub else None
        return opening.words if opening is not None and not opening.tickets else None


def _old(had: Snapshot | None, came: Snapshot) -> bool:
    return had is not None and (came.epoch, came.seq) <= (had.epoch, had.seq)
