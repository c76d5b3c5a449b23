"""The one clock of the hub: hall time from a rule, and monotonic time for durations."""

import time
from datetime import datetime
from uuid import uuid4

from edge_hub.contract.clock import HALL_ZONE, ClockRule, to_ms


class HallClock:
    """Reads the machine's clocks. In a practice hall the rule starts elsewhere and runs faster."""

    def __init__(self, rule: ClockRule) -> None:
        self.rule = rule
        self.boot_id = uuid4().hex

    def now_ms(self) -> int:
        return self.rule.hall_ms(round(time.time() * 1000))

    def mono_s(self) -> float:
        return time.monotonic()

    def drift_s(self) -> float:
        """Wall minus monotonic time, in real seconds: constant unless somebody sets the clock."""
        return time.time() - time.monotonic()


def practice_rule(start: str, speed: float) -> ClockRule:
    """A rule that begins now at `start` (`2026-11-24T09:00`, hall time) and runs `speed` times as fast. Raises
    ValueError for what is no time of this century."""
    moment = datetime.fromisoformat(start)
    if not 2000 <= moment.year < 2100:
        raise ValueError(f"{start} is not in this century")
    aware = moment if moment.tzinfo else moment.replace(tzinfo=HALL_ZONE)
    return ClockRule(start_ms=to_ms(aware), real_start_ms=round(time.time() * 1000), speed=speed)
