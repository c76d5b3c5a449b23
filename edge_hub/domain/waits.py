"""How grave the waits are, by the thresholds of the rules: the hall's own, since no national figure exists."""

from configs.rules import Rules
from edge_hub.contract.device import LongWait
from edge_hub.contract.queue import WaitLevel

from .hall import NOBODY, Hall
from .routing import longest_wait_ms
from .values import Key

MIN_MS = 60_000


def level_of(rules: Rules, waiting: int, longest_ms: int) -> WaitLevel:
    """The level of a line: how many wait, and the longest for how long."""
    if longest_ms >= rules.red_wait_min * MIN_MS:
        return WaitLevel.RED
    if longest_ms >= rules.warn_wait_min * MIN_MS or waiting >= rules.warn_line_len:
        return WaitLevel.WARN
    return WaitLevel.NORMAL


def long_waits(hall: Hall, now_ms: int) -> list[LongWait]:
    """The items for which somebody waits too long, those who were sent to one window included; the longest first."""
    sent: dict[str, list[Key]] = {}
    for line in hall.sent_lines.values():
        for key in line:
            sent.setdefault(hall.tickets[key[3]].item, []).append(key)
    found = []
    for item in hall.item_lines.keys() | sent.keys():
        theirs = sorted(sent.get(item, ()))
        lines = (hall.item_lines.get(item, NOBODY), theirs)
        longest_ms = longest_wait_ms(lines, now_ms)
        level = level_of(hall.plan.site.rules, 0, longest_ms)
        if level is not WaitLevel.NORMAL:
            found.append(
                LongWait(
                    item=item, name=hall.names[item], waiting=sum(map(len, lines)), since_ms=now_ms - longest_ms,
                    level=level, windows=len(hall.open_windows(item)),
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (one.since_ms, one.item))
