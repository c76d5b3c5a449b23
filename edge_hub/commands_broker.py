"""`hall broker` and `hall ca`: who may come in, as an administrator sets it up on the hub's machine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .refusal import refuse

if TYPE_CHECKING:
    from .broker.setup import Done

broker = typer.Typer(
    help="Write the configuration of the hall's broker.", add_completion=False, pretty_exceptions_enable=False
)
ca = typer.Typer(
    help="Make the hall's own certificate authority.", add_completion=False, pretty_exceptions_enable=False
)

SiteOption = Annotated[
    Path | None, typer.Option("--site", help="Folder of the configuration; default: the Pu'er hall.")
]
CaFolder = Annotated[Path, typer.Option("--ca", help="Folder of the CA and its key; keep it apart from the broker's.")]


@broker.callback()
def brokers() -> None:
    """The broker of the hall."""


@broker.command("config")
def broker_config(
    out: Annotated[Path, typer.Option("--out", help="Folder to write into, such as /etc/hall/broker.")],
    site: SiteOption = None,
    listen: Annotated[
        list[str] | None, typer.Option("--listen", help="HOST:PORT on the hall's network, inside TLS. May be repeated.")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="Name or address by which devices know this machine. May be repeated."),
    ] = None,
    ca: Annotated[Path | None, typer.Option("--ca", help="Folder of the hall's CA (`hall ca init`).")] = None,
    loopback: Annotated[
        int | None, typer.Option("--loopback", min=1, max=65535, help="A port of 127.0.0.1 without TLS, for the hub.")
    ] = None,
    standby: Annotated[str | None, typer.Option("--standby", help="HOST:PORT of the standby hub's broker.")] = None,
    hub: Annotated[list[str] | None, typer.Option("--hub", help="Account of a hub; default: hub.")] = None,
    renew: Annotated[
        list[str] | None, typer.Option("--renew", help="A device that gets a new secret. May be repeated.")
    ] = None,
    user: Annotated[
        str | None, typer.Option("--user", help="The broker's system user; default: mosquitto, or who you are.")
    ] = None,
) -> None:
    """Write mosquitto.conf, its access list and password file, a secret and a bootstrap file for each device.

    Run again it changes nothing; after a change of devices.yaml it does what is needed. Each secret lies once in
    OUT/secrets: carry it to its machine, then delete it here.

    Example: hall broker config --site configs/puer --out /etc/hall/broker --listen 192.168.30.2:8883 --ca /etc/hall/ca
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
def ca_init(ca: CaFolder, site: SiteOption = None) -> None:
    """Make the hall's CA, once: its key is never shown and never leaves the folder.

    Example: hall ca init --site configs/puer --ca /etc/hall/ca
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
