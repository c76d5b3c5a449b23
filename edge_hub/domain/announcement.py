"""What is decided about announcements, and which of them are shown now."""

from edge_hub.contract import announcement as a
from edge_hub.contract.announcement import LASTS_MAX_MS, SHOWN_MAX
from edge_hub.contract.base import Words
from edge_hub.contract.clock import minute_of
from edge_hub.contract.envelope import Command, rejected
from edge_hub.contract.reasons import Reason

from .hall import Hall
from .means import Decision, Happening, Means, Verdict, happen
from .values import Announcement


def announce(hall: Hall, command: Command, body: a.Announce, means: Means) -> Verdict:
    if not means.now_ms < body.until_ms <= means.now_ms + LASTS_MAX_MS:
        until, now = minute_of(body.until_ms), minute_of(means.now_ms)
        return rejected(Reason.UNTIL_WRONG, days=LASTS_MAX_MS // 86_400_000, until=until, now=now)
    if len(current(hall, means.now_ms)) >= SHOWN_MAX:
        return rejected(Reason.ANNOUNCEMENTS_MANY, max=SHOWN_MAX)
    event = a.Announced(
        announcement=means.new_id(), zh=body.zh.strip(), en=body.en.strip(), until_ms=body.until_ms,
        device=command.device, at_ms=means.now_ms,
    )  # fmt: skip
    return Decision((Happening(event),), lambda: told(hall.announcements[event.announcement]))


def end(hall: Hall, command: Command, body: a.EndAnnouncement, means: Means) -> Verdict:
    """One that is over by itself has ended: nothing new."""
    if body.announcement not in hall.announcements:
        return rejected(Reason.ANNOUNCEMENT_UNKNOWN)
    if hall.announcements[body.announcement].until_ms <= means.now_ms:
        return Decision()
    return happen(a.AnnouncementEnded(announcement=body.announcement, device=command.device, at_ms=means.now_ms))


def current(hall: Hall, now_ms: int) -> list[Announcement]:
    """Those that are not over, the newest first."""
    lasting = [one for one in hall.announcements.values() if now_ms < one.until_ms]
    return sorted(lasting, key=lambda one: (-one.since_ms, one.id))


def told(one: Announcement) -> a.Announcement:
    return a.Announcement(
        announcement=one.id, words=Words(zh=one.zh, en=one.en), since_ms=one.since_ms, until_ms=one.until_ms
    )


def announcements(hall: Hall, now_ms: int, epoch: int, seq: int, valid_s: float) -> a.Announcements:
    """The snapshot."""
    shown = tuple(told(one) for one in current(hall, now_ms))
    return a.Announcements(epoch=epoch, seq=seq, valid_s=valid_s, shown=shown)
