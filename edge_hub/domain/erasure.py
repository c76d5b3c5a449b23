"""What is decided about sealed personal parts: which rule says how long each is kept, and which are due on a day."""

from collections.abc import Mapping
from datetime import date, datetime, time

from configs.rules import Retention
from edge_hub.contract import appointment, desk, item, need, priority, queue, rating, reprint, window
from edge_hub.contract.base import Lasting, Words
from edge_hub.contract.clock import HALL_ZONE, to_ms

DAY_MS = 86_400_000
FAR_DAYS = 31
"""A hub that was off for longer, or whose clock is wrong, erases nothing on the first day."""

DAY_END = "needs_days"
"""The rule of what nobody may read once its day has ended."""
KEPT: Mapping[type[Lasting], str | None] = {
    queue.TicketTaken: "persons_days",
    queue.TicketCancelled: "tickets_days",
    queue.TicketHeld: "tickets_days",
    queue.TicketTransferred: "tickets_days",
    item.ItemClosed: "tickets_days",
    desk.TicketHelped: "tickets_days",
    desk.TicketMerged: "tickets_days",
    desk.PriorityGiven: "tickets_days",
    priority.PriorityClaimed: "tickets_days",
    desk.LimitLifted: "tickets_days",
    queue.TicketCalled: "tickets_days",
    reprint.ReprintAsked: "tickets_days",
    item.ItemOpened: "tickets_days",
    rating.RatingDetailed: "ratings_days",
    appointment.AppointmentBooked: "appointments_days",
    appointment.AppointmentCancelled: "appointments_days",
    need.NeedsNoted: DAY_END,
    window.PinSet: None,
    window.CardSet: None,
}
"""Every event that may have a sealed part, and the rule by which it is kept. None: while the hall stands (the hash
of a clerk's PIN or card: no citizen's data)."""
DAYS_FIXED: Mapping[str, int] = {DAY_END: 0}
"""Not for an administrator to prolong."""
FIELDS: Mapping[str, Words] = {
    "persons_days": Words(zh="谁取的号（证件号的带密钥摘要）", en="who took a ticket (a keyed hash of the ID number)"),
    "tickets_days": Words(
        zh="作废、挂起、转出、停办、优先的原因", en="why a ticket was cancelled, held, passed on or given priority"
    ),
    "ratings_days": Words(zh="评价的文字", en="what a citizen wrote to a rating"),
    "appointments_days": Words(zh="谁预约的、取消的原因", en="who booked an appointment, why it was cancelled"),
    DAY_END: Words(zh="引导需要", en="needs of somebody to be fetched"),
    "detail_days": Words(zh="号票与服务的明细（统计保留）", en="rows of tickets and services (their figures stay)"),
    "journal_days": Words(zh="流水记录", en="the records of the journal"),
}
"""What each rule keeps, as people call it."""
RULE_OF: Mapping[str, str] = {event.__name__: rule for event, rule in KEPT.items() if rule}


def cutoffs(retention: Retention, day: str) -> dict[str, int]:
    """By type of record: a sealed part recorded before this moment is due on that business day."""
    begins_ms = to_ms(datetime.combine(date.fromisoformat(day), time(), HALL_ZONE))
    return {name: begins_ms - days_of(retention, rule) * DAY_MS for name, rule in RULE_OF.items()}


def days_of(retention: Retention, rule: str) -> int:
    return DAYS_FIXED[rule] if rule in DAYS_FIXED else int(getattr(retention, rule))


def days_since(erased_day: str, day: str) -> int:
    """Business days by the calendar since the rules were last carried out."""
    return (date.fromisoformat(day) - date.fromisoformat(erased_day)).days
