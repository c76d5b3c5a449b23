"""`hall device probe`: what hangs on the wires, asked harmlessly."""

from typing import Annotated

import typer

from .hub import SiteOption


def probe_devices(
    places: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PLACE]...", help="A serial port or tcp://host:port.", show_default="all serial ports"),
    ] = None,
    network: Annotated[
        list[str] | None,
        typer.Option("--network", metavar="NET", help="Ask every address of it, such as 192.168.30.0/24."),
    ] = None,
    host: Annotated[
        str | None,
        typer.Option("--host", metavar="ID", help="Who owns the wires.", show_default="the first device_host"),
    ] = None,
    site: SiteOption = None,
) -> None:
    """Find out which known devices hang on the wires of this machine and on the network.

    Each driver asks only what is harmless: how are you, who are you. Nothing is unlocked, printed or shown. What
    devices.yaml already has is not asked, and a port that is in use is left alone. Scanners, keypads, pagers and bars
    by a template cannot be asked and are never found. Prints what is where, and lines for devices.yaml. Exit code 0:
    something was found; 1: nothing.

    \b
    Examples:
      hall device probe
      hall device probe /dev/ttyUSB0 tcp://192.168.30.9:4001
      hall device probe --network 192.168.30.0/24 --host wires-1
    """
    from ..opening import site_or_exit
    from ..probing import run_probe

    raise typer.Exit(run_probe(site_or_exit(site), places or (), network or (), host))
