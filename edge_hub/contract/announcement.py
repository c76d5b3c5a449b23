"""Announcements (公告): what the guide desk tells everybody in the hall, until when. Public: no word about a person.

Call boards and ticket machines show them in the place of the notices; each judges by hall time whether one is over.
"""

from typing import Annotated, Literal

from pydantic import Field

from .base import ByStaff, Id, Lenient, Ms, Snapshot, Strict, Words

SHOWN_MAX = 5
"""So many at a time: more would be read by nobody."""
LASTS_MAX_MS = 14 * 86_400_000


class Announce(Strict):
    """Chinese is needed, English is wanted: without it the Chinese stands alone."""

    do: Literal["Announce"] = "Announce"
    zh: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]
    en: Annotated[str, Field(max_length=240, pattern=r"^[^\x00-\x1f]*$")] = ""
    until_ms: Ms


class EndAnnouncement(Strict):
    """Before its time."""

    do: Literal["EndAnnouncement"] = "EndAnnouncement"
    announcement: Id


class Announced(ByStaff):
    type: Literal["Announced"] = "Announced"
    announcement: Id
    zh: str
    en: str
    until_ms: Ms
    device: Id
    at_ms: Ms


class AnnouncementEnded(ByStaff):
    type: Literal["AnnouncementEnded"] = "AnnouncementEnded"
    announcement: Id
    device: Id
    at_ms: Ms


class Announcement(Lenient):
    """One that is shown now, and the reply to `Announce`."""

    announcement: Id
    words: Words
    since_ms: Ms
    until_ms: Ms


class Announcements(Snapshot):
    """What is announced now, the newest first: `state/public/announcements`."""

    shown: tuple[Announcement, ...]

    def at(self, now_ms: int) -> tuple[Announcement, ...]:
        """Those that are not over at that hall time."""
        return tuple(one for one in self.shown if now_ms < one.until_ms)
