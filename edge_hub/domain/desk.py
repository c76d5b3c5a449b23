"""What is decided at the guide desk for people: tickets given by hand, two made one, priority, a limit lifted.

Each has a reason, which is sealed with the record. Nothing here goes around a closed item, a daily cap or the hall's
hours; only the last ticket time and what an ID card proves can be lifted, since the guide sees the person.
"""

from datetime import date, datetime, time

from edge_hub.contract import desk as k
from edge_hub.contract import queue as q
from edge_hub.contract.base import Lasting
from edge_hub.contract.clock import HALL_ZONE, minute_of, to_ms
from edge_hub.contract.desk import HelpReason
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.need import NEEDS_MAX
from edge_hub.contract.queue import DUE, STATE_NAMES, TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.contract.reprint import ReprintAsked

from .calendar import hours_on
from .hall import Hall
from .lease import order_by_time
from .limits import hall_says_no, item_says_no
from .means import Decision, Happening, Means, Verdict
from .need import needs_say_no, noted_if
from .numbering import number_of
from .priority import class_says_no, ground_says_no
from .queue import booked_says_no, issue, slip_of, ticket_for
from .reprint import machine_says_no
from .values import Ticket

LIFTABLE = frozenset({Reason.NO_MORE_TICKETS, Reason.PERSON_NEEDED, Reason.PERSON_LIMIT})
"""What a guide may decide otherwise."""
WATCH_FAST_MS = 120_000
"""So far may the guide's watch be ahead of the hub: the ticket then counts from now."""
ITEMS_MAX = 8
"""On a ticket that was merged."""


def take(hall: Hall, command: Command, body: k.TakeAtDesk, means: Means) -> Verdict:
    """A number to write down, or with the request to a machine to print it."""
    no = None if body.print_at is None else machine_says_no(hall, body.print_at)
    no = no or _cannot_take(hall, body.items, body.cls, body.person, body.lift, means.now_ms)
    no = no or ground_says_no(hall, body.cls, body.ground) or needs_say_no(hall, body.needs)
    if no:
        return no
    if not body.why.strip() and (body.lift or body.reason is HelpReason.OTHER):
        return rejected(Reason.WHY_NEEDED)
    new = issue(hall, means, command.device, body.items, body.cls, body.lang, body.person)
    helped = k.TicketHelped(
        ticket=new.ticket, device=command.device, how="printed" if body.print_at else "written", lifted=body.lift,
        at_ms=means.now_ms,
    )  # fmt: skip
    happenings = [new.taken, Happening(helped, _sealed(body.reason, body.why, body.ground))]
    happenings += noted_if(new.ticket, body.needs, command.device, means.now_ms)
    if body.print_at:
        asked = ReprintAsked(request=means.new_id(), ticket=new.ticket, machine=body.print_at, at_ms=means.now_ms)
        happenings.append(Happening(asked))
    return Decision(tuple(happenings), new.slip)


def register(hall: Hall, command: Command, body: k.RegisterWritten, means: Means) -> Verdict:
    """A number that the guide wrote joins the line by its time, once. It was promised: like an offline ticket it counts
    though its item is closed or the hall's last ticket time is over."""
    queue, nth = body.number[0], int(body.number[1:])
    span = hall.plan.written.get(command.device, range(0))
    if any(hall.plan.item(item) is None for item in body.items):
        return rejected(Reason.ITEM_UNKNOWN)
    no = class_says_no(hall, body.cls)
    if no:
        return no
    if nth not in span or hall.plan.queue_of_item[body.items[0]] != queue:
        letter = hall.plan.queue_of_item[body.items[0]]
        digits = hall.plan.site.rules.numbers.digits
        first, last = (number_of(letter, one, digits) for one in (span.start, max(span.start, span.stop - 1)))
        return rejected(Reason.NOT_OF_THIS_DESK, number=body.number, first=first, last=last)
    number = number_of(queue, nth, hall.plan.site.rules.numbers.digits)
    known = hall.find(number)
    if known is not None:
        if (known.device, known.asked) != (command.device, body.items):
            return rejected(Reason.WRITTEN_TWICE, number=number)
        return Decision(result=lambda: slip_of(hall, known.id, 0, None))
    no = ground_says_no(hall, body.cls, body.ground) or _time_says_no(hall, body.taken_ms, means.now_ms)
    return no or _joins(hall, command, body, number, nth, means)


def _time_says_no(hall: Hall, told_ms: int | None, now_ms: int) -> Rejected | None:
    """A time that nobody can have meant: still to come, or before the day's opening. A watch may be a little fast."""
    if told_ms is None:
        return None
    if told_ms > now_ms + WATCH_FAST_MS:
        return rejected(Reason.TAKEN_TOO_LATE, told=minute_of(told_ms), now=minute_of(now_ms))
    today = date.fromisoformat(hall.day)
    hours = hours_on(hall.plan.site.hall.opening, today)
    opens_ms = hours[0][0] if hours else to_ms(datetime.combine(today, time.min, HALL_ZONE))
    if told_ms < opens_ms:
        return rejected(Reason.TAKEN_TOO_EARLY, told=minute_of(told_ms), opens=minute_of(opens_ms))
    return None


def _joins(hall: Hall, command: Command, body: k.RegisterWritten, number: str, nth: int, means: Means) -> Verdict:
    rank, ticket = hall.plan.rank_of_class[body.cls], means.new_id()
    earliest_ms = means.now_ms - hall.plan.site.rules.leases.back_max_min * 60_000
    told_ms = means.now_ms if body.taken_ms is None else body.taken_ms
    taken_ms = min(means.now_ms, max(told_ms, earliest_ms))
    order = order_by_time(hall, body.items[0], rank, taken_ms)
    ahead = hall.ahead_of(body.items[0], (rank, order, taken_ms, ticket), means.now_ms)
    taken = q.TicketTaken(
        ticket=ticket, number=number, queue=number[0], nth=nth, day=hall.day, items=body.items, cls=body.cls,
        lang=body.lang, device=command.device, token_hash=means.token_hash(ticket), ahead=ahead, order=order,
        at_ms=taken_ms,
    )  # fmt: skip
    helped = k.TicketHelped(ticket=ticket, device=command.device, how="written", at_ms=means.now_ms)
    sealed = _sealed(HelpReason.MACHINE, body.why, body.ground)
    return Decision((Happening(taken), Happening(helped, sealed)), lambda: slip_of(hall, ticket, ahead, None))


def _sealed(reason: HelpReason, why: str, ground: str | None) -> dict[str, str]:
    """Why somebody was helped, and by what they go first."""
    return {"reason": reason.value, "why": why} | ({"ground": ground} if ground else {})


def merge(hall: Hall, command: Command, body: k.MergeTickets, means: Means) -> Verdict:
    """The ticket that stays keeps its place: nobody is passed because somebody had two. Of two classes the better one
    counts, since it is one person."""
    gone, into = ticket_for(hall, body, body.ticket), hall.find(body.into)
    if isinstance(gone, Rejected):
        return gone
    if into is None:
        return rejected(Reason.TICKET_UNKNOWN)
    if into.state is not TicketState.WAITING:
        return rejected(Reason.TICKET_MOVED, number=into.number, state=STATE_NAMES[into.state])
    if gone.id == into.id or (gone.person and into.person and gone.person != into.person):
        return rejected(Reason.NOT_ONE_PERSON, number=gone.number, other=into.number)
    added = tuple(item for item in gone.items[gone.at :] if item not in into.items[into.at :])
    items = (*into.items, *added)
    if len(items) - into.at > ITEMS_MAX:
        return rejected(Reason.TOO_MANY_ITEMS, max=ITEMS_MAX)
    events: tuple[Lasting, ...] = (
        k.TicketMerged(ticket=gone.id, into=into.id, at_ms=means.now_ms),
        k.ItemsAdded(
            ticket=into.id, from_ticket=gone.id, items=items, cls=_better(gone, into),
            at_ms=means.now_ms,
        ),
    )  # fmt: skip
    why = {"why": body.why}
    mine = hall.needs.get(into.id, ())
    needs = (*mine, *(one for one in hall.needs.get(gone.id, ()) if one not in mine))[:NEEDS_MAX]
    both = noted_if(into.id, needs, command.device, means.now_ms) if needs != mine else ()
    return Decision((Happening(events[0], why), Happening(events[1]), *both))


def _better(gone: Ticket, into: Ticket) -> str:
    """An appointment is for its own items: it is not handed on to another ticket's."""
    return gone.cls if gone.rank < into.rank and gone.cls != DUE else into.cls


def prioritise(hall: Hall, command: Command, body: k.GivePriority, means: Means) -> Verdict:
    """Only to a class that somebody belongs to by what they are; an appointment is not given here."""
    ticket = ticket_for(hall, body, body.ticket)
    if isinstance(ticket, Rejected):
        return ticket
    no = class_says_no(hall, body.cls) or ground_says_no(hall, body.cls, body.reason)
    if no:
        return no
    if not body.reason and not body.why.strip():
        return rejected(Reason.WHY_NEEDED)
    if body.cls == ticket.cls:
        return Decision()
    event = k.PriorityGiven(ticket=ticket.id, cls=body.cls, was=ticket.cls, at_ms=means.now_ms)
    return Decision((Happening(event, {"reason": body.reason or "", "why": body.why}),))


def lift(hall: Hall, command: Command, body: k.LiftLimit, means: Means) -> Verdict:
    """One more, and only to whom the limit says no now: pressed twice it gives one."""
    ticket, item = hall.find(body.ticket), hall.plan.item(body.item)
    if ticket is None:
        return rejected(Reason.TICKET_UNKNOWN)
    if item is None:
        return rejected(Reason.ITEM_UNKNOWN)
    limit = item.person_daily_limit
    if limit is None or not ticket.person or hall.taken_by_person.get((ticket.person, item.id), 0) < limit:
        return rejected(Reason.NOTHING_TO_LIFT, number=ticket.number, item=hall.names[item.id])
    event = k.LimitLifted(ticket=ticket.id, item=item.id, at_ms=means.now_ms)
    return Decision((Happening(event, {"why": body.why}),))


def _cannot_take(
    hall: Hall, items: tuple[str, ...], cls: str, person: str | None, lift: bool, now_ms: int
) -> Rejected | None:
    """The first "no" that the guide cannot lift, or has not lifted."""
    no = class_says_no(hall, cls)
    if no:
        return no
    max_items = hall.plan.site.rules.ticket_max_items
    if len(items) > max_items:
        return rejected(Reason.TOO_MANY_ITEMS, max=max_items)
    nos = [hall_says_no(hall, now_ms), booked_says_no(hall, items, person, now_ms)]
    for nth, item_id in enumerate(items):
        item = hall.plan.item(item_id)
        nos.append(rejected(Reason.ITEM_UNKNOWN) if item is None else item_says_no(hall, item, person, items[:nth]))
    return next((no for no in nos if no and not (lift and no.reason in LIFTABLE)), None)
