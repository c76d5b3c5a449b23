"""The hall itself: names, address, zones, notices, opening hours and the days that differ from the week."""

from collections.abc import Mapping
from datetime import date, time
from ipaddress import ip_address
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
    """When the hall is open. A day missing from `week` is closed; holidays close, workdays open.

    What one day says of another (overlaps, a workday in a holiday) is checked in `days.py`.
    """

    week: Annotated[Week, Field(description="hours; a day left out is closed")]
    holidays: Annotated[tuple[Holiday, ...], Field(max_length=200, description="days closed in spite of the week")] = ()
    workdays: Annotated[tuple[Workday, ...], Field(max_length=200, description="make-up workdays (调休)")] = ()
    last_ticket_min: Annotated[
        int, Field(ge=0, le=240, description="no ticket in the last minutes of the day's last span")
    ] = 0

    @field_validator("week")
    @classmethod
    def _opens(cls, week: Week) -> Week:
        if not any(week.values()):
            raise refused(Wrong("the hall would never open"))
        return {day: tuple(sorted(week.get(day, ()), key=lambda span: span.start)) for day in DAYS}


class Zone(Part):
    """A part of the hall that people can find: windows, boards and machines stand in zones."""

    id: Id
    name: Text
    floor: Annotated[int, Field(ge=-5, le=50, description="1 is the ground floor")]


def _division(code: str) -> str:
    if wrong := division_wrong(code):
        raise refused(Wrong(wrong))
    return code


RESERVED = ("example", "test", "invalid", "localhost", "local", "home.arpa", "internal", "onion")
"""Names that no phone finds: RFC 2606 and 6761, RFC 6762, RFC 8375, ICANN's .internal, RFC 7686."""
RESERVED_HOSTS = ("example.com", "example.net", "example.org")


def _leads_nowhere(host: str) -> str | None:
    """Why a stranger's phone cannot reach the host, whoever runs it; None if it may."""
    host = host.rstrip(".").lower()
    try:
        return None if ip_address(host).is_global else f"{host} is not an address of the open internet"
    except ValueError:
        pass
    name = next((one for one in (*RESERVED_HOSTS, *RESERVED) if host == one or host.endswith(f".{one}")), None)
    if name is not None:
        shown = name if name in RESERVED_HOSTS else f".{name}"
        return f"the name {shown} is reserved for examples, tests and inner nets"
    return None if "." in host else f'"{host}" is no full name of a host'


def _https(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise refused(Wrong("is not an address of the web")) from None
    if parts.scheme != "https":
        meant = "https" + url.removeprefix("http") if url.startswith("http://") else None
        raise refused(Wrong("must begin with https://, since it is printed on slips that strangers scan", meant=meant))
    if host and (why := _leads_nowhere(host)):
        raise refused(Wrong(f"leads nowhere: {why}. Give the address that phones reach, or null for slips without QR"))
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
