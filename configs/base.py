"""What all configuration models share: strictness, and the small types that come up everywhere.

Rules: frozen, strict, unknown keys refused. A pattern stands here once, with the sentence a person reads when a value
does not fit it (`SAID`). Rules between two keys of one object raise `refused(...)`, which names each key concerned.
"""

import re
from collections.abc import Hashable
from datetime import date, time
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError


class Part(BaseModel):
    """A piece of configuration: frozen, strict, unknown keys refused."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Wrong(NamedTuple):
    """One thing wrong inside an object: what, at which key below it, and what was perhaps meant."""

    what: str
    key: tuple[str | int, ...] = ()
    meant: str | None = None


def refused(*wrongs: Wrong) -> PydanticCustomError:
    """The error that a validator raises; the loader turns each `Wrong` into a fault with its own line."""
    return PydanticCustomError("refused", "{what}", {"what": "; ".join(w.what for w in wrongs), "wrongs": wrongs})


ID = r"^[a-z0-9][a-z0-9-]*$"
DRIVER = r"^[a-z0-9][a-z0-9_-]*$"
COLOR = r"^#[0-9A-Fa-f]{6}$"
ICON = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
QUEUE = r"^[A-HJ-NP-Z]$"
PHONE = r"^\+?[0-9][0-9 ()-]{2,28}$"
PINYIN = r"^[a-z0-9]+( [a-z0-9]+)*$"
INITIALS = r"^[a-z0-9]+$"
LABEL = r"^[A-Z0-9]{1,6}$"
HOST = r"^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$"

SAID = {
    ID: "an id has small letters, digits and hyphens only, and begins with a letter or digit",
    DRIVER: "a driver's name has small letters, digits, hyphens and underscores, such as led_line",
    COLOR: 'a colour is written "#RRGGBB" in quotes',
    ICON: "an icon is the name of a Lucide icon, such as shield-check",
    QUEUE: "a queue is one capital letter, not I or O, which read like 1 and 0",
    PHONE: "a telephone number has digits, spaces, hyphens and brackets",
    PINYIN: "pinyin is written in small letters without tones, syllables separated by one space, v for ü",
    INITIALS: "initials are small letters and digits without spaces",
    LABEL: "a label is 1 to 6 capital letters and digits, such as A01",
    HOST: "a host is a name or an address, such as hub.hall.local or 192.168.30.2",
}
"""What a person reads when a value does not fit the pattern. A test keeps it complete."""

Id = Annotated[str, Field(min_length=1, max_length=48, pattern=ID)]
DriverName = Annotated[str, Field(min_length=1, max_length=48, pattern=DRIVER)]


def _one_line(text: str) -> str:
    if text != text.strip():
        raise refused(Wrong("has spaces at its beginning or end", meant=text.strip() or None))
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise refused(Wrong("must be a single line"))
    return text


Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_one_line)]
"""One line of text for people."""


def _clock(value: Any) -> Any:
    if isinstance(value, time):
        return value
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", value) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise refused(Wrong("needs a time of day such as 09:00"))
    if len(found[1]) == 1:
        raise refused(Wrong("needs a time of day with two digits for the hour", meant=f"0{value}"))
    return time(int(found[1]), int(found[2]))


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise refused(Wrong("is not a day of the calendar")) from None
    raise refused(Wrong("needs a day such as 2026-10-01"))


Clock = Annotated[
    time, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]$"})
]
"""A time of day in the hall's time zone, written 09:00."""
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day in the hall's time zone, written 2026-10-01."""

T = TypeVar("T", bound=Hashable)


def _distinct(values: tuple[T, ...]) -> tuple[T, ...]:
    seen: set[T] = set()
    twice = [n for n, value in enumerate(values) if value in seen or seen.add(value)]  # type: ignore[func-returns-value]
    if twice:
        raise refused(*(Wrong(f"{values[n]} is listed twice", (n,)) for n in twice))
    return values


Distinct = AfterValidator(_distinct)
"""For lists in which nothing may come twice."""
