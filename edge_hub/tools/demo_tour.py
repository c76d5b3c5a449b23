"""A tour of the ticket machines for the camera, before the first citizen: the screens that nobody stays on for long.

One touch at a time, as an order to the terminal; the next step waits for its report and for the screen to settle. A
touch that finds nothing ends the tour of that machine, which goes back home: pictures are not worth a lost citizen.
"""

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from configs.items import Item

from .demo_floor import Floor
from .practice import Cast

SETTLE_S = 0.6
Step = tuple[str, str]
"""("touch", name of an item on the screen), ("maybe", the same if it is there) or ("shot", name of the picture)."""


def steps_of(cast: Cast) -> list[list[Step]]:
    """What each machine shows: in Chinese by department and by search, then in English, large, and the themes."""
    item = next((one for seat in cast.seats for one in seat.items if one.wanted == 1), cast.seats[0].items[0])
    return [
        [
            ("shot", "home"), ("touch", f"department_{item.department}"), ("shot", "department"),
            ("touch", f"item_{item.id}"), ("shot", "confirm"), ("touch", "back"), ("maybe", "back"),
            ("touch", "openSearch"), *_typed(item), ("shot", "search"), ("touch", "back"),
            ("touch", "elder"), ("shot", "home-large"), ("touch", "elder"),
        ],
        [
            ("shot", "home"), ("touch", f"department_{item.department}"), ("shot", "department"), ("touch", "back"),
            ("touch", "language"), ("shot", "home-english"), ("touch", "language"),
            ("touch", "elder"), ("touch", "openThemes"), ("shot", "themes-large"), ("touch", "back"),
            ("touch", "elder"),
        ],
    ]  # fmt: skip


def _typed(item: Item) -> list[Step]:
    return [("touch", f"key_{letter.upper()}") for letter in item.initials[:2]]


@dataclass(slots=True)
class Tour:
    """The steps that are left at each machine."""

    floor: Floor
    folder: Path
    steps: dict[str, deque[Step]]
    _due_s: dict[str, float] = field(default_factory=dict)
    _asked: dict[str, Step] = field(default_factory=dict)

    def on(self, machine: str) -> bool:
        """Whether the machine is still being shown."""
        return machine in self.steps

    def heard(self, machine: str, report: dict[str, Any], now_s: float) -> None:
        """The report of a step: the next one may come when the screen has settled."""
        what = report.get("what")
        if machine not in self._asked or what not in ("touch", "shot", "fault"):
            return
        if what == "fault" and self._asked.pop(machine)[0] != "maybe":
            self.steps[machine] = deque((("maybe", "back"), ("maybe", "back")))
        self._asked.pop(machine, None)
        self._due_s[machine] = now_s + (SETTLE_S if what == "touch" else 0.0)

    def tend(self, now_s: float) -> None:
        """Order the steps whose time has come."""
        for machine in list(self.steps):
            if machine in self._asked or now_s < self._due_s.get(machine, 0.0):
                continue
            if not self.steps[machine]:
                del self.steps[machine]
                continue
            do, name = self._asked[machine] = self.steps[machine].popleft()
            if do == "shot":
                self.floor.order(machine, {"do": "shot", "path": str(self.folder / f"{machine}-{name}.png")})
            else:
                self.floor.order(machine, {"do": "touch", "name": name})


def tour_of(floor: Floor, cast: Cast, folder: Path, now_s: float) -> Tour:
    """The tour of the machines of a cast. It begins when the first snapshots are drawn."""
    machines = [machine.id for machine in cast.machines]
    steps = {machine: deque(some) for machine, some in zip(machines, steps_of(cast), strict=True)}
    return Tour(floor, folder, steps, dict.fromkeys(machines, now_s + SETTLE_S))
