"""Appointments from booking to check-in."""

from typing import Any

from edge_hub.contract import (
    appointment,
)
from edge_hub.contract.appointment import AppointmentState
from edge_hub.contract.clock import day_of

from ..hall import Hall
from ..values import (
    Appointment,
)  # fmt: skip
from .changes import (
    Entities,
    Folds,
    Sealed,
)


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


ENTITY: Entities = {
    appointment.AppointmentBooked: ("appointment", "appointment"),
    appointment.AppointmentMoved: ("appointment", "appointment"),
    appointment.AppointmentCancelled: ("appointment", "appointment"),
    appointment.AppointmentKept: ("appointment", "appointment"),
    appointment.AppointmentExpired: ("appointment", "appointment"),
}

FOLDS: Folds = {
    appointment.AppointmentBooked: _booked,
    appointment.AppointmentMoved: _moved,
    appointment.AppointmentCancelled: _appointment_ended,
    appointment.AppointmentKept: _kept,
    appointment.AppointmentExpired: _appointment_ended,
}
