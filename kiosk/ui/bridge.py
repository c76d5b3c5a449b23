"""The one bridge between a terminal's screen and the hub: everything arrives on the GUI thread, in order.

Callbacks of the network thread only put mail into a box and ring one bell, a signal with a queued connection. Of
snapshots only the newest of each subject is kept in the box (each is a whole picture), so a screen that cannot keep up
drops stale pictures and never grows. View-models take a `BridgeLike`, so that tests can put a small fake before them.
The client is made at `start`, after the first frame: its libraries are not needed for it.
"""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot

from edge_hub.client.answers import NoReply, Why
from edge_hub.client.lease_book import NoNumber, OfflineTicket
from edge_hub.client.link import Link
from edge_hub.contract.base import Snapshot
from edge_hub.contract.device import ReportHealth, ReportSlip
from edge_hub.contract.envelope import AnyCommand, Reply

OnReply = Callable[[Reply | NoReply], None]
Subject = tuple[str, str]


class ClientLike(Protocol):
    """What the bridge needs of `edge_hub.client.hub_client.HubClient`."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def send(
        self,
        body: AnyCommand,
        on_reply: OnReply,
        *,
        session: str | None = None,
        expect_ver: int | None = None,
        timeout_s: float | None = None,
    ) -> str: ...
    def report(self, body: ReportHealth | ReportSlip) -> None: ...
    def hall_now_ms(self) -> int: ...
    @property
    def offline(self) -> bool: ...
    def take_offline(
        self, queue: str, items: tuple[str, ...], cls: str, lang: str, instead_of: str | None = None,
        reason: str | None = None,
    ) -> OfflineTicket | NoNumber: ...


class BridgeLike(Protocol):
    """What view-models may ask of the bridge. All of it belongs to the GUI thread."""

    @property
    def snapshot(self) -> SignalInstance:
        """Emitted with each new snapshot, a model of the contract."""

    @property
    def linkChanged(self) -> SignalInstance:
        """Emitted when `link` has changed."""

    @property
    def link(self) -> str:
        """`UP`, `NO_BROKER` or `NO_HUB`."""

    def send(
        self, body: AnyCommand, on_reply: OnReply, *, session: str | None = None, expect_ver: int | None = None
    ) -> None:
        """Send a command. `on_reply` is called exactly once, later, on the GUI thread: never from within `send`."""

    def report(self, body: ReportHealth | ReportSlip) -> None:
        """Keep a fact until the hub has acknowledged it. Raises `OutboxFault` if this device cannot keep it."""

    def hall_now_ms(self) -> int:
        """The hall's time now."""

    @property
    def offline(self) -> bool:
        """Whether this machine goes on by itself: the hub is silent, and there are lent numbers for today."""

    def take_offline(
        self, queue: str, items: tuple[str, ...], cls: str, lang: str, instead_of: str | None = None,
        reason: str | None = None,
    ) -> OfflineTicket | NoNumber:
        """The next lent number, on disk when this returns. Blocks for one commit. `instead_of`: the command that was
        not answered. `reason`: why the person belongs to the class, as they say."""


MakeClient = Callable[[Callable[[Snapshot], None], Callable[[Link], None]], ClientLike]


class Bridge(QObject):
    """The bridge over a real client. `make_client` is given the two callbacks and returns a client not yet started."""

    snapshot = Signal(object)
    linkChanged = Signal()
    _bell = Signal()

    def __init__(self, make_client: MakeClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box = _Box()
        self._link = Link.NO_BROKER
        self._bell.connect(self._empty_box, Qt.ConnectionType.QueuedConnection)
        self._make_client = make_client
        self._client: ClientLike | None = None
        self._ended = False

    @property
    def link(self) -> str:
        """The link as the screen has been told so far."""
        return self._link.value

    def start(self) -> None:
        """Begin to connect; returns at once. A second start does nothing, nor one after the end."""
        if not self._ended:
            self._made().start()

    def stop(self) -> None:
        """End the connection; whatever is still in the box is dropped, and pending replies with it."""
        self._ended = True
        self._box.close()
        if self._client is not None:
            self._client.stop()

    def send(
        self, body: AnyCommand, on_reply: OnReply, *, session: str | None = None, expect_ver: int | None = None
    ) -> None:
        """As `BridgeLike.send`."""

        def came(reply: Reply | NoReply) -> None:
            self._put(self._box.reply(on_reply, reply))

        if self._client is None:
            came(NoReply("", Why.NO_BROKER))
        else:
            self._client.send(body, came, session=session, expect_ver=expect_ver)

    def report(self, body: ReportHealth | ReportSlip) -> None:
        """As `BridgeLike.report`."""
        self._made().report(body)

    def hall_now_ms(self) -> int:
        """As `BridgeLike.hall_now_ms`."""
        return round(time.time() * 1000) if self._client is None else self._client.hall_now_ms()

    @property
    def offline(self) -> bool:
        """As `BridgeLike.offline`."""
        return self._client is not None and self._client.offline

    def take_offline(
        self, queue: str, items: tuple[str, ...], cls: str, lang: str, instead_of: str | None = None,
        reason: str | None = None,
    ) -> OfflineTicket | NoNumber:
        """As `BridgeLike.take_offline`."""
        return self._made().take_offline(queue, items, cls, lang, instead_of, reason)

    def _made(self) -> ClientLike:
        if self._client is None:
            self._client = self._make_client(self._snapshot_came, self._link_came)
        return self._client

    def _snapshot_came(self, snapshot: Snapshot) -> None:
        self._put(self._box.snapshot(snapshot))

    def _link_came(self, link: Link) -> None:
        self._put(self._box.link(link))

    def _put(self, first: bool) -> None:
        if first:
            self._bell.emit()

    @Slot()
    def _empty_box(self) -> None:
        link, snapshots, replies = self._box.take()
        if link is not None and link is not self._link:
            self._link = link
            self.linkChanged.emit()
        for snapshot in snapshots:
            self.snapshot.emit(snapshot)
        for on_reply, reply in replies:
            on_reply(reply)


class _Box:
    """The mail between the threads. Its putters return whether it was empty, that is, whether to ring the bell."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._link: Link | None = None
        self._snapshots: dict[Subject, Snapshot] = {}
        self._replies: list[tuple[OnReply, Reply | NoReply]] = []
        self._rung = False
        self._closed = False

    def snapshot(self, snapshot: Snapshot) -> bool:
        with self._lock:
            subject = subject_of(snapshot)
            self._snapshots.pop(subject, None)
            self._snapshots[subject] = snapshot
            return self._ring()

    def link(self, link: Link) -> bool:
        with self._lock:
            self._link = link
            return self._ring()

    def reply(self, on_reply: OnReply, reply: Reply | NoReply) -> bool:
        with self._lock:
            self._replies.append((on_reply, reply))
            return self._ring()

    def take(self) -> tuple[Link | None, list[Snapshot], list[tuple[OnReply, Reply | NoReply]]]:
        """All mail, and the box is empty."""
        with self._lock:
            mail = self._link, list(self._snapshots.values()), self._replies
            self._link, self._snapshots, self._replies, self._rung = None, {}, [], False
            return (None, [], []) if self._closed else mail

    def close(self) -> None:
        with self._lock:
            self._closed = True

    def _ring(self) -> bool:
        first, self._rung = not self._rung, True
        return first and not self._closed


def subject_of(snapshot: Snapshot) -> Subject:
    """What a snapshot is the picture of: two with the same subject replace each other."""
    which = getattr(snapshot, "window", None) or getattr(snapshot, "department", None) or ""
    return type(snapshot).__name__, which
