"""One hub on a disk that loses power again and again, and people who write down what they sent and were told.

The real loop and the real store; between any two operations of SQLite the machine may go dark, also while it starts.
Whoever got no answer asks again with the same id after the restart, as terminals do.
"""

import random
import shutil
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from edge_hub.contract import queue as q
from edge_hub.contract import window as w
from edge_hub.contract.base import Strict
from edge_hub.contract.codec import decode_reply
from edge_hub.messages import Incoming
from edge_hub.store.connection import STORE_FAILURES, query
from edge_hub.store.store import quick_check
from edge_hub.tools.checker import Intent, Outcome, Verdict, check
from edge_hub.tools.records import read_journal

from . import invariants
from .desk import CLERKS, PADS
from .loop_rig import CuttableStore, PowerCut, Rig, TestClock
from .weak_disk import WeakDisk

PIN = "123456"
CHECKPOINT_PAGES = 12
"""Some commits, so that a short life has many checkpoints."""
CUT_WITHIN = (60, 400)
"""Operations: in the start or soon after it, or some groups of commands later."""


class OftenCheckpointing(CuttableStore):
    """The store as it is, but that its log goes into the file after a few commits."""

    pragmas: tuple[str, ...] = (f"wal_autocheckpoint={CHECKPOINT_PAGES}",)

    def __init__(self, directory: Path, boot_id: str) -> None:
        super().__init__(directory, boot_id)
        for connection in (self._db, self.keys._db):
            for pragma in self.pragmas:
                query(connection, f"PRAGMA {pragma}")


class NormalStore(OftenCheckpointing):
    """A control: commits are not synced, only checkpoints are."""

    pragmas = ("synchronous=NORMAL",)


class ForgetfulStore(OftenCheckpointing):
    """A control: no reply is stored, and no key says that a command was carried out before."""

    def begin(self, cmd_ids: Sequence[str] = ()) -> None:
        super().begin()

    def store_reply(self, *args: object) -> None:
        pass

    def append(self, hall: object, happening: object, idem_key: str, *rest: object) -> int:  # type: ignore[override]
        command, _, nth = idem_key.rpartition(":")
        return super().append(hall, happening, f"{command}:{self.seq}.{nth}", *rest)  # type: ignore[arg-type]


def seated(folder: Path) -> dict[str, str]:
    """Data of a morning with all windows open, and the session of each."""
    folder.mkdir()
    rig = Rig(folder)
    sessions = {}
    for window, pad in PADS.items():
        for device, body in (
            ("desk", w.SetPin(by="901", clerk=CLERKS[window], pin=PIN)),
            (pad, w.SignIn(window=window, clerk=CLERKS[window], pin=PIN)),
        ):
            reply = rig.through_pins(rig.command(device, body))
        assert reply.result is not None
        sessions[window] = str(reply.result["session"])
        rig.do(pad, w.OpenWindow(window=window), session=sessions[window])
    rig.close()
    return sessions


class PowerLives:
    """`live` gives a hub some groups of commands and cuts its power; `verdict` is the checker's at the end."""

    def __init__(
        self, folder: Path, morning: Path, sessions: dict[str, str], seed: int,
        store: type[CuttableStore] = OftenCheckpointing,
    ) -> None:  # fmt: skip
        self._lot, self._folder, self._store, self._sessions = random.Random(seed), folder, store, sessions
        self.cuts = self.recovered = 0
        self.intents: dict[str, Intent] = {}
        self._answers: dict[str, bytes] = {}
        self._clock, self._ids = TestClock(), count(1)
        self._owed: list[Incoming] = []
        self._data = folder / "0"
        shutil.copytree(morning, self._data)

    def live(self, lives: int, groups_max: int = 40) -> "PowerLives":
        """So many power cuts; each after some work, or in the start before it."""
        while self.cuts < lives:
            disk = WeakDisk(self._lot.randrange(2**32))
            disk.cut_after(self._lot.randrange(self._lot.choice(CUT_WITHIN)))
            with disk.default():
                self._life(disk, groups_max)
            if disk.dark:
                self.cuts += 1
                self._data = self._folder / str(self.cuts)
                self._data.mkdir()
                disk.after_the_cut(self._data)
                self._count_recovered()
        return self

    def end(self) -> tuple[Verdict, Rig]:
        """The machine starts once more, everybody who is owed an answer gets one; what the checker says, and the hub
        for a closer look (to be closed)."""
        rig = self._started()
        self._serve(rig, self._owed)
        self._owed = []
        rig.restart()
        assert quick_check(self._data) == []
        return check(self.intents.values(), read_journal(self._data)), rig

    def _life(self, disk: WeakDisk, groups_max: int) -> None:
        rig: Rig | None = None
        try:
            rig = self._started()
            for _ in range(groups_max):
                self._clock.ms += self._lot.randrange(3_000)
                owed, self._owed = self._owed, []
                self._owed = [*owed, *self._wishes(rig)]
                self._serve(rig, self._owed, lambda: disk.dark)
                self._owed = []
            rig.close()
        except (PowerCut, *STORE_FAILURES):
            assert disk.dark
            if rig is not None:
                rig.close()

    def _started(self) -> Rig:
        class ThisRig(Rig):
            store_kind = self._store

        rig = ThisRig(self._data, self._clock)
        rig._ids = self._ids  # one series over all lives
        rig.on_snapshot = invariants.SnapshotsNeverGoBack()
        return rig

    def _wishes(self, rig: Rig) -> list[Incoming]:
        group = [self._wish(rig) for _ in range(self._lot.randrange(1, 4))]
        for one in group:
            self.intents[one.command.id] = Intent(one.command.id, str(one.command.body.do))
        if self._lot.random() < 0.3:
            group.append(self._lot.choice(group))
        return group

    def _wish(self, rig: Rig) -> Incoming:
        window = self._lot.choice(list(PADS))
        now = rig.hall.windows[window]
        if self._lot.random() < 0.4:
            items = tuple(self._lot.sample(["card", "invoice", "stamp"], self._lot.choice([1, 1, 2])))
            return self._command(rig, "tm-1", q.TakeTicket(items=items), None)
        at = {"window": window}
        bodies: list[Strict] = [q.CallNext(**at), q.CallNext(**at)]
        if now.at:
            bodies = [q.Start(**at), q.Finish(**at), q.Recall(**at), q.Hold(**at, why="复印")]
        elif rig.hall.tickets and self._lot.random() < 0.3:
            ticket = self._lot.choice(list(rig.hall.tickets))
            return self._command(rig, "desk", q.Cancel(ticket=ticket, why="回家"), None)
        return self._command(rig, PADS[window], self._lot.choice(bodies), self._sessions[window])

    def _command(self, rig: Rig, device: str, body: Strict, session: str | None) -> Incoming:
        return rig.command(device, body, session=session, valid_until_ms=self._clock.ms + 60_000)

    def _serve(self, rig: Rig, group: list[Incoming], dark: Callable[[], bool] = lambda: False) -> None:
        """A group through the hub; what it says when its machine is dark is heard by nobody."""
        before = len(rig.replies)
        if group:
            rig.step(*group)
        if dark():
            raise PowerCut
        for _, payload in rig.replies[before:]:
            self._heard(payload)

    def _heard(self, payload: bytes) -> None:
        reply = decode_reply(payload)
        assert reply is not None
        intent = self.intents[reply.id]
        if intent.outcome is not Outcome.UNKNOWN:
            if intent.outcome is Outcome.ACKED and self._store is OftenCheckpointing:
                assert payload == self._answers[reply.id], "answered again, and not word for word"
            return
        self._answers[reply.id] = payload
        intent.outcome = Outcome.ACKED if reply.ok else Outcome.REFUSED
        result = reply.result or {}
        intent.ticket, intent.number = result.get("ticket"), result.get("number")

    def _count_recovered(self) -> None:
        """What nobody was told and is there all the same: it will be told when they ask again."""
        there = {row.command for row in read_journal(self._data)}
        self.recovered += sum(one.command.id in there for one in {one.command.id: one for one in self._owed}.values())
