"""What is decided about appointments: booking, moving, giving up, checking in, and what becomes of who does not come.

In time means from `early_min` before the slot until `late_min` after it has ended. In time, the ticket is of the class
`appointment`, and neither a daily cap nor the last ticket time stands in its way: the place was kept. Later it is an
ordinary ticket under the ordinary rules, or none, as the hall's rules say. One appointment gives one ticket; and where
the person is known by the hash of the card, one person waits for an item once.
"""

from datetime import timedelta
from typing import Any

from edge_hub.contract import appointment as a
from edge_hub.contract.appointment import APPOINTMENT_NAMES, AppointmentState
from edge_hub.contract.clock import at_hall
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.queue import DUE, NORMAL
from edge_hub.contract.reasons import Reason

from .calendar import say_when
from .hall import Hall
from .limits import hall_says_no, item_says_no
from .means import Decision, Happening, Means, Verdict
from .queue import issue
from .slots import MIN_MS, booked_in, day_says_no, open_of, slots_of, told_slots, when
from .values import OVER, Appointment

LISTED_MAX = 100


def list_slots(hall: Hall, command: Command, body: a.ListSlots, means: Means) -> Verdict:
    item = hall.plan.item(body.item)
    if item is None:
        return rejected(Reason.ITEM_UNKNOWN)
    if item.appointments is None:
        return rejected(Reason.NO_APPOINTMENTS, item=hall.names[item.id])
    no = day_says_no(hall, item, body.day, means.now_ms)
    if no:
        return no
    told = a.Slots(
        item=item.id, name=hall.names[item.id], day=body.day, slots=told_slots(hall, item, body.day, means.now_ms)
    )
    return Decision(result=lambda: told, recorded=False)


def list_appointments(hall: Hall, command: Command, body: a.ListAppointments, means: Means) -> Verdict:
    found = sorted((one.start_ms, one.id) for one in hall.appointments.values() if one.day == body.day)
    told = a.AppointmentList(
        appointments=tuple(a.AppointmentBrief(**_brief(hall, hall.appointments[id])) for _, id in found[:LISTED_MAX]),
        more=max(0, len(found) - LISTED_MAX),
    )
    return Decision(result=lambda: told, recorded=False)


def book(hall: Hall, command: Command, body: a.BookAppointment, means: Means) -> Verdict:
    """A place in a slot, for whoever has none for this item yet."""
    max_items = hall.plan.site.rules.ticket_max_items
    if len(body.items) > max_items:
        return rejected(Reason.TOO_MANY_ITEMS, max=max_items)
    for id in body.items:
        one = hall.plan.item(id)
        if one is None:
            return rejected(Reason.ITEM_UNKNOWN)
        if one.real_name and body.person is None:
            return rejected(Reason.PERSON_NEEDED, item=hall.names[id])
    known = open_of(hall, body.person, body.items[0]) if body.person else None
    if known is not None:
        return rejected(Reason.BOOKED_ALREADY, item=hall.names[body.items[0]], when=when(known, means.now_ms))
    slot = _free_slot(hall, body.items[0], body.day, body.start, means.now_ms)
    if isinstance(slot, Rejected):
        return slot
    id, code_hash = _fresh(hall, means)
    booked = a.AppointmentBooked(
        appointment=id, items=body.items, start_ms=slot[0], end_ms=slot[1], lang=body.lang, device=command.device,
        code_hash=code_hash, at_ms=means.now_ms,
    )  # fmt: skip
    sealed = {"person": body.person} if body.person else None
    return Decision((Happening(booked, sealed),), lambda: _slip(hall, id))


def move(hall: Hall, command: Command, body: a.MoveAppointment, means: Means) -> Verdict:
    one = _booked(hall, body.appointment, means)
    if isinstance(one, Rejected):
        return one
    slot = _free_slot(hall, one.items[0], body.day, body.start, means.now_ms, but=one.id)
    if isinstance(slot, Rejected):
        return slot
    moved = a.AppointmentMoved(
        appointment=one.id, start_ms=slot[0], end_ms=slot[1], device=command.device, at_ms=means.now_ms
    )
    return Decision((Happening(moved),), lambda: _slip(hall, one.id))


def cancel(hall: Hall, command: Command, body: a.CancelAppointment, means: Means) -> Verdict:
    """The reason is a person's words: sealed."""
    one = _booked(hall, body.appointment, means)
    if isinstance(one, Rejected):
        return one
    event = a.AppointmentCancelled(appointment=one.id, device=command.device, at_ms=means.now_ms)
    return Decision((Happening(event, {"why": body.why} if body.why else None),))


def check_in(hall: Hall, command: Command, body: a.CheckIn, means: Means) -> Verdict:
    """The ticket of who is here, once."""
    by_card = len(body.shown) != a.CODE_DIGITS
    one = _of_person(hall, body.shown) if by_card else _find(hall, body.shown, means)
    if one is None:
        return rejected(Reason.APPOINTMENT_UNKNOWN)
    if one.ticket is not None and one.ticket in hall.tickets:
        return rejected(Reason.APPOINTMENT_USED, number=hall.tickets[one.ticket].number)
    if one.state is not AppointmentState.BOOKED:
        return rejected(Reason.APPOINTMENT_OVER, state=APPOINTMENT_NAMES[one.state])
    rules = hall.plan.site.rules.booking
    from_ms = one.start_ms - rules.early_min * MIN_MS
    if means.now_ms < from_ms:
        since = say_when(at_hall(from_ms), at_hall(means.now_ms))
        return rejected(Reason.APPOINTMENT_LATER, when=when(one, means.now_ms), from_when=since)
    late = _is_late(hall, one, means.now_ms)
    if late and rules.late == "expired":
        gone = a.AppointmentExpired(appointment=one.id, at_ms=means.now_ms)
        no = rejected(Reason.APPOINTMENT_OVER, state=APPOINTMENT_NAMES[AppointmentState.EXPIRED])
        return Decision((Happening(gone),), no=no)
    no_ticket = _no_ticket(hall, one, late, means.now_ms)
    if no_ticket:
        return no_ticket
    new = issue(hall, means, command.device, one.items, NORMAL if late else DUE, one.lang, one.person)
    kept = a.AppointmentKept(
        appointment=one.id, ticket=new.ticket, shown="card" if by_card else "code", late=late,
        device=command.device, at_ms=means.now_ms,
    )  # fmt: skip
    return Decision((new.taken, Happening(kept)), new.slip)


def missed(hall: Hall, now_ms: int) -> list[a.AppointmentExpired]:
    """Those of today for whom it is too late, where the rules know such a thing."""
    if not hall.appointments or hall.plan.site.rules.booking.late != "expired":
        return []
    late = [one for one in hall.appointments.values() if one.day == hall.day and _is_late(hall, one, now_ms)]
    return [a.AppointmentExpired(appointment=one.id, at_ms=now_ms) for one in late if _is_booked(one)]


def expired(hall: Hall, day: str, now_ms: int) -> list[a.AppointmentExpired]:
    """Those of the days before `day` to which nobody came."""
    gone = [one for one in hall.appointments.values() if one.day < day and _is_booked(one)]
    return [a.AppointmentExpired(appointment=one.id, at_ms=now_ms) for one in gone]


def _is_booked(one: Appointment) -> bool:
    return one.state is AppointmentState.BOOKED


def _is_late(hall: Hall, one: Appointment, now_ms: int) -> bool:
    return now_ms > one.end_ms + hall.plan.site.rules.booking.late_min * MIN_MS


def _no_ticket(hall: Hall, one: Appointment, late: bool, now_ms: int) -> Rejected | None:
    """Why who is here gets none."""
    mine = (ticket for ticket in hall.tickets.values() if one.person and ticket.person == one.person)
    for ticket in mine:
        if ticket.state not in OVER and one.items[0] in ticket.items[ticket.at :]:
            return rejected(Reason.PERSON_QUEUES, item=hall.names[one.items[0]], number=ticket.number)
    no = hall_says_no(hall, now_ms) if late else None
    for id in one.items:
        item = hall.plan.item(id)
        kept = id == one.items[0] and not late
        no = no or (rejected(Reason.ITEM_UNKNOWN) if item is None else item_says_no(hall, item, one.person, kept=kept))
    return no


def _free_slot(
    hall: Hall, item_id: str, day: str, start: str, now_ms: int, but: str = ""
) -> tuple[int, int] | Rejected:
    item, name = hall.plan.item(item_id), hall.names[item_id]
    if item is None:
        return rejected(Reason.ITEM_UNKNOWN)
    if item.appointments is None:
        return rejected(Reason.NO_APPOINTMENTS, item=name)
    no = day_says_no(hall, item, day, now_ms)
    if no:
        return no
    slot = next((one for one in slots_of(hall, item, day) if f"{at_hall(one[0]):%H:%M}" == start), None)
    if slot is None:
        return rejected(Reason.NO_SUCH_SLOT, item=name, day=day, start=start)
    days_ahead = hall.plan.site.rules.booking.days_ahead
    last = (at_hall(now_ms).date() + timedelta(days=days_ahead)).isoformat()
    if slot[0] <= now_ms or day > last:
        return rejected(Reason.SLOT_OUT_OF_REACH, days=days_ahead)
    if booked_in(hall, item_id, slot[0], but) >= item.appointments.places:
        return rejected(Reason.SLOT_FULL, item=name)
    return slot


def _fresh(hall: Hall, means: Means) -> tuple[str, str]:
    """An id whose code no other appointment has, and the hash of that code."""
    while True:
        id = means.new_id()
        code_hash = means.code_hash(means.code(id))
        if code_hash not in hall.by_code:
            return id, code_hash


def _find(hall: Hall, name: str, means: Means) -> Appointment | None:
    """An appointment by id or by its code."""
    if name in hall.appointments:
        return hall.appointments[name]
    code = a.code_in(name)
    return hall.appointments.get(hall.by_code.get(means.code_hash(code), "")) if code else None


def _of_person(hall: Hall, person: str) -> Appointment | None:
    """The one that a person means who comes now: of today before later days, open before over, early before late."""
    theirs = (one for one in hall.appointments.values() if one.person == person)
    return min(theirs, key=lambda one: (one.day != hall.day, not _is_booked(one), one.start_ms), default=None)


def _booked(hall: Hall, name: str, means: Means) -> Appointment | Rejected:
    one = _find(hall, name, means)
    if one is None:
        return rejected(Reason.APPOINTMENT_UNKNOWN)
    return one if _is_booked(one) else rejected(Reason.APPOINTMENT_OVER, state=APPOINTMENT_NAMES[one.state])


def _brief(hall: Hall, one: Appointment) -> dict[str, Any]:
    return {
        "appointment": one.id, "items": one.items, "item_names": tuple(hall.names[item] for item in one.items),
        "start_ms": one.start_ms, "end_ms": one.end_ms, "state": one.state, "ticket": one.ticket,
    }  # fmt: skip


def _slip(hall: Hall, id: str) -> a.AppointmentSlip:
    return a.AppointmentSlip(**_brief(hall, hall.appointments[id]))
