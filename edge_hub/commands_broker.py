"""`hall broker` and `hall ca`: who may come in, as an administrator sets it up on the hub's machine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .refusal import refuse

if TYPE_CHECKING:
    from .broker.setup import Done

broker = typer.Typer(help="Write the configuration of the hall's broker.")
ca = typer.Typer(help="Make the hall's own certificate authority.")

SiteOption = Annotated[
    Path | None,
    typer.Option(
        "--site", metavar="DIR", help="Folder of the configuration.", show_default="configs/puer, the hall of Pu'er"
    ),
]
Several = list[str] | None
"""An option that may be repeated."""


@broker.callback()
def brokers() -> None:
    """The broker of the hall."""


@broker.command("config")
def broker_config(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write into.")],
    site: SiteOption = None,
    listen: Annotated[
        Several, typer.Option(metavar="HOST:PORT", help="Where to listen on the hall's network, inside TLS.")
    ] = None,
    name: Annotated[
        Several, typer.Option(metavar="NAME", help="Name or address by which devices know this machine.")
    ] = None,
    ca: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of the hall's CA (hall ca init).")] = None,
    loopback: Annotated[
        int | None, typer.Option(metavar="PORT", min=1, max=65535, help="Listen on 127.0.0.1 too, without TLS.")
    ] = None,
    standby: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="The standby hub's broker.")] = None,
    hub: Annotated[Several, typer.Option(metavar="NAME", help="Account of a hub.", show_default="hub")] = None,
    renew: Annotated[Several, typer.Option(metavar="DEVICE", help="Give this device a new secret.")] = None,
    user: Annotated[
        str | None,
        typer.Option(metavar="USER", help="System user of the broker.", show_default="mosquitto; without root you"),
    ] = None,
) -> None:
    """Write all that the broker reads, and for each device a secret and a bootstrap file.

    Run again it changes nothing; after a change of devices.yaml it does what is needed. Each secret lies once in
    secrets/ below the folder: carry it to its machine, then delete it here. Options with a name, an address or a
    device may be repeated.

    \b
    Examples:
      hall broker config --out /etc/hall/broker --listen 192.168.30.2:8883 --ca /etc/hall/ca --loopback 1883
      hall broker config --out /etc/hall/broker --listen 192.168.30.2:8883 --ca /etc/hall/ca --renew tm-1
    """
    import datetime as dt

    from .broker.authority import NoAuthority, load
    from .broker.folder import Folder
    from .broker.setup import CannotConfigure, Wish, configure
    from .opening import host_port, site_or_exit
    from .system_user import broker_user

    runs_as, gives = broker_user(user)
    wish = Wish(
        site=site_or_exit(site), listen=tuple(host_port(one, "--listen") for one in listen or ()),
        names=tuple(name or ()), loopback=loopback,
        standby=host_port(standby, "--standby") if standby is not None else None,
        hubs=tuple(hub or ("hub",)), renew=tuple(renew or ()), user=runs_as, give_to_user=gives,
    )  # fmt: skip
    try:
        authority = load(Folder(ca)) if ca is not None else None
        done = configure(Folder(out), wish, authority, dt.datetime.now(dt.UTC))
    except (CannotConfigure, NoAuthority) as fault:
        refuse(f"{fault}.")
    except OSError as fault:
        refuse(f"{fault.filename or out}: {fault.strerror}.")
    _tell(out, done)


@ca.callback()
def authorities() -> None:
    """The hall's own certificate authority."""


@ca.command("init")
def ca_init(
    ca: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the CA; keep it apart from the broker's.")],
    site: SiteOption = None,
) -> None:
    """Make the hall's CA, once. Its key is never shown.

    \b
    Examples:
      hall ca init --ca /etc/hall/ca
      hall ca init --site configs/puer --ca /media/stick/hall-ca
    """
    import datetime as dt

    from .broker.authority import CA_CERTIFICATE, NoAuthority, init
    from .broker.folder import Folder
    from .opening import site_or_exit

    hall = site_or_exit(site).hall.id
    try:
        made = init(Folder(ca), hall, dt.datetime.now(dt.UTC))
    except NoAuthority as fault:
        refuse(f"{fault}.")
    except OSError as fault:
        refuse(f"{fault.filename or ca}: {fault.strerror}.")
    print(f"{ca / CA_CERTIFICATE}: {'made' if made else 'is there already; nothing was changed'}.")


def _tell(out: Path, done: "Done") -> None:
    """What was done, and what is left to a person."""
    if not done.changed:
        print(f"{out}: nothing to change.")
    else:
        print(f"{out}: {len(done.changed)} files written or removed.")
    for words, names in (("new secrets", done.fresh), ("accounts taken away", done.gone)):
        if names:
            print(f"{len(names)} {words}: {', '.join(names)}")
    if done.waiting:
        print(f"{len(done.waiting)} secrets wait in {out / 'secrets'}. Carry each to its machine, then delete it here.")
    if {"mosquitto.conf", "server.pem"} & set(done.changed):
        print("Restart the broker.")
    elif {"acl", "passwords"} & set(done.changed):
        print("Let the broker read its files again (SIGHUP, systemctl reload).")
