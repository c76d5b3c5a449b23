"""What stands between the opening hours, the holidays and the make-up workdays of a hall.

These checks look at the values as written and pass over what cannot be read: a typing error in one day is told where
it stands and hides no fault of another day.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from .base import Day
from .draft import Draft
from .faults import Fault
from .hall import DAYS, Span
from .loader import Document
from .nodes import Where
from .references import ANY, find

_DAY: TypeAdapter[date] = TypeAdapter(Day)


class Closed(NamedTuple):
    """A holiday whose days can be read."""

    at: Where
    first: date
    last: date
    name: str


def overlapping_hours(draft: Draft) -> Iterator[Fault]:
    """Spans of one day that overlap."""
    for doc, opening in _openings(draft):
        for day in DAYS:
            latest = time.min
            for at, span in sorted(_spans(opening, day), key=lambda pair: pair[1].start):
                if span.start < latest:
                    said = f"{span.start:%H:%M} overlaps with the span that ends at {latest:%H:%M}"
                    yield doc.fault(("opening", *at, "start"), said)
                latest = max(latest, span.end)


def overlapping_holidays(draft: Draft) -> Iterator[Fault]:
    """Holidays that begin within another."""
    for doc, opening in _openings(draft):
        longest: Closed | None = None
        for holiday in sorted(_holidays(opening), key=lambda one: one.first):
            if longest and holiday.first <= longest.last:
                said = f"{holiday.first} already lies in {longest.name} ({longest.first} to {longest.last})"
                yield doc.fault(("opening", *holiday.at, "first"), said)
            if longest is None or holiday.last > longest.last:
                longest = holiday


def workdays(draft: Draft) -> Iterator[Fault]:
    """Make-up workdays that are listed twice, lie in a holiday, or take the hours of a day that has none."""
    for doc, opening in _openings(draft):
        holidays, seen, open_days = tuple(_holidays(opening)), set[date](), _open_days(opening.get("week"))
        for at, work in find(opening, ("workdays", ANY)):
            day, as_day = _day(work, "day"), _get(work, "as_day")
            closed = next((one for one in holidays if day and one.first <= day <= one.last), None)
            if day in seen:
                yield doc.fault(("opening", *at, "day"), f"{day} is listed twice")
            if closed:
                said = f"{day} is a workday here and lies in the holiday {closed.name}"
                yield doc.fault(("opening", *at, "day"), said)
            if as_day in DAYS and as_day not in open_days:
                yield doc.fault(("opening", *at, "as_day"), f"{as_day} has no opening hours")
            seen |= {day} if day else set()


def no_last_ticket(draft: Draft) -> Iterator[Fault]:
    """Last minutes without tickets that are the whole of a day's last span. A day with a fault in it is left out."""
    for doc, opening in _openings(draft):
        minutes, shortest = opening.get("last_ticket_min"), None
        for day in DAYS:
            spans = [span for _, span in _spans(opening, day)]
            if spans and len(spans) == len(opening["week"][day]):
                last = max(spans, key=lambda span: span.start).minutes
                shortest = last if shortest is None else min(shortest, last)
        if isinstance(minutes, int) and shortest is not None and minutes >= shortest:
            said = f"the last span of a day is only {shortest} minutes long: no ticket would be given"
            yield doc.fault(("opening", "last_ticket_min"), said)


def _openings(draft: Draft) -> Iterator[tuple[Document, Mapping[str, Any]]]:
    for doc in draft.docs["hall"]:
        yield from ((doc, opening) for _, opening in find(doc.data, ("opening",)) if isinstance(opening, Mapping))


def _spans(opening: Mapping[str, Any], day: str) -> Iterator[tuple[Where, Span]]:
    for at, raw in find(opening, ("week", day, ANY)):
        try:
            yield at, Span.model_validate(raw)
        except ValidationError:
            continue


def _open_days(week: Any) -> set[str]:
    """The days that have hours; all of them where that cannot be known, as with a misspelt day, or is told already."""
    if not isinstance(week, Mapping) or not set(week) <= set(DAYS) or not any(week.values()):
        return set(DAYS)
    return {day for day, hours in week.items() if hours}


def _holidays(opening: Mapping[str, Any]) -> Iterator[Closed]:
    for at, raw in find(opening, ("holidays", ANY)):
        first, last = _day(raw, "first"), _day(raw, "last")
        if first and last and first <= last:
            name = _get(_get(raw, "name"), "zh")
            yield Closed(at, first, last, name if isinstance(name, str) else "another holiday")


def _day(raw: Any, key: str) -> date | None:
    try:
        return _DAY.validate_python(_get(raw, key))
    except ValidationError:
        return None


def _get(raw: Any, key: str) -> Any:
    return raw.get(key) if isinstance(raw, Mapping) else None


DAY_CHECKS = (overlapping_hours, overlapping_holidays, workdays, no_last_ticket)
