"""The board in every size and situation: nothing cut, covered, faint or too small to be read from afar."""

from collections.abc import Callable
from typing import Any

import pytest
from fakes.board import board, busy
from fakes.measure import faults
from fakes.puer_hall import status

SIZES = {"1920x1080": "landscape", "3840x1080": "bar", "1080x1920": "portrait"}


def _connecting(stand: Any) -> None:
    stand.look()


def _quiet(stand: Any) -> None:
    stand.open_hall(board())


def _closed(stand: Any) -> None:
    stand.open_hall(board())
    stand.push(status(seq=2, open_now=False))


def _few(stand: Any) -> None:
    stand.open_hall()


def _busy(stand: Any) -> None:
    stand.open_hall(busy())


def _practice(stand: Any) -> None:
    stand.open_hall(busy())
    stand.push(status(seq=2, practice=True))


def _down(stand: Any) -> None:
    stand.open_hall()
    stand.link("NO_HUB")


def _blanked(stand: Any) -> None:
    stand.open_hall(busy())
    stand.link("NO_BROKER")
    stand.wait(61)


SITUATIONS: dict[str, Callable[[Any], None]] = {
    "connecting": _connecting, "quiet": _quiet, "closed": _closed, "few": _few, "busy": _busy,
    "practice": _practice, "down": _down, "blanked": _blanked,
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_nothing_is_cut_covered_or_faint(open_board: Any, situation: str, size: str) -> None:
    stand = open_board(SIZES[size])
    SITUATIONS[situation](stand)
    stand.settle()
    stand.shot(situation)
    assert faults(stand.screen.window) == []
