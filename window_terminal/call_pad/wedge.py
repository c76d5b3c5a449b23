"""What a card reader types: one that is a keyboard (a keyboard wedge) sends the number of a card and Enter at once.

Nobody types so fast, and no reader so slowly; so a burst of keys that ends with Enter is a card, and everything else is
a person. A frozen value; every key makes a new one.
"""

from dataclasses import dataclass, field

GAP_S = 0.06
"""Between two keys of a reader at most: they take 1 to 30 ms, the quickest hands some 80."""
CARD_MIN, CARD_MAX = 8, 32
"""Signs of a card's number. A PIN may be as long, but nobody types it within a second."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Keys that came one upon the other."""

    keys: str = field(default="", repr=False)
    last_s: float = float("-inf")

    def key(self, sign: str, now_s: float) -> "Burst":
        """One key of the keyboard."""
        keys = self.keys if now_s - self.last_s <= GAP_S else ""
        return Burst((keys + sign)[: CARD_MAX + 1], now_s)

    def card(self, now_s: float) -> str | None:
        """The card that was read, when Enter comes now."""
        at_once = now_s - self.last_s <= GAP_S and CARD_MIN <= len(self.keys) <= CARD_MAX
        return self.keys.upper() if at_once else None
