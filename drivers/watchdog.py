"""The watchdog of a machine: fed while its program lives, it starts the machine anew when nobody feeds it any more.

The wire (Linux, Documentation/watchdog/watchdog-api.rst): file:///dev/watchdog

    opened       the watchdog runs
    any byte     it is fed: `timeout_s` begins anew
    V            "magic close": closed right after this byte it stops; closed otherwise, it runs on
    no byte within its time: the machine starts anew

The rules it keeps, and why:
- One byte that is not V each `feed_s`: fed by itself as long as the port's thread turns (the machine is not stuck), or
  with `feed: asked` only by `FeedWatchdog` of the program, which then has to say in time that it is well.
- A program that ends on purpose asks `StopWatchdog` first. One that dies does not, and so the machine starts anew: that
  is what a watchdog is for.
- Where systemd feeds it (RuntimeWatchdogSec), leave it to systemd: it can be opened once only.
- From memory, so an option: most watchdogs wait 60 s when nobody has set them (`timeout_s`).
"""

from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from drivers.conversation import Fact, Fault, Step

FOOD: Final = b"\0"
MAGIC_CLOSE: Final = b"V"
NOT_FED: Final = Fault(
    "watchdog_hungry",
    "程序没有按时报平安，看门狗将重启这台机器",
    "请等待机器重启；反复如此请联系管理员。",
    "the program did not say in time that it is well: the machine will start anew",
    "Wait for it; if it happens again and again, call the administrator.",
)


class WatchdogOptions(BaseModel):
    """How often it is fed, and by whom."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    timeout_s: float = Field(default=60.0, ge=2, le=3600, description="How long the device waits to be fed.")
    feed_s: float = Field(default=10.0, ge=0.5, le=1200, description="How often it is fed; less than half of that.")
    feed: Literal["self", "asked"] = Field(default="self", description="Fed by itself, or only when the program asks.")

    @field_validator("feed_s")
    @classmethod
    def _in_time(cls, feed_s: float, info: ValidationInfo) -> float:
        if feed_s * 2 > info.data.get("timeout_s", feed_s * 2):
            raise PydanticCustomError("feed_s", "more than half of timeout_s: one late byte would start it anew")
        return feed_s


@dataclass(frozen=True, slots=True)
class FeedWatchdog:
    """The program is well."""

    id: str


@dataclass(frozen=True, slots=True)
class StopWatchdog:
    """The program ends on purpose: close the port when this is done."""

    id: str


Job = FeedWatchdog | StopWatchdog


@dataclass(frozen=True, slots=True)
class WatchdogObeyed(Fact):
    """The job reached the watchdog."""

    id: str


@dataclass(frozen=True, slots=True)
class WatchdogFailed(Fact):
    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Watchdog(Fact):
    """Told when it changes. `stopping`: it stops when the port is closed now."""

    state: Literal["fed", "hungry", "stopping", "unknown"] = "unknown"
    fault: Fault | None = None


class WatchdogConversation:
    """One watchdog; a byte each time, and never anything else."""

    def __init__(self, options: WatchdogOptions) -> None:
        self._options = options
        self._open = False
        self._job: Job | None = None
        self._due: float | None = None
        self._told: Watchdog | None = None

    @property
    def ready(self) -> bool:
        return self._open and self._job is None

    @property
    def due(self) -> float | None:
        return self._due

    def open(self, now: float) -> Step:
        self._open = True
        return self._feed(now)

    def ask(self, job: Job, now: float) -> Step:
        assert self.ready
        self._job = job
        if isinstance(job, FeedWatchdog):
            return self._feed(now)
        self._due = None
        return Step(MAGIC_CLOSE, facts=self._tell(Watchdog("stopping")))

    def sent(self, now: float) -> Step:
        job, self._job = self._job, None
        return Step(facts=() if job is None else (WatchdogObeyed(job.id),))

    def hear(self, data: bytes, now: float) -> Step:
        return Step()  # it says nothing

    def tick(self, now: float) -> Step:
        if self._due is None or now < self._due:
            return Step()
        if self._options.feed == "self":
            return self._feed(now)
        self._due = None
        return Step(facts=self._tell(Watchdog("hungry", NOT_FED)))

    def lost(self, fault: Fault, now: float) -> tuple[Fact, ...]:
        job, self._job = self._job, None
        stopped = self._told is not None and self._told.state == "stopping"
        self._open, self._due = False, None
        failed = () if job is None else (WatchdogFailed(job.id, fault),)
        return (*failed, *self._tell(Watchdog(fault=None if stopped else fault)))

    def refuse(self, job: Job, fault: Fault) -> tuple[Fact, ...]:
        return (WatchdogFailed(job.id, fault),)

    def _feed(self, now: float) -> Step:
        options = self._options
        self._due = now + (options.feed_s if options.feed == "self" else options.timeout_s - options.feed_s)
        return Step(FOOD, facts=self._tell(Watchdog("fed")))

    def _tell(self, watchdog: Watchdog) -> tuple[Fact, ...]:
        if watchdog == self._told:
            return ()
        self._told = watchdog
        return (watchdog,)
