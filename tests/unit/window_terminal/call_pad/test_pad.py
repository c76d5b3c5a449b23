"""The call pad against a bridge in the test's hands: what it sends, when, and what it does with the answer."""

from collections.abc import Callable

import pytest
from fakes.bridge import FakeBridge
from fakes.counter import NINE_FORTY_TWO, SESSION, WINDOW, at, brief, called, directory, everything, now, signed_out

from edge_hub.contract import queue
from edge_hub.contract.queue import TicketState
from edge_hub.contract.reasons import Reason
from edge_hub.contract.window import (
    OpenWindow,
    PauseReason,
    PauseWindow,
    ShowSession,
    SignIn,
    SignInByCard,
    SignOut,
    WindowNow,
    WindowState,
    session_mark,
)
from window_terminal.call_pad.lists import RowAct, Tab
from window_terminal.call_pad.pad import STALE_PRESS, Pad
from window_terminal.call_pad.sides import Side
from window_terminal.call_pad.steps import Step
from window_terminal.call_pad.ui_state import NOTICE_S, SETTLE_S


class Seat:
    """A clerk's seat: the pad, its bridge, a clock, and how often the screen was told to look."""

    def __init__(self, window: WindowNow) -> None:
        self.bridge = FakeBridge(now_ms=NINE_FORTY_TWO)
        self.clock_s = 100.0
        self.looks = 0
        self.pad = Pad(self.bridge, WINDOW, lambda: self.clock_s, self._look)
        self.bridge.snapshot.connect(self.pad.hear)
        self.bridge.linkChanged.connect(self.pad.tick)
        self.bridge.push(*everything(), window)

    def _look(self) -> None:
        self.looks += 1

    def press(self) -> None:
        """The large button as it is drawn now."""
        work = self.pad.picture().work
        assert work is not None
        self.pad.go(work.step.step, work.now.ver)

    def press_is_dead(self) -> None:
        """There is no large button, and no row or side gives a command."""
        sent = len(self.bridge.sent)
        assert self.pad.picture().work is None
        for side in Side:
            self.pad.side(side)
        self.pad.undo()
        assert len(self.bridge.sent) == sent

    @property
    def notice(self) -> str:
        return self.pad.ui.notice.words.zh if self.pad.ui.notice else ""


@pytest.fixture
def seat() -> Callable[[WindowNow], Seat]:
    return Seat


def test_the_pad_is_connecting_until_it_knows_window_and_directory() -> None:
    bridge = FakeBridge(now_ms=NINE_FORTY_TWO)
    pad = Pad(bridge, WINDOW, lambda: 0.0, lambda: None)
    assert pad.picture().screen == "connecting"
    pad.hear(now())
    assert pad.picture().screen == "connecting"
    for snapshot in everything():
        pad.hear(snapshot)
    assert pad.picture().screen == "connecting", "somebody is signed in; the pad has not been told by which session"
    pad.hear(signed_out(seq=2, ver=8))
    assert pad.picture().screen == "sign_in"


# ---- the session, which only this pad and the hub know --------------------------------------------------------------


def test_a_pad_that_was_restarted_asks_for_its_session_once_and_works_on(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now(at=at()))
    assert [one.body for one in it.bridge.asked] == [ShowSession(window=WINDOW)]
    assert it.pad.picture().screen == "work"
    it.press()
    assert it.bridge.last.session == SESSION and SESSION not in repr(it.pad.ui)
    it.bridge.push(now(seq=2, ver=8))
    assert len(it.bridge.asked) == 1, "it knows it now"


def test_a_session_that_began_on_another_pad_leaves_this_one_at_the_sign_in(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(signed_out())
    it.bridge.session = None
    it.bridge.push(now(seq=2, ver=8))
    assert it.pad.picture().screen == "sign_in"
    it.bridge.push(now(seq=3, ver=9))
    it.pad.tick()
    assert len(it.bridge.asked) == 1, "a no is a no until another session begins"
    it.bridge.push(now(seq=4, ver=10, session_mark=session_mark("session-2")))
    assert len(it.bridge.asked) == 2


def test_a_session_that_another_pad_took_over_is_over_here(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.bridge.session = None
    it.bridge.push(now(seq=2, ver=8, session_mark=session_mark("session-2")))
    assert it.pad.picture().screen == "sign_in"
    it.press_is_dead()


def test_a_question_without_an_answer_is_asked_again(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(signed_out())
    it.pad.hear(now(seq=2, ver=8))
    it.pad.tick()
    assert len(it.bridge.asked) == 1 and it.pad.picture().screen == "connecting", "one question at a time"
    it.bridge.silence(which=it.bridge.asked[0])
    it.pad.tick()
    assert len(it.bridge.asked) == 2
    it.bridge.push(now(seq=3, ver=9))
    assert it.pad.picture().screen == "work"


def test_after_a_session_that_lapsed_only_the_pin_is_asked_for(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now(at=None))
    it.bridge.push(now(seq=2, ver=8, session_mark=None))
    picture = it.pad.picture()
    assert picture.screen == "sign_in" and picture.hint is not None and "请输入密码" in picture.hint.zh
    entry = it.pad.ui.entry
    assert (entry.number, entry.pin, entry.into) == ("1011", "", "pin") and it.pad.ui.session is None
    it.press_is_dead()
    for key in "246810":
        it.pad.key(key)
    it.pad.sign_in()
    assert it.bridge.last.body == SignIn(window=WINDOW, clerk="1011", pin="246810")
    it.bridge.push(signed_out(seq=3, ver=9))
    assert it.pad.picture().hint is None, "nobody is the window's any more"


def test_a_pad_that_was_started_again_after_its_session_lapsed_asks_for_the_pin(
    seat: Callable[[WindowNow], Seat],
) -> None:
    it = seat(now(session_mark=None))
    assert it.pad.picture().screen == "sign_in" and it.pad.ui.entry.number == "1011" and it.bridge.asked == []


def test_nothing_is_asked_while_the_hub_is_away(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(signed_out())
    it.bridge.set_link("NO_HUB")
    it.pad.hear(now(seq=2, ver=8))
    assert it.bridge.asked == [] and it.pad.picture().screen == "connecting"
    it.bridge.set_link("UP")
    assert len(it.bridge.asked) == 1


def test_the_picture_of_the_own_signing_in_raises_no_question(seat: Callable[[WindowNow], Seat]) -> None:
    """It may come before the answer."""
    it = seat(signed_out())
    for key in "1011":
        it.pad.key(key)
    it.pad.sign_in()
    for key in "246810":
        it.pad.key(key)
    it.pad.sign_in()
    it.bridge.push(now(seq=2, ver=8, session_mark=session_mark("session-2")))
    it.bridge.accept({"session": "session-2", "clerk": "1011", "name": "何秀英"})
    assert it.bridge.asked == [] and it.pad.picture().screen == "work"


def test_signing_in_sends_number_and_pin_and_forgets_the_pin(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(signed_out())
    for key in "1011":
        it.pad.key(key)
    it.pad.sign_in()
    assert it.bridge.sent == [] and it.pad.ui.entry.into == "pin"
    for key in "246810":
        it.pad.key(key)
    it.pad.sign_in()
    assert it.bridge.last.body == SignIn(window=WINDOW, clerk="1011", pin="246810")
    assert it.bridge.last.session is None and it.bridge.last.expect_ver is None
    it.bridge.accept({"session": "session-2", "clerk": "1011", "name": "何秀英"})
    assert it.pad.ui.entry.pin == "" and it.pad.ui.entry.number == ""
    it.bridge.push(now(seq=2, ver=8, session_mark=session_mark("session-2")))
    assert it.pad.picture().screen == "work"


def card(it: Seat, number: str = "04a1b2c3d4", gap_s: float = 0.01) -> None:
    """Held to a reader that types."""
    it.clock_s += 5
    for key in number:
        it.pad.type_key(key)
        it.clock_s += gap_s
    it.pad.enter()


def test_a_card_stands_for_the_number_and_the_pin_is_typed_as_ever(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(signed_out())
    card(it)
    entry = it.pad.ui.entry
    assert (entry.number, entry.pin, entry.into) == ("", "", "pin") and it.bridge.sent == []
    for key in "246810":
        it.pad.key(key)
    it.pad.sign_in()
    assert it.bridge.last.body == SignInByCard(window=WINDOW, card="04A1B2C3D4", pin="246810")
    assert "04A1B2C3D4" not in repr(it.pad.ui)
    it.bridge.refuse(Reason.PIN_WRONG)
    assert it.pad.ui.entry.card and not it.pad.ui.entry.pin, "the card counts, the PIN is typed again"
    it.pad.type_into("number")
    it.pad.key("1")
    assert (it.pad.ui.entry.card, it.pad.ui.entry.number) == ("", "1")


def test_the_card_alone_signs_in_where_the_rules_let_it(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(signed_out())
    it.bridge.push(directory(card_alone=True).model_copy(update={"seq": 2}))
    card(it)
    assert it.bridge.last.body == SignInByCard(window=WINDOW, card="04A1B2C3D4")
    card(it, "0004711815")
    assert len(it.bridge.sent) == 1, "one command at a time"
    it.bridge.refuse(Reason.CARD_UNKNOWN)
    assert not it.pad.ui.entry.card and "没有登记" in it.notice


def test_digits_typed_by_hand_are_a_number_however_many(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(signed_out())
    card(it, "10112468", gap_s=0.2)
    entry = it.pad.ui.entry
    assert (entry.number, entry.card, entry.into) == ("10112468", "", "pin") and it.bridge.sent == []


def test_a_card_after_a_session_that_lapsed_is_no_pin(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now(session_mark=None))
    assert it.pad.ui.entry.into == "pin"
    card(it, "0004711815")
    assert it.pad.ui.entry.pin == "" and it.bridge.sent == []


def test_a_wrong_pin_is_a_sentence_and_the_number_stays(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(signed_out())
    for key in "1011":
        it.pad.key(key)
    it.pad.sign_in()
    for key in "111111":
        it.pad.key(key)
    it.pad.sign_in()
    it.bridge.refuse(Reason.PIN_WRONG)
    assert it.notice == "工号或密码不对。"
    assert (it.pad.ui.entry.number, it.pad.ui.entry.pin, it.pad.ui.entry.into) == ("1011", "", "pin")
    it.pad.key("2")
    assert it.notice == "", "typing again takes the sentence away"


def test_each_step_sends_its_command_with_session_and_version(seat: Callable[[WindowNow], Seat]) -> None:
    for window, body in (
        (now(state=WindowState.CLOSED), OpenWindow(window=WINDOW)),
        (now(), queue.CallNext(window=WINDOW)),
        (now(at=called()), queue.Start(window=WINDOW)),
        (now(at=at()), queue.Finish(window=WINDOW)),
    ):
        it = seat(window)
        it.press()
        assert (it.bridge.last.body, it.bridge.last.session, it.bridge.last.expect_ver) == (body, "session-1", 7)


def test_a_double_press_is_one_command(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.press()
    it.press()
    it.bridge.accept()
    it.press()
    assert len(it.bridge.sent) == 1, "after the yes the pad waits for the picture"
    it.bridge.push(now(seq=2, ver=8, at=called("D013")))
    it.press()
    assert [type(sent.body) for sent in it.bridge.sent] == [queue.CallNext, queue.Start]


def test_the_next_snapshot_frees_the_button_also_when_the_reply_is_late(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.press()
    first = it.bridge.last
    it.bridge.push(now(seq=2, ver=8, at=called("D013")))
    it.press()
    assert len(it.bridge.sent) == 2
    it.bridge.accept(which=first)
    assert it.pad.ui.pending is not None, "the late reply of the first does not free the second"


def test_a_yes_without_a_new_picture_frees_the_button_after_a_moment(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.press()
    it.bridge.accept()
    it.clock_s += SETTLE_S + 0.1
    it.pad.tick()
    assert it.pad.ui.pending is None


def test_a_snapshot_of_the_line_alone_does_not_free_the_button(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.press()
    it.bridge.push(now(seq=2, ver=7, waiting=9))
    it.press()
    assert len(it.bridge.sent) == 1


def test_a_no_is_a_sentence_that_goes_by_itself(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.press()
    it.bridge.refuse(Reason.STALE)
    assert it.notice == "情况已经变化，请看最新画面再操作。"
    assert it.pad.ui.pending is None
    it.clock_s += NOTICE_S + 0.1
    it.pad.tick()
    assert it.notice == ""


def test_no_answer_is_a_sentence_and_the_pad_can_go_on(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.press()
    it.bridge.silence()
    assert it.notice.startswith("系统没有及时答复")
    it.press()
    assert len(it.bridge.sent) == 2


def test_a_press_that_saw_an_older_picture_sends_nothing(seat: Callable[[WindowNow], Seat]) -> None:
    """The finger came down on 叫下一位; by the time it lifts the button says 服务结束."""
    it = seat(now())
    it.bridge.push(now(seq=2, ver=8, at=at()))
    it.pad.go(Step.CALL_NEXT, 7)
    it.pad.go(Step.FINISH, 7)
    assert it.bridge.sent == []
    assert it.notice == STALE_PRESS.zh


def test_nothing_is_sent_while_the_link_is_down(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.bridge.set_link("NO_HUB")
    it.press()
    it.pad.row(RowAct.CALL, "t-D009")
    assert it.bridge.sent == []
    words = it.pad.picture().link_words
    assert words is not None and "恢复后自动继续" in words.zh
    it.bridge.set_link("UP")
    it.press()
    assert len(it.bridge.sent) == 1


def test_rows_call_resume_call_back_and_requeue(seat: Callable[[WindowNow], Seat]) -> None:
    held = brief("D008", state=TicketState.HELD)
    passed = brief("D007", state=TicketState.PASSED, ver=9)
    for tab, act, ticket, body, ver in (
        (Tab.NEXT, RowAct.CALL, "t-D009", queue.CallTicket(window=WINDOW, ticket="t-D009"), 7),
        (Tab.HELD, RowAct.RESUME, "t-D008", queue.Resume(window=WINDOW, ticket="t-D008"), 7),
        (Tab.PASSED, RowAct.CALL_BACK, "t-D007", queue.CallTicket(window=WINDOW, ticket="t-D007"), 7),
        (Tab.PASSED, RowAct.REQUEUE, "t-D007", queue.Requeue(ticket="t-D007"), 9),
    ):
        it = seat(now(held=(held,), passed=(passed,)))
        it.pad.tab(tab)
        it.pad.row(act, ticket)
        assert (it.bridge.last.body, it.bridge.last.expect_ver) == (body, ver)
        assert it.bridge.last.session == "session-1"


def test_a_row_that_is_gone_sends_nothing(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.pad.row(RowAct.CALL, "t-gone")
    it.pad.row(RowAct.RESUME, "t-D009")
    assert it.bridge.sent == []


def test_recall_goes_at_once_and_pause_opens_a_panel(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now(at=called()))
    it.pad.side(Side.RECALL)
    assert it.bridge.last.body == queue.Recall(window=WINDOW)
    it = seat(now())
    it.pad.side(Side.PAUSE)
    assert it.bridge.sent == [] and it.pad.ui.panel is not None
    it.pad.side(Side.PAUSE)
    assert it.pad.ui.panel is None


def test_a_panel_never_keeps_the_next_call_waiting(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.pad.side(Side.PAUSE)
    it.press()
    assert it.bridge.last.body == queue.CallNext(window=WINDOW)
    it.bridge.accept()
    it.bridge.push(now(seq=2, ver=8, at=called("D013")))
    assert it.pad.ui.panel is None


def test_a_confirmed_panel_closes_with_the_yes_and_stays_with_a_no(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.pad.side(Side.PAUSE)
    it.pad.choose("BREAK")
    it.pad.minutes(10)
    it.pad.confirm()
    assert it.bridge.last.body == PauseWindow(window=WINDOW, reason=PauseReason.BREAK, minutes=10)
    it.bridge.refuse(Reason.WINDOW_STATE, state="暂停服务")
    assert it.pad.ui.panel is not None
    it.pad.confirm()
    it.bridge.accept()
    assert it.pad.ui.panel is None


def test_undo_sends_the_undo_of_the_last_act(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now(finished=brief("D012", minutes=0.2, state=TicketState.DONE)))
    it.pad.undo()
    assert it.bridge.last.body == queue.UndoFinish(window=WINDOW, ticket="t-D012")
    it = seat(now())
    it.pad.undo()
    assert it.bridge.sent == []


def test_signing_out_leads_back_to_an_empty_sign_in_page(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now())
    it.pad.tab(Tab.PASSED)
    it.pad.side(Side.SIGN_OUT)
    it.pad.confirm()
    assert it.bridge.last.body == SignOut(window=WINDOW)
    it.bridge.accept()
    it.bridge.push(signed_out(seq=2, ver=8))
    assert it.pad.picture().screen == "sign_in"
    assert it.pad.ui.tab is Tab.NEXT and it.pad.ui.entry.number == ""


def test_an_older_snapshot_does_not_take_the_picture_back(seat: Callable[[WindowNow], Seat]) -> None:
    it = seat(now(seq=5, ver=9, at=at()))
    it.bridge.push(now(seq=4, ver=8))
    work = it.pad.picture().work
    assert work is not None and work.step.step is Step.FINISH


def test_the_rating_of_a_citizen_is_nowhere_in_the_clerks_picture(seat: Callable[[WindowNow], Seat]) -> None:
    from fakes.counter import to_rate

    from edge_hub.contract.rating import Level

    without = seat(now(to_rate=to_rate())).pad.picture()
    rated = seat(now(to_rate=to_rate(level=Level.VERY_BAD))).pad.picture()
    assert without.work is not None and rated.work is not None
    for name in ("step", "sides", "ticket", "undo", "rows", "counts", "panel", "state"):
        assert getattr(without.work, name) == getattr(rated.work, name)
