"""`hall device`: who is let into the hall, as an administrator decides it and as a device asks for it."""

from typing import Annotated

import typer

from .commands import (
    BROKER,
    DEVICE,
    HALL,
    BrokerOption,
    CaOption,
    CredentialOption,
    DeviceOption,
    HallOption,
)
from .refusal import refuse

device = typer.Typer(help="Let devices in, put them out, and list them.")
WhichArgument = Annotated[str, typer.Argument(metavar="WHICH", help="A device of devices.yaml.")]


@device.callback()
def devices() -> None:
    """Devices of the hall, and who lets them in."""


@device.command("revoke")
def revoke_device(
    which: WhichArgument,
    cause: Annotated[
        str, typer.Option(metavar="CAUSE", help="lost, stolen, replaced, misused or retired.")
    ],
    why: Annotated[str, typer.Option(metavar="WORDS", help="More words for the record, about the device.")] = "",
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = DEVICE,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Put a device out at once.

    The hub ignores it, ends its session, and its certificate or password counts no more. It is on record at which
    console this was done, and why. The device comes in again only after it has asked and was approved again.

    \b
    Examples:
      hall device revoke tm-1 --cause stolen --why "gone since the weekend"
    """
    from pydantic import ValidationError

    from edge_hub.contract.admission import Cause, RevokeDevice

    from .opening import way_to
    from .support import ask, show

    if cause.upper() not in Cause.__members__:
        refuse(f"--cause: “{cause}” is none of {', '.join(one.lower() for one in Cause)}.")
    try:
        body = RevokeDevice(device=which, cause=Cause(cause.upper()), why=why)
    except ValidationError:
        refuse(f"“{which}” is no device's id, or the words are too many.")
    show(ask(hall, device, way_to(broker, device, credential, ca), body))


@device.command("list")
def list_devices(
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = DEVICE,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """List the devices that somebody approved or revoked, and those that ask to be let in.

    \b
    Examples:
      hall device list
      hall device list --hall puer --device guide-1 --credential guide-1
    """
    from edge_hub.contract.admission import DeviceList, ShowDevices

    from .admitting import table
    from .opening import way_to
    from .support import ask, show

    reply = ask(hall, device, way_to(broker, device, credential, ca), ShowDevices())
    if not reply.ok:
        show(reply)
    for line in table(DeviceList.model_validate(reply.result)):
        print(line)
