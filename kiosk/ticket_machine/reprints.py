"""Slips that the guide desk asks this machine to print once more, whoever stands before the screen.

A request is fetched from the hub, which gives the slip once: what is repeated, late or already begun is refused there.
A fetch that was not answered leads to nothing being printed; the guide desk is told by the hub.
"""

import logging
from collections.abc import Callable

from pydantic import ValidationError
from PySide6.QtCore import QObject

from edge_hub.client.answers import NoReply
from edge_hub.contract.base import Snapshot
from edge_hub.contract.envelope import Reply
from edge_hub.contract.queue import TicketSlip
from edge_hub.contract.reprint import FetchSlip, Reprints
from kiosk.ui.bridge import BridgeLike

from .visit import UP

log = logging.getLogger(__name__)
PrintSlip = Callable[[TicketSlip], None]


class ReprintDesk(QObject):
    """Fetches what is wanted of this machine, each request once at a time, and hands the slip on to be printed."""

    def __init__(self, bridge: BridgeLike, print_slip: PrintSlip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._print_slip = bridge, print_slip
        self._wanted: tuple[str, ...] = ()
        self._fetched: set[str] = set()
        bridge.snapshot.connect(self._hear)
        bridge.linkChanged.connect(self._fetch)

    def _hear(self, snapshot: Snapshot) -> None:
        if isinstance(snapshot, Reprints):
            self._wanted = tuple(one.request for one in snapshot.wanted)
            self._fetched &= set(self._wanted)
            self._fetch()

    def _fetch(self) -> None:
        if self._bridge.link != UP:
            return
        for request in self._wanted:
            if request not in self._fetched:
                self._fetched.add(request)
                self._bridge.send(FetchSlip(request=request), self._answered(request))

    def _answered(self, request: str) -> Callable[[Reply | NoReply], None]:
        def take(reply: Reply | NoReply) -> None:
            if isinstance(reply, NoReply):
                self._fetched.discard(request)  # if it is still wanted, the hub's next picture says so
            elif reply.ok:
                self._take(reply)

        return take

    def _take(self, reply: Reply) -> None:
        try:
            slip = TicketSlip.model_validate(reply.result)
        except ValidationError:
            log.warning("The hub's slip for a reprint cannot be read; is this machine's software too old?")
            return
        self._print_slip(slip)
