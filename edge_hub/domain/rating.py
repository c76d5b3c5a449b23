"""What is decided about ratings: once per service, after it is finished, and every tag belongs to the level.

The pad of the window asks on the day itself. Whoever shows the token of the slip may rate until the rating closes, at
the end of a working day by the hall's calendar; then the default goes on record, and the right to rate has ended even
before it has. Every other answer to a token is one and the same: nobody learns by trying.
"""

from datetime import date
from hashlib import sha256
from hmac import compare_digest
from itertools import islice

from edge_hub.contract import rating as r
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.reasons import Reason

from .calendar import nth_workday
from .hall import Hall
from .means import Decision, Happening, Means, Verdict, happen
from .values import Service


def rate(hall: Hall, command: Command, body: r.Rate, means: Means) -> Verdict:
    """The touched level. `device` stays on record: a rating always comes from a citizen's device."""
    service = _rateable(hall, command, body, means)
    if isinstance(service, Rejected):
        return service
    if service.level is not None:
        return rejected(Reason.RATED_ALREADY)
    return happen(
        r.ServiceRated(
            service=service.id, ticket=service.ticket, window=service.window, item=service.item, clerk=service.clerk,
            level=body.level, channel=body.channel, device=command.device, at_ms=means.now_ms,
        )
    )  # fmt: skip


def change(hall: Hall, command: Command, body: r.ChangeRating, means: Means) -> Verdict:
    """Somebody touched the wrong face. Not for ever, or the face that was meant could be talked away."""
    service = _rateable(hall, command, body, means)
    if isinstance(service, Rejected):
        return service
    if service.level is None or service.rated_ms is None:
        return rejected(Reason.NOT_RATED)
    late = means.now_ms - service.rated_ms > hall.plan.site.rules.rating.second_thought_s * 1000
    if late or service.tags is not None or body.level is service.level:
        return rejected(Reason.RATED_ALREADY)
    return happen(
        r.RatingChanged(
            service=service.id, level=body.level, was=service.level, device=command.device, at_ms=means.now_ms
        )
    )


def detail(hall: Hall, command: Command, body: r.DetailRating, means: Means) -> Verdict:
    """Tags and text, once. The text is a citizen's words: sealed."""
    service = _rateable(hall, command, body, means)
    if isinstance(service, Rejected):
        return service
    if service.level is None:
        return rejected(Reason.NOT_RATED)
    if service.tags is not None:
        return rejected(Reason.RATED_ALREADY)
    if any(tag not in r.TAGS or tag[0] != str(service.level.stars) for tag in body.tags):
        return rejected(Reason.TAGS_OF_ANOTHER_LEVEL)
    event = r.RatingDetailed(service=service.id, tags=body.tags, has_text=bool(body.text), at_ms=means.now_ms)
    return Decision((Happening(event, {"text": body.text} if body.text else None),))


def overdue(hall: Hall, now_ms: int, at_most: int) -> list[r.RatingDefaulted]:
    """Services whose rating is closed and that nobody rated, the oldest first, so many at one time."""
    due = (
        r.RatingDefaulted(
            service=one.id, ticket=one.ticket, window=one.window, item=one.item, clerk=one.clerk, day=day,
            finished_ms=one.finished_ms or 0, at_ms=now_ms,
        )
        for day in sorted(hall.unrated)
        if _closed(hall, day)
        for one in hall.unrated[day].values()
        if one.unrated
    )  # fmt: skip
    return list(islice(due, at_most))


def _closed(hall: Hall, day: str) -> bool:
    """Whether the working days to rate a service of that business day are over."""
    opening, nth = hall.plan.site.hall.opening, hall.plan.site.rules.rating.closes_after_days
    return nth_workday(opening, date.fromisoformat(day), nth).isoformat() < hall.day


def _rateable(
    hall: Hall, command: Command, body: r.Rate | r.ChangeRating | r.DetailRating, means: Means
) -> Service | Rejected:
    window = hall.plan.devices[command.device].window
    if window is None:
        return _with_token(hall, body, means)
    service = hall.service(body.service)
    if service is None:
        return rejected(Reason.SERVICE_UNKNOWN)
    if window != service.window:
        return rejected(Reason.NOT_ALLOWED)
    if service.outcome != "finished" or service.id not in hall.services:
        return rejected(Reason.RATING_CLOSED)
    return service


def _with_token(hall: Hall, body: r.Rate | r.ChangeRating | r.DetailRating, means: Means) -> Service | Rejected:
    if body.token is None:
        return rejected(Reason.NOT_ALLOWED)
    service = hall.service(body.service)
    ticket = service.ticket if service else ""
    mine = compare_digest(sha256(body.token.encode()).hexdigest(), means.token_hash(ticket))
    if service is None or not mine or service.outcome != "finished":
        return rejected(Reason.RATING_CLOSED)
    day = next((day for day, of in hall.unrated.items() if service.id in of), None)
    return rejected(Reason.RATING_CLOSED) if day is not None and _closed(hall, day) else service
