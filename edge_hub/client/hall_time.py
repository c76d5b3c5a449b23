"""The hall's time as a device knows it: the rule of the hub's last heartbeat, corrected for a device clock that is off.

Pure: the caller brings its own real time. Devices of a hall take their time from the hub, but one with an empty clock
battery starts in 1970: its commands would all be too late by the hub's clock. So a heartbeat, which carries the hub's
`now_ms`, also tells how far the two machines are apart. Less than `SKEW_MIN_MS` is the delivery, not the clock.
"""

from dataclasses import dataclass

from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import HubStatus

SKEW_MIN_MS = 500
OWN_TIME = ClockRule()
"""Before the hub has spoken: the device's own clock."""


@dataclass(frozen=True, slots=True)
class HallTime:
    """One state of knowledge; a heartbeat makes the next."""

    rule: ClockRule = OWN_TIME
    skew_ms: int = 0
    known: bool = False

    def now_ms(self, real_ms: int) -> int:
        """The hall's time at the device's real time `real_ms`."""
        return self.rule.hall_ms(real_ms + self.skew_ms)

    def heard(self, status: HubStatus, real_ms: int, *, live: bool) -> "HallTime":
        """What a heartbeat says that came at `real_ms`; a retained one (not `live`) may be old and tells no skew."""
        if not live:
            return HallTime(status.clock, self.skew_ms, True)
        hub_real_ms = status.clock.real_start_ms + (status.now_ms - status.clock.start_ms) / status.clock.speed
        apart_ms = round(hub_real_ms - real_ms)
        skew_ms = apart_ms if abs(apart_ms - self.skew_ms) > SKEW_MIN_MS else self.skew_ms
        return HallTime(status.clock, skew_ms, True)

    def age_s(self, status: HubStatus, real_ms: int) -> float:
        """How many real seconds old a retained heartbeat is by its own words; negative if it is from the future."""
        return (status.clock.hall_ms(real_ms + self.skew_ms) - status.now_ms) / status.clock.speed / 1000
