"""Which of the staff may command what: one table from each command of a person to the roles that may give it.

`rights.py` says what a device may send; this table, what the person may do who is signed in there. At a console where
nobody is signed in the console's own `roles` count (devices.yaml), and nothing beyond. What devices report and ask by
themselves needs nobody.
"""

from functools import lru_cache

from configs.devices import Device
from configs.people import ROLES as ALL
from configs.people import Role
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
from edge_hub.contract.base import Strict, Words
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.need import NoteNeeds
from edge_hub.contract.reasons import Reason
from edge_hub.contract.wired import ReportStep

from .hall import Hall
from .rights import NAMED

AT_A_WINDOW: tuple[Role, ...] = ("clerk", "guide", "manager")
OF_THE_HALL: tuple[Role, ...] = ("guide", "manager")
CHANGES: tuple[Role, ...] = ("manager", "system_admin")
GIVES_RIGHTS: tuple[Role, ...] = ("security_admin",)
SEES_DEVICES: tuple[Role, ...] = ("manager", "system_admin", "security_admin", "auditor")
AT_A_CONSOLE: tuple[Role, ...] = ("guide", "manager", "system_admin", "security_admin", "auditor")

ROLES: dict[type[Strict], tuple[Role, ...]] = {
    w.SignIn: AT_A_WINDOW, w.SignInByCard: AT_A_WINDOW, w.SignOut: AT_A_WINDOW, w.OpenWindow: AT_A_WINDOW,
    w.PauseWindow: AT_A_WINDOW, w.CloseWindow: AT_A_WINDOW,
    q.TakeWalkUp: AT_A_WINDOW, q.CallNext: AT_A_WINDOW, q.CallTicket: AT_A_WINDOW, q.Recall: AT_A_WINDOW,
    q.Start: AT_A_WINDOW, q.Finish: AT_A_WINDOW, q.NoShow: AT_A_WINDOW, q.Return: AT_A_WINDOW, q.Hold: AT_A_WINDOW,
    q.Resume: AT_A_WINDOW, q.Transfer: AT_A_WINDOW, q.UndoFinish: AT_A_WINDOW, q.UndoNoShow: AT_A_WINDOW,
    q.Requeue: AT_A_WINDOW, q.Cancel: AT_A_WINDOW,
    q.TakeTicket: OF_THE_HALL, q.ShowTicket: ALL,
    i.CloseItem: OF_THE_HALL, i.OpenItem: OF_THE_HALL, p.ReprintSlip: OF_THE_HALL,
    k.SignInDesk: AT_A_CONSOLE, k.SignOutDesk: AT_A_CONSOLE,
    k.TakeAtDesk: OF_THE_HALL, k.RegisterWritten: OF_THE_HALL, k.MergeTickets: OF_THE_HALL,
    k.GivePriority: OF_THE_HALL, k.LiftLimit: OF_THE_HALL, n.Announce: OF_THE_HALL, n.EndAnnouncement: OF_THE_HALL,
    b.ListSlots: OF_THE_HALL, b.ListAppointments: OF_THE_HALL, b.BookAppointment: OF_THE_HALL,
    b.MoveAppointment: OF_THE_HALL, b.CancelAppointment: OF_THE_HALL, b.CheckIn: OF_THE_HALL,
    NoteNeeds: OF_THE_HALL,
    c.StageConfiguration: CHANGES, c.ReviewConfiguration: (*CHANGES, "auditor"), c.ApplyConfiguration: CHANGES,
    c.WithdrawConfiguration: CHANGES, c.ShowConfiguration: (*CHANGES, "auditor"),
    w.SetPin: GIVES_RIGHTS, w.SetCard: GIVES_RIGHTS, a.ApproveDevice: GIVES_RIGHTS, a.RevokeDevice: GIVES_RIGHTS,
    a.ShowDevices: SEES_DEVICES,
}  # fmt: skip
"""A citizen takes a ticket at a machine without any role: a device has none."""
OF_DEVICES: frozenset[type[Strict]] = frozenset({
    d.ReportHealth, d.ReportSlip, le.LeaseNumbers, le.ReportOfflineTicket, p.FetchSlip, w.ShowSession, r.Rate,
    r.ChangeRating, r.DetailRating, ReportStep,
})  # fmt: skip
"""What needs nobody of the staff."""

ROLE_NAMES: dict[Role, Words] = {
    "clerk": Words(zh="窗口人员", en="clerk"), "guide": Words(zh="导服人员", en="guide"),
    "manager": Words(zh="大厅管理人员", en="manager"),
    "system_admin": Words(zh="系统管理员", en="system administrator"),
    "security_admin": Words(zh="安全管理员", en="security administrator"), "auditor": Words(zh="审计员", en="auditor"),
}  # fmt: skip


@lru_cache(maxsize=64)
def commands_of(roles: tuple[Role, ...]) -> frozenset[type[Strict]]:
    """What whoever has these roles may command."""
    return frozenset(kind for kind, may in ROLES.items() if set(may) & set(roles))


def role_says_no(hall: Hall, command: Command, device: Device) -> Rejected | None:
    """Of a command whose session was found right."""
    kind = type(command.body)
    if kind not in ROLES:
        return None
    roles = _roles(hall, command, device)
    if roles is not None and kind not in commands_of(roles):
        return rejected(Reason.ROLE_NEEDED, roles=said_of(kind))
    return _name_says_no(hall, command, kind) if kind in NAMED and device.id not in hall.seats else None


def staff_of(hall: Hall, command: Command) -> str | None:
    """Who of the staff gave an admitted command, for its records. A citizen's command costs one comparison."""
    if command.session is None:
        return getattr(command.body, "by", None) if type(command.body) in NAMED else None
    seat = hall.seats.get(command.device)
    if seat is not None:
        return seat.clerk if seat.session == command.session else None
    window = hall.windows.get(hall.plan.devices[command.device].window or "")
    return window.clerk if window is not None and window.session == command.session else None


def _name_says_no(hall: Hall, command: Command, kind: type[Strict]) -> Rejected | None:
    """Where nobody is signed in, an administrator's command names somebody who may give it and cannot sign in yet."""
    by = getattr(command.body, "by", None)
    person = hall.plan.site.clerks_by_id.get(by) if by is not None else None
    if person is None or kind not in commands_of(person.roles):
        return rejected(Reason.ROLE_NEEDED, roles=said_of(kind))
    known = hall.clerks.get(person.id)
    return rejected(Reason.NOT_SIGNED_IN) if known is not None and known.pin_hash is not None else None


def said_of(kind: type[Strict]) -> Words:
    """Who may give a command, in words."""
    names = [ROLE_NAMES[one] for one in ROLES[kind]]
    return Words(zh="、".join(one.zh for one in names), en=" or ".join(one.en for one in names))


def _roles(hall: Hall, command: Command, device: Device) -> tuple[Role, ...] | None:
    """Of the person who gives the command, else of the console; None: a device that has no roles and no person, or a
    person whom the sign-in itself does not know. Whoever has left the configuration may do nothing."""
    body, clerks = command.body, hall.plan.site.clerks_by_id
    if isinstance(body, (w.SignIn, k.SignInDesk)):
        comes = clerks.get(body.clerk)
        return comes.roles if comes is not None else None
    if isinstance(body, w.SignInByCard):
        return None  # whose card it is finds out `card.py`, which asks for the role
    if device.kind == "console":
        seat = hall.seats.get(device.id)
        person = seat.clerk if seat is not None else None
    else:
        person = hall.windows[device.window].clerk if device.window is not None else None
    if person is None:
        return device.roles
    clerk = clerks.get(person)
    return clerk.roles if clerk is not None else ()
