"""A service is rated once, by a citizen's device, with tags of its level."""

import pytest
from fakes.desk import Desk

from edge_hub.contract import queue as q
from edge_hub.contract import rating as r
from edge_hub.contract.rating import Level
from edge_hub.contract.reasons import Reason


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.take("card", "pension")
    desk.open("w1")
    desk.serve("w1")
    desk.at_window("w1", q.Finish(window="w1"))
    return desk


def _service(desk: Desk) -> str:
    return desk.window("w1").to_rate or ""


def test_each_service_of_a_ticket_is_rated_by_itself(desk: Desk) -> None:
    desk.do("rate-w1", r.Rate(service=_service(desk), level=Level.VERY_GOOD))
    desk.at_window("w1", q.Finish(window="w1"))
    desk.do("rate-w1", r.Rate(service=_service(desk), level=Level.BAD))
    assert [one.level for one in desk.hall.services.values()] == [Level.VERY_GOOD, Level.BAD]


def test_a_rating_does_not_make_the_clerks_next_command_stale(desk: Desk) -> None:
    """The finger is on the clerk's button while the citizen rates: the clerk cannot see the rating."""
    seen = desk.window("w1").ver
    desk.do("rate-w1", r.Rate(service=_service(desk), level=Level.GOOD))
    desk.do("rate-w1", r.DetailRating(service=_service(desk), tags=("411",)))
    assert desk.window("w1").ver == seen
    desk.do("call-w1", q.Finish(window="w1"), session=desk.window("w1").session, ver=seen)


def test_a_second_rating_of_one_service_is_refused(desk: Desk) -> None:
    desk.do("rate-w1", r.Rate(service=_service(desk), level=Level.GOOD))
    assert desk.refused("rate-w1", r.Rate(service=_service(desk), level=Level.BAD)) is Reason.RATED_ALREADY


def test_a_second_thought_counts_and_the_first_stays_on_record(desk: Desk) -> None:
    service = _service(desk)
    desk.do("rate-w1", r.Rate(service=service, level=Level.BAD))
    desk.wait(10)
    desk.do("rate-w1", r.ChangeRating(service=service, level=Level.GOOD))
    assert desk.hall.services[service].level is Level.GOOD
    rated, changed = desk.happened[-2:]
    assert isinstance(rated, r.ServiceRated) and rated.level is Level.BAD
    assert isinstance(changed, r.RatingChanged) and (changed.was, changed.level) == (Level.BAD, Level.GOOD)
    desk.do("rate-w1", r.DetailRating(service=service, tags=("411",)))


def test_a_second_thought_has_its_time_and_comes_before_the_tags(desk: Desk) -> None:
    service = _service(desk)
    change = r.ChangeRating(service=service, level=Level.GOOD)
    assert desk.refused("rate-w1", change) is Reason.NOT_RATED
    desk.do("rate-w1", r.Rate(service=service, level=Level.BAD))
    assert desk.refused("rate-w1", r.ChangeRating(service=service, level=Level.BAD)) is Reason.RATED_ALREADY
    assert desk.refused("call-w1", change, session=desk.window("w1").session) is Reason.NOT_ALLOWED
    assert desk.refused("rate-w2", change) is Reason.NOT_ALLOWED
    desk.wait(11)
    assert desk.refused("rate-w1", change) is Reason.RATED_ALREADY
    desk.wait(-11)
    desk.do("rate-w1", r.DetailRating(service=service, tags=("207",)))
    assert desk.refused("rate-w1", change) is Reason.RATED_ALREADY


def test_a_service_that_goes_on_cannot_be_rated(desk: Desk) -> None:
    going_on = desk.ticket(desk.window("w1").at or "").service or ""
    assert desk.refused("rate-w1", r.Rate(service=going_on, level=Level.GOOD)) is Reason.RATING_CLOSED


@pytest.mark.parametrize("device", ["call-w1", "desk", "tm-1"])
def test_a_rating_never_comes_from_the_clerks_side(desk: Desk, device: str) -> None:
    body = r.Rate(service=_service(desk), level=Level.VERY_GOOD)
    assert desk.refused(device, body, session=desk.window("w1").session) is Reason.NOT_ALLOWED


def test_a_rating_pad_rates_only_its_own_window(desk: Desk) -> None:
    assert desk.refused("rate-w2", r.Rate(service=_service(desk), level=Level.GOOD)) is Reason.NOT_ALLOWED


def test_tags_follow_the_level_once_and_text_is_sealed(desk: Desk) -> None:
    service = _service(desk)
    assert desk.refused("rate-w1", r.DetailRating(service=service, tags=("510",))) is Reason.NOT_RATED
    desk.do("rate-w1", r.Rate(service=service, level=Level.VERY_GOOD))
    assert desk.refused("rate-w1", r.DetailRating(service=service, tags=("207",))) is Reason.TAGS_OF_ANOTHER_LEVEL
    desk.do("rate-w1", r.DetailRating(service=service, tags=("510", "517"), text="张三很热情"))
    assert "张三" not in str(desk.happened)
    assert desk.hall.services[service].tags == ("510", "517")
    assert desk.refused("rate-w1", r.DetailRating(service=service, tags=("510",))) is Reason.RATED_ALREADY


def test_an_unknown_service_is_refused(desk: Desk) -> None:
    assert desk.refused("rate-w1", r.Rate(service="nothing", level=Level.GOOD)) is Reason.SERVICE_UNKNOWN


def test_every_tag_belongs_to_one_level_and_three_are_core() -> None:
    for level in Level:
        tags = r.tags_of(level)
        assert tags and all(tag[0] == str(level.stars) for tag in tags)
        assert set(tags[:3]) <= r.CORE_TAGS and not set(tags[3:]) & r.CORE_TAGS
