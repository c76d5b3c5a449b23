"""What the rating pad's QML binds to: read-only properties, and one slot for each intent. Decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from edge_hub.contract.base import Words
from edge_hub.contract.rating import LEVEL_NAMES, Level
from edge_hub.contract.window import ClerkFace
from kiosk.ui.bridge import BridgeLike
from kiosk.ui.rows import Rows

from ..frame import Frame
from ..photos import Photos
from .flow import Page
from .pad import Pad
from .pages import Quiet, quiet

QML_IMPORT_NAME = "Hall.RatingPad"
QML_IMPORT_MAJOR_VERSION = 1

THANKS = Words(zh="谢谢您的评价", en="Thank you")
THANKS_MORE = Words(zh="我们会认真看待每一条评价，不断改进。", en="Every rating is read and helps us improve.")
NOWHERE = Quiet(Words(zh="正在连接大厅…", en="Connecting to the hall..."), Words(zh="", en=""))


@dataclass(frozen=True, slots=True)
class FaceDrawn:
    """One of the five faces."""

    level: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TagDrawn:
    """One tag of the touched level."""

    code: str
    words: str
    chosen: bool


@QmlElement
class RatingPad(Frame):
    """The view-model of one rating pad."""

    changed = Signal()

    def __init__(
        self,
        bridge: BridgeLike,
        window: str,
        lang: str = "zh",
        use_lang: Callable[[str], None] = lambda lang: None,
        photos: Photos | None = None,
    ) -> None:
        super().__init__(bridge, "citizen", lang, use_lang, photos)
        self._halls_lang = lang
        self._pad = Pad(bridge, window, self._redraw)
        self._citizens = 0
        self._faces = Rows(FaceDrawn, self)
        self._tags = Rows(TagDrawn, self)
        self._drawn: object = None
        bridge.snapshot.connect(self._pad.hear)
        self._redraw()

    @Property(str, notify=changed)
    def screen(self) -> str:
        """`quiet`, `ask`, `tags` or `thanks`."""
        return _SCREENS[self._pad.flow.page]

    @Property(str, notify=changed)
    def hall(self) -> str:
        directory = self._pad.known.directory
        return self._say(directory.name) if directory else ""

    @Property(str, notify=changed)
    def label(self) -> str:
        at = self._pad.known.now or self._pad.known.place
        return at.label if at else ""

    @Property(str, notify=changed)
    def windowName(self) -> str:
        at = self._pad.known.now or self._pad.known.place
        return self._say(at.name) if at else ""

    # ---- the clerk ------------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def clerkName(self) -> str:
        """Empty while nobody serves here."""
        return self._clerk.name if self._clerk else ""

    @Property(str, notify=changed)
    def clerkNumber(self) -> str:
        return self._clerk.clerk if self._clerk else ""

    @Property(str, notify=changed)
    def clerkPhoto(self) -> str:
        return self._photo(self._clerk)

    @Property(bool, notify=changed)
    def partyMember(self) -> bool:
        return self._clerk.party_member if self._clerk else False

    # ---- while nothing is asked -----------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def quietTitle(self) -> str:
        return self._say(self._quiet.title)

    @Property(str, notify=changed)
    def quietText(self) -> str:
        return self._say(self._quiet.text)

    @Property(str, notify=changed)
    def quietNumber(self) -> str:
        return self._quiet.number

    @Property(str, notify=changed)
    def quietItem(self) -> str:
        return self._say(self._quiet.item)

    # ---- the question ---------------------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def service(self) -> str:
        """The service that is asked about, for the autopilot's report."""
        return self._pad.flow.asking.service if self._pad.flow.asking else ""

    @Property(str, notify=changed)
    def askNumber(self) -> str:
        return self._pad.flow.asking.number if self._pad.flow.asking else ""

    @Property(str, notify=changed)
    def askItem(self) -> str:
        return self._say(self._pad.flow.asking.item_name) if self._pad.flow.asking else ""

    @Property(QObject, constant=True)
    def faces(self) -> Rows[FaceDrawn]:
        """The five levels, best first."""
        return self._faces

    @Property(bool, notify=changed)
    def canRate(self) -> bool:
        return self._pad.can_rate

    @Property(bool, notify=changed)
    def canChange(self) -> bool:
        """Another face may be touched beside the tags."""
        return self._pad.can_change

    @Property(bool, notify=changed)
    def sending(self) -> bool:
        return self._pad.flow.page is Page.SENDING

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """Why the faces are there again; empty most of the time."""
        return self._say(self._pad.flow.trouble)

    @Property(str, notify=changed)
    def level(self) -> str:
        """The name of the touched level, or empty."""
        return str(self._pad.flow.level) if self._pad.flow.level else ""

    @Property(str, notify=changed)
    def levelWords(self) -> str:
        return self._level_words(self._pad.flow.level) if self._pad.flow.level else ""

    @Property(QObject, constant=True)
    def tags(self) -> Rows[TagDrawn]:
        """The tags of the touched level."""
        return self._tags

    @Property(int, notify=changed)
    def tagsChosen(self) -> int:
        return len(self._pad.flow.tags)

    @Property(int, notify=changed)
    def leftS(self) -> int:
        return self._pad.left_s

    @Property(int, notify=changed)
    def totalS(self) -> int:
        return self._pad.total_s

    @Property(str, notify=changed)
    def thanksTitle(self) -> str:
        return self._say(THANKS)

    @Property(str, notify=changed)
    def thanksText(self) -> str:
        return self._say(THANKS_MORE)

    # ---- intents --------------------------------------------------------------------------------------------------

    @Slot(str)
    def rate(self, level: str) -> None:
        self._pad.rate(Level(level))

    @Slot(str)
    def change(self, level: str) -> None:
        self._pad.change(Level(level))

    @Slot(str)
    def tag(self, code: str) -> None:
        self._pad.tag(code)

    @Slot()
    def submit(self) -> None:
        self._pad.submit()

    @Slot()
    def skip(self) -> None:
        self._pad.skip()

    # ---- drawing --------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        self._pad.tick()
        self._redraw()

    @property
    def _clerk(self) -> ClerkFace | None:
        now = self._pad.known.now
        return now.clerk if now else None

    @property
    def _quiet(self) -> Quiet:
        now = self._pad.known.now
        return quiet(now) if now else NOWHERE

    def _level_words(self, level: Level) -> str:
        directory = self._pad.known.directory
        named = next((one.words for one in directory.levels if one.level is level), None) if directory else None
        return self._say(named or LEVEL_NAMES[level])

    def _redraw(self) -> None:
        if self._citizens != self._pad.citizens:
            self._citizens = self._pad.citizens
            if self._lang != self._halls_lang:
                self._use_lang(self._halls_lang)
                self._lang = self._halls_lang
        self._redraw_frame()
        flow = self._pad.flow
        photo = self._photo(self._clerk)
        drawn = (self._pad.known, flow, self._pad.left_s, self.canChange, self._lang, self._bridge.link, photo)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        touched = flow.changing or flow.level
        self._faces.show([FaceDrawn(str(one), self._level_words(one), one is touched) for one in Level])
        self._tags.show([TagDrawn(one.code, self._say(one.words), one.code in flow.tags) for one in self._pad.tags()])
        self.changed.emit()


_SCREENS = {Page.IDLE: "quiet", Page.ASK: "ask", Page.SENDING: "ask", Page.TAGS: "tags", Page.THANKS: "thanks"}
