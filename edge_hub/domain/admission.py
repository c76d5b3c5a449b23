"""What is decided about who is let in. What a claim is worth is known at the rim (`Means.claims`): claims live for ten
minutes and in no journal; that one was approved, and by whom, is a record."""

from edge_hub.contract import admission as a
from edge_hub.contract.base import Lasting
from edge_hub.contract.clock import at_hall
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.reasons import Reason

from .clerk import lapse
from .hall import Hall
from .means import Decision, Means, Verdict, happen
from .seat import leave
from .values import Admission


def approve(hall: Hall, command: Command, body: a.ApproveDevice, means: Means) -> Verdict:
    """A device that asks, by the code that it shows; both must have shown the same fingerprint."""
    if body.device not in hall.plan.devices:
        return rejected(Reason.DEVICE_UNKNOWN)
    proof = means.claims.claimed(body.device, body.code, body.fingerprint)
    if isinstance(proof, Rejected):
        return proof
    return happen(
        a.DeviceApproved(
            device=body.device, proof=proof, fingerprint=body.fingerprint, by=command.device, at_ms=means.now_ms
        )
    )


def revoke(hall: Hall, command: Command, body: a.RevokeDevice, means: Means) -> Verdict:
    """At once, whatever it is doing; a session that began on it lapses, and its window waits for another pad."""
    if body.device not in hall.plan.devices:
        return rejected(Reason.DEVICE_UNKNOWN)
    if body.device == command.device:
        return rejected(Reason.NOT_ALLOWED)
    if body.device in hall.barred:
        when = f"{at_hall(hall.admissions[body.device].at_ms):%Y-%m-%d %H:%M}"
        return rejected(Reason.REVOKED_ALREADY, device=body.device, when=when)
    events: list[Lasting] = [
        a.DeviceRevoked(
            device=body.device, cause=body.cause, why=body.why, by=command.device, at_ms=means.now_ms
        )
    ]  # fmt: skip
    sat = (one for one in hall.windows.values() if one.session is not None and one.pad == body.device)
    events += [lapse(window, means.now_ms) for window in sat]
    seat = hall.seats.get(body.device)
    return happen(*events, *([leave(seat, means.now_ms)] if seat else []))


def show(hall: Hall, command: Command, body: a.ShowDevices, means: Means) -> Verdict:
    told = tuple(_told(one) for _, one in sorted(hall.admissions.items()))
    return Decision(result=lambda: a.DeviceList(admitted=told, asking=means.claims.asking()), recorded=False)


def _told(one: Admission) -> a.Admitted:
    return a.Admitted(
        device=one.device, revoked=one.revoked, proof=one.proof, fingerprint=one.fingerprint, cause=one.cause,
        why=one.why, by=one.by, at_ms=one.at_ms,
    )  # fmt: skip
