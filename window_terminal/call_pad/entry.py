"""What a clerk has given on the sign-in page: number or card, then PIN. A frozen value; every key makes a new one.

The PIN is held only until it is sent, is never drawn (only its length is), and is gone after any answer.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

NUMBER_MAX = 12
PIN_MIN = 6
PIN_MAX = 12
DIGITS = frozenset("0123456789")
BACK = "back"
CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Entry:
    """The two fields and which of them the keys go to."""

    number: str = ""
    pin: str = field(default="", repr=False)
    into: Literal["number", "pin"] = "number"
    card: str = field(default="", repr=False)
    """In place of the number, which is then empty."""

    def key(self, key: str) -> "Entry":
        """One key: a digit, `back` or `clear`; anything else changes nothing."""
        text = self.number if self.into == "number" else self.pin
        longest = NUMBER_MAX if self.into == "number" else PIN_MAX
        if key == BACK:
            return self._with(text[:-1]) if text else replace(self, into="number", card="")
        if key == CLEAR:
            return self._with("")
        if len(key) == 1 and key in DIGITS and len(text) < longest:
            return self._with(text + key)
        return self

    def to(self, into: Literal["number", "pin"]) -> "Entry":
        return replace(self, into=into)

    def without_pin(self, keeps_card: bool = True) -> "Entry":
        """After a refusal: the number stays, the PIN is typed again."""
        card = self.card if keeps_card else ""
        return replace(self, pin="", card=card, into="pin" if self.number or card else "number")

    @property
    def complete(self) -> bool:
        return bool(self.number or self.card) and len(self.pin) >= PIN_MIN

    def _with(self, text: str) -> "Entry":
        return replace(self, number=text, card="") if self.into == "number" else replace(self, pin=text)
