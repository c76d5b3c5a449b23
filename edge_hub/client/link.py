"""What a device knows of its way to the hub: is the broker there, and does the hub's heart beat.

Pure: the caller brings the monotonic time. The three states are what a person at the screen must be told apart: UP;
NO_BROKER is a matter of cables and the hall network; NO_HUB is a matter of the hub's machine.
A hub that is silent for `silence_s` is taken for gone, whatever its last words were: 5 s, or two and a
half of its own beats where it beats slower. Link times are times of the world, also in a practice hall.
"""

from dataclasses import dataclass
from enum import StrEnum

SILENCE_MIN_S = 5.0
BEATS_MISSED = 2.5


class Link(StrEnum):
    """The way to the hub."""

    UP = "UP"
    NO_BROKER = "NO_BROKER"
    NO_HUB = "NO_HUB"


@dataclass(slots=True)
class LinkWatch:
    """The state of the link from three kinds of news: the connection, the hub's beats, and time passing."""

    connected: bool = False
    beat_at_s: float | None = None
    beat_s: float = 2.0

    @property
    def silence_s(self) -> float:
        """How long the hub may be silent."""
        return max(SILENCE_MIN_S, BEATS_MISSED * self.beat_s)

    def joined(self) -> None:
        """The broker accepted us; the hub has not been heard on this connection."""
        self.connected = True
        self.beat_at_s = None

    def lost(self) -> None:
        """The connection is gone."""
        self.connected = False
        self.beat_at_s = None

    def beat(self, at_s: float, beat_s: float) -> None:
        """The hub's heart beat at the monotonic time `at_s`; the next one is due in `beat_s`."""
        self.beat_at_s = at_s
        self.beat_s = beat_s

    def down(self) -> None:
        """The hub (or its last will) said that it is down."""
        self.beat_at_s = None

    def at(self, now_s: float) -> Link:
        """The link at `now_s`."""
        if not self.connected:
            return Link.NO_BROKER
        if self.beat_at_s is None or now_s - self.beat_at_s >= self.silence_s:
            return Link.NO_HUB
        return Link.UP

    def due_s(self) -> float | None:
        """When to look again if no news comes; None if time alone changes nothing."""
        return None if self.beat_at_s is None else self.beat_at_s + self.silence_s
