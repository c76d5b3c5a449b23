"""What the call pad's QML binds to: read-only properties and one slot for each intent. Decides nothing.

Every property changes with the one signal `changed`; it is emitted only when the picture differs from the one before,
so that a quiet pad costs nothing.
"""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from edge_hub.contract.base import Words
from kiosk.ui.bridge import BridgeLike
from kiosk.ui.rows import Rows

from .drawn import ChoiceDrawn, RowDrawn, SideDrawn, choices_drawn, rows_drawn, sides_drawn
from .lists import EMPTY_WORDS, TAB_WORDS, RowAct, Tab
from .pad import Pad
from .picture import Picture, Work, may
from .sides import Side
from .steps import Step
from .ui_state import SIGN_IN, Ui

QML_IMPORT_NAME = "Hall.CallPad"
QML_IMPORT_MAJOR_VERSION = 1
TICK_MS = 500


@QmlElement
class CallPad(QObject):
    """The view-model of one call pad."""

    changed = Signal()

    def __init__(
        self,
        bridge: BridgeLike,
        window: str,
        lang: str = "zh",
        use_lang: Callable[[str], None] = lambda lang: None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._pad = Pad(bridge, window, clock_s, self._redraw)
        self._lang, self._use_lang = lang, use_lang
        self._sides = Rows(SideDrawn, self)
        self._rows = Rows(RowDrawn, self)
        self._choices = Rows(ChoiceDrawn, self)
        self._picture: Picture = self._pad.picture()
        self._drawn: tuple[Picture, Ui, str] | None = None
        bridge.snapshot.connect(self._pad.hear)
        bridge.linkChanged.connect(self._pad.tick)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._pad.tick)
        self._timer.start()

    # ---- the frame ------------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def screen(self) -> str:
        """`connecting`, `sign_in` or `work`."""
        return self._picture.screen

    @Property(str, notify=changed)
    def lang(self) -> str:
        return self._lang

    @Property(str, notify=changed)
    def clock(self) -> str:
        return self._picture.clock

    @Property(str, notify=changed)
    def day(self) -> str:
        return self._say(self._picture.day)

    @Property(str, notify=changed)
    def link(self) -> str:
        return self._picture.link

    @Property(str, notify=changed)
    def linkWords(self) -> str:
        return self._say(self._picture.link_words)

    @Property(str, notify=changed)
    def hall(self) -> str:
        return self._say(self._picture.hall)

    @Property(str, notify=changed)
    def label(self) -> str:
        return self._picture.label

    @Property(str, notify=changed)
    def windowName(self) -> str:
        return self._say(self._picture.name)

    @Property(str, notify=changed)
    def department(self) -> str:
        return self._say(self._picture.department)

    @Property(str, notify=changed)
    def notice(self) -> str:
        """A sentence at the edge of the work; empty most of the time."""
        return self._say(self._pad.ui.notice.words) if self._pad.ui.notice else ""

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """A command is on its way: no button is active."""
        return self._pad.ui.pending is not None

    @Property(bool, notify=changed)
    def mayAct(self) -> bool:
        return self._may

    # ---- signing in -----------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def staffNumber(self) -> str:
        return self._pad.ui.entry.number

    @Property(int, notify=changed)
    def pinLength(self) -> int:
        return len(self._pad.ui.entry.pin)

    @Property(str, notify=changed)
    def typingInto(self) -> str:
        """`number` or `pin`."""
        return self._pad.ui.entry.into

    @Property(bool, notify=changed)
    def canSignIn(self) -> bool:
        entry = self._pad.ui.entry
        return self._may and (entry.complete or bool(entry.number and entry.into == "number"))

    @Property(bool, notify=changed)
    def signingIn(self) -> bool:
        return self._pad.ui.pending is not None and self._pad.ui.pending.what == SIGN_IN

    # ---- the clerk and the window ---------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def clerkName(self) -> str:
        return self._picture.clerk.name if self._picture.clerk else ""

    @Property(str, notify=changed)
    def clerkNumber(self) -> str:
        return self._picture.clerk.clerk if self._picture.clerk else ""

    @Property(str, notify=changed)
    def clerkPhoto(self) -> str:
        return (self._picture.clerk.photo or "") if self._picture.clerk else ""

    @Property(str, notify=changed)
    def state(self) -> str:
        """`OPEN`, `PAUSED`, `CLOSED`, or empty while nobody is signed in."""
        return str(self._work.now.state) if self._work else ""

    @Property(str, notify=changed)
    def stateWords(self) -> str:
        return self._say(self._work.state) if self._work else ""

    @Property(int, notify=changed)
    def ver(self) -> int:
        return self._work.now.ver if self._work else 0

    @Property(int, notify=changed)
    def waiting(self) -> int:
        return self._work.now.waiting if self._work else 0

    @Property(bool, notify=changed)
    def lineLong(self) -> bool:
        return self._work.line_long if self._work else False

    @Property(int, notify=changed)
    def longestMin(self) -> int:
        return self._work.longest_min if self._work else 0

    @Property(int, notify=changed)
    def servedToday(self) -> int:
        return self._work.now.served_today if self._work else 0

    # ---- the ticket at the window ---------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def number(self) -> str:
        ticket = self._work.ticket if self._work else None
        return ticket.number if ticket else ""

    @Property(str, notify=changed)
    def ticketItem(self) -> str:
        ticket = self._work.ticket if self._work else None
        return self._say(ticket.item) if ticket else ""

    @Property(str, notify=changed)
    def ticketBadge(self) -> str:
        ticket = self._work.ticket if self._work else None
        return self._say(ticket.badge) if ticket else ""

    @Property(str, notify=changed)
    def ticketState(self) -> str:
        ticket = self._work.ticket if self._work else None
        return self._say(ticket.state) if ticket else ""

    @Property(bool, notify=changed)
    def serving(self) -> bool:
        ticket = self._work.ticket if self._work else None
        return ticket.serving if ticket else False

    @Property(str, notify=changed)
    def timer(self) -> str:
        ticket = self._work.ticket if self._work else None
        return ticket.timer if ticket else ""

    @Property(str, notify=changed)
    def timerLabel(self) -> str:
        ticket = self._work.ticket if self._work else None
        return self._say(ticket.timer_label) if ticket else ""

    @Property(list, notify=changed)
    def itemsLeft(self) -> list[str]:
        ticket = self._work.ticket if self._work else None
        return [self._say(words) for words in ticket.items_left] if ticket else []

    # ---- what can be done -----------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def step(self) -> str:
        """The name of the next step; the button gives it back with `ver` when it is pressed."""
        return str(self._work.step.step) if self._work else ""

    @Property(str, notify=changed)
    def stepWords(self) -> str:
        return self._say(self._work.step.words) if self._work else ""

    @Property(str, notify=changed)
    def stepNote(self) -> str:
        return self._say(self._work.step.note) if self._work else ""

    @Property(bool, notify=changed)
    def stepReady(self) -> bool:
        return bool(self._work and self._work.step.ready and self._may)

    @Property(bool, notify=changed)
    def stepBusy(self) -> bool:
        pending = self._pad.ui.pending
        return pending is not None and pending.what in set(Step)

    @Property(QObject, constant=True)
    def sides(self) -> Rows[SideDrawn]:
        """The smaller actions, always all of them."""
        return self._sides

    @Property(str, notify=changed)
    def undoWords(self) -> str:
        return self._say(self._work.undo.words) if self._work and self._work.undo else ""

    @Property(int, notify=changed)
    def undoLeftS(self) -> int:
        return self._work.undo.left_s if self._work and self._work.undo else 0

    @Property(int, notify=changed)
    def undoTotalS(self) -> int:
        return self._work.undo.total_s if self._work and self._work.undo else 1

    # ---- the lists ------------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def tab(self) -> str:
        return str(self._pad.ui.tab)

    @Property(list, notify=changed)
    def tabs(self) -> list[dict[str, Any]]:
        counts = self._work.counts if self._work else {}
        return [{"name": str(tab), "words": self._say(TAB_WORDS[tab]), "count": counts.get(tab, 0)} for tab in Tab]

    @Property(QObject, constant=True)
    def rows(self) -> Rows[RowDrawn]:
        """The open list."""
        return self._rows

    @Property(str, notify=changed)
    def rowsEmpty(self) -> str:
        """What stands there when the list is empty."""
        return "" if self._work and self._work.rows else self._say(EMPTY_WORDS[self._pad.ui.tab])

    # ---- the open panel -------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def panel(self) -> str:
        """The name of the action whose panel is open, or empty."""
        return str(self._work.panel.side) if self._work and self._work.panel else ""

    @Property(str, notify=changed)
    def panelTitle(self) -> str:
        return self._say(self._work.panel.title) if self._work and self._work.panel else ""

    @Property(str, notify=changed)
    def panelHint(self) -> str:
        return self._say(self._work.panel.hint) if self._work and self._work.panel else ""

    @Property(str, notify=changed)
    def panelConfirm(self) -> str:
        return self._say(self._work.panel.confirm) if self._work and self._work.panel else ""

    @Property(bool, notify=changed)
    def panelReady(self) -> bool:
        return bool(self._work and self._work.panel and self._work.panel.ready and self._may)

    @Property(bool, notify=changed)
    def panelSearches(self) -> bool:
        return bool(self._work and self._work.panel and self._work.panel.query is not None)

    @Property(str, notify=changed)
    def query(self) -> str:
        return (self._work.panel.query or "") if self._work and self._work.panel else ""

    @Property(QObject, constant=True)
    def choices(self) -> Rows[ChoiceDrawn]:
        """The rows of the panel."""
        return self._choices

    @Property(list, notify=changed)
    def minutesOffered(self) -> list[dict[str, Any]]:
        """Lengths of a pause: minutes (0 is open-ended) and which is chosen."""
        offered = self._work.panel.minutes if self._work and self._work.panel else ()
        return [{"minutes": minutes or 0, "chosen": chosen} for minutes, chosen in offered]

    # ---- intents --------------------------------------------------------------------------------------------------

    @Slot(str, int)
    def go(self, step: str, ver: int) -> None:
        """The large button was pressed while it showed `step` at version `ver`."""
        if step:
            self._pad.go(Step(step), ver)

    @Slot(str)
    def act(self, side: str) -> None:
        if self._may:
            self._pad.side(Side(side))

    @Slot(str, str)
    def row(self, act: str, ticket: str) -> None:
        self._pad.row(RowAct(act), ticket)

    @Slot()
    def undo(self) -> None:
        self._pad.undo()

    @Slot(str)
    def showTab(self, tab: str) -> None:
        self._pad.tab(Tab(tab))

    @Slot(str)
    def choose(self, key: str) -> None:
        self._pad.choose(key)

    @Slot(int)
    def chooseMinutes(self, minutes: int) -> None:
        self._pad.minutes(minutes or None)

    @Slot(str)
    def search(self, query: str) -> None:
        self._pad.query(query)

    @Slot()
    def confirm(self) -> None:
        self._pad.confirm()

    @Slot()
    def closePanel(self) -> None:
        self._pad.close_panel()

    @Slot(str)
    def key(self, key: str) -> None:
        """A digit, `back` or `clear` on the sign-in page."""
        self._pad.key(key)

    @Slot(str)
    def typeInto(self, field: str) -> None:
        self._pad.type_into("pin" if field == "pin" else "number")

    @Slot()
    def signIn(self) -> None:
        self._pad.sign_in()

    @Slot(str)
    def speak(self, lang: str) -> None:
        """Change the language of the screen."""
        self._use_lang(lang)
        self._lang = lang
        self._redraw()

    # ---- drawing --------------------------------------------------------------------------------------------------

    @property
    def _work(self) -> Work | None:
        return self._picture.work

    @property
    def _may(self) -> bool:
        return may(self._picture, self._pad.ui)

    def _say(self, words: Words | None) -> str:
        return words.say(self._lang) if words else ""

    def _redraw(self) -> None:
        drawn = (self._pad.picture(), self._pad.ui, self._lang)
        if drawn == self._drawn:
            return
        self._drawn, self._picture = drawn, drawn[0]
        self._sides.show(sides_drawn(self._work, self._lang, self._may))
        self._rows.show(rows_drawn(self._work, self._lang, self._may))
        self._choices.show(choices_drawn(self._work, self._lang))
        self.changed.emit()
