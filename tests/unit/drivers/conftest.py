"""A wire without a wire: a conversation, a printer that answers, weather between them, and a clock that is turned."""

import heapq
import itertools
from collections.abc import Callable, Iterator

import pytest

from drivers.conversation import Fact, Fault, Step
from drivers.escpos import EscposConversation, EscposOptions
from drivers.faults import GONE

Weather = Callable[[bytes], Iterator[tuple[float, bytes]]]


def clear(answer: bytes) -> Iterator[tuple[float, bytes]]:
    yield 0.002, answer


class Printer:
    """Keeps what it is sent; answers questions as `answers` says, and nothing where it says nothing."""

    def __init__(self) -> None:
        self.answers = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
        self.received = b""

    def take(self, data: bytes) -> list[bytes]:
        self.received += data
        asked = [data[at + 2] for at in range(len(data) - 2) if data[at : at + 2] == b"\x10\x04"]
        return [bytes((self.answers[n],)) for n in asked if n in self.answers]


class Wire:
    """Carries the conversation through the weather. `run` lets time pass, event by event."""

    def __init__(
        self, options: EscposOptions | None = None, weather: Weather = clear, conversation=None, device=None
    ) -> None:
        self.conversation = conversation or EscposConversation(options or EscposOptions())
        self.printer = device or Printer()
        self.weather = weather
        self.now = 1000.0
        self.facts: list[Fact] = []
        self.hung_up = 0
        self.takes_data = True
        self._line = False
        self._events: list[tuple[float, int, bytes | None]] = []
        self._order = itertools.count()

    def open(self) -> None:
        self._line = True
        self._do(self.conversation.open(self.now))

    def ask(self, job) -> None:
        assert self.conversation.ready
        self._do(self.conversation.ask(job, self.now))

    def unplug(self, fault: Fault = GONE) -> None:
        self._line = False
        self._events.clear()
        self.facts += self.conversation.lost(fault, self.now)

    def hear(self, data: bytes) -> None:
        self._do(self.conversation.hear(data, self.now))

    def run(self, seconds: float) -> None:
        until = self.now + seconds
        for _ in range(10_000):
            due = self.conversation.due if self._line else None
            times = [*([due] if due is not None else []), *(event[0] for event in self._events[:1])]
            if not times or min(times) > until:
                self.now = until
                return
            self.now = max(self.now, min(times))
            if self._events and self._events[0][0] <= self.now:
                data = heapq.heappop(self._events)[2]
                self._do(self.conversation.sent(self.now) if data is None else self.conversation.hear(data, self.now))
            else:
                self._do(self.conversation.tick(self.now))
        raise AssertionError("the conversation never comes to rest")

    def of(self, kind: type[Fact]) -> list[Fact]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def _do(self, step: Step) -> None:
        self.facts += step.facts
        if step.send and self._line:
            for answer in self.printer.take(step.send):
                for delay, part in self.weather(answer):
                    heapq.heappush(self._events, (self.now + delay, next(self._order), part))
            if self.takes_data:
                heapq.heappush(self._events, (self.now + 0.001, next(self._order), None))
        if step.hang_up is not None:
            self.hung_up += 1
            self.unplug(step.hang_up)


@pytest.fixture
def wire() -> Callable[..., Wire]:
    """Makes a wire: `wire(options, weather)` to a printer, `wire(conversation=, device=)` to anything else."""
    return Wire
