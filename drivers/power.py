"""Screens that go on and off with the opening hours, by a template of bytes.

The wire is what switches that screen, put as templates (drivers/byte_template.py has the language):

    a panel of this machine   file:///sys/class/backlight/NAME/bl_power     on '0\\n', off '4\\n'
                              (Linux, Documentation/ABI/stable/sysfs-class-backlight: 0 is on, 4 is power down)
    a large display           its serial line or TCP: the bytes from the maker's paper, its answer as `ack`
    the simulated one         on 'POWER on\\r', off 'POWER off\\r', ack 'OK\\r' (invented)

The rules it keeps, and why:
- Without a word about hours the screen is on: a dark one in an open hall is worse than a bright one at night.
- Hours are told as spans in seconds from now, for as many days as the owner likes, and anew whenever they change; what
  days the hall is open stands in its calendar, not here. When the last span is over it stays off until told more.
- Who switches it by hand is obeyed until the hours next change it.
- It is switched again every `repeat_s`, on a new line and after a silence: displays forget with the power, and what is
  switched on twice is on.
- "Switched" means that the display said so, or, where it never answers, that it was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from drivers.byte_template import CHECKS, BadTemplate, read_template
from drivers.conversation import Fact, Fault, Step
from drivers.led_line import AnswerDecoder

SCREEN_SILENT: Final = Fault(
    "screen_silent",
    "屏幕没有应答",
    "请检查屏幕电源和控制线，并核对波特率。",
    "the screen does not answer",
    "Check its power and control cable and its baud rate.",
)
SPANS_MAX: Final = 400
_MAY_HAVE: Final = ("address", "from", *CHECKS)


class PowerOptions(BaseModel):
    """How a screen is switched, and how early."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    on: str = Field(default=r"0\n", min_length=1, description="The bytes that switch it on.")
    off: str = Field(default=r"4\n", min_length=1, description="The bytes that switch it off.")
    ack: str = Field(default="", description="What it answers when it took them; empty: it never answers.")
    address: int = Field(default=1, ge=0, le=255, description="The screen's own number, for {address}.")
    before_s: float = Field(default=900.0, ge=0, le=7200, description="So long before opening it goes on.")
    after_s: float = Field(default=900.0, ge=0, le=7200, description="So long after closing it goes off.")
    repeat_s: float = Field(default=300.0, ge=10, le=3600, description="How often it is switched again.")
    reply_s: float = Field(default=1.0, gt=0, le=10, description="Longest wait for an answer.")
    tries: int = Field(default=3, ge=1, le=9, description="How often it is sent until it is answered.")

    @field_validator("on", "off", "ack")
    @classmethod
    def _is_a_template(cls, source: str, info: ValidationInfo) -> str:
        try:
            read_template(source, () if info.field_name == "ack" else _MAY_HAVE)
        except BadTemplate as bad:
            raise PydanticCustomError("template", "{said}", {"said": str(bad)}) from None
        return source


# ---------------------------------------------------------------------------------------------------------------- codec


@dataclass(frozen=True, slots=True)
class SwitchScreen:
    """Switch it now, until the hours next change it."""

    id: str
    on: bool


@dataclass(frozen=True, slots=True)
class KeepHours:
    """From now on the hall is open in these spans, in seconds from now, in order; a span may have begun."""

    id: str
    spans: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        ends = [time for span in self.spans for time in span]
        if len(self.spans) > SPANS_MAX or ends != sorted(ends):
            raise ValueError(f"job {self.id}: spans must be in order, and at most {SPANS_MAX}")


Job = SwitchScreen | KeepHours


@dataclass(frozen=True, slots=True)
class ScreenSet(Fact):
    """Of a job: the screen is so, as far as it can tell. Of `KeepHours`: as the hours want it at this moment."""

    id: str
    on: bool


@dataclass(frozen=True, slots=True)
class ScreenNotSet(Fact):
    """It could not be told; it is tried again by itself."""

    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Screen(Fact):
    """What the screen was last told and took; told when it changes. "unknown" where nobody can say."""

    state: Literal["on", "off", "unknown"] = "unknown"
    fault: Fault | None = None


def moments(
    spans: Sequence[tuple[float, float]], now: float, before_s: float, after_s: float
) -> tuple[tuple[float, bool], ...]:
    """When the screen goes on and off, by the clock of `now`. Spans that overlap with the time around them are one."""
    made: list[tuple[float, float]] = []
    for opens, closes in spans:
        on, off = now + opens - before_s, now + closes + after_s
        if made and on <= made[-1][1]:
            made[-1] = made[-1][0], max(off, made[-1][1])
        else:
            made.append((on, off))
    return tuple(moment for on, off in made for moment in ((on, True), (off, False)))


# --------------------------------------------------------------------------------------------------------- conversation


class PowerConversation:
    """One screen. Its life: closed, then idle, sending, waiting for the answer, idle again."""

    def __init__(self, options: PowerOptions) -> None:
        self._options = options
        self._bytes = {on: read_template(getattr(options, name)).fill(options.address) for on, name in _NAMES.items()}
        self._ack = read_template(options.ack).fill()
        self._phase: Literal["closed", "idle", "sending", "waiting"] = "closed"
        self._until = 0.0
        self._repeat_at = 0.0
        self._tries = 0
        self._wanted = True
        self._moments: tuple[tuple[float, bool], ...] = ()
        self._job: Job | None = None
        self._told: Screen | None = None
        self._decoder = AnswerDecoder(self._ack, b"")

    @property
    def ready(self) -> bool:
        return self._phase == "idle"

    @property
    def due(self) -> float | None:
        if self._phase == "waiting":
            return self._until
        return min((self._repeat_at, *(at for at, _ in self._moments[:1]))) if self._phase == "idle" else None

    def open(self, now: float) -> Step:
        self._decoder = AnswerDecoder(self._ack, b"")
        told = () if self._told is not None else self._tell(Screen())
        self._pass(now)
        return Step(facts=told).then(self._switch())

    def ask(self, job: Job, now: float) -> Step:
        assert self._phase == "idle", self._phase
        self._job = job
        self._note(job, now)
        return self._switch()

    def sent(self, now: float) -> Step:
        if self._phase != "sending":
            return Step()
        if not self._ack:
            return self._done(now)
        self._phase, self._until = "waiting", now + self._options.reply_s
        return Step()

    def hear(self, data: bytes, now: float) -> Step:
        heard = self._decoder.feed(data)
        return self._done(now) if heard and self._phase in ("sending", "waiting") else Step()

    def tick(self, now: float) -> Step:
        due = self.due
        if due is None or now < due:
            return Step()
        if self._phase == "idle":
            self._pass(now)
            return self._switch()
        if self._tries < self._options.tries:
            return self._send()
        self._rest(now)
        return Step(facts=(*self._end(SCREEN_SILENT), *self._tell(Screen(fault=SCREEN_SILENT))))

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        self._phase = "closed"
        return (*self._end(fault), *self._tell(Screen(fault=fault)))

    def refuse(self, job: Job, fault: Fault) -> tuple[Fact, ...]:
        return (ScreenNotSet(job.id, fault),)

    def _note(self, job: Job, now: float) -> None:
        if isinstance(job, SwitchScreen):
            self._pass(now)
            self._wanted = job.on
        else:
            self._wanted = False
            self._moments = moments(job.spans, now, self._options.before_s, self._options.after_s)
            self._pass(now)

    def _pass(self, now: float) -> None:
        """What the hours have changed by now."""
        while self._moments and self._moments[0][0] <= now:
            (_, self._wanted), *rest = self._moments
            self._moments = tuple(rest)

    def _switch(self) -> Step:
        self._tries = 0
        return self._send()

    def _send(self) -> Step:
        self._phase = "sending"
        self._tries += 1
        return Step(self._bytes[self._wanted])

    def _done(self, now: float) -> Step:
        self._rest(now)
        job, self._job = self._job, None
        done: tuple[Fact, ...] = () if job is None else (ScreenSet(job.id, self._wanted),)
        return Step(facts=(*done, *self._tell(Screen("on" if self._wanted else "off"))))

    def _rest(self, now: float) -> None:
        self._phase, self._repeat_at = "idle", now + self._options.repeat_s

    def _end(self, fault: Fault) -> tuple[Fact, ...]:
        job, self._job = self._job, None
        return () if job is None else (ScreenNotSet(job.id, fault),)

    def _tell(self, screen: Screen) -> tuple[Fact, ...]:
        if screen == self._told:
            return ()
        self._told = screen
        return (screen,)


_NAMES: Final = {True: "on", False: "off"}
