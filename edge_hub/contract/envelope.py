"""The envelope of every command and the reply to it.

The hub refuses what is stale: MQTT expiry alone does not do it, since a client that reconnects sends a command in
flight again. `valid_until_ms` is by the hub's clock (from its heartbeat) and left out only by facts, `expect_ver` the
version of the window or ticket that the person saw, `epoch` the reign of the hub that the device last heard.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from . import (
    admission,
    announcement,
    appointment,
    configuration,
    desk,
    device,
    item,
    lease,
    need,
    queue,
    rating,
    reprint,
    window,
    wired,
)
from .base import SCHEMA_VERSION, Id, Lenient, Ms, Strict, Words
from .reasons import Reason, sentence

COMMAND_BYTES_MAX = 64 * 1024

WindowCommand = (
    queue.TakeWalkUp
    | queue.CallNext
    | queue.CallTicket
    | queue.Recall
    | queue.Start
    | queue.Finish
    | queue.NoShow
    | queue.Return
    | queue.Hold
    | queue.Resume
    | queue.Transfer
    | queue.UndoFinish
    | queue.UndoNoShow
    | window.SignOut
    | window.OpenWindow
    | window.PauseWindow
    | window.CloseWindow
)
"""Commands of a window with a clerk signed in; `expect_ver` is the window's version."""

TicketCommand = queue.Requeue | queue.Cancel
"""Commands of one ticket; `expect_ver` is the ticket's version."""

DeskCommand = (
    desk.SignOutDesk
    | desk.TakeAtDesk
    | desk.RegisterWritten
    | desk.MergeTickets
    | desk.GivePriority
    | desk.LiftLimit
    | announcement.Announce
    | announcement.EndAnnouncement
)
"""Commands of the guide desk, where somebody is signed in; where one names a ticket, `expect_ver` is its version."""

AnyCommand = (
    queue.TakeTicket
    | WindowCommand
    | TicketCommand
    | DeskCommand
    | desk.SignInDesk
    | item.CloseItem
    | item.OpenItem
    | queue.ShowTicket
    | window.SignIn
    | window.SignInByCard
    | window.ShowSession
    | window.SetPin
    | window.SetCard
    | rating.Rate
    | rating.ChangeRating
    | rating.DetailRating
    | device.ReportHealth
    | device.ReportSlip
    | wired.ReportStep
    | lease.LeaseNumbers
    | lease.ReportOfflineTicket
    | reprint.ReprintSlip
    | reprint.FetchSlip
    | admission.ApproveDevice
    | admission.RevokeDevice
    | admission.ShowDevices
    | appointment.ListSlots
    | appointment.ListAppointments
    | appointment.BookAppointment
    | appointment.MoveAppointment
    | appointment.CancelAppointment
    | appointment.CheckIn
    | need.NoteNeeds
    | configuration.StageConfiguration
    | configuration.ReviewConfiguration
    | configuration.ApplyConfiguration
    | configuration.WithdrawConfiguration
    | configuration.ShowConfiguration
)

Body = Annotated[AnyCommand, Field(discriminator="do")]


CommandId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
"""A UUIDv7."""


class Command(Strict):
    """One command on its way to the hub: who, when it is still valid, what the person saw, and what to do."""

    v: Literal[1] = 1
    id: CommandId
    device: Id
    session: Id | None = None
    epoch: Annotated[int, Field(ge=0, le=2**31)] | None = None
    expect_ver: Annotated[int, Field(ge=0, le=2**53)] | None = None
    valid_until_ms: Ms | None = None
    """Hall time. Without it only a fact (`ReportHealth`, `ReportSlip`, `ReportStep`, `ReportOfflineTicket`) is taken;
    everything else is malformed."""
    body: Body


class Reply(Lenient):
    """What the hub answers, exactly once per command id (repeated word for word when asked again)."""

    v: int = SCHEMA_VERSION
    id: str
    ok: bool
    epoch: int
    seq: int
    reason: Reason | str | None = None
    words: Words | None = None
    result: Any = None
    """A model of the contract on its way out, a dict once it was read again."""


class Rejected(Lenient):
    """A "no" of the domain, as a value."""

    reason: Reason
    details: dict[str, Words | str | int] = {}

    @property
    def words(self) -> Words:
        return sentence(self.reason, self.details)


def rejected(reason: Reason, **details: Words | str | int) -> Rejected:
    """`Rejected` with the details that its sentence names."""
    return Rejected(reason=reason, details=details)
