"""Tickets in their lines and at the windows: from taken to done."""

from edge_hub.contract import (
    queue,
)
from edge_hub.contract.queue import Came, TicketState

from ..hall import ORDER_STEP, Hall
from ..values import (
    Service,
    Ticket,
)  # fmt: skip
from ..visit import chosen_first
from .changes import Entities, Folds, Sealed, change_ticket, change_window, forget_passed, without

PASSED_SHOWN_MAX = 12


def _taken(state: Hall, e: queue.TicketTaken, sealed: Sealed) -> None:
    ticket = Ticket(
        id=e.ticket, ver=1, number=e.number, queue=e.queue, nth=e.nth, day=e.day, items=e.items,
        asked=e.items, at=0, cls=e.cls,
        rank=state.plan.rank_of_class.get(e.cls, 99), lang=e.lang, device=e.device, person=sealed.get("person"),
        token_hash=e.token_hash, state=TicketState.WAITING, since_ms=e.at_ms, taken_ms=e.at_ms, queued_ms=e.at_ms,
        order=(len(state.tickets) + 1) * ORDER_STEP if e.order is None else e.order, forecast=_promised(e),
        waits_ms=e.at_ms, overtakes_seen=state.overtakes, free=bool(e.free),
    )  # fmt: skip
    state.put_ticket(ticket)
    state.count_taken(ticket)


def _promised(e: queue.TicketTaken) -> tuple[int, int, int, int, str] | None:
    told = e.forecast
    return None if told is None else (told.low_s, told.likely_s, told.high_s, e.ahead, told.sort)


def _called(state: Hall, e: queue.TicketCalled, _: Sealed) -> None:
    old = state.tickets[e.ticket]
    was_passed = old.state is TicketState.PASSED
    if was_passed:
        forget_passed(state, e.ticket)
    state.note_overtakes(e.window, old.key, e.at_ms)
    change_ticket(
        state, e.ticket, state=TicketState.CALLED, since_ms=e.at_ms, window=e.window, calls=1, called_ms=e.at_ms,
        forecast=None, service=None, started_ms=None, was_passed=was_passed, waited_ms=old.waited_at(e.at_ms),
    )  # fmt: skip
    change_window(state, e.window, at=e.ticket, finished=None)
    state.recent.appendleft(e.ticket)


def _recalled(state: Hall, e: queue.TicketRecalled, _: Sealed) -> None:
    change_ticket(state, e.ticket, calls=state.tickets[e.ticket].calls + 1, called_ms=e.at_ms)
    change_window(state, e.window)


def _started(state: Hall, e: queue.ServiceStarted, _: Sealed) -> None:
    state.put_service(
        Service(
            id=e.service, ever=0, ticket=e.ticket, item=e.item, window=e.window, clerk=e.clerk, by=e.by,
            started_ms=e.at_ms,
        )
    )  # fmt: skip
    change_ticket(
        state, e.ticket, state=TicketState.SERVING, since_ms=e.at_ms, window=e.window, service=e.service,
        started_ms=e.at_ms, sent_to=None, was_passed=False,
    )  # fmt: skip
    change_window(
        state, e.window, at=e.ticket, finished=None if e.by == "walk_up" else state.windows[e.window].finished
    )


def _finished(state: Hall, e: queue.ServiceFinished, _: Sealed) -> None:
    state.put_service(state.services[e.service]._replace(finished_ms=e.at_ms, outcome="finished"))
    old = state.tickets[e.ticket]
    items = chosen_first(old.items, old.at + 1, e.then.item) if e.then else old.items
    if e.after is TicketState.DONE:
        change_ticket(state, e.ticket, state=e.after, since_ms=e.at_ms)
    elif e.after is TicketState.SERVING:
        change_ticket(state, e.ticket, state=e.after, since_ms=e.at_ms, at=old.at + 1, items=items)
    else:
        change_ticket(
            state, e.ticket, state=e.after, since_ms=e.at_ms, at=old.at + 1, window=None, calls=0, called_ms=0,
            waits_ms=e.at_ms, waited_ms=None, items=items,
        )  # fmt: skip
    stays = e.after is TicketState.SERVING
    change_window(
        state, e.window, at=e.ticket if stays else None, finished=e.ticket, finished_ms=e.at_ms, since_ms=e.at_ms,
        to_rate=e.service, served_today=state.windows[e.window].served_today + 1,
    )  # fmt: skip


def _passed(state: Hall, e: queue.TicketPassed, _: Sealed) -> None:
    change_ticket(state, e.ticket, state=TicketState.PASSED, since_ms=e.at_ms)
    passed = (e.ticket, *state.windows[e.window].passed)[:PASSED_SHOWN_MAX]
    change_window(state, e.window, at=None, passed=passed)


def _returned(state: Hall, e: queue.TicketReturned, _: Sealed) -> None:
    was_passed = state.tickets[e.ticket].was_passed
    change_ticket(
        state, e.ticket, state=TicketState.PASSED if was_passed else TicketState.WAITING, since_ms=e.at_ms,
        window=e.window if was_passed else None, calls=0, called_ms=0, waited_ms=None,
    )  # fmt: skip
    passed = (e.ticket, *state.windows[e.window].passed)[:PASSED_SHOWN_MAX]
    change_window(state, e.window, at=None, passed=passed if was_passed else state.windows[e.window].passed)


def _held(state: Hall, e: queue.TicketHeld, _: Sealed) -> None:
    change_ticket(state, e.ticket, state=TicketState.HELD, since_ms=e.at_ms)
    change_window(state, e.window, at=None, held=(*state.windows[e.window].held, e.ticket))


def _resumed(state: Hall, e: queue.TicketResumed, _: Sealed) -> None:
    change_ticket(state, e.ticket, state=TicketState.SERVING, since_ms=e.at_ms)
    change_window(state, e.window, at=e.ticket, held=without(state.windows[e.window].held, e.ticket), finished=None)


def _released(state: Hall, e: queue.TicketReleased, _: Sealed) -> None:
    old = state.tickets[e.ticket]
    if old.service:
        state.put_service(state.services[old.service]._replace(finished_ms=e.at_ms, outcome="transferred"))
    change_ticket(
        state, e.ticket, state=TicketState.WAITING, since_ms=e.at_ms, window=None, sent_to=None, service=None, calls=0,
        called_ms=0, started_ms=None, waits_ms=e.at_ms if old.state is TicketState.HELD else old.waits_ms,
    )  # fmt: skip
    change_window(state, e.window, held=without(state.windows[e.window].held, e.ticket))


def _transferred(state: Hall, e: queue.TicketTransferred, _: Sealed) -> None:
    old = state.tickets[e.ticket]
    if e.service:
        state.put_service(state.services[e.service]._replace(finished_ms=e.at_ms, outcome="transferred"))
    items = (*old.items[: old.at], e.to_item, *old.items[old.at + 1 :])
    change_ticket(
        state, e.ticket, state=TicketState.WAITING, since_ms=e.at_ms, items=items, window=None,
        sent_to=e.to_window, service=None,
        calls=0, called_ms=0, started_ms=None, waits_ms=e.at_ms, waited_ms=None, came=Came.TRANSFERRED,
    )  # fmt: skip
    change_window(state, e.window, at=None)


def _finish_undone(state: Hall, e: queue.FinishUndone, _: Sealed) -> None:
    service = state.services[e.service]
    state.put_service(service._replace(finished_ms=None, outcome="open"))
    old = state.tickets[e.ticket]
    back = 0 if old.state is TicketState.DONE else 1
    if e.void:
        state.put_service(state.services[e.void]._replace(finished_ms=e.at_ms, outcome="void"))
    called_ms = old.called_ms or (0 if service.by == "walk_up" else service.started_ms)
    change_ticket(
        state, e.ticket, state=TicketState.SERVING, since_ms=e.at_ms, at=old.at - back, window=e.window,
        service=e.service, started_ms=service.started_ms, called_ms=called_ms,
    )  # fmt: skip
    old_window = state.windows[e.window]
    to_rate = None if old_window.to_rate == e.service else old_window.to_rate
    change_window(
        state, e.window, at=e.ticket, finished=None, to_rate=to_rate, served_today=old_window.served_today - 1
    )


def _no_show_undone(state: Hall, e: queue.NoShowUndone, _: Sealed) -> None:
    change_ticket(state, e.ticket, state=TicketState.CALLED, since_ms=e.at_ms, window=e.window)
    change_window(state, e.window, at=e.ticket, passed=without(state.windows[e.window].passed, e.ticket), finished=None)


def _requeued(state: Hall, e: queue.TicketRequeued, _: Sealed) -> None:
    forget_passed(state, e.ticket)
    change_ticket(
        state, e.ticket, state=TicketState.WAITING, since_ms=e.at_ms, queued_ms=e.queued_ms, order=e.order,
        window=None, calls=0, called_ms=0, service=None, started_ms=None, waits_ms=0, waited_ms=None,
        came=Came.RETURNED,
    )  # fmt: skip


def _cancelled(state: Hall, e: queue.TicketCancelled, _: Sealed) -> None:
    forget_passed(state, e.ticket)
    old = state.tickets[e.ticket]
    held_here = [w for w in state.windows.values() if w.at == e.ticket or e.ticket in w.held]
    if old.state is TicketState.HELD and old.service:
        state.put_service(state.services[old.service]._replace(finished_ms=e.at_ms, outcome="cancelled"))
    change_ticket(state, e.ticket, state=TicketState.CANCELLED, since_ms=e.at_ms)
    for w in held_here:
        change_window(state, w.id, at=None if w.at == e.ticket else w.at, held=without(w.held, e.ticket))


ENTITY: Entities = {
    queue.TicketTaken: ("ticket", "ticket"),
    queue.TicketCalled: ("ticket", "ticket"),
    queue.TicketRecalled: ("ticket", "ticket"),
    queue.ServiceStarted: ("ticket", "ticket"),
    queue.ServiceFinished: ("ticket", "ticket"),
    queue.TicketPassed: ("ticket", "ticket"),
    queue.TicketReturned: ("ticket", "ticket"),
    queue.TicketHeld: ("ticket", "ticket"),
    queue.TicketResumed: ("ticket", "ticket"),
    queue.TicketTransferred: ("ticket", "ticket"),
    queue.TicketReleased: ("ticket", "ticket"),
    queue.FinishUndone: ("ticket", "ticket"),
    queue.NoShowUndone: ("ticket", "ticket"),
    queue.TicketRequeued: ("ticket", "ticket"),
    queue.TicketCancelled: ("ticket", "ticket"),
}

FOLDS: Folds = {
    queue.TicketTaken: _taken,
    queue.TicketCalled: _called,
    queue.TicketRecalled: _recalled,
    queue.ServiceStarted: _started,
    queue.ServiceFinished: _finished,
    queue.TicketPassed: _passed,
    queue.TicketReturned: _returned,
    queue.TicketHeld: _held,
    queue.TicketResumed: _resumed,
    queue.TicketTransferred: _transferred,
    queue.TicketReleased: _released,
    queue.FinishUndone: _finish_undone,
    queue.NoShowUndone: _no_show_undone,
    queue.TicketRequeued: _requeued,
    queue.TicketCancelled: _cancelled,
}
