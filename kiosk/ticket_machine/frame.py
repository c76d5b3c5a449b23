"""What stands around every page of the ticket machine: the hall's name and clock, the link, idle time, first touches.

Whoever holds a screen for `home_timeout_s` without touching it is asked, and then the screen belongs to the next
person: language, large text and choices of the last one are gone. After each change of page touches are ignored for
`settle_s`, so that the second tap of a double tap does not press what has just appeared below the finger.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from edge_hub.client.outbox import OutboxFault
from edge_hub.contract.base import Snapshot
from edge_hub.contract.device import ReportHealth, ReportSlip
from edge_hub.contract.hall import HubStatus
from kiosk.ui.bridge import BridgeLike

from .known import Known
from .visit import UP, Screen, Visit, still_there
from .words import LINK_DOWN, OFFLINE, clock_text, date_text

TICK_MS = 250
WARN_S = 15
"""The countdown is seen for so long before the screen goes home."""
SETTLE_S = 0.3
START_S = 4.0
"""A machine that has just been switched on says only that it is starting; then it shows the hall as it knows it from
before, with nothing to take and a sentence that the hub is away."""

log = logging.getLogger(__name__)


class Frame(QObject):
    """Base of the view-model. Each class of the chain has a signal of its own: PySide 6.11 crashes on a property whose
    notify signal is inherited."""

    frameChanged = Signal()
    left = Signal()
    """A person has left: the screen is the next one's."""

    def __init__(
        self,
        bridge: BridgeLike,
        layout: str,
        lang: str,
        use_lang: Callable[[str], None],
        clock_s: Callable[[], float] = time.monotonic,
        settle_s: float = SETTLE_S,
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._layout = layout
        self._use_lang = use_lang
        self._clock_s = clock_s
        self._settle_s = settle_s
        self._fresh = Visit(lang=lang)
        self._visit = self._fresh
        self._known = Known()
        self._touched_s = self._shown_s = self._began_s = clock_s()
        self._seen: tuple[object, ...] = ()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._settling = QTimer(self, singleShot=True, interval=round(settle_s * 1000) + 1)
        self._settling.timeout.connect(self._redraw)
        bridge.snapshot.connect(self._hear)
        bridge.linkChanged.connect(self._redraw)

    # ---- the hall -------------------------------------------------------------------------------------------------

    @Property(str, notify=frameChanged)
    def screen(self) -> str:
        """What is shown; names of `visit.Screen`."""
        known = self._known
        waited = self._clock_s() - self._began_s >= START_S
        return self._visit.screen if known.ready or (known.names and waited) else Screen.STARTING

    @Property(str, notify=frameChanged)
    def lang(self) -> str:
        return self._visit.lang

    @Property(bool, notify=frameChanged)
    def elder(self) -> bool:
        return self._visit.elder

    @Property(bool, constant=True)
    def portrait(self) -> bool:
        return self._layout == "portrait"

    @Property(str, notify=frameChanged)
    def hallName(self) -> str:
        return self._known.directory.name.say(self._visit.lang) if self._known.directory else ""

    @Property(str, notify=frameChanged)
    def phone(self) -> str:
        return self._known.directory.phone if self._known.directory else ""

    @Property(str, notify=frameChanged)
    def clock(self) -> str:
        return clock_text(self._bridge.hall_now_ms()) if self._known.hub else ""

    @Property(str, notify=frameChanged)
    def date(self) -> str:
        return date_text(self._bridge.hall_now_ms(), self._visit.lang) if self._known.hub else ""

    @Property(bool, notify=frameChanged)
    def practice(self) -> bool:
        """Whether this is a practice hall, whose tickets call nobody."""
        return self._known.practice

    @Property(str, notify=frameChanged)
    def link(self) -> str:
        return self._bridge.link

    @Property(bool, notify=frameChanged)
    def linkUp(self) -> bool:
        return self._bridge.link == UP

    @Property(str, notify=frameChanged)
    def linkAdvice(self) -> str:
        return LINK_DOWN.say(self._visit.lang)

    @Property(bool, notify=frameChanged)
    def offline(self) -> bool:
        """Whether the machine goes on by itself, since the hub is away."""
        return self._bridge.offline and self._known.open_at(self._bridge.hall_now_ms())

    @Property(bool, notify=frameChanged)
    def giving(self) -> bool:
        """Whether tickets can be taken, be it from the hub or from the machine itself."""
        return bool(self.linkUp or self.offline)

    @Property(str, notify=frameChanged)
    def offlineWords(self) -> str:
        """What people are told meanwhile."""
        return OFFLINE.say(self._visit.lang)

    @Property(str, notify=frameChanged)
    def closed(self) -> str:
        """Why the hall gives no tickets now; empty while it does."""
        words = self._known.closed
        return words.say(self._visit.lang) if words else ""

    @Property(str, notify=frameChanged)
    def announced(self) -> str:
        """What the guide desk tells everybody; in Chinese where it has no English."""
        words = self._known.announced(self._bridge.hall_now_ms())
        return (words.say(self._visit.lang) or words.zh) if words else ""

    # ---- idle time and first touches ------------------------------------------------------------------------------

    @Property(int, notify=frameChanged)
    def secondsLeft(self) -> int:
        """Until the screen goes home; 0 while there is no need to say so."""
        left = self._left_s()
        return -int(-left // 1) if 0 < left <= WARN_S else 0

    @Property(int, constant=True)
    def warnSeconds(self) -> int:
        return WARN_S

    @Property(bool, notify=frameChanged)
    def settled(self) -> bool:
        """Whether a touch now is meant for this page."""
        return self._clock_s() - self._shown_s >= self._settle_s

    @Slot()
    def touched(self) -> None:
        """A finger is on the glass: there is time again."""
        self._touched_s = self._clock_s()
        self._redraw()

    @Slot()
    def tick(self) -> None:
        """Look at the time."""
        if self._left_s() <= 0:
            self._become(self._fresh)
        self._redraw()

    def _left_s(self) -> float:
        if self._visit == self._fresh or self._visit.screen is Screen.ASKING:
            return float("inf")
        return self._touched_s + self._known.rules.home_timeout_s - self._clock_s()

    # ---- how the picture changes ----------------------------------------------------------------------------------

    def _become(self, visit: Visit) -> None:
        """The visit goes on; a person did this, or the hub answered."""
        now = self._clock_s()
        self._touched_s = now
        if visit.screen is not self._visit.screen:
            self._shown_s = now
            self._settling.start()
        before, self._visit = self._visit, visit
        self._redraw()
        if visit.lang != before.lang:
            self._use_lang(visit.lang)
        if visit == self._fresh != before:
            self.left.emit()

    def _hear(self, snapshot: Snapshot) -> None:
        known = self._known.hear(snapshot)
        if known is self._known:
            return
        beat = isinstance(snapshot, HubStatus) and self._known.hub is not None
        same = beat and self._known.hub is not None and _said(snapshot) == _said(self._known.hub)
        self._known = known
        visit = still_there(self._visit, known)
        if visit.screen is not self._visit.screen:  # a finger on its way must not meet what it was not meant for
            self._shown_s = self._clock_s()
            self._settling.start()
        self._visit = visit
        if not same:
            self._learnt(snapshot)
            self._redraw()

    def _learnt(self, snapshot: Snapshot) -> None:
        """Something new about the hall came."""

    def _look(self) -> tuple[object, ...]:
        """All that the screen depends on; equal values look the same."""
        return (
            self._visit, id(self._known.directory), id(self._known.lines), id(self._known.catalogues),
            _said(self._known.hub) if self._known.hub else None, self.link, self.clock, self.date,
            self.secondsLeft, self.settled, self.screen, self.offline, self.announced,
        )  # fmt: skip

    @Slot()
    def _redraw(self) -> None:
        look = self._look()
        if look != self._seen:
            self._seen = look
            self._fill()
            self._announce()

    def _fill(self) -> None:
        """Bring the lists up to date."""

    def _announce(self) -> None:
        """Tell QML that every property may be another one."""
        self.frameChanged.emit()

    def _report(self, body: ReportHealth | ReportSlip) -> None:
        """A fact for the hub. A machine that cannot keep it goes on serving people."""
        try:
            self._bridge.report(body)
        except OutboxFault as fault:
            log.warning("%s", fault)


def _said(status: Snapshot) -> tuple[object, ...]:
    """What of the heartbeat is shown."""
    return (status.opening, status.clock, status.up) if isinstance(status, HubStatus) else ()


def fresh_of(visit: Visit, fresh: Visit) -> Visit:
    """The next page of the same person: language and large text stay."""
    return replace(fresh, lang=visit.lang, elder=visit.elder)
