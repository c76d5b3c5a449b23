"""A loudspeaker says each call of its window once, and an old one never."""

import pytest
from fakes.examples import AT

from drivers.sound import SayCall
from edge_hub.contract.base import Words
from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import WindowNow, WindowState
from edge_hub.device_host.voices import SAID_WITHIN_MS, Voice

NAME = Words(zh="社保就业", en="Social Insurance & Jobs")
CALLED = AT.model_copy(update={"state": TicketState.CALLED, "calls": 1})
NOW = WindowNow(
    epoch=1, seq=1, window="w01", label="A01", name=NAME, department=NAME, state=WindowState.OPEN, ver=1, at=CALLED
)


class Hall:
    def __init__(self) -> None:
        self.now_ms = CALLED.called_ms + 500
        self.jobs: list[SayCall] = []
        self.voice = Voice("w01", self.jobs.append, lambda: self.now_ms)


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_call_is_said_once_however_often_its_window_is_told(hall: Hall) -> None:
    for waiting in range(5):
        hall.voice.follow(NOW.model_copy(update={"waiting": waiting}))
    assert [(job.number, job.window) for job in hall.jobs] == [("A001", "A01")]


def test_a_call_that_is_repeated_is_said_again(hall: Hall) -> None:
    hall.voice.follow(NOW)
    hall.voice.follow(NOW.model_copy(update={"at": CALLED.model_copy(update={"calls": 2})}))
    assert len(hall.jobs) == 2


def test_what_was_called_long_ago_is_never_said(hall: Hall) -> None:
    hall.now_ms = CALLED.called_ms + SAID_WITHIN_MS + 1
    hall.voice.follow(NOW)
    assert hall.jobs == []


@pytest.mark.parametrize("at", [None, AT])
def test_a_window_that_calls_nobody_says_nothing(hall: Hall, at: object) -> None:
    hall.voice.follow(NOW.model_copy(update={"at": at}))
    assert hall.jobs == []


def test_a_long_name_of_a_window_is_no_fault(hall: Hall) -> None:
    hall.voice.follow(NOW.model_copy(update={"label": "综合服务窗口一二三四五六七八"}))
    assert len(hall.jobs[0].window) == 12
