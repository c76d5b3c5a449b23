"""A hall's whole configuration: `load_site` reads a directory, or raises every fault at once.

A `Site` that exists is consistent: every name in it leads somewhere, every item is served by a window.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel

from .base import Part
from .checks import CHECKS, drivers, photos
from .departments import Department
from .devices import HOST_KIND, Device, WiredDevice
from .draft import Draft, read_draft
from .drivers import NO_DRIVERS
from .faults import ConfigError, Fault
from .hall import Hall
from .items import Item
from .people import Clerk
from .photos import photos_in
from .rules import Rules
from .sources import Folder, Source
from .subjects import SUBJECTS
from .windows import Window


class Site(Part):
    """One hall with all that belongs to it. The accessors raise KeyError for an id that does not exist."""

    hall: Hall
    departments: tuple[Department, ...]
    items: tuple[Item, ...]
    windows: tuple[Window, ...]
    devices: tuple[Device, ...]
    """Terminals and hosts: what has an account on the broker."""
    wired: tuple[WiredDevice, ...] = ()
    """What hangs on wires."""
    clerks: tuple[Clerk, ...]
    rules: Rules
    photos: Mapping[str, Path] = {}
    """Where the photos lie that clerks have, by the name of the file."""

    def department(self, id: str) -> Department:
        return self.departments_by_id[id]

    def item(self, id: str) -> Item:
        return self.items_by_id[id]

    def window(self, id: str) -> Window:
        return self.windows_by_id[id]

    def device(self, id: str) -> Device:
        return self.devices_by_id[id]

    def clerk(self, id: str) -> Clerk:
        return self.clerks_by_id[id]

    @cached_property
    def departments_by_id(self) -> Mapping[str, Department]:
        return {each.id: each for each in self.departments}

    @cached_property
    def items_by_id(self) -> Mapping[str, Item]:
        return {each.id: each for each in self.items}

    @cached_property
    def windows_by_id(self) -> Mapping[str, Window]:
        return {each.id: each for each in self.windows}

    @cached_property
    def devices_by_id(self) -> Mapping[str, Device]:
        return {each.id: each for each in self.devices}

    @cached_property
    def wired_by_id(self) -> Mapping[str, WiredDevice]:
        return {each.id: each for each in self.wired}

    @cached_property
    def wired_of(self) -> Mapping[str, tuple[WiredDevice, ...]]:
        """Owner -> the devices whose wires its process owns, in the order of the file; who owns none is missing."""
        owned: dict[str, list[WiredDevice]] = {}
        for each in self.wired:
            owned.setdefault(each.owner, []).append(each)
        return {owner: tuple(devices) for owner, devices in owned.items()}

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Whose process owns wires: every host, also one on which nothing hangs yet, and terminals that own some."""
        hosts = (each.id for each in self.devices if each.kind == HOST_KIND)
        return tuple(dict.fromkeys((*hosts, *self.wired_of)))

    @cached_property
    def clerks_by_id(self) -> Mapping[str, Clerk]:
        return {each.id: each for each in self.clerks}

    @cached_property
    def window_items(self) -> Mapping[str, tuple[str, ...]]:
        """Window id -> ids of the items served there, in the order of the catalogue."""
        return {window.id: window.expand(self.items) for window in self.windows}

    @cached_property
    def window_weights(self) -> Mapping[str, Mapping[str, float]]:
        """Window id -> item id -> how much a minute of waiting for it counts there, where that is not 1."""
        weights: dict[str, dict[str, float]] = {}
        for window, items in self.window_items.items():
            weighed = {id: self.window(window).weight_of(self.item(id)) for id in items}
            weights[window] = {id: weight for id, weight in weighed.items() if weight != 1}
        return weights

    @cached_property
    def item_windows(self) -> Mapping[str, tuple[str, ...]]:
        """Item id -> ids of the windows that serve it, in the order of the windows."""
        served: dict[str, list[str]] = {item.id: [] for item in self.items}
        for window, items in self.window_items.items():
            for item in items:
                served[item].append(window)
        return {item: tuple(windows) for item, windows in served.items()}


def load_site(directory: Path, driver_options: Mapping[str, type[BaseModel]] = NO_DRIVERS) -> Site:
    """The site of a directory. Raises ConfigError with all faults, in the order of files and lines.

    `driver_options` maps a driver's name to the model of its options; with it, printers are checked too.
    """
    try:
        if not directory.is_dir():
            what = "is not a folder" if directory.exists() else "there is no such folder"
            raise ConfigError([Fault(str(directory), 0, "", what)])
        return site_from(Folder(directory), photos_in(directory), driver_options)
    except OSError as fault:
        named = str(fault.filename or directory)
        raise ConfigError([Fault(named, 0, "", f"cannot be read: {fault.strerror or fault}")]) from None


def site_from(
    source: Source, files: Mapping[str, Path | None], driver_options: Mapping[str, type[BaseModel]] = NO_DRIVERS
) -> Site:
    """As `load_site`, from any source. `files` are its photos; one that lies nowhere here was looked at before."""
    draft, faults = read_draft(source)
    found = [*faults, *(fault for check in CHECKS for fault in check(draft))]
    found += [*photos(draft, files), *drivers(draft, driver_options)]
    if found:
        raise ConfigError(in_order(found))
    return _site(draft, files)


def in_order(faults: list[Fault]) -> list[Fault]:
    """By subject, file and line, each only once."""
    order = {subject.name: n for n, subject in enumerate(SUBJECTS)}

    def place(fault: Fault) -> tuple[int, str, int]:
        subject = fault.file.partition("/")[0].removesuffix(".yaml")
        return order.get(subject, -1), fault.file, fault.line

    return sorted(dict.fromkeys(faults), key=place)


def _site(draft: Draft, files: Mapping[str, Path | None]) -> Site:
    parts = draft.parts
    order = {department.id: n for n, department in enumerate(parts["departments"])}
    return Site(
        hall=parts["hall"][0],
        departments=parts["departments"],
        items=tuple(sorted(parts["items"], key=lambda item: order[item.department])),
        windows=parts["windows"],
        devices=tuple(each for each in parts["devices"] if isinstance(each, Device)),
        wired=tuple(each for each in parts["devices"] if isinstance(each, WiredDevice)),
        clerks=parts["people"],
        rules=parts["rules"][0],
        photos={name: path for clerk in parts["people"] if (name := clerk.photo) and (path := files[name])},
    )
