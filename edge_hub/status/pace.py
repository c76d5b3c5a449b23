"""How much of the machine strangers may have: so much work a second, and whoever comes too soon waits.

The queue comes first. A flood of requests keeps its senders waiting and takes a fixed small share of Python's lock and
of the disk, however many they are.
"""

import threading
import time
from collections.abc import Callable

OWN = ("127.0.0.1", "::1")
"""This machine itself: whoever watches it, and terminals that run on it."""
CONNECTIONS_PER_S, CONNECTIONS_BURST = 20.0, 100.0
"""Of one address: a terminal asks for a few photos a minute."""
ADDRESSES_MAX = 4096
UNITS_PER_S = 100.0
BURST_S = 1.0
BYTES_PER_UNIT = 128 * 1024


class Pace:
    """Spends units of work: one for a request, one more for each `BYTES_PER_UNIT` read or written. For many threads."""

    def __init__(
        self,
        units_per_s: float = UNITS_PER_S,
        burst_s: float = BURST_S,
        clock_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._each_s, self._burst_s = 1.0 / units_per_s, burst_s
        self._over = threading.Event()
        self._clock_s, self._sleep = clock_s, sleep or self._over.wait
        self._lock = threading.Lock()
        self._spent_until_s = clock_s() - burst_s

    def wait(self, units: float = 1.0) -> None:
        """Returns when these units may be spent; those who wait are served in their order."""
        with self._lock:
            now_s = self._clock_s()
            self._spent_until_s = max(self._spent_until_s, now_s - self._burst_s) + units * self._each_s
            wait_s = self._spent_until_s - now_s
        if wait_s > 0:
            self._sleep(wait_s)

    def close(self) -> None:
        """Nobody waits any more."""
        self._over.set()

    def wait_for_bytes(self, size: int) -> None:
        """As `wait`, for so many bytes beside the request itself."""
        if size >= BYTES_PER_UNIT:
            self.wait(size / BYTES_PER_UNIT)


class Shares:
    """So many connections each address may make; what is more is closed before anything is said, so that a flood of one
    keeps nobody else waiting. For many threads."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}
        """By address: what is left, and when that was reckoned."""

    def spend(self, address: str) -> bool:
        """Whether a connection of this address is answered."""
        if address in OWN:
            return True
        with self._lock:
            now_s = self._clock_s()
            if len(self._left) >= ADDRESSES_MAX:
                self._left.clear()
            left, then_s = self._left.get(address, (CONNECTIONS_BURST, now_s))
            left = min(CONNECTIONS_BURST, left + (now_s - then_s) * CONNECTIONS_PER_S) - 1.0
            self._left[address] = (max(left, 0.0), now_s)
            return left >= 0.0
