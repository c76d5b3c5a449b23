"""A clerk's morning by real touches on the real screens, decided by the hub's real rules."""

from typing import Any

import pytest
from fakes.counter_hall import CounterHall, HallBridge
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from edge_hub.contract.queue import TicketState
from edge_hub.contract.window import SetCard, WindowState


class Counter:
    """Window A01 of the small hall with its call pad."""

    def __init__(self, open_terminal: Any, speed: float = 1.0) -> None:
        self.hall = CounterHall(speed)
        self.bridge: HallBridge = self.hall.bridge("call-w1", "w1")
        self.pad = open_terminal("call_pad", bridge=self.bridge)
        self.bridge.hear()
        self.pad.look()

    @property
    def window(self) -> Any:
        return self.hall.window("w1")

    def take(self, *items: str) -> Any:
        ticket = self.hall.take(*items)
        self.hall.publish()
        self.pad.look()
        return ticket

    def state(self, ticket: Any) -> TicketState:
        return self.hall.ticket(ticket.id).state

    def touch(self, *names: str) -> None:
        """Each touch waits until the one before has had its effect."""
        for name in names:
            self.pad.screen.until(lambda: not self.pad.vm.busy, what="the answer to the last touch")
            self.pad.look()
            self.pad.screen.touch(name)
        self.pad.screen.until(lambda: not self.pad.vm.busy, what="the answer to the touch")
        self.pad.look()

    def sign_in(self) -> None:
        self.touch(*(f"digit_{key}" for key in "101"), "sign_in", *(f"digit_{key}" for key in "123456"), "sign_in")
        self.pad.screen.until(lambda: self.pad.vm.screen == "work", what="the work page")

    def later(self, seconds: float) -> None:
        """Time passes, and the pad looks at its clock."""
        self.hall.wait(seconds)
        self.pad.vm.tick()
        self.pad.look()


@pytest.fixture
def counter(open_terminal: Any) -> Counter:
    it = Counter(open_terminal)
    it.sign_in()
    return it


def test_from_signing_in_to_the_second_ticket(open_terminal: Any) -> None:
    it = Counter(open_terminal)
    first, second = it.take("card"), it.take("card")
    it.sign_in()
    assert it.pad.screen.text("step").startswith("开始服务")
    it.touch("step")
    assert it.window.state is WindowState.OPEN
    it.touch("step")
    assert it.pad.screen.text("number") == first.number
    it.touch("step")
    assert it.state(first) is TicketState.SERVING
    it.touch("step")
    assert it.state(first) is TicketState.DONE
    it.touch("step")
    assert it.pad.screen.text("number") == second.number
    assert it.bridge.refused == []


def test_a_wrong_pin_is_said_on_the_page(open_terminal: Any) -> None:
    it = Counter(open_terminal)
    it.touch(*(f"digit_{key}" for key in "101"), "sign_in", *(f"digit_{key}" for key in "654321"), "sign_in")
    assert "工号或密码不对。" in it.pad.screen.text("notice")
    assert it.pad.vm.screen == "sign_in" and it.pad.vm.pinLength == 0


def test_a_double_press_calls_one_person(counter: Counter) -> None:
    tickets = [counter.take("card") for _ in range(3)]
    counter.touch("step")
    step = counter.pad.screen.find("step")
    counter.pad.screen.touch_at(step)
    counter.pad.screen.touch_at(step)
    counter.pad.screen.touch_at(step)
    counter.touch()
    assert [counter.state(ticket) for ticket in tickets] == [
        TicketState.CALLED,
        TicketState.WAITING,
        TicketState.WAITING,
    ]
    assert counter.bridge.refused == []


def test_a_no_show_waits_for_its_time_is_undone_and_called_back(counter: Counter) -> None:
    ticket = counter.take("card")
    counter.touch("step", "step")
    counter.later(50)
    counter.touch("side_RECALL")
    assert counter.pad.vm.ticketState == "已叫 2 次"
    counter.later(15)
    assert not counter.pad.screen.find("side_NO_SHOW").isEnabled(), "the recall gives the full time again"
    counter.later(61)
    counter.touch("side_NO_SHOW")
    assert counter.state(ticket) is TicketState.PASSED
    counter.touch("undo")
    assert counter.state(ticket) is TicketState.CALLED
    counter.later(61)
    counter.touch("side_NO_SHOW", "tab_PASSED", f"CALL_BACK_{ticket.id}", "step")
    assert counter.state(ticket) is TicketState.SERVING


def test_a_passed_ticket_is_put_back_in_line(counter: Counter) -> None:
    ticket = counter.take("card")
    counter.touch("step", "step")
    counter.later(61)
    counter.touch("side_NO_SHOW", "tab_PASSED", f"REQUEUE_{ticket.id}")
    assert counter.state(ticket) is TicketState.WAITING


def test_an_undo_counts_down_and_is_gone_after_its_time(counter: Counter) -> None:
    ticket = counter.take("card")
    counter.touch("step", "step", "step", "step")
    assert counter.pad.screen.shows("undo") and counter.pad.vm.undoWords == f"{ticket.number} 的服务已结束"
    counter.later(20)
    assert counter.pad.vm.undoLeftS <= 40
    counter.touch("undo")
    assert counter.state(ticket) is TicketState.SERVING
    counter.touch("step")
    counter.later(61)
    assert not counter.pad.screen.shows("undo")


def test_a_hold_lets_the_next_one_in_and_the_held_one_comes_back(counter: Counter) -> None:
    held, other = counter.take("card"), counter.take("card")
    counter.touch("step", "step", "step", "side_HOLD", "choice_copy", "panel_confirm")
    assert counter.state(held) is TicketState.HELD
    counter.touch("step", "step", "step")
    assert counter.state(other) is TicketState.DONE
    counter.touch("tab_HELD", f"RESUME_{held.id}")
    assert counter.state(held) is TicketState.SERVING


def test_a_transfer_is_found_by_letters_and_goes_to_the_other_window(counter: Counter) -> None:
    counter.hall.open("w3")
    ticket = counter.take("card")
    counter.touch("step", "step", "step", "side_TRANSFER", "key_S", "key_X", "choice_item:invoice", "panel_confirm")
    assert counter.state(ticket) is TicketState.WAITING
    assert counter.hall.ticket(ticket.id).item == "invoice"
    assert counter.window.at is None


def test_a_return_puts_the_ticket_back_to_its_place(counter: Counter) -> None:
    ticket, later = counter.take("card"), counter.take("card")
    counter.touch("step", "step", "side_RETURN")
    assert counter.state(ticket) is TicketState.WAITING
    counter.touch("step")
    assert counter.state(ticket) is TicketState.CALLED and counter.state(later) is TicketState.WAITING


def test_a_given_ticket_is_called_from_the_list(counter: Counter) -> None:
    first, second = counter.take("card"), counter.take("card")
    counter.touch("step", f"CALL_{second.id}")
    assert counter.state(second) is TicketState.CALLED and counter.state(first) is TicketState.WAITING


def test_a_walk_up_ticket_with_two_items_is_served_item_by_item(counter: Counter) -> None:
    counter.touch("step", "side_WALK_UP", "choice_card", "choice_pension", "panel_confirm")
    assert counter.pad.vm.serving and counter.pad.vm.itemsLeft == ["事项pension"]
    counter.touch("step")
    assert counter.pad.vm.serving and counter.pad.vm.itemsLeft == []
    counter.touch("step")
    assert counter.window.served_today == 2 and counter.window.at is None


def test_a_pause_says_why_and_how_long_and_ends_with_one_touch(counter: Counter) -> None:
    counter.touch("step", "side_PAUSE", "choice_MEETING", "minutes_15", "panel_confirm")
    assert counter.window.state is WindowState.PAUSED
    assert counter.pad.vm.pauseWords.startswith("内部会商，09:4")
    counter.touch("step")
    assert counter.window.state is WindowState.OPEN


def test_closing_keeps_the_clerk_and_signing_out_does_not(counter: Counter) -> None:
    counter.touch("step", "side_CLOSE", "panel_confirm")
    assert counter.window.state is WindowState.CLOSED and counter.window.clerk == "101"
    counter.touch("side_SIGN_OUT", "panel_confirm")
    assert counter.window.clerk is None
    assert counter.pad.vm.screen == "sign_in"


def test_what_another_did_meanwhile_is_a_sentence_and_the_pad_is_right_again(counter: Counter) -> None:
    """The guide desk cancels the called ticket while the clerk's finger is on its way."""
    ticket = counter.take("card")
    counter.touch("step", "step")
    from edge_hub.contract.queue import Cancel

    counter.hall.do("desk", Cancel(why="x", ticket=ticket.id))
    counter.touch("step")
    assert "情况已经变化，请看最新画面再操作。" in counter.pad.screen.text("notice")
    counter.hall.publish()
    counter.pad.look()
    assert counter.pad.vm.number == "" and counter.pad.vm.step == "CALL_NEXT"


def test_keys_do_what_touches_do(counter: Counter) -> None:
    ticket = counter.take("card")
    window = counter.pad.screen.window
    for key in (Qt.Key.Key_Space, Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_Space, Qt.Key.Key_F5):
        QTest.keyClick(window, key)
        counter.touch()
    assert counter.pad.vm.panel == "HOLD" and counter.state(ticket) is TicketState.SERVING


def held_to_the_reader(it: Counter, card: str) -> None:
    """A card reader that is a keyboard: all of the number and Enter at once."""
    it.pad.screen.window.requestActivate()
    for sign in card:
        QTest.keyClick(it.pad.screen.window, sign)
    QTest.keyClick(it.pad.screen.window, Qt.Key.Key_Return)
    it.pad.look()


def test_a_staff_card_at_a_reader_that_types_and_then_the_pin(open_terminal: Any) -> None:
    it = Counter(open_terminal)
    it.hall.do("desk", SetCard(by="901", clerk="101", card="04A1B2C3D4"))
    held_to_the_reader(it, "04a1b2c3d4")
    assert "已刷卡" in it.pad.screen.text("field_number") and it.pad.vm.staffNumber == ""
    it.pad.shot("card_read")
    it.touch(*(f"digit_{key}" for key in "654321"), "sign_in")
    assert "工号或密码不对。" in it.pad.screen.text("notice") and it.pad.vm.cardRead
    it.touch(*(f"digit_{key}" for key in "123456"), "sign_in")
    it.pad.screen.until(lambda: it.pad.vm.screen == "work", what="the work page")
    assert it.window.clerk == "101"


def test_a_card_that_is_nobodys_is_said_on_the_page(open_terminal: Any) -> None:
    it = Counter(open_terminal)
    held_to_the_reader(it, "0004711815")
    it.touch(*(f"digit_{key}" for key in "123456"), "sign_in")
    assert "没有登记" in it.pad.screen.text("notice") and not it.pad.vm.cardRead


def test_a_keyboard_signs_in(open_terminal: Any) -> None:
    it = Counter(open_terminal)
    it.pad.screen.window.requestActivate()
    for text in "101":
        QTest.keyClick(it.pad.screen.window, text)
    QTest.keyClick(it.pad.screen.window, Qt.Key.Key_Return)
    for text in "1234567":
        QTest.keyClick(it.pad.screen.window, text)
    QTest.keyClick(it.pad.screen.window, Qt.Key.Key_Backspace)
    QTest.keyClick(it.pad.screen.window, Qt.Key.Key_Return)
    it.pad.screen.until(lambda: it.pad.vm.screen == "work", what="the work page")
