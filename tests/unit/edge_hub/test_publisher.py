"""The publisher: calls at once, lines when there is time, everything again before a screen distrusts it."""

import json
import threading
from collections.abc import Callable
from time import perf_counter, thread_time

import pytest
from fakes.small_hall import at, small_hall

from edge_hub.contract import topics
from edge_hub.domain.hall import Hall, Touched
from edge_hub.domain.values import Window
from edge_hub.publisher import (
    AGAIN_GAP_S,
    LINES_GAP_MAX_S,
    LINES_GAP_S,
    OVERDUE_S,
    REFRESH_S,
    SLICE_S,
    URGENT_GAP_S,
    Publisher,
)

HALL = "test"
LINES, BOARD, DESK = topics.lines(HALL), topics.board(HALL), topics.desk(HALL)
W1, W2 = (topics.window_now(HALL, one) for one in ("w1", "w2"))


class Told:
    """A publisher whose clock the test turns, and what it sent."""

    def __init__(self, slow_s: float = 0.0) -> None:
        self.hall: Hall = small_hall()
        self.sent: list[str] = []
        self.slow_s = slow_s
        self.now_s = 1000.0
        self.publisher = Publisher(self.hall, self.send, 1)
        self.everything()

    def send(self, topic: str, payload: bytes) -> None:
        json.loads(payload)
        self.sent.append(topic)
        until, worked = perf_counter() + self.slow_s, thread_time() + self.slow_s
        while perf_counter() < until or thread_time() < worked:
            pass

    def after(self, seconds: float, busy: Callable[[], bool] = lambda: False) -> list[str]:
        """What one flush sends, so much later."""
        self.now_s += seconds
        self.sent.clear()
        self.publisher.flush(self.now_s, at("09:30"), 7, busy)
        return list(self.sent)

    def due(self, seconds: float, busy: Callable[[], bool] = lambda: False) -> list[str]:
        """What is due so much later, however many turns a slow machine takes for it."""
        found = self.after(seconds, busy)
        while sent := self.after(0, busy):
            found += sent
        return found

    def everything(self) -> list[str]:
        """All that is due, however many turns it takes."""
        found: list[str] = []
        while sent := self.after(1.0):
            found += sent
        return found

    def mark(self, *windows: str, items: tuple[str, ...] = (), day: bool = False) -> None:
        touched = Touched()
        touched.windows = {one: Window(one) for one in windows}
        touched.items = set(items)
        touched.day = day
        self.publisher.mark(touched)


@pytest.fixture
def told() -> Told:
    return Told()


def test_nothing_changed_nothing_said(told: Told) -> None:
    assert told.after(1.0) == []


@pytest.mark.parametrize("slow_s", [0.0, SLICE_S * 1.2])
def test_a_call_is_told_before_the_lines(slow_s: float) -> None:
    """However slow the machine is: one snapshot may take a whole turn."""
    told = Told(slow_s)
    told.mark(items=("stamp",))
    told.mark("w1")
    assert told.due(0) == [W1, BOARD, topics.window_now(HALL, "w3"), LINES]


def test_calls_without_end_keep_the_lines_for_a_moment_only() -> None:
    told = Told(slow_s=SLICE_S * 1.2)
    told.mark(items=("stamp",))
    turns = 0
    while LINES not in told.sent:
        told.mark("w1", "w2")
        told.after(OVERDUE_S / 4)
        turns += 1
        assert turns < 10


def test_a_window_that_is_due_twice_is_told_once(told: Told) -> None:
    told.mark("w1", "w2", items=("card",))
    sent = told.everything()
    assert sorted(sent) == sorted([W1, W2, topics.window_now(HALL, "w4"), BOARD, LINES])


def test_calls_are_told_soon_again_and_lines_take_their_time(told: Told) -> None:
    told.mark("w1", items=("card",))
    told.everything()
    told.mark("w1", items=("card",))
    assert told.due(0) != []
    told.mark("w1")
    assert told.after(URGENT_GAP_S / 2) == [] and told.due(URGENT_GAP_S / 2 + 0.001) == [W1, BOARD]


def test_lines_cost_at_most_a_tenth_of_the_time() -> None:
    told = Told(slow_s=0.02)
    told.mark(items=("stamp",))
    assert told.due(10) != []
    told.mark(items=("stamp",))
    assert told.after(0.02 * 2 * 9) == [], "the lines were told just now, and dearly"
    assert told.after(10) != []


def test_one_turn_of_telling_is_short() -> None:
    told = Told(slow_s=SLICE_S * 0.6)
    told.publisher.mark_all()
    first = told.after(1.0)
    assert first == [topics.directory(HALL), *(topics.catalogue(HALL, one) for one in ("social", "tax"))]
    rest = told.everything()
    assert len(set(first + rest)) == len(first + rest) == 17


def test_commands_go_first_until_a_snapshot_is_overdue(told: Told) -> None:
    told.mark("w1")
    assert told.due(0) == [W1, BOARD]
    told.mark("w1")
    assert told.after(URGENT_GAP_S + 0.001, busy=lambda: True) == []
    assert told.due(OVERDUE_S, busy=lambda: True) == [W1, BOARD]


def test_everything_is_told_again_before_a_screen_distrusts_it(told: Told) -> None:
    told.now_s += REFRESH_S
    sent = told.everything()
    valid_s = 60
    assert len(sent) == len(set(sent)) == 14 and valid_s / 2 >= REFRESH_S
    assert topics.directory(HALL) not in sent, "names do not age"


def test_what_is_told_again_comes_one_after_the_other(told: Told) -> None:
    """A thousand devices hear each: all at once would hold up whoever waits for a ticket."""
    sent = told.due(REFRESH_S)
    assert len(sent) == 1
    for _ in range(8):
        assert told.due(AGAIN_GAP_S / 2) == [], "not yet"
        sent += told.due(AGAIN_GAP_S / 2 + LINES_GAP_S)
    told.mark("w1")
    assert told.due(URGENT_GAP_S) == [W1, BOARD]


def test_what_was_told_meanwhile_is_not_told_again(told: Told) -> None:
    told.due(REFRESH_S)
    told.mark("w1")
    assert told.due(0) == [W1, BOARD]
    rest = told.everything()
    assert W1 not in rest and BOARD not in rest and len(rest) == 11


@pytest.mark.parametrize("how", ["day", "all"])
def test_a_new_day_and_a_new_broker_hear_everything(told: Told, how: str) -> None:
    if how == "day":
        told.mark(day=True)
    else:
        told.publisher.mark_all()
    windows = [topics.window_now(HALL, one) for one in told.hall.windows]
    catalogues = [topics.catalogue(HALL, one.id) for one in told.hall.plan.site.departments]
    machines = [topics.reprints(HALL, one) for one in ("tm-1", "tm-2")]
    machines += [topics.guided(HALL, f"call-{one}") for one in told.hall.windows]
    named = [*windows, *catalogues, *machines, topics.directory(HALL), topics.announcements(HALL), LINES, BOARD, DESK]
    assert sorted(told.everything()) == sorted(named)


def test_the_loop_may_sleep_until_something_is_due(told: Told) -> None:
    wait_s = told.publisher.wait_s(told.now_s)
    assert 0 < wait_s <= REFRESH_S
    told.mark("w1")
    assert told.publisher.wait_s(told.now_s) == 0
    told.everything()
    told.mark(items=("card",))
    told.due(0)
    told.mark(items=("card",))
    assert 0 < told.publisher.wait_s(told.now_s) <= 1


def test_what_the_machine_did_for_others_meanwhile_is_no_cost_of_the_lines() -> None:
    """They would be silent for ten times as long, also to a broker that has just come back."""
    told, never = Told(), threading.Event()
    told.publisher._send = lambda topic, payload: (told.send(topic, payload), never.wait(0.05))
    told.mark(items=("card",))
    assert LINES in told.everything()
    told.mark(items=("card",))
    assert LINES in told.due(LINES_GAP_S)


def test_lines_that_cost_much_are_told_all_the_same_before_a_person_misses_them() -> None:
    told = Told()
    told.slow_s = 0.15
    told.mark(items=("card",))
    assert LINES in told.due(LINES_GAP_MAX_S)
    told.mark(items=("card",))
    assert LINES not in told.due(LINES_GAP_S)
    assert LINES in told.due(LINES_GAP_MAX_S)
