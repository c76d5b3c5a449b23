"""The invariants of the hall, one function each. Simulations call them all after every step or at the end."""

import json
from collections import Counter
from collections.abc import Iterator

from edge_hub.contract.base import Lasting
from edge_hub.contract.codec import decode
from edge_hub.contract.queue import TicketCalled, TicketState
from edge_hub.domain.fold import EVENTS, fold
from edge_hub.domain.hall import Hall
from edge_hub.domain.plan import plan_of
from edge_hub.store import figures
from edge_hub.store.connection import open_reader, query
from edge_hub.store.journal import Record, records, verify

from .loop_rig import Rig


def journal_is_contiguous_and_chained(rig: Rig) -> None:
    reader = open_reader(rig.store.path)
    _, fault = verify(reader)
    reader.close()
    assert fault is None, fault


def rows_are_the_fold_of_the_journal(rig: Rig) -> None:
    folded = Hall(plan_of(rig.site))
    for _, event, sealed in happenings(rig):
        fold(folded, event, sealed)
    loaded = Hall(plan_of(rig.site))
    rig.store.load(loaded)
    for name in (
        "day", "erased_day", "tickets", "services", "windows", "clerks", "tries", "parts", "closed_items",
        "versions", "slip_faults", "stories", "leased", "stranded", "reprints", "overtaken", "overtakes", "rules",
        "admissions", "barred", "unrated", "appointments", "by_code",
        "needs", "seats", "announcements", "taken_by_person",
    ):  # fmt: skip
        assert getattr(loaded, name) == getattr(folded, name), name
        assert getattr(loaded, name) == getattr(rig.hall, name), name
    for one in (folded, rig.hall):
        assert {kind: (times.ms, times.count) for kind, times in one.learnt.times.items()} == {
            kind: (times.ms, times.count) for kind, times in loaded.learnt.times.items()
        }
        assert one.learnt.fits == loaded.learnt.fits
    for one in (folded, rig.hall):
        assert one.windows.gone == loaded.windows.gone
        assert vars(one.configured) | {"sites": {}} == vars(loaded.configured) | {"sites": {}}
        assert one.plan.site == loaded.plan.site
    for name in ("issued", "taken_of_item", "by_number"):
        assert getattr(loaded, name) == getattr(folded, name) == getattr(rig.hall, name), name
    for name in ("item_lines", "sent_lines"):
        full = {key: line for key, line in getattr(folded, name).items() if line}
        assert {key: line for key, line in getattr(loaded, name).items() if line} == full, name


def figures_are_what_the_journal_counts(rig: Rig) -> None:
    reader = open_reader(rig.store.path)
    found = figures.rows(reader)
    assert found == figures.recounted(reader, Hall(plan_of(rig.site)))
    assert all(amount >= 0 for of in found.values() for amount in of.values()), "an undo took away what was not there"
    reader.close()


def a_number_is_issued_once_per_queue_and_day(rig: Rig) -> None:
    reader = open_reader(rig.store.path)
    taken = [decode(EVENTS["TicketTaken"], one.body) for one in records(reader) if one.type == "TicketTaken"]
    reader.close()
    counted = Counter((one.day, one.queue, one.number) for one in taken)  # type: ignore[union-attr]
    assert not [number for number, times in counted.items() if times > 1]


def a_ticket_is_at_one_window_and_a_window_has_one_ticket(rig: Rig) -> None:
    at = [window.at for window in rig.hall.windows.values() if window.at]
    assert len(at) == len(set(at))
    for window in rig.hall.windows.values():
        if window.at:
            ticket = rig.hall.tickets[window.at]
            assert ticket.window == window.id and ticket.state in (TicketState.CALLED, TicketState.SERVING)
    busy = {one.id for one in rig.hall.tickets.values() if one.state in (TicketState.CALLED, TicketState.SERVING)}
    assert busy == set(at)


def who_waits_stands_in_exactly_one_line(rig: Rig) -> None:
    lines = [*rig.hall.item_lines.values(), *rig.hall.sent_lines.values()]
    standing = Counter(key[3] for line in lines for key in line)
    waiting = {one.id for one in rig.hall.tickets.values() if one.state is TicketState.WAITING}
    assert standing == Counter(waiting)


def an_appointment_gives_one_ticket_and_no_slot_holds_more_than_its_places(rig: Rig) -> None:
    booked = rig.hall.appointments.values()
    kept = [one.ticket for one in booked if one.ticket]
    assert len(kept) == len(set(kept)) and all(rig.hall.tickets[one].items for one in kept)
    full = Counter((one.items[0], one.start_ms) for one in booked if one.state in ("BOOKED", "CHECKED_IN"))
    for (item, _), places in full.items():
        offered = rig.site.item(item).appointments
        assert offered is not None and places <= offered.places


def versions_are_contiguous_per_entity(rig: Rig) -> None:
    reader = open_reader(rig.store.path)
    seen: Counter[tuple[str, str]] = Counter()
    for record in records(reader):
        entity = (record.etype, record.eid)
        seen[entity] += 1
        assert record.ever == seen[entity], f"record {record.seq}: {entity} jumps to {record.ever}"
    reader.close()


def what_is_erased_is_on_record_and_can_be_read_by_nobody(rig: Rig) -> None:
    reader = open_reader(rig.store.path)
    sealed = {one.idem_key: one.sealed for one in records(reader) if one.sealed}
    destroyed = [json.loads(one.body)["record"] for one in records(reader) if one.type == "KeyDestroyed"]
    assert sorted(destroyed) == sorted(record for (record,) in query(reader, "SELECT record FROM erased"))
    reader.close()
    readable = {record for record, part in sealed.items() if part and rig.store.keys.unseal(record, part)}
    assert readable == sealed.keys() - set(destroyed)


def nobody_is_overtaken_beyond_the_bounds(rig: Rig) -> None:
    calls_that_a_bound_decided(rig)


def calls_that_a_bound_decided(rig: Rig) -> int:
    """At each call, of all whom the window could have called: those who came earlier and are of a worse class are
    overtaken, by a policy never too often nor too late. Returns how often a bound decided who was called."""
    hall = Hall(plan_of(rig.site))
    policy = rig.site.rules.policy
    times_max, delay_max_ms = policy.overtakes_max, policy.priority_delay_max_min * 60_000
    times: Counter[str] = Counter()
    first_ms: dict[str, int] = {}
    decided = 0
    for record, event, sealed in happenings(rig):
        if isinstance(event, TicketCalled):
            called, mine = hall.tickets[event.ticket], hall.items_of_window[event.window]
            for one in hall.tickets.values():
                here = one.sent_to == event.window if one.sent_to else one.item in mine
                overtaken = one.state is TicketState.WAITING and one.rank > called.rank and one.order < called.order
                if here and overtaken:
                    times[one.id] += 1
                    delayed_ms = event.at_ms - first_ms.setdefault(one.id, event.at_ms)
                    within = times[one.id] <= times_max and delayed_ms < delay_max_ms
                    said = f"record {record.seq}: {called.number} overtakes {one.number}"
                    assert within or event.policy == "by_hand", said
            decided += event.why is not None and event.why.firm
        fold(hall, event, sealed)
    return decided


def happenings(rig: Rig) -> Iterator[tuple[Record, Lasting, dict[str, str] | None]]:
    """Every record with its event and what is sealed of it."""
    reader = open_reader(rig.store.path)
    for record in records(reader):
        event = decode(EVENTS[record.type], record.body)
        assert event is not None, f"record {record.seq} cannot be read"
        yield record, event, rig.store.keys.unseal(record.idem_key, record.sealed) if record.sealed else None
    reader.close()


class SnapshotsNeverGoBack:
    """Watches every topic: (epoch, seq) never falls, also across restarts."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[int, int]] = {}

    def __call__(self, topic: str, payload: bytes) -> None:
        if not payload:  # taken back: the thing is gone
            return
        body = json.loads(payload)
        now = (body["epoch"], body["seq"])
        assert now >= self.seen.get(topic, (0, 0)), f"{topic} went back from {self.seen[topic]} to {now}"
        self.seen[topic] = now


ALL = (
    journal_is_contiguous_and_chained,
    rows_are_the_fold_of_the_journal,
    figures_are_what_the_journal_counts,
    a_number_is_issued_once_per_queue_and_day,
    a_ticket_is_at_one_window_and_a_window_has_one_ticket,
    who_waits_stands_in_exactly_one_line,
    an_appointment_gives_one_ticket_and_no_slot_holds_more_than_its_places,
    versions_are_contiguous_per_entity,
    what_is_erased_is_on_record_and_can_be_read_by_nobody,
    nobody_is_overtaken_beyond_the_bounds,
)
