"""WHEN/THEN rules: which begin and which end now. Pure; the loop asks at every tick.

A rule is on from the moment its line is over one limit of `over`, within its hours, until the line is within all
limits of `ends` and it has held for `holds_min`; or until its hours end. Between the two limits nothing changes, so it
does not flap. While it is on, its windows also serve its items (`skills.py`), or its items are closed to new tickets
(`item.py`); so lines, snapshots, slips and counts follow it. What the guide desk opens meanwhile stays open. A day
begins with no rule on.

The line of a rule: all who wait for one of its items, those sent to one window included.
"""

from collections.abc import Iterator
from datetime import time
from typing import Literal, NamedTuple

from configs.when import When
from edge_hub.contract.base import Lasting
from edge_hub.contract.clock import at_hall
from edge_hub.contract.item import ClosingReason, ItemOpened
from edge_hub.contract.rule import RuleBegan, RuleEnded, RuleNow

from .hall import Hall
from .item import closing
from .plan import MIN_MS
from .routing import longest_wait_ms
from .values import RuleOn


class State(NamedTuple):
    """What the line of a rule is like."""

    waiting: int
    longest_ms: int


def rules_due(hall: Hall, now_ms: int) -> list[Lasting]:
    """What begins and what ends now, in the order of the configuration, with the doors that it opens and closes."""
    if not hall.plan.when and not hall.rules:
        return []
    ended = list(_ended(hall, now_ms))
    return [*ended, *_reopened(hall, {one.rule for one in ended}, now_ms), *_begun(hall, now_ms)]


def now_on(hall: Hall) -> tuple[RuleNow, ...]:
    """The rules that are on, as the guide desk sees them; the newest first."""
    on = sorted(hall.rules.values(), key=lambda one: (-one.since_ms, one.rule))
    return tuple(
        RuleNow(
            rule=one.rule, name=hall.plan.rule_names[one.rule], windows=hall.labels(one.windows), stops=one.stops,
            since_ms=one.since_ms,
        )
        for one in on
        if one.rule in hall.plan.rule_names
    )  # fmt: skip


def _begun(hall: Hall, now_ms: int) -> Iterator[Lasting]:
    clock, closed = at_hall(now_ms).time(), set(hall.closed_items)
    for rule in hall.plan.when.values():
        if rule.id in hall.rules or not _in_hours(rule, clock):
            continue
        items = hall.plan.items_of_rule[rule.id]
        line = _line(hall, items, now_ms)
        if not _over(line, rule.over.waiting, rule.over.wait_min):
            continue
        yield RuleBegan(
            rule=rule.id, items=items, windows=rule.then.also_serve, stops=rule.then.stop_tickets,
            waiting=line.waiting, longest_ms=line.longest_ms, at_ms=now_ms,
        )  # fmt: skip
        if rule.then.stop_tickets:
            yield from (
                closing(hall, item, ClosingReason.FULL, now_ms, rule=rule.id) for item in items if item not in closed
            )
            closed.update(items)


def _ended(hall: Hall, now_ms: int) -> Iterator[RuleEnded]:
    clock = at_hall(now_ms).time()
    for on in hall.rules.values():
        line = _line(hall, on.items, now_ms)
        because = _over_because(hall, on, line, clock, now_ms)
        if because:
            yield RuleEnded(
                rule=on.rule, because=because, waiting=line.waiting, longest_ms=line.longest_ms, at_ms=now_ms
            )


def _over_because(
    hall: Hall, on: RuleOn, line: State, clock: time, now_ms: int
) -> Literal["line", "hours", "changed"] | None:
    """Why a rule that is on ends now, if it does."""
    rule = hall.plan.when.get(on.rule)
    if rule is None or not _same(hall, rule, on):
        return "changed"
    if not _in_hours(rule, clock):
        return "hours"
    held = now_ms - on.since_ms >= rule.holds_min * MIN_MS
    return "line" if held and not _over(line, rule.ends.waiting, rule.ends.wait_min) else None


def _reopened(hall: Hall, ended: set[str], now_ms: int) -> Iterator[ItemOpened]:
    """What rules have closed and none that is still on keeps closed."""
    kept = {item for on in hall.rules.values() if on.stops and on.rule not in ended for item in on.items}
    mine = {item for on in hall.rules.values() if on.stops and on.rule in ended for item in on.items}
    for item, door in hall.closed_items.items():
        if door.rule is not None and door.reason is ClosingReason.FULL and item in mine - kept:
            yield ItemOpened(item=item, at_ms=now_ms)


def _same(hall: Hall, rule: When, on: RuleOn) -> bool:
    """Whether what is on is what the configuration says: it may have changed meanwhile."""
    says = (hall.plan.items_of_rule[rule.id], rule.then.also_serve, rule.then.stop_tickets)
    return says == (on.items, on.windows, on.stops)


def _in_hours(rule: When, clock: time) -> bool:
    return (rule.at is None or clock >= rule.at) and (rule.until is None or clock < rule.until)


def _over(line: State, waiting: int | None, wait_min: int | None) -> bool:
    return (waiting is not None and line.waiting > waiting) or (
        wait_min is not None and line.longest_ms > wait_min * MIN_MS
    )


def _line(hall: Hall, items: tuple[str, ...], now_ms: int) -> State:
    lines = [line for item in items if (line := hall.item_lines.get(item))]
    sent = [key for line in hall.sent_lines.values() for key in line if hall.tickets[key[3]].item in items]
    longest_ms = max([longest_wait_ms(lines, now_ms), *(now_ms - key[2] for key in sent)])
    return State(sum(map(len, lines)) + len(sent), max(0, longest_ms))
