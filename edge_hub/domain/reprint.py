"""What is decided about reprints: for whom, where, and that a machine gets the slip once."""

from edge_hub.contract import reprint as r
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.queue import STATE_NAMES, TicketSlip, TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.contract.reprint import PENDING, ReprintState

from .forecast import forecast
from .hall import Hall
from .means import Decision, Happening, Means, Verdict
from .queue import slip_of
from .reprint_views import MACHINE, told
from .values import OVER, Reprint, Ticket


def ask(hall: Hall, command: Command, body: r.ReprintSlip, means: Means) -> Verdict:
    """A reprint for whoever still needs the slip, at a machine that is there, one at a time for a ticket."""
    ticket = hall.find(body.ticket)
    if ticket is None:
        return rejected(Reason.TICKET_UNKNOWN)
    if ticket.state in OVER:
        return rejected(Reason.TICKET_MOVED, number=ticket.number, state=STATE_NAMES[ticket.state])
    no = machine_says_no(hall, body.at)
    if no:
        return no
    known = hall.reprints.get(ticket.id)
    if known is not None and known.state in PENDING:
        return rejected(Reason.REPRINT_PENDING, number=ticket.number, device=known.machine)
    event = r.ReprintAsked(request=means.new_id(), ticket=ticket.id, machine=body.at, at_ms=means.now_ms)
    why = {"why": body.why} if body.why else None
    return Decision((Happening(event, why),), lambda: told(hall, hall.reprints[ticket.id]))


def machine_says_no(hall: Hall, name: str) -> Rejected | None:
    """Why that device cannot print a slip now."""
    machine = hall.plan.devices.get(name)
    if machine is None or machine.kind != MACHINE:
        return rejected(Reason.NO_TICKET_MACHINE, device=name)
    return rejected(Reason.MACHINE_AWAY, device=name) if name in hall.offline else None


def fetch(hall: Hall, command: Command, body: r.FetchSlip, means: Means) -> Verdict:
    """The slip, to the machine that is to print it, once. Its token is derived as the reply leaves."""
    known = next((one for one in hall.reprints.values() if one.request == body.request), None)
    if known is None or known.state is not ReprintState.ASKED:
        return rejected(Reason.REPRINT_OVER)
    if known.machine != command.device:
        return rejected(Reason.NOT_ALLOWED)
    event = r.ReprintFetched(
        request=known.request, ticket=known.ticket, machine=known.machine, at_ms=means.now_ms
    )  # fmt: skip
    slip = _slip(hall, hall.tickets[known.ticket], means.now_ms)
    return Decision((Happening(event),), lambda: slip)


def lapse(reprint: Reprint, now_ms: int) -> r.ReprintLapsed:
    """Its time is over."""
    return r.ReprintLapsed(
        request=reprint.request, ticket=reprint.ticket, machine=reprint.machine,
        fetched=reprint.state is ReprintState.PRINTING, at_ms=now_ms,
    )  # fmt: skip


def _slip(hall: Hall, ticket: Ticket, now_ms: int) -> TicketSlip:
    """The slip as it would be taken now, in the language of the person."""
    waits = ticket.state is TicketState.WAITING
    ahead = hall.ahead_of(ticket.item, ticket.key, now_ms, ticket.sent_to) if waits else 0
    told = forecast(hall, ticket.item, ticket.key, ahead, now_ms) if waits else None
    return slip_of(hall, ticket.id, ahead, told).model_copy(update={"lang": ticket.lang})
