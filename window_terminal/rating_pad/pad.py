"""The rating pad without its screen: turns what the flow decides into commands, and replies into the flow.

It speaks the language that the citizen chose until that citizen is gone.
"""

from collections.abc import Callable

from edge_hub.client.answers import NoReply
from edge_hub.contract.base import Snapshot
from edge_hub.contract.envelope import Reply
from edge_hub.contract.hall import TagInfo
from edge_hub.contract.rating import DetailRating, Level
from kiosk.ui.bridge import BridgeLike

from ..known import Known
from ..links import UP
from ..times import seconds_left
from . import flow as f
from .flow import Flow, Pace, Page


class Pad:
    """`changed` is called after anything that may alter the picture."""

    def __init__(self, bridge: BridgeLike, window: str, changed: Callable[[], None]) -> None:
        self._bridge, self._changed = bridge, changed
        self.known = Known(window)
        self.flow = Flow()
        self.citizens = 0
        """How many have come and gone: the view-model goes back to the hall's language when it changes."""

    @property
    def can_rate(self) -> bool:
        """A touch on a face would be sent."""
        return self._bridge.link == UP and self.flow.page is Page.ASK

    @property
    def left_s(self) -> int:
        """Whole seconds of the world that the page still stays; 0 if it stays for ever."""
        if self.flow.until_ms is None:
            return 0
        return seconds_left(self.flow.until_ms, self._bridge.hall_now_ms(), self.known.clock)

    @property
    def total_s(self) -> int:
        return max(1, seconds_left(self._pace.answer_ms, 0, self.known.clock))

    def tags(self) -> tuple[TagInfo, ...]:
        """The tags of the touched level, in the hub's order (the three core ones first)."""
        directory = self.known.directory
        if directory is None or self.flow.level is None:
            return ()
        return next((one.tags for one in directory.levels if one.level is self.flow.level), ())

    def hear(self, snapshot: Snapshot) -> None:
        had = self.known
        self.known = had.hear(snapshot)
        if self.known is had:
            return
        if had.now and _ticket(self.known) not in (None, _ticket(had)) and self.flow.page is Page.IDLE:
            self.citizens += 1
        if self.known.now is not None:
            self._go(f.hear(self.flow, self.known.now, self._now, self._pace))

    def tick(self) -> None:
        self._leave(*f.pass_time(self.flow, self._now, self._pace))

    def rate(self, level: Level) -> None:
        """A face was touched."""
        if not self.can_rate:
            return
        flow, command = f.touch_level(self.flow, level)
        self._go(flow)
        if command is not None:
            self._bridge.send(command, lambda reply: self._answered(command.service, reply))

    @property
    def can_change(self) -> bool:
        """A touch on another face beside the tags would be sent."""
        return self._bridge.link == UP and f.may_change(self.flow, self._now)

    def change(self, level: Level) -> None:
        """Another face was touched beside the tags."""
        if not self.can_change:
            return
        flow, command = f.touch_other(self.flow, level, self._now)
        self._go(flow)
        if command is not None:
            self._bridge.send(command, lambda reply: self._changed_mind(command.service, reply))

    def _changed_mind(self, service: str, reply: Reply | NoReply) -> None:
        counts = isinstance(reply, Reply) and reply.ok
        self._go(f.changed(self.flow, service, counts, self._now, self._pace))

    def tag(self, code: str) -> None:
        if any(code == one.code for one in self.tags()):
            self._go(f.touch_tag(self.flow, code, self._now, self._pace))

    def submit(self) -> None:
        self._leave(*f.submit(self.flow, self._now, self._pace))

    def skip(self) -> None:
        self._go(f.skip(self.flow, self._now, self._pace))

    def _leave(self, flow: Flow, detail: DetailRating | None) -> None:
        """The level is durable already: what becomes of the tags is not the citizen's worry any more."""
        self._go(flow)
        if detail is not None:
            self._bridge.send(detail, _nothing_more)

    def _answered(self, service: str, reply: Reply | NoReply) -> None:
        if isinstance(reply, Reply) and reply.ok:
            self._go(f.rated(self.flow, service, self._now, self._pace))
            return
        reason = str(reply.reason) if isinstance(reply, Reply) else None
        self._go(f.refused(self.flow, service, reason, reply.words, self._now, self._pace))

    def _go(self, flow: Flow) -> None:
        gone = self.flow.page is not Page.IDLE and (
            flow.page is Page.IDLE or (flow.page is Page.ASK and flow.asking != self.flow.asking)
        )
        self.flow = flow
        self.citizens += gone
        self._changed()

    @property
    def _now(self) -> int:
        return self._bridge.hall_now_ms()

    @property
    def _pace(self) -> Pace:
        directory = self.known.directory
        rules = directory.rules if directory else None
        timeout_s, second_s = (rules.rating_timeout_s, rules.second_thought_s) if rules else (60, 0)
        return Pace.of(timeout_s, second_s, self.known.clock)


def _ticket(known: Known) -> str | None:
    return known.now.at.ticket if known.now and known.now.at else None


def _nothing_more(_: Reply | NoReply) -> None:
    """Whatever the answer, the screen has nothing to add."""
