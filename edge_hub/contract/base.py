"""The four manners in which messages meet unknown keys, and the smallest shared values.

A command refuses what it does not know (a typo must not be half obeyed); snapshots and replies ignore it (an older pad
lives with a newer hub); events preserve it (a journal is never rewritten).
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1

Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$")]
"""A name from the configuration or a UUID: safe in topics, file names and SQL."""
Ms = Annotated[int, Field(ge=0, le=253_402_000_000_000)]
"""Milliseconds since 1970 UTC by the hub's clock; not beyond the year 9999, which no calendar can show."""
ShortText = Annotated[str, Field(max_length=500)]


class Strict(BaseModel):
    """Part of a command: unknown keys and loose types are refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Lenient(BaseModel):
    """Part of a reply or snapshot: unknown keys are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Kept(BaseModel):
    """Part of an event: unknown keys are preserved."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Lasting(Kept):
    """An event."""

    sender: str | None = None
    """The device whose command made it happen; None for what the hub does by itself."""
    staff: Id | None = None
    """Who of the staff gave it: whoever is signed in there, else whom an administrator's command names. None: a citizen
    or a machine."""


class ByStaff(Lasting):
    """Part of an event that the guide desk can bring about."""

    by: Id | None = None
    """Who gave the command, where somebody is signed in at the desk."""


def once_each(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a list that names one thing twice."""
    if len(ids) > 1 and len(set(ids)) != len(ids):
        raise ValueError("names one thing twice")
    return ids


class Words(Lenient):
    """One sentence or name for people, in the hall's two languages."""

    zh: str
    en: str

    def say(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class Snapshot(Lenient):
    """A whole picture, retained on one topic. Lower (epoch, seq) than seen before is ignored by whoever draws it."""

    epoch: int
    seq: int
    valid_s: float = 60.0
