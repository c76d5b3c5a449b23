"""What is decided about needs, and who is told of them: the guide desk and the pad of the window, when it is called."""

from configs.text import Text
from edge_hub.contract import need as n
from edge_hub.contract.base import Words
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.queue import STATE_NAMES, TicketState
from edge_hub.contract.reasons import Reason

from .hall import Hall
from .means import Decision, Happening, Means, Verdict
from .values import OVER

SEAL = "needs"


def note_needs(hall: Hall, command: Command, body: n.NoteNeeds, means: Means) -> Verdict:
    """For somebody who is still to be called, or at a window."""
    ticket = hall.find(body.ticket)
    if ticket is None:
        return rejected(Reason.TICKET_UNKNOWN)
    if ticket.state in OVER:
        return rejected(Reason.TICKET_MOVED, number=ticket.number, state=STATE_NAMES[ticket.state])
    no = needs_say_no(hall, body.needs)
    if no:
        return no
    if body.needs == hall.needs.get(ticket.id, ()):
        return Decision()
    return Decision((noted(ticket.id, body.needs, command.device, means.now_ms),))


def noted(ticket: str, needs: tuple[str, ...], device: str, now_ms: int) -> Happening:
    """The record, its needs sealed."""
    return Happening(n.NeedsNoted(ticket=ticket, device=device, at_ms=now_ms), {SEAL: ",".join(needs)})


def noted_if(ticket: str, needs: tuple[str, ...] | None, device: str, now_ms: int) -> tuple[Happening, ...]:
    """The record of a new ticket's needs; nothing where it has none."""
    return (noted(ticket, needs, device, now_ms),) if needs else ()


def needs_say_no(hall: Hall, needs: tuple[str, ...] | None) -> Rejected | None:
    unknown = needs and not set(needs) <= _names(hall).keys()
    return rejected(Reason.NEED_UNKNOWN) if unknown else None


def guided_at(hall: Hall, window: str) -> n.Guided | None:
    """Who is at a window, or called to it, and has needs."""
    at = hall.windows[window].at
    needs = hall.needs.get(at or "")
    if at is None or not needs:
        return None
    ticket, names = hall.tickets[at], _names(hall)
    return n.Guided(
        ticket=at, number=ticket.number, window=hall.plan.label(window),
        needs=tuple(names.get(need) or Words(zh=need, en=need) for need in needs), called_ms=ticket.called_ms,
        served=ticket.state is TicketState.SERVING,
    )  # fmt: skip


def to_fetch(hall: Hall) -> tuple[n.Guided, ...]:
    """Those called and not yet there, who has waited longest first: for the guide desk."""
    if not hall.needs:
        return ()
    found = (guided_at(hall, window) for window in hall.windows)
    return tuple(sorted((one for one in found if one and not one.served), key=lambda one: (one.called_ms, one.number)))


def _names(hall: Hall) -> dict[str, Words]:
    return {one.id: _words(one.name) for one in hall.plan.site.rules.needs}


def _words(text: Text) -> Words:
    return Words(zh=text.zh, en=text.en)
