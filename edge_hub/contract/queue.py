"""Tickets: the commands that move them, what is recorded of each move, and the values that replies carry.

A ticket carries one or more items; what happens for one item at one window is a service, and each service is rated by
itself. Order is by time, never by number. The moves themselves are decided in `domain/moves.py`.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .base import ByStaff, Id, Kept, Lasting, Lenient, Ms, ShortText, Strict, Words, once_each
from .need import Needs


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "WAITING"
    CALLED = "CALLED"
    SERVING = "SERVING"
    HELD = "HELD"
    PASSED = "PASSED"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


STATE_NAMES: dict[TicketState, Words] = {
    TicketState.WAITING: Words(zh="等候中", en="waiting"),
    TicketState.CALLED: Words(zh="已叫号", en="called"),
    TicketState.SERVING: Words(zh="办理中", en="being served"),
    TicketState.HELD: Words(zh="已挂起", en="on hold"),
    TicketState.PASSED: Words(zh="已过号", en="passed"),
    TicketState.DONE: Words(zh="已结束", en="finished"),
    TicketState.CANCELLED: Words(zh="已取消", en="cancelled"),
}


class Came(StrEnum):
    """How a ticket came to its place in the line."""

    TAKEN = "taken"
    RETURNED = "returned"
    TRANSFERRED = "transferred"


class WaitLevel(StrEnum):
    """How grave a wait is, by the thresholds of the hall's rules."""

    NORMAL = "NORMAL"
    WARN = "WARN"
    RED = "RED"


Items = Annotated[tuple[Id, ...], Field(min_length=1, max_length=8), AfterValidator(once_each)]
PersonHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Lang = Literal["zh", "en"]
NORMAL = "normal"
DUE = "appointment"
"""The class of who comes in time for an appointment; nobody takes it, a check-in gives it."""


# ---- commands -------------------------------------------------------------------------------------------------------


class AgeBand(StrEnum):
    """So coarse that nobody is known by it."""

    CHILD = "0-17"
    YOUNG = "18-35"
    MIDDLE = "36-59"
    ELDER = "60-69"
    OLD = "70+"


class Sex(StrEnum):
    """As the card says."""

    FEMALE = "female"
    MALE = "male"


class TakeTicket(Strict):
    """One ticket for one or more items. The order is the order of service; of a `free` list the hub chooses, each time
    what can be had with the shortest wait."""

    do: Literal["TakeTicket"] = "TakeTicket"
    items: Items
    free: bool | None = None
    cls: Id = NORMAL
    reason: Id | None = None
    """One of the class's reasons in the rules, as the person says; at a console it must be there, if the class has
    some."""
    lang: Lang = "zh"
    needs: Needs | None = None
    person: PersonHash | None = None
    """Keyed hash of the ID number, only for items marked real-name; the number never leaves the host of the reader."""
    age: AgeBand | None = None
    """With `sex` only from a card that was read, for the figures of the day: the date of birth never leaves the host of
    the reader."""
    sex: Sex | None = None


class TakeWalkUp(Strict):
    """A ticket for the person who already stands at the window: taken and being served at once."""

    do: Literal["TakeWalkUp"] = "TakeWalkUp"
    window: Id
    items: Items
    lang: Lang = "zh"


class CallNext(Strict):
    """The policy picks the next ticket for the window."""

    do: Literal["CallNext"] = "CallNext"
    window: Id


class CallTicket(Strict):
    """A given waiting or passed ticket, to this window."""

    do: Literal["CallTicket"] = "CallTicket"
    window: Id
    ticket: Id
    why: ShortText = ""


class Recall(Strict):
    """The called ticket once more on every screen."""

    do: Literal["Recall"] = "Recall"
    window: Id


class Start(Strict):
    """The person is at the window: the service starts."""

    do: Literal["Start"] = "Start"
    window: Id


class Finish(Strict):
    """The service at the window is over. A ticket with further items goes on to its next item."""

    do: Literal["Finish"] = "Finish"
    window: Id


class NoShow(Strict):
    """The called person did not come (过号)."""

    do: Literal["NoShow"] = "NoShow"
    window: Id


class Return(Strict):
    """A ticket called by mistake goes back to its old place (退回)."""

    do: Literal["Return"] = "Return"
    window: Id


class Hold(Strict):
    """The service pauses (a form to fill, a copy to make); the window is free meanwhile."""

    do: Literal["Hold"] = "Hold"
    window: Id
    why: ShortText = ""


class Resume(Strict):
    """A held ticket of this window is served again."""

    do: Literal["Resume"] = "Resume"
    window: Id
    ticket: Id


class Transfer(Strict):
    """The ticket at the window goes to another item or to a named window; it keeps its time of taking."""

    do: Literal["Transfer"] = "Transfer"
    window: Id
    to_item: Id | None = None
    to_window: Id | None = None
    why: ShortText = ""


class UndoFinish(Strict):
    """The finish of the last ticket was a slip of the finger; within `undo_s` of the rules."""

    do: Literal["UndoFinish"] = "UndoFinish"
    window: Id
    ticket: Id


class UndoNoShow(Strict):
    """The no-show was a slip of the finger; within `undo_s` of the rules."""

    do: Literal["UndoNoShow"] = "UndoNoShow"
    window: Id
    ticket: Id


class Requeue(Strict):
    """A passed ticket waits again, `requeue_places` down the line (过号重排)."""

    do: Literal["Requeue"] = "Requeue"
    ticket: Id


class Cancel(Strict):
    """The person goes home, or the ticket was taken by mistake."""

    do: Literal["Cancel"] = "Cancel"
    ticket: Id
    why: ShortText = ""


class ShowTicket(Strict):
    """The story of a ticket of today, by id or number. Changes nothing and is not recorded."""

    do: Literal["ShowTicket"] = "ShowTicket"
    ticket: Id


# ---- events ---------------------------------------------------------------------------------------------------------


ForecastSort = Literal["free", "next", "few", "many"]
"""Situations of a forecast: a window is free, somebody leaves next, after few, after many."""


class Forecast(Lenient):
    """The wait that a ticket was told when it was taken: one in ten waits less than `low_s`, half of them at most
    `likely_s`, one in ten longer than `high_s`. Forecasts of one `sort` are judged together."""

    low_s: int
    likely_s: int
    high_s: int
    sort: ForecastSort


class ItemChoice(Kept):
    """Why this item of a free list comes next: `here`, the window serves it at once; `shortest`, of the expected waits
    (`waits_s`, of items for which a window is open); `named_first`, no window is open for any."""

    item: Id
    because: Literal["here", "shortest", "named_first"]
    waits_s: dict[str, int] | None = None


class TicketTaken(Lasting):
    """A number was issued."""

    type: Literal["TicketTaken"] = "TicketTaken"
    ticket: Id
    number: str
    queue: str
    nth: int
    day: str
    items: tuple[Id, ...]
    cls: Id
    lang: Lang
    device: Id
    person: str | None = None
    token_hash: str
    ahead: int
    free: bool | None = None
    first: ItemChoice | None = None
    """Of a free list: why it begins with this item."""
    lease: Id | None = None
    """Of a number that was given out while the hub was away; `at_ms` is then when it was taken."""
    order: int | None = None
    """Its place in the line by that time; None: at the end."""
    forecast: Forecast | None = None
    age: AgeBand | None = None
    sex: Sex | None = None
    at_ms: Ms


class CallWhy(Kept):
    """Why this ticket and no other. What counts as what stands in `domain/routing.py`."""

    cls: Id
    rank: int
    came: Came = Came.TAKEN
    overtaken: int = 0
    """How often younger tickets of better classes were called before it."""
    firm: bool = False
    """The policy would have called another one, but somebody had been overtaken as often, or for as long, as the rules
    allow."""
    passed_by_class: int = 0
    """Older tickets that still wait because their class is worse."""
    passed_by_choice: int = 0
    """Older tickets of no worse class that still wait: the window gives this item more weight, is a specialist for it,
    or the clerk chose by hand."""
    passed: tuple[str, ...] = ()
    """Numbers of the oldest of both, at most five."""
    rule: Id | None = None
    """The rule because of which this window serves the item now."""


class TicketCalled(ByStaff):
    """A ticket was called to a window; `policy` names the rule that chose it (`by_hand`: the clerk), `passed_over`
    counts who had waited longer."""

    type: Literal["TicketCalled"] = "TicketCalled"
    ticket: Id
    window: Id
    item: Id
    clerk: Id | None = None
    policy: str
    passed_over: int = 0
    why: CallWhy | None = None
    at_ms: Ms


class TicketRecalled(Lasting):
    type: Literal["TicketRecalled"] = "TicketRecalled"
    ticket: Id
    window: Id
    at_ms: Ms


class ServiceStarted(Lasting):
    """A service for one item at one window. `by` says whether the clerk pressed start."""

    type: Literal["ServiceStarted"] = "ServiceStarted"
    service: Id
    ticket: Id
    window: Id
    item: Id
    clerk: Id | None = None
    by: Literal["clerk", "walk_up", "next_item", "finish"] = "clerk"
    at_ms: Ms


class ServiceFinished(Lasting):
    """`after` is the ticket's state now: DONE, or WAITING / SERVING for its next item; `then`, of a free list with more
    than one item left, which that is and why."""

    type: Literal["ServiceFinished"] = "ServiceFinished"
    service: Id
    ticket: Id
    window: Id
    item: Id
    clerk: Id | None = None
    after: TicketState
    then: ItemChoice | None = None
    at_ms: Ms


class TicketPassed(Lasting):
    """The no-show of a called ticket."""

    type: Literal["TicketPassed"] = "TicketPassed"
    ticket: Id
    window: Id
    at_ms: Ms


class TicketReturned(Lasting):
    type: Literal["TicketReturned"] = "TicketReturned"
    ticket: Id
    window: Id
    at_ms: Ms


class TicketHeld(Lasting):
    """The reason may name a person: it travels in the sealed part."""

    type: Literal["TicketHeld"] = "TicketHeld"
    ticket: Id
    window: Id
    at_ms: Ms


class TicketResumed(Lasting):
    type: Literal["TicketResumed"] = "TicketResumed"
    ticket: Id
    window: Id
    at_ms: Ms


class TicketReleased(Lasting):
    """The one window that could serve the ticket closed: it waits at its place for any that serves its item."""

    type: Literal["TicketReleased"] = "TicketReleased"
    ticket: Id
    window: Id
    at_ms: Ms


class TicketTransferred(Lasting):
    """`service` ended unfinished here (if one had started); the ticket waits for `to_item`, at `to_window` if named."""

    type: Literal["TicketTransferred"] = "TicketTransferred"
    ticket: Id
    window: Id
    service: Id | None = None
    to_item: Id
    to_window: Id | None = None
    at_ms: Ms


class FinishUndone(Lasting):
    """`service` goes on. `void` is the service of the next item that the finish had started: it never took place."""

    type: Literal["FinishUndone"] = "FinishUndone"
    ticket: Id
    window: Id
    service: Id
    void: Id | None = None
    at_ms: Ms


class NoShowUndone(Lasting):
    type: Literal["NoShowUndone"] = "NoShowUndone"
    ticket: Id
    window: Id
    at_ms: Ms


class TicketRequeued(ByStaff):
    """The ticket waits again behind `places` others: its place is by (`queued_ms`, `order`)."""

    type: Literal["TicketRequeued"] = "TicketRequeued"
    ticket: Id
    places: int
    queued_ms: Ms
    order: int
    at_ms: Ms


class TicketCancelled(ByStaff):
    type: Literal["TicketCancelled"] = "TicketCancelled"
    ticket: Id
    device: Id
    instead: Id | None = None
    """The ticket that its holder has: this one was never printed, as its machine heard no answer and went on alone."""
    at_ms: Ms


class DayRolled(Lasting):
    """A business day began: numbers start anew, tickets left over were closed. Days never go back."""

    type: Literal["DayRolled"] = "DayRolled"
    day: str
    left_over: tuple[Id, ...] = ()
    at_ms: Ms


# ---- what replies and snapshots say of tickets ------------------------------------------------------------------


class TicketSlip(Lenient):
    """The reply to `TakeTicket`: all that a slip or a screen shows. The token is derived again for each reply."""

    ticket: Id
    number: str
    items: tuple[Id, ...]
    item_names: tuple[Words, ...]
    windows: tuple[str, ...]
    """Labels of the windows that serve the first item; open ones first."""
    ahead: int
    wait_min: tuple[int, int] | None = None
    cls: Id
    taken_ms: Ms
    lang: Lang | None = None
    """Of a reprint: the language in which the person took the ticket."""
    token: str | None = None
    url: str | None = None


class TicketBrief(Lenient):
    """A ticket in a list: on pads and at the guide desk."""

    ticket: Id
    number: str
    item: Id
    item_name: Words
    cls: Id
    state: TicketState
    since_ms: Ms
    """When it came into this state (for WAITING: when its turn counts from)."""
    ver: int


class AtWindow(TicketBrief):
    """The ticket at a window."""

    calls: int
    called_ms: Ms
    started_ms: Ms | None = None
    items_left: tuple[Words, ...] = ()


class StoryLine(Lenient):
    at_ms: Ms
    what: str
    words: Words


class TicketStory(Lenient):
    """The reply to `ShowTicket`."""

    brief: TicketBrief
    items: tuple[Words, ...]
    window: str | None = None
    taken_ms: Ms
    ahead: int | None = None
    lines: tuple[StoryLine, ...]
