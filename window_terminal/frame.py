"""What the view-models of the three terminals of a window share: the language, the clock, the link.

A view-model announces a change only when its picture differs from the one before, so that a quiet screen costs nothing.
Each class of the chain has a signal of its own: PySide 6.11 crashes on a property whose notify signal is inherited.
"""

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from edge_hub.contract.base import Words
from edge_hub.contract.window import ClerkFace
from kiosk.ui.bridge import BridgeLike

from .links import Reader, link_words
from .photos import Photos
from .times import today, wall_clock

TICK_MS = 500


class Frame(QObject):
    """The base of a view-model. `redraw` is called at every tick, by a change of the link and of the language."""

    frameChanged = Signal()

    def __init__(
        self,
        bridge: BridgeLike,
        reader: Reader,
        lang: str,
        use_lang: Callable[[str], None],
        photos: Photos | None = None,
    ) -> None:
        super().__init__()
        self._photos = photos
        if photos is not None:
            photos.came.connect(self.tick)
        self._bridge, self._reader = bridge, reader
        self._lang, self._use_lang = lang, use_lang
        self._now_ms = bridge.hall_now_ms()
        self._framed: tuple[str, ...] = ()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        bridge.linkChanged.connect(self.tick)

    @Property(str, notify=frameChanged)
    def lang(self) -> str:
        return self._lang

    @Property(str, notify=frameChanged)
    def clock(self) -> str:
        return wall_clock(self._now_ms)

    @Property(str, notify=frameChanged)
    def day(self) -> str:
        return self._say(today(self._now_ms))

    @Property(str, notify=frameChanged)
    def link(self) -> str:
        """`UP`, `NO_BROKER` or `NO_HUB`."""
        return self._bridge.link

    @Property(str, notify=frameChanged)
    def linkWords(self) -> str:
        """What to say while the link is down; empty while it is up."""
        return self._say(link_words(self._bridge.link, self._reader))

    @Slot(str)
    def speak(self, lang: str) -> None:
        """Change the language of the screen."""
        self._use_lang(lang)
        self._lang = lang
        self.tick()

    def tick(self) -> None:
        """Time passed, or something outside the snapshots changed: the terminal looks at everything again."""
        raise NotImplementedError

    def _redraw_frame(self) -> None:
        """Look at the clock and the link again."""
        self._now_ms = self._bridge.hall_now_ms()
        framed = (self._lang, wall_clock(self._now_ms), self._say(today(self._now_ms)), self._bridge.link)
        if framed != self._framed:
            self._framed = framed
            self.frameChanged.emit()

    def _photo(self, clerk: ClerkFace | None) -> str:
        """The address of the clerk's photo; empty while there is none."""
        return self._photos.url(clerk.photo) if self._photos and clerk else ""

    def _say(self, words: Words | None) -> str:
        return words.say(self._lang) if words else ""
