"""A bridge that a test holds in its hands: it records what was sent and answers when told.

It keeps the real bridge's promise that `on_reply` never runs from within `send`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from edge_hub.client.answers import NoReply, Why
from edge_hub.client.lease_book import NoNumber, OfflineTicket
from edge_hub.contract.base import Snapshot
from edge_hub.contract.device import ReportHealth, ReportSlip
from edge_hub.contract.envelope import AnyCommand, Reply
from edge_hub.contract.reasons import Reason, sentence
from edge_hub.contract.window import ShowSession


@dataclass(slots=True)
class Sent:
    """A command that the screen gave, with its answer still open while `open` holds."""

    id: str
    body: AnyCommand
    on_reply: Callable[[Reply | NoReply], None]
    session: str | None
    expect_ver: int | None
    open: bool = True


class FakeBridge(QObject):
    """Stands where `kiosk.ui.bridge.Bridge` stands."""

    snapshot = Signal(object)
    linkChanged = Signal()

    def __init__(self, link: str = "UP", now_ms: int = 1_760_000_000_000) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self.session: str | None = "session-1"
        """What a pad is told that asks for its session; None: the hub says that it is another pad's."""
        self.asked: list[Sent] = []
        """The questions for it, which are answered after the snapshots that raised them."""
        self.reported: list[ReportHealth | ReportSlip] = []
        self.now_ms = now_ms
        self.offline = False
        self.lent: list[OfflineTicket | NoNumber] = []
        """What the machine gives by itself, one after the other."""
        self.given: list[tuple[str, tuple[str, ...], str, str]] = []
        self.reasons: list[str | None] = []
        self.instead_of: list[str | None] = []
        self.running = False
        self._link = link

    @property
    def link(self) -> str:
        return self._link

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def send(
        self,
        body: AnyCommand,
        on_reply: Callable[[Reply | NoReply], None],
        *,
        session: str | None = None,
        expect_ver: int | None = None,
    ) -> None:
        command_id = f"00000000-0000-7000-8000-{len(self.sent):012x}"
        sent = Sent(command_id, body, on_reply, session, expect_ver)
        (self.asked if isinstance(body, ShowSession) else self.sent).append(sent)

    def report(self, body: ReportHealth | ReportSlip) -> None:
        self.reported.append(body)

    def hall_now_ms(self) -> int:
        return self.now_ms

    def take_offline(
        self, queue: str, items: tuple[str, ...], cls: str, lang: str, instead_of: str | None = None,
        reason: str | None = None,
    ) -> OfflineTicket | NoNumber:
        self.instead_of.append(instead_of)
        taken = self.lent.pop(0) if self.lent else NoNumber.SPENT
        if isinstance(taken, OfflineTicket):
            self.given.append((queue, items, cls, lang))
            self.reasons.append(reason)
        return taken

    # ---- the test's side ------------------------------------------------------------------------------------------

    def push(self, *snapshots: Snapshot) -> None:
        """The hub publishes these."""
        for snapshot in snapshots:
            self.snapshot.emit(snapshot)
        for asked in [one for one in self.asked if one.open]:
            if self.session is None:
                self.refuse(Reason.NOT_SIGNED_IN, asked)
            else:
                self.accept({"session": self.session, "clerk": "1011", "name": "何秀英"}, asked)

    def set_link(self, link: str) -> None:
        """The link changes to `UP`, `NO_BROKER` or `NO_HUB`."""
        self._link = link
        self.linkChanged.emit()

    @property
    def last(self) -> Sent:
        """The newest command."""
        assert self.sent, "nothing was sent"
        return self.sent[-1]

    def accept(self, result: dict[str, Any] | None = None, which: Sent | None = None) -> None:
        """The hub says yes to the newest (or given) open command."""
        sent = self._close(which)
        sent.on_reply(Reply(id=sent.id, ok=True, epoch=1, seq=len(self.sent), result=result))

    def refuse(self, reason: Reason, which: Sent | None = None, **details: Any) -> None:
        """The hub says no, with the sentence of `reason`."""
        sent = self._close(which)
        words = sentence(reason, details)
        sent.on_reply(Reply(id=sent.id, ok=False, epoch=1, seq=len(self.sent), reason=reason, words=words))

    def silence(self, why: Why = Why.NO_ANSWER, which: Sent | None = None) -> None:
        """No reply comes."""
        sent = self._close(which)
        sent.on_reply(NoReply(sent.id, why, sent=why is Why.NO_ANSWER))

    def _close(self, which: Sent | None) -> Sent:
        sent = which or self.last
        assert sent.open, f"{type(sent.body).__name__} has been answered already"
        sent.open = False
        return sent
