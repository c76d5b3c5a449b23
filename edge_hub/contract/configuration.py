"""Changing the configuration while the hall is open: bring one to the hub, look at what it would change, apply it, go
back.

A configuration is named by the SHA-256 of its files (`configs/bundle.py`), and kept in the journal with its texts: the
journal alone says which one held at each record, on every copy of it. What somebody still waits for is not removed:
the command is refused, or the change waits (`when_empty`) until nobody does.
"""

from typing import Annotated, Literal

from pydantic import Field

from .base import Id, Lasting, Lenient, Ms, ShortText, Strict, Words

PART_CHARS, PARTS_MAX = 40_000, 200
"""A configuration comes in parts, each well below the size of a command."""
Digest = Annotated[str, Field(max_length=64, pattern=r"^[0-9a-f]{64}$")]
Reason = Annotated[str, Field(min_length=1, max_length=500)]


class StageConfiguration(Strict):
    """A part of a packed configuration. The hub keeps the parts in memory, of one configuration of each console."""

    do: Literal["StageConfiguration"] = "StageConfiguration"
    digest: Digest
    part: Annotated[int, Field(ge=0, le=PARTS_MAX - 1)]
    parts: Annotated[int, Field(ge=1, le=PARTS_MAX)]
    data: Annotated[str, Field(max_length=PART_CHARS)]


class ReviewConfiguration(Strict):
    """What would change, and what stands in the way. Nothing is recorded."""

    do: Literal["ReviewConfiguration"] = "ReviewConfiguration"
    digest: Digest


class ApplyConfiguration(Strict):
    """Take a configuration that was staged, or one that was in force before."""

    do: Literal["ApplyConfiguration"] = "ApplyConfiguration"
    digest: Digest
    seen: Digest | None = None
    """What was in force when the person looked: if it is another one by now, they should look again."""
    by: Id
    """Staff number of who wants it."""
    why: Reason
    when_empty: bool = False
    """Close what goes to new tickets, and apply when nobody waits for it."""
    back: bool = False
    """It goes back to the version before."""


class WithdrawConfiguration(Strict):
    """Give up a change that waits; what it closed is opened again."""

    do: Literal["WithdrawConfiguration"] = "WithdrawConfiguration"
    by: Id
    why: Reason


class ShowConfiguration(Strict):
    """What is in force, what was, and what waits."""

    do: Literal["ShowConfiguration"] = "ShowConfiguration"


class ConfigurationKept(Lasting):
    """The texts of a configuration, before it is applied for the first time."""

    type: Literal["ConfigurationKept"] = "ConfigurationKept"
    digest: str
    content: str
    """Packed (`configs/bundle.py`)."""
    at_ms: Ms


class ConfigurationApplied(Lasting):
    """From this record on the hall is run by this configuration."""

    type: Literal["ConfigurationApplied"] = "ConfigurationApplied"
    digest: str
    was: str | None = None
    """What was in force before."""
    by: str
    """A staff number; empty: the hub itself, from the folder that it was started with."""
    why: str
    back: bool = False
    at_ms: Ms


class ConfigurationAwaited(Lasting):
    """It will be applied when nobody waits any more for what it removes; that takes no new tickets until then."""

    type: Literal["ConfigurationAwaited"] = "ConfigurationAwaited"
    digest: str
    by: str
    why: str
    back: bool = False
    closed: tuple[str, ...] = ()
    """Items that were open, and are closed because of it."""
    at_ms: Ms


class ConfigurationWithdrawn(Lasting):
    """What waited is given up."""

    type: Literal["ConfigurationWithdrawn"] = "ConfigurationWithdrawn"
    digest: str
    by: str
    why: str
    at_ms: Ms


class Staged(Lenient):
    """How many parts are still missing."""

    missing: int


class Obstacle(Lenient):
    """Something that must not be taken away now."""

    what: Literal["item", "window", "device", "clerk", "numbers", "hall"]
    id: str
    words: Words
    tickets: tuple[str, ...] = ()
    """The numbers of those who wait or are served, a few of them."""
    count: int = 0
    passes: bool = True
    """Whether it goes away by itself, with the line or with the day."""


class Review(Lenient):
    """What a configuration would change."""

    digest: str
    applied: str | None = None
    """What is in force now."""
    changes: tuple[str, ...]
    changes_more: int = 0
    obstacles: tuple[Obstacle, ...] = ()
    notes: tuple[Words, ...] = ()
    """What a person should know before they apply it."""


class Version(Lenient):
    """One time that a configuration was applied."""

    digest: str
    by: str
    why: ShortText
    back: bool = False
    at_ms: Ms


class Configurations(Lenient):
    """Newest first. `before` is where a rollback goes."""

    applied: str | None = None
    before: str | None = None
    awaited: Version | None = None
    obstacles: tuple[Obstacle, ...] = ()
    """What that waits for."""
    versions: tuple[Version, ...] = ()


class Applied(Lenient):
    """Done, or to be done when nobody waits any more."""

    digest: str
    waits: bool = False
    obstacles: tuple[Obstacle, ...] = ()
    closed: tuple[str, ...] = ()
