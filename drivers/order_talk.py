"""The talk with a device that is given orders: one frame at a time, each answered, or by its make never.

A pager (`pager.py`) and a signal light (`signal_light.py`) say what their jobs are in frames and what an answer means.
The rules it keeps, and why:
- One frame at a time: most answers carry no number. After a silence nothing is sent for `reply_s`, lest a late answer
  be taken for another frame's.
- An order is sent again when it was not answered: whoever gives it here knows that doing it twice does no harm. Where
  that is not so (a lock), this talk is the wrong one.
- A job ends when its last frame was answered, or with the first one that was refused or never answered.
- A device that answered on this line and then falls silent is hung up on: a TCP line to a device without power looks
  open for minutes. One that never answered on this line is asked again less often.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from drivers.conversation import Fact, Fault, Step

Order_contra = TypeVar("Order_contra", contravariant=True)
Order = TypeVar("Order")
Job = TypeVar("Job")
_AWAY_S: Final = 2.0
"""How soon after a silence, at the earliest, something is sent unasked."""


class OrderOptions(BaseModel):
    """What every device that is given orders can be told."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    reply_s: float = Field(default=0.5, gt=0, le=5, description="Longest wait for an answer.")
    tries: int = Field(default=3, ge=1, le=9, description="How often a frame is sent until it is answered.")
    gap_s: float = Field(default=0.02, ge=0, le=1, description="Pause between an answer and the next frame.")


@dataclass(frozen=True, slots=True)
class Said:
    """A whole frame from the device: an answer (it took the order or did not), or something that it says by itself."""

    took: bool | None
    values: tuple[int, ...] = ()
    why: Fault | None = None
    """Of a refusal, where the device says it."""
    event: str = ""


class OrderCodec(Protocol[Order_contra]):
    """One device's bytes."""

    @property
    def answers(self) -> bool:
        """Whether this device answers at all."""

    def frame(self, order: Order_contra) -> bytes:
        """The order in bytes; from now on its answer is waited for."""

    def feed(self, data: bytes) -> Iterable[Said]:
        """What is whole now."""

    def forget(self) -> None:
        """What has begun is over, and no answer is waited for."""


class OrderTalk(ABC, Generic[Order, Job]):
    """One device. Its life: closed, then idle; a frame is sent, waits for its answer, and a gap follows, a longer one
    after a silence."""

    def __init__(self, codec: OrderCodec[Order], options: OrderOptions, silent: Fault) -> None:
        self._codec = codec
        self._options = options
        self._silent_fault = silent
        self._phase: Literal["closed", "idle", "sending", "waiting", "gap"] = "closed"
        self._orders: deque[Order] = deque()
        self._job: Job | None = None
        self._tries = 0
        self._until = 0.0
        self._unasked_from = 0.0
        self._heard = False
        self.answers: Literal["yes", "no", "unknown"] = "unknown"

    # ---- what a kind of device says of itself

    @abstractmethod
    def orders(self, job: Job) -> Iterable[Order]:
        """The frames of a job; none: there is nothing to do."""

    @abstractmethod
    def done(self, job: Job, now: float) -> tuple[Fact, ...]:
        """All of its frames were answered, or sent where nothing answers."""

    @abstractmethod
    def refuse(self, job: Job, fault: Fault) -> tuple[Fact, ...]:
        """The job was not done."""

    def wrong(self, job: Job) -> Fault | None:
        """Why this job can never be done, if it cannot."""
        return None

    def learnt(self, order: Order, said: Said, now: float) -> tuple[Fact, ...]:
        """An answer that brings something."""
        return ()

    def by_itself(self, said: Said, now: float) -> tuple[Fact, ...]:
        """The device said something that is no answer."""
        return ()

    def changed(self) -> tuple[Fact, ...]:
        """Whether the device answers is another than before."""
        return ()

    def routine(self, now: float) -> Iterable[Order]:
        """What is sent without a job, now that its time has come."""
        return ()

    @property
    def routine_at(self) -> float | None:
        """When that is."""
        return None

    # ---- the conversation

    @property
    def ready(self) -> bool:
        return self._phase == "idle"

    @property
    def due(self) -> float | None:
        if self._phase == "idle":
            at = self.routine_at
            return at if at is None else max(at, self._unasked_from)
        return self._until if self._phase in ("waiting", "gap") else None

    def open(self, now: float) -> Step:
        self._codec.forget()
        self._phase, self._heard, self._unasked_from = "idle", False, now
        self._orders.clear()
        return Step()

    def ask(self, job: Job, now: float) -> Step:
        assert self._phase == "idle", self._phase
        if (fault := self.wrong(job)) is not None:
            return Step(facts=self.refuse(job, fault))
        self._job = job
        return self._begin(self.orders(job), now)

    def sent(self, now: float) -> Step:
        if self._phase != "sending":
            return Step()
        if not self._codec.answers:
            return self._answered(Said(took=True), now)
        self._phase, self._until = "waiting", now + self._options.reply_s
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        step = Step()
        for said in self._codec.feed(data):
            if said.took is None:
                step = step.then(Step(facts=self.by_itself(said, now)))
            elif self._codec.answers and self._phase in ("sending", "waiting"):  # else it is late
                step = step.then(Step(facts=self._tell("yes"))).then(self._answered(said, now))
        return step

    def tick(self, now: float) -> Step:
        due = self.due
        if due is None or now < due:
            return Step()
        if self._phase == "waiting":
            return self._again() if self._tries < self._options.tries else self._silent(now)
        if self._phase == "gap" and self._orders:
            return self._next()
        if self._phase == "gap":
            self._phase = "idle"
            return Step()
        return self._begin(self.routine(now), now)

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        self._codec.forget()
        self._phase = "closed"
        self._orders.clear()
        failed = self._fail(fault)
        return failed if fault == self._silent_fault else (*failed, *self._tell("unknown"))

    def _begin(self, orders: Iterable[Order], now: float) -> Step:
        self._orders = deque(orders)
        return self._next() if self._orders else self._end(now)

    def _next(self) -> Step:
        self._tries = 0
        return self._again()

    def _again(self) -> Step:
        self._phase = "sending"
        self._tries += 1
        return Step(self._codec.frame(self._orders[0]))

    def _answered(self, said: Said, now: float) -> Step:
        self._heard = True
        order = self._orders.popleft()
        gap_s = self._options.reply_s if self._tries > 1 else self._options.gap_s  # the first try may still be answered
        if not said.took:
            self._orders.clear()
            return Step(facts=self._fail(said.why or self._silent_fault)).then(self._rest(now + gap_s))
        step = Step(facts=self.learnt(order, said, now))
        return step.then(self._rest(now + gap_s) if self._orders else self._end(now, gap_s))

    def _end(self, now: float, gap_s: float = 0.0) -> Step:
        job, self._job = self._job, None
        done = () if job is None else self.done(job, now)
        return Step(facts=done).then(self._rest(now + gap_s))

    def _silent(self, now: float) -> Step:
        self._codec.forget()
        self._orders.clear()
        self._unasked_from = now + _AWAY_S
        facts = (*self._fail(self._silent_fault), *self._tell("no"))
        hang_up = self._silent_fault if self._heard else None
        return Step(facts=facts, hang_up=hang_up).then(self._rest(now + self._options.reply_s))

    def _rest(self, until: float) -> Step:
        """Nothing is in flight."""
        self._phase, self._until = "gap", until
        return Step()

    def _fail(self, fault: Fault) -> tuple[Fact, ...]:
        job, self._job = self._job, None
        return () if job is None else self.refuse(job, fault)

    def _tell(self, answers: Literal["yes", "no", "unknown"]) -> tuple[Fact, ...]:
        if answers == self.answers:
            return ()
        self.answers = answers
        return self.changed()
