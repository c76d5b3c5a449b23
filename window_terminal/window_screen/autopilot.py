"""Reports what the window screen shows: `{"what":"shown","number","window","ns"}` for each call and recall.

It is said after the frame that first shows the call was swapped. There is nothing to touch.
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
        self._unseen = ""
        vm.callStarted.connect(self._call_came)
        window.frameSwapped.connect(self._swapped, Qt.ConnectionType.DirectConnection)

    def _call_came(self) -> None:
        """From the next frame on the call is seen."""
        self._unseen = self.screen.number
        self.window.update()

    def _swapped(self) -> None:
        if self._unseen:
            number, self._unseen = self._unseen, ""
            self.say("shown", number=number, window=self.screen.window_id, ns=time.monotonic_ns())
