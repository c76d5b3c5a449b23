"""Devices on wires (readers, bars, boards): what their owner is told of them, what staff sees, and how one is tested.

The hub tells each owner of wires what hangs on it (`down/{device}/wired`), so that a change of the configuration needs
nobody at the machine. The owner reports health as every device does (`ReportHealth`, the part being the wired device's
id), and the hub shows staff what it knows last (`state/staff/wired/{device}`), whoever is away.

A test goes past the hub: it is a talk between the person before the device and the process that owns its wire, and
must be possible while the hub is down. A console asks for one step at a time (`ask/{device}/step`), the owner does it
and says what came of it (`up/{device}/step`). What a step moved, such as a cell that was opened, comes on record with
the name of who wanted it (`ReportStep`), however late.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from .base import Id, Lasting, Lenient, Ms, ShortText, Snapshot, Strict, Words
from .device import Health
from .self_test import StepResult

TELL_S = 24 * 3600.0
"""Both snapshots are told when they change and do not age: who shows them says since when a state is."""


class Wired(Lenient):
    """One device on a wire, as the configuration has it."""

    id: Id
    kind: str
    driver: str
    connection: str
    options: dict[str, Any] = {}
    terminal: Id | None = None
    window: Id | None = None
    zone: Id | None = None
    serial_number: str | None = None
    arrived: str | None = None


class WiredHere(Snapshot):
    """All that hangs on the wires of one owner: `down/{device}/wired`."""

    device: Id
    wired: tuple[Wired, ...] = ()


class WiredState(Wired):
    """A device on a wire and how it is, as its owner reported last; UNKNOWN before it ever did."""

    health: Health = Health.UNKNOWN
    why: Words | None = None
    hint: Words | None = None
    since_ms: Ms | None = None
    counters: dict[str, int] = {}
    consumables: dict[str, str] = {}
    """What runs low, such as `paper: low`."""
    told_ms: Ms | None = None
    """When it was reported."""


class WiredStates(Snapshot):
    """The devices of one owner, for staff: `state/staff/wired/{device}`."""

    device: Id
    away: bool = False
    """The owner's process is gone: nobody can say how its devices are now."""
    wired: tuple[WiredState, ...] = ()


OWNER = "owner"
"""A step that does nothing: whoever owns the device says at once that it is there."""


class StepAsk(Strict):
    """Do one step of the self-test of a wired device; the table of steps is that of its driver."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    """Comes back with the answer."""
    device: Id
    step: Id
    cell: Annotated[int, Field(ge=1, le=9999)] | None = None
    """Which cell of a cabinet is opened, where the step asks for one."""
    by: Annotated[str, Field(max_length=64)] = ""


class StepSaid(Lenient):
    """What came of a step."""

    id: str
    result: StepResult
    about: dict[str, str] = {}
    """What the device says of itself: `serial_number`, `firmware`."""


class ReportStep(Strict):
    """The owner of a wire did a step of a test that moves something."""

    do: Literal["ReportStep"] = "ReportStep"
    device: Id
    step: Id
    cell: Annotated[int, Field(ge=1, le=9999)] | None = None
    by: Annotated[str, Field(min_length=1, max_length=64)]
    """Who wanted it, as they say."""
    passed: bool
    why: ShortText = ""
    at_ms: Ms


class StepDone(Lasting):
    type: Literal["StepDone"] = "StepDone"
    owner: Id
    device: Id
    step: Id
    cell: int | None = None
    by: str
    passed: bool
    why: str = ""
    at_ms: Ms
