"""The bars of text that follow their windows: always the latest text, never a queue of old ones.

A bar is given one text at a time; what changes meanwhile waits, and only the last of it. What a bar did not take is not
put again from here: its driver repeats it when the bar is back. All may be called from any thread and never wait.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.conversation import Fact, Fault
from drivers.signs import ShowFailed, Shown, ShowText

Ask = Callable[[ShowText], Fault | None]
FEED = "feed."


@dataclass(slots=True)
class Bar:
    """One bar."""

    window: str
    ask: Ask
    _gate: threading.Lock = field(default_factory=threading.Lock)
    _wanted: str | None = None
    _asked: str | None = None
    _busy: bool = False
    _nth: int = 0

    def want(self, text: str, *, again: bool = False) -> None:
        """Show this from now on. `again`: also if it was shown, since somebody else has used the bar."""
        with self._gate:
            self._wanted = text
            if again:
                self._asked = None
            self._next()

    def again(self) -> None:
        """Show what was shown last, if anything was."""
        if self._wanted is not None:
            self.want(self._wanted, again=True)

    def heard(self, fact: Fact) -> None:
        """What the bar's port tells."""
        if isinstance(fact, Shown | ShowFailed) and fact.id.startswith(FEED):
            with self._gate:
                self._busy = False
                self._next()

    def _next(self) -> None:
        if self._busy or self._wanted is None or self._wanted == self._asked:
            return
        self._nth += 1
        if self.ask(ShowText(f"{FEED}{self._nth}", self._wanted)) is None:
            self._busy, self._asked = True, self._wanted
