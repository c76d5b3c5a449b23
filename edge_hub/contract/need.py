"""Needs (需引导): who sees, hears or walks badly, or speaks another language, is fetched when called.

Rules: a need is told to the guide desk and to the call pad of the window, and to nobody else: no public topic, no topic
of a window (its screen hangs in the hall), no reply says anything of it. It is sealed in a record of its own, whose key
is destroyed when the day has ended.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .base import ByStaff, Id, Lenient, Ms, Snapshot, Strict, Words, once_each

NEEDS_MAX = 4
Needs = Annotated[tuple[Id, ...], Field(max_length=NEEDS_MAX), AfterValidator(once_each)]
TO_BE_GUIDED = Words(zh="需引导", en="Please fetch")


class NoteNeeds(Strict):
    """What the person with this ticket needs; none: nothing after all."""

    do: Literal["NoteNeeds"] = "NoteNeeds"
    ticket: Id
    needs: Needs


class NeedsNoted(ByStaff):
    """The needs travel in the sealed part, separated by commas."""

    type: Literal["NeedsNoted"] = "NeedsNoted"
    ticket: Id
    device: Id
    at_ms: Ms


class Guided(Lenient):
    """Somebody at a window, or on the way to it, with needs."""

    ticket: Id
    number: str
    window: str
    """Its label."""
    needs: tuple[Words, ...]
    called_ms: Ms
    served: bool = False
    """Already there."""


class GuidedHere(Snapshot):
    """For the call pad of a window: `down/{device}/guided`. None: nobody with needs is called there."""

    now: Guided | None = None
