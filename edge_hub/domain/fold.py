"""Events into the hall: the only place where state changes, for new events and for old ones read from a journal.

`rows = fold of the journal` is an invariant: a fold needs nothing but the hall, the event and its sealed fields.
"""

from collections.abc import Callable
from typing import Any

from edge_hub.contract import (
    admission,
    announcement,
    appointment,
    configuration,
    desk,
    device,
    erasure,
    hall,
    item,
    lease,
    need,
    queue,
    rating,
    reprint,
    rule,
    window,
)
from edge_hub.contract.appointment import AppointmentState
from edge_hub.contract.base import Lasting
from edge_hub.contract.clock import day_of
from edge_hub.contract.queue import Came, TicketState
from edge_hub.contract.reprint import ReprintState
from edge_hub.contract.window import WindowState

from .configured import AppliedConfiguration, AwaitedConfiguration, KeptConfiguration
from .figures import tally
from .forecast import joined
from .hall import ORDER_STEP, Hall
from .learning import learn
from .story import note
from .values import (
    Admission,
    Announcement,
    Appointment,
    Clerk,
    Closing,
    Part,
    Reprint,
    RuleOn,
    Seat,
    Service,
    Stranded,
    Ticket,
    Tries,
    Window,
    changed,
)  # fmt: skip
from .visit import chosen_first

Sealed = dict[str, str]
PASSED_SHOWN_MAX = 12


def fold(state: Hall, event: Lasting, sealed: Sealed | None = None) -> None:
    """Change `state` by one event."""
    state.happened_ms = event.at_ms  # type: ignore[attr-defined]  # every event has it
    learn(state, event)
    tally(state, event)
    FOLDS[type(event)](state, event, sealed or {})
    if type(event) is queue.TicketTaken and event.order is None:
        joined(state, state.tickets[event.ticket])
    else:
        state.upsets += 1
    etype, eid = entity_of(event)
    if etype == "ticket":
        state.stories.setdefault(eid, []).append(note(event.__dict__))
    elif etype not in CARRIES_VERSION:
        state.versions[etype, eid] = state.versions.get((etype, eid), 0) + 1
        state.touched.versions.add((etype, eid))


def entity_of(event: Lasting) -> tuple[str, str]:
    """The entity whose history an event belongs to: order is strict within one entity."""
    etype, field = ENTITY[type(event)]
    return etype, (getattr(event, field) if field else "hall")


def version_of(state: Hall, event: Lasting) -> int:
    """The version of its entity after an event was folded in: contiguous per entity."""
    etype, eid = entity_of(event)
    if etype == "ticket":
        return state.tickets[eid].ver
    if etype == "service":
        return (state.service(eid) or state.touched.services[eid]).ever
    if etype == "appointment":
        return state.appointments[eid].ver
    return state.versions[etype, eid]


def _ticket(state: Hall, ticket_id: str, /, **changes: Any) -> Ticket:
    old = state.tickets[ticket_id]
    overtaken, overtaken_ms = state.overtaken.get(ticket_id, (old.overtaken, old.overtaken_ms))
    changes = {
        "ver": old.ver + 1, "overtaken": overtaken, "overtaken_ms": overtaken_ms, "overtakes_seen": state.overtakes,
        **changes,
    }  # fmt: skip
    new = changed(old, changes)
    state.put_ticket(new)
    return new


def _window(state: Hall, window_id: str, /, **changes: Any) -> Window:
    old = state.windows[window_id]
    if changes.get("at", old.at) != old.at or changes.get("state", old.state) is not old.state:
        changes["since_ms"] = state.happened_ms
    changes["ver"] = old.ver + 1
    new = changed(old, changes)
    state.put_window(new)
    return new


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
        _forget_passed(state, e.ticket)
    state.note_overtakes(e.window, old.key, e.at_ms)
    _ticket(
        state, e.ticket, state=TicketState.CALLED, since_ms=e.at_ms, window=e.window, calls=1, called_ms=e.at_ms,
        forecast=None, service=None, started_ms=None, was_passed=was_passed, waited_ms=old.waited_at(e.at_ms),
    )  # fmt: skip
    _window(state, e.window, at=e.ticket, finished=None)
    state.recent.appendleft(e.ticket)


def _recalled(state: Hall, e: queue.TicketRecalled, _: Sealed) -> None:
    _ticket(state, e.ticket, calls=state.tickets[e.ticket].calls + 1, called_ms=e.at_ms)
    _window(state, e.window)


def _started(state: Hall, e: queue.ServiceStarted, _: Sealed) -> None:
    state.put_service(
        Service(
            id=e.service, ever=0, ticket=e.ticket, item=e.item, window=e.window, clerk=e.clerk, by=e.by,
            started_ms=e.at_ms,
        )
    )  # fmt: skip
    _ticket(
        state, e.ticket, state=TicketState.SERVING, since_ms=e.at_ms, window=e.window, service=e.service,
        started_ms=e.at_ms, sent_to=None, was_passed=False,
    )  # fmt: skip
    _window(state, e.window, at=e.ticket, finished=None if e.by == "walk_up" else state.windows[e.window].finished)


def _finished(state: Hall, e: queue.ServiceFinished, _: Sealed) -> None:
    state.put_service(state.services[e.service]._replace(finished_ms=e.at_ms, outcome="finished"))
    old = state.tickets[e.ticket]
    items = chosen_first(old.items, old.at + 1, e.then.item) if e.then else old.items
    if e.after is TicketState.DONE:
        _ticket(state, e.ticket, state=e.after, since_ms=e.at_ms)
    elif e.after is TicketState.SERVING:
        _ticket(state, e.ticket, state=e.after, since_ms=e.at_ms, at=old.at + 1, items=items)
    else:
        _ticket(
            state, e.ticket, state=e.after, since_ms=e.at_ms, at=old.at + 1, window=None, calls=0, called_ms=0,
            waits_ms=e.at_ms, waited_ms=None, items=items,
        )  # fmt: skip
    stays = e.after is TicketState.SERVING
    _window(
        state, e.window, at=e.ticket if stays else None, finished=e.ticket, finished_ms=e.at_ms, since_ms=e.at_ms,
        to_rate=e.service, served_today=state.windows[e.window].served_today + 1,
    )  # fmt: skip


def _passed(state: Hall, e: queue.TicketPassed, _: Sealed) -> None:
    _ticket(state, e.ticket, state=TicketState.PASSED, since_ms=e.at_ms)
    passed = (e.ticket, *state.windows[e.window].passed)[:PASSED_SHOWN_MAX]
    _window(state, e.window, at=None, passed=passed)


def _returned(state: Hall, e: queue.TicketReturned, _: Sealed) -> None:
    was_passed = state.tickets[e.ticket].was_passed
    _ticket(
        state, e.ticket, state=TicketState.PASSED if was_passed else TicketState.WAITING, since_ms=e.at_ms,
        window=e.window if was_passed else None, calls=0, called_ms=0, waited_ms=None,
    )  # fmt: skip
    passed = (e.ticket, *state.windows[e.window].passed)[:PASSED_SHOWN_MAX]
    _window(state, e.window, at=None, passed=passed if was_passed else state.windows[e.window].passed)


def _held(state: Hall, e: queue.TicketHeld, _: Sealed) -> None:
    _ticket(state, e.ticket, state=TicketState.HELD, since_ms=e.at_ms)
    _window(state, e.window, at=None, held=(*state.windows[e.window].held, e.ticket))


def _resumed(state: Hall, e: queue.TicketResumed, _: Sealed) -> None:
    _ticket(state, e.ticket, state=TicketState.SERVING, since_ms=e.at_ms)
    _window(state, e.window, at=e.ticket, held=_without(state.windows[e.window].held, e.ticket), finished=None)


def _released(state: Hall, e: queue.TicketReleased, _: Sealed) -> None:
    old = state.tickets[e.ticket]
    if old.service:
        state.put_service(state.services[old.service]._replace(finished_ms=e.at_ms, outcome="transferred"))
    _ticket(
        state, e.ticket, state=TicketState.WAITING, since_ms=e.at_ms, window=None, sent_to=None, service=None, calls=0,
        called_ms=0, started_ms=None, waits_ms=e.at_ms if old.state is TicketState.HELD else old.waits_ms,
    )  # fmt: skip
    _window(state, e.window, held=_without(state.windows[e.window].held, e.ticket))


def _transferred(state: Hall, e: queue.TicketTransferred, _: Sealed) -> None:
    old = state.tickets[e.ticket]
    if e.service:
        state.put_service(state.services[e.service]._replace(finished_ms=e.at_ms, outcome="transferred"))
    items = (*old.items[: old.at], e.to_item, *old.items[old.at + 1 :])
    _ticket(
        state, e.ticket, state=TicketState.WAITING, since_ms=e.at_ms, items=items, window=None,
        sent_to=e.to_window, service=None,
        calls=0, called_ms=0, started_ms=None, waits_ms=e.at_ms, waited_ms=None, came=Came.TRANSFERRED,
    )  # fmt: skip
    _window(state, e.window, at=None)


def _finish_undone(state: Hall, e: queue.FinishUndone, _: Sealed) -> None:
    service = state.services[e.service]
    state.put_service(service._replace(finished_ms=None, outcome="open"))
    old = state.tickets[e.ticket]
    back = 0 if old.state is TicketState.DONE else 1
    if e.void:
        state.put_service(state.services[e.void]._replace(finished_ms=e.at_ms, outcome="void"))
    called_ms = old.called_ms or (0 if service.by == "walk_up" else service.started_ms)
    _ticket(
        state, e.ticket, state=TicketState.SERVING, since_ms=e.at_ms, at=old.at - back, window=e.window,
        service=e.service, started_ms=service.started_ms, called_ms=called_ms,
    )  # fmt: skip
    old_window = state.windows[e.window]
    to_rate = None if old_window.to_rate == e.service else old_window.to_rate
    _window(state, e.window, at=e.ticket, finished=None, to_rate=to_rate, served_today=old_window.served_today - 1)


def _no_show_undone(state: Hall, e: queue.NoShowUndone, _: Sealed) -> None:
    _ticket(state, e.ticket, state=TicketState.CALLED, since_ms=e.at_ms, window=e.window)
    _window(state, e.window, at=e.ticket, passed=_without(state.windows[e.window].passed, e.ticket), finished=None)


def _requeued(state: Hall, e: queue.TicketRequeued, _: Sealed) -> None:
    _forget_passed(state, e.ticket)
    _ticket(
        state, e.ticket, state=TicketState.WAITING, since_ms=e.at_ms, queued_ms=e.queued_ms, order=e.order,
        window=None, calls=0, called_ms=0, service=None, started_ms=None, waits_ms=0, waited_ms=None,
        came=Came.RETURNED,
    )  # fmt: skip


def _cancelled(state: Hall, e: queue.TicketCancelled, _: Sealed) -> None:
    _forget_passed(state, e.ticket)
    old = state.tickets[e.ticket]
    held_here = [w for w in state.windows.values() if w.at == e.ticket or e.ticket in w.held]
    if old.state is TicketState.HELD and old.service:
        state.put_service(state.services[old.service]._replace(finished_ms=e.at_ms, outcome="cancelled"))
    _ticket(state, e.ticket, state=TicketState.CANCELLED, since_ms=e.at_ms)
    for w in held_here:
        _window(state, w.id, at=None if w.at == e.ticket else w.at, held=_without(w.held, e.ticket))


def _item_closed(state: Hall, e: item.ItemClosed, _: Sealed) -> None:
    closing = Closing(e.item, e.reason, e.at_ms, e.device, e.by, e.rule)
    state.closed_items[e.item] = state.touched.item_doors[e.item] = closing
    state.touched.items.add(e.item)


def _item_opened(state: Hall, e: item.ItemOpened, _: Sealed) -> None:
    state.closed_items.pop(e.item, None)
    state.touched.item_doors[e.item] = None
    state.touched.items.add(e.item)


def _rule_began(state: Hall, e: rule.RuleBegan, _: Sealed) -> None:
    state.put_rule(RuleOn(e.rule, e.items, e.windows, e.stops, e.at_ms))


def _rule_ended(state: Hall, e: rule.RuleEnded, _: Sealed) -> None:
    state.end_rule(e.rule)


def _helped(state: Hall, e: desk.TicketHelped, _: Sealed) -> None:
    _ticket(state, e.ticket)


def _items_added(state: Hall, e: desk.ItemsAdded, _: Sealed) -> None:
    old = state.tickets[e.ticket]
    rank = state.plan.rank_of_class.get(e.cls, old.rank)
    _ticket(state, e.ticket, items=e.items, cls=e.cls, rank=rank)


def _merged(state: Hall, e: desk.TicketMerged, _: Sealed) -> None:
    _forget_passed(state, e.ticket)
    _ticket(state, e.ticket, state=TicketState.CANCELLED, since_ms=e.at_ms)


def _priority_given(state: Hall, e: desk.PriorityGiven, _: Sealed) -> None:
    _ticket(state, e.ticket, cls=e.cls, rank=state.plan.rank_of_class.get(e.cls, state.tickets[e.ticket].rank))


def _limit_lifted(state: Hall, e: desk.LimitLifted, _: Sealed) -> None:
    ticket = _ticket(state, e.ticket, lifted=(*state.tickets[e.ticket].lifted, e.item))
    state.lift(ticket, e.item)


def _guide_in(state: Hall, e: desk.GuideSignedIn, _: Sealed) -> None:
    seat = Seat(e.device, e.clerk, e.session, e.at_ms)
    state.seats[e.device] = state.touched.seats[e.device] = seat
    if (e.clerk, e.device) in state.tries:
        _tries(state, Tries(e.clerk, e.device))


def _guide_out(state: Hall, e: desk.GuideSignedOut, _: Sealed) -> None:
    state.seats.pop(e.device, None)
    state.touched.seats[e.device] = None


def _announced(state: Hall, e: announcement.Announced, _: Sealed) -> None:
    _forget_announcements(state, e.at_ms)
    one = Announcement(e.announcement, e.zh, e.en, e.at_ms, e.until_ms)
    state.announcements[one.id] = state.touched.announcements[one.id] = one


def _announcement_ended(state: Hall, e: announcement.AnnouncementEnded, _: Sealed) -> None:
    state.announcements.pop(e.announcement, None)
    state.touched.announcements[e.announcement] = None


def _forget_announcements(state: Hall, now_ms: int) -> None:
    """Those that are over by themselves."""
    for one in [one for one in state.announcements.values() if one.until_ms <= now_ms]:
        del state.announcements[one.id]
        state.touched.announcements[one.id] = None


def _day_rolled(state: Hall, e: queue.DayRolled, _: Sealed) -> None:
    for ticket_id in (one for one in e.left_over if one in state.tickets or not state.headless):
        _ticket(state, ticket_id, state=TicketState.CANCELLED, since_ms=e.at_ms)
    for service in [one for one in state.services.values() if one.outcome == "open"]:
        state.put_service(service._replace(finished_ms=e.at_ms, outcome="left_over"))
    for old in list(state.windows.values()):
        state.put_window(Window(old.id, ver=old.ver + 1))
    state.keep_unrated()
    state.day = e.day
    state.erased_day = state.erased_day or e.day
    state.touched.day = True
    state.touched.item_doors.update(dict.fromkeys(state.closed_items))
    state.touched.overtakes.clear()
    state.touched.rules.clear()
    state.forget_appointments()
    state.windows.gone.clear()
    state.touched.seats.update(dict.fromkeys(state.seats))
    _forget_announcements(state, e.at_ms)
    state.start_day()


def _numbers_skipped(state: Hall, e: hall.NumbersSkipped, _: Sealed) -> None:
    state.skip_numbers(e.count)


def _rated(state: Hall, e: rating.ServiceRated, _: Sealed) -> None:
    _rating(state, e.service, level=e.level, rated_ms=e.at_ms)


def _rating_changed(state: Hall, e: rating.RatingChanged, _: Sealed) -> None:
    _rating(state, e.service, level=e.level)


def _detailed(state: Hall, e: rating.RatingDetailed, _: Sealed) -> None:
    _rating(state, e.service, tags=e.tags)


def _defaulted(state: Hall, e: rating.RatingDefaulted, _: Sealed) -> None:
    _rating(state, e.service, defaulted_ms=e.at_ms)


def _rating(state: Hall, service_id: str, /, **changes: Any) -> None:
    old = state.service(service_id)
    if old is None:
        assert state.headless, f"service {service_id} is not to be rated any more"
        return
    state.put_rated(old._replace(ever=old.ever + 1, **changes))
    if service_id in state.services:
        _republish(state, old.window)


def _signed_in(state: Hall, e: window.ClerkSignedIn, _: Sealed) -> None:
    old = state.windows[e.window]
    stays = old.state if old.clerk == e.clerk else WindowState.CLOSED
    _window(state, e.window, clerk=e.clerk, session=e.session, pad=e.device, state=stays)
    for clerk, pad in [key for key in state.tries if key[0] == e.clerk and e.device in (None, key[1])]:
        _tries(state, Tries(clerk, pad))


def _lapsed(state: Hall, e: window.SessionLapsed, _: Sealed) -> None:
    _window(state, e.window, session=None, pad=None)


def _signed_out(state: Hall, e: window.ClerkSignedOut, _: Sealed) -> None:
    _window(
        state, e.window, clerk=None, session=None, pad=None, state=WindowState.CLOSED, pause=None, pause_until_ms=None,
        finished=None,
    )  # fmt: skip
    _doors_of(state, e.window)


def _sign_in_failed(state: Hall, e: window.SignInFailed, _: Sealed) -> None:
    old = state.tries.get((e.clerk, e.device)) or Tries(e.clerk, e.device)
    _tries(state, old._replace(failures=old.failures + 1, failed_ms=e.at_ms))


def _pin_set(state: Hall, e: window.PinSet, sealed: Sealed) -> None:
    clerk = Clerk(e.clerk, sealed.get("pin_hash"))
    state.clerks[e.clerk] = state.touched.clerks[e.clerk] = clerk
    for known, pad in [key for key in state.tries if key[0] == e.clerk]:
        _tries(state, Tries(known, pad))


def _opened(state: Hall, e: window.WindowOpened, _: Sealed) -> None:
    _window(state, e.window, state=WindowState.OPEN, pause=None, pause_until_ms=None)
    _doors_of(state, e.window)


def _paused(state: Hall, e: window.WindowPaused, _: Sealed) -> None:
    _window(state, e.window, state=WindowState.PAUSED, pause=e.reason, pause_until_ms=e.until_ms)
    _doors_of(state, e.window)


def _closed(state: Hall, e: window.WindowClosed, _: Sealed) -> None:
    _window(state, e.window, state=WindowState.CLOSED, pause=None, pause_until_ms=None, finished=None)
    _doors_of(state, e.window)


def _device(state: Hall, e: device.DeviceReported, _: Sealed) -> None:
    part = Part(e.device, e.part, str(e.health), e.why, e.hint, e.since_ms)
    state.parts[e.device, e.part] = state.touched.parts[e.device, e.part] = part


def _slip(state: Hall, e: device.SlipReported, _: Sealed) -> None:
    if e.printed:
        state.slip_faults.pop(e.ticket, None)
    else:
        state.slip_faults[e.ticket] = (e.device, e.why, e.at_ms)
    state.touched.slips.add(e.ticket)
    known = state.reprints.get(e.ticket)
    if e.reprint and known is not None and known.machine == e.device and known.state in BEGUN:
        ended = ReprintState.PRINTED if e.printed else ReprintState.FAILED
        _put_reprint(state, known._replace(state=ended, at_ms=e.at_ms, why=e.why))


BEGUN = (ReprintState.PRINTING, ReprintState.UNKNOWN)
"""Late news is news: a machine that could not be heard for a while has kept what became of the slip."""


def _reprint_asked(state: Hall, e: reprint.ReprintAsked, _: Sealed) -> None:
    _put_reprint(state, Reprint(e.ticket, e.request, e.machine, ReprintState.ASKED, e.at_ms))


def _reprint_fetched(state: Hall, e: reprint.ReprintFetched, _: Sealed) -> None:
    _put_reprint(state, state.reprints[e.ticket]._replace(state=ReprintState.PRINTING, at_ms=e.at_ms))


def _reprint_lapsed(state: Hall, e: reprint.ReprintLapsed, _: Sealed) -> None:
    ended = ReprintState.UNKNOWN if e.fetched else ReprintState.LAPSED
    _put_reprint(state, state.reprints[e.ticket]._replace(state=ended, at_ms=e.at_ms))


def _put_reprint(state: Hall, value: Reprint) -> None:
    state.reprints[value.ticket] = state.touched.reprints[value.ticket] = value


def _leased(state: Hall, e: lease.NumbersLeased, _: Sealed) -> None:
    state.lend(e.queue, e.start, e.first + len(e.tickets) - 1)


def _stranded(state: Hall, e: lease.OfflineTicketStranded, _: Sealed) -> None:
    stranded = Stranded(e.ticket, e.number, e.device, str(e.why), e.taken_ms, e.at_ms)
    state.stranded[e.ticket] = state.touched.stranded[e.ticket] = stranded


def _needs_noted(state: Hall, e: need.NeedsNoted, sealed: Sealed) -> None:
    state.put_needs(e.ticket, sealed.get("needs", ""))


def _booked(state: Hall, e: appointment.AppointmentBooked, sealed: Sealed) -> None:
    state.put_appointment(
        Appointment(
            e.appointment, 1, e.items, day_of(e.start_ms), e.start_ms, e.end_ms, e.lang, e.code_hash,
            sealed.get("person"),
        )
    )  # fmt: skip


def _appointment(state: Hall, id: str, /, **changes: Any) -> None:
    old = state.appointments.get(id)
    if old is None:
        assert state.headless, f"appointment {id} is not known"
        return
    state.put_appointment(old._replace(ver=old.ver + 1, **changes))


def _moved(state: Hall, e: appointment.AppointmentMoved, _: Sealed) -> None:
    _appointment(state, e.appointment, day=day_of(e.start_ms), start_ms=e.start_ms, end_ms=e.end_ms)


def _kept(state: Hall, e: appointment.AppointmentKept, _: Sealed) -> None:
    _appointment(state, e.appointment, state=AppointmentState.CHECKED_IN, ticket=e.ticket)


def _appointment_ended(
    state: Hall, e: appointment.AppointmentCancelled | appointment.AppointmentExpired, _: Sealed
) -> None:
    expired = isinstance(e, appointment.AppointmentExpired)
    _appointment(state, e.appointment, state=AppointmentState.EXPIRED if expired else AppointmentState.CANCELLED)


def _key_destroyed(state: Hall, e: erasure.KeyDestroyed, _: Sealed) -> None:
    state.touched.erased[e.record] = e.at_ms


def _retention_applied(state: Hall, e: erasure.RetentionApplied, _: Sealed) -> None:
    state.erased_day = e.day
    state.touched.erased_day = True
    state.touched.detail_from = e.detail_from


def _pruned(state: Hall, e: erasure.JournalPruned, _: Sealed) -> None:
    state.pruned = e.upto
    state.touched.pruned = True


def _approved(state: Hall, e: admission.DeviceApproved, _: Sealed) -> None:
    state.put_admission(Admission(e.device, False, e.proof, e.fingerprint, None, "", e.by, e.at_ms))


def _revoked(state: Hall, e: admission.DeviceRevoked, _: Sealed) -> None:
    known = state.admissions.get(e.device)
    proof, fingerprint = (known.proof, known.fingerprint) if known else (None, "")
    state.put_admission(Admission(e.device, True, proof, fingerprint, e.cause, e.why, e.by, e.at_ms))


def _configuration_kept(state: Hall, e: configuration.ConfigurationKept, _: Sealed) -> None:
    kept = KeptConfiguration(e.digest, e.content)
    state.configured.kept[e.digest] = state.touched.kept[e.digest] = kept


def _configuration_applied(state: Hall, e: configuration.ConfigurationApplied, _: Sealed) -> None:
    known = state.configured
    one = AppliedConfiguration(len(known.log), e.digest, e.was, e.by, e.why, e.back, e.at_ms)
    known.log.append(one)
    state.touched.applied[one.nth] = one
    known.awaited = state.touched.awaited[0] = None
    plan = known.plan(e.digest)
    if plan is not None:
        state.take_plan(plan)


def _configuration_awaited(state: Hall, e: configuration.ConfigurationAwaited, _: Sealed) -> None:
    awaited = AwaitedConfiguration(0, e.digest, e.by, e.why, e.back, e.closed, e.at_ms)
    state.configured.awaited = state.touched.awaited[0] = awaited


def _configuration_withdrawn(state: Hall, e: configuration.ConfigurationWithdrawn, _: Sealed) -> None:
    state.configured.awaited = state.touched.awaited[0] = None


def _nothing(state: Hall, e: Lasting, _: Sealed) -> None:
    """Recorded for the record's sake; today's hall does not change."""


def _republish(state: Hall, window_id: str) -> None:
    """The rating pad sees the change, the clerk does not: a command that is on its way stays right."""
    state.put_window(state.windows[window_id])


def _clock_jumped(state: Hall, e: hall.ClockJumped, _: Sealed) -> None:
    """What still lasts moves with the clock, so that every duration stays what it was by people's own watches. No
    version changes: nobody did anything, and a press on what was seen before still counts."""
    over = (TicketState.DONE, TicketState.CANCELLED)
    for old in [one for one in state.tickets.values() if one.state not in over]:
        moved = _later(old, ("since_ms", "taken_ms", "queued_ms", "waits_ms", "called_ms", "started_ms"), e.by_ms)
        times, first_ms = state.overtaken.get(old.id, (old.overtaken, old.overtaken_ms))
        _ticket(state, old.id, ver=old.ver, overtaken_ms=first_ms + e.by_ms if times else first_ms, **moved)
    for here in state.windows.values():
        state.put_window(changed(here, _later(here, ("since_ms", "finished_ms"), e.by_ms)))
    for service in [one for one in state.services.values() if one.outcome == "open"]:
        state.put_service(changed(service, _later(service, ("started_ms",), e.by_ms)))
    for on in list(state.rules.values()):
        state.put_rule(on._replace(since_ms=on.since_ms + e.by_ms))
    for tries in list(state.tries.values()):
        _tries(state, tries._replace(failed_ms=tries.failed_ms + e.by_ms))


def _later(value: Ticket | Window | Service, fields: tuple[str, ...], by_ms: int) -> dict[str, int]:
    """Those of the moments that are known, so much later."""
    return {name: ms + by_ms for name in fields if (ms := getattr(value, name))}


def _tries(state: Hall, tries: Tries) -> None:
    state.tries[tries.clerk, tries.device] = state.touched.tries[tries.clerk, tries.device] = tries


def _doors_of(state: Hall, window_id: str) -> None:
    """The lines of a window's items show which windows are open."""
    state.touched.items.update(state.items_of_window.get(window_id, ()))


def _forget_passed(state: Hall, ticket_id: str) -> None:
    for w in (*state.windows.values(), *state.windows.gone.values()):
        if ticket_id in w.passed:
            _window(state, w.id, passed=_without(w.passed, ticket_id))


def _without(ids: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(one for one in ids if one != gone) if gone in ids else ids


ENTITY: dict[type[Lasting], tuple[str, str]] = {
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
    item.ItemClosed: ("item", "item"),
    item.ItemOpened: ("item", "item"),
    rule.RuleBegan: ("rule", "rule"),
    rule.RuleEnded: ("rule", "rule"),
    desk.TicketHelped: ("ticket", "ticket"),
    desk.ItemsAdded: ("ticket", "ticket"),
    desk.TicketMerged: ("ticket", "ticket"),
    desk.PriorityGiven: ("ticket", "ticket"),
    desk.LimitLifted: ("ticket", "ticket"),
    desk.GuideSignedIn: ("device", "device"),
    desk.GuideSignedOut: ("device", "device"),
    announcement.Announced: ("announcement", "announcement"),
    announcement.AnnouncementEnded: ("announcement", "announcement"),
    queue.DayRolled: ("hall", ""),
    rating.ServiceRated: ("service", "service"),
    rating.RatingChanged: ("service", "service"),
    rating.RatingDetailed: ("service", "service"),
    rating.RatingDefaulted: ("service", "service"),
    window.ClerkSignedIn: ("window", "window"),
    window.SessionLapsed: ("window", "window"),
    window.ClerkSignedOut: ("window", "window"),
    window.SignInFailed: ("clerk", "clerk"),
    window.PinSet: ("clerk", "clerk"),
    window.WindowOpened: ("window", "window"),
    window.WindowPaused: ("window", "window"),
    window.WindowClosed: ("window", "window"),
    device.DeviceReported: ("device", "device"),
    device.SlipReported: ("device", "device"),
    admission.DeviceApproved: ("device", "device"),
    admission.DeviceRevoked: ("device", "device"),
    lease.NumbersLeased: ("device", "device"),
    lease.OfflineTicketStranded: ("device", "device"),
    reprint.ReprintAsked: ("device", "machine"),
    reprint.ReprintFetched: ("device", "machine"),
    reprint.ReprintLapsed: ("device", "machine"),
    hall.HubStarted: ("hall", ""),
    hall.NumbersSkipped: ("hall", ""),
    hall.ClockJumped: ("hall", ""),
    need.NeedsNoted: ("needs", "ticket"),
    appointment.AppointmentBooked: ("appointment", "appointment"),
    appointment.AppointmentMoved: ("appointment", "appointment"),
    appointment.AppointmentCancelled: ("appointment", "appointment"),
    appointment.AppointmentKept: ("appointment", "appointment"),
    appointment.AppointmentExpired: ("appointment", "appointment"),
    configuration.ConfigurationKept: ("hall", ""),
    configuration.ConfigurationApplied: ("hall", ""),
    configuration.ConfigurationAwaited: ("hall", ""),
    configuration.ConfigurationWithdrawn: ("hall", ""),
    erasure.KeyDestroyed: ("hall", ""),
    erasure.RetentionApplied: ("hall", ""),
    erasure.JournalPruned: ("hall", ""),
}
CARRIES_VERSION = frozenset({"ticket", "service", "appointment"})
"""Entities whose own value counts their records."""

EVENTS: dict[str, type[Lasting]] = {event.__name__: event for event in ENTITY}
"""Every event by the name that stands in the journal's column `type`."""

FOLDS: dict[type[Lasting], Callable[[Hall, Any, Sealed], None]] = {
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
    item.ItemClosed: _item_closed,
    item.ItemOpened: _item_opened,
    rule.RuleBegan: _rule_began,
    rule.RuleEnded: _rule_ended,
    desk.TicketHelped: _helped,
    desk.ItemsAdded: _items_added,
    desk.TicketMerged: _merged,
    desk.PriorityGiven: _priority_given,
    desk.LimitLifted: _limit_lifted,
    desk.GuideSignedIn: _guide_in,
    desk.GuideSignedOut: _guide_out,
    announcement.Announced: _announced,
    announcement.AnnouncementEnded: _announcement_ended,
    queue.DayRolled: _day_rolled,
    rating.ServiceRated: _rated,
    rating.RatingChanged: _rating_changed,
    rating.RatingDetailed: _detailed,
    rating.RatingDefaulted: _defaulted,
    window.ClerkSignedIn: _signed_in,
    window.SessionLapsed: _lapsed,
    window.ClerkSignedOut: _signed_out,
    window.SignInFailed: _sign_in_failed,
    window.PinSet: _pin_set,
    window.WindowOpened: _opened,
    window.WindowPaused: _paused,
    window.WindowClosed: _closed,
    device.DeviceReported: _device,
    device.SlipReported: _slip,
    admission.DeviceApproved: _approved,
    admission.DeviceRevoked: _revoked,
    lease.NumbersLeased: _leased,
    lease.OfflineTicketStranded: _stranded,
    reprint.ReprintAsked: _reprint_asked,
    reprint.ReprintFetched: _reprint_fetched,
    reprint.ReprintLapsed: _reprint_lapsed,
    hall.HubStarted: _nothing,
    hall.NumbersSkipped: _numbers_skipped,
    hall.ClockJumped: _clock_jumped,
    need.NeedsNoted: _needs_noted,
    appointment.AppointmentBooked: _booked,
    appointment.AppointmentMoved: _moved,
    appointment.AppointmentCancelled: _appointment_ended,
    appointment.AppointmentKept: _kept,
    appointment.AppointmentExpired: _appointment_ended,
    configuration.ConfigurationKept: _configuration_kept,
    configuration.ConfigurationApplied: _configuration_applied,
    configuration.ConfigurationAwaited: _configuration_awaited,
    configuration.ConfigurationWithdrawn: _configuration_withdrawn,
    erasure.KeyDestroyed: _key_destroyed,
    erasure.RetentionApplied: _retention_applied,
    erasure.JournalPruned: _pruned,
}
