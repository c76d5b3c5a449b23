"""What the rating pad shows while nothing is asked."""

import pytest
from fakes.counter import at, called, now, signed_out

from edge_hub.contract.window import PauseReason, WindowNow, WindowState
from window_terminal.rating_pad.pages import quiet


@pytest.mark.parametrize(
    ("window", "title", "number"),
    [
        (now(), "您好，欢迎办事", ""),
        (now(at=called("D013")), "请 D013 号到本窗口", "D013"),
        (now(at=at("D012")), "正在为您办理", "D012"),
        (now(state=WindowState.PAUSED, pause=PauseReason.BREAK), "暂停服务", ""),
        (signed_out(), "本窗口未开放", ""),
    ],
)
def test_the_page_follows_from_the_window(window: WindowNow, title: str, number: str) -> None:
    page = quiet(window)
    assert (page.title.zh, page.number) == (title, number)
    assert page.title.en and page.text.en


def test_a_pause_says_when_it_goes_on() -> None:
    window = now(state=WindowState.PAUSED, pause=PauseReason.BREAK, pause_until_ms=1_795_486_520_000)
    assert quiet(window).text.zh == "短暂休息，预计 10:15 恢复。"
