"""One command, one verdict: the checks every command passes, then the decision of its subject.

Order of the checks: is it still valid, is it of this reign, may this device do that, is its session the window's, is
what the person saw still so. The first "no" is the answer.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from edge_hub.contract import admission as a
from edge_hub.contract import announcement as n
from edge_hub.contract import appointment as b
from edge_hub.contract import configuration as c
from edge_hub.contract import desk as k
from edge_hub.contract import device as d
from edge_hub.contract import item as i
from edge_hub.contract import lease as le
from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import reprint as p
from edge_hub.contract import window as w
from edge_hub.contract.base import ByStaff
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.need import NoteNeeds
from edge_hub.contract.queue import NORMAL
from edge_hub.contract.reasons import Reason
from edge_hub.contract.wired import ReportStep

from . import (
    admission,
    announcement,
    appointment,
    card,
    clerk,
    configuration,
    desk,
    device,
    item,
    lease,
    need,
    queue,
    rating,
    reprint,
    seat,
    window,
)
from .hall import Hall
from .means import Decision, Means, Verdict
from .rights import (
    AT_DESK,
    AT_WINDOW,
    FACTS,
    MAY,
    NEEDS_NOBODY,
    ON_TICKET,
    OPEN_TO_ALL,
    WITH_WHY,
    WITHOUT_SESSION,
)
from .roles import role_says_no

Decide = Callable[[Hall, Command, Any, Means], Verdict]
SaysNo = Callable[[Hall, Command, Any, int], Rejected | None]
SignIn = Callable[[Hall, Command, Any, Means, bool], Verdict]

DECISIONS: dict[type, Decide] = {
    q.TakeTicket: queue.take,
    q.TakeWalkUp: window.walk_up,
    q.CallNext: window.call_next,
    q.CallTicket: window.call_ticket,
    q.Recall: window.recall,
    q.Start: window.start,
    q.Finish: window.finish,
    q.NoShow: window.no_show,
    q.Return: window.give_back,
    q.Hold: window.hold,
    q.Resume: window.resume,
    q.Transfer: window.transfer,
    q.UndoFinish: window.undo_finish,
    q.UndoNoShow: window.undo_no_show,
    q.Requeue: queue.requeue,
    q.Cancel: queue.cancel,
    i.CloseItem: item.close,
    i.OpenItem: item.reopen,
    q.ShowTicket: queue.show,
    w.ShowSession: clerk.show_session,
    w.SignOut: clerk.sign_out,
    w.OpenWindow: window.open_window,
    w.PauseWindow: window.pause_window,
    w.CloseWindow: window.close_window,
    r.Rate: rating.rate,
    r.ChangeRating: rating.change,
    r.DetailRating: rating.detail,
    d.ReportHealth: device.report_health,
    d.ReportSlip: device.report_slip,
    ReportStep: device.report_step,
    le.LeaseNumbers: lease.lease_numbers,
    le.ReportOfflineTicket: lease.report_offline,
    k.SignOutDesk: seat.sign_out,
    k.TakeAtDesk: desk.take,
    k.RegisterWritten: desk.register,
    k.MergeTickets: desk.merge,
    k.GivePriority: desk.prioritise,
    k.LiftLimit: desk.lift,
    n.Announce: announcement.announce,
    n.EndAnnouncement: announcement.end,
    p.ReprintSlip: reprint.ask,
    p.FetchSlip: reprint.fetch,
    a.ApproveDevice: admission.approve,
    a.RevokeDevice: admission.revoke,
    a.ShowDevices: admission.show,
    b.ListSlots: appointment.list_slots,
    b.ListAppointments: appointment.list_appointments,
    b.BookAppointment: appointment.book,
    b.MoveAppointment: appointment.move,
    b.CancelAppointment: appointment.cancel,
    b.CheckIn: appointment.check_in,
    NoteNeeds: need.note_needs,
    w.SetCard: card.set_card,
    c.WithdrawConfiguration: configuration.withdraw,
    c.ShowConfiguration: configuration.show,
}
"""Every command but those for which something is done at the rim first: a PIN checked or hashed (`pins`), a
configuration read (`configurations`)."""

SIGN_INS: dict[type, tuple[SaysNo, SignIn]] = {
    w.SignIn: (clerk.sign_in_says_no, clerk.sign_in),
    k.SignInDesk: (seat.sign_in_says_no, seat.sign_in),
}
"""Commands with a PIN: the refusal that is known without it, and the decision once it was checked."""


NAMES_WINDOW = frozenset(kind for kinds in MAY.values() for kind in kinds if "window" in kind.model_fields)
"""Asked of the class, once: asking a command for a field that it has not got is slow."""


def decide(hall: Hall, command: Command, means: Means) -> Verdict:
    """What shall happen because of an admitted command. What the guide desk brings about names the guide."""
    verdict = DECISIONS[type(command.body)](hall, command, command.body, means)
    seat_here = hall.seats.get(command.device)
    return verdict if seat_here is None or isinstance(verdict, Rejected) else _named(verdict, seat_here.clerk)


def admit(hall: Hall, command: Command, epoch: int, now_ms: int, valid_max_ms: int) -> Rejected | None:
    """The "no" that a command gets before its content matters, or None. Nobody may ask for more than `valid_max_ms`."""
    late = _time_says_no(command, now_ms, valid_max_ms)
    if late:
        return late
    if command.epoch is not None and command.epoch != epoch:
        return rejected(Reason.WRONG_EPOCH)
    device_here = hall.plan.devices.get(command.device)
    if device_here is None:
        return rejected(Reason.DEVICE_UNKNOWN)
    if command.device in hall.barred:
        return rejected(Reason.DEVICE_REVOKED)
    kind, body = type(command.body), command.body
    if kind not in MAY.get(device_here.kind, frozenset()):
        return rejected(Reason.NOT_ALLOWED)
    named = getattr(body, "window", None) if kind in NAMES_WINDOW else None
    if named is not None:
        if named not in hall.windows:
            return rejected(Reason.WINDOW_UNKNOWN)
        if device_here.window is not None and device_here.window != named:
            return rejected(Reason.NOT_ALLOWED)
    no = _session_says_no(hall, command, device_here.kind, named or device_here.window)
    return no or role_says_no(hall, command, device_here)


def _named(decision: Decision, by: str) -> Decision:
    named = (
        replace(one, event=one.event.model_copy(update={"by": by})) if isinstance(one.event, ByStaff) else one
        for one in decision.happenings
    )
    return replace(decision, happenings=tuple(named))


def _time_says_no(command: Command, now_ms: int, valid_max_ms: int) -> Rejected | None:
    """A fact has no end: what happened has happened, however late the news. Everything else must say when it ends."""
    until_ms = command.valid_until_ms
    if until_ms is None:
        return None if type(command.body) in FACTS else rejected(Reason.MALFORMED, fault="valid_until_ms: missing")
    if now_ms > until_ms:
        return rejected(Reason.EXPIRED)
    if until_ms > now_ms + valid_max_ms:
        return rejected(Reason.MALFORMED, fault="valid_until_ms: too far ahead")
    return None


def _session_says_no(hall: Hall, command: Command, kind: str, window_id: str | None) -> Rejected | None:
    at_window = type(command.body) in AT_WINDOW
    on_ticket = type(command.body) in ON_TICKET
    if (at_window or on_ticket) and kind not in WITHOUT_SESSION:
        here = hall.windows[window_id] if window_id else None
        if here is None or here.session is None or command.session != here.session:
            return rejected(Reason.NOT_SIGNED_IN)
        if here.pad not in (None, command.device):
            return rejected(Reason.NOT_SIGNED_IN)
    if kind in WITHOUT_SESSION and _desk_says_no(hall, command):
        return rejected(Reason.NOT_SIGNED_IN)
    says_why = kind in WITHOUT_SESSION or type(command.body) is q.Cancel
    if says_why and type(command.body) in WITH_WHY and not getattr(command.body, "why", "").strip():
        return _unknown(hall, command.body) or rejected(Reason.WHY_NEEDED)
    if command.expect_ver is None:
        return None
    if at_window and window_id and hall.windows[window_id].ver != command.expect_ver:
        return rejected(Reason.STALE)
    if on_ticket or type(command.body) in AT_DESK:
        ticket = hall.find(getattr(command.body, "ticket", ""))
        if ticket is not None and ticket.ver != command.expect_ver:
            return rejected(Reason.STALE)
    return None


def _unknown(hall: Hall, body: object) -> Rejected | None:
    """What is named and not there: nobody is asked for the reason of that."""
    item, tickets = getattr(body, "item", None), (getattr(body, "ticket", None), getattr(body, "into", None))
    if item is not None and hall.plan.item(item) is None:
        return rejected(Reason.ITEM_UNKNOWN)
    unknown = any(one is not None and hall.find(one) is None for one in tickets)
    return rejected(Reason.TICKET_UNKNOWN) if unknown else None


def _desk_says_no(hall: Hall, command: Command) -> bool:
    """Whether the session of who sits at the console is missing: for what needs a person, and for everything while
    somebody sits there."""
    kind, seat_here = type(command.body), hall.seats.get(command.device)
    if kind in OPEN_TO_ALL:
        return False
    if seat_here is None:
        return kind not in NEEDS_NOBODY or getattr(command.body, "cls", NORMAL) != NORMAL
    return command.session != seat_here.session
