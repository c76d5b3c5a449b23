"""The properties of the call pad's work page: the ticket at the window, the next step, the lists, the open panel."""

from PySide6.QtCore import Property, QObject, Signal

from edge_hub.contract.base import Words
from edge_hub.contract.queue import WaitLevel
from kiosk.ui.rows import Rows

from ..frame import Frame
from .drawn import ChoiceDrawn, MinutesDrawn, RowDrawn, SideDrawn, TabDrawn
from .lists import EMPTY_WORDS
from .pad import Pad
from .picture import Picture, TicketView, Work, may
from .steps import Step

WAIT_TONES = {WaitLevel.NORMAL: "", WaitLevel.WARN: "warn", WaitLevel.RED: "bad"}


class WorkView(Frame):
    """Read-only; the intents stand in `view_model.py`."""

    workChanged = Signal()

    _pad: Pad
    _picture: Picture
    _sides: Rows[SideDrawn]
    _rows: Rows[RowDrawn]
    _choices: Rows[ChoiceDrawn]
    _tabs: Rows[TabDrawn]
    _minutes: Rows[MinutesDrawn]

    # ---- the window -----------------------------------------------------------------------------------------------

    @Property(str, notify=workChanged)
    def state(self) -> str:
        """`OPEN`, `PAUSED`, `CLOSED`, or empty while nobody is signed in."""
        return str(self._work.now.state) if self._work else ""

    @Property(str, notify=workChanged)
    def stateWords(self) -> str:
        return self._say(self._work.state) if self._work else ""

    @Property(str, notify=workChanged)
    def pauseWords(self) -> str:
        """Why the window is paused and until when; empty otherwise."""
        return self._say(self._work.pause) if self._work else ""

    @Property(int, notify=workChanged)
    def ver(self) -> int:
        """The version of the window that is drawn; the large button gives it back."""
        return self._work.now.ver if self._work else 0

    @Property(int, notify=workChanged)
    def waiting(self) -> int:
        return self._work.now.waiting if self._work else 0

    @Property(str, notify=workChanged)
    def waitTone(self) -> str:
        """`warn` or `bad` while the line is too long; else empty."""
        return WAIT_TONES[self._work.now.wait_level] if self._work else ""

    @Property(int, notify=workChanged)
    def longestMin(self) -> int:
        return self._work.longest_min if self._work else 0

    @Property(int, notify=workChanged)
    def servedToday(self) -> int:
        return self._work.now.served_today if self._work else 0

    # ---- the ticket at the window ---------------------------------------------------------------------------------

    @Property(str, notify=workChanged)
    def number(self) -> str:
        """Empty while nobody is at the window."""
        return self._ticket.number if self._ticket else ""

    @Property(str, notify=workChanged)
    def ticket(self) -> str:
        """The id of the ticket at the window, for the autopilot's reports."""
        return self._work.now.at.ticket if self._work and self._work.now.at else ""

    @Property(str, notify=workChanged)
    def itemId(self) -> str:
        """The id of the item that is served, for the autopilot's pace."""
        return self._work.now.at.item if self._work and self._work.now.at else ""

    @Property(str, notify=workChanged)
    def ticketItem(self) -> str:
        return self._say(self._ticket.item) if self._ticket else ""

    @Property(str, notify=workChanged)
    def ticketBadge(self) -> str:
        return self._say(self._ticket.badge) if self._ticket else ""

    @Property(str, notify=workChanged)
    def ticketState(self) -> str:
        return self._say(self._ticket.state) if self._ticket else ""

    @Property(bool, notify=workChanged)
    def serving(self) -> bool:
        return self._ticket.serving if self._ticket else False

    @Property(str, notify=workChanged)
    def timer(self) -> str:
        return self._ticket.timer if self._ticket else ""

    @Property(str, notify=workChanged)
    def timerLabel(self) -> str:
        return self._say(self._ticket.timer_label) if self._ticket else ""

    @Property(list, notify=workChanged)
    def itemsLeft(self) -> list[str]:
        return [self._say(words) for words in self._ticket.items_left] if self._ticket else []

    @Property(str, notify=workChanged)
    def needs(self) -> str:
        """Why the person is to be fetched; empty for who finds the way alone."""
        parts = [self._say(words) for words in self._ticket.needs] if self._ticket else []
        return self._say(Words(zh="、".join(parts), en=", ".join(parts)))

    # ---- what can be done -----------------------------------------------------------------------------------------

    @Property(bool, notify=workChanged)
    def busy(self) -> bool:
        """A command is on its way: no button is active."""
        return self._pad.ui.pending is not None

    @Property(str, notify=workChanged)
    def step(self) -> str:
        """The name of the next step; the large button gives it back."""
        return str(self._work.step.step) if self._work else ""

    @Property(str, notify=workChanged)
    def stepWords(self) -> str:
        return self._say(self._work.step.words) if self._work else ""

    @Property(str, notify=workChanged)
    def stepNote(self) -> str:
        return self._say(self._work.step.note) if self._work else ""

    @Property(bool, notify=workChanged)
    def stepReady(self) -> bool:
        return bool(self._work and self._work.step.ready and self._may)

    @Property(bool, notify=workChanged)
    def stepBusy(self) -> bool:
        pending = self._pad.ui.pending
        return pending is not None and pending.what in set(Step)

    @Property(QObject, constant=True)
    def sides(self) -> Rows[SideDrawn]:
        """The smaller actions, always all of them."""
        return self._sides

    @Property(str, notify=workChanged)
    def undoWords(self) -> str:
        """What can be taken back; empty when nothing can."""
        return self._say(self._work.undo.words) if self._work and self._work.undo else ""

    @Property(int, notify=workChanged)
    def undoLeftS(self) -> int:
        return self._work.undo.left_s if self._work and self._work.undo else 0

    @Property(int, notify=workChanged)
    def undoTotalS(self) -> int:
        return self._work.undo.total_s if self._work and self._work.undo else 1

    # ---- the lists ------------------------------------------------------------------------------------------------

    @Property(str, notify=workChanged)
    def tab(self) -> str:
        return str(self._pad.ui.tab)

    @Property(QObject, constant=True)
    def tabs(self) -> Rows[TabDrawn]:
        """The heads of the lists."""
        return self._tabs

    @Property(QObject, constant=True)
    def rows(self) -> Rows[RowDrawn]:
        """The open list."""
        return self._rows

    @Property(str, notify=workChanged)
    def rowsEmpty(self) -> str:
        """What stands there when the list is empty."""
        return "" if self._work and self._work.rows else self._say(EMPTY_WORDS[self._pad.ui.tab])

    # ---- the open panel -------------------------------------------------------------------------------------------

    @Property(str, notify=workChanged)
    def panel(self) -> str:
        """The name of the action whose panel is open, or empty."""
        return str(self._work.panel.side) if self._work and self._work.panel else ""

    @Property(str, notify=workChanged)
    def panelTitle(self) -> str:
        return self._say(self._work.panel.title) if self._work and self._work.panel else ""

    @Property(str, notify=workChanged)
    def panelHint(self) -> str:
        return self._say(self._work.panel.hint) if self._work and self._work.panel else ""

    @Property(str, notify=workChanged)
    def panelConfirm(self) -> str:
        return self._say(self._work.panel.confirm) if self._work and self._work.panel else ""

    @Property(bool, notify=workChanged)
    def panelReady(self) -> bool:
        return bool(self._work and self._work.panel and self._work.panel.ready and self._may)

    @Property(bool, notify=workChanged)
    def panelSearches(self) -> bool:
        return bool(self._work and self._work.panel and self._work.panel.query is not None)

    @Property(str, notify=workChanged)
    def query(self) -> str:
        return (self._work.panel.query or "") if self._work and self._work.panel else ""

    @Property(QObject, constant=True)
    def choices(self) -> Rows[ChoiceDrawn]:
        """The rows of the panel."""
        return self._choices

    @Property(QObject, constant=True)
    def minutesOffered(self) -> Rows[MinutesDrawn]:
        """Lengths of a pause; empty in every other panel."""
        return self._minutes

    @property
    def _work(self) -> Work | None:
        return self._picture.work

    @property
    def _ticket(self) -> TicketView | None:
        return self._picture.work.ticket if self._picture.work else None

    @property
    def _may(self) -> bool:
        return may(self._picture, self._pad.ui)
