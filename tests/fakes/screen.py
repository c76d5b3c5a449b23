"""Finders and fingers for tests of real QML scenes: by objectName, through the same rules as the autopilot's."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication, QImage, QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.ui import scene


class Screen:
    """A shown window under test."""

    _finger: QPointingDevice | None = None

    def __init__(self, window: QQuickWindow) -> None:
        self.window = window
        if Screen._finger is None:  # Qt asks for one touch device a process
            Screen._finger = QTest.createTouchDevice()

    def find(self, name: str) -> QQuickItem:
        """The item with that objectName; a failure lists what is there."""
        item = scene.find(self.window, name) or scene.turn_pages(self.window, name)
        assert item is not None, f"no item “{name}”; on the screen: {', '.join(scene.names(self.window))}"
        return item

    def shows(self, name: str) -> bool:
        """Whether an item with that name is visible."""
        return any(item.isVisible() for item in scene.find_all(self.window, name))

    def text(self, name: str) -> str:
        """The text that a person reads on the item: its own or that of the items within."""
        texts = [item.property("text") for item in scene.walk(self.find(name)) if item.isVisible()]
        return " ".join(str(text) for text in texts if text)

    def all_text(self) -> str:
        """All texts that are visible, for a search."""
        items = scene.walk(self.window.contentItem())
        return "\n".join(str(item.property("text")) for item in items if item.isVisible() and item.property("text"))

    def touch(self, name: str) -> None:
        """A finger on the item; a failure says why a finger could not have pressed it."""
        item = self.find(name)
        scene.scroll_to(item)
        why_not = scene.why_not(self.window, item)
        assert why_not is None, f"cannot touch “{name}”: {why_not}"
        self.touch_at(item)

    def touch_at(self, item: QQuickItem) -> None:
        """A finger at the centre of the item, whatever lies there."""
        assert self._finger is not None
        point = scene.centre(item).toPoint()
        QTest.touchEvent(self.window, self._finger, False).press(0, point, self.window).commit(False)
        QTest.touchEvent(self.window, self._finger, False).release(0, point, self.window).commit(False)

    def until(self, holds: Callable[[], bool], timeout_s: float = 20.0, what: str = "the condition") -> None:
        """Let events run until `holds()`; a failure after `timeout_s` says what did not come."""
        end = QDeadlineTimer(round(timeout_s * 1000))
        while not holds():
            assert not end.hasExpired(), f"{what} did not come; on the screen: {', '.join(scene.names(self.window))}"
            loop = QEventLoop()
            QTimer.singleShot(5, loop.quit)
            loop.exec()

    def settle(self) -> None:
        """Let everything that is due now happen."""
        QGuiApplication.processEvents()

    def picture(self) -> QImage:
        """What the window shows."""
        return self.window.grabWindow()
