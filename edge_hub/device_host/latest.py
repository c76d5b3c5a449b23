"""The latest of each, handed from many threads to one: bounded by how many there are, however much is told."""

import threading
from typing import Generic, TypeVar

V = TypeVar("V")


class Latest(Generic[V]):
    """`put` never waits; `take` gives all that came since, in the order in which each first came."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._waiting: dict[str, V] = {}
        self._woken = False

    def put(self, key: str, value: V) -> None:
        with self._news:
            self._waiting[key] = value
            self._news.notify()

    def wake(self) -> None:
        """Let whoever takes go on with nothing."""
        with self._news:
            self._woken = True
            self._news.notify()

    def take(self, timeout_s: float | None) -> dict[str, V]:
        """Waits until something came, or a wake-up, at most so long."""
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._woken, timeout_s)
            taken, self._waiting, self._woken = self._waiting, {}, False
            return taken
