"""Opening hours: whether tickets are given now, when it ends, when it begins again, and how to say so.

A day's hours: a make-up workday counts as the weekday it stands for, a holiday has none, else the week's.
The last tickets are given `last_ticket_min` before the last span of a day ends.
"""

from datetime import date, datetime, time, timedelta
from itertools import islice

from configs.hall import DAYS, Opening, Span
from edge_hub.contract.base import Words
from edge_hub.contract.clock import HALL_ZONE, to_ms
from edge_hub.contract.hall import Opening as OpeningNow

LOOK_AHEAD_DAYS = 30
FAR_AHEAD_DAYS = 90
WEEKDAYS = (
    ("周一", "Monday"), ("周二", "Tuesday"), ("周三", "Wednesday"), ("周四", "Thursday"), ("周五", "Friday"),
    ("周六", "Saturday"), ("周日", "Sunday"),
)  # fmt: skip


def spans_on(opening: Opening, day: date) -> tuple[Span, ...]:
    """The hours of one day, in order."""
    for workday in opening.workdays:
        if workday.day == day:
            return _sorted(opening.week.get(workday.as_day, ()))
    if any(holiday.first <= day <= holiday.last for holiday in opening.holidays):
        return ()
    return _sorted(opening.week.get(DAYS[day.weekday()], ()))


def nth_workday(opening: Opening, after: date, nth: int) -> date:
    """The nth day after `after` on which the hall is open; a hall that never opens counts to `FAR_AHEAD_DAYS`."""
    days = (after + timedelta(days=ahead) for ahead in range(1, FAR_AHEAD_DAYS))
    open_days = (day for day in days if spans_on(opening, day))
    return next(islice(open_days, nth - 1, None), after + timedelta(days=FAR_AHEAD_DAYS))


def hours_on(opening: Opening, day: date) -> tuple[tuple[int, int], ...]:
    """The hours of one day in hall milliseconds, in order."""
    return tuple((to_ms(_at(day, span.start)), to_ms(_at(day, span.end))) for span in spans_on(opening, day))


def opening_at(opening: Opening, now: datetime) -> OpeningNow:
    """What holds at `now` (aware, hall time)."""
    today = now.date()
    spans = spans_on(opening, today)
    clock = now.time().replace(tzinfo=None)
    for span in spans:
        if span.start <= clock < span.end:
            last = span is spans[-1]
            given_until = datetime.combine(today, span.end) - timedelta(minutes=opening.last_ticket_min if last else 0)
            tickets = datetime.combine(today, clock) < given_until
            reopens = None if tickets else next_start(opening, now)
            return OpeningNow(
                tickets=tickets,
                open=True,
                words=Words(zh=f"办理时间至 {span.end:%H:%M}", en=f"Open until {span.end:%H:%M}"),
                closes_ms=to_ms(_at(today, span.end)),
                reopens_ms=to_ms(reopens) if reopens else None,
            )
    reopens = next_start(opening, now)
    said = say_when(reopens, now)
    return OpeningNow(
        tickets=False,
        open=False,
        words=Words(zh=f"现在不办公，{said.zh}开始", en=f"Closed now, opens {said.en}"),
        reopens_ms=to_ms(reopens) if reopens else None,
    )


def next_start(opening: Opening, now: datetime) -> datetime | None:
    """The next moment a span begins, within `LOOK_AHEAD_DAYS`; None if none does."""
    for ahead in range(LOOK_AHEAD_DAYS):
        day = now.date() + timedelta(days=ahead)
        for span in spans_on(opening, day):
            start = _at(day, span.start)
            if start > now:
                return start
    return None


def say_when(moment: datetime | None, now: datetime) -> Words:
    """A moment as people say it: today, tomorrow, or a date with its weekday."""
    if moment is None:
        return Words(zh="请咨询导服台何时", en="when the guide desk announces it")
    hour = f"{moment:%H:%M}"
    days = (moment.date() - now.date()).days
    if days == 0:
        return Words(zh=f"今天 {hour}", en=f"today at {hour}")
    if days == 1:
        return Words(zh=f"明天 {hour}", en=f"tomorrow at {hour}")
    weekday = WEEKDAYS[moment.weekday()]
    return Words(
        zh=f"{moment.month}月{moment.day}日（{weekday[0]}）{hour}", en=f"on {weekday[1]}, {moment:%d %B}, at {hour}"
    )


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, HALL_ZONE)


def _sorted(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: span.start))
