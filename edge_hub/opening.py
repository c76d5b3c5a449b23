"""What the hub's commands open first: the configuration and the broker's address, or a sentence and exit code 2."""

import sys
from importlib.metadata import entry_points
from pathlib import Path

from configs.faults import ConfigError
from configs.site import Site, load_site

from .refusal import refuse

DEFAULT_SITE = Path(__file__).parent.parent / "configs" / "puer"


def site_or_exit(directory: Path | None) -> Site:
    """The configuration, or every fault of it on stderr."""
    options = {point.name: point.load().options for point in entry_points(group="hall.drivers")}
    try:
        return load_site(directory or DEFAULT_SITE, options)
    except ConfigError as wrong:
        print(f"{wrong}\nhall: the configuration has faults; `hall check` lists them.", file=sys.stderr)
        sys.exit(2)


def host_port(text: str) -> tuple[str, int]:
    """`127.0.0.1:1883` as (host, port)."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        refuse(f"--broker: “{text}” is no HOST:PORT such as 127.0.0.1:1883.")
    return host, int(port)
