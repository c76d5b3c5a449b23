"""The smaller actions: always there, each with its reason when it is not possible."""

import pytest
from fakes.counter import NINE_FORTY_TWO, RULES, at, called, now

from edge_hub.contract.clock import ClockRule
from edge_hub.contract.window import WindowNow, WindowState
from window_terminal.call_pad.panels import _COMMANDS, _VIEWS
from window_terminal.call_pad.sides import SIDES, WITH_THE_TICKET, WITH_THE_WINDOW, Scene, Side, side_now

S = Side


def scene(window: WindowNow) -> Scene:
    return Scene(window, RULES, NINE_FORTY_TWO, ClockRule())


def ready(window: WindowNow) -> set[Side]:
    return {side for side in Side if side_now(side, scene(window)).ready}


@pytest.mark.parametrize(
    ("window", "possible"),
    [
        (now(), {S.WALK_UP, S.PAUSE, S.CLOSE, S.SIGN_OUT}),
        (now(state=WindowState.CLOSED), {S.SIGN_OUT}),
        (now(state=WindowState.PAUSED), {S.CLOSE, S.SIGN_OUT}),
        (now(at=called(seconds=20)), {S.RECALL, S.RETURN, S.TRANSFER}),
        (now(at=called(seconds=60)), {S.RECALL, S.RETURN, S.TRANSFER, S.NO_SHOW}),
        (now(at=at()), {S.HOLD, S.TRANSFER}),
    ],
)
def test_what_is_possible_follows_from_the_window(window: WindowNow, possible: set[Side]) -> None:
    assert ready(window) == possible


def test_a_reason_that_is_plain_to_see_is_not_repeated_on_every_button() -> None:
    drawn = [side_now(side, scene(now(at=at()))) for side in Side]
    assert [one.note for one in drawn if not one.ready] == [None] * 7


def test_a_no_show_becomes_possible_after_the_time_to_walk_and_counts_down_to_it() -> None:
    assert side_now(S.NO_SHOW, scene(now(at=called(seconds=25)))).note == _words("35 秒后可用", "in 35 s")
    assert side_now(S.NO_SHOW, scene(now(at=called(seconds=61)))).ready


def test_a_recall_begins_the_time_to_walk_anew() -> None:
    recalled = called(seconds=70, calls=2).model_copy(update={"called_ms": NINE_FORTY_TWO - 3_000})
    assert side_now(S.NO_SHOW, scene(now(at=recalled))).note == _words("57 秒后可用", "in 57 s")


def test_recalls_are_counted_down_and_then_refused() -> None:
    assert side_now(S.RECALL, scene(now(at=called(calls=1)))).note == _words("还可 3 次", "3 left")
    assert side_now(S.RECALL, scene(now(at=called(calls=3)))).note == _words("还可 1 次", "1 left")
    spent = side_now(S.RECALL, scene(now(at=called(calls=4))))
    assert not spent.ready and spent.note == _words("已重呼 3 次", "recalled 3×")


def test_every_action_is_in_one_group_and_has_either_a_command_or_a_panel() -> None:
    assert set(WITH_THE_TICKET) | set(WITH_THE_WINDOW) == set(SIDES) == set(Side)
    assert not set(WITH_THE_TICKET) & set(WITH_THE_WINDOW)
    for side, row in SIDES.items():
        assert (row.command is None) == row.panel == (side in _VIEWS) == (side in _COMMANDS), side


def test_no_two_actions_share_a_key() -> None:
    keys = [row.key for row in SIDES.values() if row.key]
    assert len(set(keys)) == len(keys)


def _words(zh: str, en: str) -> object:
    from edge_hub.contract.base import Words

    return Words(zh=zh, en=en)
