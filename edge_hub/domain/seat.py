"""What is decided about who sits at the guide desk: one person at a console, at one console each.

Wrong PINs count as at a window (`clerk.py`). Whoever signs in takes the seat of the one before, on record; the session
belongs to the console, and while somebody sits there nothing is done at it without the session.
"""

from edge_hub.contract import desk as k
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import SignedIn, SignInFailed

from .clerk import LOCK_MIN, locked
from .hall import Hall
from .means import Decision, Happening, Means, Verdict, happen
from .values import Seat


def sign_in(hall: Hall, command: Command, body: k.SignInDesk, means: Means, pin_right: bool) -> Verdict:
    """The PIN was checked outside the loop."""
    no = sign_in_says_no(hall, command, body, means.now_ms)
    if no:
        return no
    clerk = hall.plan.site.clerk(body.clerk)
    if not pin_right:
        failed = SignInFailed(clerk=clerk.id, device=command.device, at_ms=means.now_ms)
        return Decision((Happening(failed),), no=rejected(Reason.PIN_WRONG))
    seats = (one for one in hall.seats.values() if clerk.id == one.clerk or command.device == one.device)
    left = [leave(one, means.now_ms) for one in seats]
    session = means.new_id()
    here = k.GuideSignedIn(clerk=clerk.id, device=command.device, session=session, at_ms=means.now_ms)
    reply = SignedIn(session=session, clerk=clerk.id, name=clerk.name)
    return Decision(tuple(Happening(one) for one in (*left, here)), lambda: reply)


def sign_in_says_no(hall: Hall, command: Command, body: k.SignInDesk, now_ms: int) -> Rejected | None:
    """The refusal that is known without looking at the PIN."""
    clerk = hall.plan.site.clerks_by_id.get(body.clerk)
    if clerk is None:
        return rejected(Reason.CLERK_UNKNOWN)
    if locked(hall, clerk.id, command.device, now_ms):
        return rejected(Reason.CLERK_LOCKED, minutes=LOCK_MIN)
    return None


def sign_out(hall: Hall, command: Command, body: k.SignOutDesk, means: Means) -> Verdict:
    seat = hall.seats.get(command.device)
    return rejected(Reason.NOT_SIGNED_IN) if seat is None else happen(leave(seat, means.now_ms))


def leave(seat: Seat, now_ms: int, idle: bool = False) -> k.GuideSignedOut:
    return k.GuideSignedOut(clerk=seat.clerk, device=seat.device, idle=idle, at_ms=now_ms)
