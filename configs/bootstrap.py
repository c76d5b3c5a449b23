"""The bootstrap file of a terminal: who it is, where the brokers are, how it proves itself, what hangs on it.

All else comes from the hub. No secret stands in it: `credential` is a name in the keyring, `identity` a file that only
this device may read, `ca` a certificate, which is public.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError, field_validator

from .base import HOST, DriverName, Id, Part, Wrong, refused
from .devices import Connection, WiredKind
from .drivers import NO_DRIVERS, driver_faults
from .explain import faults_of
from .faults import ConfigError
from .loader import read

PEM = "-----BEGIN CERTIFICATE-----"


class Broker(Part):
    """Where a broker listens."""

    host: Annotated[str, Field(pattern=HOST, max_length=253, description="name or address")]
    port: Annotated[int, Field(ge=1, le=65535)]


class OwnDevice(Part):
    """A device whose port this terminal owns."""

    id: Id
    kind: WiredKind
    driver: Annotated[DriverName, Field(description="name of an installed driver, such as escpos")]
    connection: Connection
    options: Annotated[dict[str, Any], Field(description="options of the driver")] = {}


class Bootstrap(Part):
    """What a terminal reads before it knows anything else."""

    device: Annotated[Id, Field(description="id of this terminal in devices.yaml of the hall")]
    hall: Annotated[Id, Field(description="id of the hall")]
    brokers: Annotated[tuple[Broker, ...], Field(min_length=1, max_length=2, description="the second is the standby")]
    credential: Annotated[
        str | None, Field(min_length=1, max_length=100, description="name in the keyring; null: loopback without login")
    ] = None
    tls: Annotated[
        bool, Field(description="TLS on loopback too; to another machine a login always goes inside TLS")
    ] = False
    ca: Annotated[
        str | None,
        Field(
            min_length=1, max_length=20_000,
            description="the hall's CA as PEM text, or its file beside this one; null: the machine's store",
        ),
    ] = None
    identity: Annotated[
        str | None,
        Field(
            min_length=1, max_length=500,
            description="file with certificate and key of this device, beside this one; in place of a credential",
        ),
    ] = None
    own: Annotated[tuple[OwnDevice, ...], Field(max_length=8)] = ()
    window: Annotated[Id | None, Field(description="the window that a pad or window screen belongs to")] = None

    @field_validator("brokers")
    @classmethod
    def _brokers_differ(cls, brokers: tuple[Broker, ...]) -> tuple[Broker, ...]:
        if len(set(brokers)) < len(brokers):
            raise refused(Wrong("the standby is the first broker again", (1,)))
        return brokers

    @field_validator("own")
    @classmethod
    def _ids_differ(cls, own: tuple[OwnDevice, ...]) -> tuple[OwnDevice, ...]:
        ids = [device.id for device in own]
        wrongs = [Wrong(f'"{id}" is given twice', (n, "id")) for n, id in enumerate(ids) if id in ids[:n]]
        if wrongs:
            raise refused(*wrongs)
        return own


def load_bootstrap(path: Path, driver_options: Mapping[str, type[BaseModel]] = NO_DRIVERS) -> Bootstrap:
    """The bootstrap file at `path`. Raises ConfigError with all faults; they carry the path as it was given."""
    doc, wrong = read(Path(path), str(path))
    faults = list(wrong)
    if doc:
        try:
            found = Bootstrap.model_validate(doc.data)
            for n, own in enumerate(found.own):
                faults += driver_faults(own.driver, own.options, doc, ("own", n), driver_options)
            if found.ca is not None:
                found = found.model_copy(update={"ca": certificates(found.ca, Path(path).parent)})
            if found.identity is not None:
                found = found.model_copy(update={"identity": _identity(found, Path(path).parent)})
        except ValidationError as error:
            faults += faults_of(error, Bootstrap, doc, ())
        except NoCertificate as fault:
            faults.append(doc.fault((fault.key,), str(fault)))
    if faults:
        raise ConfigError(sorted(faults, key=lambda fault: fault.line))
    return found


class NoCertificate(Exception):
    """What should be a certificate is none, or is open to others; the text says why."""

    def __init__(self, what: str, key: str = "ca") -> None:
        super().__init__(what)
        self.key = key


def certificates(ca: str, folder: Path) -> str:
    """The PEM text of a CA that is given as text or as the name of a file in `folder`. Raises NoCertificate."""
    import ssl

    text = ca
    if not ca.lstrip().startswith(PEM):
        try:
            text = (folder / ca).read_text(encoding="ascii")
        except (OSError, ValueError) as fault:
            why = getattr(fault, "strerror", None) or "is no text in PEM"
            raise NoCertificate(f"{folder / ca}: {why}") from fault
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text)
    except (ssl.SSLError, ValueError) as fault:
        raise NoCertificate(f"is no certificate in PEM, which begins with {PEM}") from fault
    return text


def _identity(boot: Bootstrap, folder: Path) -> str:
    """The full path of the file with certificate and key. Raises NoCertificate."""
    import ssl

    file = folder / (boot.identity or "")
    try:
        if boot.credential is not None:
            raise NoCertificate("a device has a certificate or a credential, not both", "identity")
        if file.stat().st_mode & 0o077:
            raise NoCertificate(f"{file}: others may read the key in it (chmod 600)", "identity")
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(file, password=lambda: "")
    except ssl.SSLError as fault:
        raise NoCertificate(f"{file}: is no certificate with its key in PEM", "identity") from fault
    except OSError as fault:
        raise NoCertificate(f"{file}: {fault.strerror}", "identity") from fault
    return str(file.absolute())
