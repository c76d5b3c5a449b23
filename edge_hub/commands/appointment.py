"""`hall appointment`: what the guide desk types to book a slot, move it, give it up, or check somebody in."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ..refusal import refuse
from .desk import ItemArgument
from .hub import (
    BROKER,
    HALL,
    BrokerOption,
    CaOption,
    ClerkOption,
    CredentialOption,
    DeviceOption,
    HallOption,
    ItemsArgument,
    JsonOption,
    WhyOption,
    give,
)

if TYPE_CHECKING:
    from edge_hub.contract.queue import Lang

appointment = typer.Typer(help="Book, move and cancel appointments, and check in who has come.")

DayOption = Annotated[str, typer.Option("--day", metavar="DAY", help="Such as 2026-11-25.")]
StartOption = Annotated[str, typer.Option("--start", metavar="TIME", help="When the slot begins, such as 09:30.")]
WhichArgument = Annotated[str, typer.Argument(metavar="APPOINTMENT", help="Its code (8 digits) or its id.")]
CardOption = Annotated[
    bool,
    typer.Option(
        "--card",
        help="Ask for the number of the identity card, which is not shown; or read it as a line from standard input."
        " It stays on this machine: the hub is told a hash, keyed with the secret person-key of the keyring.",
    ),
]


@appointment.command("slots")
def list_slots(
    item: ItemArgument,
    day: Annotated[str, typer.Argument(metavar="DAY", help="Such as 2026-11-25.")],
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the slots of an item on a day, and how many places are left in each.

    \b
    Examples:
      hall appointment slots passport-issue 2026-11-25
    """
    from edge_hub.contract.appointment import ListSlots

    give(hall, device, broker, credential, ca, lambda: ListSlots(item=item, day=day), clerk, as_json=as_json)


@appointment.command("list")
def list_appointments(
    day: Annotated[str, typer.Argument(metavar="DAY", help="Such as 2026-11-25.")],
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the appointments of today or of a later day, without codes and persons.

    \b
    Examples:
      hall appointment list 2026-11-25
    """
    from edge_hub.contract.appointment import ListAppointments

    give(hall, device, broker, credential, ca, lambda: ListAppointments(day=day), clerk, as_json=as_json)


@appointment.command("book")
def book(
    items: ItemsArgument,
    day: DayOption,
    start: StartOption,
    card: CardOption = False,
    english: Annotated[bool, typer.Option("--english", help="The person reads English.")] = False,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Book a place in a slot of the first item. The answer holds the code by which the person checks in.

    \b
    Examples:
      hall appointment book passport-issue --day 2026-11-25 --start 09:30 --clerk 1045
      hall appointment book passport-issue --day 2026-11-25 --start 09:30 --card
    """
    from edge_hub.contract.appointment import BookAppointment

    lang: Lang = "en" if english else "zh"
    person = _card() if card else None
    give(
        hall, device, broker, credential, ca,
        lambda: BookAppointment(items=tuple(items), day=day, start=start, lang=lang, person=person), clerk,
        as_json=as_json,
    )  # fmt: skip


@appointment.command("move")
def move(
    which: WhichArgument,
    day: DayOption,
    start: StartOption,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Move an appointment to another slot of the same item. Its code stays.

    \b
    Examples:
      hall appointment move 31415926 --day 2026-11-26 --start 14:00
    """
    from edge_hub.contract.appointment import MoveAppointment

    give(
        hall, device, broker, credential, ca,
        lambda: MoveAppointment(appointment=_name(which), day=day, start=start), clerk, as_json=as_json,
    )  # fmt: skip


@appointment.command("cancel")
def cancel(
    which: WhichArgument,
    why: WhyOption = "",
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give an appointment up; somebody else may have its place.

    \b
    Examples:
      hall appointment cancel 31415926 --why "comes next week" --clerk 1045
    """
    from edge_hub.contract.appointment import CancelAppointment

    give(
        hall, device, broker, credential, ca, lambda: CancelAppointment(appointment=_name(which), why=why), clerk,
        as_json=as_json,
    )  # fmt: skip


@appointment.command("check-in")
def check_in(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="The code, typed or read from its QR code.", show_default=False)
    ] = None,
    card: CardOption = False,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check somebody in who has come: the answer is the ticket, of the class appointment if they are in time.

    \b
    Examples:
      hall appointment check-in 31415926
      hall appointment check-in --card
    """
    from edge_hub.contract.appointment import CheckIn, code_in

    if (code is None) is not card:
        refuse("请给出预约码，或用 --card。 Give either a CODE or --card.")
    shown = _card() if code is None else code_in(code)
    if shown is None:
        refuse("预约码是 8 位数字。 A code has 8 digits.")
    give(hall, device, broker, credential, ca, lambda: CheckIn(shown=shown), clerk, as_json=as_json)


def _name(which: str) -> str:
    from edge_hub.contract.appointment import code_in

    return code_in(which) or which


def _card() -> str:
    """The keyed hash of the number that is typed."""
    from edge_hub.client.person import NoNumber, person_hash
    from edge_hub.client.wire import LoginFault

    typed = typer.prompt("ID number", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    try:
        return person_hash(typed)
    except NoNumber as wrong:
        refuse(f"不是身份证号码。 This is no number of an identity card: {wrong}.")
    except LoginFault as fault:
        refuse(f"The number cannot be hashed: {fault}.")
