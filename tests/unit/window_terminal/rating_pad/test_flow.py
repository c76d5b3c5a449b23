"""The rating pad as a state machine, by itself and in time."""

import pytest
from fakes.counter import NINE_FORTY_TWO, at, now, to_rate
from hypothesis import given
from hypothesis import strategies as st

from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.rating import ChangeRating, DetailRating, Level, Rate, ToRate
from edge_hub.contract.reasons import Reason
from window_terminal.rating_pad import flow as f
from window_terminal.rating_pad.flow import Flow, Pace, Page

T = NINE_FORTY_TWO
PACE = Pace.of(60, 10, ClockRule())
S = 1000


def finished(service: str, seconds_ago: float = 1, level: Level | None = None) -> ToRate:
    return to_rate(service).model_copy(update={"finished_ms": T - round(seconds_ago * S), "level": level})


def hear(flow: Flow, told: ToRate | None, when: int = T) -> Flow:
    return f.hear(flow, now(to_rate=told), when, PACE)


def asking(service: str = "a") -> Flow:
    return hear(Flow(), finished(service))


def sending(level: Level = Level.GOOD) -> Flow:
    return f.touch_level(asking(), level)[0]


def tagging(level: Level = Level.GOOD) -> Flow:
    return f.rated(sending(level), "a", T, PACE)


def test_a_finished_service_is_asked_about_with_nothing_preselected() -> None:
    flow = asking()
    assert (flow.page, flow.level, flow.tags) == (Page.ASK, None, ())
    assert flow.until_ms == T + 60 * S


@pytest.mark.parametrize("level", list(Level))
def test_a_touch_sends_that_level_at_once_whichever_it_is(level: Level) -> None:
    """Good and bad take the same touches: one for the level, then the same page of tags."""
    flow, command = f.touch_level(asking(), level)
    assert command == Rate(service="a", level=level)
    assert flow.page is Page.SENDING
    assert f.rated(flow, "a", T, PACE).page is Page.TAGS


def test_a_second_touch_on_a_face_sends_nothing() -> None:
    assert f.touch_level(sending(), Level.BAD) == (sending(), None)
    assert f.touch_level(Flow(), Level.BAD) == (Flow(), None)


def test_tags_go_out_with_submit_and_nothing_goes_out_with_skip() -> None:
    flow = f.touch_tag(f.touch_tag(f.touch_tag(tagging(), "406", T, PACE), "411", T, PACE), "406", T, PACE)
    after, detail = f.submit(flow, T, PACE)
    assert detail == DetailRating(service="a", tags=("411",))
    assert after.page is Page.THANKS
    assert f.skip(flow, T, PACE).page is Page.THANKS


def test_submitting_without_a_tag_sends_nothing_more() -> None:
    after, detail = f.submit(tagging(), T, PACE)
    assert detail is None and after.page is Page.THANKS


def test_every_touch_on_a_tag_gives_the_full_time_again() -> None:
    flow = f.touch_tag(tagging(), "406", T + 50 * S, PACE)
    assert f.pass_time(flow, T + 100 * S, PACE)[0].page is Page.TAGS


def test_chosen_tags_are_meant_also_when_the_person_walks_away() -> None:
    flow = f.touch_tag(tagging(), "406", T, PACE)
    after, detail = f.pass_time(flow, T + 60 * S, PACE)
    assert detail == DetailRating(service="a", tags=("406",))
    assert after.page is Page.THANKS


def test_another_face_may_be_touched_for_some_seconds() -> None:
    flow = f.touch_tag(tagging(Level.BAD), "207", T, PACE)
    changing, command = f.touch_other(flow, Level.GOOD, T + 8 * S)
    assert command == ChangeRating(service="a", level=Level.GOOD) and changing.level is Level.BAD
    changed = f.changed(changing, "a", True, T + 8 * S, PACE)
    assert (changed.page, changed.level, changed.tags) == (Page.TAGS, Level.GOOD, ()), "the other level has other tags"
    assert changed.until_ms == T + 68 * S
    assert f.touch_other(changed, Level.FAIR, T + 8 * S)[1] == ChangeRating(service="a", level=Level.FAIR)
    assert f.touch_other(changed, Level.FAIR, T + 9 * S)[1] is None, "a second before the hub would say no"


def test_the_same_face_again_is_no_second_thought() -> None:
    assert f.touch_other(tagging(Level.BAD), Level.BAD, T) == (tagging(Level.BAD), None)


def test_nothing_else_goes_out_while_a_second_thought_is_on_its_way() -> None:
    flow = f.touch_other(f.touch_tag(tagging(Level.BAD), "207", T, PACE), Level.GOOD, T)[0]
    assert f.submit(flow, T, PACE) == (flow, None) and f.skip(flow, T, PACE) == flow
    assert f.touch_tag(flow, "208", T, PACE) == flow and f.touch_other(flow, Level.FAIR, T) == (flow, None)
    assert f.pass_time(flow, T + 60 * S, PACE) == (flow, None)


def test_a_second_thought_that_does_not_count_leaves_the_first() -> None:
    flow = f.changed(f.touch_other(tagging(Level.BAD), Level.GOOD, T)[0], "a", False, T, PACE)
    assert (flow.page, flow.level, flow.changing) == (Page.TAGS, Level.BAD, None)


def test_a_second_thought_whose_answer_was_lost_is_learnt_from_the_next_picture() -> None:
    changing = f.touch_other(tagging(Level.BAD), Level.GOOD, T)[0]
    assert hear(changing, finished("a", level=Level.BAD)) == changing, "from before the touch"
    flow = f.changed(changing, "a", False, T, PACE)
    assert hear(flow, finished("a", level=Level.GOOD)).level is Level.GOOD
    assert hear(flow, finished("a", level=Level.BAD)) == flow


def test_a_hall_without_second_thoughts_offers_none() -> None:
    flow = f.rated(sending(Level.BAD), "a", T, Pace.of(60, 0, ClockRule()))
    assert not f.may_change(flow, T)


def test_thanks_end_by_themselves() -> None:
    flow = f.skip(tagging(), T, PACE)
    assert f.pass_time(flow, T + 4_999, PACE)[0].page is Page.THANKS
    assert f.pass_time(flow, T + 5 * S, PACE)[0].page is Page.IDLE


def test_without_a_rating_the_time_runs_out_and_the_same_service_is_not_asked_again() -> None:
    flow, sent = f.pass_time(asking(), T + 60 * S, PACE)
    assert (flow.page, sent) == (Page.IDLE, None)
    assert hear(flow, finished("a"), T + 61 * S).page is Page.IDLE


def test_a_newer_service_waits_until_the_older_ones_time_is_over() -> None:
    flow = hear(asking("a"), finished("b", seconds_ago=0))
    assert flow.asking is not None and flow.asking.service == "a"
    flow, _ = f.pass_time(flow, T + 60 * S, PACE)
    assert (flow.page, flow.asking.service if flow.asking else "") == (Page.ASK, "b")
    assert flow.until_ms == T + 120 * S, "it gets its own full time"


def test_a_newer_service_comes_right_after_the_thanks() -> None:
    flow = hear(tagging(), finished("b", seconds_ago=0))
    assert flow.page is Page.TAGS
    flow = f.skip(flow, T, PACE)
    flow, _ = f.pass_time(flow, T + 5 * S, PACE)
    assert flow.asking is not None and flow.asking.service == "b"


def test_a_service_that_finishes_during_the_thanks_is_asked_about_at_once() -> None:
    flow = hear(f.skip(tagging(), T, PACE), finished("b", seconds_ago=0))
    assert flow.page is Page.ASK and flow.asking is not None and flow.asking.service == "b"


def test_a_finish_that_was_undone_takes_the_question_away() -> None:
    flow = f.hear(asking(), now(at=at(), to_rate=None), T, PACE)
    assert flow.page is Page.IDLE
    assert hear(flow, finished("a", seconds_ago=0)).page is Page.ASK, "and the real finish asks again"


def test_undoing_the_newer_finish_keeps_the_older_question() -> None:
    flow = hear(hear(asking("a"), finished("b", seconds_ago=0)), None)
    assert flow.page is Page.ASK and flow.asking is not None and flow.asking.service == "a"
    assert flow.waiting is None


def test_a_service_that_the_hub_has_a_level_for_is_not_asked_about() -> None:
    assert hear(Flow(), finished("a", level=Level.GOOD)).page is Page.IDLE
    assert hear(asking(), finished("a", level=Level.GOOD)).page is Page.THANKS


def test_the_snapshot_is_as_good_as_the_reply() -> None:
    flow = hear(sending(Level.FAIR), finished("a", level=Level.FAIR))
    assert flow.page is Page.TAGS
    assert f.rated(flow, "a", T, PACE) == flow


def test_a_pad_just_switched_on_does_not_ask_about_somebody_long_gone() -> None:
    assert hear(Flow(), finished("a", seconds_ago=61)).page is Page.IDLE
    assert hear(Flow(), finished("a", seconds_ago=59)).page is Page.ASK


def test_no_answer_shows_the_faces_again_with_a_sentence_and_full_time() -> None:
    flow = f.refused(sending(), "a", None, Words(zh="…", en="…"), T + 5 * S, PACE)
    assert (flow.page, flow.level, flow.trouble) == (Page.ASK, None, f.NOT_SENT)
    assert flow.until_ms == T + 65 * S


@pytest.mark.parametrize(
    ("reason", "page"),
    [
        (Reason.RATED_ALREADY, Page.THANKS),
        (Reason.RATING_CLOSED, Page.IDLE),
        (Reason.SERVICE_UNKNOWN, Page.IDLE),
        (Reason.BUSY, Page.ASK),
        (Reason.WRONG_EPOCH, Page.ASK),
        ("OF_A_NEWER_HUB", Page.ASK),
    ],
)
def test_a_no_leads_where_it_should(reason: str, page: Page) -> None:
    words = Words(zh="系统正忙", en="busy")
    flow = f.refused(sending(), "a", str(reason), words, T, PACE)
    assert flow.page is page
    assert flow.trouble == (words if page is Page.ASK else None)


def test_a_late_answer_about_another_service_changes_nothing() -> None:
    assert f.rated(sending(), "z", T, PACE) == sending()
    assert f.refused(sending(), "z", None, None, T, PACE) == sending()
    assert f.rated(Flow(), "a", T, PACE) == Flow()


def test_a_practice_day_in_quick_motion_still_leaves_a_glance() -> None:
    fast = Pace.of(60, 10, ClockRule(speed=100.0))
    assert fast.answer_ms == 300 * S, "three real seconds"
    assert Pace.of(60, 10, ClockRule(speed=2.0)).answer_ms == 60 * S


def test_no_more_tags_than_a_command_carries() -> None:
    flow = tagging()
    for code in range(400, 420):
        flow = f.touch_tag(flow, str(code), T, PACE)
    assert len(flow.tags) == f.TAGS_MAX


def test_the_memory_of_closed_services_is_bounded() -> None:
    flow = Flow(closed=frozenset(f"s-{n:04}" for n in range(500)))
    flow, _ = f.pass_time(hear(flow, finished("z")), T + 60 * S, PACE)
    assert len(flow.closed) == 50


SERVICES = st.sampled_from(["a", "b", "c"])


@given(
    st.lists(
        st.tuples(st.sampled_from(["hear", "none", "touch", "yes", "no", "tag", "submit", "skip", "time"]), SERVICES),
        max_size=40,
    )
)
def test_whatever_happens_every_page_but_idle_and_sending_ends_by_itself(events: list[tuple[str, str]]) -> None:
    """Nobody finds the pad stuck, and what is sent is always about the service that was asked about."""
    flow, t = Flow(), T
    for what, service in events:
        t += 7 * S
        told = to_rate(service).model_copy(update={"finished_ms": t - 1})
        asked, sent = flow.asking, None
        if what == "hear":
            flow = f.hear(flow, now(to_rate=told), t, PACE)
        elif what == "none":
            flow = f.hear(flow, now(), t, PACE)
        elif what == "touch":
            flow, sent = f.touch_level(flow, Level.BAD)
        elif what == "yes":
            flow = f.rated(flow, service, t, PACE)
        elif what == "no":
            flow = f.refused(flow, service, None, None, t, PACE)
        elif what == "tag":
            flow = f.touch_tag(flow, "207", t, PACE)
        elif what == "submit":
            flow, sent = f.submit(flow, t, PACE)
        elif what == "skip":
            flow = f.skip(flow, t, PACE)
        else:
            flow, sent = f.pass_time(flow, t, PACE)
        assert (flow.until_ms is None) == (flow.page in (Page.IDLE, Page.SENDING))
        assert (flow.asking is None) == (flow.page is Page.IDLE)
        if sent is not None:
            assert asked is not None and sent.service == asked.service
    t += 10_000 * S
    for _ in range(6):
        flow, _ = f.pass_time(flow, t, PACE)
        t += 10_000 * S
    assert flow.page in (Page.IDLE, Page.SENDING)
