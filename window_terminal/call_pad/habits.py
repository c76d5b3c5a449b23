"""How the autopilot works as a clerk: how long a service takes, who does not come, who is held or passed on. Pure.

Seeded, so that a practice day can be had again. Times are hall milliseconds.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Turn = Literal["serve", "no_show", "hold", "transfer"]
WALK_S = (5.0, 25.0)
"""How long people walk to the window."""
HOLD_S = (60.0, 240.0)
"""How long somebody on hold is away."""
USUAL_S = (300.0, 540.0)
"""Median and ninth decile where the order names none for an item."""
TENTH = 1.2815515594600038
"""The ninth decile of the normal distribution."""


@dataclass(slots=True)
class Habits:
    """What an order to work says, with a lot of its own."""

    clerk: str
    pin: str = field(repr=False)
    service_s: Mapping[str, tuple[float, float]]
    shares: Mapping[Turn, float]
    lot: random.Random = field(repr=False, default_factory=random.Random)

    @classmethod
    def of(cls, order: Mapping[str, Any]) -> "Habits":
        """From `{"clerk", "pin", "service_s": {item: [median, p90]}, "seed", "no_show", "hold", "transfer"}`."""
        service_s = {str(item): (float(pair[0]), float(pair[1])) for item, pair in order.get("service_s", {}).items()}
        shares: dict[Turn, float] = {
            "no_show": float(order.get("no_show", 0)),
            "hold": float(order.get("hold", 0)),
            "transfer": float(order.get("transfer", 0)),
        }
        if not all(0 <= share <= 1 for share in shares.values()) or sum(shares.values()) > 1:
            raise ValueError("no_show, hold and transfer are shares: each from 0 to 1, and at most 1 together")
        return cls(str(order["clerk"]), str(order["pin"]), service_s, shares, random.Random(int(order.get("seed", 0))))

    def turn(self) -> Turn:
        """What will become of the person who was just called."""
        lot = self.lot.random()
        for turn, share in self.shares.items():
            if lot < share:
                return turn
            lot -= share
        return "serve"

    def walk_ms(self) -> int:
        return round(self.lot.uniform(*WALK_S) * 1000)

    def hold_ms(self) -> int:
        return round(self.lot.uniform(*HOLD_S) * 1000)

    def service_ms(self, item: str) -> int:
        """Log-normal, as services are: most are short, some are long."""
        median, p90 = self.service_s.get(item, USUAL_S)
        spread = math.log(max(p90, median * 1.01) / median) / TENTH if median > 0 else 0.0
        return round(median * math.exp(self.lot.gauss(0, spread)) * 1000)
