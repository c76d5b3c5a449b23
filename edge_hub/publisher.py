"""Which snapshots go out, and when: one publish per topic and commit group, soon for calls, bounded for lines.

What a person waits for (the own window, the board) goes out within `URGENT_GAP_S`; how long the lines are is told as
often as costs no more than a small part of the loop's time. What ages is told again every `REFRESH_S`, in time for the
60 s after which a screen distrusts it; one topic after the other, since a thousand devices hear each. Names and
catalogues do not age: a new broker, a new day and the next start tell them.
"""

from collections.abc import Callable
from time import perf_counter, thread_time

from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.codec import encode
from edge_hub.contract.hall import HubStatus, ItemLine
from edge_hub.contract.need import GuidedHere

from . import directory
from .domain import announcement, reprint_views, views, wired
from .domain.hall import Hall, Touched
from .domain.need import guided_at

Send = Callable[[str, bytes], object]
URGENT_GAP_S = 0.03
LINES_GAP_S = 0.2
COST_SHARE, LINES_GAP_MAX_S = 25, 1.0
"""Lines are told at most for 1/COST_SHARE of the time, but after the longer gap in any case. Their cost is the work of
the loop's thread: time for which the machine was busy with others says nothing of it."""
SLICE_S = 0.0005
"""At most this long for snapshots before the loop looks for commands again."""
OVERDUE_S = 0.06
REFRESH_S = 30.0
AGAIN_GAP_S = 0.05
"""Between two that are told again."""
BEAT_S = 2.0
CALL_PAD = "call_pad"


class Publisher:
    """Keeps what is out of date and sends it when due. Lives in the loop's thread."""

    def __init__(self, hall: Hall, send: Send, epoch: int) -> None:
        self._hall, self._send, self._epoch = hall, send, epoch
        self._name = hall.plan.site.hall.id
        self._urgent: dict[str, None] = {}
        self._soon: dict[str, None] = {}
        self._urgent_due_s = self._soon_due_s = 0.0
        self._spent_s, self._all_told = 0.0, True
        self._again: dict[str, None] = {}
        self._refresh_due_s = self._again_due_s = 0.0
        self._told = self._own_topics()
        """Topics that belong to one window, department or machine each."""
        self._guided: set[str] = set()
        """Windows of which pad and desk were told that somebody with needs is called there."""
        self._item_lines: dict[str, ItemLine] = {}
        """Lines as last told; what changed is dropped and made again when told."""

    def mark(self, touched: Touched) -> None:
        """What a commit group has changed."""
        if touched.windows:
            self._urgent.update({window: None for window in touched.windows if window in self._hall.windows})
            self._urgent[BOARD] = None
        self._mark_guided(touched)
        if touched.items or touched.day or touched.item_doors:
            hall = self._hall
            windows = {window for item in touched.items for window in hall.windows_of_item.get(item, ())}
            windows |= touched.helpers & hall.windows.keys()
            self._soon.update(dict.fromkeys(windows))
            for item in {item for window in windows for item in hall.items_of_window[window]} | touched.items:
                self._item_lines.pop(item, None)  # who shares a window shares the wait
            self._soon[LINES] = None
        at_desk = (
            touched.parts, touched.slips, touched.stranded, touched.reprints, touched.item_doors, touched.rules,
            touched.seats, touched.announcements,
        )  # fmt: skip
        if touched.day or any(at_desk):
            self._soon[DESK] = None
        owners = self._hall.plan.site.owners
        self._soon.update({WIRED + device: None for device, _ in touched.parts if device in owners})
        self._urgent.update({REPRINTS + one.machine: None for one in touched.reprints.values()})
        if touched.announcements:
            self._soon[ANNOUNCEMENTS] = None
        if touched.day:
            self.mark_all()

    def _mark_guided(self, touched: Touched) -> None:
        """The pads of windows to which somebody with needs is called, or was, and the desk."""
        hall = self._hall
        if not (hall.needs or self._guided or touched.needs):
            return
        theirs = (hall.tickets[one].window or "" for one in touched.needs & hall.tickets.keys())
        changed = {*touched.windows, *theirs} & hall.windows.keys()
        now = {window for window in changed if hall.windows[window].at in hall.needs}
        if now or changed & self._guided:
            pads = [pad for pad, window in self._pads() if window in now | self._guided & changed]
            self._urgent.update(dict.fromkeys([*(GUIDED + pad for pad in pads), DESK]))
        self._guided = self._guided - changed | now

    def _pads(self) -> list[tuple[str, str]]:
        """Call pads and their windows."""
        devices = self._hall.plan.devices.values()
        here = ((one.id, one.window or "") for one in devices if one.kind == CALL_PAD)
        return [(pad, window) for pad, window in here if window in self._hall.windows]

    def mark_all(self) -> None:
        """Everything, because the broker may have forgotten it or a day began."""
        self._item_lines.clear()
        self._guided = {one.id for one in self._hall.windows.values() if one.at in self._hall.needs}
        owners = self._hall.plan.site.owners
        theirs = [name + owner for owner in owners for name in (WIRED_HERE, WIRED)]
        self._soon.update(dict.fromkeys([DIRECTORY, *theirs, *self._ageing()]))

    def _ageing(self) -> list[str]:
        machines = (one.id for one in self._hall.plan.devices.values() if one.kind == reprint_views.MACHINE)
        own = [*(REPRINTS + machine for machine in machines), *(GUIDED + pad for pad, _ in self._pads())]
        return [LINES, BOARD, ANNOUNCEMENTS, DESK, *self._hall.windows, *own]

    def take_plan(self) -> None:
        """The configuration is another one: what was told of things that are gone is taken back from the broker, and
        everything is told again, at once."""
        told = self._own_topics()
        for topic in self._told - told:
            self._send(topic, b"")
        self._told = told
        self._urgent.clear()
        self._soon.clear()
        self._again.clear()
        self._soon_due_s = 0.0
        self.mark_all()

    def _own_topics(self) -> set[str]:
        name, site = self._name, self._hall.plan.site
        machines = (one.id for one in site.devices if one.kind == reprint_views.MACHINE)
        return {
            *(topics.window_now(name, one.id) for one in site.windows),
            *(topics.catalogue(name, one.id) for one in site.departments),
            *(topics.reprints(name, one) for one in machines),
            *(topics.guided(name, one.id) for one in site.devices if one.kind == CALL_PAD),
            *(topic(name, owner) for owner in site.owners for topic in (topics.wired, topics.wired_states)),
        }

    def mark_desk(self) -> None:
        self._soon[DESK] = None

    def mark_seen(self, device: str) -> None:
        """A device has come or gone."""
        self.mark_desk()
        if device in self._hall.plan.site.owners:
            self._soon[WIRED + device] = None

    def mark_lines(self) -> None:
        """The clock alone can close or open the lines."""
        self._item_lines.clear()
        self._soon[LINES] = None

    def wait_s(self, now_s: float) -> float:
        """How long the loop may sleep before something is due."""
        dues = [self._refresh_due_s]
        dues += [self._urgent_due_s] if self._urgent else []
        dues += [self._soon_due_s] if self._soon else []
        dues += [self._again_due_s] if self._again else []
        return max(0.0, min(dues) - now_s)

    def flush(self, now_s: float, now_ms: int, seq: int, busy: Callable[[], bool] = lambda: False) -> None:
        """Send what is due, one snapshot at a time, as long as `busy` says that no command waits; what is overdue by
        `OVERDUE_S` goes out all the same, urgent and other snapshots for at most `SLICE_S` each. As long as urgent ones
        are left that a slow machine did not get through, the others wait, until they are overdue too."""
        self._refresh(now_s)
        if self._soon and self._all_told:
            self._soon_due_s = max(self._soon_due_s, now_s)  # it was not due before anybody asked for it
        if self._urgent and now_s >= self._urgent_due_s:
            overdue = now_s >= self._urgent_due_s + OVERDUE_S
            self._tell_some(self._urgent, now_ms, seq, busy if not overdue else lambda: False)
            if not self._urgent:
                self._urgent_due_s = now_s + URGENT_GAP_S
        overdue = now_s >= self._soon_due_s + OVERDUE_S
        left = self._urgent and now_s >= self._urgent_due_s
        if self._soon and now_s >= self._soon_due_s and (overdue or not left):
            began = thread_time()
            self._tell_some(self._soon, now_ms, seq, busy if not overdue else lambda: False)
            self._spent_s += thread_time() - began
            if not self._soon:
                self._soon_due_s = now_s + min(max(LINES_GAP_S, self._spent_s * COST_SHARE), LINES_GAP_MAX_S)
                self._spent_s = 0.0
        self._all_told = not self._soon

    def _refresh(self, now_s: float) -> None:
        """Mark what is to be told again, as much as its time has come; the first time everything."""
        if now_s >= self._refresh_due_s:
            if self._refresh_due_s == 0.0:
                self.mark_all()
            else:
                self._again, self._again_due_s = dict.fromkeys(self._ageing()), now_s
            self._refresh_due_s = now_s + REFRESH_S
        while self._again and now_s >= self._again_due_s:
            what = next(iter(self._again))
            if what == LINES:
                self._item_lines.clear()
            self._soon[what] = None
            del self._again[what]
            self._again_due_s += AGAIN_GAP_S

    def _tell_some(self, marked: dict[str, None], now_ms: int, seq: int, busy: Callable[[], bool]) -> None:
        until = perf_counter() + SLICE_S
        while marked and perf_counter() < until and not busy():
            what = next(iter(marked))
            self._urgent.pop(what, None)
            self._soon.pop(what, None)
            self._again.pop(what, None)
            self._tell(what, now_ms, seq)

    def beat(self, status: HubStatus) -> None:
        """The heartbeat goes out at once."""
        self._send(topics.hub(self._name), encode(status))

    def _tell(self, what: str, now_ms: int, seq: int) -> None:
        hall, name, epoch = self._hall, self._name, self._epoch
        if what == LINES:
            for item in hall.plan.site.items:
                if item.id not in self._item_lines:
                    self._item_lines[item.id] = views.item_line(hall, item.id, now_ms)
            self._out(topics.lines(name), views.lines(hall, self._item_lines, epoch, seq))
        elif what == BOARD:
            self._out(topics.board(name), views.board(hall, epoch, seq))
        elif what == DESK:
            self._out(topics.desk(name), views.desk(hall, now_ms, epoch, seq))
        elif what == ANNOUNCEMENTS:
            shown = announcement.announcements(hall, now_ms, epoch, seq, views.VALID_S)
            self._out(topics.announcements(name), shown)
        elif what == DIRECTORY:
            site = hall.plan.site
            self._out(topics.directory(name), directory.directory(site, epoch, seq))
            for catalogue in directory.catalogues(site, epoch, seq):
                self._out(topics.catalogue(name, catalogue.department), catalogue)
        elif what.startswith(GUIDED):
            pad = what.removeprefix(GUIDED)
            here = guided_at(hall, dict(self._pads())[pad])
            self._out(topics.guided(name, pad), GuidedHere(epoch=epoch, seq=seq, valid_s=views.VALID_S, now=here))
        elif what.startswith(REPRINTS):
            machine = what.removeprefix(REPRINTS)
            self._out(topics.reprints(name, machine), reprint_views.wanted(hall, machine, epoch, seq, views.VALID_S))
        elif what.startswith(WIRED_HERE):
            owner = what.removeprefix(WIRED_HERE)
            self._out(topics.wired(name, owner), wired.here(hall.plan.site, owner, epoch, seq))
        elif what.startswith(WIRED):
            owner = what.removeprefix(WIRED)
            self._out(topics.wired_states(name, owner), wired.states(hall, owner, epoch, seq))
        else:
            self._out(topics.window_now(name, what), views.window_now(hall, what, now_ms, epoch, seq))

    def _out(self, topic: str, snapshot: Snapshot) -> None:
        self._send(topic, encode(snapshot))


LINES, BOARD, DESK, DIRECTORY, REPRINTS = "*lines", "*board", "*desk", "*directory", "*reprints/"
ANNOUNCEMENTS, GUIDED = "*announcements", "*guided/"
WIRED, WIRED_HERE = "*wired/", "*wired-here/"
"""Names that no window can have."""
