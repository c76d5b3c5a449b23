"""Who is let in and who is put out, and that nothing a revoked device says counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.invariants import rows_are_the_fold_of_the_journal
from fakes.loop_rig import Rig
from fakes.small_hall import small_hall

from edge_hub.contract import admission as a
from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.ids import uuid7
from edge_hub.contract.reasons import Reason
from edge_hub.domain import admission
from edge_hub.domain.hall import Hall
from edge_hub.domain.means import Decision, Means

FINGERPRINT = "-".join(["5A9C"] * 8)
APPROVE = a.ApproveDevice(by="901", device="tm-2", code="K7M2Q9XD", fingerprint=FINGERPRINT)
STOLEN = a.RevokeDevice(by="901", device="call-w1", cause=a.Cause.STOLEN, why="over the weekend")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    one = Rig(tmp_path)
    yield one
    one.close()


class OneClaim:
    """One device asks, with the code of `APPROVE`."""

    def claimed(self, device: str, code: str, fingerprint: str) -> a.Proof | Rejected:
        right = (device, code) == (APPROVE.device, APPROVE.code)
        return a.Proof.CERTIFICATE if right else rejected(Reason.CLAIM_UNKNOWN)

    def asking(self) -> tuple[a.Asking, ...]:
        return ()


def approved(hall: Hall, body: a.ApproveDevice) -> Decision | Rejected:
    command = Command(id=uuid7(1, bytes(10)), device="desk", body=body)
    return admission.approve(hall, command, body, Means(7, str, str, claims=OneClaim()))


def test_a_device_that_asks_is_approved_by_its_code_with_who_did_it_on_record() -> None:
    verdict = approved(small_hall(), APPROVE)
    assert isinstance(verdict, Decision)
    assert verdict.happenings[0].event == a.DeviceApproved(
        device="tm-2", proof=a.Proof.CERTIFICATE, fingerprint=FINGERPRINT, by="desk", at_ms=7
    )


def test_a_wrong_code_and_a_device_that_is_not_of_the_hall_are_refused() -> None:
    hall = small_hall()
    for body, reason in (
        (APPROVE.model_copy(update={"code": "K7M2Q9XX"}), Reason.CLAIM_UNKNOWN),
        (APPROVE.model_copy(update={"device": "tm-9"}), Reason.DEVICE_UNKNOWN),
    ):
        verdict = approved(hall, body)
        assert isinstance(verdict, Rejected) and verdict.reason == reason


def test_where_nobody_can_ask_nobody_can_be_approved(rig: Rig) -> None:
    assert rig.ask(rig.command("desk", APPROVE)).reason == Reason.CLAIM_UNKNOWN


def test_nothing_that_a_revoked_device_says_counts_also_after_a_restart(rig: Rig) -> None:
    take = q.TakeTicket(items=("card",))
    rig.do("tm-1", take)
    rig.do("desk", a.RevokeDevice(by="901", device="tm-1", cause=a.Cause.LOST))
    for _ in range(2):
        assert rig.ask(rig.command("tm-1", take)).reason == Reason.DEVICE_REVOKED
        assert rig.do("tm-2", take).ok
        rig.restart()
    rows_are_the_fold_of_the_journal(rig)


def test_a_revoked_pad_loses_the_session_of_its_clerk_and_the_window_waits_for_another(rig: Rig) -> None:
    rig.through_pins(rig.command("desk", w.SetPin(by="901", clerk="101", pin="123456")))
    session = rig.through_pins(rig.command("call-w1", w.SignIn(window="w1", clerk="101", pin="123456"))).result
    rig.do("call-w1", w.OpenWindow(window="w1"), session=session["session"])  # type: ignore[index]
    rig.do("desk", STOLEN)
    window = rig.hall.windows["w1"]
    assert window.session is None and window.state is w.WindowState.OPEN
    rows_are_the_fold_of_the_journal(rig)


def test_a_device_is_revoked_once_and_nobody_shuts_out_himself(rig: Rig) -> None:
    rig.do("desk", STOLEN)
    assert rig.ask(rig.command("desk", STOLEN)).reason == Reason.REVOKED_ALREADY
    own = a.RevokeDevice(by="901", device="desk", cause=a.Cause.RETIRED)
    assert rig.ask(rig.command("desk", own)).reason == Reason.NOT_ALLOWED
    unknown = a.RevokeDevice(by="901", device="tm-9", cause=a.Cause.RETIRED)
    assert rig.ask(rig.command("desk", unknown)).reason == Reason.DEVICE_UNKNOWN


def test_only_a_console_lets_in_and_puts_out(rig: Rig) -> None:
    for body in (APPROVE, STOLEN, a.ShowDevices()):
        assert rig.ask(rig.command("call-w2", body)).reason == Reason.NOT_ALLOWED
        assert rig.ask(rig.command("tm-1", body)).reason == Reason.NOT_ALLOWED


def test_the_list_says_who_was_revoked_why_and_at_which_console(rig: Rig) -> None:
    rig.do("desk", STOLEN)
    listed = a.DeviceList.model_validate(rig.do("desk", a.ShowDevices()).result)
    (one,) = listed.admitted
    assert (one.device, one.revoked, one.cause, one.why, one.by) == (
        "call-w1", True, a.Cause.STOLEN, "over the weekend", "desk"
    )  # fmt: skip


def test_a_device_that_is_approved_again_counts_again(rig: Rig) -> None:
    rig.do("desk", a.RevokeDevice(by="901", device="tm-2", cause=a.Cause.LOST))
    verdict = approved(rig.hall, APPROVE)
    assert isinstance(verdict, Decision)
    rig.loop.record(*verdict.happenings)
    assert rig.do("tm-2", q.TakeTicket(items=("card",))).ok
    rows_are_the_fold_of_the_journal(rig)
