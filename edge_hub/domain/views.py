"""Snapshots from the hall: what every screen draws. Pure; the loop says when, the publisher says how often."""

from configs.people import Clerk
from configs.text import Text
from edge_hub.contract import hall as h
from edge_hub.contract import window as w
from edge_hub.contract.base import Words
from edge_hub.contract.device import Desk, Health, PartHealth, SeatTaken, SlipFault
from edge_hub.contract.lease import StrandedTicket, Stranding
from edge_hub.contract.queue import AtWindow, TicketBrief, TicketState
from edge_hub.contract.rating import ToRate
from edge_hub.contract.reasons import Reason

from . import announcement
from .forecast import forecast, range_min
from .hall import Hall
from .item import told
from .limits import item_says_no
from .need import to_fetch
from .reprint_views import newest
from .routing import in_order, longest_wait_ms
from .rule import now_on
from .values import OVER, Seat, Ticket, Window
from .waits import level_of, long_waits

NEXT_SHOWN = 8
RECENT_SHOWN = 12
PARTS_SHOWN, SLIPS_SHOWN, WAITS_SHOWN, CLOSED_SHOWN, TEXT_SHOWN = 40, 30, 20, 10, 60
"""So much of what devices complain of: with every text at its worst a snapshot stays below the broker's 64 KB."""
HEALTH_ORDER = {Health.DOWN: 0, Health.DEGRADED: 1, Health.UNKNOWN: 2, Health.UP: 3}
VALID_S = 60.0
"""A screen blanks numbers that were not confirmed by a heartbeat for this long."""


def words_of(text: Text) -> Words:
    """A configured text as the contract carries it."""
    return Words(zh=text.zh, en=text.en)


def brief(hall: Hall, ticket: Ticket) -> TicketBrief:
    """A ticket in a list; made once for each version of it, and kept until its visit is over."""
    known = hall.briefs.get(ticket.id)
    if known is not None and known.ver == ticket.ver:
        return known
    made = _brief(hall, ticket)
    if ticket.state not in OVER:
        hall.briefs[ticket.id] = made
    return made


def _brief(hall: Hall, ticket: Ticket) -> TicketBrief:
    since = ticket.queued_ms if ticket.state is TicketState.WAITING else ticket.since_ms
    return TicketBrief(
        ticket=ticket.id, number=ticket.number, item=ticket.item, item_name=hall.names[ticket.item], cls=ticket.cls,
        state=ticket.state, since_ms=since, ver=ticket.ver,
    )  # fmt: skip


def at_window(hall: Hall, window: Window) -> AtWindow | None:
    """The ticket at a window."""
    if window.at is None:
        return None
    ticket = hall.tickets[window.at]
    return AtWindow(
        **brief(hall, ticket).__dict__, calls=ticket.calls, called_ms=ticket.called_ms, started_ms=ticket.started_ms,
        items_left=tuple(hall.names[item] for item in ticket.items[ticket.at + 1 :]),
    )  # fmt: skip


def window_now(hall: Hall, window_id: str, now_ms: int, epoch: int, seq: int) -> w.WindowNow:
    """All that the devices of one window draw."""
    window, site = hall.windows[window_id], hall.plan.site
    config = site.window(window_id)
    keys = hall.line_keys(window_id)
    following = in_order(hall.lines(window_id), now_ms, hall.plan.policy, hall.overtaken, NEXT_SHOWN)
    waiting, longest_ms = sum(len(line) for line in keys), longest_wait_ms(keys, now_ms)
    clerk = site.clerks_by_id.get(window.clerk) if window.clerk else None
    return w.WindowNow(
        epoch=epoch, seq=seq, valid_s=VALID_S, window=window_id, label=config.label, name=words_of(config.name),
        department=words_of(site.department(config.department).name), state=window.state, ver=window.ver,
        clerk=_face(hall, clerk) if clerk else None,
        session_mark=w.session_mark(window.session) if window.session else None, at=at_window(hall, window),
        held=tuple(brief(hall, hall.tickets[one]) for one in window.held),
        passed=tuple(brief(hall, hall.tickets[one]) for one in window.passed),
        next=tuple(brief(hall, hall.tickets[one]) for one in following),
        waiting=waiting,
        items=tuple(_line_of(hall, item) for item in hall.items_of_window[window_id]),
        pause=window.pause, pause_until_ms=window.pause_until_ms,
        finished=brief(hall, hall.tickets[window.finished]) if window.finished else None,
        to_rate=_to_rate(hall, window), served_today=window.served_today, longest_wait_ms=longest_ms,
        wait_level=level_of(site.rules, waiting, longest_ms),
    )  # fmt: skip


def _face(hall: Hall, clerk: Clerk) -> w.ClerkFace:
    photo = hall.plan.photos.get(clerk.id)
    return w.ClerkFace(clerk=clerk.id, name=clerk.name, photo=photo, party_member=clerk.party_member)


def _line_of(hall: Hall, item: str) -> w.LineOfItem:
    waiting = hall.waiting_for(item)
    known = hall.short_lines.get(item)
    if known is None or known.waiting != waiting:
        known = hall.short_lines[item] = w.LineOfItem(item=item, name=hall.names[item], waiting=waiting)
    return known


def _to_rate(hall: Hall, window: Window) -> ToRate | None:
    service = hall.services.get(window.to_rate or "")
    if service is None:
        return None
    return ToRate(
        service=service.id, ticket=service.ticket, number=hall.tickets[service.ticket].number, item=service.item,
        item_name=hall.names[service.item], finished_ms=service.finished_ms or 0, level=service.level,
        detailed=service.tags is not None,
    )  # fmt: skip


def item_line(hall: Hall, item_id: str, now_ms: int) -> h.ItemLine:
    """The line of one item, what a ticket taken now would wait, and whether one can be taken."""
    item = hall.plan.site.item(item_id)
    opening, open_windows = hall.opening(now_ms), hall.open_windows(item_id)
    no = item_says_no(hall, item, None)
    closed = no is not None and no.reason is not Reason.PERSON_NEEDED
    place = hall.place_at_the_end(hall.plan.normal_rank, now_ms)
    ahead = hall.ahead_of(item_id, place, now_ms)
    return h.ItemLine(
        waiting=hall.waiting_for(item_id),
        windows=tuple(hall.plan.label(window) for window in open_windows),
        wait_min=range_min(forecast(hall, item_id, place, ahead, now_ms)),
        tickets=opening.tickets and not closed,
        why=no.words if no and closed else None if opening.tickets else opening.words,
    )


def lines(hall: Hall, items: dict[str, h.ItemLine], epoch: int, seq: int) -> h.Lines:
    """Who waits for what; `items` are the lines of all items."""
    departments = dict.fromkeys((one.id for one in hall.plan.site.departments), 0)
    for item in hall.plan.site.items:
        departments[item.department] += items[item.id].waiting
    total = sum(departments.values())
    return h.Lines(epoch=epoch, seq=seq, valid_s=VALID_S, waiting=total, items=items, departments=departments)


def board(hall: Hall, epoch: int, seq: int) -> h.Board:
    """What is called and served now, newest call first, and the calls before."""
    at = {one.at: _call(hall, hall.tickets[one.at]) for one in hall.windows.values() if one.at}
    now = sorted((call for call in at.values() if call.called_ms), key=lambda call: (-call.called_ms, call.number))
    before = dict.fromkeys(one for one in hall.recent if one not in at and _shown(hall, hall.tickets[one]))
    recent = [_call(hall, hall.tickets[one]) for one in list(before)[:RECENT_SHOWN]]
    hall.calls = {one: hall.calls[one] for one in (*at, *list(before)[:RECENT_SHOWN])}
    passed = [hall.tickets[one] for window in hall.windows.values() for one in window.passed]
    passed.sort(key=lambda ticket: -ticket.since_ms)
    return h.Board(
        epoch=epoch, seq=seq, valid_s=VALID_S, now=tuple(now), recent=tuple(recent),
        passed=tuple(ticket.number for ticket in passed[:RECENT_SHOWN]),
    )  # fmt: skip


def _shown(hall: Hall, ticket: Ticket) -> bool:
    """Whether a ticket was called, to a window that still is one."""
    return bool(ticket.called_ms) and ticket.window in hall.windows


def _call(hall: Hall, ticket: Ticket) -> h.Call:
    known = hall.calls.get(ticket.id)
    if known is None or known[0] != ticket.ver:
        known = hall.calls[ticket.id] = (ticket.ver, _new_call(hall, ticket))
    return known[1]


def _new_call(hall: Hall, ticket: Ticket) -> h.Call:
    config = hall.plan.site.window(ticket.window or "")
    return h.Call(
        number=ticket.number, window=config.id, label=config.label, zone=config.zone, called_ms=ticket.called_ms,
        calls=ticket.calls, state="CALLED" if ticket.state is TicketState.CALLED else "SERVING",
        priority=ticket.rank < hall.plan.normal_rank,
    )  # fmt: skip


def desk(hall: Hall, now_ms: int, epoch: int, seq: int) -> Desk:
    """What needs a hand: parts that are not up, slips that did not come out, devices that went away, overlong waits."""
    waits = long_waits(hall, now_ms)
    parts = sorted(hall.parts.values(), key=lambda one: (HEALTH_ORDER[Health(one.health)], -one.since_ms))
    slips = sorted(hall.slip_faults.items(), key=lambda one: -one[1][2])
    closed = sorted(hall.closed_items.values(), key=lambda one: (-one.since_ms, one.item))
    stranded = sorted(hall.stranded.values(), key=lambda one: (-one.at_ms, one.ticket))
    return Desk(
        epoch=epoch, seq=seq, valid_s=VALID_S,
        parts=tuple(
            PartHealth(
                device=one.device, part=one.part, health=Health(one.health), why=_short(one.why),
                hint=_short(one.hint), since_ms=one.since_ms,
            )
            for one in parts[:PARTS_SHOWN]
        ),
        parts_more=max(0, len(parts) - PARTS_SHOWN),
        slips=tuple(
            SlipFault(ticket=ticket, number=hall.tickets[ticket].number, device=device, why=_short(why), at_ms=at_ms)
            for ticket, (device, why, at_ms) in slips[:SLIPS_SHOWN]
        ),
        slips_more=max(0, len(slips) - SLIPS_SHOWN),
        offline=tuple(sorted(hall.offline)), waits=tuple(waits[:WAITS_SHOWN]),
        waits_more=max(0, len(waits) - WAITS_SHOWN),
        stranded=tuple(
            StrandedTicket(
                ticket=one.ticket, number=one.number, device=one.device, why=Stranding(one.why), taken_ms=one.taken_ms,
                at_ms=one.at_ms,
            )
            for one in stranded[:SLIPS_SHOWN]
        ),
        stranded_more=max(0, len(stranded) - SLIPS_SHOWN),
        reprints=newest(hall), guided=to_fetch(hall), closed=tuple(told(hall, one) for one in closed[:CLOSED_SHOWN]),
        closed_more=max(0, len(closed) - CLOSED_SHOWN), rules=now_on(hall)[:CLOSED_SHOWN],
        seats=tuple(_seat(hall, one) for _, one in sorted(hall.seats.items())),
        announcements=tuple(announcement.told(one) for one in announcement.current(hall, now_ms)),
    )  # fmt: skip


def _seat(hall: Hall, one: Seat) -> SeatTaken:
    clerk = hall.plan.site.clerks_by_id.get(one.clerk)
    return SeatTaken(
        device=one.device, clerk=one.clerk, name=clerk.name if clerk else "", since_ms=one.since_ms,
        session_mark=w.session_mark(one.session),
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= TEXT_SHOWN else text[: TEXT_SHOWN - 1] + "…"
