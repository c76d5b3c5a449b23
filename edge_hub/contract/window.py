"""Windows and the clerks at them: commands, events, and the snapshot that pads and window screens draw.

The session of a clerk is a secret between the hub and the pad that signed in: every other device of the window only
sees its mark.
"""

import hashlib
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Lasting, Lenient, Ms, Snapshot, Strict, Words
from .queue import AtWindow, TicketBrief, WaitLevel
from .rating import ToRate


class WindowState(StrEnum):
    """CLOSED also when nobody is signed in."""

    CLOSED = "CLOSED"
    OPEN = "OPEN"
    PAUSED = "PAUSED"


WINDOW_STATE_NAMES: dict[WindowState, Words] = {
    WindowState.CLOSED: Words(zh="未开放", en="closed"),
    WindowState.OPEN: Words(zh="开放", en="open"),
    WindowState.PAUSED: Words(zh="暂停服务", en="paused"),
}


class PauseReason(StrEnum):
    """Why a window is paused; citizens read the words on the window screen."""

    BREAK = "BREAK"
    PAPERWORK = "PAPERWORK"
    MEETING = "MEETING"
    SYSTEM = "SYSTEM"
    HANDOVER = "HANDOVER"


PAUSE_NAMES: dict[PauseReason, Words] = {
    PauseReason.BREAK: Words(zh="短暂休息", en="Short break"),
    PauseReason.PAPERWORK: Words(zh="整理材料", en="Sorting papers"),
    PauseReason.MEETING: Words(zh="内部会商", en="Consultation"),
    PauseReason.SYSTEM: Words(zh="业务系统故障", en="Business system down"),
    PauseReason.HANDOVER: Words(zh="交接班", en="Change of shift"),
}

Pin = Annotated[str, Field(pattern=r"^[0-9]{6,12}$")]


class SignIn(Strict):
    """A clerk takes a window. The PIN is checked against its Argon2id hash outside the loop and never recorded."""

    do: Literal["SignIn"] = "SignIn"
    window: Id
    clerk: Id
    pin: Pin


CardNumber = Annotated[str, Field(pattern=r"^[0-9A-Z]{6,32}$")]
"""What a reader reads of a staff card, in capitals. It names a clerk and is kept as a keyed hash only."""


class SignInByCard(Strict):
    """A clerk takes a window with the staff card (工作卡), and the PIN unless the rules let the card alone do."""

    do: Literal["SignInByCard"] = "SignInByCard"
    window: Id
    card: CardNumber
    pin: Pin | None = None


class ShowSession(Strict):
    """A pad that was started again asks for the session that began on it; nobody else is told."""

    do: Literal["ShowSession"] = "ShowSession"
    window: Id


class SignOut(Strict):
    """The clerk leaves; the window closes."""

    do: Literal["SignOut"] = "SignOut"
    window: Id


class OpenWindow(Strict):
    """The window serves (again)."""

    do: Literal["OpenWindow"] = "OpenWindow"
    window: Id


class PauseWindow(Strict):
    """The window stops calling for a while."""

    do: Literal["PauseWindow"] = "PauseWindow"
    window: Id
    reason: PauseReason
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None


class CloseWindow(Strict):
    """The window stops for today; the clerk stays signed in."""

    do: Literal["CloseWindow"] = "CloseWindow"
    window: Id


class SetPin(Strict):
    """An administrator sets the PIN of a clerk."""

    do: Literal["SetPin"] = "SetPin"
    clerk: Id
    pin: Pin
    by: Id | None = None
    """Whoever does it, where nobody is signed in at the console."""


class SetCard(Strict):
    """An administrator gives a clerk a staff card in place of the one before; without a number, takes it away."""

    do: Literal["SetCard"] = "SetCard"
    clerk: Id
    card: CardNumber | None = None
    by: Id | None = None
    """As of `SetPin`."""


class ClerkSignedIn(Lasting):
    type: Literal["ClerkSignedIn"] = "ClerkSignedIn"
    clerk: Id
    window: Id
    session: Id
    device: Id | None = None
    """The pad that the session belongs to; unknown in the oldest records."""
    at_ms: Ms


class SessionLapsed(Lasting):
    """Nobody touched the pad for too long. The window stays as it is; its clerk proves herself again."""

    type: Literal["SessionLapsed"] = "SessionLapsed"
    clerk: Id
    window: Id
    session: Id
    at_ms: Ms


class ClerkSignedOut(Lasting):
    type: Literal["ClerkSignedOut"] = "ClerkSignedOut"
    clerk: Id
    window: Id
    session: Id | None = None
    """None when it had lapsed."""
    at_ms: Ms


class SignInFailed(Lasting):
    """A wrong PIN; after five in a row the clerk is locked on that device, across restarts. `window` None: at the guide
    desk."""

    type: Literal["SignInFailed"] = "SignInFailed"
    clerk: Id
    window: Id | None = None
    device: Id
    at_ms: Ms


class PinSet(Lasting):
    """The Argon2id hash travels in the sealed part."""

    type: Literal["PinSet"] = "PinSet"
    clerk: Id
    device: Id
    at_ms: Ms


class CardSet(Lasting):
    """The keyed hash of the card's number travels in the sealed part; not `given`: the clerk has none any more."""

    type: Literal["CardSet"] = "CardSet"
    clerk: Id
    device: Id
    given: bool
    at_ms: Ms


class CardRefused(Lasting):
    """A card that is nobody's was shown at a pad."""

    type: Literal["CardRefused"] = "CardRefused"
    device: Id
    at_ms: Ms


class WindowOpened(Lasting):
    type: Literal["WindowOpened"] = "WindowOpened"
    window: Id
    clerk: Id
    at_ms: Ms


class WindowPaused(Lasting):
    type: Literal["WindowPaused"] = "WindowPaused"
    window: Id
    clerk: Id
    reason: PauseReason
    until_ms: Ms | None = None
    at_ms: Ms


class WindowClosed(Lasting):
    type: Literal["WindowClosed"] = "WindowClosed"
    window: Id
    clerk: Id | None = None
    at_ms: Ms


class SignedIn(Lenient):
    """The reply to `SignIn` and `ShowSession`: the session that every later command of the pad carries."""

    session: Id
    clerk: Id
    name: str


def session_mark(session: str) -> str:
    """What everybody may see of a session: a pad knows its own by it, and nobody can make the session from it."""
    return hashlib.sha256(session.encode()).hexdigest()[:16]


class ClerkFace(Lenient):
    """What citizens may see of a clerk."""

    clerk: Id
    name: str
    photo: str | None = None
    """The name of a blob of the hub. What is no such name is no photo."""
    party_member: bool = False


class LineOfItem(Lenient):
    """How many wait for one item, as a window sees it."""

    item: Id
    name: Words
    waiting: int


class WindowNow(Snapshot):
    """All that the devices of one window draw: `state/window/{w}/now`."""

    window: Id
    label: str
    name: Words
    department: Words
    state: WindowState
    ver: int
    clerk: ClerkFace | None = None
    session_mark: str | None = None
    """Which session it is (`session_mark`); None while nobody is signed in, or the session has lapsed."""
    at: AtWindow | None = None
    held: tuple[TicketBrief, ...] = ()
    passed: tuple[TicketBrief, ...] = ()
    """No-shows called by this window today, newest first: to requeue, call back or undo."""
    next: tuple[TicketBrief, ...] = ()
    """Who would be called next, in order."""
    waiting: int = 0
    items: tuple[LineOfItem, ...] = ()
    pause: PauseReason | None = None
    pause_until_ms: Ms | None = None
    finished: TicketBrief | None = None
    """The last finished ticket, for the undo."""
    to_rate: ToRate | None = None
    served_today: int = 0
    longest_wait_ms: int = 0
    wait_level: WaitLevel = WaitLevel.NORMAL
    """Of the length of the line and of its longest wait, the graver one."""
