"""Who is next, on hold, passed, and how long each line is."""

import pytest
from fakes.counter import NINE_FORTY_TWO, at, brief, directory, now

from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowState
from window_terminal.call_pad.lists import (
    ACT_WORDS,
    EMPTY_WORDS,
    TAB_WORDS,
    Row,
    RowAct,
    Tab,
    badge_of,
    counts_of,
    rows_of,
)

CLASSES = directory().classes
HELD = brief("D008", "estate-query", 14, state=TicketState.HELD)
PASSED = brief("D007", "estate-transfer", 5, state=TicketState.PASSED, ver=9)


def rows(tab: Tab, **changes: object) -> tuple[Row, ...]:
    return rows_of(tab, now(held=(HELD,), passed=(PASSED,), **changes), CLASSES, NINE_FORTY_TWO)


def test_the_next_ones_come_in_the_hubs_order_with_minutes_and_badges() -> None:
    drawn = [(row.number, row.minutes, row.badge.zh if row.badge else "") for row in rows(Tab.NEXT)]
    assert drawn[:4] == [("D013", 12, "优先"), ("D009", 26, ""), ("D010", 21, ""), ("D014", 9, "预约")]


def test_a_badge_never_says_why() -> None:
    assert badge_of("priority", CLASSES) is CLASSES[1].name
    assert badge_of("normal", CLASSES) is None
    assert badge_of("of-a-newer-hub", CLASSES) is None


def test_an_empty_open_window_can_call_any_of_them() -> None:
    assert {row.acts for row in rows(Tab.NEXT)} == {(RowAct.CALL,)}
    assert rows(Tab.HELD)[0].acts == (RowAct.RESUME,)
    assert rows(Tab.PASSED)[0].acts == (RowAct.CALL_BACK, RowAct.REQUEUE)


@pytest.mark.parametrize("busy", [{"at": at()}, {"state": WindowState.PAUSED}])
def test_a_busy_or_paused_window_can_only_put_back_in_line(busy: dict[str, object]) -> None:
    assert {row.acts for row in rows(Tab.NEXT, **busy)} == {()}
    assert rows(Tab.HELD, **busy)[0].acts == ()
    assert rows(Tab.PASSED, **busy)[0].acts == (RowAct.REQUEUE,)


def test_lines_by_item_come_longest_first() -> None:
    assert [(row.count, row.number) for row in rows(Tab.LINES)] == [(3, ""), (1, ""), (1, ""), (1, "")]


def test_the_figures_on_the_tabs_count_everybody_not_only_those_shown() -> None:
    assert counts_of(now(waiting=23, held=(HELD,))) == {Tab.NEXT: 23, Tab.HELD: 1, Tab.PASSED: 0, Tab.LINES: 4}


def test_every_list_and_act_has_words() -> None:
    assert set(TAB_WORDS) == set(EMPTY_WORDS) == set(Tab)
    assert set(ACT_WORDS) == set(RowAct)
