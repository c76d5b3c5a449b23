"""What is decided about a clerk at a window: coming, going, staying away too long, and wrong PINs.

One session per clerk and window, and it belongs to the pad on which it began. Wrong PINs are counted for each clerk on
each device: whoever tries at one pad shuts out that clerk on that pad, and nobody anywhere else. A session that nobody
touched for a while lapses: the window stays as it is, the pad asks for the PIN again, and a colleague may take over.
"""

from collections.abc import Iterator

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import WINDOW_STATE_NAMES, WindowState

from .hall import Hall
from .means import Decision, Happening, Means, Verdict, happen
from .values import Window
from .window import busy, released

PIN_TRIES_MAX = 5
LOCK_MIN = 15


def sign_in(hall: Hall, command: Command, body: w.SignIn, means: Means, pin_right: bool) -> Verdict:
    """The PIN was checked outside the loop."""
    return come(hall, command.device, body.window, body.clerk, means, pin_right)


def come(hall: Hall, device: str, window: str, who: str, means: Means, right: bool) -> Verdict:
    """Somebody takes a window at a pad, and was found to be who they say, or not."""
    no = come_says_no(hall, device, window, who, means.now_ms)
    if no:
        return no
    clerk = hall.plan.site.clerk(who)
    if not right:
        failed = w.SignInFailed(clerk=clerk.id, window=window, device=device, at_ms=means.now_ms)
        return Decision((Happening(failed),), no=rejected(Reason.PIN_WRONG))
    here, session = hall.windows[window], means.new_id()
    left = [*_leave(hall, here, means)] if here.clerk not in (None, clerk.id) else []
    for elsewhere in _seats_of(hall, clerk.id, window):
        left += _leave(hall, elsewhere, means)
    event = w.ClerkSignedIn(clerk=clerk.id, window=window, session=session, device=device, at_ms=means.now_ms)
    reply = w.SignedIn(session=session, clerk=clerk.id, name=clerk.name)
    return Decision(tuple(Happening(one) for one in (*left, event)), lambda: reply)


def sign_in_says_no(hall: Hall, command: Command, body: w.SignIn, now_ms: int) -> Rejected | None:
    """The refusal that is known without looking at the PIN."""
    return come_says_no(hall, command.device, body.window, body.clerk, now_ms)


def come_says_no(hall: Hall, device: str, window: str, who: str, now_ms: int) -> Rejected | None:
    """The same, however somebody says who they are."""
    clerk = hall.plan.site.clerks_by_id.get(who)
    if clerk is None:
        return rejected(Reason.CLERK_UNKNOWN)
    if locked(hall, clerk.id, device, now_ms):
        return rejected(Reason.CLERK_LOCKED, minutes=LOCK_MIN)
    here = hall.windows[window]
    seats = clerk.windows or tuple(one.id for one in hall.plan.site.windows if one.department == clerk.department)
    if window not in seats:
        return rejected(Reason.CLERK_NOT_FOR_WINDOW)
    if here.clerk not in (None, clerk.id) and not _lapsed(here):
        return rejected(Reason.WINDOW_STATE, state=WINDOW_STATE_NAMES[here.state])
    elsewhere = next((one for one in _seats_of(hall, clerk.id, window) if not _lapsed(one)), None)
    return rejected(Reason.CLERK_ELSEWHERE, window=hall.plan.label(elsewhere.id)) if elsewhere else None


def locked(hall: Hall, clerk: str, device: str, now_ms: int) -> bool:
    """Whether so many PINs of the clerk were wrong on the device that no more is looked at for now. On record, and so
    also after a restart. A clock that somebody sets may end it early, but not make it last."""
    known = hall.tries.get((clerk, device))
    return known is not None and known.failures >= PIN_TRIES_MAX and abs(now_ms - known.failed_ms) < LOCK_MIN * 60_000


def show_session(hall: Hall, command: Command, body: w.ShowSession, means: Means) -> Verdict:
    """For the pad on which the session began, and for no other: it was started again and has forgotten."""
    here = hall.windows[body.window]
    if here.session is None or here.clerk is None or here.pad != command.device:
        return rejected(Reason.NOT_SIGNED_IN)
    clerk = hall.plan.site.clerks_by_id.get(here.clerk)
    reply = w.SignedIn(session=here.session, clerk=here.clerk, name=clerk.name if clerk else "")
    return Decision(result=lambda: reply, recorded=False)


def sign_out(hall: Hall, command: Command, body: w.SignOut, means: Means) -> Verdict:
    """By the clerk, or by support for a clerk who has gone."""
    window = hall.windows[body.window]
    no = busy(hall, window)
    if no:
        return no
    if window.clerk is None:
        return rejected(Reason.NOT_SIGNED_IN)
    return happen(*_leave(hall, window, means))


def may_lapse(hall: Hall, window: Window) -> bool:
    """Whether a session that is not touched now is one that somebody has left: nobody is at the window, and there would
    be something to do. An open window that nobody waits for needs no touch."""
    waits = window.state is not WindowState.OPEN or bool(hall.line_keys(window.id))
    return window.session is not None and window.at is None and waits


def lapse(window: Window, now_ms: int) -> w.SessionLapsed:
    """The session was not touched for too long."""
    assert window.session is not None and window.clerk is not None, f"nobody is signed in at {window.id}"
    return w.SessionLapsed(window=window.id, clerk=window.clerk, session=window.session, at_ms=now_ms)


def _lapsed(window: Window) -> bool:
    return window.session is None and window.at is None


def _seats_of(hall: Hall, clerk: str, other_than: str) -> Iterator[Window]:
    return (one for one in hall.windows.values() if one.clerk == clerk and one.id != other_than)


def _leave(hall: Hall, window: Window, means: Means) -> list[q.TicketReleased | w.ClerkSignedOut]:
    """The clerk of the window goes; nobody waits for it any more."""
    out = w.ClerkSignedOut(clerk=window.clerk or "", window=window.id, session=window.session, at_ms=means.now_ms)
    return [*released(hall, window, means), out]
