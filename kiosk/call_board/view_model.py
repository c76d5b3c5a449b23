"""What the call board's QML binds to: read-only properties, nothing to touch. Decides nothing."""

import time
from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal
from PySide6.QtQml import QmlElement

from edge_hub.contract.base import Snapshot
from edge_hub.contract.hall import Board
from kiosk.ui.bridge import BridgeLike
from kiosk.ui.rows import Rows

from . import trust as t
from .known import Known
from .picture import ROOMS, CallDrawn, ChipDrawn, LineDrawn, Picture, Seated, draw, turn_of
from .places import Key
from .trust import Trust
from .waiting import Round

QML_IMPORT_NAME = "Hall.CallBoard"
QML_IMPORT_MAJOR_VERSION = 1
TICK_MS = 500


@QmlElement
class CallBoard(QObject):
    """The view-model of one board. Announces a change only when its picture differs: a quiet board costs nothing."""

    changed = Signal()

    def __init__(
        self, bridge: BridgeLike, layout: str = "landscape", clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._bridge, self._layout, self._clock_s = bridge, layout, clock_s
        self._room = ROOMS[layout]
        self._known = Known()
        self._seated = Seated.empty(self._room)
        self._round = Round()
        self._trust = t.linked(Trust(began_s=clock_s()), bridge.link, clock_s())
        self._calls = Rows(CallDrawn, self)
        self._others, self._recent, self._passed = (Rows(ChipDrawn, self) for _ in range(3))
        self._lines = Rows(LineDrawn, self)
        self._picture: Picture = self._draw()
        self._show()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        bridge.snapshot.connect(self._hear)
        bridge.linkChanged.connect(self._link_changed)

    # ---- the frame ------------------------------------------------------------------------------------------------

    @Property(str, constant=True)
    def layout(self) -> str:
        """`landscape`, `bar` (very wide) or `portrait`."""
        return self._layout

    @Property(str, notify=changed)
    def phase(self) -> str:
        """`starting`, `live`, `stale` or `blank`."""
        return str(self._picture.phase)

    @Property(str, notify=changed)
    def hallZh(self) -> str:
        return self._picture.hall.zh

    @Property(str, notify=changed)
    def hallEn(self) -> str:
        return self._picture.hall.en

    @Property(str, notify=changed)
    def clock(self) -> str:
        return self._picture.clock

    @Property(str, notify=changed)
    def dateZh(self) -> str:
        return self._picture.date.zh

    @Property(str, notify=changed)
    def dateEn(self) -> str:
        return self._picture.date.en

    @Property(bool, notify=changed)
    def practice(self) -> bool:
        """Whether this is a practice hall, whose calls are meant for nobody."""
        return self._picture.practice

    @Property(str, notify=changed)
    def noticeZh(self) -> str:
        return self._picture.notice.zh

    @Property(str, notify=changed)
    def noticeEn(self) -> str:
        return self._picture.notice.en

    @Property(bool, notify=changed)
    def announces(self) -> bool:
        """Whether the notice is an announcement of the guide desk."""
        return self._picture.announced

    @Property(bool, notify=changed)
    def warns(self) -> bool:
        """Whether the board says that it is not up to date."""
        return self._picture.warning is not None

    @Property(str, notify=changed)
    def warningZh(self) -> str:
        return self._picture.warning.zh if self._picture.warning else ""

    @Property(str, notify=changed)
    def warningEn(self) -> str:
        return self._picture.warning.en if self._picture.warning else ""

    # ---- the calls ------------------------------------------------------------------------------------------------

    @Property(QObject, constant=True)
    def calls(self) -> Rows[CallDrawn]:
        """Every place, free ones too."""
        return self._calls

    @Property(int, constant=True)
    def callColumns(self) -> int:
        return self._room.columns

    @Property(int, constant=True)
    def callRows(self) -> int:
        return self._room.rows

    @Property(str, notify=changed)
    def titleZh(self) -> str:
        """What the middle of the board says where no numbers stand; empty where they do."""
        return self._picture.title.zh

    @Property(str, notify=changed)
    def titleEn(self) -> str:
        return self._picture.title.en

    @Property(str, notify=changed)
    def textZh(self) -> str:
        return self._picture.text.zh

    @Property(str, notify=changed)
    def textEn(self) -> str:
        return self._picture.text.en

    # ---- the small lists ------------------------------------------------------------------------------------------

    @Property(QObject, constant=True)
    def others(self) -> Rows[ChipDrawn]:
        """Called or being served, and without a place of their own."""
        return self._others

    @Property(int, constant=True)
    def othersMax(self) -> int:
        return self._room.others

    @Property(str, notify=changed)
    def othersZh(self) -> str:
        return self._picture.others_title.zh

    @Property(str, notify=changed)
    def othersEn(self) -> str:
        return self._picture.others_title.en

    @Property(str, notify=changed)
    def more(self) -> str:
        """How many have no place of their own; more than are listed, perhaps."""
        return self._picture.more

    @Property(QObject, constant=True)
    def recent(self) -> Rows[ChipDrawn]:
        """Called before, newest first."""
        return self._recent

    @Property(int, constant=True)
    def recentMax(self) -> int:
        return self._room.recent

    @Property(QObject, constant=True)
    def passed(self) -> Rows[ChipDrawn]:
        """Called, and nobody came."""
        return self._passed

    @Property(int, constant=True)
    def passedMax(self) -> int:
        return self._room.passed

    # ---- who waits ------------------------------------------------------------------------------------------------

    @Property(QObject, constant=True)
    def lines(self) -> Rows[LineDrawn]:
        """Items with people waiting: the page whose turn it is."""
        return self._lines

    @Property(int, constant=True)
    def lineColumns(self) -> int:
        return self._room.line_columns

    @Property(int, constant=True)
    def lineRows(self) -> int:
        return self._room.line_rows

    @Property(str, notify=changed)
    def turn(self) -> str:
        """Another one whenever the list shows other rows."""
        return self._picture.turn

    @Property(str, notify=changed)
    def noLinesZh(self) -> str:
        """What stands in the place of an empty list."""
        return self._picture.no_lines.zh

    @Property(str, notify=changed)
    def noLinesEn(self) -> str:
        return self._picture.no_lines.en

    @Property(str, notify=changed)
    def waiting(self) -> str:
        """How many wait in the whole hall; a dash when that is not known."""
        return self._picture.waiting

    @Property(int, notify=changed)
    def page(self) -> int:
        return self._picture.page

    @Property(int, notify=changed)
    def pages(self) -> int:
        return self._picture.pages

    # ---- drawing --------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Time passed: look at the clock, the marks, the pages and the trust again."""
        picture = self._draw()
        if picture != self._picture:
            self._picture = picture
            self._show()
            self.changed.emit()

    @property
    def picture(self) -> Picture:
        """What is shown, for the autopilot."""
        return self._picture

    @property
    def known_calls(self) -> frozenset[Key]:
        """The calls of the hub's last picture, in places or not."""
        return self._seated.places.seen

    def _hear(self, snapshot: Snapshot) -> None:
        self._known = self._known.hear(snapshot)
        if isinstance(snapshot, Board):
            self._trust = t.heard(self._trust, self._clock_s())
            self._seated = self._seated.hear(self._known.calls)
        self.tick()

    def _link_changed(self) -> None:
        self._trust = t.linked(self._trust, self._bridge.link, self._clock_s())
        self.tick()

    def _draw(self) -> Picture:
        now_s, board = self._clock_s(), self._known.board
        phase = t.phase(self._trust, now_s, board.valid_s if board else 0.0)
        running_s, now_ms = now_s - self._trust.began_s, self._bridge.hall_now_ms()
        self._round = turn_of(self._known, self._round, phase, self._room, running_s)
        return draw(self._known, self._seated, self._round, phase, self._room, now_ms, running_s)

    def _show(self) -> None:
        self._calls.show(self._picture.calls)
        self._others.show(self._picture.others)
        self._recent.show(self._picture.recent)
        self._passed.show(self._picture.passed)
        self._lines.show(self._picture.lines)
