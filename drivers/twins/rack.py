"""A rack that charges phones or guide sets, answering Modbus RTU or TCP: what is in each slot, and how warm it is.

No source shows the registers of any make; these are invented, and stand in words and in bits:

    function 3, 4   word `state_at` + slot - 1: 0 free, 1 charging, 2 full, 3 faulty; word `temperature_at`: 0.1 degrees
    function 1, 2   bit slot - 1: something is in it; bit 100 + slot - 1: faulty
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from drivers.twins.modbus_slave import Slave, Tables
from drivers.twins.twin import Deed, Output, Reply, Twin, number

FREE, CHARGING, FULL, FAULT = 0, 1, 2, 3
FAULT_BITS_AT: Final = 100
WORDS: Final = {
    "plug": "plug N: something to be charged comes into slot N",
    "full": "full N: what is in slot N is charged",
    "take": "take N: slot N is emptied",
    "break": "break N: slot N becomes faulty",
    "mend": "mend N: slot N is whole again, and empty",
    "warm": "warm C: the rack has so many degrees",
}
_BECOMES: Final = {"plug": CHARGING, "full": FULL, "take": FREE, "break": FAULT, "mend": FREE}


@dataclass(frozen=True, slots=True)
class Options:
    framing: str = "rtu"
    unit: int = 1
    slots: int = 8
    state_at: int = 0
    temperature_at: int = 100
    charge_s: float = 3600.0

    def __post_init__(self) -> None:
        if not 1 <= self.slots <= 128 or not 0 <= self.state_at <= 60000 or not 0 <= self.temperature_at <= 65535:
            raise ValueError("slots 1 to 128; state_at 0 to 60000; temperature_at 0 to 65535")
        if self.state_at <= self.temperature_at < self.state_at + self.slots or not 0.01 <= self.charge_s <= 86400:
            raise ValueError("temperature_at may not lie among the slots; charge_s 0.01 to 86400")


class Rack(Twin, Tables):
    words = WORDS

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.slots = [FREE] * self.options.slots
        self.degrees = 25
        self._full_s: dict[int, float] = {}
        self._slave = Slave(self.options.framing, self.options.unit, self)

    def hear(self, data: bytes, now_s: float) -> list[Output]:
        return [*self.tick(now_s), *(Reply(answer) for answer in self._slave.hear(data, now_s))]

    def obey(self, word: str, rest: str, now_s: float) -> list[Output]:
        outputs = self.tick(now_s)
        if word == "warm":
            self.degrees = number(rest, 0, 150)
            return outputs
        slot = number(rest, 1, self.options.slots)
        if word == "plug" and self.slots[slot - 1] != FREE:
            raise ValueError(f"slot {slot} is not free")
        if word == "full" and self.slots[slot - 1] != CHARGING:
            raise ValueError(f"nothing charges in slot {slot}")
        return [*outputs, *self._becomes(slot, _BECOMES[word], now_s)]

    def tick(self, now_s: float) -> list[Output]:
        due = sorted(slot for slot, full_s in self._full_s.items() if now_s >= full_s)
        return [output for slot in due for output in self._becomes(slot, FULL, now_s)]

    def wake_s(self) -> float | None:
        return min(self._full_s.values(), default=None)

    def power_cycle(self, now_s: float) -> list[Output]:
        self._slave.forget()
        return []

    def cure(self, now_s: float) -> list[Output]:
        self.degrees = 25
        broken = [slot for slot, state in enumerate(self.slots, 1) if state == FAULT]
        return [output for slot in broken for output in self._becomes(slot, FREE, now_s)]

    def read(self, function: int, address: int) -> int | None:
        if function > 2:
            if address == self.options.temperature_at:
                return self.degrees * 10
            at = address - self.options.state_at
            return self.slots[at] if 0 <= at < len(self.slots) else None
        faulty, at = divmod(address, FAULT_BITS_AT) if address >= FAULT_BITS_AT else (0, address)
        if faulty > 1 or at >= len(self.slots):
            return None
        return int(self.slots[at] == FAULT if faulty else self.slots[at] in (CHARGING, FULL))

    def _becomes(self, slot: int, state: int, now_s: float) -> list[Output]:
        self.slots[slot - 1] = state
        self._full_s.pop(slot, None)
        if state == CHARGING:
            self._full_s[slot] = now_s + self.options.charge_s
        return [Deed(("free", "charging", "full", "faulty")[state], {"slot": slot})]
