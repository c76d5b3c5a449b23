"""When a number is seen: once for each display, on the pictures that are its own."""

import socket

import pytest

from edge_hub.contract.base import Words
from edge_hub.contract.codec import encode
from edge_hub.contract.hall import Board, Call
from edge_hub.contract.window import WindowNow, WindowState
from edge_hub.tools.bench_displays import Display, Seen, called_in


def call(number: str) -> Call:
    return Call(number=number, window="w1", label="A01", zone="a", called_ms=0, calls=1, state="CALLED")


def test_the_numbers_at_windows_are_read_from_real_pictures() -> None:
    board = Board(epoch=1, seq=1, now=(call("A001"), call("B002")), recent=(call("A009"),))
    assert called_in(encode(board)) == {"A001", "B002"}
    name = Words(zh="窗口", en="Window")
    window = WindowNow(
        epoch=1, seq=1, window="w1", label="A01", name=name, department=name, state=WindowState.OPEN, ver=1
    )
    assert called_in(encode(window)) == set()


@pytest.fixture
def displays() -> list[Display]:
    """Two boards and a screen."""
    wire: object = socket
    return [Display(wire, b"", board=one) for one in (True, True, False)]  # type: ignore[arg-type]


def test_a_number_counts_once_for_each_board_and_when_the_last_had_it(displays: list[Display]) -> None:
    seen, (one, other, screen) = Seen(), displays
    seen.note(one, {"A001"}, 10)
    seen.note(one, {"A001", "A002"}, 20)
    seen.note(other, {"A001"}, 30)
    seen.note(screen, {"A001"}, 5)
    seen.note(screen, {"A001"}, 50)
    assert seen.boards == {"A001": (2, 30), "A002": (1, 20)} and seen.screens == {"A001": 5}
