"""Which console a shell command speaks as when none is named: the one of the configuration that may give the command.

Of several roles that may, the least powerful counts first, in the order of `configs.people.ROLES`: a guide's work is
done at the guide desk although a manager's console may do it too.
"""

from collections.abc import Collection, Iterable
from pathlib import Path

from configs.devices import Device
from configs.faults import ConfigError
from configs.people import ROLES, Role
from configs.site import Site, load_site

from .opening import DEFAULT_SITE, driver_options, site_or_exit
from .refusal import refuse

INSTALLED_SITE = Path("/etc/hall/site")
"""Where the units of packaging/systemd keep the hall's configuration."""


def consoles_with(devices: Iterable[Device], may: Collection[Role]) -> tuple[str, ...]:
    """The consoles that have the first of these roles that any console has."""
    held = [(one.id, one.roles or ()) for one in devices if one.kind == "console"]
    for role in ROLES:
        found = tuple(id for id, roles in held if role in roles)
        if role in may and found:
            return found
    return ()


def folder_here(folder: Path | None = None) -> Path:
    """The folder that is named, else the machine's own configuration, else the hall that is shipped."""
    return folder or (INSTALLED_SITE if INSTALLED_SITE.is_dir() else DEFAULT_SITE)


def console_for(hall: str, may: Collection[Role], folder: Path | None = None) -> str:
    """The one console of the machine's configuration that has one of these roles; else a sentence and exit code 2."""
    folder = folder_here(folder)
    site: Site = site_or_exit(folder)
    if site.hall.id != hall:
        refuse(f"{folder} is the configuration of {site.hall.id}, not of {hall}: name the console with --device.")
    found = consoles_with(site.devices, may)
    if not found:
        refuse(f"no console of {folder} has one of the roles {', '.join(may)}: name a console with --device.")
    if len(found) > 1:
        refuse(f"{' and '.join(found)} may both do that: name one of them with --device.")
    return found[0]


def site_here(hall: str) -> Site | None:
    """This machine's configuration, if it is whole and of that hall."""
    try:
        site = load_site(_folder(), driver_options())
    except ConfigError:
        return None
    return site if site.hall.id == hall else None


def _folder() -> Path:
    return INSTALLED_SITE if INSTALLED_SITE.is_dir() else DEFAULT_SITE
