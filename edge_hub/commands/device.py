"""`hall device`: who is let into the hall, as an administrator decides it and as a device asks for it."""

from pathlib import Path
from typing import Annotated

import typer

from ..refusal import refuse
from . import probe, report, wires
from .hub import (
    BROKER,
    HALL,
    BrokerOption,
    ByOption,
    CaOption,
    ClerkOption,
    CredentialOption,
    DeviceOption,
    HallOption,
    console,
    guide_of,
)

device = typer.Typer(help="Let devices in, put them out, list them; own, test and follow what hangs on wires.")
WhichArgument = Annotated[str, typer.Argument(metavar="WHICH", help="A device of devices.yaml.")]


@device.callback()
def devices() -> None:
    """Devices of the hall, and who lets them in."""


@device.command("enrol")
def enrol_device(
    which: WhichArgument,
    hub: Annotated[str, typer.Option("--hub", metavar="HOST:PORT", help="The status port of the hub.")],
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the terminal's files shall lie.")],
    ca: Annotated[
        Path | None, typer.Option("--ca", metavar="FILE", help="The hall's CA, carried here on a stick.")
    ] = None,
    ca_fingerprint: Annotated[
        str | None,
        typer.Option("--ca-fingerprint", metavar="DIGITS", help="Or its fingerprint, typed (hall ca init shows it)."),
    ] = None,
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password of 256 bits; for a pad without certificates.")
    ] = False,
) -> None:
    """On the device itself: ask to be let in, show the code, and wait until an administrator has approved it.

    The key is made here and never leaves. Afterwards the folder holds all that the terminal needs to start. Without
    --ca and --ca-fingerprint all rests on whoever compares the fingerprint with what the hub shows: without that you
    may trust somebody who sits between.

    \b
    Examples:
      hall device enrol tm-1 --hub 192.168.30.2:8443 --folder /etc/hall/terminal --ca /media/stick/ca.pem
      hall device enrol call-w1 --hub 192.168.30.2:8443 --folder /etc/hall/terminal --password
    """
    from ..admitting import enrol
    from ..opening import host_port

    enrol(which, host_port(hub, "--hub"), folder, ca, ca_fingerprint, password=password)


@device.command("approve")
def approve_device(
    which: WhichArgument,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The 8 signs on the device's screen.")],
    fingerprint: Annotated[
        str | None,
        typer.Option(metavar="DIGITS", help="The fingerprint on the device's screen.", show_default="asks to compare"),
    ] = None,
    by: ByOption = None,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Let in the device that shows this code, after comparing its fingerprint with the one that the hub sees.

    \b
    Examples:
      hall device approve tm-1 K7M2Q9XD --clerk 1050
    """
    from edge_hub.contract.admission import ApproveDevice

    from ..admitting import approve
    from ..opening import way_to

    device = console(hall, device, ApproveDevice)
    approve(hall, device, way_to(broker, device, credential, ca), which, code, fingerprint, by, guide_of(clerk))


@device.command("revoke")
def revoke_device(
    which: WhichArgument,
    cause: Annotated[
        str, typer.Option(metavar="CAUSE", help="lost, stolen, replaced, misused or retired.")
    ],
    why: Annotated[str, typer.Option(metavar="WORDS", help="More words for the record, about the device.")] = "",
    by: ByOption = None,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Put a device out at once.

    The hub ignores it, ends its session, and its certificate or password counts no more. It is on record who did
    this, at which console, and why. The device comes in again only after it has asked and was approved again.

    \b
    Examples:
      hall device revoke tm-1 --cause stolen --why "gone since the weekend" --clerk 1050
    """
    from pydantic import ValidationError

    from edge_hub.contract.admission import Cause, RevokeDevice

    from ..opening import way_to
    from ..support import ask, show

    if cause.upper() not in Cause.__members__:
        refuse(f"--cause: “{cause}” is none of {', '.join(one.lower() for one in Cause)}.")
    try:
        body = RevokeDevice(device=which, cause=Cause(cause.upper()), why=why, by=by)
    except ValidationError:
        refuse(f"“{which}” is no device's id, or the words are too many.")
    device = console(hall, device, RevokeDevice)
    show(ask(hall, device, way_to(broker, device, credential, ca), body, guide_of(clerk)), body, hall)


@device.command("list")
def list_devices(
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """List the devices that somebody approved or revoked, those that ask to be let in, and what hangs on wires.

    Of a device on a wire: how it is, since when, why, what helps, and what it has counted.

    \b
    Examples:
      hall device list
      hall device list --hall puer --device admin-1 --credential admin-1
    """
    from edge_hub.contract.admission import ShowDevices

    from ..admitting import listed
    from ..opening import way_to

    device = console(hall, device, ShowDevices)
    listed(hall, device, way_to(broker, device, credential, ca), guide_of(clerk))


device.command("host")(wires.run_host)
device.command("watch")(wires.watch_devices)
device.command("test")(wires.test_device)
device.command("probe")(probe.probe_devices)
device.command("report")(report.report_devices)


@device.command("twin", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run_twin(
    context: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help="Which device; without one: a list.")] = None,
) -> None:
    """Run a simulated device that speaks the wire; one JSON line for everything that it does.

    Words on its standard input use and trouble it (`--words` lists them): open a door, lay a card on the reader,
    noise, half a frame, unplugged. `--port` is pty or a TCP port (0 for a free one), `--set NAME=VALUE` an option
    of the device, `--bytes` tells every byte.

    \b
    Examples:
      hall device twin
      hall device twin lock_8a --port pty --set channels=12
      hall device twin lock_8a --words
      hall device twin lock_cu12 --port 4001 --bytes
      hall device twin printer --port 9100 --out slips
    """
    import os
    import sys

    # The process becomes the twin: nothing of the hub stands between a person's words and the device.
    kinds = [] if kind is None else [kind]
    os.execv(sys.executable, [sys.executable, "-m", "drivers.twins", *kinds, *context.args])
