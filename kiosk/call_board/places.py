"""Which call stands in which place of the board. Pure: the heart of the call board.

People look for their number where they saw it last, so a call never moves while it is shown. Rules, strongest first:

1. A call keeps its place until it leaves the hub's picture or must make room.
2. Whoever is called is shown before anybody who is being served, the newest first: room is made by the oldest number
   being served, and only then by the oldest call.
3. A number already being served does not come back into a place that fell free: it would look like a new call.

A list that is `eager` gives up rule 3: it always holds the newest calls that it has room for, each in its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edge_hub.contract.hall import Call

Key = tuple[str, str]
"""One call is one number at one window; a recall is the same call again."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places, and which calls the board has known in its last picture."""

    seats: tuple[Call | None, ...]
    seen: frozenset[Key] = frozenset()

    @property
    def shown(self) -> tuple[Call, ...]:
        """The calls in places, in the order of the places."""
        return tuple(call for call in self.seats if call is not None)


def free(count: int) -> Places:
    """So many places, all free."""
    return Places((None,) * count)


def key(call: Call) -> Key:
    return call.number, call.window


def seat(places: Places, calls: Sequence[Call], *, eager: bool = False) -> Places:
    """The places once the hub's picture holds `calls`."""
    now = {key(call): call for call in calls}
    seats = [now.get(key(call)) if call else None for call in places.seats]
    seated = {key(call) for call in seats if call}
    coming = [call for call in now.values() if key(call) not in seated]
    if not eager:
        coming = [call for call in coming if is_called(call) or key(call) not in places.seen]
    for call in sorted(coming, key=rank, reverse=True):
        at = _room(seats, call, eager)
        if at is not None:
            seats[at] = call
    return Places(tuple(seats), frozenset(now))


def without_place(places: Places, calls: Iterable[Call]) -> tuple[Call, ...]:
    """Those of `calls` that are in no place."""
    seated = {key(call) for call in places.shown}
    return tuple(call for call in calls if key(call) not in seated)


def rank(call: Call) -> tuple[bool, int, str]:
    """What deserves a place more: called before being served, then the newer one; the number decides a tie."""
    return is_called(call), call.called_ms, call.number


def is_called(call: Call) -> bool:
    return call.state == "CALLED"


def _room(seats: Sequence[Call | None], call: Call, eager: bool) -> int | None:
    """The place for `call`: a free one, or that of the call that deserves its place least; None if there is none."""
    if None in seats:
        return seats.index(None)
    if not seats or not (eager or is_called(call)):
        return None
    least = min(range(len(seats)), key=lambda at: _rank_at(seats, at))
    return least if _rank_at(seats, least) < rank(call) else None


def _rank_at(seats: Sequence[Call | None], at: int) -> tuple[bool, int, str]:
    call = seats[at]
    assert call is not None
    return rank(call)
