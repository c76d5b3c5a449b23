"""The queue as a state machine: whatever is pressed in whatever order, every move is in the table, nobody is lost."""

from collections import Counter
from typing import Any

from fakes.desk import PADS, Desk
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import window as w
from edge_hub.contract.envelope import Rejected
from edge_hub.contract.queue import TicketState
from edge_hub.contract.rating import Level
from edge_hub.contract.window import PauseReason, WindowState
from edge_hub.domain.moves import MOVES

WINDOWS = st.sampled_from(list(PADS))
ITEMS = st.lists(st.sampled_from(["card", "pension", "invoice", "stamp"]), min_size=1, max_size=3, unique=True)
AT_WINDOW = st.sampled_from([q.CallNext, q.Recall, q.Start, q.Finish, q.NoShow, q.Return, q.Hold])
SHIFT = st.sampled_from([w.OpenWindow, w.CloseWindow, w.SignOut])
ON_TICKET = st.sampled_from([q.CallTicket, q.Resume, q.UndoFinish, q.UndoNoShow, q.Requeue, q.Cancel])


class Queue(RuleBasedStateMachine):
    """Four clerks and five people at first; everybody presses anything, and mostly what makes sense."""

    @initialize()
    def morning(self) -> None:
        self.desk = Desk(clock="09:05")
        for window in PADS:
            self.desk.open(window)
        for item in ("card", "invoice", "card", "pension", "invoice"):
            self.desk.take(item, "stamp")
        self.before = {one.id: one.state for one in self.desk.hall.tickets.values()}
        self.moved_by = ""
        self.rated: set[str] = set()

    def _press(self, device: str, body: Any, window: str = "") -> None:
        session = self.desk.window(window).session if window else None
        self.before = {one.id: one.state for one in self.desk.hall.tickets.values()}
        self.moved_by = "" if isinstance(self.desk.verdict(device, body, session=session), Rejected) else body.do

    @rule(items=ITEMS, cls=st.sampled_from(["normal", "normal", "priority"]))
    def somebody_takes_a_ticket(self, items: list[str], cls: str) -> None:
        self._press("tm-1", q.TakeTicket(items=tuple(items), cls=cls))

    @rule(window=WINDOWS, kind=AT_WINDOW)
    def a_clerk_presses(self, window: str, kind: Any) -> None:
        self._press(PADS[window], kind(window=window), window)

    @rule(window=WINDOWS, data=st.data())
    def a_clerk_works(self, window: str, data: st.DataObject) -> None:
        self._press(PADS[window], self._sensible(window, data), window)

    @rule(window=WINDOWS, data=st.data())
    def a_clerk_works_quickly(self, window: str, data: st.DataObject) -> None:
        for _ in range(3):
            self._press(PADS[window], self._sensible(window, data), window)
            self.every_move_is_in_the_table()

    def _sensible(self, window: str, data: st.DataObject) -> Any:
        now = self.desk.window(window)
        if now.clerk is None:
            clerk = {"w1": "101", "w2": "102", "w3": "103", "w4": "104"}[window]
            return w.SignIn(window=window, clerk=clerk, pin="123456")
        if now.state is not WindowState.OPEN:
            return w.OpenWindow(window=window)
        if now.at is None:
            again = [q.Resume(window=window, ticket=one) for one in now.held]
            again += [q.Requeue(ticket=one) for one in now.passed]
            again += [q.CallTicket(window=window, ticket=one) for one in now.passed]
            again += [q.UndoFinish(window=window, ticket=now.finished)] if now.finished else []
            return data.draw(st.sampled_from([q.CallNext(window=window), *again]))
        if self.desk.ticket(now.at).state is TicketState.CALLED:
            self.desk.wait(data.draw(st.sampled_from([0, 60])))
            return data.draw(st.sampled_from([q.Start, q.Start, q.NoShow, q.Return]))(window=window)
        return data.draw(st.sampled_from([q.Finish, q.Finish, q.Hold]))(window=window)

    @precondition(lambda self: any(window.held for window in self.desk.hall.windows.values()))
    @rule(kind=SHIFT)
    def a_window_that_holds_somebody_changes(self, kind: Any) -> None:
        window = next(window.id for window in self.desk.hall.windows.values() if window.held)
        self._press(PADS[window], kind(window=window), window)

    @rule(window=WINDOWS, kind=SHIFT)
    def a_window_changes(self, window: str, kind: Any) -> None:
        self._press(PADS[window], kind(window=window), window)

    @rule(window=WINDOWS)
    def a_clerk_takes_a_break(self, window: str) -> None:
        self._press(PADS[window], w.PauseWindow(window=window, reason=PauseReason.BREAK, minutes=5), window)

    @precondition(lambda self: self.desk.hall.tickets)
    @rule(window=WINDOWS, kind=ON_TICKET, data=st.data())
    def a_clerk_picks_a_ticket(self, window: str, kind: Any, data: st.DataObject) -> None:
        ticket = data.draw(st.sampled_from(sorted(self.desk.hall.tickets)))
        named = {"window": window} if "window" in kind.model_fields else {}
        self._press(PADS[window], kind(ticket=ticket, **named), window)

    @rule(window=WINDOWS, item=st.sampled_from(["card", "invoice"]), to=st.sampled_from([None, *PADS]))
    def a_clerk_sends_somebody_on(self, window: str, item: str, to: str | None) -> None:
        self._press(PADS[window], q.Transfer(window=window, to_item=item, to_window=to), window)

    @rule(window=WINDOWS, level=st.sampled_from(list(Level)))
    def a_citizen_rates(self, window: str, level: Level) -> None:
        service = self.desk.window(window).to_rate
        if service is None:
            return
        self._press(f"rate-{window}", r.Rate(service=service, level=level))
        if self.moved_by:
            assert service not in self.rated, "rated twice"
            self.rated.add(service)

    @rule(seconds=st.sampled_from([1, 30, 61, 600]))
    def time_passes(self, seconds: int) -> None:
        self.desk.wait(seconds)
        self.before, self.moved_by = {one.id: one.state for one in self.desk.hall.tickets.values()}, ""

    @invariant()
    def every_move_is_in_the_table(self) -> None:
        for one in self.desk.hall.tickets.values():
            old = self.before.get(one.id)
            if old is one.state:
                continue
            by = "CloseWindow" if self.moved_by == "SignOut" else self.moved_by
            assert by in MOVES, f"{self.moved_by} moved {one.number} from {old} to {one.state}"
            assert old in MOVES[by].before and one.state in MOVES[by].after, f"{by}: {old} -> {one.state}"

    @invariant()
    def whoever_waits_stands_in_one_line_that_some_window_may_call_from(self) -> None:
        hall = self.desk.hall
        callable_keys = Counter(
            key[3] for line in (*hall.item_lines.values(), *hall.sent_lines.values()) for key in line
        )
        waiting = [one for one in hall.tickets.values() if one.state is TicketState.WAITING]
        assert callable_keys == Counter(one.id for one in waiting)
        for one in waiting:
            windows = [one.sent_to] if one.sent_to else hall.windows_of_item[one.item]
            assert any(one.id in {key[3] for line in hall.line_keys(window) for key in line} for window in windows)

    @invariant()
    def a_window_has_one_ticket_and_a_ticket_one_window(self) -> None:
        at = Counter(window.at for window in self.desk.hall.windows.values() if window.at)
        busy = (TicketState.CALLED, TicketState.SERVING)
        assert at == Counter(one.id for one in self.desk.hall.tickets.values() if one.state in busy)

    @invariant()
    def numbers_are_issued_once(self) -> None:
        numbers = Counter(one.number for one in self.desk.hall.tickets.values())
        assert not [number for number, times in numbers.items() if times > 1]

    @invariant()
    def a_held_ticket_is_held_by_one_window_that_is_staffed(self) -> None:
        held = Counter(one for window in self.desk.hall.windows.values() for one in window.held)
        assert held == Counter(one.id for one in self.desk.hall.tickets.values() if one.state is TicketState.HELD)


Queue.TestCase.settings = settings(max_examples=100, stateful_step_count=80, deadline=None)
TestQueue = Queue.TestCase
