"""How long each pending reprint has been waited for, in seconds of the world: paper is not faster in a practice hall.

Not kept over a restart: whatever is pending then gets its full time again.
"""

from edge_hub.contract.reprint import PENDING, ReprintState

from .domain.hall import Hall
from .domain.values import Reprint

LIMIT_S = {ReprintState.ASKED: 20.0, ReprintState.PRINTING: 45.0}
"""A machine that is there fetches within a second; a slip ends at the machine within 25."""


class Reprints:
    """Belongs to the loop's thread. Times are monotonic."""

    def __init__(self) -> None:
        self._since: dict[tuple[str, ReprintState], float] = {}

    def over(self, hall: Hall, now_s: float) -> list[Reprint]:
        """Those whose time is over."""
        pending = {(one.request, one.state): one for one in hall.reprints.values() if one.state in PENDING}
        self._since = {key: self._since.get(key, now_s) for key in pending}
        return [one for key, one in pending.items() if now_s - self._since[key] >= LIMIT_S[one.state]]
