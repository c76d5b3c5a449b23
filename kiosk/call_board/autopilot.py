"""The call board's autopilot: it touches nothing, and reports when a call was first seen.

`{"what":"shown","number","window","ns"}` comes after the frame that first showed the call was swapped, once for each
call; a recall is the same call. It looks at the items on the screen, not at what the view-model meant to show. A frame
is drawn in this thread (`QSG_RENDER_LOOP=basic`), so what an item says when the frame was swapped is what was drawn.
"""

import time
from typing import TextIO

from PySide6.QtQuick import QQuickWindow

from kiosk.ui import scene
from kiosk.ui.autopilot import Autopilot

from .picture import CallDrawn
from .trust import Phase
from .view_model import CallBoard

Told = tuple[str, str]


class CallBoardPilot(Autopilot):
    """Reports calls; `shot` and `quit` are the base's."""

    def __init__(
        self, window: QQuickWindow, vm: CallBoard, orders: TextIO | None = None, reports: TextIO | None = None
    ) -> None:
        super().__init__(window, vm, orders, reports)
        self._board = vm
        self._told: set[Told] = set()
        window.frameSwapped.connect(self._swapped)

    def stop(self) -> None:
        self.window.frameSwapped.disconnect(self._swapped)
        super().stop()

    def _swapped(self) -> None:
        ns = time.monotonic_ns()
        rows = {(row.number, row.window): row for row in self._board.picture.calls if row.number}
        for told, row in rows.items():
            if told not in self._told and self._is_seen(row):
                self._told.add(told)
                self.say("shown", number=row.number, window=row.window, ns=ns)
        if self._board.picture.phase is Phase.LIVE:
            self._told &= self._board.known_calls

    def _is_seen(self, row: CallDrawn) -> bool:
        item = scene.find(self.window, f"number_{row.place}")
        return item is not None and item.isVisible() and item.property("text") == row.number
