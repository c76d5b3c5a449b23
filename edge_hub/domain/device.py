"""What is decided about what devices report: it is taken as it is, from the device that says it about itself."""

from edge_hub.contract import device as d
from edge_hub.contract.envelope import Command, rejected
from edge_hub.contract.reasons import Reason
from edge_hub.contract.wired import ReportStep, StepDone

from .folds.parts import as_text
from .hall import Hall
from .means import Decision, Means, Verdict, happen
from .values import Part


def report_health(hall: Hall, command: Command, body: d.ReportHealth, means: Means) -> Verdict:
    """Only a change is worth a record; the same state again is acknowledged and forgotten."""
    known = hall.parts.get((command.device, body.part))
    if known and not _is_news(known, body, means.now_ms):
        return Decision()
    return happen(
        d.DeviceReported(
            device=command.device, part=body.part, health=body.health, why=body.why, hint=body.hint,
            since_ms=body.since_ms, counters=body.counters, at_ms=means.now_ms, why_en=body.why_en,
            hint_en=body.hint_en, consumables=body.consumables,
        )
    )  # fmt: skip


def report_step(hall: Hall, command: Command, body: ReportStep, means: Means) -> Verdict:
    """What a test moved is on record, also of a device that is configured no more."""
    return happen(
        StepDone(
            owner=command.device, device=body.device, step=body.step, cell=body.cell, by=body.by, passed=body.passed,
            why=body.why, at_ms=means.now_ms,
        )
    )  # fmt: skip


def _is_news(known: Part, body: d.ReportHealth, now_ms: int) -> bool:
    if (known.health, known.why, known.consumables) != (str(body.health), body.why, as_text(body.consumables)):
        return True
    return now_ms - known.at_ms >= d.COUNTED_MS and known.counters != as_text(body.counters)


def report_slip(hall: Hall, command: Command, body: d.ReportSlip, means: Means) -> Verdict:
    """A slip of a ticket of today. A slip of another day is late news about nobody who waits."""
    if body.ticket not in hall.tickets:
        return rejected(Reason.TICKET_UNKNOWN)
    return happen(
        d.SlipReported(
            ticket=body.ticket, device=command.device, printed=body.printed, why=body.why, reprint=body.reprint,
            at_ms=means.now_ms,
        )
    )  # fmt: skip
