"""`hall broker` and `hall ca`: who may come in, as an administrator sets it up on the hub's machine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..refusal import refuse

if TYPE_CHECKING:
    from ..broker.setup import Done

broker = typer.Typer(help="Write the configuration of the hall's broker.")
ca = typer.Typer(help="Make the hall's own certificate authority.")

SiteOption = Annotated[
    Path | None,
    typer.Option(
        "--site", metavar="DIR", help="Folder of the configuration.", show_default="configs/puer, the hall of Pu'er"
    ),
]
CaFolder = Annotated[Path, typer.Option("--ca", metavar="DIR", help="Folder of the hall's CA.")]
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
    certificates: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=1, max=65535, help="Listen there too, for devices with a certificate."),
    ] = None,
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
    reload: Annotated[
        str | None,
        typer.Option(
            metavar="COMMAND", help="What the hub runs to let the broker read its files again, without a shell."
        ),
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
      hall broker config --out /etc/hall/broker --listen 192.168.30.2:8883 --ca /etc/hall/ca --certificates 8884
    """
    import datetime as dt

    from ..broker.authority import NoAuthority, load
    from ..broker.folder import Folder
    from ..broker.order import Order, keep, wish_of
    from ..broker.setup import CannotConfigure, configure
    from ..opening import host_port, site_or_exit
    from ..system_user import broker_user

    runs_as, gives = broker_user(user)
    order = Order(
        ca=ca.absolute() if ca is not None else None, listen=tuple(host_port(one, "--listen") for one in listen or ()),
        names=tuple(name or ()), certificates=certificates, loopback=loopback,
        standby=host_port(standby, "--standby") if standby is not None else None,
        hubs=tuple(hub or ("hub",)), user=runs_as, give_to_user=gives, reload=reload,
    )  # fmt: skip
    opened = site_or_exit(site)
    try:
        now = dt.datetime.now(dt.UTC)
        authority = load(Folder(ca)) if ca is not None else None
        folder = Folder(out)
        done = configure(folder, wish_of(order, opened, folder, authority, now, tuple(renew or ())), authority, now)
        keep(folder, order)
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

    from ..broker.authority import CA_CERTIFICATE, NoAuthority, init, load
    from ..broker.folder import Folder
    from ..opening import site_or_exit

    hall = site_or_exit(site).hall.id
    try:
        made = init(Folder(ca), hall, dt.datetime.now(dt.UTC))
        fingerprint = load(Folder(ca)).fingerprint
    except NoAuthority as fault:
        refuse(f"{fault}.")
    except OSError as fault:
        refuse(f"{fault.filename or ca}: {fault.strerror}.")
    print(f"{ca / CA_CERTIFICATE}: {'made' if made else 'is there already; nothing was changed'}.")
    print(f"Fingerprint, to be typed where a device is enrolled: {fingerprint}")


@ca.command("sign")
def ca_sign(
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="A device of devices.yaml.")],
    request: Annotated[Path, typer.Option("--request", metavar="FILE", help="The device's request: a CSR in PEM.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the certificate.")],
    ca: CaFolder,
    site: SiteOption = None,
) -> None:
    """Give a device a certificate for the key that it has made. Its password ends with the next hall broker config.

    \b
    Examples:
      openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=tm-1 -keyout tm-1.key -out tm-1.csr
          on the device: a key that never leaves it, and the request
      hall ca sign tm-1 --request tm-1.csr --out tm-1.crt --ca /etc/hall/ca
      cat tm-1.crt tm-1.key > tm-1.pem && chmod 600 tm-1.pem
          on the device again: the file that its bootstrap file names
    """
    import datetime as dt

    from ..broker.authority import NoAuthority, load
    from ..broker.folder import Folder
    from ..broker.register import BadRequest, sign
    from ..opening import site_or_exit

    if device not in site_or_exit(site).devices_by_id:
        refuse(f"the hall has no device “{device}”.")
    try:
        pem = sign(Folder(ca), load(Folder(ca)), device, request.read_text(encoding="ascii"), dt.datetime.now(dt.UTC))
        out.write_text(pem, encoding="ascii")
    except NoAuthority as fault:
        refuse(f"{fault}.")
    except BadRequest as fault:
        refuse(f"{request}: {fault}.")
    except OSError as fault:
        refuse(f"{fault.filename or ca}: {fault.strerror}.")
    except ValueError:
        refuse(f"{request}: is no certificate request in PEM.")
    print(f"{out}: the certificate of {device}.")


@ca.command("revoke")
def ca_revoke(
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The device that was lost or stolen.")], ca: CaFolder
) -> None:
    """Let no certificate of a device count any more. Then run hall broker config again and restart the broker.

    \b
    Examples:
      hall ca revoke tm-1 --ca /etc/hall/ca
    """
    import datetime as dt

    from ..broker.authority import NoAuthority, load
    from ..broker.folder import Folder
    from ..broker.register import revoke

    try:
        count = revoke(Folder(ca), load(Folder(ca)), device, dt.datetime.now(dt.UTC))
    except NoAuthority as fault:
        refuse(f"{fault}.")
    except OSError as fault:
        refuse(f"{fault.filename or ca}: {fault.strerror}.")
    if not count:
        refuse(f"{device} has no certificate that is good.")
    print(f"{device}: {count} {'certificate' if count == 1 else 'certificates'} revoked. Now hall broker config.")


@ca.command("list")
def ca_list(ca: CaFolder) -> None:
    """List the certificates of devices: until when each is good, or when it was revoked.

    \b
    Examples:
      hall ca list --ca /etc/hall/ca
    """
    from ..broker.folder import Folder
    from ..broker.register import issued

    for one in issued(Folder(ca)):
        state = f"revoked {one.revoked:%Y-%m-%d}" if one.revoked is not None else f"until {one.until:%Y-%m-%d}"
        print(f"{one.device:<24} {one.serial:040x}  {state}")


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
    if {"mosquitto.conf", "server.pem", "ca.pem", "crl.pem"} & set(done.changed):
        print("Start the broker again.")
    elif {"acl", "passwords"} & set(done.changed):
        print("Let the broker read its files again (SIGHUP, systemctl reload).")
