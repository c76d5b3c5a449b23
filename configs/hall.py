"""The hall itself: names, address, zones, notices, opening hours and the days that differ from the week."""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from .base import PHONE, Clock, Day, Id, Part, Wrong, refused
from .codes import division_wrong
from .text import Text

DayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[DayName, ...] = get_args(DayName)
"""In the order of `date.weekday()`."""
TIMEZONE = "Asia/Shanghai"


class Span(Part):
    """A stretch of one day in which the hall is open; `end` is the first minute no longer open."""

    start: Annotated[Clock, Field(description="from, such as 09:00")]
    end: Annotated[Clock, Field(description="until, such as 12:00")]

    @field_validator("end")
    @classmethod
    def _runs_forward(cls, end: time, info: ValidationInfo) -> time:
        start = info.data.get("start")
        if start and end <= start:
            raise refused(Wrong(f"must be later than start ({start:%H:%M})"))
        return end

    @property
    def minutes(self) -> int:
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute


class Holiday(Part):
    """Days on which the hall is closed, first and last included."""

    first: Annotated[Day, Field(description="first day closed")]
    last: Annotated[Day, Field(description="last day closed")]
    name: Text

    @field_validator("last")
    @classmethod
    def _runs_forward(cls, last: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first and last < first:
            raise refused(Wrong(f"lies before first ({first})"))
        return last


class Workday(Part):
    """A make-up workday (调休上班): a day of rest on which the hall opens as on `as_day`."""

    day: Annotated[Day, Field(description="the day worked")]
    as_day: Annotated[DayName, Field(description="whose hours hold on it")]
    name: Text


Week = Mapping[DayName, Annotated[tuple[Span, ...], Field(max_length=10)]]


class Opening(Part):
    """When the hall is open. A day missing from `week` is closed; holidays close, workdays open."""

    week: Annotated[Week, Field(description="hours; a day left out is closed")]
    holidays: Annotated[tuple[Holiday, ...], Field(max_length=200, description="days closed in spite of the week")] = ()
    workdays: Annotated[tuple[Workday, ...], Field(max_length=200, description="make-up workdays (调休)")] = ()
    last_ticket_min: Annotated[
        int, Field(ge=0, le=240, description="no ticket in the last minutes of the day's last span")
    ] = 0

    @field_validator("week")
    @classmethod
    def _hours_do_not_overlap(cls, week: Week) -> Week:
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

    @field_validator("holidays")
    @classmethod
    def _holidays_do_not_overlap(cls, holidays: tuple[Holiday, ...]) -> tuple[Holiday, ...]:
        wrongs = []
        longest: Holiday | None = None
        for n, holiday in sorted(enumerate(holidays), key=lambda pair: pair[1].first):
            if longest and holiday.first <= longest.last:
                said = f"{holiday.first} already lies in {longest.name.zh} ({longest.first} to {longest.last})"
                wrongs.append(Wrong(said, (n, "first")))
            if longest is None or holiday.last > longest.last:
                longest = holiday
        if wrongs:
            raise refused(*wrongs)
        return holidays

    @field_validator("workdays")
    @classmethod
    def _workdays_are_open(cls, workdays: tuple[Workday, ...], info: ValidationInfo) -> tuple[Workday, ...]:
        week: Week | None = info.data.get("week")
        holidays: tuple[Holiday, ...] = info.data.get("holidays", ())
        wrongs = []
        for n, work in enumerate(workdays):
            if work.day in (earlier.day for earlier in workdays[:n]):
                wrongs.append(Wrong(f"{work.day} is listed twice", (n, "day")))
            closed = next((holiday for holiday in holidays if holiday.first <= work.day <= holiday.last), None)
            if closed:
                said = f"{work.day} is a workday here and lies in the holiday {closed.name.zh}"
                wrongs.append(Wrong(said, (n, "day")))
            if week and not week[work.as_day]:
                wrongs.append(Wrong(f"{work.as_day} has no opening hours", (n, "as_day")))
        if wrongs:
            raise refused(*wrongs)
        return workdays

    @field_validator("last_ticket_min")
    @classmethod
    def _tickets_are_given(cls, minutes: int, info: ValidationInfo) -> int:
        week: Week = info.data.get("week", {})
        shortest = min((spans[-1].minutes for spans in week.values() if spans), default=None)
        if shortest is not None and minutes >= shortest:
            raise refused(Wrong(f"the last span of a day is only {shortest} minutes long: no ticket would be given"))
        return minutes


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
    """The day, the hours and every slip are reckoned by one clock (`contract/clock.py`): another name would be a
    promise that nothing keeps."""
    if name != TIMEZONE:
        raise refused(Wrong(f"must be {TIMEZONE}: all of China keeps the time of Beijing"))
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
    status_port: Annotated[
        int | None,
        Field(ge=1024, le=65535, description="port of the hub for health, metrics and photos; null: none"),
    ] = None
    timezone: Annotated[str, AfterValidator(_timezone)] = TIMEZONE
    opening: Opening
    zones: Annotated[tuple[Zone, ...], Field(min_length=1, max_length=100)]
    notices: Annotated[
        tuple[Text, ...], Field(max_length=20, description="sentences that boards and idle screens show")
    ] = ()
