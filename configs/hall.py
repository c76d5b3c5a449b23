"""The hall itself: names, address, zones, notices, opening hours and the days that differ from the week."""

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Literal, Self, get_args
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, field_validator, model_validator

from .base import PHONE, Clock, Day, Id, Part, Wrong, refused
from .codes import division_wrong
from .text import Text

DayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[DayName, ...] = get_args(DayName)
"""In the order of `date.weekday()`."""


class Span(Part):
    """A stretch of one day in which the hall is open; `end` is the first minute no longer open."""

    start: Annotated[Clock, Field(description="from, such as 09:00")]
    end: Annotated[Clock, Field(description="until, such as 12:00")]

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end <= self.start:
            raise refused(Wrong(f"must be later than start ({self.start:%H:%M})", ("end",)))
        return self

    @property
    def minutes(self) -> int:
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute


class Holiday(Part):
    """Days on which the hall is closed, first and last included."""

    first: Annotated[Day, Field(description="first day closed")]
    last: Annotated[Day, Field(description="last day closed")]
    name: Text

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.last < self.first:
            raise refused(Wrong(f"lies before first ({self.first})", ("last",)))
        return self


class Workday(Part):
    """A make-up workday (调休上班): a day of rest on which the hall opens as on `as_day`."""

    day: Annotated[Day, Field(description="the day worked")]
    as_day: Annotated[DayName, Field(description="whose hours hold on it")]
    name: Text


class Opening(Part):
    """When the hall is open. A day missing from `week` is closed; holidays close, workdays open."""

    week: Annotated[Mapping[DayName, tuple[Span, ...]], Field(description="hours; a day left out is closed")]
    holidays: Annotated[tuple[Holiday, ...], Field(description="days closed in spite of the week")] = ()
    workdays: Annotated[tuple[Workday, ...], Field(description="make-up workdays (调休)")] = ()
    last_ticket_min: Annotated[
        int, Field(ge=0, le=240, description="no ticket in the last minutes of the day's last span")
    ] = 0

    @field_validator("week")
    @classmethod
    def _every_day(cls, week: Mapping[DayName, tuple[Span, ...]]) -> Mapping[DayName, tuple[Span, ...]]:
        wrongs = []
        for day, spans in week.items():
            latest = time.min
            for n, span in sorted(enumerate(spans), key=lambda pair: pair[1].start):
                if span.start < latest:
                    said = f"{span.start:%H:%M} overlaps with the span that ends at {latest:%H:%M}"
                    wrongs.append(Wrong(said, (day, n, "start")))
                latest = max(latest, span.end)
        if not any(week.values()):
            wrongs.append(Wrong("the hall would never open"))
        if wrongs:
            raise refused(*wrongs)
        return {day: tuple(sorted(week.get(day, ()), key=lambda span: span.start)) for day in DAYS}

    @model_validator(mode="after")
    def _days_agree(self) -> Self:
        wrongs = [*self._holiday_wrongs(), *self._workday_wrongs()]
        shortest = min(spans[-1].minutes for spans in self.week.values() if spans)
        if self.last_ticket_min >= shortest:
            said = f"is as long as the shortest last span of a day ({shortest} minutes), which would give no tickets"
            wrongs.append(Wrong(said, ("last_ticket_min",)))
        if wrongs:
            raise refused(*wrongs)
        return self

    def _holiday_wrongs(self) -> list[Wrong]:
        wrongs = []
        longest: Holiday | None = None
        for n, holiday in sorted(enumerate(self.holidays), key=lambda pair: pair[1].first):
            if longest and holiday.first <= longest.last:
                said = f"{holiday.first} already lies in {longest.name.zh} ({longest.first} to {longest.last})"
                wrongs.append(Wrong(said, ("holidays", n, "first")))
            if longest is None or holiday.last > longest.last:
                longest = holiday
        return wrongs

    def _workday_wrongs(self) -> list[Wrong]:
        wrongs = []
        seen = set()
        for n, work in enumerate(self.workdays):
            at = ("workdays", n)
            if work.day in seen:
                wrongs.append(Wrong(f"{work.day} is listed twice", (*at, "day")))
            seen.add(work.day)
            closed = next((h for h in self.holidays if h.first <= work.day <= h.last), None)
            if closed:
                said = f"{work.day} is both a workday and in the holiday {closed.name.zh}"
                wrongs.append(Wrong(said, (*at, "day")))
            if not self.week[work.as_day]:
                wrongs.append(Wrong(f"{work.as_day} has no opening hours", (*at, "as_day")))
        return wrongs


class Zone(Part):
    """A part of the hall that people can find: windows, boards and machines stand in zones."""

    id: Id
    name: Text
    floor: Annotated[int, Field(ge=-5, le=50, description="1 is the ground floor")]


def _division(code: str) -> str:
    if wrong := division_wrong(code):
        raise refused(Wrong(wrong))
    return code


def _https(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise refused(Wrong("is not an address of the web")) from None
    if parts.scheme != "https":
        meant = "https" + url.removeprefix("http") if url.startswith("http://") else None
        raise refused(Wrong("must begin with https://, since it is printed on slips that strangers scan", meant=meant))
    if not host or port == 0 or parts.query or parts.fragment or any(char.isspace() for char in url):
        raise refused(Wrong("needs the form https://host/path, without spaces, ? and #"))
    return url


def _timezone(name: str) -> str:
    if name not in available_timezones():
        raise refused(Wrong(f"no time zone is called {name}", meant="Asia/Shanghai"))
    return name


class Hall(Part):
    """One government service hall."""

    id: Id
    code: Annotated[str, AfterValidator(_division), Field(description='division code, 6 digits in quotes: "530800"')]
    name: Text
    short_name: Text
    address: Text
    phone: Annotated[str, Field(pattern=PHONE, description="enquiries")]
    public_url: Annotated[
        Annotated[str, AfterValidator(_https), Field(max_length=200)] | None,
        Field(description="address under which phones find a ticket; null prints no QR on the slip"),
    ] = None
    timezone: Annotated[str, AfterValidator(_timezone)] = "Asia/Shanghai"
    opening: Opening
    zones: Annotated[tuple[Zone, ...], Field(min_length=1)]
    notices: Annotated[
        tuple[Text, ...], Field(max_length=20, description="sentences that boards and idle screens show")
    ] = ()
