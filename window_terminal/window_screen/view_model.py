"""What the window screen's QML binds to: read-only properties, nothing to touch. Decides nothing."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from edge_hub.contract.base import Snapshot
from kiosk.ui.bridge import BridgeLike
from kiosk.ui.rows import Rows

from ..frame import Frame
from ..known import Known
from ..links import UP
from ..photos import photo_url
from .picture import Picture, draw

QML_IMPORT_NAME = "Hall.WindowScreen"
QML_IMPORT_MAJOR_VERSION = 1
PER_PAGE = {"bar": 3, "portrait": 6, "landscape": 5}
"""Items on a page, by layout."""
NO_NUMBER = "—"


@dataclass(frozen=True, slots=True)
class ItemDrawn:
    """An item handled here, and how many wait for it."""

    item: str
    name: str
    waiting: int


@QmlElement
class WindowScreen(Frame):
    """The view-model of the screen above one window."""

    changed = Signal()
    callStarted = Signal()
    """A call or recall is shown from now on."""
    pageTurned = Signal()

    def __init__(
        self,
        bridge: BridgeLike,
        window: str,
        layout: str = "bar",
        lang: str = "zh",
        use_lang: Callable[[str], None] = lambda lang: None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(bridge, "waiting", lang, use_lang)
        self._layout, self._clock_s = layout, clock_s
        self._known = Known(window)
        self._began_s = self._heard_s = clock_s()
        self._picture: Picture | None = None
        self._items = Rows(ItemDrawn, self)
        self._drawn: object = None
        bridge.snapshot.connect(self._hear)
        self.tick()

    @Property(str, constant=True)
    def layout(self) -> str:
        """`bar`, `portrait` or `landscape`."""
        return self._layout

    @Property(bool, notify=changed)
    def live(self) -> bool:
        """Whether there is anything to show yet."""
        return self._picture is not None

    @Property(str, notify=changed)
    def view(self) -> str:
        """`CALL`, `SERVING`, `FREE`, `WAIT`, `PAUSED`, `CLOSED` or `UNSURE`."""
        return str(self._picture.view) if self._picture else ""

    @Property(str, notify=changed)
    def viewWords(self) -> str:
        return self._say(self._picture.words) if self._picture else ""

    @Property(str, notify=changed)
    def viewOther(self) -> str:
        """The same in the other language of the hall."""
        return self._picture.words.say("zh" if self._lang == "en" else "en") if self._picture else ""

    @Property(str, notify=changed)
    def detail(self) -> str:
        """Why the window is paused and when it goes on."""
        return self._say(self._picture.detail) if self._picture else ""

    @Property(str, notify=changed)
    def number(self) -> str:
        """The number called or served; empty where none belongs."""
        return self._picture.number if self._picture else ""

    @Property(str, notify=changed)
    def call(self) -> str:
        """Changes with every call and recall; empty when nobody is called."""
        return f"{self._picture.call[0]}@{self._picture.call[1]}" if self._picture and self._picture.call else ""

    @Property(str, notify=changed)
    def label(self) -> str:
        return self._picture.label if self._picture else ""

    @Property(str, notify=changed)
    def windowName(self) -> str:
        return self._say(self._picture.name) if self._picture else ""

    @Property(str, notify=changed)
    def department(self) -> str:
        return self._say(self._picture.department) if self._picture else ""

    @Property(str, notify=changed)
    def clerkName(self) -> str:
        return self._picture.clerk.name if self._picture and self._picture.clerk else ""

    @Property(str, notify=changed)
    def clerkNumber(self) -> str:
        return self._picture.clerk.clerk if self._picture and self._picture.clerk else ""

    @Property(str, notify=changed)
    def clerkPhoto(self) -> str:
        return photo_url(self._picture.clerk.photo) if self._picture and self._picture.clerk else ""

    @Property(bool, notify=changed)
    def partyMember(self) -> bool:
        return self._picture.clerk.party_member if self._picture and self._picture.clerk else False

    @Property(str, notify=changed)
    def waiting(self) -> str:
        """How many wait for this window's items; a dash when that is not known any more."""
        known = self._picture is not None and self._picture.waiting is not None
        return str(self._picture.waiting) if self._picture and known else NO_NUMBER

    @Property(str, notify=changed)
    def waitingUnit(self) -> str:
        """人; English says it in the title, and a dash has no unit."""
        known = self._picture is not None and self._picture.waiting is not None
        return "人" if known and self._lang != "en" else ""

    @Property(str, notify=changed)
    def following(self) -> str:
        """The next numbers, in order."""
        return "　".join(self._picture.following) if self._picture else ""

    @Property(QObject, constant=True)
    def items(self) -> Rows[ItemDrawn]:
        """The items of the page that is shown."""
        return self._items

    @Property(int, notify=changed)
    def page(self) -> int:
        return self._picture.page if self._picture else 0

    @Property(int, notify=changed)
    def pages(self) -> int:
        return self._picture.pages if self._picture else 1

    @Property(bool, notify=changed)
    def stale(self) -> bool:
        """The screen says that it is not up to date."""
        return self._picture.stale if self._picture else self._bridge.link != UP

    @property
    def window_id(self) -> str:
        return self._known.window

    def tick(self) -> None:
        now_s = self._clock_s()
        age_s = 0.0 if self._bridge.link == UP else now_s - self._heard_s
        before = self._picture
        self._picture = draw(self._known, age_s, PER_PAGE[self._layout], now_s - self._began_s)
        self._redraw_frame()
        drawn = (self._picture, self._lang, self._bridge.link)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        items = self._picture.items if self._picture else ()
        self._items.show([ItemDrawn(one.item, self._say(one.name), one.waiting) for one in items])
        self.changed.emit()
        if self._picture and self._picture.call and (before is None or before.call != self._picture.call):
            self.callStarted.emit()
        if self._picture and before and before.page != self._picture.page:
            self.pageTurned.emit()

    def _hear(self, snapshot: Snapshot) -> None:
        self._heard_s = self._clock_s()
        self._known = self._known.hear(snapshot)
        self.tick()
