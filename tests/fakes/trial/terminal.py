"""A small terminal for the tests of the kit. Run as a program it is a terminal like any other."""

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQuick import QQuickWindow

from edge_hub.contract import topics
from edge_hub.contract.hall import HubStatus
from edge_hub.contract.queue import CallNext
from kiosk.ui.autopilot import Autopilot
from kiosk.ui.bridge import BridgeLike
from kiosk.ui.options import Geometry, Options
from kiosk.ui.shell import Place, Terminal, run_terminal

QML = Path(__file__).with_name("Main.qml")


class Trial(QObject):
    """Counts presses and shows the link."""

    linkChanged = Signal()
    pressed = Signal()

    def __init__(self, bridge: BridgeLike) -> None:
        super().__init__()
        self.bridge, self.log = bridge, []
        bridge.linkChanged.connect(self.linkChanged)
        bridge.snapshot.connect(self._heard)

    @Property(str, notify=linkChanged)
    def link(self) -> str:
        return self.bridge.link

    @Property(int, notify=pressed)
    def presses(self) -> int:
        return len(self.log)

    @Slot(str)
    def press(self, name: str) -> None:
        self.log.append(name)
        self.pressed.emit()
        if name == "old-fashioned":
            raise RuntimeError("a fault of ours")

    def _heard(self, snapshot: object) -> None:
        self.heard = snapshot if isinstance(snapshot, HubStatus) else None


class Pilot(Autopilot):
    """`{"do":"call"}` sends a command and reports the reply; `{"do":"links"}` reports every change of the link."""

    def do_call(self, order: dict[str, object]) -> None:
        vm = self.vm
        assert isinstance(vm, Trial)
        vm.bridge.send(CallNext(window="w1"), lambda reply: self.say("reply", ok=getattr(reply, "ok", False)))

    def do_links(self, order: dict[str, object]) -> None:
        vm = self.vm
        assert isinstance(vm, Trial)
        self.say("link", link=vm.link)
        vm.linkChanged.connect(lambda: self.say("link", link=vm.link))

    def do_break_a_thread(self, order: dict[str, object]) -> None:
        import threading

        threading.Thread(target=lambda: 1 // 0).start()


def pilot(window: QQuickWindow, vm: QObject, place: Place) -> Pilot:
    return Pilot(window, vm)


def make(place: Place) -> Trial:
    place.at_exit(lambda: print("at exit", file=sys.stderr))
    return Trial(place.bridge)


SPEC = Terminal("trial", "试", QML, lambda boot: [topics.lines(boot.hall)], make, pilot)

if __name__ == "__main__":
    windowed = Geometry.parse(sys.argv[3]) if len(sys.argv) > 3 else None
    spec = replace(SPEC, qml=Path(sys.argv[4])) if len(sys.argv) > 4 else SPEC
    options = Options(Path(sys.argv[1]), autopilot=True, report=True, state=Path(sys.argv[2]), windowed=windowed)
    sys.exit(run_terminal(spec, options))
