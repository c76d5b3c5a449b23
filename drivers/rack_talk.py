"""The talk with a rack: look at all its registers again and again, and tell what changed.

The rules it keeps, and why:
- One question at a time, `gap_s` after the answer before it: a serial line needs the pause to see where a frame begins.
- After a silence nothing is asked for `reply_s`: on a serial line a late answer looks like the next one.
- A rack is told of when it changes, and its temperature when it moved by a whole degree.
- A rack that answered on this line and then falls silent is hung up on: a TCP line to a rack without power looks open
  for minutes.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from drivers.conversation import Fact, Fault, Step
from drivers.modbus import Modbus, Reply
from drivers.rack_faults import RACK_SILENT, rack_refuses
from drivers.racks import Rack, RackMap, RackOptions

_DEGREES_TOLD: Final = 1.0


@dataclass(frozen=True, slots=True)
class LookAtRack:
    """Look now and say what is there."""

    id: str


@dataclass(frozen=True, slots=True)
class RackLooked(Fact):
    id: str
    rack: Rack


@dataclass(frozen=True, slots=True)
class LookFailed(Fact):
    id: str
    fault: Fault


class RackConversation:
    """One rack. Its life: closed, then idle between two looks; in a look a question is sent, waits for its answer, and
    a gap follows; or a quiet time after a silence."""

    def __init__(self, options: RackOptions) -> None:
        self._options = options
        self._map = RackMap(options)
        self._line = Modbus(options.framing)
        self._phase: Literal["closed", "idle", "sending", "waiting", "gap", "quiet"] = "closed"
        self._due: float | None = None
        self._answers: list[tuple[int, ...]] = []
        self._tries = 0
        self._heard = False
        self._told: Rack | None = None
        self._job: LookAtRack | None = None

    @property
    def ready(self) -> bool:
        return self._phase == "idle"

    @property
    def due(self) -> float | None:
        return self._due

    def open(self, now: float) -> Step:
        self._heard = False
        told = self._tell(self._map.unknown(None)) if self._told is None else ()
        return Step(facts=told).then(self._look())

    def ask(self, job: LookAtRack, now: float) -> Step:
        assert self._phase == "idle", self._phase
        self._job = job
        return self._look()

    def sent(self, now: float) -> Step:
        if self._phase == "sending":
            self._wait("waiting", now + self._options.reply_s)
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        reply = self._line.feed(data)
        return Step() if reply is None else self._answered(reply, now)

    def tick(self, now: float) -> Step:
        if self._due is None or now < self._due:
            return Step()
        if self._phase == "waiting":
            return self._question() if self._tries < self._options.tries else self._silent(now)
        if self._phase == "gap":
            self._tries = 0
            return self._question()
        return self._look() if self._phase == "idle" else self._rest(now)

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        self._line.forget()
        self._phase, self._due = "closed", None
        return (*self._end(fault), *self._tell(self._map.unknown(fault)))

    def refuse(self, job: LookAtRack, fault: Fault) -> tuple[Fact, ...]:
        return (LookFailed(job.id, fault),)

    def _look(self) -> Step:
        self._answers, self._tries = [], 0
        return self._question()

    def _question(self) -> Step:
        self._phase, self._due = "sending", None
        self._tries += 1
        return Step(self._line.ask(self._options.unit, self._map.questions[len(self._answers)]))

    def _answered(self, reply: Reply, now: float) -> Step:
        self._heard = True
        if reply.refused is not None:
            refusal = rack_refuses(reply.refused)
            return self._over(now, self._end(refusal), self._map.unknown(refusal))
        self._answers.append(reply.values)
        if len(self._answers) < len(self._map.questions):
            self._wait("gap", now + self._options.gap_s)
            return Step()
        rack = self._map.read(self._answers)
        job, self._job = self._job, None
        return self._over(now, () if job is None else (RackLooked(job.id, rack),), rack)

    def _over(self, now: float, done: tuple[Fact, ...], rack: Rack) -> Step:
        """A look is over."""
        return Step(facts=(*done, *self._tell(rack))).then(self._rest(now))

    def _silent(self, now: float) -> Step:
        self._line.forget()
        self._wait("quiet", now + self._options.reply_s)
        facts = (*self._end(RACK_SILENT), *self._tell(self._map.unknown(RACK_SILENT)))
        return Step(facts=facts, hang_up=RACK_SILENT if self._heard else None)

    def _rest(self, now: float) -> Step:
        """Idle until the next look."""
        self._wait("idle", now + self._options.poll_s)
        return Step()

    def _wait(self, phase: Literal["idle", "waiting", "gap", "quiet"], until: float) -> None:
        self._phase, self._due = phase, until

    def _end(self, fault: Fault) -> tuple[Fact, ...]:
        job, self._job = self._job, None
        return () if job is None else (LookFailed(job.id, fault),)

    def _tell(self, rack: Rack) -> tuple[Fact, ...]:
        """The rack, if it is not what was told last; a temperature that hardly moved is no news."""
        before = self._told
        was, warm = before.temperature_c if before else None, rack.temperature_c
        if was is not None and warm is not None and abs(was - warm) < _DEGREES_TOLD:
            rack = replace(rack, temperature_c=was)
        if rack == before:
            return ()
        self._told = rack
        return (rack,)
