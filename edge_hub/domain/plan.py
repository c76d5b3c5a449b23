"""The plan of a hall: the configuration arranged for decisions (who serves what, which rank, which queue)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from configs.devices import Device
from configs.items import Item
from configs.routing import LongestWait, SpecialistFirst
from configs.rules import Rules
from configs.site import Site
from configs.when import When
from configs.windows import expand
from edge_hub.contract.base import Words
from edge_hub.contract.queue import NORMAL

from .numbering import spans_of
from .routing import ONE, Policy

MIN_MS = 60_000


class Cap(NamedTuple):
    """Windows that all have a daily cap serve these items and nobody else does: so many of them a day at most."""

    items: tuple[str, ...]
    services: int


@dataclass(frozen=True)
class Plan:
    """Arranged once at start; the same for every command until the configuration changes."""

    site: Site
    items_of_window: Mapping[str, tuple[str, ...]]
    windows_of_item: Mapping[str, tuple[str, ...]]
    queue_of_item: Mapping[str, str]
    rank_of_class: Mapping[str, int]
    devices: Mapping[str, Device]
    lent: Mapping[str, range]
    """The span of numbers that a ticket machine gives without the hub."""
    written: Mapping[str, range]
    """The span of numbers that a guide desk writes by hand while the hub is away."""
    caps_of_item: Mapping[str, tuple[Cap, ...]]
    """What the daily caps of windows leave for an item; an item with a window that has no cap is missing."""
    photos: Mapping[str, str]
    """The blob with the photo of a clerk, by the clerk's id; whoever has none is missing."""
    policy: Policy
    weights_of_window: Mapping[str, Mapping[str, int]]
    """In thousandths, where they are not 1."""
    when: Mapping[str, When]
    """The WHEN/THEN rules, in the order of the configuration."""
    items_of_rule: Mapping[str, tuple[str, ...]]
    """Whose line a rule looks at."""

    @cached_property
    def lent_all(self) -> range:
        """All spans, which follow one another: asked for with every ticket."""
        spans = [*self.lent.values(), *self.written.values()]
        return range(min((one.start for one in spans), default=0), max((one.stop for one in spans), default=0))

    @cached_property
    def class_names(self) -> Mapping[str, Words]:
        return {cls.id: Words(zh=cls.name.zh, en=cls.name.en) for cls in self.site.rules.classes}

    @cached_property
    def grounds_of_class(self) -> Mapping[str, Mapping[str, Words]]:
        """By which reasons somebody belongs to a class; a class that asks for none is missing."""
        return {
            cls.id: {one.id: Words(zh=one.name.zh, en=one.name.en) for one in cls.reasons}
            for cls in self.site.rules.classes
            if cls.reasons
        }

    @cached_property
    def rule_names(self) -> Mapping[str, Words]:
        return {id: Words(zh=rule.name.zh, en=rule.name.en) for id, rule in self.when.items()}

    @cached_property
    def worst_rank(self) -> int:
        """Nobody overtakes with it."""
        return max(self.rank_of_class.values())

    @property
    def normal_rank(self) -> int:
        """The rank of a ticket without any privilege."""
        return self.rank_of_class[NORMAL]

    def item(self, item_id: str) -> Item | None:
        return self.site.items_by_id.get(item_id)

    def label(self, window_id: str) -> str:
        window = self.site.windows_by_id.get(window_id)
        return window.label if window else window_id


def plan_of(site: Site, photos: Mapping[str, str] | None = None) -> Plan:
    """The plan that a (checked) configuration describes; `photos` are those that the hub keeps."""
    queue_of_department = {department.id: department.queue for department in site.departments}
    queue_of_item = {item.id: queue_of_department[item.department] for item in site.items}
    weights = {
        window: {item: round(weight * ONE) for item, weight in items.items()}
        for window, items in site.window_weights.items()
    }
    machines = [one.id for one in site.devices if one.kind == "ticket_machine"]
    desks = [one.id for one in site.devices if one.kind == "console" and {"guide", "manager"} & set(one.roles or ())]
    spans = spans_of([*machines, *desks], site.rules.leases.first, site.rules.leases.per_machine)
    return Plan(
        site=site,
        items_of_window=site.window_items,
        windows_of_item=site.item_windows,
        queue_of_item=queue_of_item,
        rank_of_class={cls.id: cls.rank for cls in site.rules.classes},
        devices=site.devices_by_id,
        lent={one: spans[one] for one in machines},
        written={one: spans[one] for one in desks},
        caps_of_item=caps_of(site.item_windows, {one.id: one.daily_cap for one in site.windows}),
        photos=photos or {},
        policy=policy_of(site.rules),
        weights_of_window=weights,
        when={rule.id: rule for rule in site.rules.when},
        items_of_rule={rule.id: expand(rule.line, site.items) for rule in site.rules.when},
    )  # fmt: skip


def policy_of(rules: Rules) -> Policy:
    """The policy that the rules name, ready to be applied."""
    named = rules.policy
    better = sorted((cls.rank for cls in rules.classes), reverse=True)
    normal = better.index(next(cls.rank for cls in rules.classes if cls.id == NORMAL))
    step_ms = named.head_start_min * MIN_MS if isinstance(named, LongestWait) else 0
    return Policy(
        name=named.name,
        strict=not isinstance(named, LongestWait),
        head_start_ms={rank: (n - normal) * step_ms for n, rank in enumerate(better)},
        overtakes_max=named.overtakes_max,
        delay_max_ms=named.priority_delay_max_min * MIN_MS,
        special_others_max=named.others_max if isinstance(named, SpecialistFirst) else -1,
        special_head_start_ms=named.head_start_min * MIN_MS if isinstance(named, SpecialistFirst) else 0,
    )


def caps_of(
    windows_of_item: Mapping[str, tuple[str, ...]], cap_of: Mapping[str, int | None]
) -> dict[str, tuple[Cap, ...]]:
    """The daily caps of windows as bounds on items: of the windows of an item, and of every larger group of windows
    that serves some item, if all of the group have a cap. Most halls have none: the answer is empty then."""
    groups = {frozenset(windows) for windows in windows_of_item.values() if windows}
    capped = {
        group: Cap(
            tuple(item for item, windows in windows_of_item.items() if windows and group.issuperset(windows)),
            sum(cap_of[window] or 0 for window in group),
        )
        for group in groups
        if all(cap_of[window] is not None for window in group)
    }
    found = {item: tuple(cap for group, cap in capped.items() if item in cap.items) for item in windows_of_item}
    return {item: caps for item, caps in found.items() if caps}
