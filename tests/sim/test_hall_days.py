"""Random days through the real loop and the real store, with the power cut at random: the invariants hold.

A client that got no answer asks again with the same id, as terminals do.
"""

import random
from pathlib import Path

import pytest
from fakes import invariants
from fakes.desk import CLERKS, PADS
from fakes.loop_rig import PowerCut, Rig

from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.contract.codec import decode_reply
from edge_hub.contract.envelope import Reply
from edge_hub.contract.rating import Level
from edge_hub.contract.window import PauseReason
from edge_hub.messages import Incoming

STEPS = 250


class Day:
    """One random day: every client retries what was not answered, and remembers every answer."""

    def __init__(self, directory: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.rig = Rig(directory)
        self.rig.on_snapshot = invariants.SnapshotsNeverGoBack()
        self.answers: dict[str, bytes] = {}
        self.cuts = 0
        for window, clerk in CLERKS.items():
            self._pin(w.SetPin(clerk=clerk, pin="123456"), "desk")
            self._pin(w.SignIn(window=window, clerk=clerk, pin="123456"), PADS[window])

    def _pin(self, body: Strict, device: str) -> None:
        assert self.rig.through_pins(self.rig.command(device, body)).ok

    def run(self) -> None:
        for _ in range(STEPS):
            self.rig.clock.ms += self.random.randrange(0, 40_000)
            group = [self._something() for _ in range(self.random.randrange(1, 5))]
            if self.random.random() < 0.2:
                group.append(self.random.choice(group))
            self._group(group)
        for check in invariants.ALL:
            check(self.rig)
        self._everyone_hears_the_same_again(group)

    def _group(self, group: list[Incoming]) -> None:
        """A commit group, with the power cut now and then; whoever got no answer asks again after the restart."""
        before = len(self.rig.replies)
        self.rig.store.cut = self.random.choice(["before", "between", "after"]) if self.random.random() < 0.1 else None
        try:
            self.rig.step(*group)
        except PowerCut:
            self.cuts += 1
            self.rig.restart()
            assert len(self.rig.replies) == before, "an answer left before its commit"
            self.rig.step(*group)
        for _, payload in self.rig.replies[before:]:
            reply = decode_reply(payload)
            assert reply is not None
            assert self.answers.setdefault(reply.id, payload) == payload or not reply.ok
        invariants.a_ticket_is_at_one_window_and_a_window_has_one_ticket(self.rig)
        invariants.who_waits_stands_in_exactly_one_line(self.rig)

    def _everyone_hears_the_same_again(self, group: list[Incoming]) -> None:
        seq = self.rig.store.seq
        for incoming in group:
            reply: Reply = self.rig.ask(incoming)
            if reply.ok:
                assert self.rig.replies[-1][1] == self.answers[reply.id]
        assert self.rig.store.seq == seq, "a repeated command had an effect"

    def _something(self) -> Incoming:
        window = self.random.choice(list(PADS))
        now = self.rig.hall.windows[window]
        items = tuple(self.random.sample(["card", "pension", "invoice", "stamp"], self.random.choice([1, 1, 2])))
        cls = self.random.choice(["normal", "normal", "normal", "priority"])
        choices: list[tuple[str, Strict]] = [
            ("tm-1", q.TakeTicket(items=items, cls=cls)),
            (PADS[window], self._at(window, now.at)),
            (PADS[window], self._at(window, now.at)),
        ]
        if now.to_rate:
            choices.append((f"rate-{window}", r.Rate(service=now.to_rate, level=self.random.choice(list(Level)))))
        device, body = self.random.choice(choices)
        return self.rig.command(device, body, session=now.session if device in PADS.values() else None)

    def _at(self, window: str, at: str | None) -> Strict:
        now = self.rig.hall.windows[window]
        known = list(self.rig.hall.tickets) or ["none"]
        if at:
            return self.random.choice([
                q.Start(window=window), q.Start(window=window), q.Finish(window=window), q.Finish(window=window),
                q.NoShow(window=window), q.Recall(window=window), q.Return(window=window),
                q.Hold(window=window, why="表"),
                q.Transfer(window=window, to_item=self.random.choice(["card", "invoice"])),
                q.Transfer(window=window, to_window=self.random.choice(list(PADS))),
            ])  # fmt: skip
        return self.random.choice([
            w.OpenWindow(window=window), w.OpenWindow(window=window), q.CallNext(window=window),
            q.CallNext(window=window),
            q.CallTicket(window=window, ticket=self.random.choice(known)),
            q.Requeue(ticket=self.random.choice(now.passed or tuple(known))),
            q.Resume(window=window, ticket=self.random.choice(now.held or tuple(known))),
            q.UndoFinish(window=window, ticket=now.finished or self.random.choice(known)),
            q.UndoNoShow(window=window, ticket=self.random.choice(now.passed or tuple(known))),
            q.Cancel(ticket=self.random.choice(known)), q.TakeWalkUp(window=window, items=("card",)),
            w.PauseWindow(window=window, reason=PauseReason.BREAK),
        ])  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_a_day_with_power_cuts_keeps_every_invariant(tmp_path: Path, seed: int) -> None:
    day = Day(tmp_path, seed)
    day.run()
    assert day.cuts > 5 and len(day.rig.hall.tickets) > 50
    day.rig.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_sixty_more_days_keep_every_invariant(tmp_path: Path, seed: int) -> None:
    day = Day(tmp_path, seed)
    day.run()
    day.rig.close()
