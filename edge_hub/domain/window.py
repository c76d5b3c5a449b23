"""What is decided at a window: calling, serving, holding, passing on, undoing, opening and closing.

Every command of a window names it; `decide.py` has already checked that device, session and version are right.
"""

from functools import partial
from typing import Any

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.base import Words
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import WINDOW_STATE_NAMES, WindowState

from .hall import NOBODY, Hall
from .limits import closed_says_no, item_says_no
from .means import Decision, Happening, Means, Verdict, happen
from .moves import WINDOW_MOVE
from .queue import moves_not, slip_of, taken_event, ticket_for
from .routing import BY_HAND, passed_by, pick_next
from .values import Ticket, Window
from .views import at_window
from .visit import next_item

PASSED_NAMED = 5
"""Of those whom a call passed over, so many are named in its record."""


def call_next(hall: Hall, command: Command, body: q.CallNext, means: Means) -> Verdict:
    """The policy picks; the record says why this ticket, and who was passed over."""
    no = _cannot_call(hall, body.window)
    if no:
        return no
    policy = hall.plan.policy
    pick = pick_next(hall.lines(body.window), means.now_ms, policy, hall.overtaken)
    if pick is None:
        return rejected(Reason.NOBODY_WAITS)
    return _call(hall, body.window, hall.tickets[pick.ticket], policy.name, pick.firm, means)


def call_ticket(hall: Hall, command: Command, body: q.CallTicket, means: Means) -> Verdict:
    """A given ticket: one that waits for an item of this window, or a passed one that came after all."""
    no = _cannot_call(hall, body.window)
    if no:
        return no
    ticket = ticket_for(hall, body, body.ticket)
    if isinstance(ticket, Rejected):
        return ticket
    if ticket.sent_to not in (None, body.window):
        return rejected(
            Reason.TICKET_OF_ANOTHER_WINDOW, number=ticket.number, window=hall.plan.label(ticket.sent_to or "")
        )
    sent_here = ticket.sent_to == body.window  # perhaps by a rule that is over
    if ticket.item not in hall.items_of_window[body.window] and not sent_here:
        return rejected(Reason.ITEM_NOT_HERE, item=hall.names[ticket.item])
    return _call(hall, body.window, ticket, BY_HAND, False, means, body.why)


def _call(
    hall: Hall, window: str, ticket: Ticket, policy: str, firm: bool, means: Means, words: str = ""
) -> Decision:
    passed = passed_by(hall.line_keys(window), ticket.key, PASSED_NAMED)
    known = hall.overtaken.get(ticket.id)
    why = q.CallWhy(
        cls=ticket.cls, rank=ticket.rank, came=ticket.came, overtaken=known.times if known else ticket.overtaken,
        firm=firm, passed_by_class=passed.worse, passed_by_choice=passed.others,
        passed=tuple(hall.tickets[one].number for one in passed.oldest), rule=hall.helps.get((window, ticket.item)),
    )  # fmt: skip
    event = q.TicketCalled(
        ticket=ticket.id, window=window, item=ticket.item, clerk=hall.windows[window].clerk, policy=policy,
        passed_over=passed.worse + passed.others, why=why, at_ms=means.now_ms,
    )  # fmt: skip
    return Decision((Happening(event, {"why": words} if words else None),), lambda: _at_window(hall, window))


def recall(hall: Hall, command: Command, body: q.Recall, means: Means) -> Verdict:
    ticket = _ticket_at(hall, body)
    if isinstance(ticket, Rejected):
        return ticket
    recall_max = hall.plan.site.rules.recall_max
    if ticket.calls > recall_max:
        return rejected(Reason.RECALLED_ENOUGH, max=recall_max)
    return happen(q.TicketRecalled(ticket=ticket.id, window=body.window, at_ms=means.now_ms))


def start(hall: Hall, command: Command, body: q.Start, means: Means) -> Verdict:
    ticket = _ticket_at(hall, body)
    return (
        ticket if isinstance(ticket, Rejected) else happen(_service_started(hall, body.window, ticket, "clerk", means))
    )


def finish(hall: Hall, command: Command, body: q.Finish, means: Means) -> Verdict:
    """The service ends. The next item of the ticket is served at once where the window handles it, else waits its turn;
    which that is of a free list, and why, is on record.

    A clerk who forgot to press start gets a service of no length: on record as such, and left out of speed figures.
    """
    ticket = _ticket_at(hall, body)
    if isinstance(ticket, Rejected):
        return ticket
    events: list[q.ServiceStarted | q.ServiceFinished] = []
    service = ticket.service
    if ticket.state is TicketState.CALLED or service is None:
        started = _service_started(hall, body.window, ticket, "finish", means)
        events.append(started)
        service = started.service
    then = next_item(hall, ticket, body.window, means.now_ms)
    following = then.item if then else ticket.items[ticket.at + 1] if ticket.at + 1 < len(ticket.items) else None
    after = TicketState.DONE
    if following:
        here = following in hall.items_of_window[body.window]
        after = TicketState.SERVING if here else TicketState.WAITING
    events.append(
        q.ServiceFinished(
            service=service, ticket=ticket.id, window=body.window, item=ticket.item,
            clerk=hall.windows[body.window].clerk, after=after, then=then,
            at_ms=means.now_ms,
        )
    )  # fmt: skip
    if after is TicketState.SERVING and following:
        events.append(_service_started(hall, body.window, ticket, "next_item", means, item=following))
    return happen(*events)


def no_show(hall: Hall, command: Command, body: q.NoShow, means: Means) -> Verdict:
    ticket = _ticket_at(hall, body)
    if isinstance(ticket, Rejected):
        return ticket
    after_s = hall.plan.site.rules.no_show_after_s
    left = after_s - (means.now_ms - ticket.called_ms) // 1000
    if 0 < left <= after_s:
        return rejected(Reason.TOO_EARLY, left=left)
    return happen(q.TicketPassed(ticket=ticket.id, window=body.window, at_ms=means.now_ms))


def give_back(hall: Hall, command: Command, body: q.Return, means: Means) -> Verdict:
    """Called by mistake: the ticket waits at its old place (退回)."""
    ticket = _ticket_at(hall, body)
    if isinstance(ticket, Rejected):
        return ticket
    return happen(q.TicketReturned(ticket=ticket.id, window=body.window, at_ms=means.now_ms))


def hold(hall: Hall, command: Command, body: q.Hold, means: Means) -> Verdict:
    ticket = _ticket_at(hall, body)
    if isinstance(ticket, Rejected):
        return ticket
    return _with_why(q.TicketHeld(ticket=ticket.id, window=body.window, at_ms=means.now_ms), body.why)


def resume(hall: Hall, command: Command, body: q.Resume, means: Means) -> Verdict:
    no = _cannot_call(hall, body.window)
    if no:
        return no
    ticket = ticket_for(hall, body, body.ticket)
    if isinstance(ticket, Rejected):
        return ticket
    if ticket.id not in hall.windows[body.window].held:
        return _of_another(hall, ticket)
    return happen(q.TicketResumed(ticket=ticket.id, window=body.window, at_ms=means.now_ms))


def transfer(hall: Hall, command: Command, body: q.Transfer, means: Means) -> Verdict:
    """To another item, to a named window, or both; the time of taking counts on."""
    ticket = _ticket_at(hall, body)
    if isinstance(ticket, Rejected):
        return ticket
    to_item = body.to_item or ticket.item
    item = hall.plan.item(to_item)
    if item is None or (body.to_item is None and body.to_window is None):
        return rejected(Reason.ITEM_UNKNOWN)
    if body.to_window is not None:
        if body.to_window not in hall.windows:
            return rejected(Reason.WINDOW_UNKNOWN)
        if to_item not in hall.items_of_window[body.to_window]:
            return rejected(Reason.ITEM_NOT_HERE, item=hall.names[item.id])
        if hall.windows[body.to_window].state is WindowState.CLOSED:
            return rejected(Reason.WINDOW_UNSTAFFED, window=hall.plan.label(body.to_window))
    elif body.to_item is not None and (no := closed_says_no(hall, item)):
        return no
    event = q.TicketTransferred(
        ticket=ticket.id, window=body.window,
        service=ticket.service if ticket.state is TicketState.SERVING else None,
        to_item=to_item, to_window=body.to_window, at_ms=means.now_ms,
    )  # fmt: skip
    return _with_why(event, body.why)


def undo_finish(hall: Hall, command: Command, body: q.UndoFinish, means: Means) -> Verdict:
    """The finish was a slip of the finger: the same service goes on, if nothing else was called since. A next item
    that the finish began at this window never took place."""
    window = hall.windows[body.window]
    ticket = _undoable(hall, body, window, means, window.finished_ms)
    if isinstance(ticket, Rejected):
        return ticket
    going_on = window.at == ticket.id and ticket.service in hall.services
    if going_on and hall.services[ticket.service or ""].by != "next_item":
        return rejected(Reason.STALE)
    if window.finished != ticket.id or window.to_rate is None or not (going_on or ticket.service == window.to_rate):
        return rejected(Reason.STALE)
    return happen(
        q.FinishUndone(
            ticket=ticket.id, window=body.window, service=window.to_rate, at_ms=means.now_ms,
            void=ticket.service if window.at == ticket.id else None,
        )
    )  # fmt: skip


def undo_no_show(hall: Hall, command: Command, body: q.UndoNoShow, means: Means) -> Verdict:
    window = hall.windows[body.window]
    if window.state is not WindowState.OPEN:
        return rejected(Reason.WINDOW_NOT_OPEN)
    ticket = hall.find(body.ticket)
    if ticket is None:
        return rejected(Reason.TICKET_UNKNOWN)
    undoable = _undoable(hall, body, window, means, ticket.since_ms)
    if isinstance(undoable, Rejected):
        return undoable
    if ticket.id not in window.passed:
        return _of_another(hall, ticket)
    return happen(q.NoShowUndone(ticket=ticket.id, window=body.window, at_ms=means.now_ms))


def walk_up(hall: Hall, command: Command, body: q.TakeWalkUp, means: Means) -> Verdict:
    """A number for who stands at the window already. The clerk sees the person, so limits per person do not apply."""
    no = _cannot_call(hall, body.window)
    if no:
        return no
    max_items = hall.plan.site.rules.ticket_max_items
    if len(body.items) > max_items:
        return rejected(Reason.TOO_MANY_ITEMS, max=max_items)
    for item_id in body.items:
        item = hall.plan.item(item_id)
        if item is None:
            return rejected(Reason.ITEM_UNKNOWN)
        if item_id not in hall.items_of_window[body.window]:
            return rejected(Reason.ITEM_NOT_HERE, item=hall.names[item.id])
        no = item_says_no(hall, item, person="")
        if no:
            return no
    taken = taken_event(hall, means, body.items, q.NORMAL, body.lang, command.device, ahead=0, told=None)
    started = q.ServiceStarted(
        service=means.new_id(), ticket=taken.ticket, window=body.window, item=body.items[0],
        clerk=hall.windows[body.window].clerk, by="walk_up", at_ms=means.now_ms,
    )  # fmt: skip
    slip = partial(slip_of, hall, taken.ticket, taken.ahead, taken.forecast)
    return Decision((Happening(taken), Happening(started)), slip)


def open_window(hall: Hall, command: Command, body: w.OpenWindow, means: Means) -> Verdict:
    window = hall.windows[body.window]
    no = _window_moves_not(window, body)
    if no:
        return no
    if window.clerk is None:
        return rejected(Reason.NOT_SIGNED_IN)
    return happen(w.WindowOpened(window=window.id, clerk=window.clerk, at_ms=means.now_ms))


def pause_window(hall: Hall, command: Command, body: w.PauseWindow, means: Means) -> Verdict:
    window = hall.windows[body.window]
    no = _window_moves_not(window, body) or busy(hall, window)
    if no:
        return no
    until_ms = means.now_ms + body.minutes * 60_000 if body.minutes else None
    return happen(
        w.WindowPaused(
            window=window.id, clerk=window.clerk or "", reason=body.reason, until_ms=until_ms, at_ms=means.now_ms
        )
    )


def close_window(hall: Hall, command: Command, body: w.CloseWindow, means: Means) -> Verdict:
    window = hall.windows[body.window]
    no = _window_moves_not(window, body) or busy(hall, window)
    if no:
        return no
    closed = w.WindowClosed(window=window.id, clerk=window.clerk, at_ms=means.now_ms)
    return happen(*released(hall, window, means), closed)


def released(hall: Hall, window: Window, means: Means) -> list[q.TicketReleased]:
    """Nobody waits for a window that has closed: those sent to it and those it held wait for any that serves them."""
    theirs = [*(key[3] for key in hall.sent_lines.get(window.id, NOBODY)), *window.held]
    return [q.TicketReleased(ticket=one, window=window.id, at_ms=means.now_ms) for one in theirs]


def _cannot_call(hall: Hall, window_id: str) -> Rejected | None:
    window = hall.windows[window_id]
    if window.state is not WindowState.OPEN:
        return rejected(Reason.WINDOW_NOT_OPEN)
    return busy(hall, window)


def busy(hall: Hall, window: Window) -> Rejected | None:
    return rejected(Reason.WINDOW_BUSY, number=hall.tickets[window.at].number) if window.at else None


def _ticket_at(hall: Hall, body: Any) -> Ticket | Rejected:
    """The ticket at the window, if the move table lets the command move it."""
    at = hall.windows[body.window].at
    if at is None:
        return rejected(Reason.WINDOW_EMPTY)
    ticket = hall.tickets[at]
    return moves_not(ticket, body) or ticket


def _undoable(hall: Hall, body: Any, window: Window, means: Means, done_ms: int) -> Ticket | Rejected:
    ticket = ticket_for(hall, body, body.ticket)
    if isinstance(ticket, Rejected):
        return ticket
    if window.at is not None and window.at != ticket.id:
        return busy(hall, window) or rejected(Reason.STALE)
    limit = hall.plan.site.rules.undo_s
    if means.now_ms - done_ms > limit * 1000:
        return rejected(Reason.TOO_LATE, limit=limit)
    return ticket


def _service_started(
    hall: Hall, window: str, ticket: Ticket, by: Any, means: Means, item: str | None = None
) -> q.ServiceStarted:
    return q.ServiceStarted(
        service=means.new_id(), ticket=ticket.id, window=window, item=item or ticket.item,
        clerk=hall.windows[window].clerk, by=by, at_ms=means.now_ms,
    )  # fmt: skip


def _window_moves_not(window: Window, body: Any) -> Rejected | None:
    if window.state in WINDOW_MOVE[body.do].before:
        return None
    return rejected(Reason.WINDOW_STATE, state=WINDOW_STATE_NAMES[window.state])


def _of_another(hall: Hall, ticket: Ticket) -> Rejected:
    label = hall.plan.label(ticket.window) if ticket.window else Words(zh="其他", en="another")
    return rejected(Reason.TICKET_OF_ANOTHER_WINDOW, number=ticket.number, window=label)


def _with_why(event: Any, why: str) -> Decision:
    """What a clerk writes may name a person: it is sealed."""
    return Decision((Happening(event, {"why": why} if why else None),))


def _at_window(hall: Hall, window: str) -> q.AtWindow:
    at = at_window(hall, hall.windows[window])
    assert at is not None, f"nothing at {window} after a call"
    return at
