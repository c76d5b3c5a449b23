"""`hall desk`: what the guide desk sees and does, from any shell of the hall's network."""

from typing import TYPE_CHECKING, Annotated

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
    WhyOption,
    give,
)

if TYPE_CHECKING:
    from edge_hub.contract.item import CloseItem, OpenItem

desk = typer.Typer(help="See what needs a hand, help people, open and close items.")

ItemArgument = Annotated[str, typer.Argument(metavar="ITEM", help="Id of an item.")]


@desk.command("show")
def show_desk(
    watch: Annotated[bool, typer.Option("--watch", help="Go on until Ctrl-C.")] = False,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = DEVICE,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Show printers out of paper, slips that did not come out, devices that are away, items that are closed.

    \b
    Examples:
      hall desk show             as it is now
      hall desk show --watch     every change, until Ctrl-C
    """
    from .desk import watch as watch_desk
    from .opening import way_to

    watch_desk(hall, device, way_to(broker, device, credential, ca), once=not watch)


@desk.command("close")
def close_item(
    item: ItemArgument,
    reason: Annotated[
        str, typer.Option(metavar="REASON", help="equipment, system, staff, full, change; other needs --why.")
    ] = "other",
    why: WhyOption = "",
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = DEVICE,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Give no more tickets for an item today; who waits is still served. Citizens read the reason, not the words.

    \b
    Examples:
      hall desk close passport-issue --reason equipment --why "the camera is broken"
    """

    def close() -> "CloseItem":
        from edge_hub.contract.item import CloseItem

        return CloseItem.model_validate_json(_json(item=item, reason=reason.upper(), why=why))

    give(hall, device, broker, credential, ca, close)


@desk.command("open")
def open_item(
    item: ItemArgument,
    why: WhyOption = "",
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = DEVICE,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Give tickets for a closed item again.

    \b
    Examples:
      hall desk open passport-issue
    """

    def reopen() -> "OpenItem":
        from edge_hub.contract.item import OpenItem

        return OpenItem(item=item, why=why)

    give(hall, device, broker, credential, ca, reopen)


def _json(**fields: object) -> str:
    """As a device would send it: words of the shell become the values of a strict model, or its refusal."""
    import json

    return json.dumps(fields)
