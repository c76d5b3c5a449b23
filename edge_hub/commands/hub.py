"""`hall hub`, `hall ticket`, `hall clerk` and `hall journal`: what an administrator types on the hub's machine."""

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from ..refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge_hub.contract.desk import SignInDesk
    from edge_hub.contract.envelope import AnyCommand

    from ..store.journal import Record

B = TypeVar("B")

hub = typer.Typer(help="Run the hub of a hall.")
ticket = typer.Typer(help="Take, show and call tickets from a shell, for support.")
clerk = typer.Typer(help="Give clerks PINs and cards.")
journal = typer.Typer(help="Verify and read the journal of a hub.")

SiteOption = Annotated[
    Path | None,
    typer.Option(
        "--site", metavar="DIR", help="Folder of the configuration.", show_default="configs/puer, the hall of Pu'er"
    ),
]
DataOption = Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder of the hub's database.")]
BrokerOption = Annotated[str, typer.Option("--broker", metavar="HOST:PORT", help="Address of the broker.")]
HallOption = Annotated[str, typer.Option("--hall", metavar="ID", help="Id of the hall.")]
DeviceOption = Annotated[
    str | None,
    typer.Option(
        "--device", metavar="ID", help="The console that gives the command.",
        show_default="the one whose roles allow it",
    ),
]
ItemsArgument = Annotated[list[str], typer.Argument(metavar="ITEM", help="Ids of items, in the order of service.")]
TicketArgument = Annotated[str, typer.Argument(metavar="TICKET", help="Number of today (A001) or id of a ticket.")]
WhyOption = Annotated[
    str, typer.Option(metavar="WORDS", help="The reason; it is sealed in the record.", show_default=False)
]
ClerkOption = Annotated[
    str | None,
    typer.Option(
        "--clerk", metavar="CLERK", help="Who does it; the PIN is asked for.", show_default="whoever is signed in"
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="STAFF", help="Who does it, without a PIN yet; else --clerk.", show_default=False
    ),
]
CredentialOption = Annotated[
    str | None,
    typer.Option(
        "--credential", metavar="NAME", help="Name of the secret in the keyring; left out: loopback without a login."
    ),
]
CaOption = Annotated[
    Path | None,
    typer.Option(
        "--ca", metavar="FILE", help="The hall's CA, a file in PEM: always inside TLS, and trust nobody else."
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="All that the hub answers, for programs; of a ticket also its token.")
]
TlsCertOption = Annotated[
    Path | None, typer.Option("--tls-cert", metavar="FILE", help="Certificate of this machine, for hub and standby.")
]
TlsKeyOption = Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="Its private key.")]
GroundOption = Annotated[
    str | None,
    typer.Option(
        "--ground", metavar="KIND",
        help="By what they go first: one of the class's reasons in rules.yaml, such as elderly.",
    ),
]
BROKER, HALL = "127.0.0.1:1883", "puer"


@hub.command()
def run_hub(
    data: DataOption,
    site: SiteOption = None,
    broker: BrokerOption = BROKER,
    credential: Annotated[
        str | None, typer.Option(metavar="NAME", help="The hub's account on the broker, and its secret in the keyring.")
    ] = None,
    ca: CaOption = None,
    practice_start: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Practice hall: the hall's time at the start, such as 2026-11-24T09:00."),
    ] = None,
    speed: Annotated[
        float, typer.Option(metavar="X", min=0.1, max=1000, help="Practice hall: how fast its time runs.")
    ] = 1.0,
    restored: Annotated[
        bool, typer.Option("--restored", help="The data came back from a backup: begin a new epoch. For one start.")
    ] = False,
    check_after_s: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, max=600, help="Check the whole file so long after the start.")
    ] = 300.0,
    status_port: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=0, max=65535, help="Health, metrics, photos; 0: any; else hall.yaml's."),
    ] = None,
    backup_to: Annotated[
        Path | None,
        typer.Option("--backup-to", metavar="DIR", help="Folder of the backups, on another disk; a damaged database"
                     " is replaced by the newest good one."),
    ] = None,
    backup_every_s: Annotated[
        float, typer.Option(metavar="SECONDS", min=1, max=86400, help="How often a backup is made.")
    ] = 900.0,
    standby_listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Where a standby may follow.", show_default="nowhere")
    ] = None,
    peer: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="That place of the other machine: asked, now and then, who reigns."),
    ] = None,
    witness: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="A third machine (hall standby witness): serve only with its voice or"
                     " the standby's.", show_default="none"),
    ] = None,
    tls_cert: TlsCertOption = None,
    tls_key: TlsKeyOption = None,
    broker_folder: Annotated[
        Path | None,
        typer.Option("--broker-folder", metavar="DIR", help="What hall broker config wrote: let devices in and out."),
    ] = None,
    take_site: Annotated[
        bool, typer.Option("--take-site", help="Take the folder's configuration in place of the one that is applied."
                           " For one start.")
    ] = False,
) -> None:  # fmt: skip
    """Serve the hall until stopped.

    The folder's configuration is taken at the first start. Later the one that is applied holds (`hall config`), also
    where the folder has changed or has faults; it is said when they differ.

    \b
    Examples:
      hall hub --site configs/puer --data /var/lib/hall --broker 127.0.0.1:1883 --credential hub
      hall hub --site /etc/hall/site --data /var/lib/hall --backup-to /backup/hall
      hall hub --data practice --practice-start 2026-11-24T09:00 --speed 10
          a practice hall: ten times as fast as the world
    """
    import logging

    from ..clock import practice_rule
    from ..hub import Wishes, serve
    from ..opening import both_ends, driver_options, host_port, site_to_serve, way_to

    rule = None
    if practice_start is not None:
        try:
            rule = practice_rule(practice_start, speed)
        except ValueError:
            refuse(f"--practice-start: “{practice_start}” is no time such as 2026-11-24T09:00.")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    (opened, bundle), way = site_to_serve(site, data), way_to(broker, credential or "", credential, ca)
    feed_tls, peer_tls = both_ends(ca, tls_cert, tls_key) or (None, None)
    wishes = Wishes(
        restored, check_after_s, status_port, backup_to, backup_every_s,
        host_port(standby_listen, "--standby-listen", 0) if standby_listen else None,
        host_port(peer, "--peer") if peer else None, feed_tls, peer_tls, broker_folder,
        bundle=bundle, take_site=take_site, driver_options=driver_options(),
        witness=host_port(witness, "--witness") if witness else None,
    )  # fmt: skip
    sys.exit(serve(opened, data, way, rule, wishes))


@ticket.command("take")
def take_ticket(
    items: ItemsArgument,
    free: Annotated[
        bool, typer.Option("--free", help="The order does not matter: always what can be had soonest.")
    ] = False,
    need: Annotated[
        list[str] | None,
        typer.Option("--need", metavar="ID", help="What the person needs (需引导), of rules.yaml; may be given again."),
    ] = None,
    cls: Annotated[str, typer.Option("--class", metavar="ID", help="Class of the ticket.")] = "normal",
    ground: GroundOption = None,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a ticket.

    \b
    Examples:
      hall ticket take social-card-apply
      hall ticket take social-card-apply fund-rent --class priority --ground elderly --clerk 1045
      hall ticket take social-card-apply fund-rent --free
      hall ticket take social-card-apply --need hearing --need hani
    """
    from edge_hub.contract.queue import TakeTicket

    needs = tuple(need) if need else None
    give(
        hall, device, broker, credential, ca,
        lambda: TakeTicket(items=tuple(items), free=free or None, needs=needs, cls=cls, reason=ground),
        clerk, as_json=as_json,
    )  # fmt: skip


@ticket.command("show")
def show_ticket(
    ticket: TicketArgument,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show where a ticket stands and what happened to it.

    \b
    Examples:
      hall ticket show A001
    """
    from edge_hub.contract.queue import ShowTicket

    give(hall, device, broker, credential, ca, lambda: ShowTicket(ticket=ticket), as_json=as_json)


@ticket.command("call")
def call_ticket(
    window: Annotated[str, typer.Argument(metavar="WINDOW", help="Id of an open window.")],
    ticket: Annotated[str | None, typer.Argument(metavar="TICKET", help="Number or id; left out: the next.")] = None,
    why: WhyOption = "",
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Call the next or a given ticket to a window.

    \b
    Examples:
      hall ticket call w01 --clerk 1045
      hall ticket call w01 A001 --why "cannot stand" --clerk 1045
    """
    from edge_hub.contract.queue import CallNext, CallTicket

    def call() -> CallTicket | CallNext:
        return CallTicket(window=window, ticket=ticket, why=why) if ticket else CallNext(window=window)

    give(hall, device, broker, credential, ca, call, clerk, as_json=as_json)


@ticket.command("needs")
def note_needs(
    ticket: TicketArgument,
    needs: Annotated[
        list[str] | None, typer.Argument(metavar="NEED", help="Ids of rules.yaml; left out: nothing after all.")
    ] = None,
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Note what somebody needs (需引导): they are fetched when called. Only desk and pad see it, and only today.

    \b
    Examples:
      hall ticket needs A001 hearing hani --clerk 1045
      hall ticket needs A001
          in the session of hall desk sign-in
    """
    from edge_hub.contract.need import NoteNeeds

    give(
        hall, device, broker, credential, ca, lambda: NoteNeeds(ticket=ticket, needs=tuple(needs or ())), clerk,
        as_json=as_json,
    )  # fmt: skip


@ticket.command("cancel")
def cancel_ticket(
    ticket: TicketArgument,
    why: WhyOption = "",
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
      hall ticket cancel A001 --why "went home" --clerk 1045
    """
    from edge_hub.contract.queue import Cancel

    give(hall, device, broker, credential, ca, lambda: Cancel(ticket=ticket, why=why), clerk, as_json=as_json)


@ticket.command("reprint")
def reprint_ticket(
    ticket: TicketArgument,
    at: Annotated[str, typer.Option("--at", metavar="MACHINE", help="The ticket machine that prints it.")],
    clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
) -> None:
    """Print the slip of a ticket once more at a ticket machine, marked as a reprint. It is no second ticket.

    Waits until the machine has said what became of it; exit code 1 unless the slip came out.

    \b
    Examples:
      hall ticket reprint A001 --at tm-1 --clerk 1045
    """
    from edge_hub.contract.reprint import ReprintSlip

    from ..opening import way_to
    from ..reprinting import reprint
    from ..support import in_session

    body = made(lambda: ReprintSlip(ticket=ticket, at=at))
    device = console(hall, device, ReprintSlip)
    way = way_to(broker, device, credential, ca)
    with in_session(hall, device, way, guide_of(clerk)) as session:
        reprint(hall, device, way, body, session)


@clerk.callback()
def clerks() -> None:
    """Clerks as the hub knows them."""


@clerk.command("pin")
def set_pin(
    clerk: Annotated[str, typer.Argument(metavar="CLERK", help="Staff number.")],
    by: ByOption = None,
    as_clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set the PIN of a clerk.

    It has 6 to 12 digits, is asked for and not shown, or read as one line from standard input. A security administrator
    who has a PIN signs in for it (--clerk), and types that first; one who has none yet is named (--by).

    \b
    Examples:
      hall clerk pin 1050 --by 1050
      hall clerk pin 1001 --clerk 1050
    """
    from edge_hub.contract.window import SetPin

    guide = guide_of(as_clerk)
    pin = asked_pin(f"New PIN of {clerk}")
    give(hall, device, broker, credential, ca, lambda: SetPin(clerk=clerk, pin=pin, by=by), guide, as_json=as_json)


@clerk.command("card")
def set_card(
    clerk: Annotated[str, typer.Argument(metavar="CLERK", help="Staff number.")],
    gone: Annotated[bool, typer.Option("--gone", help="The clerk has no card any more.")] = False,
    by: ByOption = None,
    as_clerk: ClerkOption = None,
    broker: BrokerOption = BROKER,
    hall: HallOption = HALL,
    device: DeviceOption = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a clerk a staff card to sign in with, in place of the one before.

    Hold the card to a reader that types what it reads; it is not shown, or read as one line from standard input. The
    hub keeps a keyed hash of it. A lost card counts no more once another one was given, or with --gone.

    \b
    Examples:
      hall clerk card 1001 --clerk 1050
      hall clerk card 1001 --gone --clerk 1050
    """
    from edge_hub.contract.window import SetCard

    guide = guide_of(as_clerk)
    card = None if gone else asked_pin(f"Card of {clerk}").strip().upper()
    give(hall, device, broker, credential, ca, lambda: SetCard(clerk=clerk, card=card, by=by), guide, as_json=as_json)


@journal.command("verify")
def verify_journal(data: DataOption) -> None:
    """Recompute the whole hash chain.

    The first bad record is named and the exit code is 1. Where the oldest days have left the journal, the chain is
    verified from the anchor on that a later record states.

    \b
    Examples:
      hall journal verify --data /var/lib/hall
    """
    from ..store.journal import anchor, first, verify

    with _journal_of(data) as reader:
        count, fault = verify(reader)
        said = anchor(reader) if first(reader) > 1 else None
    if fault:
        print(f"Broken at record {fault.seq}: {fault.what}. {count} records before it are right.")
        raise typer.Exit(1)
    print(f"{count} records, the chain is right.")
    if said:
        print(
            f"It is anchored after record {said.upto}, the last of {said.day}, with chain hash {said.chain.hex()}, as"
            f" record {said.said_by} states. What came before has left the journal."
        )


@journal.command("show")
def show_journal(
    data: DataOption,
    after: Annotated[int, typer.Option(metavar="SEQ", help="Only records after this sequence number.")] = 0,
    count: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="How many at most.", show_default="50; of a day all")
    ] = None,
    last: Annotated[int | None, typer.Option("--last", metavar="N", min=1, help="The newest N.")] = None,
    ticket: Annotated[
        str | None, typer.Option("--ticket", metavar="TICKET", help="What names this ticket: A007, or its id.")
    ] = None,
    day: Annotated[
        str | None, typer.Option("--day", metavar="DAY", help="Of this day; with --ticket by default the newest.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Each record as a line of JSON.")] = False,
) -> None:
    """Show records, a line each: number, time, what, which ticket, who.

    Personal parts stay sealed; of one whose key is destroyed it says so. Times are those of the hall.

    \b
    Examples:
      hall journal show --last 20 --data /var/lib/hall
      hall journal show --ticket A007 --data /var/lib/hall
          what happened to a ticket of today
      hall journal show --ticket A007 --day 2026-11-24 --data /var/lib/hall
      hall journal show --after 100 --count 20 --json --data /var/lib/hall
    """
    from ..journal_lines import Asked, Lines, Unknown, found
    from .figures import is_day

    if day is not None and not is_day(day):
        refuse(f"--day: “{day}” is no day such as 2026-11-24.")
    if ticket is not None and not ticket.strip():
        refuse("--ticket: is empty; it must be a number such as A007, or the id of a ticket.")
    if last is not None and (count is not None or after):
        refuse("--last: the newest; leave --after and --count out.")
    with _journal_of(data) as reader:
        lines = Lines(reader)
        try:
            for one in found(reader, Asked(after, count, last, ticket, day)):
                print(_as_json(reader, one) if as_json else lines.line(one))
        except Unknown as unknown:
            refuse(f"{data}: {unknown}.")


def _as_json(reader: Any, one: "Record") -> str:
    from ..store.erasure import erased

    sealed = one.sealed is not None and ("erased" if erased(reader, [one.idem_key]) else True)
    line = {
        "seq": one.seq, "wall_ms": one.wall_ms, "entity": f"{one.etype}/{one.eid}@{one.ever}",
        "type": one.type, "body": _body(one.body), "sealed": sealed,
    }  # fmt: skip
    return json.dumps(line, ensure_ascii=False)


@contextmanager
def _journal_of(data: Path) -> "Iterator[Any]":
    """A reader of the journal; what cannot be read ends with a sentence."""
    from ..store.connection import STORE_FAILURES, open_reader
    from ..store.store import DB_NAME

    try:
        reader = open_reader(data / DB_NAME)
        try:
            yield reader
        finally:
            reader.close()
    except STORE_FAILURES as fault:
        refuse(f"{data / DB_NAME}: the journal cannot be read: {fault}")


LINE_CHARS_MAX = 200
"""Of the texts of a configuration, which are not for a line."""


def _body(body: bytes) -> object:
    """The body of a record, without the text of a configuration."""
    from ..journal_lines import read

    found = read(body)
    if len(str(found.get("content", ""))) > LINE_CHARS_MAX:
        found["content"] = f"({len(found['content'])} characters: hall config export)"
    return found


def console(hall: str, device: str | None, *kinds: "type[AnyCommand]") -> str:
    """The console that is named, else the one of the configuration that may give such commands."""
    from ..consoles import console_for
    from ..domain.roles import ROLES

    return device or console_for(hall, tuple(dict.fromkeys(role for kind in kinds for role in ROLES[kind])))


def give(
    hall: str, device: str | None, broker: str, credential: str | None, ca: Path | None,
    make: "Callable[[], AnyCommand]", guide: "str | SignInDesk | None" = None, *, as_json: bool = False,
) -> None:  # fmt: skip
    """Make a command, give it to the hub, say what became of it; with a guide, whose PIN is asked for."""
    from ..opening import way_to
    from ..support import ask, show

    body = made(make)
    device = console(hall, device, type(body))
    signs_in = guide_of(guide) if isinstance(guide, str) else guide
    show(ask(hall, device, way_to(broker, device, credential, ca), body, signs_in), body, hall, as_json=as_json)


def hall_clock(
    hall: str, device: str | None, broker: str, credential: str | None, ca: Path | None, kind: "type[AnyCommand]"
) -> "Callable[[], int]":
    """Asks what time it is in the hall: a practice hall has another day than this shell."""

    def ask_now() -> int:
        from ..opening import way_to
        from ..support import now_of

        speaks_as = console(hall, device, kind)
        return now_of(hall, speaks_as, way_to(broker, speaks_as, credential, ca))

    return ask_now


def guide_of(clerk: str | None) -> "SignInDesk | None":
    """Whoever signs in for one command; the PIN is asked for."""
    from edge_hub.contract.desk import SignInDesk

    return None if clerk is None else made(lambda: SignInDesk(clerk=clerk, pin=asked_pin(f"PIN of {clerk}")))


def asked_pin(prompt: str = "PIN") -> str:
    """Not shown, or one line of standard input."""
    return typer.prompt(prompt, hide_input=True) if sys.stdin.isatty() else sys.stdin.readline().strip()


def made(make: "Callable[[], B]") -> "B":
    """The command's body; what cannot be one ends with a sentence."""
    from pydantic import ValidationError

    from ..meant import misfit

    try:
        return make()
    except ValidationError as wrong:
        refuse(misfit(wrong))
