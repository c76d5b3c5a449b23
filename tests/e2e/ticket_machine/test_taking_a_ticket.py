"""What a citizen does with a finger, and what the machine says to the hub."""

import pytest
from fakes.puer_hall import lines, puer, status
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from edge_hub.client.answers import Why
from edge_hub.contract.appointment import CheckIn
from edge_hub.contract.queue import TakeTicket
from edge_hub.contract.reasons import Reason
from kiosk.ui import scene

from .conftest import Open, Stand, slip_of


def test_the_commonest_item_takes_two_touches(machine: Stand) -> None:
    machine.touch("item_social-card-apply")
    assert machine.is_at("confirm")
    machine.touch("take")
    assert machine.bridge.last.body == TakeTicket(items=("social-card-apply",), cls="normal", lang="zh")
    assert machine.is_at("asking")
    machine.taken()
    assert machine.is_at("taken")
    assert machine.screen.text("number") == "A018"
    text = machine.screen.all_text()
    assert "社保卡申领" in text and "A01" in text and "7" in text and "约 15～20 分钟" in text


def test_fourteen_departments_and_more_are_on_one_screen(open_machine: Open) -> None:
    for layout in ("portrait", "landscape"):
        stand = open_machine(layout)
        stand.open_hall()
        shown = [name for name in scene.names(stand.screen.window) if name.startswith("department_")]
        assert len(shown) == len(puer().departments) >= 14
        for name in shown:
            assert scene.why_not(stand.screen.window, stand.screen.find(name)) is None
            text = stand.screen.text(name)
            assert "窗口" in text and "等候" in text, text


def test_every_tile_says_how_many_wait_and_at_which_windows(open_machine: Open) -> None:
    told = lines()
    shut = {item: line.model_copy(update={"windows": ()}) for item, line in told.items.items() if item == "fund-buy"}
    for layout in ("portrait", "landscape"):
        stand = open_machine(layout)
        stand.open_hall()
        for row in (*stand.vm.property("wanted").rows, *stand.vm.property("themes").rows):
            text = stand.screen.text(f"item_{row.item}")
            assert "等候" in text and row.windows and row.windows in text, text
        stand.push(told.model_copy(update={"seq": stand.next_seq(), "items": {**told.items, **shut}}))
        assert "未开窗" in stand.screen.text("item_fund-buy")


def test_an_item_is_found_through_its_department(machine: Stand) -> None:
    machine.touch("department_civil-affairs", "item_marriage-register", "take")
    assert machine.bridge.last.body.items == ("marriage-register",)  # type: ignore[union-attr]


def test_an_item_is_found_by_its_initials_on_the_letter_pad(machine: Stand) -> None:
    machine.touch("openSearch", "key_H", "key_Z", "key_S")
    assert machine.screen.text("query") == "HZS"
    machine.touch("item_passport-issue", "take")
    assert machine.bridge.last.body.items == ("passport-issue",)  # type: ignore[union-attr]


def test_letters_that_lead_nowhere_cannot_be_pressed(machine: Stand) -> None:
    machine.touch("openSearch", "key_S", "key_B", "key_K")
    assert scene.why_not(machine.screen.window, machine.screen.find("key_Q")) == "it is disabled"
    machine.touch("key_erase")
    assert machine.screen.text("query") == "SB"
    machine.touch("key_clear")
    assert machine.screen.text("query") == ""


def test_a_double_tap_on_a_tile_does_not_take_a_ticket(machine: Stand) -> None:
    """The confirm screen's button may lie under the second tap: it must not hear it."""
    machine.settle()
    tile = scene.centre(machine.screen.find("item_passport-issue"))
    machine.screen.touch("item_passport-issue")
    for _ in range(5):
        _tap(machine, tile)
        _tap(machine, scene.centre(machine.screen.find("take")))
    assert machine.is_at("confirm")
    assert machine.bridge.sent == []


def test_a_repeated_touch_never_takes_two_tickets(machine: Stand) -> None:
    machine.touch("item_social-card-apply")
    machine.settle()
    take = scene.centre(machine.screen.find("take"))
    for _ in range(6):
        _tap(machine, take)
        machine.vm.take()
    assert len(machine.bridge.sent) == 1
    machine.taken()
    for _ in range(6):
        _tap(machine, take)
    assert len(machine.bridge.sent) == 1 and machine.is_at("taken"), "the tap after the reply pressed something"


def _tap(stand: Stand, at: QPointF) -> None:
    finger = stand.screen._finger
    assert finger is not None
    window, point = stand.screen.window, at.toPoint()
    QTest.touchEvent(window, finger, False).press(0, point, window).commit(False)
    QTest.touchEvent(window, finger, False).release(0, point, window).commit(False)
    stand.screen.settle()


def test_a_long_press_counts_like_a_short_one(machine: Stand) -> None:
    machine.settle()
    finger = machine.screen._finger
    assert finger is not None
    window = machine.screen.window
    point = scene.centre(machine.screen.find("item_passport-issue")).toPoint()
    QTest.touchEvent(window, finger, False).press(0, point, window).commit(False)
    QTest.qWait(1200)  # longer than the system's long press
    QTest.touchEvent(window, finger, False).release(0, point, window).commit(False)
    machine.look()
    assert machine.is_at("confirm")


def test_a_palm_on_the_glass_does_not_disturb_the_other_hand(machine: Stand) -> None:
    machine.settle()
    finger = machine.screen._finger
    assert finger is not None
    window = machine.screen.window
    palm = scene.centre(machine.screen.find("department_notary")).toPoint()
    tile = scene.centre(machine.screen.find("item_passport-issue")).toPoint()
    QTest.touchEvent(window, finger, False).press(0, palm, window).commit(False)
    QTest.touchEvent(window, finger, False).stationary(0).press(1, tile, window).commit(False)
    QTest.touchEvent(window, finger, False).stationary(0).release(1, tile, window).commit(False)
    machine.look()
    assert machine.is_at("confirm")
    QTest.touchEvent(window, finger, False).release(0, palm, window).commit(False)


def test_a_finger_that_slides_off_presses_nothing(machine: Stand) -> None:
    machine.settle()
    finger = machine.screen._finger
    assert finger is not None
    window = machine.screen.window
    start = scene.centre(machine.screen.find("item_passport-issue")).toPoint()
    end = scene.centre(machine.screen.find("department_notary")).toPoint()
    QTest.touchEvent(window, finger, False).press(0, start, window).commit(False)
    QTest.touchEvent(window, finger, False).move(0, end, window).commit(False)
    QTest.touchEvent(window, finger, False).release(0, end, window).commit(False)
    machine.look()
    assert machine.is_at("home")


def test_a_tile_keeps_the_finger_while_the_lines_change(machine: Stand) -> None:
    machine.settle()
    finger = machine.screen._finger
    assert finger is not None
    window = machine.screen.window
    point = scene.centre(machine.screen.find("item_passport-issue")).toPoint()
    QTest.touchEvent(window, finger, False).press(0, point, window).commit(False)
    machine.push(lines(machine.next_seq(), seed=99))
    QTest.touchEvent(window, finger, False).release(0, point, window).commit(False)
    machine.look()
    assert machine.is_at("confirm")


def test_priority_is_a_quiet_choice_that_reaches_the_hub(machine: Stand) -> None:
    machine.touch("item_passport-issue", "priority", "reason_elderly")
    assert machine.is_at("confirm") and "70周岁以上老人" in machine.screen.text("priority")
    machine.touch("take")
    assert machine.bridge.last.body == TakeTicket(items=("passport-issue",), cls="priority", reason="elderly")
    machine.taken(cls="priority")
    assert "优先" in machine.screen.all_text() and "70周岁" not in machine.screen.all_text()


def test_who_finds_no_reason_to_go_first_or_thinks_again_takes_an_ordinary_ticket(machine: Stand) -> None:
    machine.touch("item_passport-issue", "priority", "notFirst")
    assert machine.is_at("confirm") and not machine.vm.property("priority")
    machine.touch("priority", "reason_disabled", "priority", "take")
    assert machine.bridge.last.body == TakeTicket(items=("passport-issue",))


def test_several_items_go_onto_one_ticket_in_their_order(machine: Stand) -> None:
    machine.touch("item_passport-issue", "addMore", "item_medical-away", "addMore")
    machine.touch("openSearch", "key_J", "key_H", "item_marriage-register")
    assert not machine.screen.shows("addMore"), "three is the hall's limit"
    machine.touch("take")
    items = machine.bridge.last.body.items  # type: ignore[union-attr]
    assert items == ("passport-issue", "medical-away", "marriage-register")


def test_an_item_can_be_dropped_again(machine: Stand) -> None:
    machine.touch("item_passport-issue", "addMore", "item_medical-away", "drop_护照申领", "take")
    assert machine.bridge.last.body.items == ("medical-away",)  # type: ignore[union-attr]


def test_a_paused_item_says_why_and_takes_nothing(machine: Stand) -> None:
    machine.push(lines(machine.next_seq(), paused=("id-card-renew",)))
    assert "暂停取号" in machine.screen.text("item_id-card-renew")
    machine.touch("item_id-card-renew")
    assert machine.is_at("home")
    assert "暂停取号（设备故障），请咨询导服台" in machine.screen.text("noticeSheet")
    machine.touch("closeNotice")
    assert not machine.screen.shows("closeNotice")
    assert machine.bridge.sent == []


def test_a_closed_hall_says_when_it_opens(machine: Stand) -> None:
    machine.push(lines(machine.next_seq(), open_now=False), status(machine.next_seq(), open_now=False))
    assert "13:00" in machine.screen.text("closedBanner")
    machine.touch("item_passport-issue")
    assert "13:00" in machine.screen.text("noticeSheet")


def test_a_refusal_is_told_in_the_hubs_words_and_the_visit_goes_on(machine: Stand) -> None:
    machine.take()
    machine.bridge.refuse(Reason.DAILY_CAP, item="社会保障卡申领")
    machine.look()
    assert machine.screen.text("sorryText") == "“社会保障卡申领”今天的号已取完，请改天再来。"
    assert not machine.screen.shows("tryAgain"), "the same would be refused again"
    machine.touch("home")
    assert machine.is_at("home")


def test_a_busy_hub_can_be_asked_again(machine: Stand) -> None:
    machine.take()
    machine.bridge.refuse(Reason.BUSY)
    machine.look()
    machine.touch("tryAgain", "take")
    assert len(machine.bridge.sent) == 2
    machine.taken()
    assert machine.is_at("taken")


def test_silence_is_told_honestly(machine: Stand) -> None:
    machine.take()
    machine.bridge.silence(Why.NO_ANSWER)
    machine.look()
    assert "不能确认是否已为您取号" in machine.screen.text("sorryText")
    assert "没有取到号" not in machine.screen.all_text(), "nobody knows that"
    assert not machine.screen.shows("tryAgain"), "a second ticket might be taken"


@pytest.mark.parametrize("link", ["NO_HUB", "NO_BROKER"])
def test_without_a_link_the_machine_says_so_takes_nothing_and_recovers(machine: Stand, link: str) -> None:
    machine.touch("item_passport-issue")
    machine.bridge.set_link(link)
    machine.look()
    assert scene.why_not(machine.screen.window, machine.screen.find("take")) == "it is disabled"
    assert machine.screen.shows("linkBanner")
    machine.touch("back", "item_passport-issue")
    assert "到导服台取号" in machine.screen.text("noticeSheet")
    machine.touch("closeNotice")
    machine.bridge.set_link("UP")
    machine.look()
    assert not machine.screen.shows("linkBanner")
    machine.touch("item_passport-issue", "take")
    assert len(machine.bridge.sent) == 1


def test_the_language_changes_on_the_spot_everywhere(machine: Stand) -> None:
    machine.touch("item_passport-issue", "language")
    text = machine.screen.all_text()
    assert "Passport" in text and "Take a ticket" in text and "护照" not in text
    machine.touch("take")
    assert machine.bridge.last.body.lang == "en"  # type: ignore[union-attr]
    machine.taken()
    assert "Your ticket is ready" in machine.screen.all_text()


def test_no_chinese_is_left_on_an_english_screen(open_machine: Open) -> None:
    for layout in ("portrait", "landscape"):
        stand = open_machine(layout, lang="en")
        stand.open_hall()
        for names in ((), ("openSearch", "key_P"), ("back",), ("department_tax",)):
            stand.touch(*names)
            chinese = [t for t in stand.screen.all_text().split("\n") if any("\u4e00" <= c <= "\u9fff" for c in t)]
            assert set(chinese) == {"中文"}, "only the way back to Chinese is Chinese"


def test_large_text_shows_fewer_and_larger_things_and_loses_nothing(machine: Stand) -> None:
    small = machine.screen.find("item_passport-issue").height()
    machine.touch("elder")
    assert machine.screen.find("item_passport-issue").height() > small
    shown = {name for name in scene.names(machine.screen.window) if name.startswith("department_")}
    machine.touch("nextPage")
    shown |= {name for name in scene.names(machine.screen.window) if name.startswith("department_")}
    assert len(shown) == len(puer().departments)
    machine.touch("openThemes", "item_theme-newborn", "take")
    assert machine.bridge.last.body.items == ("theme-newborn",)  # type: ignore[union-attr]


def test_a_window_of_any_size_shows_the_whole_screen(open_machine: Open) -> None:
    for layout, size in (("portrait", (360, 640)), ("portrait", (540, 1200)), ("landscape", (960, 540))):
        stand = open_machine(layout, size=size)
        stand.open_hall()
        for name in ("item_social-card-apply", "department_service", "elder"):
            assert scene.why_not(stand.screen.window, stand.screen.find(name)) is None, (layout, size, name)


def test_who_has_an_appointment_types_the_code_and_gets_the_ticket(machine: Stand) -> None:
    machine.touch("openAppointment", "digit_3", "digit_1", "digit_4")
    assert machine.screen.text("code") == "314"
    assert scene.why_not(machine.screen.window, machine.screen.find("checkIn")) == "it is disabled"
    machine.touch("digit_erase", *(f"digit_{digit}" for digit in "415926"), "digit_9", "checkIn")
    assert machine.bridge.last.body == CheckIn(shown="31415926"), "a ninth digit is not taken"
    assert machine.is_at("asking")
    machine.bridge.accept(slip_of(("passport-issue",), cls="appointment"))
    machine.look()
    assert machine.is_at("taken") and machine.screen.text("number") == "A018"


def test_a_scanner_types_the_code_and_what_is_no_code_changes_nothing(machine: Stand) -> None:
    machine.touch("openAppointment")
    for text in ("6901234567892", "https://hall.example/t/a/31415926"):
        for letter in f"{text}\r":
            key = Qt.Key.Key_Return if letter == "\r" else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
                QGuiApplication.sendEvent(machine.screen.window, event)
    machine.look()
    assert machine.screen.text("code") == "3141 5926"


def test_who_is_too_early_reads_from_when_and_the_next_person_begins_afresh(machine: Stand) -> None:
    machine.touch("openAppointment", *(f"digit_{digit}" for digit in "31415926"), "checkIn")
    machine.bridge.refuse(Reason.APPOINTMENT_LATER, when="今天 15:00–15:30", from_when="今天 14:45")
    machine.look()
    assert machine.is_at("sorry") and "今天 14:45起可以签到" in "".join(machine.screen.all_text())
    machine.vm.done()
    machine.touch("item_social-card-apply", "take")
    assert isinstance(machine.bridge.last.body, TakeTicket)


def test_a_hub_that_goes_away_at_the_check_in_gets_no_ticket_of_the_machines_own(machine: Stand) -> None:
    machine.touch("openAppointment", *(f"digit_{digit}" for digit in "31415926"), "checkIn")
    machine.bridge.set_link("NO_HUB")
    machine.bridge.silence(Why.NO_HUB)
    machine.look()
    assert machine.is_at("sorry"), "only the hub knows who has an appointment"


def test_needs_and_a_free_order_go_to_the_hub_with_the_wish(machine: Stand) -> None:
    machine.touch("item_social-card-apply", "openNeeds", "need_hearing", "need_hani", "need_hearing", "needsDone")
    assert machine.is_at("confirm") and "讲哈尼语" in machine.screen.text("openNeeds")
    machine.touch("addMore", "item_passport-issue", "free", "take")
    assert machine.bridge.last.body == TakeTicket(
        items=("social-card-apply", "passport-issue"), free=True, needs=("hani",)
    )
    machine.taken()
    machine.vm.done()
    machine.touch("item_social-card-apply", "take")
    assert machine.bridge.last.body == TakeTicket(items=("social-card-apply",)), "nothing is left for the next person"
