"""What the window screen's QML binds to: read-only properties, nothing to touch. Decides nothing.

Every text comes twice: in the screen's first language (large) and, under a name that ends
in `Other`, in the hall's other one.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from edge_hub.contract.base import Snapshot, Words
from edge_hub.contract.window import ClerkFace, WindowNow
from kiosk.ui.bridge import BridgeLike
from kiosk.ui.rows import Rows

from ..frame import Frame
from ..known import Known
from ..photos import Photos
from .picture import Picture, Shape, draw
from .trust import BLANK_S, Trust, heard, linked, phase
from .words import CAPTIONS, Caption, note_words

QML_IMPORT_NAME = "Hall.WindowScreen"
QML_IMPORT_MAJOR_VERSION = 1
SHAPES: Mapping[str, Shape] = {
    "bar": Shape(items=3, following=3),
    "portrait": Shape(items=6, following=4),
    "landscape": Shape(items=6, following=4),
}
UNKNOWN = "—"
"""In the place of a number that is not known (any more)."""


@dataclass(frozen=True, slots=True)
class ItemDrawn:
    """An item handled here in both languages, and how many wait for it (empty: nobody, or it is not known)."""

    item: str
    name: str
    other: str
    waiting: str


@dataclass(frozen=True, slots=True)
class NextDrawn:
    """A number that will be called soon."""

    number: str


@QmlElement
class WindowScreen(Frame):
    """The view-model of the screen above one window."""

    changed = Signal()
    callStarted = Signal()
    """A call or recall is shown from now on."""

    def __init__(
        self,
        bridge: BridgeLike,
        window: str,
        layout: str = "bar",
        lang: str = "zh",
        clock_s: Callable[[], float] = time.monotonic,
        photos: Photos | None = None,
    ) -> None:
        super().__init__(bridge, "waiting", lang, lambda lang: None, photos)
        self._layout, self._clock_s = layout, clock_s
        self._known = Known(window)
        self._began_s = clock_s()
        self._trust = Trust(self._began_s)
        self._picture: Picture | None = None
        self._note: Words | None = None
        self._items = Rows(ItemDrawn, self)
        self._following = Rows(NextDrawn, self)
        self._drawn: object = None
        bridge.snapshot.connect(self._hear)
        self.tick()

    # ---- what the window does -------------------------------------------------------------------------------------

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
    def title(self) -> str:
        """What to do, or what is so."""
        return self._say(self._picture.title) if self._picture else ""

    @Property(str, notify=changed)
    def titleOther(self) -> str:
        return self._other(self._picture.title) if self._picture else ""

    @Property(str, notify=changed)
    def detail(self) -> str:
        """Why the window is paused and when it goes on, or a kind word."""
        return self._say(self._picture.detail) if self._picture else ""

    @Property(str, notify=changed)
    def detailOther(self) -> str:
        return self._other(self._picture.detail) if self._picture else ""

    @Property(str, notify=changed)
    def number(self) -> str:
        """The number called or served; empty where none belongs."""
        return self._picture.number if self._picture else ""

    @Property(str, notify=changed)
    def call(self) -> str:
        """Changes with every call and recall; empty when nobody is called."""
        return "@".join(map(str, self._picture.call)) if self._picture and self._picture.call else ""

    # ---- the sign and the clerk -----------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def label(self) -> str:
        """What stands above the window; without the hub as it was when the hub last spoke."""
        place = self._known.place
        return self._picture.label if self._picture else place.label if place else ""

    @Property(str, notify=changed)
    def windowName(self) -> str:
        return self._say(self._picture.name) if self._picture else ""

    @Property(str, notify=changed)
    def windowNameOther(self) -> str:
        return self._other(self._picture.name) if self._picture else ""

    @Property(str, notify=changed)
    def department(self) -> str:
        return self._say(self._picture.department) if self._picture else ""

    @Property(str, notify=changed)
    def departmentOther(self) -> str:
        return self._other(self._picture.department) if self._picture else ""

    @Property(str, notify=changed)
    def clerkName(self) -> str:
        """Empty when nobody is signed in."""
        return self._clerk.name if self._clerk else ""

    @Property(str, notify=changed)
    def clerkNumber(self) -> str:
        return f"{self._say(CAPTIONS[Caption.CLERK])} {self._clerk.clerk}" if self._clerk else ""

    @Property(str, notify=changed)
    def clerkPhoto(self) -> str:
        return self._photo(self._clerk)

    @Property(bool, notify=changed)
    def partyMember(self) -> bool:
        return self._clerk.party_member if self._clerk else False

    @Property(str, constant=True)
    def partyTitle(self) -> str:
        return self._say(CAPTIONS[Caption.PARTY])

    # ---- the line and the items -----------------------------------------------------------------------------------

    @Property(str, constant=True)
    def waitingTitle(self) -> str:
        return self._say(CAPTIONS[Caption.WAITING])

    @Property(str, constant=True)
    def waitingTitleOther(self) -> str:
        return self._other(CAPTIONS[Caption.WAITING])

    @Property(str, notify=changed)
    def waiting(self) -> str:
        """How many wait for this window's items; a dash when that is not known any more, or nobody serves here."""
        known = self._picture is not None and self._picture.waiting is not None
        return str(self._picture.waiting) if self._picture and known else UNKNOWN

    @Property(str, constant=True)
    def nextTitle(self) -> str:
        return self._say(CAPTIONS[Caption.NEXT])

    @Property(str, constant=True)
    def nextTitleOther(self) -> str:
        return self._other(CAPTIONS[Caption.NEXT])

    @Property(QObject, constant=True)
    def following(self) -> Rows[NextDrawn]:
        """The next numbers, in order."""
        return self._following

    @Property(int, notify=changed)
    def followingCount(self) -> int:
        return len(self._picture.following) if self._picture else 0

    @Property(str, constant=True)
    def itemsTitle(self) -> str:
        return self._say(CAPTIONS[Caption.ITEMS])

    @Property(str, constant=True)
    def itemsTitleOther(self) -> str:
        return self._other(CAPTIONS[Caption.ITEMS])

    @Property(QObject, constant=True)
    def items(self) -> Rows[ItemDrawn]:
        """The items of the page that is shown."""
        return self._items

    @Property(int, notify=changed)
    def page(self) -> int:
        return self._picture.items.nth if self._picture else 0

    @Property(int, notify=changed)
    def pages(self) -> int:
        return self._picture.items.of if self._picture else 1

    @Property(int, notify=changed)
    def pageRows(self) -> int:
        """Items on a full page."""
        return self._picture.items.each if self._picture else 1

    @Property(bool, notify=changed)
    def leaving(self) -> bool:
        """The page is about to be turned."""
        return self._picture.items.leaving if self._picture else False

    # ---- the link -------------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def note(self) -> str:
        """What is said while the screen is not up to date; empty while all is well."""
        return self._say(self._note)

    @Property(str, notify=changed)
    def noteOther(self) -> str:
        return self._other(self._note)

    @Property(str, notify=changed)
    def connecting(self) -> str:
        """In the middle of a screen that has nothing to show yet."""
        return self._say(self._note or CAPTIONS[Caption.CONNECTING])

    @Property(str, notify=changed)
    def connectingOther(self) -> str:
        return self._other(self._note or CAPTIONS[Caption.CONNECTING])

    # ---- drawing --------------------------------------------------------------------------------------------------

    @property
    def window_id(self) -> str:
        return self._known.window

    @property
    def _clerk(self) -> ClerkFace | None:
        return self._picture.clerk if self._picture else None

    def tick(self) -> None:
        now_s, link = self._clock_s(), self._bridge.link
        self._trust = linked(self._trust, link)
        valid_s = self._known.now.valid_s if self._known.now else BLANK_S
        believed = phase(self._trust, now_s, valid_s)
        self._redraw_frame()
        before = self._picture
        self._note = note_words(believed, link)
        self._picture = draw(
            self._known, believed, link, SHAPES[self._layout], now_s - self._began_s, self._now_ms
        )  # fmt: skip
        drawn = (self._picture, self._note, self._known.place, self._photo(self._clerk))
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self._show_rows()
        self.changed.emit()
        call = self._picture.call if self._picture else None
        if call is not None and (before is None or before.call != call):
            self.callStarted.emit()

    def _hear(self, snapshot: Snapshot) -> None:
        self._trust = linked(self._trust, self._bridge.link)
        ours = isinstance(snapshot, WindowNow) and snapshot.window == self._known.window
        self._trust = heard(self._trust, self._clock_s(), picture=ours)
        self._known = self._known.hear(snapshot)
        self.tick()

    def _show_rows(self) -> None:
        items = self._picture.items.lines if self._picture else ()
        self._items.show(
            [ItemDrawn(one.item, self._say(one.name), self._other(one.name), str(one.waiting or "")) for one in items]
        )
        self._following.show([NextDrawn(number) for number in (self._picture.following if self._picture else ())])

    def _other(self, words: Words | None) -> str:
        return words.say("zh" if self._lang == "en" else "en") if words else ""
