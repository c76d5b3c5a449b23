"""The hall's clock as a rule that every process can follow.

A practice hall runs faster than the world: its time is start + speed x elapsed. The hub states the rule in its status,
so that every screen shows the same time. Time-outs of links and replies stay in real time.
"""

from datetime import datetime, timedelta, timezone
from typing import Annotated

from pydantic import Field

from .base import Lenient

HALL_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one zone without summer time since 1991."""


class ClockRule(Lenient):
    """Hall time = start_ms + speed x (real time - real_start_ms), all in Unix milliseconds."""

    start_ms: int = 0
    real_start_ms: int = 0
    speed: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] = 1.0

    def hall_ms(self, real_ms: int) -> int:
        """Hall time for the real Unix time `real_ms` (the hub's machine)."""
        return self.start_ms + round((real_ms - self.real_start_ms) * self.speed)

    def hall_span_ms(self, real_s: float) -> int:
        """How much hall time passes in `real_s` seconds of the world."""
        return round(real_s * 1000 * self.speed)

    def real_span_s(self, hall_ms: int) -> float:
        """How many seconds of the world pass in `hall_ms` of hall time: what a person at the glass lives through."""
        return hall_ms / 1000 / self.speed

    @property
    def practice(self) -> bool:
        return self.speed != 1.0 or self.start_ms != self.real_start_ms


def at_hall(ms: int) -> datetime:
    """Hall milliseconds as the local time that people read."""
    return datetime.fromtimestamp(ms / 1000, HALL_ZONE)


def to_ms(moment: datetime) -> int:
    """Local (aware) time as hall milliseconds."""
    return round(moment.timestamp() * 1000)


def day_of(ms: int) -> str:
    """The day in the hall, as records write it."""
    return at_hall(ms).date().isoformat()


def minute_of(ms: int) -> str:
    """The day and the minute in the hall, for a sentence in which the day may be what is wrong."""
    return f"{at_hall(ms):%Y-%m-%d %H:%M}"
