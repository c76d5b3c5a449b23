"""What threads at the rim may post into the hub's inbox."""

from dataclasses import dataclass

from configs.site import Site
from edge_hub.contract.device import Health
from edge_hub.contract.envelope import Command


@dataclass(frozen=True, slots=True)
class Incoming:
    """A well-formed command. `digest` tells two commands with one id apart; `correlation` goes back with the reply."""

    command: Command
    digest: bytes
    correlation: bytes | None


@dataclass(frozen=True, slots=True)
class PinChecked:
    """A `SignIn` or `SignInDesk` whose PIN was compared with its hash."""

    incoming: Incoming
    right: bool


@dataclass(frozen=True, slots=True)
class PinHashed:
    """A `SetPin` whose PIN was hashed."""

    incoming: Incoming
    pin_hash: str


@dataclass(frozen=True, slots=True)
class ConfigurationRead:
    """A configuration that a command names; without a `site` it has a fault."""

    incoming: Incoming
    digest: str
    packed: str
    site: Site | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """The broker answered: it may have lost every retained message."""


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """Birth or last will of a device."""

    device: str
    up: bool


@dataclass(frozen=True, slots=True)
class Stranger:
    """Another hub serves the same hall on this broker, and was there first."""

    hub: str


@dataclass(frozen=True, slots=True)
class Deposed:
    """A standby has seen a later epoch than ours: another hub reigns."""

    hub: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Damaged:
    """The background check found the database damaged."""

    what: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A thread at the rim ended by a fault of ours: a hub without it would look alive and be deaf."""

    what: str


@dataclass(frozen=True, slots=True)
class OwnHealth:
    """The state of a part of the hub itself (`backup`), as its device would report it."""

    part: str
    health: Health
    why: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """Finish what was committed and end."""


Work = Incoming | PinChecked | PinHashed | ConfigurationRead
"""A command, or one for which the rim has done its part."""
Message = Work | Joined | DeviceSeen | Stranger | Deposed | Damaged | Broken | OwnHealth | Stop
