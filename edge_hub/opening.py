"""What the hub's commands open first: the configuration and the way to the broker, or a sentence and exit code 2."""

import logging
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from configs.bundle import Bundle, bundle_of
from configs.drivers import installed_options
from configs.faults import ConfigError
from configs.site import Site, load_site

from .client.login import address_of, login_of
from .client.wire import Address, LoginFault, LoginOf
from .refusal import refuse
from .store.connection import STORE_FAILURES
from .store.store import configured_in, has_configuration

log = logging.getLogger(__name__)

DEFAULT_SITE = Path(__file__).parent.parent / "configs" / "puer"


@dataclass(frozen=True, slots=True)
class Way:
    """Where the broker is, and how to prove oneself there."""

    address: Address
    login: LoginOf


def way_to(broker: str, account: str, credential: str | None, ca: Path | None) -> Way:
    """The way to the broker at `broker` (HOST:PORT) as `account`; with a CA in the file `ca` always inside TLS. A
    secret that cannot be found is told now and not after a wait."""
    host, port = host_port(broker)
    login = login_of(account, credential)
    try:
        login()
        pem = None if ca is None else ca.read_text(encoding="ascii")
        return Way(address_of(host, port, credential, tls=ca is not None, ca=pem), login)
    except LoginFault as fault:
        refuse(f"{fault}.")
    except OSError as fault:
        why = "is no certificate in PEM" if isinstance(fault, ssl.SSLError) else fault.strerror
        refuse(f"--ca {ca}: {why}.")
    except ValueError:
        refuse(f"--ca {ca}: is no certificate in PEM.")


def driver_options() -> dict[str, Any]:
    """The options of the drivers that are installed; one that is broken is told and costs no other."""
    options, broken = installed_options()
    for sentence in broken:
        log.warning("%s", sentence)
    return options


def bundle_or_exit(directory: Path | None) -> tuple[Site, Bundle]:
    """The configuration with its files, or every fault of it on stderr."""
    site = site_or_exit(directory)
    try:
        return site, bundle_of(directory or DEFAULT_SITE)
    except (OSError, UnicodeDecodeError) as fault:
        refuse(f"{directory or DEFAULT_SITE}: cannot be read: {fault}.")


def site_of_data(directory: Path | None, data: Path) -> Site:
    """The folder's configuration; without one that of the hall whose data these are."""
    if directory is None:
        try:
            known = configured_in(data)
        except STORE_FAILURES:  # told when it is read for what was asked
            return site_or_exit(None)
        plan = known.plan(known.applied) if known.applied else None
        if plan is not None:
            return plan.site
    return site_or_exit(directory)


def site_or_exit(directory: Path | None) -> Site:
    """The configuration, or every fault of it on stderr."""
    try:
        return load_site(directory or DEFAULT_SITE, driver_options())
    except ConfigError as wrong:
        print(f"{wrong}\nhall: the configuration has faults; `hall check` lists them.", file=sys.stderr)
        sys.exit(2)


def both_ends(
    ca: Path | None, cert: Path | None, key: Path | None
) -> tuple[ssl.SSLContext, ssl.SSLContext] | None:
    """How hub and standby prove themselves to each other: (for who listens, for who dials), or None without a
    certificate. Both sides must be of the hall's CA."""
    if cert is None and key is None:
        return None
    if cert is None or key is None or ca is None:
        refuse("--tls-cert, --tls-key and --ca belong together.")
    try:
        listens = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca)
        listens.verify_mode = ssl.CERT_REQUIRED
        dials = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=ca)
        for context in (listens, dials):
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.load_cert_chain(cert, key)
    except (OSError, ssl.SSLError) as fault:
        refuse(f"--tls-cert {cert}, --tls-key {key}: {fault}")
    return listens, dials


def host_port(text: str, option: str = "--broker", lowest: int = 1) -> tuple[str, int]:
    """`127.0.0.1:1883` as (host, port); `lowest` 0 allows a free port."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not lowest <= int(port) < 65536:
        refuse(f"{option}: “{text}” is no HOST:PORT such as 127.0.0.1:1883.")
    return host, int(port)


def site_to_serve(directory: Path | None, data: Path) -> tuple[Site | None, Bundle | None]:
    """The folder's configuration; where it has faults they are told, and a hall that has one already opens all the
    same."""
    try:
        return bundle_or_exit(directory)
    except SystemExit:
        if not has_configuration(data):
            raise
        log.warning("The configuration that is applied holds; the folder's is not looked at.")
        return None, None
