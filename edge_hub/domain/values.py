"""The frozen values of the live hall: tickets, services and windows of today.

They change only in `fold.py`, by an event, and every change makes a new value. The store writes the same fields as
columns; a new field is a new column and a migration. Named tuples, because a changed copy costs a tenth of a
dataclass's.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from edge_hub.contract.admission import Cause, Proof
from edge_hub.contract.appointment import AppointmentState
from edge_hub.contract.item import ClosingReason
from edge_hub.contract.queue import Came, Lang, TicketState
from edge_hub.contract.rating import Level
from edge_hub.contract.reprint import ReprintState
from edge_hub.contract.window import PauseReason, WindowState

Key = tuple[int, int, int, str]
"""Place in a line: (rank of the class, order, queued_ms, ticket id). Smaller is called earlier. `order` counts the
tickets of the day, so that a clock that is set cannot change who comes first; the time says how long one has waited."""


OVER = (TicketState.DONE, TicketState.CANCELLED)
"""States in which a ticket's visit is over."""


class Why(NamedTuple):
    """What a story tells of a `CallWhy`: that of every call of the day is kept, in an eighth of a model's memory."""

    cls: str
    came: Came
    rule: str | None
    firm: bool
    overtaken: int
    passed_by_class: int
    passed_by_choice: int
    passed: tuple[str, ...]


class Overtaken(NamedTuple):
    """How often a ticket was overtaken today, and when first (`routing.py` says what that means)."""

    times: int
    first_ms: int


class RuleOn(NamedTuple):
    """A rule that is on: `windows` also serve `items`, and (`stops`) no tickets are given for them."""

    rule: str
    items: tuple[str, ...]
    windows: tuple[str, ...]
    stops: bool
    since_ms: int


class Overtake(NamedTuple):
    """A call by which older tickets of worse classes were overtaken: the `nth` of the day, by a ticket of that rank and
    order, in the lines of `items` and of those sent to `window`."""

    nth: int
    window: str
    rank: int
    order: int
    items: tuple[str, ...]
    at_ms: int


class Ticket(NamedTuple):
    """One number of today. `at` is the index of the item it waits for or is served for."""

    id: str
    ver: int
    number: str
    queue: str
    nth: int
    day: str
    items: tuple[str, ...]
    asked: tuple[str, ...]
    """The items as they were when it was taken, which the daily limits count."""
    at: int
    cls: str
    rank: int
    lang: str
    device: str
    person: str | None
    token_hash: str
    state: TicketState
    since_ms: int
    taken_ms: int
    queued_ms: int
    order: int
    window: str | None = None
    """The window it is at or was last at; None while it waits."""
    sent_to: str | None = None
    """The only window that may call it, after a transfer to that window."""
    was_passed: bool = False
    """Called back after a no-show: where a return leads."""
    service: str | None = None
    calls: int = 0
    called_ms: int = 0
    started_ms: int | None = None
    forecast: tuple[int, int, int, int, str] | None = None
    """Until it is called for the first time, what it was told when it was taken, and how many were ahead then: (low_s,
    likely_s, high_s, ahead, sort)."""
    waits_ms: int = 0
    """Since when it waits for its item, for the figures; 0 after a no-show, whose second wait is their own."""
    waited_ms: int | None = None
    """How long it had waited when it was called, if that was counted."""
    lifted: tuple[str, ...] = ()
    """Items of which its person may take one more today, once for each time it stands here."""
    free: bool = False
    """The items after `at` come in the order of their waits."""
    came: Came = Came.TAKEN
    overtaken: int = 0
    overtaken_ms: int = 0
    overtakes_seen: int = 0
    """How often it was overtaken, and when first, by the first `overtakes_seen` overtakes of the day. What came since
    stands in the hall's `overtaken` only: so an overtake writes one row and not one for everybody in the line."""

    def waited_at(self, ms: int) -> int | None:
        """The wait that ends with a call at `ms`; None for one that the figures do not count."""
        return max(0, ms - self.waits_ms) if self.waits_ms and self.state is TicketState.WAITING else None

    @property
    def item(self) -> str:
        return self.items[min(self.at, len(self.items) - 1)]

    @property
    def key(self) -> Key:
        return (self.rank, self.order, self.queued_ms, self.id)


class Service(NamedTuple):
    """What happens for one item at one window. Rateable once, when finished."""

    id: str
    ever: int
    """How many records its rating has: the service's own version in the journal."""
    ticket: str
    item: str
    window: str
    clerk: str | None
    by: str
    started_ms: int
    finished_ms: int | None = None
    outcome: str = "open"
    """open, finished, transferred, cancelled, void (a finish was undone) or left_over (the day ended)."""
    level: Level | None = None
    rated_ms: int | None = None
    tags: tuple[str, ...] | None = None
    defaulted_ms: int | None = None
    """When the time for a rating was over and none had come."""

    @property
    def unrated(self) -> bool:
        """Finished, and still to be rated."""
        return self.outcome == "finished" and self.level is None and self.defaulted_ms is None


class Window(NamedTuple):
    """A window now. `ver` counts every change that the clerk can see; a command carries the version it was given on."""

    id: str
    ver: int = 0
    state: WindowState = WindowState.CLOSED
    clerk: str | None = None
    session: str | None = None
    pad: str | None = None
    """The pad that the session belongs to; None for a session that an older program began."""
    at: str | None = None
    held: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    pause: PauseReason | None = None
    pause_until_ms: int | None = None
    finished: str | None = None
    """The last finished ticket, for the undo; None once something else was called."""
    finished_ms: int = 0
    to_rate: str | None = None
    """The last finished service: what the rating pad asks about."""
    served_today: int = 0
    since_ms: int = 0
    """Since when it is as it is: with this ticket, free, paused or closed."""


class Part(NamedTuple):
    """The health of one part of a device, as last reported."""

    device: str
    part: str
    health: str
    why: str
    hint: str
    since_ms: int
    why_en: str = ""
    hint_en: str = ""
    counters: str = "{}"
    consumables: str = "{}"
    """Both as JSON."""
    at_ms: int = 0
    """When it was reported."""


class Stranded(NamedTuple):
    """A ticket given out without the hub that could not join the line."""

    ticket: str
    number: str
    device: str
    why: str
    taken_ms: int
    at_ms: int


class Appointment(NamedTuple):
    """A booked place in a slot of its first item. `person` is erased with the day of the slot."""

    id: str
    ver: int
    items: tuple[str, ...]
    day: str
    start_ms: int
    end_ms: int
    lang: Lang
    code_hash: str
    person: str | None
    state: AppointmentState = AppointmentState.BOOKED
    ticket: str | None = None


class Closing(NamedTuple):
    """An item that gives no tickets for a while."""

    item: str
    reason: ClosingReason
    since_ms: int
    device: str | None = None
    by: str | None = None
    rule: str | None = None


class Seat(NamedTuple):
    """Who sits at a console of the guide desk."""

    device: str
    clerk: str
    session: str
    since_ms: int


class Announcement(NamedTuple):
    """What everybody in the hall is told, until when."""

    id: str
    zh: str
    en: str
    since_ms: int
    until_ms: int


class Reprint(NamedTuple):
    """The last reprint of a ticket of today."""

    ticket: str
    request: str
    machine: str
    state: ReprintState
    at_ms: int
    why: str = ""


class Admission(NamedTuple):
    """What was last decided about letting a device in."""

    device: str
    revoked: bool
    proof: Proof | None
    fingerprint: str
    cause: Cause | None
    why: str
    by: str
    at_ms: int


class Clerk(NamedTuple):
    """What the hub remembers of a clerk beside the configuration."""

    id: str
    pin_hash: str | None = None
    card_hash: str | None = None


NOBODY = ""
"""Whose the tries are with cards that nobody has."""


class Tries(NamedTuple):
    """Wrong PINs of a clerk on a device since the last right one."""

    clerk: str
    device: str
    failures: int = 0
    failed_ms: int = 0


Value = TypeVar("Value", Ticket, Window, Service)
_PLACES: dict[type, dict[str, int]] = {
    kind: {name: n for n, name in enumerate(kind._fields)} for kind in (Ticket, Window, Service)
}


def changed(old: Value, changes: Mapping[str, Any]) -> Value:
    """A value with some fields changed: as its `_replace`, in half the time, which is a twentieth of a call's."""
    places, fields = _PLACES[type(old)], list(old)
    for name, value in changes.items():
        fields[places[name]] = value
    return tuple.__new__(type(old), fields)
