"""What the call pad's QML binds to: read-only properties, and one slot for each intent. Decides nothing."""

import time
from collections.abc import Callable

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.bridge import BridgeLike
from kiosk.ui.rows import Rows

from ..photos import Photos
from .drawn import (
    ChoiceDrawn,
    MinutesDrawn,
    RowDrawn,
    SideDrawn,
    TabDrawn,
    choices_drawn,
    minutes_drawn,
    rows_drawn,
    sides_drawn,
    tabs_drawn,
)
from .lists import RowAct, Tab
from .pad import Pad
from .picture import Picture
from .sides import Side
from .steps import Step
from .ui_state import SIGN_IN, Ui
from .view_work import WorkView

QML_IMPORT_NAME = "Hall.CallPad"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CallPad(WorkView):
    """The view-model of one call pad."""

    changed = Signal()

    def __init__(
        self,
        bridge: BridgeLike,
        window: str,
        lang: str = "zh",
        use_lang: Callable[[str], None] = lambda lang: None,
        clock_s: Callable[[], float] = time.monotonic,
        photos: Photos | None = None,
    ) -> None:
        super().__init__(bridge, "clerk", lang, use_lang, photos)
        self._pad = Pad(bridge, window, clock_s, self._redraw)
        self._sides = Rows(SideDrawn, self)
        self._rows = Rows(RowDrawn, self)
        self._choices = Rows(ChoiceDrawn, self)
        self._tabs = Rows(TabDrawn, self)
        self._minutes = Rows(MinutesDrawn, self)
        self._picture = self._pad.picture()
        self._drawn: tuple[Picture, Ui, str, str] | None = None
        bridge.snapshot.connect(self._pad.hear)

    # ---- the frame and the sign-in page ---------------------------------------------------------------------------

    @Property(str, notify=changed)
    def screen(self) -> str:
        """`connecting`, `sign_in` or `work`."""
        return self._picture.screen

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
    def clerkName(self) -> str:
        return self._picture.clerk.name if self._picture.clerk else ""

    @Property(str, notify=changed)
    def clerkNumber(self) -> str:
        return self._picture.clerk.clerk if self._picture.clerk else ""

    @Property(str, notify=changed)
    def clerkPhoto(self) -> str:
        return self._photo(self._picture.clerk)

    @Property(str, notify=changed)
    def notice(self) -> str:
        """A sentence at the edge of the work; empty most of the time."""
        notice = self._pad.ui.notice
        return self._say(notice.words if notice else self._picture.hint)

    @Property(str, notify=changed)
    def staffNumber(self) -> str:
        return self._pad.ui.entry.number

    @Property(bool, notify=changed)
    def cardRead(self) -> bool:
        """A staff card stands for the number."""
        return bool(self._pad.ui.entry.card)

    @Property(int, notify=changed)
    def pinLength(self) -> int:
        return len(self._pad.ui.entry.pin)

    @Property(str, notify=changed)
    def typingInto(self) -> str:
        """`number` or `pin`."""
        return self._pad.ui.entry.into

    @Property(bool, notify=changed)
    def canSignIn(self) -> bool:
        """The large key does something: it leads from the number to the PIN, or in."""
        entry = self._pad.ui.entry
        return self._may and (entry.complete or (entry.into == "number" and bool(entry.number or entry.card)))

    @Property(bool, notify=changed)
    def signingIn(self) -> bool:
        return self._pad.ui.pending is not None and self._pad.ui.pending.what == SIGN_IN

    # ---- intents --------------------------------------------------------------------------------------------------

    @Slot(str)
    def key(self, key: str) -> None:
        """A digit, `back` or `clear` on the sign-in page."""
        self._pad.key(key)

    @Slot(str)
    def typeKey(self, sign: str) -> None:
        """A sign of the keyboard, which may be a card reader."""
        self._pad.type_key(sign)

    @Slot()
    def enter(self) -> None:
        """Enter on the keyboard."""
        self._pad.enter()

    @Slot(str)
    def typeInto(self, field: str) -> None:
        self._pad.type_into("pin" if field == "pin" else "number")

    @Slot()
    def signIn(self) -> None:
        self._pad.sign_in()

    @Slot(str, int)
    def go(self, step: str, ver: int) -> None:
        """The large button was pressed while it showed `step` at version `ver`."""
        if step:
            self._pad.go(Step(step), ver)

    @Slot(str)
    def act(self, side: str) -> None:
        """A smaller action: sends it, or opens or closes its panel."""
        if self._may:
            self._pad.side(Side(side))

    @Slot(str, str)
    def actOnRow(self, act: str, ticket: str) -> None:
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

    # ---- drawing --------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        self._pad.tick()

    def _redraw(self) -> None:
        self._redraw_frame()
        picture = self._pad.picture()
        drawn = (picture, self._pad.ui, self._lang, self._photo(picture.clerk))
        if drawn == self._drawn:
            return
        self._drawn, self._picture = drawn, picture
        self._sides.show(sides_drawn(self._work, self._lang, self._may))
        self._rows.show(rows_drawn(self._work, self._lang, self._may))
        self._choices.show(choices_drawn(self._work, self._lang))
        self._tabs.show(tabs_drawn(self._work, self._lang))
        self._minutes.show(minutes_drawn(self._work))
        self.workChanged.emit()
        self.changed.emit()
