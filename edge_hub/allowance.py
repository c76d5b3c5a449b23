"""How much a device may say: so many messages a second, and a store of them for a burst. What is more is not heard.

No terminal comes near it. The broker knows no such limit, and would pass on a flood until the hub drowns in reading it;
so a device that went too far is put out, and has a small allowance only for a while: it shuts out itself.
"""

from collections.abc import Callable

PER_S, BURST = 3000.0, 500.0
"""Of a device that behaves: far more than a client can ask that waits for each answer."""
SMALL_PER_S, SMALL_BURST = 5.0, 30.0
PUNISHED_S = 60.0
DEVICES_MAX = 4096


def nobody_hears(device: str) -> None:
    """Where nobody can be put out."""


class Allowance:
    """For one thread. `spend` says whether a message of the device is heard."""

    def __init__(self) -> None:
        self.flooded: Callable[[str], object] = nobody_hears
        """Told, once a second, of a device that has gone too far."""
        self._left: dict[str, list[float]] = {}
        """By device: what is left, and when that was reckoned."""
        self._until_s: dict[str, float] = {}
        """Devices with a small allowance, and until when."""
        self._told_s: dict[str, float] = {}

    def spend(self, device: str, now_s: float) -> bool:
        known = self._left.get(device)
        if known is None:
            if len(self._left) >= DEVICES_MAX:  # names that somebody makes up
                self._left.clear()
            known = self._left[device] = [BURST, now_s]
        small = bool(self._until_s) and self._punished(device, now_s)
        per_s, burst = (SMALL_PER_S, SMALL_BURST) if small else (PER_S, BURST)
        left = min(burst, known[0] + (now_s - known[1]) * per_s) - 1.0
        known[1] = now_s
        if left >= 0.0:
            known[0] = left
            return True
        known[0] = 0.0
        self._until_s[device] = now_s + PUNISHED_S
        if now_s - self._told_s.get(device, -1.0) >= 1.0:
            self._told_s[device] = now_s
            self.flooded(device)
        return False

    def _punished(self, device: str, now_s: float) -> bool:
        until_s = self._until_s.get(device)
        if until_s is not None and until_s <= now_s:
            del self._until_s[device]
            self._told_s.pop(device, None)
            return False
        return until_s is not None
