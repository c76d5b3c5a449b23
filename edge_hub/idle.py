"""How long nobody has touched the pad of each window, or the console of each desk, where somebody is signed in, in
seconds of the world.

Not kept over a restart: everybody gets a fresh start then, which is the kinder error. A practice hall that runs fast
has the same ten minutes: hands do not run faster.
"""

from .domain.clerk import may_lapse
from .domain.hall import Hall
from .domain.values import Seat, Window


class Idle:
    """Belongs to the loop's thread. Times are monotonic."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self._since: dict[str, tuple[str | None, float]] = {}
        """By window: the session, and when it was last touched or needed no touch."""
        self._desks: dict[str, float] = {}
        """By console: when it was last touched."""

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

    def touched_desk(self, device: str, now_s: float) -> None:
        """A command came with a session of this console."""
        self._desks[device] = now_s

    def desks_over(self, hall: Hall, now_s: float) -> list[Seat]:
        """Seats that nobody has touched for too long: whoever helps people leaves the desk alone."""
        self._desks = {device: self._desks.get(device, now_s) for device in hall.seats}
        return [seat for seat in hall.seats.values() if now_s - self._desks[seat.device] >= self.limit_s]
