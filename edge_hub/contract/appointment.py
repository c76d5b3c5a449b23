"""Appointments (预约): booking a slot of an item, moving it, giving it up, and checking in, which gives a ticket.

Rules: an appointment gives one ticket. Its code is a secret between the hub and the person: no snapshot and no record
holds it, it is derived again for each reply; a record holds its keyed hash. Of an ID number only its keyed hash ever
travels, in the sealed part of a record. No snapshot says anything of appointments.
"""

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from .base import ByStaff, Id, Lasting, Lenient, Ms, ShortText, Strict, Words
from .queue import Items, Lang, PersonHash

CODE_DIGITS = 8
DayText = Annotated[str, Field(pattern=r"^20[0-9]{2}-[01][0-9]-[0-3][0-9]$")]
ClockText = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Code = Annotated[str, Field(pattern=r"^[0-9]{8}$")]
Shown = Annotated[str, Field(pattern=r"^([0-9]{8}|[0-9a-f]{64})$")]
"""What somebody shows: the code of an appointment, or the keyed hash of the number on an identity card."""


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    BOOKED = "BOOKED"
    CHECKED_IN = "CHECKED_IN"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


APPOINTMENT_NAMES: dict[AppointmentState, Words] = {
    AppointmentState.BOOKED: Words(zh="已预约", en="booked"),
    AppointmentState.CHECKED_IN: Words(zh="已签到", en="checked in"),
    AppointmentState.CANCELLED: Words(zh="已取消", en="cancelled"),
    AppointmentState.EXPIRED: Words(zh="已过期", en="expired"),
}


def code_in(text: str) -> str | None:
    """The code in what was typed, or read from a QR code: its digits alone, with spaces or hyphens between them, or at
    the end of an address (`…/a/12345678`)."""
    last = text.strip().rpartition("/")[2]
    digits = re.sub(r"[\s-]", "", last)
    return digits if re.fullmatch(r"[0-9]{8}", digits) else None


# ---- commands -------------------------------------------------------------------------------------------------------


class ListSlots(Strict):
    """The slots of an item on a day, and how many places each has left. Changes nothing and is not recorded."""

    do: Literal["ListSlots"] = "ListSlots"
    item: Id
    day: DayText


class ListAppointments(Strict):
    """The appointments of a day, without codes and persons. Changes nothing and is not recorded."""

    do: Literal["ListAppointments"] = "ListAppointments"
    day: DayText


class BookAppointment(Strict):
    """A place in a slot of the first item; further items are served on the same visit."""

    do: Literal["BookAppointment"] = "BookAppointment"
    items: Items
    day: DayText
    start: ClockText
    lang: Lang = "zh"
    person: PersonHash | None = None


class MoveAppointment(Strict):
    """Another slot of the same item; the code stays. `appointment` is its id or its code."""

    do: Literal["MoveAppointment"] = "MoveAppointment"
    appointment: Id
    day: DayText
    start: ClockText


class CancelAppointment(Strict):
    """The place is free again."""

    do: Literal["CancelAppointment"] = "CancelAppointment"
    appointment: Id
    why: ShortText = ""


class CheckIn(Strict):
    """The person is here: a ticket of the class `appointment` if in time."""

    do: Literal["CheckIn"] = "CheckIn"
    shown: Shown


# ---- events ---------------------------------------------------------------------------------------------------------


class AppointmentBooked(ByStaff):
    """`person` travels in the sealed part."""

    type: Literal["AppointmentBooked"] = "AppointmentBooked"
    appointment: Id
    items: tuple[Id, ...]
    start_ms: Ms
    end_ms: Ms
    lang: Lang
    device: Id
    code_hash: str
    at_ms: Ms


class AppointmentMoved(ByStaff):
    type: Literal["AppointmentMoved"] = "AppointmentMoved"
    appointment: Id
    start_ms: Ms
    end_ms: Ms
    device: Id
    at_ms: Ms


class AppointmentCancelled(ByStaff):
    """The reason is a person's words: sealed."""

    type: Literal["AppointmentCancelled"] = "AppointmentCancelled"
    appointment: Id
    device: Id
    at_ms: Ms


class AppointmentKept(ByStaff):
    """The person came and has a ticket. `late`: after the slot was honoured, so with an ordinary one."""

    type: Literal["AppointmentKept"] = "AppointmentKept"
    appointment: Id
    ticket: Id
    shown: Literal["code", "card"]
    late: bool
    device: Id
    at_ms: Ms


class AppointmentExpired(Lasting):
    """Nobody came in time."""

    type: Literal["AppointmentExpired"] = "AppointmentExpired"
    appointment: Id
    at_ms: Ms


# ---- what replies say -----------------------------------------------------------------------------------------------


class AppointmentBrief(Lenient):
    """An appointment in a list."""

    appointment: Id
    items: tuple[Id, ...]
    item_names: tuple[Words, ...]
    start_ms: Ms
    end_ms: Ms
    state: AppointmentState
    ticket: Id | None = None


class AppointmentSlip(AppointmentBrief):
    """The reply to `BookAppointment` and `MoveAppointment`. The code is derived again for each reply."""

    code: Code | None = None


class AppointmentList(Lenient):
    """The reply to `ListAppointments`, by time; `more` were left out."""

    appointments: tuple[AppointmentBrief, ...]
    more: int = 0


class Slot(Lenient):
    start_ms: Ms
    end_ms: Ms
    places: int
    left: int
    begun: bool | None = None
    """True once it is too late to book it."""


class Slots(Lenient):
    """The reply to `ListSlots`. A day without any is refused with the next one that has some."""

    item: Id
    name: Words | None = None
    day: str = ""
    slots: tuple[Slot, ...]
