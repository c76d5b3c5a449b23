"""The guide desk (导服台): who sits there, and what is done for people: tickets without a machine, merging, priority.

The session of a guide belongs to one console, as that of a clerk to one pad; every record of what is done in it names
the guide (`ByStaff.by`). What is written about a person is sealed.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from .base import ByStaff, Id, Lasting, Ms, ShortText, Strict, Words
from .need import Needs
from .queue import NORMAL, Items, Lang, PersonHash
from .window import Pin

Why = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
"""A reason in somebody's words."""


class HelpReason(StrEnum):
    """Why somebody is given a ticket at the desk."""

    NO_PHONE = "NO_PHONE"
    NO_ID = "NO_ID"
    SIGHT = "SIGHT"
    MACHINE = "MACHINE"
    OTHER = "OTHER"


HELP_NAMES: dict[HelpReason, Words] = {
    HelpReason.NO_PHONE: Words(zh="没有手机", en="no phone"),
    HelpReason.NO_ID: Words(zh="没带身份证", en="no ID card with them"),
    HelpReason.SIGHT: Words(zh="看不清或不会操作", en="cannot see or use the machine"),
    HelpReason.MACHINE: Words(zh="取号机故障", en="the ticket machines are out of order"),
    HelpReason.OTHER: Words(zh="其他", en="other"),
}


class SignInDesk(Strict):
    """A guide or manager sits down at this console. The PIN is checked outside the loop and never recorded."""

    do: Literal["SignInDesk"] = "SignInDesk"
    clerk: Id
    pin: Pin


class SignOutDesk(Strict):
    """Whoever sits here leaves."""

    do: Literal["SignOutDesk"] = "SignOutDesk"


class TakeAtDesk(Strict):
    """A ticket for a person whom the guide helps (帮取号). `print_at` names a ticket machine that prints the slip;
    without it the guide writes the number down."""

    do: Literal["TakeAtDesk"] = "TakeAtDesk"
    items: Items
    cls: Id = NORMAL
    ground: Id | None = None
    """By which of the class's reasons in the rules, where it has some."""
    lang: Lang = "zh"
    person: PersonHash | None = None
    reason: HelpReason
    needs: Needs | None = None
    why: ShortText = ""
    lift: bool = False
    """Although the person has no ID with them, has taken as many tickets as a day allows, or comes after the last
    ticket time: then `why` must say why."""
    print_at: Id | None = None


class RegisterWritten(Strict):
    """A number that the guide wrote on paper while the hub was away, of the span that is kept for this console."""

    do: Literal["RegisterWritten"] = "RegisterWritten"
    number: Annotated[str, Field(pattern=r"^[A-Z][0-9]{1,6}$")]
    items: Items
    cls: Id = NORMAL
    ground: Id | None = None
    """As in `TakeAtDesk`."""
    lang: Lang = "zh"
    taken_ms: Ms | None = None
    """When it was given out, by the guide's watch; None: now."""
    why: ShortText = ""


class MergeTickets(Strict):
    """Two tickets of one person become one: `into` carries all the items, `ticket` is void."""

    do: Literal["MergeTickets"] = "MergeTickets"
    ticket: Id
    into: Id
    why: Why


class GivePriority(Strict):
    """A waiting ticket gets another class, at the place by its time. `reason` is one of the class's reasons in the
    rules."""

    do: Literal["GivePriority"] = "GivePriority"
    ticket: Id
    cls: Id
    reason: Id | None = None
    why: ShortText = ""


class LiftLimit(Strict):
    """The person of this ticket may take one more for `item` today, with their own card at any machine."""

    do: Literal["LiftLimit"] = "LiftLimit"
    ticket: Id
    item: Id
    why: Why


class GuideSignedIn(Lasting):
    type: Literal["GuideSignedIn"] = "GuideSignedIn"
    clerk: Id
    device: Id
    session: Id
    at_ms: Ms


class GuideSignedOut(Lasting):
    """`idle`: nobody touched the console for too long."""

    type: Literal["GuideSignedOut"] = "GuideSignedOut"
    clerk: Id
    device: Id
    idle: bool = False
    at_ms: Ms


class TicketHelped(ByStaff):
    """A ticket was given at the desk. Why is sealed: it may speak of a person's body."""

    type: Literal["TicketHelped"] = "TicketHelped"
    ticket: Id
    device: Id
    how: Literal["written", "printed"]
    lifted: bool = False
    at_ms: Ms


class ItemsAdded(ByStaff):
    """`ticket` takes over what `from_ticket` still had before it; `items` and `cls` are as they are now."""

    type: Literal["ItemsAdded"] = "ItemsAdded"
    ticket: Id
    from_ticket: Id
    items: tuple[Id, ...]
    cls: Id
    at_ms: Ms


class TicketMerged(ByStaff):
    """`ticket` is void: its items go on with `into`."""

    type: Literal["TicketMerged"] = "TicketMerged"
    ticket: Id
    into: Id
    at_ms: Ms


class PriorityGiven(ByStaff):
    """Why is sealed."""

    type: Literal["PriorityGiven"] = "PriorityGiven"
    ticket: Id
    cls: Id
    was: Id
    at_ms: Ms


class LimitLifted(ByStaff):
    """The person of the ticket may take one more for `item` today."""

    type: Literal["LimitLifted"] = "LimitLifted"
    ticket: Id
    item: Id
    at_ms: Ms
