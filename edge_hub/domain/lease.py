"""What is decided about numbers lent to ticket machines, and about tickets that they gave while the hub was away.

A number is issued once per queue and day: each machine has a span of its own, the hub leaves it out, and blocks within
it only go up, across hubs (the machine says how far it was lent). An offline ticket joins the line by its time of
taking. That time is the device's and advisory: never before its lease was given, never in the future, never longer ago
than the rules allow, and never before somebody who has been called and may be sent back to the line. What cannot join
is on record and goes to the guide desk.
"""

from collections.abc import Iterator
from hmac import compare_digest

from edge_hub.contract import lease as le
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.ids import uuid7_ms
from edge_hub.contract.lease import Stranding
from edge_hub.contract.queue import TicketCancelled, TicketState, TicketTaken
from edge_hub.contract.reasons import Reason

from .hall import ORDER_STEP, Hall
from .means import Decision, Happening, Means, Verdict
from .numbering import number_of
from .priority import claimed_if

REASONS: dict[Stranding, Reason] = {
    Stranding.DAY_OVER: Reason.DAY_OVER,
    Stranding.NUMBER_TAKEN: Reason.NUMBER_TAKEN,
    Stranding.FORGED: Reason.FORGED,
    Stranding.ITEM_GONE: Reason.ITEM_UNKNOWN,
}


NOBODY_COMES = (TicketState.WAITING, TicketState.PASSED)


def lease_numbers(hall: Hall, command: Command, body: le.LeaseNumbers, means: Means) -> Verdict:
    """The next block of the machine's span."""
    if body.queue not in hall.plan.queue_of_item.values():
        return rejected(Reason.ITEM_UNKNOWN)
    span = hall.plan.lent[command.device]
    used = [ticket.nth for ticket in hall.tickets.values() if ticket.queue == body.queue and ticket.nth in span]
    used += [body.after] if body.after in span else []
    last = max(span.start - 1, hall.leased.get(body.queue, {}).get(span.start, 0), *used)
    count = min(hall.plan.site.rules.leases.size, span.stop - 1 - last)
    if count <= 0:
        return rejected(Reason.NUMBERS_SPENT)
    event = le.NumbersLeased(
        lease=means.new_id(), device=command.device, queue=body.queue, day=hall.day, epoch=means.epoch,
        start=span.start, first=last + 1, tickets=tuple(means.new_id() for _ in range(count)), at_ms=means.now_ms,
    )  # fmt: skip
    return Decision((Happening(event),), lambda: lease_of(hall, event))


def lease_of(hall: Hall, event: le.NumbersLeased) -> le.NumberLease:
    """What the machine is told. Tokens and proofs are not in it: they are derived whenever the reply is sent."""
    digits = hall.plan.site.rules.numbers.digits
    public_url = (hall.plan.site.hall.public_url or "").rstrip("/")
    return le.NumberLease(
        lease=event.lease, device=event.device, queue=event.queue, day=event.day, epoch=event.epoch, first=event.first,
        numbers=tuple(number_of(event.queue, event.first + n, digits) for n in range(len(event.tickets))),
        tickets=event.tickets, url=f"{public_url}/" if public_url else None,
    )  # fmt: skip


def report_offline(hall: Hall, command: Command, body: le.ReportOfflineTicket, means: Means) -> Verdict:
    """Into the line, once; or onto the record for the guide desk."""
    number = number_of(body.queue, body.nth, hall.plan.site.rules.numbers.digits)
    known = hall.tickets.get(body.ticket)
    if known is not None and (known.number, known.device, known.asked) == (number, command.device, body.items):
        return Decision()  # told twice
    why = _why_not(hall, command, body, number, means)
    if why is not None:
        return _strand(hall, command, body, number, why, means)
    rank = hall.plan.rank_of_class[body.cls]
    taken_ms = bounded(body, means.now_ms, hall.plan.site.rules.leases.back_max_min)
    order = order_by_time(hall, body.items[0], rank, taken_ms)
    taken = TicketTaken(
        ticket=body.ticket, number=number, queue=body.queue, nth=body.nth, day=hall.day, items=body.items,
        cls=body.cls, lang=body.lang, device=command.device, token_hash=means.token_hash(body.ticket),
        ahead=hall.ahead_of(body.items[0], (rank, order, taken_ms, body.ticket), means.now_ms),
        lease=body.lease, order=order, at_ms=taken_ms,
    )  # fmt: skip
    events = (*_orphan(hall, command, body, means), taken)
    claimed = claimed_if(hall, body.ticket, body.cls, body.reason, command.device, taken_ms)
    return Decision((*map(Happening, events), *claimed))


def _orphan(hall: Hall, command: Command, body: le.ReportOfflineTicket, means: Means) -> Iterator[TicketCancelled]:
    """The ticket of a question that its machine heard no answer to: it was never printed, nobody will come with it."""
    id = means.ticket_of(body.instead_of) if body.instead_of else None
    ticket = hall.tickets.get(id or "")
    if ticket is not None and ticket.device == command.device and ticket.state in NOBODY_COMES:
        yield TicketCancelled(ticket=ticket.id, device=command.device, instead=body.ticket, at_ms=means.now_ms)


def bounded(body: le.ReportOfflineTicket, now_ms: int, back_max_min: int) -> int:
    """When the ticket counts from. The lease's id carries when the hub gave it."""
    return min(now_ms, max(body.taken_ms, uuid7_ms(body.lease), now_ms - back_max_min * 60_000))


def order_by_time(hall: Hall, item: str, rank: int, taken_ms: int) -> int:
    """Behind the last who came before; those who came between the same two stand by their time."""
    before = max((one.order // ORDER_STEP for one in hall.tickets.values() if one.queued_ms <= taken_ms), default=0)
    order = before * ORDER_STEP + 1
    called = (
        one.order for one in hall.tickets.values()
        if one.state is TicketState.CALLED and one.rank == rank and one.item == item
    )  # fmt: skip
    return max([order, *(one + 1 for one in called)])


def _why_not(
    hall: Hall, command: Command, body: le.ReportOfflineTicket, number: str, means: Means
) -> Stranding | None:
    text = le.proof_text(command.device, body.lease, body.day, body.epoch, body.queue, body.nth, body.ticket)
    if not compare_digest(means.sign(text), body.proof) or body.epoch > means.epoch:
        return Stranding.FORGED
    if body.day != hall.day:
        return Stranding.DAY_OVER
    if body.ticket in hall.tickets or number in hall.by_number:
        return Stranding.NUMBER_TAKEN
    known = all(hall.plan.item(item) is not None for item in body.items) and body.cls in hall.plan.rank_of_class
    return None if known and hall.plan.queue_of_item[body.items[0]] == body.queue else Stranding.ITEM_GONE


def _strand(
    hall: Hall, command: Command, body: le.ReportOfflineTicket, number: str, why: Stranding, means: Means
) -> Decision:
    """A "no" that is itself recorded, once for each ticket that says so."""
    no: Rejected = rejected(REASONS[why], number=number, day=body.day)
    if body.ticket in hall.stranded:
        return Decision(no=no)
    event = le.OfflineTicketStranded(
        ticket=body.ticket, number=number, device=command.device, lease=body.lease, queue=body.queue, nth=body.nth,
        day=body.day, items=body.items, cls=body.cls, why=why, taken_ms=body.taken_ms, at_ms=means.now_ms,
    )  # fmt: skip
    return Decision((Happening(event),), no=no)
