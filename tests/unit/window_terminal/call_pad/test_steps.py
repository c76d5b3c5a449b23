"""The one large button, from the window's snapshot alone."""

import pytest
from fakes.counter import NINE_FORTY_TWO, at, called, now

from edge_hub.contract.queue import CallNext, Finish, Start
from edge_hub.contract.window import OpenWindow, WindowNow, WindowState
from window_terminal.call_pad.steps import _NOTES, STEP_COMMANDS, STEP_WORDS, Step, next_step


@pytest.mark.parametrize(
    ("window", "step"),
    [
        (now(state=WindowState.CLOSED), Step.OPEN),
        (now(state=WindowState.PAUSED), Step.REOPEN),
        (now(), Step.CALL_NEXT),
        (now(at=called()), Step.START),
        (now(at=at()), Step.FINISH),
        (now(state=WindowState.PAUSED, at=at()), Step.FINISH),
        (now(state=WindowState.CLOSED, at=called()), Step.START),
    ],
)
def test_the_step_follows_from_the_window(window: WindowNow, step: Step) -> None:
    assert next_step(window, NINE_FORTY_TWO).step is step


def test_calling_says_whom_and_how_long_they_waited() -> None:
    note = next_step(now(), NINE_FORTY_TWO).note
    assert note.zh == "D013 · 国有建设用地使用权及房屋所有权转移登记 · 已等 12 分钟"
    assert note.en.startswith("D013 · Transfer") and note.en.endswith("waited 12 min")


def test_nobody_waiting_is_no_button_but_a_sentence() -> None:
    step = next_step(now(next=(), waiting=0), NINE_FORTY_TWO)
    assert not step.ready
    assert step.note.zh == "现在没有人等候"


def test_finishing_says_what_the_ticket_still_needs() -> None:
    assert next_step(now(at=at(left=("tax-house", "estate-query"))), NINE_FORTY_TWO).note.zh == "本号还有 2 个事项"
    assert next_step(now(at=at()), NINE_FORTY_TWO).note.zh == "6 人等候"
    assert next_step(now(at=at(), waiting=0, next=()), NINE_FORTY_TWO).note.zh == "现在没有人等候"


def test_every_step_has_words_a_note_and_a_command() -> None:
    assert set(STEP_WORDS) == set(STEP_COMMANDS) == set(_NOTES) == set(Step)
    assert [type(STEP_COMMANDS[step]("w08")) for step in Step] == [OpenWindow, OpenWindow, CallNext, Start, Finish]
