"""How long nobody has touched the pad of each window where a clerk is signed in, in seconds of the world.

Not kept over a restart: everybody gets a fresh start then, which is the kinder error. A practice hall that runs fast
has the same ten minutes: hands do not run faster.
"""

from .domain.clerk import may_lapse
from .domain.hall import Hall
from .domain.values import Window


class Idle:
    """Belongs to the loop's thread. Times are monotonic."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self._since: dict[str, tuple[str | None, float]] = {}
        """By window: the session, and when it was last touched or needed no touch."""

    def touched(self, window: Window, now_s: float) -> None:
        """A command came with the session of this window."""
        self._since[window.id] = (window.session, now_s)

    def over(self, hall: Hall, now_s: float) -> list[Window]:
        """Windows whose session nobody has touched for too long although there was something to do."""
        found = []
        for window in hall.windows.values():
            session, since_s = self._since.get(window.id, (None, now_s))
            if not may_lapse(hall, window) or session != window.session:
                self.touched(window, now_s)
            elif now_s - since_s >= self.limit_s:
                found.append(window)
        return found
