"""The bootstrap file of a terminal: who it is, where the brokers are, the name of its credential, what hangs on it.

All else comes from the hub. No secret stands in it: `credential` is a name in the keyring, `ca` a certificate, which is
public.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError, field_validator

from .base import HOST, Id, Part, Wrong, refused
from .devices import Connection
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
    kind: Literal["printer"]
    driver: Annotated[Id, Field(description="name of an installed driver, such as escpos")]
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
        except ValidationError as error:
            faults += faults_of(error, Bootstrap, doc, ())
        except NoCertificate as fault:
            faults.append(doc.fault(("ca",), str(fault)))
    if faults:
        raise ConfigError(sorted(faults, key=lambda fault: fault.line))
    return found


class NoCertificate(Exception):
    """What should be a certificate of a CA is none; the text says why."""


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
