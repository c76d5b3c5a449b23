"""A small hall of real rules behind the screens of its windows: each terminal gets a bridge, and all see what is so.

Commands go through the hub's own decisions and come back as its own snapshots; there is no broker and no store. The
clock runs `speed` times as fast as the world, so that a service is over while a test looks on.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from edge_hub.client.answers import NoReply
from edge_hub.contract.base import Snapshot
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.device import ReportHealth, ReportSlip
from edge_hub.contract.envelope import AnyCommand, Rejected, Reply
from edge_hub.contract.hall import HubStatus
from edge_hub.directory import catalogues, directory
from edge_hub.domain import views

from .desk import Desk


class CounterHall(Desk):
    """A hall whose clock runs, and the bridges of the terminals at its windows."""

    def __init__(self, speed: float = 1.0, clock: str = "09:30") -> None:
        super().__init__(clock=clock)
        self.rule = ClockRule(start_ms=self.now_ms, real_start_ms=round(time.time() * 1000), speed=speed)
        self.seq = 0
        self.bridges: list[HallBridge] = []

    def tick(self) -> None:
        """The clock as it stands."""
        self.now_ms = max(self.now_ms, self.rule.hall_ms(round(time.time() * 1000)))

    def bridge(self, device: str, window: str) -> "HallBridge":
        """A bridge for a terminal; it hears everything retained once the terminal listens."""
        bridge = HallBridge(self, device, window)
        self.bridges.append(bridge)
        return bridge

    def retained(self, window: str) -> list[Snapshot]:
        """What the hub has published."""
        self.tick()
        self.seq += 1
        site = self.hall.plan.site
        status = HubStatus(epoch=1, seq=self.seq, up=True, hall="test", clock=self.rule, now_ms=self.now_ms)
        return [
            status, directory(site, 1, self.seq), *catalogues(site, 1, self.seq),
            self._lines(),
            views.window_now(self.hall, window, self.now_ms, 1, self.seq),
        ]  # fmt: skip

    def publish(self) -> None:
        """Every terminal sees its window and the lines as they are."""
        self.tick()
        self.seq += 1
        lines = self._lines()
        for bridge in self.bridges:
            bridge.snapshot.emit(lines)
            bridge.snapshot.emit(views.window_now(self.hall, bridge.window, self.now_ms, 1, self.seq))

    def _lines(self) -> Snapshot:
        items = {one.id: views.item_line(self.hall, one.id, self.now_ms) for one in self.hall.plan.site.items}
        return views.lines(self.hall, items, 1, self.seq)


class HallBridge(QObject):
    """Stands where `kiosk.ui.bridge.Bridge` stands."""

    snapshot = Signal(object)
    linkChanged = Signal()

    def __init__(self, hall: CounterHall, device: str, window: str) -> None:
        super().__init__()
        self.hall, self.device, self.window = hall, device, window
        self.refused: list[Rejected] = []

    @property
    def link(self) -> str:
        return "UP"

    def hear(self) -> None:
        """The terminal has subscribed."""
        for snapshot in self.hall.retained(self.window):
            self.snapshot.emit(snapshot)

    def send(
        self,
        body: AnyCommand,
        on_reply: Callable[[Reply | NoReply], None],
        *,
        session: str | None = None,
        expect_ver: int | None = None,
    ) -> None:
        def arrive() -> None:
            self.hall.tick()
            verdict = self.hall.verdict(self.device, body, session=session, ver=expect_ver)
            if isinstance(verdict, Rejected):
                self.refused.append(verdict)
                on_reply(Reply(id="0", ok=False, epoch=1, seq=1, reason=verdict.reason, words=verdict.words))
                return
            result = verdict.result() if verdict.result else None
            on_reply(Reply(id="0", ok=True, epoch=1, seq=self.hall.seq, result=result))
            self.hall.publish()

        QTimer.singleShot(0, self, arrive)

    def report(self, body: ReportHealth | ReportSlip) -> None:
        """A screen of a window has no parts to report."""

    def hall_now_ms(self) -> int:
        self.hall.tick()
        return self.hall.now_ms
