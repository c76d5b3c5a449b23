"""Whether the numbers on the board may still be believed. Pure: real (monotonic) seconds go in, a phase comes out.

A board with old numbers sends people to wrong windows, a blank one only makes them ask. So: numbers are shown while the
hub's heart beats and its picture of the calls is not older than it is valid for; a short silence is said, a long one
blanks. The hub repeats its pictures well within their validity, so a quiet hall is no silence. What a broker kept of a
hub that is gone is never enough by itself: without a heartbeat there are no numbers.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf

UP = "UP"
START_S = 4.0
"""A board that has just been switched on says only that it is connecting."""
PATIENCE_S = 2.0
"""A broken connection is usually back within a second. A hub whose heart has stopped was already waited for."""


class Phase(StrEnum):
    """What the board may show."""

    STARTING = "starting"
    LIVE = "live"
    STALE = "stale"
    """The last picture, with a sentence that it is not up to date."""
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Trust:
    """What is known of the way to the hub."""

    began_s: float
    link: str = "NO_BROKER"
    up_s: float = -inf
    """When the link was last known to be up."""
    heard_s: float = -inf
    """When the picture of the calls came last."""
    say_s: float = inf
    """From when on it is said that the link is down."""


def linked(trust: Trust, link: str, now_s: float) -> Trust:
    """The link is `link` since now."""
    if link == UP:
        return replace(trust, link=link, up_s=now_s, say_s=inf)
    if trust.link != UP:
        return replace(trust, link=link)
    return replace(trust, link=link, up_s=now_s, say_s=now_s + (PATIENCE_S if link == "NO_BROKER" else 0.0))


def heard(trust: Trust, now_s: float) -> Trust:
    """The picture of the calls came, new or repeated."""
    return replace(trust, heard_s=now_s)


def phase(trust: Trust, now_s: float, valid_s: float) -> Phase:
    """What may be shown at `now_s`, when the picture is valid for `valid_s`."""
    up = trust.link == UP
    believed = trust.up_s > -inf and trust.heard_s > -inf
    if not believed:
        return Phase.STARTING if now_s - trust.began_s < START_S else Phase.BLANK
    silent_s = 0.0 if up else now_s - trust.up_s
    if max(silent_s, now_s - trust.heard_s) >= valid_s:
        return Phase.BLANK
    return Phase.LIVE if up or now_s < trust.say_s else Phase.STALE
