"""Events into the hall: the only place where state changes, for new events and for old ones read from a journal.

`rows = fold of the journal` is an invariant: a fold needs nothing but the hall, the event and its sealed fields.
"""

from edge_hub.contract import (
    queue,
)
from edge_hub.contract.base import Lasting

from .figures import tally
from .folds import appointment as of_appointment
from .folds import guide as of_guide
from .folds import line as of_line
from .folds import parts as of_parts
from .folds import rating as of_rating
from .folds import record as of_record
from .folds import seat as of_seat
from .folds.changes import Entities, Folds, Sealed
from .forecast import joined
from .hall import Hall
from .learning import learn
from .story import note


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


SUBJECTS = (of_line, of_seat, of_guide, of_record, of_parts, of_rating, of_appointment)
ENTITY: Entities = {event: entity for subject in SUBJECTS for event, entity in subject.ENTITY.items()}
CARRIES_VERSION = frozenset({"ticket", "service", "appointment"})
"""Entities whose own value counts their records."""
EVENTS: dict[str, type[Lasting]] = {event.__name__: event for event in ENTITY}
"""Every event by the name that stands in the journal's column `type`."""
FOLDS: Folds = {event: how for subject in SUBJECTS for event, how in subject.FOLDS.items()}
