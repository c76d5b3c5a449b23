"""What stands above a window: the number called, what it is doing, and no number that may be old."""

import pytest
from fakes.examples import AT

from edge_hub.contract.base import Words
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowNow, WindowState
from edge_hub.device_host.sign_text import DOING, sign_text

NAME = Words(zh="社保就业", en="Social Insurance & Jobs")
NOW = WindowNow(
    epoch=1, seq=1, window="w01", label="A01", name=NAME, department=NAME, state=WindowState.OPEN, ver=1
)
CALLED = AT.model_copy(update={"state": TicketState.CALLED})


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (NOW.model_copy(update={"at": CALLED}), "请A001号到A01窗口"),
        (NOW.model_copy(update={"at": AT}), "A001号办理中"),
        (NOW, "A01 社保就业"),
        (NOW.model_copy(update={"state": WindowState.PAUSED}), "A01 暂停服务"),
        (NOW.model_copy(update={"state": WindowState.CLOSED}), "A01 未开放"),
        (NOW.model_copy(update={"state": WindowState.PAUSED, "at": CALLED}), "请A001号到A01窗口"),
    ],
)
def test_a_bar_says_who_is_called_or_what_the_window_does(now: WindowNow, text: str) -> None:
    assert sign_text(now, heard=True) == text
    assert sign_text(now, heard=False) == "A01", "an old number would send somebody to a clerk who waits for another"


def test_every_state_of_a_window_has_its_words() -> None:
    assert set(DOING) == set(WindowState) - {WindowState.OPEN}
    assert all(text.encode("gb2312") for text in DOING.values())
