"""Devices: their parts, slips and reprints, and who is let in."""

import json
from collections.abc import Mapping

from edge_hub.contract import (
    admission,
    device,
    reprint,
    wired,
)
from edge_hub.contract.reprint import ReprintState

from ..hall import Hall
from ..values import (
    Admission,
    Part,
    Reprint,
)  # fmt: skip
from .changes import Entities, Folds, Sealed

BEGUN = (ReprintState.PRINTING, ReprintState.UNKNOWN)
"""Late news is news: a machine that could not be heard for a while has kept what became of the slip."""


def _device(state: Hall, e: device.DeviceReported, _: Sealed) -> None:
    part = Part(
        e.device, e.part, str(e.health), e.why, e.hint, e.since_ms, e.why_en, e.hint_en, as_text(e.counters),
        as_text(e.consumables), e.at_ms,
    )  # fmt: skip
    state.parts[e.device, e.part] = state.touched.parts[e.device, e.part] = part


def as_text(counted: Mapping[str, object]) -> str:
    """As the record has it: compact, in the order in which it was reported."""
    return json.dumps(counted, ensure_ascii=False, separators=(",", ":"))


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


def _reprint_asked(state: Hall, e: reprint.ReprintAsked, _: Sealed) -> None:
    _put_reprint(state, Reprint(e.ticket, e.request, e.machine, ReprintState.ASKED, e.at_ms))


def _reprint_fetched(state: Hall, e: reprint.ReprintFetched, _: Sealed) -> None:
    _put_reprint(state, state.reprints[e.ticket]._replace(state=ReprintState.PRINTING, at_ms=e.at_ms))


def _reprint_lapsed(state: Hall, e: reprint.ReprintLapsed, _: Sealed) -> None:
    ended = ReprintState.UNKNOWN if e.fetched else ReprintState.LAPSED
    _put_reprint(state, state.reprints[e.ticket]._replace(state=ended, at_ms=e.at_ms))


def _put_reprint(state: Hall, value: Reprint) -> None:
    state.reprints[value.ticket] = state.touched.reprints[value.ticket] = value


def _approved(state: Hall, e: admission.DeviceApproved, _: Sealed) -> None:
    state.put_admission(Admission(e.device, False, e.proof, e.fingerprint, None, "", e.by, e.at_ms))


def _revoked(state: Hall, e: admission.DeviceRevoked, _: Sealed) -> None:
    known = state.admissions.get(e.device)
    proof, fingerprint = (known.proof, known.fingerprint) if known else (None, "")
    state.put_admission(Admission(e.device, True, proof, fingerprint, e.cause, e.why, e.by, e.at_ms))


ENTITY: Entities = {
    device.DeviceReported: ("device", "device"),
    device.SlipReported: ("device", "device"),
    wired.StepDone: ("device", "owner"),
    admission.DeviceApproved: ("device", "device"),
    admission.DeviceRevoked: ("device", "device"),
    reprint.ReprintAsked: ("device", "machine"),
    reprint.ReprintFetched: ("device", "machine"),
    reprint.ReprintLapsed: ("device", "machine"),
}

FOLDS: Folds = {
    device.DeviceReported: _device,
    device.SlipReported: _slip,
    wired.StepDone: lambda state, e, _: None,
    admission.DeviceApproved: _approved,
    admission.DeviceRevoked: _revoked,
    reprint.ReprintAsked: _reprint_asked,
    reprint.ReprintFetched: _reprint_fetched,
    reprint.ReprintLapsed: _reprint_lapsed,
}
