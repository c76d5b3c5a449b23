"""The hall's own days, numbers, configuration and records."""

from edge_hub.contract import (
    configuration,
    erasure,
    hall,
    lease,
    queue,
)
from edge_hub.contract.base import Lasting
from edge_hub.contract.queue import TicketState

from ..configured import AppliedConfiguration, AwaitedConfiguration, KeptConfiguration
from ..hall import Hall
from ..values import (
    Service,
    Stranded,
    Ticket,
    Window,
    changed,
)  # fmt: skip
from .changes import Entities, Folds, Sealed, change_ticket, forget_announcements, put_tries


def _day_rolled(state: Hall, e: queue.DayRolled, _: Sealed) -> None:
    for ticket_id in (one for one in e.left_over if one in state.tickets or not state.headless):
        change_ticket(state, ticket_id, state=TicketState.CANCELLED, since_ms=e.at_ms)
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
    forget_announcements(state, e.at_ms)
    state.start_day()


def _numbers_skipped(state: Hall, e: hall.NumbersSkipped, _: Sealed) -> None:
    state.skip_numbers(e.count)


def _leased(state: Hall, e: lease.NumbersLeased, _: Sealed) -> None:
    state.lend(e.queue, e.start, e.first + len(e.tickets) - 1)


def _stranded(state: Hall, e: lease.OfflineTicketStranded, _: Sealed) -> None:
    stranded = Stranded(e.ticket, e.number, e.device, str(e.why), e.taken_ms, e.at_ms)
    state.stranded[e.ticket] = state.touched.stranded[e.ticket] = stranded


def _key_destroyed(state: Hall, e: erasure.KeyDestroyed, _: Sealed) -> None:
    state.touched.erased[e.record] = e.at_ms


def _retention_applied(state: Hall, e: erasure.RetentionApplied, _: Sealed) -> None:
    state.erased_day = e.day
    state.touched.erased_day = True
    state.touched.detail_from = e.detail_from


def _pruned(state: Hall, e: erasure.JournalPruned, _: Sealed) -> None:
    state.pruned = e.upto
    state.touched.pruned = True


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


def _clock_jumped(state: Hall, e: hall.ClockJumped, _: Sealed) -> None:
    """What still lasts moves with the clock, so that every duration stays what it was by people's own watches. No
    version changes: nobody did anything, and a press on what was seen before still counts."""
    over = (TicketState.DONE, TicketState.CANCELLED)
    for old in [one for one in state.tickets.values() if one.state not in over]:
        moved = _later(old, ("since_ms", "taken_ms", "queued_ms", "waits_ms", "called_ms", "started_ms"), e.by_ms)
        times, first_ms = state.overtaken.get(old.id, (old.overtaken, old.overtaken_ms))
        change_ticket(state, old.id, ver=old.ver, overtaken_ms=first_ms + e.by_ms if times else first_ms, **moved)
    for here in state.windows.values():
        state.put_window(changed(here, _later(here, ("since_ms", "finished_ms"), e.by_ms)))
    for service in [one for one in state.services.values() if one.outcome == "open"]:
        state.put_service(changed(service, _later(service, ("started_ms",), e.by_ms)))
    for on in list(state.rules.values()):
        state.put_rule(on._replace(since_ms=on.since_ms + e.by_ms))
    for tries in list(state.tries.values()):
        put_tries(state, tries._replace(failed_ms=tries.failed_ms + e.by_ms))


def _later(value: Ticket | Window | Service, fields: tuple[str, ...], by_ms: int) -> dict[str, int]:
    """Those of the moments that are known, so much later."""
    return {name: ms + by_ms for name in fields if (ms := getattr(value, name))}


ENTITY: Entities = {
    queue.DayRolled: ("hall", ""),
    lease.NumbersLeased: ("device", "device"),
    lease.OfflineTicketStranded: ("device", "device"),
    hall.HubStarted: ("hall", ""),
    hall.NumbersSkipped: ("hall", ""),
    hall.ClockJumped: ("hall", ""),
    configuration.ConfigurationKept: ("hall", ""),
    configuration.ConfigurationApplied: ("hall", ""),
    configuration.ConfigurationAwaited: ("hall", ""),
    configuration.ConfigurationWithdrawn: ("hall", ""),
    erasure.KeyDestroyed: ("hall", ""),
    erasure.RetentionApplied: ("hall", ""),
    erasure.JournalPruned: ("hall", ""),
}

FOLDS: Folds = {
    queue.DayRolled: _day_rolled,
    lease.NumbersLeased: _leased,
    lease.OfflineTicketStranded: _stranded,
    hall.HubStarted: _nothing,
    hall.NumbersSkipped: _numbers_skipped,
    hall.ClockJumped: _clock_jumped,
    configuration.ConfigurationKept: _configuration_kept,
    configuration.ConfigurationApplied: _configuration_applied,
    configuration.ConfigurationAwaited: _configuration_awaited,
    configuration.ConfigurationWithdrawn: _configuration_withdrawn,
    erasure.KeyDestroyed: _key_destroyed,
    erasure.RetentionApplied: _retention_applied,
    erasure.JournalPruned: _pruned,
}
