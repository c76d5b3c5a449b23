"""Who serves what now: what the configuration says, and the windows that help because a rule is on."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .plan import Plan
from .values import RuleOn


class Skills(NamedTuple):
    """Both ways, in the order of the configuration, what a rule adds behind the rest."""

    items_of_window: Mapping[str, tuple[str, ...]]
    windows_of_item: Mapping[str, tuple[str, ...]]
    helps: Mapping[tuple[str, str], str]
    """By window and item: the rule by which it helps."""


def skills_of(plan: Plan, rules: Iterable[RuleOn]) -> Skills:
    """Of a rule that names what the configuration has no more, only the rest counts."""
    helps: dict[tuple[str, str], str] = {}
    for on in rules:
        for window in on.windows:
            own = plan.items_of_window.get(window)
            if own is not None:
                new = (item for item in on.items if item in plan.windows_of_item and item not in own)
                helps |= {(window, item): helps.get((window, item), on.rule) for item in new}
    items, windows = plan.items_of_window, plan.windows_of_item
    for window, item in helps:
        items = {**items, window: (*items[window], item)}
        windows = {**windows, item: (*windows[item], window)}
    return Skills(items, windows, helps)
