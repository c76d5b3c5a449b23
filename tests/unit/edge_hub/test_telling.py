"""What the reply to a command says at a shell: every command that a shell gives, in words, and no secret in them."""

import pytest
from fakes import examples
from fakes.small_hall import at

from edge_hub.contract import appointment as b
from edge_hub.contract import desk as k
from edge_hub.contract import queue as q
from edge_hub.contract.appointment import AppointmentState
from edge_hub.contract.base import Words
from edge_hub.contract.queue import TicketState
from edge_hub.domain.rights import AT_WINDOW, MAY, OF_ITSELF
from edge_hub.large import large
from edge_hub.telling import TELLS, told

CARD = Words(zh="社保卡补换", en="New card")
SLIP = {
    "ticket": "t1", "number": "A007", "items": ["card"], "item_names": [CARD], "windows": ["A01", "A02"], "ahead": 3,
    "wait_min": [5, 12], "cls": "normal", "taken_ms": at("09:30"), "token": "00ff" * 8, "url": "https://hall/t/00ff",
}  # fmt: skip
OTHER_PRINTING = {"StageConfiguration", "ReviewConfiguration", "ApplyConfiguration", "WithdrawConfiguration",
                  "ShowConfiguration", "ShowDevices", "SignInDesk"}
AT_PADS_ONLY = {one.__name__ for one in AT_WINDOW} - {"CallNext", "CallTicket"} | {"Requeue"}


def test_every_command_that_a_shell_gives_has_its_words() -> None:
    at_a_console = {one.__name__ for one in MAY["console"] - OF_ITSELF}
    assert {one.__name__ for one in TELLS} == at_a_console - OTHER_PRINTING - AT_PADS_ONLY


def test_a_ticket_is_told_with_its_number_in_a_line_of_its_own_and_without_its_token() -> None:
    said = told(q.TakeTicket(items=("card",)), SLIP)
    assert said.splitlines() == [
        "", "    A007", "", "社保卡补换 New card", "窗口 windows: A01 A02", "前面人数 people ahead: 3",
        "预计等候 expected wait: 5–12 分钟 min", "取号时间 taken: 09:30",
    ]  # fmt: skip
    assert "00ff" not in said


def test_at_a_terminal_the_number_is_large_and_can_be_copied_too() -> None:
    lines = told(q.TakeTicket(items=("card",)), SLIP, terminal=True).splitlines()
    assert [line[4:] for line in lines[1:4]] == large("A007") and lines[5] == "    A007"


def test_a_written_number_that_counts_from_another_time_than_was_told_says_so() -> None:
    written = k.RegisterWritten(number="A800", items=("card",), taken_ms=at("09:30:40"))
    assert told(written, SLIP).endswith("取号时间 taken: 09:30")
    early = written.model_copy(update={"taken_ms": at("05:10")})
    assert told(early, SLIP).endswith("取号时间 taken: 09:30（不按所报 not the 05:10 that was told）")


def test_a_ticket_of_the_desk_says_what_the_guide_does_with_it() -> None:
    written = k.TakeAtDesk(items=("card",), reason=k.HelpReason.SIGHT)
    printed = written.model_copy(update={"print_at": "tm-1"})
    assert told(written, SLIP).endswith("请手写此号交给群众 Write the number down and hand it over.")
    assert told(printed, SLIP).endswith("tm-1 正在打印 prints the slip.")


def test_where_nothing_is_expected_it_says_so_and_a_class_is_named() -> None:
    said = told(q.TakeTicket(items=("card",)), {**SLIP, "wait_min": None, "windows": [], "cls": "priority"})
    assert "暂不能预计 not known yet" in said and "窗口 windows: -" in said and "类别 class: priority" in said


def test_the_story_of_a_ticket_is_a_line_an_event_in_both_languages() -> None:
    story = q.TicketStory(
        brief=q.TicketBrief(
            ticket="t1", number="A007", item="card", item_name=CARD, cls="normal", state=TicketState.WAITING,
            since_ms=at("09:30"), ver=1,
        ),
        items=(CARD,), taken_ms=at("09:30"), ahead=2,
        lines=(q.StoryLine(at_ms=at("09:30:05"), what="TicketTaken", words=Words(zh="取号", en="taken")),),
    )  # fmt: skip
    assert told(q.ShowTicket(ticket="A007"), story).splitlines() == [
        "", "    A007", "", "社保卡补换 New card", "等候中 waiting，前面 2 人 ahead", "", "09:30:05  取号 taken",
    ]  # fmt: skip


def test_slots_are_a_table_of_the_day_with_free_places() -> None:
    hours = (("09:00", 2, True), ("09:30", 1, None), ("10:00", 0, None))
    slots = tuple(
        b.Slot(start_ms=at(start), end_ms=at(start) + 1_800_000, places=2, left=left, begun=begun)
        for start, left, begun in hours
    )
    found = b.Slots(item="card", name=CARD, day="2026-11-24", slots=slots)
    assert told(b.ListSlots(item="card", day="2026-11-24"), found).splitlines() == [
        "社保卡补换 New card  2026-11-24 周二 Tue", "",
        "时段 slot       空位 free  名额 places",
        "09:00–09:30  已开始 begun            2",
        "09:30–10:00             1            2",
        "10:00–10:30     约满 full            2",
    ]  # fmt: skip


def test_an_appointment_is_told_with_its_code_in_two_groups_and_its_day() -> None:
    slip = b.AppointmentSlip(
        appointment="a1", items=("card",), item_names=(CARD,), start_ms=at("10:00"), end_ms=at("10:30"),
        state=AppointmentState.BOOKED, code="31415926",
    )  # fmt: skip
    said = told(b.BookAppointment(items=("card",), day="2026-11-24", start="10:00"), slip).splitlines()
    assert said[1] == "    3141 5926" and said[-1] == "2026-11-24 周二 Tue, 10:00–10:30"
    listed = told(b.ListAppointments(day="2026-11-24"), b.AppointmentList(appointments=(slip,), more=2))
    assert listed.splitlines() == [
        "10:00–10:30  社保卡补换 New card: 已预约 booked  [a1]", "另有 2 个预约 and 2 more",
    ]  # fmt: skip
    nobody = told(b.ListAppointments(day="2026-11-24"), b.AppointmentList(appointments=()))
    assert nobody == "2026-11-24: 没有预约 no appointments"


SENTENCES = [one for one in examples.COMMANDS if type(one) in TELLS and "_says" in TELLS[type(one)].__qualname__]


@pytest.mark.parametrize("body", SENTENCES, ids=lambda body: type(body).__name__)
def test_what_has_no_other_result_is_a_sentence_in_both_languages(body: q.Cancel) -> None:
    said = told(body, None)
    assert said.count("\n") == 0 and said.endswith(".") and not said.isascii() and "{" not in said
