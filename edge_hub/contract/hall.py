"""Snapshots of the whole hall: heartbeat, directory, items, lines and calls. Public: no names of citizens."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Lasting, Lenient, Ms, Snapshot, Words
from .clock import ClockRule
from .rating import Level


class Opening(Lenient):
    """Whether tickets are given now, and what to tell people if not."""

    tickets: bool
    open: bool
    words: Words
    closes_ms: Ms | None = None
    reopens_ms: Ms | None = None


class HubStatus(Snapshot):
    """The heartbeat, `state/public/hub`; its last will says `up = false`."""

    up: bool
    hall: Id
    hub: str = ""
    clock: ClockRule = ClockRule()
    now_ms: Ms = 0
    day: str = ""
    opening: Opening | None = None
    beat_s: float = 2.0
    refused: int = 0
    """Messages since the start that were no commands."""
    status_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """Where the hub's machine answers for its blobs; None: nowhere."""
    status_tls: bool = False
    """Whether it speaks TLS there, and so answers other machines too."""


class ZoneInfo(Lenient):
    id: Id
    name: Words
    floor: int


class DepartmentInfo(Lenient):
    id: Id
    name: Words
    short_name: Words
    icon: str
    color: str
    queue: str
    zone: Id


class WindowInfo(Lenient):
    id: Id
    label: str
    name: Words
    zone: Id
    department: Id
    kind: str


class TagInfo(Lenient):
    code: str
    words: Words


class LevelInfo(Lenient):
    level: Level
    words: Words
    tags: tuple[TagInfo, ...]


class ClassInfo(Lenient):
    id: Id
    name: Words
    rank: int
    reasons: tuple[Words, ...] = ()
    """Who belongs to it, as a ticket machine asks before it gives the class."""
    reason_ids: tuple[Id, ...] = ()
    """Of the reasons, in the same order."""


class NeedInfo(Lenient):
    """Why somebody may want to be fetched, as a ticket machine offers it."""

    id: Id
    name: Words


class TerminalRules(Lenient):
    """The rules that terminals keep; decisions stay with the hub."""

    home_timeout_s: int
    reply_timeout_s: float
    rating_timeout_s: int
    undo_s: int
    recall_max: int
    no_show_after_s: int
    warn_line_len: int
    ticket_max_items: int
    second_thought_s: int = 0
    """For so long a touched level may be changed; 0: never."""
    card_alone: bool | None = None
    """Whether a staff card signs in without a PIN."""


class Directory(Snapshot):
    """Names and places that change seldom: `state/public/directory`."""

    name: Words
    short_name: Words
    address: Words
    phone: str
    zones: tuple[ZoneInfo, ...]
    departments: tuple[DepartmentInfo, ...]
    windows: tuple[WindowInfo, ...]
    levels: tuple[LevelInfo, ...]
    classes: tuple[ClassInfo, ...]
    needs: tuple[NeedInfo, ...] = ()
    appointments: bool | None = None
    """Whether something can be booked, so that a machine offers to check in."""
    notices: tuple[Words, ...]
    rules: TerminalRules


class MaterialInfo(Lenient):
    name: Words
    originals: int
    copies: int
    required: bool


class ItemInfo(Lenient):
    id: Id
    department: Id
    name: Words
    short_name: Words
    pinyin: str
    initials: str
    keywords: tuple[str, ...] = ()
    theme: bool = False
    joint_departments: tuple[Id, ...] = ()
    case_kind: str = ""
    legal_days: int | None = None
    promised_days: int | None = None
    materials: tuple[MaterialInfo, ...] = ()
    cost: Words | None = None
    real_name: bool = False
    wanted: int | None = None


class Catalogue(Snapshot):
    """The items of one department, under 32 KB: `state/public/catalogue/{department}`."""

    department: Id
    items: tuple[ItemInfo, ...]


class ItemLine(Lenient):
    """The line of one item now."""

    waiting: int
    windows: tuple[str, ...]
    """Labels of the open windows that serve it."""
    wait_min: tuple[int, int] | None = None
    tickets: bool
    """Whether a ticket can be taken now (the hall, the item and the caps allow it)."""
    why: Words | None = None


class Lines(Snapshot):
    """Who waits for what: `state/public/lines`."""

    waiting: int
    items: dict[Id, ItemLine]
    departments: dict[Id, int]


class Call(Lenient):
    """A call on the boards."""

    number: str
    window: Id
    label: str
    zone: Id
    called_ms: Ms
    calls: int
    state: Literal["CALLED", "SERVING"]
    priority: bool = False


class Board(Snapshot):
    """What is called now and was called lately, newest first: `state/public/board`."""

    now: tuple[Call, ...]
    recent: tuple[Call, ...]
    passed: tuple[str, ...] = ()


class HubStarted(Lasting):
    """The hub opened its store: the reason for a gap in monotonic time. With a higher epoch than the record before it,
    the legal beginning of a new reign (a restore, a promotion)."""

    type: Literal["HubStarted"] = "HubStarted"
    hub: Id
    epoch: int
    version: str
    by: str | None = None
    """Of a standby that took the hub's place: who wanted it, a staff number; empty: the machine itself with its
    witness."""
    why: str | None = None
    wished_ms: Ms | None = None
    at_ms: Ms


class NumbersSkipped(Lasting):
    """So many numbers of each queue are left free today: a hub before this one may have given them out."""

    type: Literal["NumbersSkipped"] = "NumbersSkipped"
    count: int
    at_ms: Ms


class ClockJumped(Lasting):
    """Wall and monotonic time moved apart by more than 2 s between two looks. By so much, in the hall's time, what
    lasts has moved with the clock."""

    type: Literal["ClockJumped"] = "ClockJumped"
    by_ms: int
    at_ms: Ms
