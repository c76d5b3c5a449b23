"""The bootstrap file of a terminal: who it is, where the brokers are, the name of its credential, what hangs on it.

All else comes from the hub. No secret stands in it: `credential` is a name in the keyring.
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
        except ValidationError as error:
            faults += faults_of(error, Bootstrap, doc, ())
    if faults:
        raise ConfigError(sorted(faults, key=lambda fault: fault.line))
    return found
