"""One device's line: owns its thread, its transport, the back-off and the health, and lets a conversation speak on it.

The rules it keeps, and why:
- `ask` never waits: a stuck or missing device may cost the caller nothing. A full queue refuses at once, and a job that
  finds no line within `job_wait_s` is refused: a slip that comes out five minutes later is worse than none.
- Every job that `ask` took ends in a fact, also when the port closes.
- Facts are told on the port's thread, one after the other; `on_fact` only hands them on (posts, emits a queued signal).
- Dialling again waits longer each time up to a ceiling, by chance within it (full jitter), so that a hall of devices
  that lost their switch does not come back in step. A line that had been good and was idle when the device hung up is
  dialled at once, without an alarm: many network printers hang up when idle.
- What is not plugged in is looked for once a second and dialled as soon as it is there, at whatever port.
- A fault is told when it begins or changes, not once per attempt.
"""

import contextlib
import os
import random as chance
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from drivers.connection import Connection, parse_connection
from drivers.conversation import Conversation, Fact, Fault, Step
from drivers.faults import GONE, STOPPING, LineFault
from drivers.finding import SYSTEM, System, is_there
from drivers.health import STARTING, Counters, Down, Health, Up
from drivers.transport import Line, Outgoing, dial

__all__ = ["QUEUE_FULL", "Counters", "Down", "Health", "Port", "Timing", "Up", "parse_connection"]

Job = TypeVar("Job")

QUEUE_FULL = Fault(
    "queue_full",
    "设备忙，等待的任务已满",
    "请稍候再试；如一直如此，请检查设备。",
    "the device is busy and its queue is full",
    "Try again in a moment; if that does not help, look at the device.",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the port waits for what, in seconds."""

    connect_s: float = 3.0
    write_s: float = 8.0
    """Without the device taking one byte."""
    backoff_s: float = 0.5
    backoff_ceiling_s: float = 15.0
    job_wait_s: float = 2.0
    """How long a job may wait for a line that is not there."""
    stable_s: float = 5.0
    """A line that lived so long had been good."""
    look_s: float = 1.0
    """How often to look whether it is plugged in again."""


class Port(Generic[Job]):
    """Runs one daemon thread from the start until `close`."""

    def __init__(
        self,
        connection: Connection,
        conversation: Conversation[Job],
        on_fact: Callable[[Fact], None],
        clock: Callable[[], float] = time.monotonic,
        *,
        timing: Timing | None = None,
        random: Callable[[], float] = chance.random,
        jobs_max: int = 8,
        system: System = SYSTEM,
    ) -> None:
        self._connection = connection
        self._conversation = conversation
        self._on_fact = on_fact
        self._clock = clock
        self._timing = timing or Timing()
        self._random = random
        self._jobs_max = jobs_max
        self._system = system
        self._gate = threading.Lock()
        self._jobs: deque[tuple[float, Job]] = deque()
        self._open = True
        self._was_there = True
        """When it was dialled last: who was plugged in since then need not wait."""
        self._counters = Counters()
        self._fault = STARTING
        self._health: Health = Down(clock(), STARTING, self._counters)
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._selector = selectors.PollSelector()  # epoll refuses plain files and /dev/null
        self._selector.register(self._wake, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name=f"port {connection}", daemon=True)
        self._thread.start()

    @property
    def health(self) -> Health:
        """The latest; the same value was told as a fact, but for the first."""
        return self._health

    @property
    def counters(self) -> Counters:
        return self._counters

    def ask(self, job: Job) -> Fault | None:
        """Hand over a job, from any thread, without waiting. None: taken, and a fact about it will follow."""
        with self._gate:
            if not self._open:
                return STOPPING
            if len(self._jobs) >= self._jobs_max:
                return QUEUE_FULL
            self._jobs.append((self._clock(), job))
            os.eventfd_write(self._wake, 1)
        return None

    def close(self, timeout_s: float = 2.0) -> None:
        """Stop now: what is not done is refused or failed. Not from `on_fact`."""
        with self._gate:
            was_open, self._open = self._open, False
            if was_open:
                os.eventfd_write(self._wake, 1)
        self._thread.join(timeout_s)

    # From here on, everything runs on the port's thread.

    def _run(self) -> None:
        try:
            attempt = 0
            while self._open:
                attempt = self._once(attempt)
            while (job := self._next_job()) is not None:
                self._refuse(job, STOPPING)
        finally:
            with self._gate:
                self._open = False
                self._selector.close()
                os.close(self._wake)

    def _once(self, attempt: int) -> int:
        """Dial and talk until the line is lost; returns how many attempts in a row have failed by now."""
        self._was_there = is_there(self._connection, self._system)
        try:
            line = dial(self._connection, self._timing.connect_s, self._wait_writable, self._system)
        except LineFault as failed:
            self._fault = failed.fault
            self._note_down(failed.fault)
            self._rest(attempt)
            return attempt + 1
        since = self._note_up()
        with contextlib.closing(line):
            fault = self._talk(line)
        was_idle = self._conversation.ready
        for fact in self._conversation.lost(fault, self._clock()):
            self._on_fact(fact)
        if not self._open:
            return attempt
        self._count(drops=1)
        self._fault = fault
        was_good = self._clock() - since >= self._timing.stable_s
        if was_good and was_idle and fault == GONE:
            return 0
        self._note_down(fault)
        self._rest(0 if was_good else attempt)
        return 1 if was_good else attempt + 1

    def _talk(self, line: Line) -> Fault:
        """Carry the conversation over the line until it is lost or the port closes."""
        out = Outgoing(line, self._clock, self._timing.write_s)
        seen = 0
        try:
            self._do(self._conversation.open(self._clock()), out)
            while self._open:
                self._push(out)
                seen = self._watch(line, seen, out)
                ready = self._select(self._patience(out))
                if ready.get(line.fd, 0) & selectors.EVENT_READ and (data := line.read()):
                    self._count(bytes_in=len(data))
                    self._do(self._conversation.hear(data, self._clock()), out)
                due = self._conversation.due
                if due is not None and self._clock() >= due:
                    self._do(self._conversation.tick(self._clock()), out)
        except LineFault as failed:
            return failed.fault
        finally:
            if seen:
                self._selector.unregister(line.fd)
        return STOPPING

    def _do(self, step: Step, out: Outgoing) -> None:
        out.add(step.send)
        for fact in step.facts:
            self._on_fact(fact)
        if step.hang_up is not None:
            raise LineFault(step.hang_up)

    def _push(self, out: Outgoing) -> None:
        """Ask the next job if the conversation takes one, and send until all is out or the device takes no more."""
        while True:
            if self._conversation.ready and (job := self._next_job()) is not None:
                self._count(jobs=1)
                self._do(self._conversation.ask(job, self._clock()), out)
            taken = out.push()
            if taken:
                self._count(bytes_out=taken)
            if not out.just_sent():
                return
            self._do(self._conversation.sent(self._clock()), out)

    def _watch(self, line: Line, seen: int, out: Outgoing) -> int:
        """Wait for what matters now: a plain file, for one, cannot be waited for and need not be."""
        wanted = (selectors.EVENT_READ if line.hears else 0) | (selectors.EVENT_WRITE if out.blocked else 0)
        if wanted and seen:
            self._selector.modify(line.fd, wanted)
        elif wanted:
            self._selector.register(line.fd, wanted)
        elif seen:
            self._selector.unregister(line.fd)
        return wanted

    def _patience(self, out: Outgoing) -> float | None:
        now = self._clock()
        times = [time for time in (self._conversation.due, out.look_at(now)) if time is not None]
        return max(0.0, min(times) - now) if times else None

    def _rest(self, attempt: int) -> None:
        """Wait before dialling again, but no longer than until it is plugged in again; meanwhile refuse the jobs that
        waited too long."""
        longest = min(self._timing.backoff_ceiling_s, self._timing.backoff_s * 2 ** min(attempt, 16))
        until = self._clock() + longest * self._random()
        away = not (self._was_there and is_there(self._connection, self._system))
        while self._open and (left := until - self._clock()) > 0:
            if away and is_there(self._connection, self._system):
                return
            self._select(min(left, self._refuse_stale(), *((self._timing.look_s,) if away else ())))

    def _wait_writable(self, fd: int, timeout_s: float) -> bool:
        until = self._clock() + timeout_s
        self._selector.register(fd, selectors.EVENT_WRITE)
        try:
            while self._open and (left := until - self._clock()) > 0:
                if fd in self._select(min(left, self._refuse_stale())):
                    return True
            return False
        finally:
            self._selector.unregister(fd)

    def _select(self, timeout_s: float | None) -> dict[int, int]:
        """What is ready, by descriptor; a wake-up is taken off and not told."""
        ready = {key.fd: mask for key, mask in self._selector.select(timeout_s)}
        if ready.pop(self._wake, 0):
            os.eventfd_read(self._wake)
        return ready

    def _next_job(self) -> Job | None:
        with self._gate:
            return self._jobs.popleft()[1] if self._jobs else None

    def _refuse_stale(self) -> float:
        """Refuse the jobs that waited too long for a line; seconds until the next one will have."""
        while True:
            with self._gate:
                if not self._jobs:
                    return self._timing.job_wait_s
                left = self._jobs[0][0] + self._timing.job_wait_s - self._clock()
                if left > 0:
                    return left
                job = self._jobs.popleft()[1]
            self._refuse(job, self._fault)

    def _refuse(self, job: Job, fault: Fault) -> None:
        self._count(refused=1)
        for fact in self._conversation.refuse(job, fault):
            self._on_fact(fact)

    def _note_up(self) -> float:
        self._count(connects=1)
        now = self._clock()
        self._health = Up(now, self._counters)
        self._on_fact(self._health)
        return now

    def _note_down(self, fault: Fault) -> None:
        was = self._health
        if isinstance(was, Down) and was.fault == fault:
            return
        since = was.since if isinstance(was, Down) else self._clock()
        self._health = Down(since, fault, self._counters)
        self._on_fact(self._health)

    def _count(self, **more: int) -> None:
        self._counters = replace(
            self._counters, **{name: getattr(self._counters, name) + n for name, n in more.items()}
        )
