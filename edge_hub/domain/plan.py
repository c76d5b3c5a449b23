"""The plan of a hall: the configuration arranged for decisions (who serves what, which rank, which queue)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from configs.devices import Device
from configs.items import Item
from configs.site import Site
from edge_hub.contract.queue import NORMAL

from .numbering import spans_of


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
    photos: Mapping[str, str]
    """The blob with the photo of a clerk, by the clerk's id; whoever has none is missing."""

    @cached_property
    def lent_all(self) -> range:
        """All spans, which follow one another: asked for with every ticket."""
        spans = self.lent.values()
        return range(min((one.start for one in spans), default=0), max((one.stop for one in spans), default=0))

    @property
    def wait_max_ms(self) -> int:
        """After this nobody is passed by a better class any more."""
        return self.site.rules.priority_wait_max_min * 60_000

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
    return Plan(
        site=site,
        items_of_window=site.window_items,
        windows_of_item=site.item_windows,
        queue_of_item=queue_of_item,
        rank_of_class={cls.id: cls.rank for cls in site.rules.classes},
        devices=site.devices_by_id,
        lent=spans_of(
            [one.id for one in site.devices if one.kind == "ticket_machine"], site.rules.leases.first,
            site.rules.leases.per_machine,
        ),
        photos=photos or {},
    )  # fmt: skip
