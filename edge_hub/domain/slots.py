"""Slots that can be booked: which an item has on a day, how full they are, and who has booked what. Pure.

The slots of a day follow one another through each stretch of opening hours (a make-up workday as its weekday, none on a
holiday), and end with it: nobody is booked into the lunch break.
"""

from datetime import date, datetime, time, timedelta

from configs.items import Item
from edge_hub.contract import appointment as a
from edge_hub.contract.appointment import AppointmentState
from edge_hub.contract.base import Words
from edge_hub.contract.clock import HALL_ZONE, at_hall, to_ms
from edge_hub.contract.envelope import Rejected, rejected
from edge_hub.contract.reasons import Reason

from .calendar import LOOK_AHEAD_DAYS, WEEKDAYS, hours_on, say_when
from .hall import Hall
from .values import Appointment

MIN_MS = 60_000
TAKES_A_PLACE = (AppointmentState.BOOKED, AppointmentState.CHECKED_IN)


def slots_of(hall: Hall, item: Item, day: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each slot of the item on that day, in hall milliseconds; none for what is no day."""
    offered, on = item.appointments, _date(day)
    if on is None or offered is None or not hall.plan.windows_of_item.get(item.id):
        return ()
    step_ms = offered.slot_min * MIN_MS
    stretches = hours_on(hall.plan.site.hall.opening, on)
    if offered.hours:
        narrow = [(_at(on, one.start), _at(on, one.end)) for one in offered.hours]
        stretches = tuple((max(a0, b0), min(a1, b1)) for a0, a1 in stretches for b0, b1 in narrow)
    return tuple(
        (begins, begins + step_ms) for start, end in stretches for begins in range(start, end - step_ms + 1, step_ms)
    )


def day_says_no(hall: Hall, item: Item, day: str, now_ms: int) -> Rejected | None:
    """Why nobody can book the item on that day; the sentence names the next day that has slots."""
    if slots_of(hall, item, day):
        return None
    on, today = _date(day), at_hall(now_ms).date()
    said = _next_day(hall, item, max(on or today, today))
    if on is None:
        return rejected(Reason.NO_SUCH_DAY, day=day, next=said)
    return rejected(Reason.NO_SLOTS, item=hall.names[item.id], day=say_day(on), next=said)


def say_day(day: date) -> Words:
    """As it is typed, and which weekday it is."""
    zh, en = WEEKDAYS[day.weekday()]
    return Words(zh=f"{day}（{zh}）", en=f"{en}, {day}")


def _next_day(hall: Hall, item: Item, after: date) -> Words:
    """Part of a sentence; nothing if there is none within `LOOK_AHEAD_DAYS`."""
    days = (after + timedelta(days=ahead) for ahead in range(1, LOOK_AHEAD_DAYS))
    found = next((one for one in days if slots_of(hall, item, one.isoformat())), None)
    if found is None:
        return Words(zh="", en="")
    said = say_day(found)
    return Words(zh=f"，下一个可约的日子是 {said.zh}", en=f"; the next day that has some is {said.en}")


def _date(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _at(day: date, clock: time) -> int:
    return to_ms(datetime.combine(day, clock, HALL_ZONE))


def booked_in(hall: Hall, item: str, start_ms: int, but: str = "") -> int:
    """How many places of a slot are taken, one appointment left out."""
    return sum(
        one.start_ms == start_ms and one.items[0] == item and one.state in TAKES_A_PLACE and one.id != but
        for one in hall.appointments.values()
    )


def told_slots(hall: Hall, item: Item, day: str, now_ms: int) -> tuple[a.Slot, ...]:
    places = item.appointments.places if item.appointments else 0
    return tuple(
        a.Slot(
            start_ms=start, end_ms=end, places=places, left=max(0, places - booked_in(hall, item.id, start)),
            begun=True if start <= now_ms else None,
        )
        for start, end in slots_of(hall, item, day)
    )


def open_of(hall: Hall, person: str, item: str, day: str = "") -> Appointment | None:
    """The appointment that a person still has for an item, on that day or on any."""
    found = (
        one for one in hall.appointments.values()
        if one.person == person and one.items[0] == item and one.state is AppointmentState.BOOKED
        and day in ("", one.day)
    )  # fmt: skip
    return min(found, key=lambda one: one.start_ms, default=None)


def when(one: Appointment, now_ms: int) -> Words:
    """The slot as people say it."""
    said, end = say_when(at_hall(one.start_ms), at_hall(now_ms)), f"{at_hall(one.end_ms):%H:%M}"
    return Words(zh=f"{said.zh}–{end}", en=f"{said.en}–{end}")
