"""The rating pad against a bridge in the test's hands."""

from fakes.bridge import FakeBridge
from fakes.counter import NINE_FORTY_TWO, WINDOW, at, called, everything, now, to_rate

from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import HubStatus
from edge_hub.contract.rating import ChangeRating, DetailRating, Level, Rate
from edge_hub.contract.reasons import Reason
from window_terminal.rating_pad.flow import Page
from window_terminal.rating_pad.pad import Pad


class Stand:
    """The pad on the counter, with a clock."""

    def __init__(self, *windows: object) -> None:
        self.bridge = FakeBridge(now_ms=NINE_FORTY_TWO)
        self.pad = Pad(self.bridge, WINDOW, lambda: None)
        self.bridge.snapshot.connect(self.pad.hear)
        self.bridge.push(*everything(), *windows)

    def later(self, seconds: float) -> None:
        self.bridge.now_ms += round(seconds * 1000)
        self.pad.tick()


ASKED = now(to_rate=to_rate())


def test_a_touch_is_sent_without_a_session() -> None:
    it = Stand(ASKED)
    it.pad.rate(Level.VERY_BAD)
    assert it.bridge.last.body == Rate(service="s-1", level=Level.VERY_BAD)
    assert it.bridge.last.session is None and it.bridge.last.expect_ver is None


def test_two_quick_touches_are_one_rating() -> None:
    it = Stand(ASKED)
    it.pad.rate(Level.GOOD)
    it.pad.rate(Level.BAD)
    assert len(it.bridge.sent) == 1


def test_tags_of_the_level_come_core_ones_first_and_go_out_with_submit() -> None:
    it = Stand(ASKED)
    it.pad.rate(Level.BAD)
    it.bridge.accept()
    assert [tag.code for tag in it.pad.tags()] == ["207", "208", "209", "210", "211", "212", "213", "214"]
    it.pad.tag("214")
    it.pad.tag("207")
    it.pad.tag("510")
    it.pad.submit()
    assert it.bridge.last.body == DetailRating(service="s-1", tags=("214", "207"))
    assert it.pad.flow.page is Page.THANKS


def test_another_face_is_sent_as_a_change_while_the_link_is_up() -> None:
    it = Stand(ASKED)
    it.pad.rate(Level.BAD)
    it.bridge.accept()
    it.bridge.set_link("NO_HUB")
    assert not it.pad.can_change
    it.bridge.set_link("UP")
    it.pad.change(Level.GOOD)
    assert it.bridge.last.body == ChangeRating(service="s-1", level=Level.GOOD)
    it.bridge.accept()
    assert it.pad.flow.level is Level.GOOD and it.pad.tags()[0].code == "406"
    it.pad.change(Level.FAIR)
    it.bridge.refuse(Reason.RATED_ALREADY)
    assert it.pad.flow.level is Level.GOOD and it.pad.flow.page is Page.TAGS
    it.later(10)
    assert not it.pad.can_change


def test_what_becomes_of_the_tags_does_not_trouble_the_citizen() -> None:
    it = Stand(ASKED)
    it.pad.rate(Level.GOOD)
    it.bridge.accept()
    it.pad.tag("411")
    it.pad.submit()
    it.bridge.refuse(Reason.BUSY)
    assert it.pad.flow.page is Page.THANKS and it.pad.flow.trouble is None


def test_while_the_link_is_down_no_face_is_sent() -> None:
    it = Stand(ASKED)
    it.bridge.set_link("NO_HUB")
    assert not it.pad.can_rate
    it.pad.rate(Level.GOOD)
    assert it.bridge.sent == []
    it.bridge.set_link("UP")
    it.pad.rate(Level.GOOD)
    assert len(it.bridge.sent) == 1


def test_the_countdown_is_seen_and_ends_the_question() -> None:
    it = Stand(ASKED)
    assert (it.pad.left_s, it.pad.total_s) == (60, 60)
    it.later(59.5)
    assert it.pad.left_s == 1 and it.pad.flow.page is Page.ASK
    it.later(0.5)
    assert it.pad.flow.page is Page.IDLE and it.bridge.sent == []


def test_in_quick_motion_the_countdown_is_that_of_the_citizen() -> None:
    quick = ClockRule(start_ms=NINE_FORTY_TWO, real_start_ms=1, speed=140)
    it = Stand(HubStatus(epoch=1, seq=9, up=True, hall="puer", clock=quick), ASKED)
    assert (it.pad.left_s, it.pad.total_s) == (3, 3)
    it.later(2.5 * 140)
    assert it.pad.left_s == 1 and it.pad.flow.page is Page.ASK
    it.later(0.5 * 140)
    assert it.pad.flow.page is Page.IDLE


def test_a_new_call_does_not_end_the_question() -> None:
    it = Stand(ASKED)
    it.bridge.push(now(seq=2, ver=9, at=called("D013"), to_rate=to_rate()))
    assert it.pad.flow.page is Page.ASK


def test_one_citizen_goes_and_the_next_comes() -> None:
    it = Stand(now(at=at("D012")))
    came = it.pad.citizens
    it.bridge.push(now(seq=2, to_rate=to_rate()))
    it.later(60)
    assert it.pad.citizens > came
