"""What the guide desk and the rules of the day change: items, priority, announcements, needs."""

from edge_hub.contract import (
    announcement,
    desk,
    item,
    need,
    priority,
    rule,
)
from edge_hub.contract.queue import TicketState

from ..hall import Hall
from ..values import (
    Announcement,
    Closing,
    RuleOn,
    Seat,
    Tries,
)  # fmt: skip
from .changes import Entities, Folds, Sealed, change_ticket, forget_announcements, forget_passed, put_tries


def _item_closed(state: Hall, e: item.ItemClosed, _: Sealed) -> None:
    closing = Closing(e.item, e.reason, e.at_ms, e.device, e.by, e.rule)
    state.closed_items[e.item] = state.touched.item_doors[e.item] = closing
    state.touched.items.add(e.item)


def _item_opened(state: Hall, e: item.ItemOpened, _: Sealed) -> None:
    state.closed_items.pop(e.item, None)
    state.touched.item_doors[e.item] = None
    state.touched.items.add(e.item)


def _rule_began(state: Hall, e: rule.RuleBegan, _: Sealed) -> None:
    state.put_rule(RuleOn(e.rule, e.items, e.windows, e.stops, e.at_ms))


def _rule_ended(state: Hall, e: rule.RuleEnded, _: Sealed) -> None:
    state.end_rule(e.rule)


def _helped(state: Hall, e: desk.TicketHelped, _: Sealed) -> None:
    change_ticket(state, e.ticket)


def _items_added(state: Hall, e: desk.ItemsAdded, _: Sealed) -> None:
    old = state.tickets[e.ticket]
    rank = state.plan.rank_of_class.get(e.cls, old.rank)
    change_ticket(state, e.ticket, items=e.items, cls=e.cls, rank=rank)


def _merged(state: Hall, e: desk.TicketMerged, _: Sealed) -> None:
    forget_passed(state, e.ticket)
    change_ticket(state, e.ticket, state=TicketState.CANCELLED, since_ms=e.at_ms)


def _priority_given(state: Hall, e: desk.PriorityGiven, _: Sealed) -> None:
    change_ticket(state, e.ticket, cls=e.cls, rank=state.plan.rank_of_class.get(e.cls, state.tickets[e.ticket].rank))


def _priority_claimed(state: Hall, e: priority.PriorityClaimed, _: Sealed) -> None:
    change_ticket(state, e.ticket)


def _limit_lifted(state: Hall, e: desk.LimitLifted, _: Sealed) -> None:
    ticket = change_ticket(state, e.ticket, lifted=(*state.tickets[e.ticket].lifted, e.item))
    state.lift(ticket, e.item)


def _guide_in(state: Hall, e: desk.GuideSignedIn, _: Sealed) -> None:
    seat = Seat(e.device, e.clerk, e.session, e.at_ms)
    state.seats[e.device] = state.touched.seats[e.device] = seat
    if (e.clerk, e.device) in state.tries:
        put_tries(state, Tries(e.clerk, e.device))


def _guide_out(state: Hall, e: desk.GuideSignedOut, _: Sealed) -> None:
    state.seats.pop(e.device, None)
    state.touched.seats[e.device] = None


def _announced(state: Hall, e: announcement.Announced, _: Sealed) -> None:
    forget_announcements(state, e.at_ms)
    one = Announcement(e.announcement, e.zh, e.en, e.at_ms, e.until_ms)
    state.announcements[one.id] = state.touched.announcements[one.id] = one


def _announcement_ended(state: Hall, e: announcement.AnnouncementEnded, _: Sealed) -> None:
    state.announcements.pop(e.announcement, None)
    state.touched.announcements[e.announcement] = None


def _needs_noted(state: Hall, e: need.NeedsNoted, sealed: Sealed) -> None:
    state.put_needs(e.ticket, sealed.get("needs", ""))


ENTITY: Entities = {
    item.ItemClosed: ("item", "item"),
    item.ItemOpened: ("item", "item"),
    rule.RuleBegan: ("rule", "rule"),
    rule.RuleEnded: ("rule", "rule"),
    desk.TicketHelped: ("ticket", "ticket"),
    desk.ItemsAdded: ("ticket", "ticket"),
    desk.TicketMerged: ("ticket", "ticket"),
    desk.PriorityGiven: ("ticket", "ticket"),
    priority.PriorityClaimed: ("ticket", "ticket"),
    desk.LimitLifted: ("ticket", "ticket"),
    desk.GuideSignedIn: ("device", "device"),
    desk.GuideSignedOut: ("device", "device"),
    announcement.Announced: ("announcement", "announcement"),
    announcement.AnnouncementEnded: ("announcement", "announcement"),
    need.NeedsNoted: ("needs", "ticket"),
}

FOLDS: Folds = {
    item.ItemClosed: _item_closed,
    item.ItemOpened: _item_opened,
    rule.RuleBegan: _rule_began,
    rule.RuleEnded: _rule_ended,
    desk.TicketHelped: _helped,
    desk.ItemsAdded: _items_added,
    desk.TicketMerged: _merged,
    desk.PriorityGiven: _priority_given,
    priority.PriorityClaimed: _priority_claimed,
    desk.LimitLifted: _limit_lifted,
    desk.GuideSignedIn: _guide_in,
    desk.GuideSignedOut: _guide_out,
    announcement.Announced: _announced,
    announcement.AnnouncementEnded: _announcement_ended,
    need.NeedsNoted: _needs_noted,
}
