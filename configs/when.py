"""WHEN/THEN rules of the day: while a line is long, other windows also serve it, or its tickets stop.

A rule begins when its line is over one of its limits and ends when it is within all of `ends`, so that it does not
flap; it holds for `holds_min` at least. The hub decides (`edge_hub/domain/rule.py`); here stands what an administrator
may say.
"""

from datetime import time
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from .base import Clock, Distinct, Id, Part, Wrong, refused
from .text import Text
from .windows import Pattern

Waiting = Annotated[int, Field(ge=1, le=999)]
Minutes = Annotated[int, Field(ge=1, le=480)]


class Over(Part):
    """The limits of a line: over one of them is enough."""

    waiting: Annotated[Waiting | None, Field(description="more people than so many wait")] = None
    wait_min: Annotated[
        Minutes | None, Field(validate_default=True, description="somebody has waited longer than so many minutes")
    ] = None

    @field_validator("wait_min")
    @classmethod
    def _says_something(cls, wait_min: int | None, info: ValidationInfo) -> int | None:
        if wait_min is None and "waiting" in info.data and info.data["waiting"] is None:
            raise refused(Wrong("needs waiting or wait_min, else the rule would never begin"))
        return wait_min


class Ends(Part):
    """When the rule is over: no more than this. What is left out is half of the limit."""

    waiting: Annotated[int | None, Field(ge=0, le=998, description="no more than so many wait")] = None
    wait_min: Annotated[int | None, Field(ge=0, le=479, description="nobody has waited longer")] = None


class Then(Part):
    """What holds while the rule is on."""

    also_serve: Annotated[
        tuple[Id, ...], Distinct, Field(max_length=100, description="windows that also serve the line")
    ] = ()
    stop_tickets: Annotated[bool, Field(validate_default=True, description="true: no tickets for it meanwhile")] = False

    @field_validator("stop_tickets")
    @classmethod
    def _does_something(cls, stop: bool, info: ValidationInfo) -> bool:
        if not stop and info.data.get("also_serve") == ():
            raise refused(Wrong("needs also_serve or stop_tickets: true, else the rule would do nothing"))
        return stop


class When(Part):
    """One rule. Its id stands in the journal as the reason of what it does."""

    id: Id
    name: Text
    line: Annotated[
        tuple[Pattern, ...],
        Distinct,
        Field(min_length=1, max_length=100, description="whose line: ids of items, or department:<id> for all of it"),
    ]
    at: Annotated[Clock | None, Field(description="only from this time of the day on")] = None
    until: Annotated[Clock | None, Field(description="only before this time of the day")] = None
    over: Annotated[Over, Field(description="begins when the line is over this")]
    ends: Annotated[Ends, Field(validate_default=True, description="ends when it is no more than this")] = Ends()
    holds_min: Annotated[int, Field(ge=0, le=240, description="minutes that it holds at least")] = 5
    then: Then

    @field_validator("until")
    @classmethod
    def _runs_forward(cls, until: time | None, info: ValidationInfo) -> time | None:
        at = info.data.get("at")
        if at and until and until <= at:
            raise refused(Wrong(f"must be later than at ({at:%H:%M})"))
        return until

    @field_validator("ends")
    @classmethod
    def _ends_below_where_it_begins(cls, ends: Ends, info: ValidationInfo) -> Ends:
        over: Over | None = info.data.get("over")
        if over is None:
            return ends
        wrongs, found = [], {}
        for key in ("waiting", "wait_min"):
            begins, given = getattr(over, key), getattr(ends, key)
            if given is not None and begins is None:
                wrongs.append(Wrong(f"over gives no {key}", (key,)))
            elif given is not None and given >= begins:
                wrongs.append(Wrong(f"must be less than over.{key} ({begins}), else the rule would flap", (key,)))
            found[key] = given if given is not None or begins is None else begins // 2
        if wrongs:
            raise refused(*wrongs)
        return Ends(**found)
