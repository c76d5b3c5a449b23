"""A terminal that drives itself: orders in on stdin, real touches on its own screen, reports out on stdout.

One JSON object a line in both directions. A touch is a real touch event at the centre of the item with that name, and
only if a finger would reach it: an item that is hidden, disabled or covered is a fault that is reported, never a
silent success. Every report carries `ns`, the machine's monotonic clock, so that reports of several terminals on one
machine can be compared. An autopilot never calls the view-model's slots: it looks at what the screen shows and touches.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.ui import scene

LOOK_MS = 20
"""How often a condition is looked at when nothing told of a change."""


class TouchFault(Exception):
    """A finger would not have reached the item."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"cannot touch “{name}”: {why}")
        self.name, self.why = name, why


@dataclass(slots=True)
class _Wait:
    predicate: Callable[[], bool]
    then: Callable[[], None]
    until_ns: int
    otherwise: Callable[[], None]


class Autopilot(QObject):
    """Base of every terminal's autopilot: a verb `take` is a method `do_take(order)`."""

    _line = Signal(str)
    _ended = Signal()

    def __init__(
        self, window: QQuickWindow, vm: QObject, orders: TextIO | None = None, reports: TextIO | None = None
    ) -> None:
        super().__init__()
        self.window, self.vm = window, vm
        self._orders, self._reports = orders or sys.stdin, reports or sys.stdout
        self._finger = QTest.createTouchDevice()
        self._waits: list[_Wait] = []
        self._gate, self._stopped = threading.Lock(), False
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self.look)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._line.connect(self._order_came, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self.quit, Qt.ConnectionType.QueuedConnection)
        for signal in _notifiers(vm):
            signal.connect(self._look_soon)

    def start(self) -> None:
        """Read orders from now on."""
        threading.Thread(target=self._read, name="autopilot", daemon=True).start()

    def stop(self) -> None:
        """Wait for nothing any more. The reader ends with its stream or with the process, and says nothing more."""
        with self._gate:
            self._stopped = True
        self._waits.clear()
        self._clock.stop()
        self._soon.stop()

    # ---- what verbs are made of -----------------------------------------------------------------------------------

    def find(self, name: str) -> QQuickItem | None:
        """The item with that objectName, lists paged through if need be."""
        return scene.find(self.window, name) or scene.turn_pages(self.window, name)

    def why_not(self, name: str) -> str | None:
        """Why a finger could not press that item now; None if it could. Scrolls to it first."""
        item = self.find(name)
        if item is None:
            return "there is no such item on the screen"
        scene.scroll_to(item)
        return scene.why_not(self.window, item)

    def touch(self, name: str) -> int:
        """Press and lift a finger on the item; the monotonic ns of the lift. Raises `TouchFault`."""
        fault = self.why_not(name)
        item = scene.find(self.window, name)
        if fault is not None or item is None:
            raise TouchFault(name, fault or "there is no such item on the screen")
        point = scene.centre(item).toPoint()
        QTest.touchEvent(self.window, self._finger, False).press(0, point, self.window).commit(False)
        lifted_ns = time.monotonic_ns()
        QTest.touchEvent(self.window, self._finger, False).release(0, point, self.window).commit(False)
        return lifted_ns

    def touch_when_ready(
        self, name: str, then: Callable[[int], None] = lambda ns: None, timeout_s: float = 10.0
    ) -> None:
        """Touch the item as soon as a finger could; after `timeout_s` report a fault instead."""
        self._when_reachable(name, lambda: then(self.touch(name)), timeout_s)

    def _when_reachable(self, name: str, then: Callable[[], None], timeout_s: float = 10.0) -> None:
        def give_up() -> None:
            self.fault(TouchFault(name, self.why_not(name) or "it became reachable too late"))

        self.when(lambda: self.why_not(name) is None, then, timeout_s, give_up)

    def when(
        self,
        predicate: Callable[[], bool],
        then: Callable[[], None],
        timeout_s: float = 10.0,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        """Call `then` once when `predicate` holds (at once if it holds now), or `otherwise` after `timeout_s`."""
        until_ns = time.monotonic_ns() + round(timeout_s * 1e9)
        self._waits.append(_Wait(predicate, then, until_ns, otherwise or self._waited_too_long))
        self._clock.start()
        self._look_soon()

    def after(self, delay_s: float, then: Callable[[], None]) -> None:
        """Call `then` in `delay_s` real seconds."""
        QTimer.singleShot(max(0, round(delay_s * 1000)), self, then)

    def say(self, what: str, **report: Any) -> None:
        """One line on stdout; `ns` is now unless the report brings its own."""
        line = json.dumps({"what": what, **report, "ns": report.get("ns", time.monotonic_ns())}, ensure_ascii=False)
        try:
            print(line, file=self._reports, flush=True)
        except BrokenPipeError:  # whoever gave the orders is gone
            self.quit()

    def fault(self, fault: Exception, **report: Any) -> None:
        """Report that something was not as a person would need it."""
        self.say("fault", why=str(fault), on_screen=scene.names(self.window), **report)

    # ---- verbs that every terminal knows --------------------------------------------------------------------------

    def do_touch(self, order: dict[str, Any]) -> None:
        """`{"do":"touch","name":...}`: one touch, for scripts and support."""
        self.say("touch", name=order["name"], touch_ns=self.touch(str(order["name"])))

    def do_where(self, order: dict[str, Any]) -> None:
        """`{"do":"where","name":...}`: the pixel of the display to press for whoever has a finger of their own, told as
        soon as pressing it would do."""
        name = str(order["name"])

        def tell() -> None:
            item = self.find(name)
            assert item is not None
            at = self.window.mapToGlobal(scene.centre(item).toPoint())
            self.say("where", name=name, x=at.x(), y=at.y())

        self._when_reachable(name, tell)

    def do_shot(self, order: dict[str, Any]) -> None:
        """`{"do":"shot","path":...}`: the screen as PNG."""
        path = Path(str(order["path"]))
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.window.grabWindow().save(str(path)):
            raise ValueError(f"cannot write a picture to {path}")
        self.say("shot", path=str(path))

    def do_quit(self, order: dict[str, Any]) -> None:
        """`{"do":"quit"}`."""
        self.quit()

    def quit(self) -> None:
        """End the terminal."""
        QCoreApplication.quit()

    # ---- machinery ------------------------------------------------------------------------------------------------

    def obey(self, line: str) -> None:
        """Carry out one line of orders; whatever is wrong with it is reported."""
        try:
            order = json.loads(line)
            verb = getattr(self, f"do_{order['do']}", None)
            if verb is None:
                raise ValueError(f"there is no order “{order['do']}”")
            verb(order)
        except (TouchFault, ValueError, KeyError, TypeError) as fault:
            self.fault(fault, order=line.strip()[:500])

    def look(self) -> None:
        """Look at every condition that is waited for."""
        for wait in list(self._waits):
            if wait not in self._waits:
                continue  # an earlier one's consequence ended it
            if wait.predicate():
                self._end(wait, wait.then)
            elif time.monotonic_ns() > wait.until_ns:
                self._end(wait, wait.otherwise)
        if not self._waits:
            self._clock.stop()

    def _end(self, wait: _Wait, consequence: Callable[[], None]) -> None:
        self._waits.remove(wait)
        try:
            consequence()
        except TouchFault as fault:
            self.fault(fault)

    def _look_soon(self) -> None:
        if self._waits:
            self._soon.start()

    def _waited_too_long(self) -> None:
        self.say("fault", why="what was waited for did not come", on_screen=scene.names(self.window))

    def _order_came(self, line: str) -> None:
        if line.strip():
            self.obey(line)

    def _read(self) -> None:
        """On a thread of its own, which may outlive this object: nothing is emitted once it was stopped."""
        for line in self._orders:
            if not self._emit(self._line, line):
                return
        self._emit(self._ended)

    def _emit(self, signal: SignalInstance, *what: str) -> bool:
        with self._gate:
            if not self._stopped:
                signal.emit(*what)
            return not self._stopped


def _notifiers(vm: QObject) -> list[SignalInstance]:
    """The notify signals of the view-model's properties."""
    meta = vm.metaObject()
    found = [meta.property(i).notifySignal() for i in range(meta.propertyCount()) if meta.property(i).hasNotifySignal()]
    return [getattr(vm, name) for name in sorted({bytes(signal.name().data()).decode() for signal in found})]
