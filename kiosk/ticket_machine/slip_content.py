"""From the hub's reply to what stands on the slip, in the language that the person chose. Pure: draws nothing."""

from typing import TYPE_CHECKING

from edge_hub.contract.clock import at_hall
from edge_hub.contract.queue import NORMAL, TicketSlip

from .hall_rows import place_rows
from .known import Known
from .words import OFFLINE_NOTE, joined

if TYPE_CHECKING:
    from .slip_words import SlipContent

NOTES_MAX = 3


def content_of(
    known: Known, slip: TicketSlip, lang: str, *, reprint: bool = False, offline: bool = False
) -> "SlipContent":
    """The slip of a ticket. Its notes say where the windows are, and first what holds of a number taken `offline`."""
    from .slip_words import SlipContent

    name = known.directory.name.say(lang) if known.directory else ""
    badge = known.class_name(slip.cls) if slip.cls != NORMAL else None
    return SlipContent(
        hall=name,
        number=slip.number,
        item=item_names(slip, lang),
        windows=slip.windows,
        ahead=None if offline else slip.ahead,
        wait_min=slip.wait_min,
        taken_at=at_hall(slip.taken_ms),
        qr_url=slip.url,
        lang="en" if lang == "en" else "zh",
        notes=(*((OFFLINE_NOTE.say(lang),) if offline else ()), *notes(known, slip, lang)),
        offline=offline,
        reprint=reprint,
        practice=known.practice,
        priority=badge.say(lang) if badge else None,
    )


def item_names(slip: TicketSlip, lang: str) -> str:
    return joined([name.say(lang) for name in slip.item_names], lang)


def notes(known: Known, slip: TicketSlip, lang: str) -> tuple[str, ...]:
    """Which windows lie where: `A01 A02：A区 社会民生 · 1楼`."""
    colon = ": " if lang == "en" else "："
    places = [row for row in place_rows(known, slip.windows, lang) if row.where]
    return tuple(f"{' '.join(row.labels)}{colon}{row.where}" for row in places)[:NOTES_MAX]
