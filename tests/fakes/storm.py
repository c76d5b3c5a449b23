"""Many devices' lines to a broker in one thread: the real line and wire of the client, without the rest of a device."""

import random
import selectors
import time
from collections.abc import Callable

from edge_hub.client.line import Line, News
from edge_hub.client.wire import Address, Wire, no_login

TURN_S = 0.02


class Storm:
    """`count` lines. `turn` moves all of them on."""

    def __init__(self, broker: tuple[str, int], count: int, hears: str, seed: int) -> None:
        """Each subscribes to `hears`; the first letter on a connection is what it has come for."""
        self.joined_s: list[float] = []
        """When somebody was let in, by monotonic time."""
        self.served_s: list[float] = []
        """When somebody had its first letter."""
        self._hears = hears
        lot, address = random.Random(seed), Address(*broker)
        self._lines = [
            Line([address], self._wire(f"storm-{n}"), lambda: None, random.Random(lot.random())) for n in range(count)
        ]
        self._waits = [False] * count

    def turn(self) -> None:
        now_s = time.monotonic()
        with selectors.DefaultSelector() as selector:
            for line in self._lines:
                wire = line.any
                if wire is not None and (sock := wire.socket()) is not None:
                    selector.register(sock, selectors.EVENT_READ | selectors.EVENT_WRITE * wire.wants_write(), wire)
            for key, events in selector.select(TURN_S):
                if events & selectors.EVENT_READ:
                    key.data.read()
                if events & selectors.EVENT_WRITE and key.data.over is None:
                    key.data.write()
        for n, line in enumerate(self._lines):
            news = line.tend(now_s, hub_heard=True)
            if news is News.JOINED:
                assert line.wire is not None
                line.wire.subscribe([self._hears])
                self._waits[n] = True
                self.joined_s.append(now_s)
            wire = line.wire
            if wire is not None and wire.letters:
                wire.letters.clear()
                if self._waits[n]:
                    self._waits[n] = False
                    self.served_s.append(now_s)

    def until_served(self, within_s: float) -> None:
        """Until everybody has had a letter on a connection of its own, counted from now."""
        self.joined_s, self.served_s = [], []
        end_s = time.monotonic() + within_s
        while len(self.served_s) < len(self._lines):
            assert time.monotonic() < end_s, f"{len(self.served_s)} of {len(self._lines)} were served"
            self.turn()

    def close(self) -> None:
        for line in self._lines:
            if line.wire is not None and line.wire.over is None:
                line.wire.close()
            line.close()

    def _wire(self, name: str) -> Callable[[Address], Wire]:
        return lambda address: Wire(address, name, ("storm/gone", b""), no_login)
