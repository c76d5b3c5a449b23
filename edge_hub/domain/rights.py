"""Who may command what: one table from the kind of a device to the commands it may send.

The broker says who a device is, this table what it may do. A pad acts only for its own window, and only with the
session of the clerk who is signed in there, which belongs to the pad on which it began.
"""

from typing import get_args

from edge_hub.contract import admission, appointment, configuration, desk, envelope, queue, rating, window
from edge_hub.contract.appointment import CheckIn
from edge_hub.contract.base import Strict
from edge_hub.contract.device import ReportHealth, ReportSlip
from edge_hub.contract.item import OpenItem
from edge_hub.contract.lease import LeaseNumbers, ReportOfflineTicket
from edge_hub.contract.reprint import FetchSlip
from edge_hub.contract.wired import ReportStep

Commands = frozenset[type[Strict]]

OF_ITSELF: Commands = frozenset({ReportHealth, ReportSlip})
"""What every device reports of itself."""
FACTS: Commands = OF_ITSELF | {ReportOfflineTicket, ReportStep}
"""What comes from a device's own disk, whenever the hub can hear it."""
AT_WINDOW: Commands = frozenset(get_args(envelope.WindowCommand))
"""Commands that need a clerk's session at the window they name."""
ON_TICKET: Commands = frozenset(get_args(envelope.TicketCommand))
AT_DESK: Commands = frozenset(get_args(envelope.DeskCommand))
"""Commands that need a guide's session at the console."""
OPEN_TO_ALL: Commands = OF_ITSELF | {desk.SignInDesk, queue.ShowTicket}
"""What needs no session at a console where a guide sits."""
WITH_WHY: Commands = frozenset({queue.Cancel, queue.CallTicket, OpenItem})
"""What a guide also says why of (what else is done at the desk asks for it itself); of a cancelling a clerk, too."""
NAMED: Commands = frozenset({
    window.SetPin, window.SetCard, admission.ApproveDevice, admission.RevokeDevice, configuration.ApplyConfiguration,
    configuration.WithdrawConfiguration,
})  # fmt: skip
"""What an administrator may also do without signing in, by naming who it is (`by`): somebody gives the first PIN.
Whoever has a PIN signs in."""
ASKS: Commands = frozenset({
    appointment.ListSlots, appointment.ListAppointments, admission.ShowDevices, configuration.ShowConfiguration,
    configuration.ReviewConfiguration, configuration.StageConfiguration,
})  # fmt: skip
"""What leaves no record."""
NEEDS_NOBODY: Commands = OPEN_TO_ALL | NAMED | ASKS | {queue.TakeTicket}
"""What may be done at a console where nobody is signed in, by its `roles`: a plain ticket for somebody (帮取号) is
taken as at a machine. Whatever else changes something is on record with a person."""
EVERYTHING: Commands = frozenset(get_args(envelope.AnyCommand))

RATINGS: Commands = frozenset({rating.Rate, rating.ChangeRating, rating.DetailRating})
_NOT_AT_A_CONSOLE: Commands = frozenset(
    {*RATINGS, window.SignIn, window.SignInByCard, window.ShowSession, LeaseNumbers, ReportOfflineTicket, FetchSlip,
     ReportStep}
)

MAY: dict[str, Commands] = {
    "ticket_machine": OF_ITSELF | RATINGS | {
        queue.TakeTicket, CheckIn, queue.ShowTicket, LeaseNumbers, ReportOfflineTicket, FetchSlip,
    },
    "call_board": OF_ITSELF,
    "window_screen": OF_ITSELF,
    "rating_pad": OF_ITSELF | RATINGS,
    "call_pad": OF_ITSELF | AT_WINDOW | ON_TICKET | {
        window.SignIn, window.SignInByCard, window.ShowSession, queue.ShowTicket,
    },
    "device_host": OF_ITSELF | {ReportStep},
    "console": EVERYTHING - _NOT_AT_A_CONSOLE,
}
"""A rating cannot be given from the clerk's side or by an administrator: it comes from a citizen's device, the pad of
the window or one that is shown the slip."""

WITHOUT_SESSION: frozenset[str] = frozenset({"console"})
"""Kinds of devices that act for a window without its clerk's session, with that of who is signed in there (guide and
support)."""
