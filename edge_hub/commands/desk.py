"""`hall desk`: what the guide desk sees and does, from any shell of the hall's network."""

from typing import TYPE_CHECKING, Annotated

import typer

from .hub import (
    BROKER,
    HALL,
    BrokerOption,
    CaOption,
    ClerkOption,
    CredentialOption,
    DeviceOption,
    HallOption,
    JsonOption,
    WhyOption,
    console,
    give,
    guide_of,
    hall_clock,
)
from .people import as_given, hall_ms, people

if TYPE_CHECKING:
    from edge_hub.contract.announcement import Announce, EndAnnouncement
    from edge_hub.contract.item import CloseItem, OpenItem

desk = typer.Typer(help="See what needs a hand, help people, open and close items.")
desk.registered_commands += people.registered_commands

ItemArgument = Annotated[str, typer.Argument(metavar="ITEM", help="Id of an item.")]


@desk.command("show")
def show_desk(
    watch: Annotated[bool, typer.Option("--watch", help="Go on until Ctrl-C.")] = False,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Show printers out of paper, slips that did not come out, devices that are away, items that are closed.

    A console works in one shell at a time: while --watch runs, another command of the same console puts it out for some
    seconds, and two that watch put each other out. Give who watches all day a console of its own (--device).

    \b
    Examples:
      hall desk show             as it is now
      hall desk show --watch     every change, until Ctrl-C
    """
    from edge_hub.contract.item import CloseItem

    from ..desk import watch as watch_desk
    from ..opening import way_to

    device = console(hall, device, CloseItem)
    watch_desk(hall, device, way_to(broker, device, credential, ca), once=not watch)


@desk.command("sign-in")
def sign_in_at_desk(
    clerk: Annotated[str, typer.Argument(metavar="CLERK", help="Staff number; the PIN is asked for.")],
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Sit down at the desk: what this account does there from now on is done in your name.

    Until you sign out, leave the desk alone for long, somebody else signs in, or the day ends.

    \b
    Examples:
      hall desk sign-in 1045
      hall desk sign-in 1050 --device admin-1
    """
    from edge_hub.contract.item import CloseItem

    from ..opening import way_to
    from ..support import sign_in

    device = console(hall, device, CloseItem)
    guide = guide_of(clerk)
    assert guide is not None
    here = sign_in(hall, device, way_to(broker, device, credential, ca), guide)
    print(f"{device}: {here.name} ({here.clerk}) 已登录 is signed in")


@desk.command("sign-out")
def sign_out_at_desk(
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Leave the desk.

    \b
    Examples:
      hall desk sign-out
    """
    from edge_hub.contract.desk import SignOutDesk
    from edge_hub.contract.item import CloseItem

    from ..opening import way_to
    from ..support import show, sign_out

    device = console(hall, device, CloseItem)
    show(sign_out(hall, device, way_to(broker, device, credential, ca)), SignOutDesk(), hall)


@desk.command("close")
def close_item(
    item: ItemArgument,
    reason: Annotated[
        str, typer.Option(metavar="REASON", help="equipment, system, staff, full, change; other needs --why.")
    ] = "other",
    why: WhyOption = "",
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give no more tickets for an item today; who waits is still served. Citizens read the reason, not the words.

    \b
    Examples:
      hall desk close passport-issue --reason equipment --why "the camera is broken" --clerk 1045
    """

    def close() -> "CloseItem":
        from edge_hub.contract.item import CloseItem

        return CloseItem.model_validate_json(as_given(item=item, reason=reason.upper(), why=why))

    give(hall, device, broker, credential, ca, close, clerk, as_json=as_json)


@desk.command("open")
def open_item(
    item: ItemArgument,
    why: WhyOption = "",
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give tickets for a closed item again.

    \b
    Examples:
      hall desk open passport-issue --why "the camera works again" --clerk 1045
    """

    def reopen() -> "OpenItem":
        from edge_hub.contract.item import OpenItem

        return OpenItem(item=item, why=why)

    give(hall, device, broker, credential, ca, reopen, clerk, as_json=as_json)


@desk.command("announce")
def announce(
    zh: Annotated[str, typer.Argument(metavar="TEXT", help="Chinese, at most 120 signs; no word about a person.")],
    until: Annotated[str, typer.Option(metavar="TIME", help="Until when: 16:30, or 2026-11-25T12:00.")],
    en: Annotated[str, typer.Option("--en", metavar="TEXT", help="The same in English.", show_default=False)] = "",
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell everybody in the hall something, on call boards and ticket machines.

    \b
    Examples:
      hall desk announce 今天16:00停电检修 --en "Power off at 16:00 today" --until 16:30 --clerk 1045
    """

    def say() -> "Announce":
        from edge_hub.contract.announcement import Announce

        until_ms = hall_ms(until, "--until", hall_clock(hall, device, broker, credential, ca, Announce))
        return Announce(zh=zh, en=en, until_ms=until_ms)

    give(hall, device, broker, credential, ca, say, clerk, as_json=as_json)


@desk.command("unannounce")
def unannounce(
    announcement: Annotated[str, typer.Argument(metavar="ID", help="As `hall desk show` tells it.")],
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """End an announcement before its time.

    \b
    Examples:
      hall desk unannounce 01a20b2c-91c0-7000-8000-000000000004 --clerk 1045
    """

    def end() -> "EndAnnouncement":
        from edge_hub.contract.announcement import EndAnnouncement

        return EndAnnouncement(announcement=announcement)

    give(hall, device, broker, credential, ca, end, clerk, as_json=as_json)
