"""The panels beside the work: what they offer, what they send, when they close by themselves."""

from dataclasses import replace

import pytest
from fakes.counter import NINE_FORTY_TWO, RULES, WINDOW, at, everything, now

from edge_hub.contract import queue
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.window import CloseWindow, PauseReason, PauseWindow, SignOut, WindowNow, WindowState
from window_terminal.call_pad.panels import Panel, choose, command_of, open_panel, still_open, view
from window_terminal.call_pad.sides import Scene, Side
from window_terminal.known import Known


def known(window: WindowNow) -> Known:
    so_far = Known(WINDOW)
    for snapshot in (window, *everything()):
        so_far = so_far.hear(snapshot)
    return so_far


def scene(window: WindowNow) -> Scene:
    return Scene(window, RULES, NINE_FORTY_TWO, ClockRule())


def test_a_pause_needs_a_reason_and_may_have_an_end() -> None:
    panel = Panel(Side.PAUSE)
    assert command_of(panel, known(now())) is None
    panel = choose(panel, "BREAK", 3)
    assert command_of(panel, known(now())) == PauseWindow(window=WINDOW, reason=PauseReason.BREAK)
    panel = replace(panel, minutes=15)
    assert command_of(panel, known(now())) == PauseWindow(window=WINDOW, reason=PauseReason.BREAK, minutes=15)
    assert (15, True) in view(panel, known(now())).minutes


def test_one_reason_at_a_time_and_a_second_touch_takes_it_back() -> None:
    panel = choose(choose(Panel(Side.PAUSE), "BREAK", 3), "MEETING", 3)
    assert panel.chosen == ("MEETING",)
    assert choose(panel, "MEETING", 3).chosen == ()


def test_a_hold_goes_without_a_reason_too() -> None:
    serving = known(now(at=at()))
    assert command_of(Panel(Side.HOLD, "t-D012"), serving) == queue.Hold(window=WINDOW)
    assert command_of(Panel(Side.HOLD, "t-D012", ("copy",)), serving) == queue.Hold(window=WINDOW, why="复印、拍照")


def test_a_transfer_goes_to_an_item_or_to_a_window_and_says_where() -> None:
    serving = known(now(at=at()))
    to_item = Panel(Side.TRANSFER, "t-D012", ("item:tax-house",))
    assert command_of(to_item, serving) == queue.Transfer(window=WINDOW, to_item="tax-house")
    assert view(to_item, serving).confirm.zh == "转到 房屋交易契税申报"
    to_window = Panel(Side.TRANSFER, "t-D012", ("window:w07",))
    assert command_of(to_window, serving) == queue.Transfer(window=WINDOW, to_window="w07")
    assert view(to_window, serving).confirm.en == "Transfer to Window B01"


def test_a_transfer_without_a_place_sends_nothing() -> None:
    serving = known(now(at=at()))
    assert command_of(Panel(Side.TRANSFER, "t-D012"), serving) is None
    assert command_of(Panel(Side.TRANSFER, "t-D012", ("item:gone",)), serving) is None


def test_a_place_stays_chosen_while_the_search_goes_on() -> None:
    panel = Panel(Side.TRANSFER, "t-D012", ("item:tax-house",), query="dydj")
    drawn = view(panel, known(now(at=at())))
    assert [one.key for one in drawn.choices] == ["item:estate-mortgage"]
    assert drawn.ready and drawn.query == "dydj"


def test_a_walk_up_ticket_takes_as_many_items_as_the_rules_allow_in_the_order_of_touches() -> None:
    panel = Panel(Side.WALK_UP)
    for item in ("estate-query", "estate-transfer", "estate-mortgage", "theme-house-transfer"):
        panel = choose(panel, item, 3)
    assert command_of(panel, known(now())) == queue.TakeWalkUp(
        window=WINDOW, items=("estate-query", "estate-transfer", "estate-mortgage")
    )


def test_closing_and_signing_out_only_ask_for_the_confirmation() -> None:
    assert command_of(Panel(Side.CLOSE), known(now())) == CloseWindow(window=WINDOW)
    assert command_of(Panel(Side.SIGN_OUT), known(now())) == SignOut(window=WINDOW)


@pytest.mark.parametrize("side", [Side.PAUSE, Side.WALK_UP, Side.CLOSE, Side.SIGN_OUT])
def test_a_panel_of_the_window_opens_only_while_it_is_free(side: Side) -> None:
    assert open_panel(side, scene(now())) == Panel(side)
    assert open_panel(side, scene(now(at=at()))) is None


def test_a_panel_closes_when_another_ticket_is_at_the_window_or_the_action_is_gone() -> None:
    panel = open_panel(Side.TRANSFER, scene(now(at=at("D012"))))
    assert panel == Panel(Side.TRANSFER, "t-D012")
    assert still_open(panel, scene(now(at=at("D012")))) is panel
    assert still_open(panel, scene(now(at=at("D013")))) is None
    assert still_open(panel, scene(now())) is None
    assert still_open(Panel(Side.PAUSE), scene(now(state=WindowState.PAUSED))) is None
    assert still_open(None, scene(now())) is None


def test_every_panel_speaks_both_languages() -> None:
    for side, window in (
        (side, now(at=at()) if side in (Side.HOLD, Side.TRANSFER) else now())
        for side in (Side.PAUSE, Side.HOLD, Side.TRANSFER, Side.WALK_UP, Side.CLOSE, Side.SIGN_OUT)
    ):
        panel = open_panel(side, scene(window))
        assert panel is not None
        drawn = view(panel, known(window))
        for words in (drawn.title, drawn.hint, drawn.confirm, *(choice.words for choice in drawn.choices)):
            assert words.zh and words.en and words.zh != words.en, (side, words)
