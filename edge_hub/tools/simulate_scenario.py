"""What a simulated day is made of: who comes when and for what, how long it takes, who sits where and who is absent.

Rules: as strict as the hall's own configuration, by the same loader; every fault at once, with file, line and key. A
scenario names items, windows and classes of a site; `load_scenario` refuses one that names what is not there.
"""

from collections.abc import Iterable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator

from configs.base import Clock, Day, Distinct, Id, Part, Wrong, refused
from configs.explain import faults_of, nearest
from configs.faults import ConfigError, Fault
from configs.hall import Span
from configs.loader import read
from configs.nodes import Where
from configs.site import Site
from edge_hub.contract.queue import NORMAL
from edge_hub.domain.calendar import spans_on

Share = Annotated[float, Field(ge=0, le=1)]
Cv = Annotated[float, Field(gt=0, le=5, description="standard deviation as a share of the mean")]
Minutes = Annotated[float, Field(ge=0, le=480)]


class Rate(Part):
    """How many come at a time of day, relative to the other points; between two points the rate runs straight."""

    at: Clock
    rate: Annotated[float, Field(ge=0, le=1000)]


class People(Part):
    """Who comes."""

    count: Annotated[int, Field(ge=1, le=1_000_000, description="how many on average")]
    profile: Annotated[tuple[Rate, ...], Field(min_length=2, max_length=200, description="when, from first to last")]
    second_item: Annotated[Share, Field(description="share of people with two items on their ticket")] = 0.0

    @field_validator("profile")
    @classmethod
    def _runs_forward(cls, profile: tuple[Rate, ...]) -> tuple[Rate, ...]:
        wrongs = [
            Wrong(f"must be later than {profile[n - 1].at:%H:%M}", (n, "at"))
            for n in range(1, len(profile))
            if profile[n].at <= profile[n - 1].at
        ]
        if not wrongs and not any(point.rate for point in profile):
            wrongs.append(Wrong("nobody would come: every rate is 0"))
        if wrongs:
            raise refused(*wrongs)
        return profile


class Business(Part):
    """How long the items take that say nothing themselves."""

    shape: Annotated[
        Literal["lognormal", "gamma", "exponential"], Field(description="exponential: its cv is 1, whatever is said")
    ] = "lognormal"
    cv: Cv = 0.6
    scale: Annotated[float, Field(gt=0, le=10, description="share of the configured minutes that it really takes")] = 1


class Wanted(Part):
    """An item that people come for."""

    id: Id
    share: Annotated[float, Field(gt=0, le=1000, description="weight beside the other items")]
    mean_min: Annotated[
        Annotated[float, Field(gt=0, le=480)] | None, Field(description="left out: as configured x business.scale")
    ] = None
    cv: Annotated[Cv | None, Field(description="left out: that of business")] = None


class Class(Part):
    """A class other than normal, and the share of people who belong to it."""

    id: Id
    share: Share


class NoShows(Part):
    """People who do not come when they are called."""

    share: Share = 0.0
    back: Annotated[Share, Field(description="share of them who come after all and are put back into the line")] = 0.0
    back_after_min: Annotated[Minutes, Field(description="on average, so long after the call")] = 5.0


class Pauses(Part):
    """Short pauses that a clerk takes between two people."""

    per_hour: Annotated[float, Field(ge=0, le=20)] = 0.0
    mean_min: Annotated[float, Field(gt=0, le=240)] = 8.0
    cv: Cv = 0.5


class Manners(Part):
    """What time goes by around a service, and what clerks forget."""

    walk_s: Annotated[float, Field(ge=0, le=600, description="from a call until the person sits, on average")] = 25.0
    react_s: Annotated[float, Field(ge=0, le=600, description="an idle clerk calls so long after somebody came")] = 6.0
    between_s: Annotated[float, Field(ge=0, le=600, description="from a finish to the next call")] = 12.0
    cv: Annotated[Cv, Field(description="of these three")] = 0.5
    start_forgotten: Annotated[Share, Field(description="share of services whose clerk does not press start")] = 0.0
    late_min: Annotated[Minutes, Field(description="clerks come up to so late in the morning and after lunch")] = 0.0
    overtime_min: Annotated[Minutes, Field(description="at the end they serve who waits for so long")] = 30.0


class Windows(Part):
    """What is different at some windows."""

    ids: Annotated[tuple[Id, ...], Distinct, Field(min_length=1, max_length=500)]
    closed: Annotated[bool, Field(description="true: they stay closed")] = False
    hours: Annotated[
        tuple[Span, ...] | None, Field(max_length=10, description="left out: those of the hall, lunch break included")
    ] = None
    also: Annotated[
        tuple[Id, ...], Distinct, Field(max_length=500, description="items served here beside its own")
    ] = ()
    speed: Annotated[float, Field(gt=0, le=10, description="2: services take half as long here")] = 1.0

    @field_validator("hours")
    @classmethod
    def _hours_do_not_overlap(cls, hours: tuple[Span, ...] | None) -> tuple[Span, ...] | None:
        latest = time.min
        for n, span in enumerate(hours or ()):
            if span.start < latest:
                raise refused(Wrong(f"begins before {latest:%H:%M}, when the span before it ends", (n, "start")))
            latest = span.end
        return hours


class Scenario(Part):
    """One day, up to chance."""

    day: Annotated[Day, Field(description="a day on which the hall opens")]
    people: People
    items: Annotated[
        tuple[Wanted, ...], Field(max_length=500, description="left out: the most wanted ones of the configuration")
    ] = ()
    business: Business = Business()
    classes: Annotated[tuple[Class, ...], Field(max_length=20)] = ()
    no_shows: NoShows = NoShows()
    manners: Manners = Manners()
    pauses: Pauses = Pauses()
    windows: Annotated[tuple[Windows, ...], Field(max_length=500)] = ()

    @field_validator("classes")
    @classmethod
    def _leave_room_for_normal(cls, classes: tuple[Class, ...]) -> tuple[Class, ...]:
        if sum(one.share for one in classes) > 1:
            raise refused(Wrong("the shares are more than 1 together: nobody would be of the class normal"))
        return classes

    @field_validator("windows")
    @classmethod
    def _each_window_once(cls, windows: tuple[Windows, ...], info: ValidationInfo) -> tuple[Windows, ...]:
        seen: set[str] = set()
        for n, one in enumerate(windows):
            for m, window in enumerate(one.ids):
                if window in seen:
                    raise refused(Wrong(f"{window} is described twice", (n, "ids", m)))
                seen.add(window)
        return windows


def load_scenario(path: Path, site: Site) -> Scenario:
    """The scenario in a file, for a hall. Raises ConfigError with all faults."""
    doc, wrong = read(path, str(path))
    faults: list[Fault] = list(wrong)
    if doc:
        try:
            found = Scenario.model_validate(doc.data)
        except ValidationError as error:
            faults += faults_of(error, Scenario, doc, ())
        else:
            faults += [doc.fault(where, what, meant) for where, what, meant in strangers(found, site)]
            if not faults:
                return found
    raise ConfigError(sorted(faults, key=lambda fault: fault.line))


def strangers(scenario: Scenario, site: Site) -> Iterator[tuple[Where, str, str | None]]:
    """What a scenario names and the hall does not have: (where, what is wrong, what was perhaps meant)."""
    for n, wanted in enumerate(scenario.items):
        yield from _known("item", wanted.id, site.items_by_id, ("items", n, "id"))
    for n, one in enumerate(scenario.windows):
        for m, window in enumerate(one.ids):
            yield from _known("window", window, site.windows_by_id, ("windows", n, "ids", m))
        for m, item in enumerate(one.also):
            yield from _known("item", item, site.items_by_id, ("windows", n, "also", m))
    classes = {cls.id for cls in site.rules.classes} - {NORMAL}
    for n, cls in enumerate(scenario.classes):
        yield from _known("class beside normal", cls.id, classes, ("classes", n, "id"))
    if not _open_on(site, scenario.day):
        yield ("day",), f"the hall is closed on {scenario.day}", None
    if not scenario.items and not any(item.wanted for item in site.items):
        yield (), "names no items, and the configuration says of none that it is wanted", None


def _known(what: str, id: str, known: Iterable[str], where: Where) -> Iterator[tuple[Where, str, str | None]]:
    if id not in known:
        yield where, f'there is no {what} "{id}"', nearest(id, known)


def _open_on(site: Site, day: date) -> bool:
    return bool(spans_on(site.hall.opening, day))
