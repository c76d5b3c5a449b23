"""`hall device host|watch|test`: what hangs on wires, who owns it, how it is, and whether it works."""

from pathlib import Path
from typing import Annotated

import typer

from ..refusal import refuse
from .hub import BROKER, HALL, BrokerOption, CaOption, CredentialOption, DeviceOption, HallOption, SiteOption

StateOption = Annotated[
    Path | None,
    typer.Option("--state", metavar="DIR", help="What must not be forgotten.", show_default="the user's state folder"),
]
WiredArgument = Annotated[str, typer.Argument(metavar="ID", help="A device on a wire, of devices.yaml.")]


def run_host(
    bootstrap: Annotated[
        Path | None, typer.Option("--bootstrap", metavar="FILE", help="The bootstrap file of this host.")
    ] = None,
    host: Annotated[
        str | None, typer.Option("--host", metavar="ID", help="Without a bootstrap file: which device_host it is.")
    ] = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    credential: CredentialOption = None,
    ca: CaOption = None,
    state: StateOption = None,
) -> None:
    """Own the wires of this machine: open them, tell the hub how each device is, show called numbers on the bars.

    The hub tells what hangs here (`host:` in devices.yaml); it is known from the disk before the hub is heard. One
    process of a machine; it goes on while hub or broker are away, and until it is stopped.

    \b
    Examples:
      hall device host --bootstrap /etc/hall/host.yaml
      hall device host --host wires-3 --hall puer --broker 127.0.0.1:1883
    """
    from configs.bootstrap import load_bootstrap
    from configs.faults import ConfigError

    from ..device_host.start import Who, run, who_of
    from ..opening import way_to

    if (bootstrap is None) == (host is None):
        refuse("name either --bootstrap or --host.")
    if bootstrap is not None:
        try:
            who = who_of(load_bootstrap(bootstrap))
        except (ConfigError, OSError) as fault:
            refuse(f"{fault}")
    else:
        assert host is not None
        way = way_to(broker, host, credential, ca)
        who = Who(hall, host, (way.address,), way.login)
    raise typer.Exit(run(who, state))


def watch_devices(
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Follow the devices on wires: a line whenever one changes, until stopped with Ctrl-C.

    \b
    Examples:
      hall device watch
      hall device watch --hall puer --device guide-1 --credential guide-1
    """
    from edge_hub.contract.admission import ShowDevices

    from ..opening import way_to
    from ..wires import watch
    from .hub import console

    device = console(hall, device, ShowDevices)
    watch(hall, device, way_to(broker, device, credential, ca))


def test_device(
    which: WiredArgument,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who tests; stands in the result.")] = "",
    cell: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=9999, help="The cell to be opened.", show_default="asked")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Add the result to this file, one line of JSON.")
    ] = None,
    site: SiteOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Test one device step by step, with whoever stands before it; each step passes or fails.

    The process that owns the wire does it. Where none runs the port is opened for the test alone, so start this on the
    device's machine then. Nothing is opened or moved before a person has said yes. Exit code 0: every step passed; 1:
    one did not.

    \b
    Examples:
      hall device test led-w31
      hall device test cabinet-1 --cell 3 --by 1050 --json tests.jsonl
    """
    from edge_hub.contract.admission import ShowDevices

    from ..consoles import folder_here
    from ..opening import site_or_exit, way_to
    from ..self_testing import run_test
    from .hub import console

    found = site_or_exit(folder_here(site))
    if found.hall.id != hall:
        refuse(f"{folder_here(site)} is the configuration of {found.hall.id}, not of {hall}: see --site and --hall.")
    device = console(hall, device, ShowDevices)
    raise typer.Exit(run_test(found, which, device, way_to(broker, device, credential, ca), by, cell, json_file))
