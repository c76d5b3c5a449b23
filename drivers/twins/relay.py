"""A board of relays and inputs with Modbus RTU or TCP, as it hangs behind window lamps and emergency buttons.

    function 1, 5, 15   coil relay - 1: the relay is on
    function 2          input - 1: somebody holds the button down
    function 3, 6, 16   the same relays as words, 0 and 1

Inferred: that relays can also be had as words, which many boards do, and how long a press lasts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from drivers.twins.modbus_slave import Slave, Tables
from drivers.twins.twin import Deed, Output, Reply, Twin, number

WORDS: Final = {
    "press": "press N: somebody presses button N and lets it go after press_s",
    "hold": "hold N: button N stays down",
    "release": "release N: button N comes up",
}


@dataclass(frozen=True, slots=True)
class Options:
    framing: str = "rtu"
    unit: int = 1
    relays: int = 8
    inputs: int = 8
    press_s: float = 0.5

    def __post_init__(self) -> None:
        if not 1 <= self.relays <= 64 or not 0 <= self.inputs <= 64 or not 0.01 <= self.press_s <= 60:
            raise ValueError("relays 1 to 64; inputs 0 to 64; press_s 0.01 to 60")


class Relay(Twin, Tables):
    words = WORDS

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.relays = [0] * self.options.relays
        self._down: dict[int, float | None] = {}
        """Buttons that are down, each with when it comes up; None: not by itself."""
        self._deeds: list[Output] = []
        self._slave = Slave(self.options.framing, self.options.unit, self)

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        answers = [Reply(answer) for answer in self._slave.hear(data, now_s)]
        deeds, self._deeds = self._deeds, []
        return [*outputs, *answers, *deeds]

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        button = number(rest, 1, self.options.inputs)
        if word == "release":
            self._down.pop(button, None)
            return [*outputs, Deed("released", {"button": button})]
        self._down[button] = now_s + self.options.press_s if word == "press" else None
        return [*outputs, Deed("pressed", {"button": button})]

    def tick(self, now_s: float) -> list[Output]:
        up = [button for button, up_s in self._down.items() if up_s is not None and now_s >= up_s]
        for button in up:
            del self._down[button]
        return [Deed("released", {"button": button}) for button in up]

    def wake_s(self) -> float | None:
        return min((up_s for up_s in self._down.values() if up_s is not None), default=None)

    def power_cycle(self, now_s: float) -> list[Output]:
        """Relays fall off."""
        self._slave.forget()
        fallen = [Deed("off", {"relay": at}) for at, on in enumerate(self.relays, 1) if on]
        self.relays = [0] * self.options.relays
        return list(fallen)

    def cure(self, now_s: float) -> list[Output]:
        self._down.clear()
        return []

    def read(self, function: int, address: int) -> int | None:
        if function == 2:
            return int(address + 1 in self._down) if address < self.options.inputs else None
        return self.relays[address] if function in (1, 3) and address < len(self.relays) else None

    def write(self, function: int, address: int, value: int) -> bool:
        if address >= len(self.relays) or value > 1:
            return False
        if self.relays[address] != value:
            self._deeds.append(Deed("on" if value else "off", {"relay": address + 1}))
        self.relays[address] = value
        return True
