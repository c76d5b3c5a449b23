"""`hall desk`, as far as it is about people and their tickets: what a guide does for somebody, and why.

In the session of `hall desk sign-in`, or of a guide who signs in for one command and leaves again.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from ..refusal import refuse
from .hub import (
    BROKER,
    HALL,
    BrokerOption,
    CaOption,
    ClerkOption,
    CredentialOption,
    DeviceOption,
    GroundOption,
    HallOption,
    ItemsArgument,
    JsonOption,
    TicketArgument,
    WhyOption,
    give,
    hall_clock,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_hub.contract import desk as k
    from edge_hub.contract import queue as q

people = typer.Typer()

ReasonOption = Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason; it is sealed in the record.")]
ClassOption = Annotated[str, typer.Option("--class", metavar="ID", help="Class of the ticket.")]
AtOption = Annotated[
    str, typer.Option("--at", metavar="TIME", help="When it was given out today: 10:25.", show_default="now")
]


@people.command("take")
def take_for_somebody(
    items: ItemsArgument,
    reason: Annotated[
        str, typer.Option(metavar="REASON", help="no_phone, no_id, sight, machine; other needs --why.")
    ],
    print_at: Annotated[
        str | None,
        typer.Option(metavar="MACHINE", help="The ticket machine that prints it.", show_default="write it down"),
    ] = None,
    cls: ClassOption = "normal",
    ground: GroundOption = None,
    why: WhyOption = "",
    lift: Annotated[
        bool, typer.Option("--lift", help="Although without an ID, past the daily limit or the last ticket time.")
    ] = False,
    lang: Annotated[str, typer.Option(metavar="LANG", help="zh or en.")] = "zh",
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a ticket for somebody without a phone, an ID or sight, and for everybody while the machines are down.

    \b
    Examples:
      hall desk take social-card-apply --reason sight --print-at tm-1 --clerk 1045
      hall desk take id-card-renew --reason no_phone --class priority --ground elderly --clerk 1045
      hall desk take passport-issue --reason no_id --lift --why "card is being renewed" --clerk 1045
    """

    def take() -> "k.TakeAtDesk":
        from edge_hub.contract.desk import TakeAtDesk

        return TakeAtDesk.model_validate_json(as_given(
            items=items, cls=cls, ground=ground, lang=lang, reason=reason.upper(), why=why, lift=lift,
            print_at=print_at,
        ))  # fmt: skip

    give(hall, device, broker, credential, ca, take, clerk, as_json=as_json)


@people.command("written")
def register_written(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="As it was written: A800.")],
    items: ItemsArgument,
    at: AtOption = "",
    cls: ClassOption = "normal",
    ground: GroundOption = None,
    why: WhyOption = "",
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register a number that was written on paper while the hub was away. Twice is as good as once.

    \b
    Examples:
      hall desk written A800 social-card-apply --at 10:25 --clerk 1045
      hall desk written A801 social-card-apply --class priority --ground disabled --clerk 1045
    """

    def register() -> "k.RegisterWritten":
        from edge_hub.contract.desk import RegisterWritten

        now_ms = hall_clock(hall, device, broker, credential, ca, RegisterWritten)
        taken_ms = hall_ms(at, "--at", now_ms) if at else None
        return RegisterWritten(
            number=number.upper(), items=tuple(items), cls=cls, ground=ground, why=why, taken_ms=taken_ms
        )

    give(hall, device, broker, credential, ca, register, clerk, as_json=as_json)


@people.command("call")
def call_to_window(
    window: Annotated[str, typer.Argument(metavar="WINDOW", help="Id of an open window.")],
    ticket: TicketArgument,
    why: ReasonOption,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Call a ticket to a window out of turn.

    \b
    Examples:
      hall desk call w01 A007 --why "cannot stand" --clerk 1045
    """

    def call() -> "q.CallTicket":
        from edge_hub.contract.queue import CallTicket

        return CallTicket(window=window, ticket=ticket, why=why)

    give(hall, device, broker, credential, ca, call, clerk, as_json=as_json)


@people.command("cancel")
def cancel(
    ticket: TicketArgument,
    why: ReasonOption,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Cancel a ticket.

    \b
    Examples:
      hall desk cancel A007 --why "went home" --clerk 1045
    """

    def end() -> "q.Cancel":
        from edge_hub.contract.queue import Cancel

        return Cancel(ticket=ticket, why=why)

    give(hall, device, broker, credential, ca, end, clerk, as_json=as_json)


@people.command("merge")
def merge(
    ticket: TicketArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The ticket that stays, with its place.")],
    why: ReasonOption,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make one ticket of two that one person took.

    \b
    Examples:
      hall desk merge A009 A007 --why "took two" --clerk 1045
    """

    def join() -> "k.MergeTickets":
        from edge_hub.contract.desk import MergeTickets

        return MergeTickets(ticket=ticket, into=into, why=why)

    give(hall, device, broker, credential, ca, join, clerk, as_json=as_json)


@people.command("priority")
def give_priority(
    ticket: TicketArgument,
    cls: ClassOption = "priority",
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", "--ground", metavar="REASON", help="One of the class's reasons in rules.yaml, such as elderly."
        ),
    ] = None,
    why: WhyOption = "",
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a waiting ticket priority, or take it back (--class normal).

    \b
    Examples:
      hall desk priority A007 --reason elderly --clerk 1045
    """

    def give_it() -> "k.GivePriority":
        from edge_hub.contract.desk import GivePriority

        return GivePriority(ticket=ticket, cls=cls, reason=reason, why=why)

    give(hall, device, broker, credential, ca, give_it, clerk, as_json=as_json)


@people.command("lift")
def lift_limit(
    ticket: TicketArgument,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="Id of an item.")],
    why: ReasonOption,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let the person of a ticket take one more for an item today, with their own card at any machine.

    \b
    Examples:
      hall desk lift A007 passport-issue --why "a paper was missing" --clerk 1045
    """

    def more() -> "k.LiftLimit":
        from edge_hub.contract.desk import LiftLimit

        return LiftLimit(ticket=ticket, item=item, why=why)

    give(hall, device, broker, credential, ca, more, clerk, as_json=as_json)


def hall_ms(text: str, option: str, now_ms: "Callable[[], int]") -> int:
    """`16:30` (of the hall's present day, for which the hub is asked by `now_ms`) or `2026-11-25T12:00` as hall
    milliseconds."""
    from datetime import datetime

    from edge_hub.contract.clock import HALL_ZONE, day_of, to_ms

    try:
        told = datetime.fromisoformat(text if "T" in text else f"2000-01-01T{text}")
    except ValueError:
        refuse(f"{option}: “{text}” is no time such as 16:30 or 2026-11-25T12:00.")
    if "T" not in text:
        told = datetime.combine(datetime.fromisoformat(day_of(now_ms())), told.timetz())
    return to_ms(told if told.tzinfo else told.replace(tzinfo=HALL_ZONE))


def as_given(**fields: object) -> str:
    """As a device would send it: words of the shell become the values of a strict model, or its refusal."""
    import json

    return json.dumps(fields)
