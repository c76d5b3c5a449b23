"""Reports what the window screen shows: `{"what":"shown","number","window","ns"}` for each call and recall.

It is said after the frame that first shows the call was swapped: a frame that was already being drawn when the call
came does not count, so the scene must have been read (synchronised) in between. There is nothing to touch.
"""

import time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.autopilot import Autopilot

from .view_model import WindowScreen


class WindowScreenPilot(Autopilot):
    """The eye on one window screen."""

    def __init__(self, window: QQuickWindow, vm: WindowScreen, **streams: Any) -> None:
        super().__init__(window, vm, **streams)
        self.screen: Any = vm  # the stubs of PySide give properties no type
        self._told = self._unseen = self._drawn = ""
        vm.callStarted.connect(self._call_came)
        window.afterSynchronizing.connect(self._synced, Qt.ConnectionType.DirectConnection)
        window.frameSwapped.connect(self._swapped, Qt.ConnectionType.DirectConnection)

    def start(self) -> None:
        super().start()
        if self.screen.call:
            self._call_came()

    def _call_came(self) -> None:
        """A call that is back on the screen after an outage was told already."""
        if self.screen.call != self._told:
            self._told, self._unseen = self.screen.call, self.screen.number
            self.window.update()

    def _synced(self) -> None:
        """The scene as it is goes into the next frame."""
        if self._unseen:
            self._drawn, self._unseen = self._unseen, ""

    def _swapped(self) -> None:
        if self._drawn:
            number, self._drawn = self._drawn, ""
            self.say("shown", number=number, window=self.screen.window_id, ns=time.monotonic_ns())
