"""The rating pad as a state machine: snapshots, touches, replies and time go in; the state and what to send come out.

    IDLE --(service finished)--> ASK --(level touched)--> SENDING --(yes)--> TAGS --(submit, skip, time)--> THANKS
      ^                           ^------(no answer)---------'                                                 |
      '--------------------------------------------------------------------------------------------------------'

Pure. The pad asks about one service at a time. The level is sent at the touch and is durable with the hub's yes; tags
follow. A newer service takes the place of an unrated one only after its time is over, or when the hub no longer knows
of it (the finish was undone). Nothing here ever keeps the clerk waiting: the pad only follows.
Times are hall time; what a person must be able to read lasts at least `GLANCE_S` of the real world, so that a practice
day in quick motion still shows every page.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.rating import ChangeRating, DetailRating, Level, Rate, ToRate
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import WindowNow

GLANCE_S = 3.0
THANKS_S = 5.0
ON_THE_WAY_S = 1.0
TAGS_MAX = 8

NOT_SENT = Words(zh="评价没有送达，请再点一次。", en="Your rating was not sent. Please touch again.")


class Page(StrEnum):
    """What the pad shows."""

    IDLE = "IDLE"
    ASK = "ASK"
    SENDING = "SENDING"
    TAGS = "TAGS"
    THANKS = "THANKS"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long pages stay, in hall milliseconds."""

    answer_ms: int
    thanks_ms: int
    change_ms: int
    """For so long another face may be touched: a little less than the hub allows, for the way there."""

    @classmethod
    def of(cls, rating_timeout_s: int, second_thought_s: int, clock: ClockRule) -> "Pace":
        return cls(
            answer_ms=max(rating_timeout_s * 1000, clock.hall_span_ms(GLANCE_S)),
            thanks_ms=clock.hall_span_ms(THANKS_S),
            change_ms=max(0, second_thought_s * 1000 - clock.hall_span_ms(ON_THE_WAY_S)),
        )


@dataclass(frozen=True, slots=True)
class Flow:
    """The pad's state. `until_ms` is when the page ends by itself."""

    page: Page = Page.IDLE
    asking: ToRate | None = None
    level: Level | None = None
    tags: tuple[str, ...] = ()
    until_ms: int | None = None
    waiting: ToRate | None = None
    """A newer service that finished while the pad was asking."""
    closed: frozenset[str] = frozenset()
    """Services that the pad is through with: rated, timed out or refused."""
    trouble: Words | None = None
    """A sentence on the page of the faces."""
    change_until_ms: int | None = None
    """Until when another level may be touched on the page of the tags."""
    changing: Level | None = None
    """Another level that was touched there, whose answer is on its way: nothing else goes out meanwhile."""


def hear(flow: Flow, now: WindowNow, hall_ms: int, pace: Pace) -> Flow:
    """The window's snapshot came."""
    told = now.to_rate
    if flow.page in (Page.ASK, Page.SENDING):
        if _is_undone(flow, told):
            return _next(flow, told, hall_ms, pace)
        if told is not None and told.service == _id(flow.asking):
            return flow if told.level is None else _has_a_level(flow, told, hall_ms, pace)
    if flow.page is Page.TAGS and told is not None and told.service == _id(flow.asking) and flow.changing is None:
        return flow if told.level in (None, flow.level) else replace(flow, level=told.level, tags=())
    if told is None:
        return replace(flow, waiting=None)
    if told.service in flow.closed or told.level is not None:
        return flow
    if flow.page in (Page.IDLE, Page.THANKS):
        return _ask(flow, told, hall_ms, pace) if _is_fresh(told, hall_ms, pace) else flow
    return replace(flow, waiting=told) if _is_fresh(told, hall_ms, pace) else flow


def touch_level(flow: Flow, level: Level) -> tuple[Flow, Rate | None]:
    """A face was touched: the level goes out at once."""
    if flow.page is not Page.ASK or flow.asking is None:
        return flow, None
    sending = replace(flow, page=Page.SENDING, level=level, until_ms=None, trouble=None)
    return sending, Rate(service=flow.asking.service, level=level)


def rated(flow: Flow, service: str, hall_ms: int, pace: Pace) -> Flow:
    """The hub has the level: what did the person mean by it?"""
    if flow.page is not Page.SENDING or _id(flow.asking) != service:
        return flow
    return replace(
        flow, page=Page.TAGS, tags=(), until_ms=hall_ms + pace.answer_ms, closed=flow.closed | {service},
        change_until_ms=hall_ms + pace.change_ms,
    )  # fmt: skip


def may_change(flow: Flow, hall_ms: int) -> bool:
    """Whether a touch on another face would still count."""
    in_time = flow.change_until_ms is not None and hall_ms < flow.change_until_ms
    return flow.page is Page.TAGS and flow.changing is None and in_time


def touch_other(flow: Flow, level: Level, hall_ms: int) -> tuple[Flow, ChangeRating | None]:
    """Another face was touched on the page of the tags: a second thought."""
    if not may_change(flow, hall_ms) or flow.asking is None or level is flow.level:
        return flow, None
    return replace(flow, changing=level), ChangeRating(service=flow.asking.service, level=level)


def changed(flow: Flow, service: str, counts: bool, hall_ms: int, pace: Pace) -> Flow:
    """The hub has answered: the other level counts, and has its own tags, or the first one still does."""
    if flow.changing is None or _id(flow.asking) != service:
        return flow
    if not counts:
        return replace(flow, changing=None)
    return replace(flow, level=flow.changing, changing=None, tags=(), until_ms=hall_ms + pace.answer_ms)


def refused(flow: Flow, service: str, reason: str | None, words: Words | None, hall_ms: int, pace: Pace) -> Flow:
    """The hub said no, or nothing. What may succeed later is asked again; the rest is over with its sentence."""
    if flow.page is not Page.SENDING or _id(flow.asking) != service:
        return flow
    if reason == Reason.RATED_ALREADY:
        return _thank(replace(flow, closed=flow.closed | {service}), hall_ms, pace)
    if reason in (Reason.RATING_CLOSED, Reason.SERVICE_UNKNOWN, Reason.NOT_ALLOWED):
        return _next(replace(flow, closed=flow.closed | {service}), None, hall_ms, pace)
    return replace(
        flow,
        page=Page.ASK,
        level=None,
        until_ms=hall_ms + pace.answer_ms,
        trouble=NOT_SENT if reason is None else words,
    )


def touch_tag(flow: Flow, tag: str, hall_ms: int, pace: Pace) -> Flow:
    """A tag is chosen, or no longer; every touch gives the full time again."""
    if flow.page is not Page.TAGS or flow.changing:
        return flow
    has = tag in flow.tags
    tags = tuple(one for one in flow.tags if one != tag) if has else (*flow.tags, tag)[:TAGS_MAX]
    return replace(flow, tags=tags, until_ms=hall_ms + pace.answer_ms)


def submit(flow: Flow, hall_ms: int, pace: Pace) -> tuple[Flow, DetailRating | None]:
    """The tags go out (chosen ones are meant, also when the time ran out); nothing chosen sends nothing."""
    if flow.page is not Page.TAGS or flow.changing or flow.asking is None:
        return flow, None
    detail = DetailRating(service=flow.asking.service, tags=flow.tags) if flow.tags else None
    return _thank(flow, hall_ms, pace), detail


def skip(flow: Flow, hall_ms: int, pace: Pace) -> Flow:
    """The person does not want to say more."""
    return _thank(flow, hall_ms, pace) if flow.page is Page.TAGS and not flow.changing else flow


def pass_time(flow: Flow, hall_ms: int, pace: Pace) -> tuple[Flow, DetailRating | None]:
    """A page whose time is over goes to the next one."""
    if flow.until_ms is None or hall_ms < flow.until_ms:
        return flow, None
    if flow.page is Page.TAGS:
        return submit(flow, hall_ms, pace)
    closed = flow.closed | {flow.asking.service} if flow.page is Page.ASK and flow.asking else flow.closed
    return _next(replace(flow, closed=closed), None, hall_ms, pace), None


def _ask(flow: Flow, service: ToRate, hall_ms: int, pace: Pace) -> Flow:
    return Flow(
        page=Page.ASK, asking=service, until_ms=hall_ms + pace.answer_ms, closed=_few(flow.closed), waiting=None
    )


def _thank(flow: Flow, hall_ms: int, pace: Pace) -> Flow:
    return replace(
        flow, page=Page.THANKS, until_ms=hall_ms + pace.thanks_ms, trouble=None, change_until_ms=None, changing=None
    )


def _next(flow: Flow, told: ToRate | None, hall_ms: int, pace: Pace) -> Flow:
    """The page is over: ask about the service that waits, or be idle."""
    waiting = flow.waiting or told
    if waiting is not None and waiting.service not in flow.closed and waiting.level is None:
        fresh = flow.waiting is not None or _is_fresh(waiting, hall_ms, pace)
        if fresh:
            return _ask(flow, waiting, hall_ms, pace)
    return Flow(closed=_few(flow.closed))


def _has_a_level(flow: Flow, told: ToRate, hall_ms: int, pace: Pace) -> Flow:
    """The picture says that the service is rated: by the touch whose answer is still on its way, or elsewhere."""
    if flow.page is Page.SENDING and told.level == flow.level:
        return rated(flow, told.service, hall_ms, pace)
    return _thank(replace(flow, closed=flow.closed | {told.service}), hall_ms, pace)


def _is_undone(flow: Flow, told: ToRate | None) -> bool:
    """The hub no longer offers what the pad asks about, and not because something newer came after it."""
    assert flow.asking is not None
    if told is None:
        return flow.waiting is None
    return told.service != flow.asking.service and told.finished_ms < flow.asking.finished_ms


def _is_fresh(service: ToRate, hall_ms: int, pace: Pace) -> bool:
    """A pad that was just switched on does not ask the next person about the one before."""
    return hall_ms - service.finished_ms < pace.answer_ms


def _id(service: ToRate | None) -> str:
    return service.service if service else ""


def _few(closed: frozenset[str], keep: int = 50) -> frozenset[str]:
    """UUIDv7 sort by time: the newest are kept."""
    return closed if len(closed) <= keep else frozenset(sorted(closed)[-keep:])
