"""What is decided about ratings: once per service, after it is finished, and every tag belongs to the level."""

from edge_hub.contract import rating as r
from edge_hub.contract.envelope import Command, Rejected, rejected
from edge_hub.contract.reasons import Reason

from .hall import Hall
from .means import Decision, Happening, Means, Verdict, happen
from .values import Service


def rate(hall: Hall, command: Command, body: r.Rate, means: Means) -> Verdict:
    """The touched level. `device` stays on record: a rating always comes from a citizen's device."""
    service = _rateable(hall, command, body.service)
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
    service = _rateable(hall, command, body.service)
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
    service = _rateable(hall, command, body.service)
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


def _rateable(hall: Hall, command: Command, service_id: str) -> Service | Rejected:
    service = hall.services.get(service_id)
    if service is None:
        return rejected(Reason.SERVICE_UNKNOWN)
    if service.outcome != "finished":
        return rejected(Reason.RATING_CLOSED)
    device = hall.plan.devices[command.device]
    if device.window is not None and device.window != service.window:
        return rejected(Reason.NOT_ALLOWED)
    return service
