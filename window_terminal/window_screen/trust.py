"""Whether the numbers above the window may still be believed. Pure: real (monotonic) seconds go in, a phase comes out.

An old number sends people to a clerk who waits for somebody else; no number only makes them look at the clerk. So a
short silence of the hub is said, a longer one warns, a long one takes the numbers away. The hub's heart beats every two
seconds and it repeats its pictures every thirty, so a quiet hall is no silence. What a broker has kept of a hub that is
gone is never enough by itself: without a heartbeat there are no numbers.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf

UP = "UP"
START_S = 4.0
"""A screen that has just been switched on says only that it is connecting."""
PATIENCE_S = 2.0
"""A broken connection is usually back within this time: nobody is troubled for it."""
OLD_S = 10.0
BLANK_S = 60.0


class Phase(StrEnum):
    """What may be shown."""

    STARTING = "STARTING"
    LIVE = "LIVE"
    CUT = "CUT"
    """Hardly old; the screen says that it is not being brought up to date."""
    OLD = "OLD"
    """Perhaps wrong by now; the screen says so."""
    BLANK = "BLANK"
    """No numbers."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What is known of the way to the hub. Times are on the screen's own monotonic clock."""

    began_s: float
    link: str = "NO_BROKER"
    been_up: bool = False
    word_s: float = -inf
    """When the hub last said anything while its heart was beating."""
    picture_s: float = -inf
    """When the picture of the window came last, new or repeated."""


def linked(trust: Trust, link: str) -> Trust:
    """The link is `link` now."""
    return replace(trust, link=link, been_up=trust.been_up or link == UP)


def heard(trust: Trust, now_s: float, *, picture: bool) -> Trust:
    """A snapshot came; `picture` says that it was the window's."""
    return replace(
        trust,
        word_s=now_s if trust.link == UP else trust.word_s,
        picture_s=now_s if picture else trust.picture_s,
    )


def phase(trust: Trust, now_s: float, valid_s: float = BLANK_S) -> Phase:
    """What may be shown at `now_s`, when the window's picture is valid for `valid_s`."""
    if not trust.been_up or trust.picture_s == -inf:
        return Phase.STARTING if now_s - trust.began_s < START_S else Phase.BLANK
    silent_s = 0.0 if trust.link == UP else now_s - trust.word_s
    if silent_s > BLANK_S or now_s - trust.picture_s > max(valid_s, BLANK_S):
        return Phase.BLANK
    if silent_s > OLD_S:
        return Phase.OLD
    return Phase.CUT if silent_s >= PATIENCE_S else Phase.LIVE
