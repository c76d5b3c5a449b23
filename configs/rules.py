"""Rules of the hall: priority, calling, time-outs, thresholds, rating; units in the names, bounds beside them."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from .base import Id, Part, Wrong, refused
from .routing import AnyPolicy, LongestWait
from .text import Text
from .when import When

NEEDED_CLASSES = ("appointment", "priority", "normal")


class Reason(Part):
    """Why somebody belongs to a priority class, as the ticket machine and the guide desk offer it."""

    id: Id
    name: Text


class PriorityClass(Part):
    """A class of tickets. The lower `rank` is the better; how much that counts is the policy's."""

    id: Id
    name: Text
    rank: Annotated[int, Field(ge=0, le=99, description="lower is better")]
    reasons: Annotated[
        tuple[Reason, ...], Field(max_length=12, description="to choose from, on one page; none: nobody is asked")
    ] = ()


class Need(Part):
    """Why somebody is fetched and guided when called: a sense, a walk, a language."""

    id: Id
    name: Text


class Rating(Part):
    """The rating pad after a service."""

    timeout_s: Annotated[int, Field(ge=10, le=600, description="a pad without a touch goes back to idle")] = 60
    second_thought_s: Annotated[int, Field(ge=0, le=60, description="a touched level may be changed")] = 10
    closes_after_days: Annotated[
        int, Field(ge=1, le=30, description="working days; then 默认基本满意 goes on record, and nobody rates any more")
    ] = 5


class Numbers(Part):
    """How tickets are numbered each day: letter of the queue, then digits."""

    digits: Annotated[int, Field(ge=2, le=4, description="digits after the letter; more when they run out")] = 3
    first: Annotated[int, Field(ge=1, le=9000, description="first number of the day")] = 1

    @field_validator("first")
    @classmethod
    def _first_fits(cls, first: int, info: ValidationInfo) -> int:
        digits = info.data.get("digits", 4)
        if first >= 10**digits:
            raise refused(Wrong(f"does not fit into {digits} digits"))
        return first


class Retention(Part):
    """How long each field is kept. After so many days the keys of sealed personal parts are destroyed, so that nobody
    can read them any more, anywhere; the rows of old tickets go, at last the records themselves."""

    persons_days: Annotated[
        int, Field(ge=1, le=3650, description="days: the keyed hash of who took a ticket of a real-name item")
    ] = 180
    tickets_days: Annotated[
        int, Field(ge=1, le=3650, description="days: why a ticket was cancelled, held or passed on, an item closed")
    ] = 180
    ratings_days: Annotated[int, Field(ge=1, le=3650, description="days: what a citizen wrote to a rating")] = 180
    appointments_days: Annotated[
        int, Field(ge=1, le=3650, description="days: who booked an appointment, why it was cancelled")
    ] = 180
    detail_days: Annotated[
        int, Field(ge=60, le=3650, description="days: the rows of tickets and services; their figures stay")
    ] = 180
    journal_days: Annotated[
        int, Field(validate_default=True, ge=60, le=3650, description="days: records of the journal, all others first")
    ] = 400

    @field_validator("journal_days")
    @classmethod
    def _the_journal_goes_last(cls, days: int, info: ValidationInfo) -> int:
        longest = max((value for name, value in info.data.items() if name.endswith("_days")), default=0)
        if days < longest:
            raise refused(Wrong(f"must be at least {longest}, as long as anything else is kept"))
        return days


class Leases(Part):
    """Numbers that a ticket machine gives while the hub is away."""

    size: Annotated[int, Field(ge=1, le=100, description="numbers of each queue that a machine is lent at a time")] = 30
    first: Annotated[
        int, Field(ge=1, le=9000, description="first of these numbers; the machines follow one another")
    ] = 600
    per_machine: Annotated[
        int, Field(validate_default=True, ge=1, le=1000, description="such numbers of each queue, machine and day")
    ] = 100
    back_max_min: Annotated[
        int, Field(ge=1, le=720, description="minutes: a number taken earlier without the hub counts from then")
    ] = 240

    @field_validator("per_machine")
    @classmethod
    def _a_lease_fits(cls, per_machine: int, info: ValidationInfo) -> int:
        size = info.data.get("size", 1)
        if per_machine < size:
            raise refused(Wrong(f"must be at least size ({size})"))
        return per_machine


class Booking(Part):
    """Appointments: how far ahead they are booked, and what becomes of those who come early or late."""

    days_ahead: Annotated[int, Field(ge=0, le=60, description="days ahead that can be booked; 0: today only")] = 14
    early_min: Annotated[
        int, Field(ge=0, le=240, description="minutes before the slot begins from which one may check in")
    ] = 15
    late_min: Annotated[
        int, Field(ge=0, le=240, description="minutes after the slot has ended for which it is still honoured")
    ] = 15
    late: Annotated[
        Literal["normal", "expired"],
        Field(description="whoever comes later still: normal, an ordinary ticket; expired, the appointment is over"),
    ] = "normal"


class Rules(Part):
    """What the hub and the terminals keep to."""

    classes: Annotated[tuple[PriorityClass, ...], Field(max_length=20)]
    policy: Annotated[AnyPolicy, Field(description="how a window's next ticket is chosen")] = LongestWait()
    when: Annotated[
        tuple[When, ...], Field(max_length=100, description="what else holds while a line is long")
    ] = ()
    recall_max: Annotated[int, Field(ge=0, le=20, description="times a number is called again")] = 3
    no_show_after_s: Annotated[
        int, Field(ge=10, le=1800, description="seconds after a call from which a clerk may mark a no-show")
    ] = 60
    requeue_places: Annotated[
        int, Field(ge=0, le=99, description="places behind the first waiting at which a no-show comes back (过号重排)")
    ] = 3
    undo_s: Annotated[int, Field(ge=0, le=600, description="seconds in which finish or no-show can be undone")] = 60
    reply_timeout_s: Annotated[
        float, Field(ge=0.5, le=60, description="seconds a terminal waits for the hub before it says sorry")
    ] = 5.0
    home_timeout_s: Annotated[
        int, Field(ge=60, le=600, description="seconds without a touch until a ticket machine goes home; at least 60")
    ] = 60
    warn_line_len: Annotated[int, Field(ge=1, le=999, description="people waiting for one window: yellow")] = 10
    warn_wait_min: Annotated[int, Field(ge=1, le=480, description="minutes of waiting: yellow")] = 15
    red_wait_min: Annotated[int, Field(validate_default=True, ge=1, le=480, description="minutes of waiting: red")] = 30
    rating: Rating = Rating()
    numbers: Numbers = Numbers()
    leases: Leases = Leases()
    booking: Booking = Booking()
    needs: Annotated[
        tuple[Need, ...], Field(max_length=20, description="why somebody is fetched when called; none: nobody is asked")
    ] = ()
    retention: Annotated[Retention, Field(validate_default=True)] = Retention()
    ticket_max_items: Annotated[int, Field(ge=1, le=5, description="items on one ticket at most")] = 3
    session_idle_min: Annotated[
        int,
        Field(
            ge=1, le=480,
            description="minutes without a touch, though people wait, until a call pad asks for the PIN again",
        ),
    ] = 10
    staff_card: Annotated[
        Literal["card_and_pin", "card_alone"],
        Field(description="what a clerk with a staff card signs in with; the card alone: whoever has it comes in"),
    ] = "card_and_pin"
    commands_valid_s: Annotated[
        int, Field(ge=2, le=60, description="seconds that a command may be valid at most; later it is refused as stale")
    ] = 10

    @field_validator("classes")
    @classmethod
    def _needed_classes_exist(cls, classes: tuple[PriorityClass, ...]) -> tuple[PriorityClass, ...]:
        ids = [each.id for each in classes]
        wrongs = [Wrong(f'the class "{need}" is missing') for need in NEEDED_CLASSES if need not in ids]
        if wrongs:
            raise refused(*wrongs)
        return classes

    @field_validator("retention")
    @classmethod
    def _appointments_outlast_their_day(cls, retention: Retention, info: ValidationInfo) -> Retention:
        booking: Booking | None = info.data.get("booking")
        if booking is not None and retention.appointments_days <= booking.days_ahead:
            said = f"must be more than booking.days_ahead ({booking.days_ahead}): who booked must be known on the day"
            raise refused(Wrong(said, ("appointments_days",)))
        return retention

    @field_validator("red_wait_min")
    @classmethod
    def _red_comes_after_yellow(cls, red: int, info: ValidationInfo) -> int:
        yellow = info.data.get("warn_wait_min")
        if yellow is not None and red <= yellow:
            raise refused(Wrong(f"must be more than warn_wait_min ({yellow})"))
        return red
