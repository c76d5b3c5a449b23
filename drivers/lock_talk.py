"""What is said to a cabinet, whatever board is in it: open one cell and say honestly what its door did.

The rules it keeps, and why:
- The state is asked before every unlock: a door that stands open needs none, and a board that does not answer is sent
  none, so "not opened" is true then.
- An unlock is sent once for a job, never again: it moves a thing, and a door that springs open later opens for nobody.
  After its answer, after silence and after noise alike the state is asked, until the door is seen open or `open_s` is
  over. Whoever wants another try asks anew, which begins with the state.
- Seen open: opened. Seen closed after its time: not opened. No answer after the unlock, or a lost line: nobody can
  say.
- What may be our own echo proves nothing (`Heard.open` is None then).
- One question at a time, for answers carry no number. After one that was not answered nothing is asked for a while, and
  what comes then is passed over: a late answer must not be taken for that of the next question.
- Silence is "unknown", never "closed". A look is harmless and is put again; a board that is silent to three of them is
  told as unknown, and where it had answered on this line before, the line is given up and dialled anew.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

from drivers.conversation import Fact, Fault, Step
from drivers.lock_doors import DoorBook
from drivers.lock_faults import LOCK_REFUSED, LOCK_SILENT, LOCK_STUCK, NO_CONTACT, NO_SUCH_CELL, UNSEEN
from drivers.locks import (
    CellNotOpened,
    CellOpened,
    CellsSeen,
    CellUnseen,
    Door,
    Heard,
    Job,
    LockCodec,
    LockOptions,
    OpenCell,
)

_TRIES: Final = 3
_AGAIN_S: Final = 0.25
"""How soon after an unlock, and how often, the door is looked at."""

Place = tuple[int, int | None]
"""A board and a lock of it; None: all of its locks."""


@dataclass(frozen=True, slots=True)
class _Question:
    place: Place
    until: float


class LockConversation:
    """One cabinet. Its life: closed, then idle; a job is looking (LookAt), or before, unlocking, after (OpenCell)."""

    def __init__(self, codec: LockCodec, options: LockOptions) -> None:
        self._codec = codec
        self._options = options
        self._book = DoorBook(options)
        self._phase: Literal["closed", "idle", "looking", "before", "unlocking", "after"] = "closed"
        self._job: Job | None = None
        self._open_by = 0.0
        self._fault = LOCK_STUCK
        self._begin_line(0.0)

    def _begin_line(self, now: float) -> None:
        self._codec.forget()
        self._book.clear()
        self._question: _Question | None = None
        self._at = self._quiet_until = now
        self._misses = 0
        self._silent: set[int] = set()
        self._answered = False
        self._round = deque(self._book.boards)
        self._places: deque[Place] = deque()

    @property
    def ready(self) -> bool:
        return self._phase == "idle" and self._question is None

    @property
    def due(self) -> float | None:
        if self._question is not None:
            return self._question.until
        if self._phase == "closed" or (self._phase == "idle" and not self._options.contacts):
            return None
        return self._at

    def open(self, now: float) -> Step:
        self._begin_line(now)
        self._phase = "idle"
        return Step(facts=self._book.change())

    def ask(self, job: Job, now: float) -> Step:
        assert self.ready
        self._job, self._misses = job, 0
        if job.cell is not None and not 1 <= job.cell <= self._options.cells:
            return self._finish(now, self._failed(job, NO_SUCH_CELL))
        if not self._options.contacts:
            return self._unlock(job, now) if isinstance(job, OpenCell) else self._finish(now, self._seen(NO_CONTACT))
        self._phase = "before" if isinstance(job, OpenCell) else "looking"
        whole: list[Place] = [(board, None) for board in self._book.boards]
        self._places = deque(whole if job.cell is None else [self._book.place(job.cell)])
        return self._look(now)

    def sent(self, now: float) -> Step:
        if self._phase != "unlocking" or self._codec.answers_unlock:
            return Step()
        if not self._options.contacts:
            return self._unseen(NO_CONTACT, now)
        return self._watch(now + _AGAIN_S)

    def hear(self, data: bytes, now: float) -> Step:
        step = Step()
        for heard in self._codec.feed(data):
            step = step.then(self._heard(heard, now))
        return step

    def tick(self, now: float) -> Step:
        if self._question is not None:
            return self._missed(self._question.place[0], now) if now >= self._question.until else Step()
        if self._phase == "closed" or now < self._at:
            return Step()
        if self._phase == "unlocking":
            if not self._options.contacts:
                return self._unseen(LOCK_SILENT, now)
            return self._watch(now).then(self._look(now))
        return self._look(now) if self._job is not None or self._options.contacts else Step()

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        step = Step() if self._job is None else self._finish(now, self._failed(self._job, fault))
        self._phase = "closed"
        self._begin_line(now)
        return (*step.facts, *self._book.change())

    def refuse(self, job: Job, fault: Fault) -> tuple[Fact, ...]:
        if isinstance(job, OpenCell):
            return (CellNotOpened(job.id, job.cell, fault),)
        unknown: Door = "unknown"
        return (CellsSeen(job.id, (unknown,) * (self._options.cells if job.cell is None else 1), fault),)

    # ---- asking

    def _look(self, now: float) -> Step:
        """Put the next question, or wait until a late answer can no longer be taken for its own."""
        if now < self._quiet_until:
            self._at = self._quiet_until
            return Step()
        place = (self._round[0], None) if self._job is None else self._places[0]
        self._question = _Question(place, now + self._options.reply_s)
        return Step(self._codec.look(*place))

    def _unlock(self, job: OpenCell, now: float) -> Step:
        self._phase = "unlocking"
        self._at = now + self._options.reply_s
        self._open_by = now + self._options.open_s
        self._fault = LOCK_STUCK
        board, lock = self._book.place(job.cell)
        assert lock is not None
        return Step(self._codec.unlock(board, lock))

    def _watch(self, at: float) -> Step:
        """The unlock is over: look at the door, from then on."""
        self._phase, self._at, self._misses = "after", at, 0
        if isinstance(self._job, OpenCell):
            self._places = deque([self._book.place(self._job.cell)])
        return Step()

    # ---- hearing

    def _heard(self, heard: Heard, now: float) -> Step:
        if heard.kind == "told":
            return self._learn(heard, now).then(self._if_open(heard, now))
        if heard.kind == "state":
            if self._question is None or not _answers(heard, self._question.place):
                return Step()  # late, or not for us
            self._question = None
            self._answered, self._misses = True, 0
            self._silent.discard(heard.board)
            return self._learn(heard, now).then(self._stated(heard, now))
        job = self._job
        if not isinstance(job, OpenCell) or (heard.board, heard.lock) != self._book.place(job.cell):
            return Step()
        return self._unlock_answered(heard, now)

    def _learn(self, heard: Heard, now: float) -> Step:
        return Step(facts=self._book.learn(heard, now)) if self._options.contacts else Step()

    def _unlock_answered(self, heard: Heard, now: float) -> Step:
        if self._phase not in ("unlocking", "after"):
            return Step()
        if heard.kind == "refused":
            self._fault = LOCK_REFUSED
        if not self._options.contacts:
            return self._unseen(NO_CONTACT if heard.kind == "unlock" else LOCK_REFUSED, now)
        opened = self._learn(heard, now).then(self._if_open(heard, now))
        return opened if self._phase != "unlocking" else opened.then(self._watch(now)).then(self._look(now))

    def _if_open(self, heard: Heard, now: float) -> Step:
        """Whether this shows the door open that was unlocked."""
        job = self._job
        if not isinstance(job, OpenCell) or self._phase not in ("unlocking", "after") or not heard.open:
            return Step()
        board, lock = self._book.place(job.cell)
        if heard.board != board or lock is None or not heard.open.get(lock):
            return Step()
        return self._finish(now, CellOpened(job.id, job.cell))

    def _stated(self, heard: Heard, now: float) -> Step:
        """The answer to a look."""
        if self._phase == "before" and isinstance(self._job, OpenCell):
            if self._book.door(self._job.cell) == "open":
                return self._finish(now, CellOpened(self._job.id, self._job.cell, was_open=True))
            return self._unlock(self._job, now)
        if self._phase == "after":
            return self._if_open(heard, now).then(self._still_closed(now))
        return self._next_place(now)

    def _still_closed(self, now: float) -> Step:
        if not isinstance(self._job, OpenCell):
            return Step()  # it was open, and that has been told
        if now >= self._open_by:
            return self._finish(now, CellNotOpened(self._job.id, self._job.cell, self._fault))
        self._at = now + _AGAIN_S
        return Step()

    def _next_place(self, now: float) -> Step:
        """One board of a look at all has been answered, or never will be."""
        if self._job is not None:
            self._places.popleft()
            if self._places:
                return self._look(now)
            return self._finish(now, self._seen(LOCK_SILENT if self._silent else None))
        self._round.rotate(-1)
        self._at = now if self._round[0] != self._book.boards[0] else now + self._options.poll_s
        return Step()

    def _missed(self, board: int, now: float) -> Step:
        """A look was not answered."""
        self._question = None
        self._misses += 1
        self._at = self._quiet_until = now + self._options.reply_s
        tries = 1 if self._phase == "idle" and board in self._silent else _TRIES
        if self._misses < tries or (self._phase == "after" and now < self._open_by):
            return Step()
        self._misses = 0
        self._silent.add(board)
        step = Step(facts=self._book.forget(board))
        if isinstance(self._job, OpenCell):
            step = step.then(self._finish(now, self._failed(self._job, LOCK_SILENT)))
        else:
            step = step.then(self._next_place(now))
        given_up = self._answered and self._job is None and len(self._silent) == len(self._book.boards)
        return step.then(Step(hang_up=LOCK_SILENT)) if given_up else step

    # ---- ending

    def _failed(self, job: Job, fault: Fault) -> Fact:
        if isinstance(job, OpenCell):
            if self._phase in ("unlocking", "after"):
                return CellUnseen(job.id, job.cell, UNSEEN.because(fault))
            return CellNotOpened(job.id, job.cell, fault)
        return self.refuse(job, fault)[0]

    def _seen(self, fault: Fault | None) -> CellsSeen:
        assert self._job is not None
        cell = self._job.cell
        doors = self._book.all() if cell is None else (self._book.door(cell),)
        return CellsSeen(self._job.id, doors, fault if "unknown" in doors else None)

    def _unseen(self, fault: Fault, now: float) -> Step:
        assert isinstance(self._job, OpenCell)
        return self._finish(now, CellUnseen(self._job.id, self._job.cell, UNSEEN.because(fault)))

    def _finish(self, now: float, fact: Fact) -> Step:
        if self._question is not None:
            self._question = None
            self._quiet_until = now + self._options.reply_s
        self._job, self._phase, self._misses = None, "idle", 0
        self._at = max(self._quiet_until, now + self._options.poll_s)
        return Step(facts=(fact,))


def _answers(heard: Heard, place: Place) -> bool:
    board, lock = place
    return heard.board == board and heard.open is not None and (lock is None or lock in heard.open)
