"""How the screens of a counter say times: waiting minutes, a running stopwatch, the clock on the wall. Pure.

Times come as hall milliseconds. A time that seems to lie ahead (two clocks differ a little) reads as zero.
"""

from math import ceil

from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule, at_hall

WEEKDAYS = (
    Words(zh="星期一", en="Mon"), Words(zh="星期二", en="Tue"), Words(zh="星期三", en="Wed"),
    Words(zh="星期四", en="Thu"), Words(zh="星期五", en="Fri"), Words(zh="星期六", en="Sat"),
    Words(zh="星期日", en="Sun"),
)  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def minutes_since(since_ms: int, now_ms: int) -> int:
    """Whole minutes that have passed."""
    return max(0, now_ms - since_ms) // 60_000


def stopwatch(span_ms: int) -> str:
    """03:20, and 1:03:20 from the first hour on."""
    seconds = max(0, span_ms) // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60:02}:{rest % 60:02}"


def wall_clock(now_ms: int) -> str:
    """09:42 by the hall's time."""
    return at_hall(now_ms).strftime("%H:%M")


def today(now_ms: int) -> Words:
    """11月24日 星期二."""
    day = at_hall(now_ms)
    weekday = WEEKDAYS[day.weekday()]
    return Words(zh=f"{day.month}月{day.day}日 {weekday.zh}", en=f"{weekday.en} {day.day} {MONTHS[day.month - 1]}")


def seconds_left(until_ms: int, now_ms: int, clock: ClockRule) -> int:
    """Seconds of the world until the hall's time is `until_ms`: whoever counts down with the screen lives in the world,
    also in a practice hall in quick motion. Rounded up, so that it never shows 0 while there is time."""
    return max(0, ceil(clock.real_span_s(until_ms - now_ms)))
