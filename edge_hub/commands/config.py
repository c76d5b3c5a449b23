"""`hall config`: look at, apply and take back a configuration while the hall is open."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..refusal import refuse
from .hub import (
    BROKER,
    HALL,
    BrokerOption,
    CaOption,
    CredentialOption,
    DataOption,
    DeviceOption,
    HallOption,
    asked_pin,
    console,
    made,
)

if TYPE_CHECKING:
    from edge_hub.contract.desk import SignInDesk

config = typer.Typer(help="Look at, apply and take back a configuration while the hall is open.")

FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the configuration.")]
ByOption = Annotated[
    str, typer.Option("--by", metavar="STAFF", help="Staff number of a manager or system administrator.")
]
WhyOption = Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason; it stays on record.")]
SignInOption = Annotated[
    bool, typer.Option("--sign-in", help="Ask for the PIN of --by and sign in at the console for this command.")
]
OptionalByOption = Annotated[
    str | None, typer.Option("--by", metavar="STAFF", help="Staff number, where the console asks who it is.")
]
WhenEmptyOption = Annotated[
    bool,
    typer.Option("--when-empty", help="Give no new tickets for what goes, and apply when nobody waits for it."),
]


@config.callback()
def configurations() -> None:
    """The configuration of a running hub."""


@config.command("show")
def show(
    by: OptionalByOption = None, sign_in: SignInOption = False,
    broker: BrokerOption = BROKER, hall: HallOption = HALL, device: DeviceOption = None,
    credential: CredentialOption = None, ca: CaOption = None,
) -> None:  # fmt: skip
    """Show which configuration is in force, which were before, who applied them and why.

    \b
    Examples:
      hall config show
    """
    from edge_hub.contract.configuration import ShowConfiguration

    from .. import configuring
    from ..opening import way_to

    device = console(hall, device, ShowConfiguration)
    configuring.show(hall, device, way_to(broker, device, credential, ca), _guide(by, sign_in))


@config.command("diff")
def diff(
    directory: FolderArgument, by: OptionalByOption = None, sign_in: SignInOption = False,
    broker: BrokerOption = BROKER, hall: HallOption = HALL, device: DeviceOption = None,
    credential: CredentialOption = None, ca: CaOption = None,
) -> None:  # fmt: skip
    """Say what a folder would change, and who waits for what it takes away. Nothing changes.

    Exit code 1 if it has a fault or something stands in its way.

    \b
    Examples:
      hall config diff /etc/hall/site
    """
    from edge_hub.contract.configuration import ReviewConfiguration

    from .. import configuring
    from ..opening import way_to

    device = console(hall, device, ReviewConfiguration)
    configuring.diff(hall, device, way_to(broker, device, credential, ca), directory, _guide(by, sign_in))


@config.command("apply")
def apply(
    directory: FolderArgument, by: ByOption, why: WhyOption, when_empty: WhenEmptyOption = False,
    sign_in: SignInOption = False, broker: BrokerOption = BROKER, hall: HallOption = HALL,
    device: DeviceOption = None, credential: CredentialOption = None, ca: CaOption = None,
) -> None:  # fmt: skip
    """Apply a folder: screens show it within seconds, and the hub keeps it over a restart.

    Refused while somebody waits for what it takes away, unless --when-empty is given. Photos do not come along: a new
    one is shown once the hub was started with it in the folder of its --site.

    \b
    Examples:
      hall config apply /etc/hall/site --by 1049 --why "two more windows for passports"
      hall config apply /etc/hall/site --by 1049 --why "no more passports here" --when-empty
    """
    from edge_hub.contract.configuration import ApplyConfiguration

    from .. import configuring
    from ..opening import way_to

    device = console(hall, device, ApplyConfiguration)
    way = way_to(broker, device, credential, ca)
    configuring.apply(hall, device, way, directory, by, _why(why), when_empty, _guide(by, sign_in))


@config.command("rollback")
def roll_back(
    by: ByOption, why: WhyOption, when_empty: WhenEmptyOption = False, sign_in: SignInOption = False,
    broker: BrokerOption = BROKER, hall: HallOption = HALL, device: DeviceOption = None,
    credential: CredentialOption = None, ca: CaOption = None,
) -> None:  # fmt: skip
    """Go back to the version before, by the same checks. No folder is needed.

    \b
    Examples:
      hall config rollback --by 1049 --why "the new window is not ready"
    """
    from edge_hub.contract.configuration import ApplyConfiguration

    from .. import configuring
    from ..opening import way_to

    device = console(hall, device, ApplyConfiguration)
    way = way_to(broker, device, credential, ca)
    configuring.roll_back(hall, device, way, by, _why(why), when_empty, _guide(by, sign_in))


@config.command("withdraw")
def withdraw(
    by: ByOption, why: WhyOption, sign_in: SignInOption = False, broker: BrokerOption = BROKER,
    hall: HallOption = HALL, device: DeviceOption = None, credential: CredentialOption = None, ca: CaOption = None,
) -> None:  # fmt: skip
    """Give up a change that waits; what it closed is opened again.

    \b
    Examples:
      hall config withdraw --by 1049 --why "the department stays"
    """
    from edge_hub.contract.configuration import WithdrawConfiguration

    from .. import configuring
    from ..opening import way_to

    device = console(hall, device, WithdrawConfiguration)
    way = way_to(broker, device, credential, ca)
    configuring.withdraw(hall, device, way, by, _why(why), _guide(by, sign_in))


@config.command("export")
def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    data: DataOption,
    version: Annotated[
        str | None, typer.Option("--version", metavar="DIGEST", help="The first signs of it; left out: in force.")
    ] = None,
) -> None:
    """Write a configuration that the hub keeps into a new folder, for editing. Photos are not in it.

    \b
    Examples:
      hall config export site --data /var/lib/hall
    """
    from ..store.connection import STORE_FAILURES
    from ..store.store import configured_in

    try:
        known = configured_in(data)
    except STORE_FAILURES as fault:
        refuse(f"{data}: cannot be read: {fault}")
    found = [one for one in known.kept if one.startswith(version)] if version else [known.applied]
    if len(found) != 1 or found[0] is None or (bundle := known.bundle(found[0])) is None:
        refuse(f"{data} keeps {'no such' if len(found) != 1 or not version else 'more than one such'} configuration.")
    try:
        written = bundle.write_to(directory)
    except OSError as fault:
        refuse(f"{directory}: cannot be written: {fault.strerror}.")
    print(f"{bundle.digest}: {len(written)} files in {directory}")


def _guide(by: str | None, sign_in: bool) -> "SignInDesk | None":
    from edge_hub.contract.desk import SignInDesk

    if not sign_in:
        return None
    if by is None:
        refuse("--sign-in: say who it is (--by).")
    return made(lambda: SignInDesk(clerk=by, pin=asked_pin()))


def _why(words: str) -> str:
    if not 0 < len(words.strip()) <= 500:
        refuse("--why: give a reason, of at most 500 characters.")
    return words.strip()
