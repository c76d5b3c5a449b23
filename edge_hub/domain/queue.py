"""What is decided about tickets: taking, cancelling, requeueing, and their story."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from edge_hub.contract import queue as q
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.queue import STATE_NAMES, TicketState
from edge_hub.contract.reasons import Reason

from .forecast import forecast, range_min
from .hall import Hall
from .limits import hall_says_no, item_says_no
from .means import Decision, Happening, Means, Verdict, happen
from .moves import MOVES
from .need import needs_say_no, noted_if
from .numbering import next_nth, number_of
from .priority import claim_says_no, claimed_if, class_says_no
from .routing import nth_behind
from .slots import open_of, when
from .story import lines
from .values import Ticket
from .views import brief
from .visit import chosen_first, first_item


def take(hall: Hall, command: Command, body: q.TakeTicket, means: Means) -> Verdict:
    """A ticket from a ticket machine, or the reason why not."""
    no = hall_says_no(hall, means.now_ms) or _items_say_no(hall, body.items, body.person)
    no = no or needs_say_no(hall, body.needs)
    if no:
        return no
    no = class_says_no(hall, body.cls) or claim_says_no(hall, command.device, body.cls, body.reason)
    no = no or booked_says_no(hall, body.items, body.person, means.now_ms)
    if no:
        return no
    new = issue(hall, means, command.device, body.items, body.cls, body.lang, body.person, bool(body.free))
    taken = _with_card(new.taken, body)
    claimed = claimed_if(hall, new.ticket, body.cls, body.reason, command.device, means.now_ms)
    return Decision((taken, *claimed, *noted_if(new.ticket, body.needs, command.device, means.now_ms)), new.slip)


def _with_card(taken: Happening, body: q.TakeTicket) -> Happening:
    """What the card that was read says of the person, for the figures."""
    if body.age is None and body.sex is None:
        return taken
    return replace(taken, event=taken.event.model_copy(update={"age": body.age, "sex": body.sex}))


class Issue(NamedTuple):
    """A new number: what to record, its ticket, and the slip to be made once the event is folded in."""

    taken: Happening
    ticket: str
    slip: Callable[[], q.TicketSlip]


def issue(
    hall: Hall, means: Means, device: str, items: tuple[str, ...], cls: str, lang: q.Lang, person: str | None,
    free: bool = False,
) -> Issue:  # fmt: skip
    """A number at the end of its class."""
    place = hall.place_at_the_end(hall.plan.rank_of_class[cls], means.now_ms)
    first = first_item(hall, items, place, means.now_ms) if free and len(items) > 1 else None
    items = chosen_first(items, 0, first.item) if first else items
    ahead = hall.ahead_of(items[0], place, means.now_ms)
    told = forecast(hall, items[0], place, ahead, means.now_ms)
    taken = taken_event(hall, means, items, cls, lang, device, ahead, told)
    if first:
        taken = taken.model_copy(update={"free": True, "first": first})
    sealed = {"person": person} if person else None
    return Issue(
        Happening(taken, sealed), taken.ticket, partial(slip_of, hall, taken.ticket, taken.ahead, taken.forecast)
    )


def taken_event(
    hall: Hall, means: Means, items: tuple[str, ...], cls: str, lang: q.Lang, device: str, ahead: int,
    told: q.Forecast | None,
) -> q.TicketTaken:  # fmt: skip
    """The event of a new number; `ahead` counts those who would be called before, `told` is the wait to expect."""
    numbers = hall.plan.site.rules.numbers
    queue = hall.plan.queue_of_item[items[0]]
    nth = next_nth(hall.issued.get(queue), numbers.first, hall.lent_of(queue))
    ticket = means.new_id()
    return q.TicketTaken(
        ticket=ticket, number=number_of(queue, nth, numbers.digits), queue=queue, nth=nth, day=hall.day, items=items,
        cls=cls, lang=lang, device=device, token_hash=means.token_hash(ticket), ahead=ahead, forecast=told,
        at_ms=means.now_ms,
    )  # fmt: skip


def slip_of(hall: Hall, ticket_id: str, ahead: int, told: q.Forecast | None) -> q.TicketSlip:
    """What the slip says. The token is not in it: it is derived again whenever the reply is sent."""
    ticket = hall.tickets[ticket_id]
    shown = hall.open_windows(ticket.item) or hall.windows_of_item.get(ticket.item, ())
    return q.TicketSlip(
        ticket=ticket.id, number=ticket.number, items=ticket.items,
        item_names=tuple(hall.names[one] for one in ticket.items),
        windows=hall.labels(shown), ahead=ahead, wait_min=range_min(told), cls=ticket.cls,
        taken_ms=ticket.taken_ms,
    )  # fmt: skip


def requeue(hall: Hall, command: Command, body: q.Requeue, means: Means) -> Verdict:
    """A passed ticket comes back `requeue_places` behind the first of its class (过号重排), at every window that may
    call it: so it takes the latest of their places, and never one before its own."""
    ticket = ticket_for(hall, body, body.ticket)
    if isinstance(ticket, Rejected):
        return ticket
    no = another_windows(hall, command, ticket)
    if no:
        return no
    if hall.plan.item(ticket.item) is None:
        return rejected(Reason.ITEM_UNKNOWN)
    places = hall.plan.site.rules.requeue_places
    windows = hall.open_windows(ticket.item) or hall.windows_of_item.get(ticket.item, ())
    ends = [nth_behind(hall.line_keys(window), ticket.rank, places) for window in windows]
    behind = [end for end in ends if end is not None]
    if places == 0:
        queued_ms, order = ticket.queued_ms, ticket.order
    elif behind and len(behind) == len(ends):
        _, last, queued_ms, _ = max(behind)
        order = last + 1
        if order < ticket.order:  # it was called before older ones of its class: by hand, or at another line
            queued_ms, order = ticket.queued_ms, ticket.order
    else:  # somewhere fewer wait: behind them all
        queued_ms, order = means.now_ms, hall.place_at_the_end(ticket.rank, means.now_ms)[1] - 1
    return happen(
        q.TicketRequeued(ticket=ticket.id, places=places, queued_ms=queued_ms, order=order, at_ms=means.now_ms)
    )


def cancel(hall: Hall, command: Command, body: q.Cancel, means: Means) -> Verdict:
    """The reason is a person's words: sealed."""
    ticket = ticket_for(hall, body, body.ticket)
    if isinstance(ticket, Rejected):
        return ticket
    no = another_windows(hall, command, ticket)
    if no:
        return no
    event = q.TicketCancelled(ticket=ticket.id, device=command.device, at_ms=means.now_ms)
    return Decision((Happening(event, {"why": body.why} if body.why else None),))


def show(hall: Hall, command: Command, body: q.ShowTicket, means: Means) -> Verdict:
    """The story of a ticket of today; nothing is recorded."""
    ticket = hall.find(body.ticket)
    if ticket is None:
        return rejected(Reason.TICKET_UNKNOWN)
    waiting = ticket.state is TicketState.WAITING
    story = q.TicketStory(
        brief=brief(hall, ticket), items=tuple(hall.names[one] for one in ticket.items),
        window=hall.plan.label(ticket.window) if ticket.window else None, taken_ms=ticket.taken_ms,
        ahead=hall.ahead_of(ticket.item, ticket.key, means.now_ms, ticket.sent_to) if waiting else None,
        lines=lines(hall, ticket),
    )  # fmt: skip
    return Decision(result=lambda: story, recorded=False)


def ticket_for(hall: Hall, body: Any, name: str) -> Ticket | Rejected:
    """The ticket that a command names, if the move table lets the command touch it."""
    ticket = hall.find(name)
    if ticket is None:
        return rejected(Reason.TICKET_UNKNOWN)
    return moves_not(ticket, body) or ticket


def another_windows(hall: Hall, command: Command, ticket: Ticket) -> Rejected | None:
    """Why the pad of a window has nothing to do with a ticket. A console is bound to none."""
    window = hall.plan.devices[command.device].window
    if window is None:
        return None
    at = ticket.window if ticket.state in (TicketState.CALLED, TicketState.HELD) else ticket.sent_to
    if at is not None and at != window:
        return rejected(Reason.TICKET_OF_ANOTHER_WINDOW, number=ticket.number, window=hall.plan.label(at))
    mine = at == window or ticket.id in hall.windows[window].passed or ticket.item in hall.items_of_window[window]
    return None if mine else rejected(Reason.ITEM_NOT_HERE, item=hall.names.get(ticket.item, ticket.item))


def moves_not(ticket: Ticket, body: Any) -> Rejected | None:
    """A refusal if the move table has no row from the ticket's state by this command."""
    if ticket.state in MOVES[body.do].before:
        return None
    return rejected(Reason.TICKET_MOVED, number=ticket.number, state=STATE_NAMES[ticket.state])


def booked_says_no(hall: Hall, items: tuple[str, ...], person: str | None, now_ms: int) -> Rejected | None:
    """Nobody who has an appointment today for one of these items queues for it."""
    booked = next((one for item in items if person and (one := open_of(hall, person, item, hall.day))), None)
    if booked is None:
        return None
    return rejected(Reason.HAS_APPOINTMENT, item=hall.names[booked.items[0]], when=when(booked, now_ms))


def _items_say_no(hall: Hall, items: tuple[str, ...], person: str | None) -> Rejected | None:
    max_items = hall.plan.site.rules.ticket_max_items
    if len(items) > max_items:
        return rejected(Reason.TOO_MANY_ITEMS, max=max_items)
    for nth, item_id in enumerate(items):
        item = hall.plan.item(item_id)
        no = rejected(Reason.ITEM_UNKNOWN) if item is None else item_says_no(hall, item, person, items[:nth])
        if no:
            return no
    return None
