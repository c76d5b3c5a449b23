"""The call pad without its screen: hears snapshots, keeps its own small state, sends one command at a time.

A command carries the session and the version that the clerk saw; while one is on its way no other is given, so that a
double press is one command. The session is the pad's own: started again, it asks the hub for it. The answer to a "no"
is a sentence at the edge; the next snapshot sets everything right.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from edge_hub.client.answers import NoReply
from edge_hub.contract import queue
from edge_hub.contract.base import Snapshot, Words
from edge_hub.contract.envelope import AnyCommand, Reply
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import ShowSession, SignedIn, SignIn, SignInByCard
from kiosk.ui.bridge import BridgeLike

from ..known import Known
from ..links import UP
from . import panels
from .entry import DIGITS, Entry
from .lists import RowAct, Tab
from .panels import Panel
from .picture import Picture, draw, holds, may
from .sides import SIDES, Scene, Side
from .steps import STEP_COMMANDS, Step
from .ui_state import NOTICE_S, SETTLE_S, SIGN_IN, Notice, Pending, Ui
from .wedge import Burst

OF_PIN = frozenset({Reason.PIN_WRONG, Reason.PIN_NEEDED, Reason.BUSY})
"""Refusals after which the PIN of the same card is typed again."""
STALE_PRESS = Words(zh="画面刚刚更新，请看清再按。", en="The screen has just changed. Look, then press again.")


class Pad:
    """`changed` is called after anything that may alter the picture; `clock_s` is monotonic."""

    def __init__(
        self, bridge: BridgeLike, window: str, clock_s: Callable[[], float], changed: Callable[[], None]
    ) -> None:
        self._bridge, self._clock_s, self._changed = bridge, clock_s, changed
        self.known = Known(window)
        self.ui = Ui()
        self._asking = False

    # ---- what the screen is drawn from ----------------------------------------------------------------------------

    def picture(self) -> Picture:
        return draw(self.known, self.ui, self._bridge.link, self._bridge.hall_now_ms())

    def hear(self, snapshot: Snapshot) -> None:
        """A snapshot came: what was sent has had its effect once the window's version has moved on."""
        had = self.known
        self.known = had.hear(snapshot)
        if self.known is had:
            return
        now = self.known.now
        pending = self.ui.pending
        if pending and self._had_effect(pending) and (pending.what != SIGN_IN or pending.settled_s is not None):
            self._set(pending=None)  # but a sign-in waits for the session that its answer brings
        if had.now and had.now.session_mark and now and now.session_mark != had.now.session_mark:
            self._set(session=None, panel=None, tab=Tab.NEXT, entry=Entry(), notice=None)
        if now and now.clerk and now.session_mark is None and (had.now is None or had.now.session_mark):
            self._set(entry=Entry(number=now.clerk.clerk, into="pin"))  # it has lapsed: only the PIN is asked for
        self.tick()

    def tick(self) -> None:
        """Time passed: what has run out goes."""
        now_s = self._clock_s()
        pending, notice, scene = self.ui.pending, self.ui.notice, self._scene()
        if pending and pending.settled_s is not None and now_s - pending.settled_s > SETTLE_S:
            self._set(pending=None)
        if notice and now_s > notice.until_s:
            self._set(notice=None)
        if scene is not None:
            self._set(panel=panels.still_open(self.ui.panel, scene))
        self._reclaim()
        self._changed()

    # ---- signing in -----------------------------------------------------------------------------------------------

    def key(self, key: str) -> None:
        """A key of the sign-in page."""
        if self.ui.pending is None:
            self._set(entry=self.ui.entry.key(key), burst=Burst(), notice=None)
            self._changed()

    def type_key(self, sign: str) -> None:
        """A key of the keyboard, which may be a card reader: only digits are typed by hand."""
        burst = self.ui.burst.key(sign, self._clock_s())
        if sign in DIGITS:
            self.key(sign)
        self._set(burst=burst)

    def enter(self) -> None:
        """Enter on the keyboard: the end of a card, or the large key."""
        burst, now_s = self.ui.burst, self._clock_s()
        card = burst.card(now_s) if self.ui.pending is None else None
        self._set(burst=Burst())
        if card is None:
            self.sign_in()
            return
        self._set(entry=Entry(card=card, into="pin"), notice=None)
        self._changed()
        if self.known.directory is not None and self.known.directory.rules.card_alone:
            self.sign_in()

    def type_into(self, field: Literal["number", "pin"]) -> None:
        self._set(entry=self.ui.entry.to(field), burst=Burst())
        self._changed()

    def sign_in(self) -> None:
        """The one large key of the sign-in page: from the number to the PIN, and then in."""
        entry = self.ui.entry
        if (entry.number or entry.card) and entry.into == "number" and not entry.complete:
            self.type_into("pin")
        elif entry.card:
            self._sign_in_by_card(entry)
        elif entry.complete and may(self.picture(), self.ui):
            self._send(SignIn(window=self.known.window, clerk=entry.number, pin=entry.pin), SIGN_IN)

    def _sign_in_by_card(self, entry: Entry) -> None:
        """With the PIN as it was typed; without one where the card alone does."""
        alone = self.known.directory is not None and self.known.directory.rules.card_alone
        if entry.complete or (alone and not entry.pin):
            self._send(SignInByCard(window=self.known.window, card=entry.card, pin=entry.pin or None), SIGN_IN)

    def _reclaim(self) -> None:
        """Somebody is signed in here, and we do not know by which session: perhaps we were started again."""
        now = self.known.now
        if now is None or now.session_mark in (None, self.ui.strange) or holds(now, self.ui):
            return
        if self._asking or self._bridge.link != UP or (self.ui.pending and self.ui.pending.what == SIGN_IN):
            return
        self._asking, mark = True, now.session_mark
        self._bridge.send(ShowSession(window=self.known.window), lambda reply: self._told(mark, reply))

    def _told(self, mark: str | None, reply: Reply | NoReply) -> None:
        self._asking = False
        if isinstance(reply, Reply):
            if reply.ok:
                self._set(session=SignedIn.model_validate(reply.result).session)
            else:
                self._set(strange=mark)
            self._changed()

    # ---- the work -------------------------------------------------------------------------------------------------

    def go(self, step: Step, ver: int) -> None:
        """The large button, as the clerk saw it when the finger came down."""
        work = self.picture().work
        if work is None:
            return
        if work.step.step is not step or work.now.ver != ver:
            self._tell(STALE_PRESS)
        elif work.step.ready:
            self._send(STEP_COMMANDS[step](self.known.window), step, ver)

    def side(self, side: Side) -> None:
        """One of the smaller actions: sends its command, or opens its panel (again: closes it)."""
        scene = self._scene()
        if scene is None or SIDES[side].why_not(scene) is not None:
            return
        command = SIDES[side].command
        if command is not None:
            self._send(command(self.known.window), side, scene.now.ver)
            return
        same = self.ui.panel is not None and self.ui.panel.side is side
        self._set(panel=None if same else panels.open_panel(side, scene))
        self._changed()

    def row(self, act: RowAct, ticket: str) -> None:
        """A button of a row."""
        work = self.picture().work
        row = next((one for one in work.rows if one.key == ticket), None) if work else None
        if work is None or row is None or act not in row.acts:
            return
        window = self.known.window
        if act is RowAct.REQUEUE:
            self._send(queue.Requeue(ticket=ticket), act, row.ver)
        elif act is RowAct.RESUME:
            self._send(queue.Resume(window=window, ticket=ticket), act, work.now.ver)
        else:
            self._send(queue.CallTicket(window=window, ticket=ticket), act, work.now.ver)

    def undo(self) -> None:
        work = self.picture().work
        if work is not None and work.undo is not None:
            self._send(work.undo.command(self.known.window), f"UNDO_{work.undo.kind}", work.now.ver)

    def tab(self, tab: Tab) -> None:
        self._set(tab=tab, panel=None)
        self._changed()

    # ---- the open panel -------------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        directory = self.known.directory
        if self.ui.panel is not None and directory is not None:
            self._set_panel(panels.choose(self.ui.panel, key, directory.rules.ticket_max_items))

    def minutes(self, minutes: int | None) -> None:
        if self.ui.panel is not None:
            self._set_panel(replace(self.ui.panel, minutes=minutes))

    def query(self, query: str) -> None:
        if self.ui.panel is not None:
            self._set_panel(replace(self.ui.panel, query=query[:40]))

    def confirm(self) -> None:
        """The panel's own large button."""
        now = self.known.now
        if self.ui.panel is None or now is None:
            return
        command = panels.command_of(self.ui.panel, self.known)
        if command is not None:
            self._send(command, self.ui.panel.side, now.ver)

    def close_panel(self) -> None:
        self._set_panel(None)

    # ---- sending --------------------------------------------------------------------------------------------------

    def _send(self, body: AnyCommand, what: str, ver: int | None = None) -> None:
        now = self.known.now
        if now is None or not may(self.picture(), self.ui):
            return
        pending = Pending(what, now.ver)
        self._set(pending=pending, notice=None)
        self._bridge.send(
            body, lambda reply: self._answered(pending, reply), session=self.ui.session if ver is not None else None,
            expect_ver=ver,
        )  # fmt: skip
        self._changed()

    def _answered(self, pending: Pending, reply: Reply | NoReply) -> None:
        mine = self.ui.pending is pending
        said_yes = isinstance(reply, Reply) and reply.ok
        if mine:
            waits = said_yes and not self._had_effect(pending)
            self._set(pending=replace(pending, settled_s=self._clock_s()) if waits else None)
        if pending.what == SIGN_IN:
            of_pin = not isinstance(reply, Reply) or reply.reason in OF_PIN
            self._set(entry=Entry() if said_yes else self.ui.entry.without_pin(keeps_card=of_pin))
            if isinstance(reply, Reply) and reply.ok:
                self._set(session=SignedIn.model_validate(reply.result).session)
        if said_yes:
            if self.ui.panel and self.ui.panel.side == pending.what:
                self._set(panel=None)
            self._changed()
        elif reply.words is not None:
            self._tell(reply.words)

    def _had_effect(self, pending: Pending) -> bool:
        """Whether the window has moved on since it was sent."""
        return self.known.now is not None and self.known.now.ver > pending.ver

    def _tell(self, words: Words) -> None:
        self._set(notice=Notice(words, self._clock_s() + NOTICE_S))
        self._changed()

    def _scene(self) -> Scene | None:
        now, directory = self.known.now, self.known.directory
        if now is None or directory is None:
            return None
        return Scene(now, directory.rules, self._bridge.hall_now_ms(), self.known.clock)

    def _set_panel(self, panel: Panel | None) -> None:
        self._set(panel=panel)
        self._changed()

    def _set(self, **changes: object) -> None:
        self.ui = replace(self.ui, **changes)  # type: ignore[arg-type]
