"""What people see on the board as calls come and go, the link breaks and heals, and time passes."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.board import board, busy, call, few
from fakes.puer_hall import directory, lines, status
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from kiosk.call_board.autopilot import CallBoardPilot
from kiosk.call_board.picture import NOTICE_S
from kiosk.call_board.waiting import PAGE_S

Pilots = Callable[[Any], tuple[CallBoardPilot, Callable[[], list[dict[str, Any]]]]]


def test_a_call_stays_where_it_is_while_others_come_and_go(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall(board(call("A012", "A03", 30), call("D027", "C03", 20), call("B008", "A05", 10)))
    place = stand.place_of("A012")
    label = stand.screen.find(f"label_{place}").mapToScene(QPointF())
    changes = [
        board(call("A012", "A03", 30), call("B008", "A05", 10), seq=2),
        board(call("A012", "A03", 30), *(call(f"E01{n}", f"C0{n}", n) for n in range(7)), seq=3),
        board(call("A012", "A03", 0, calls=2), call("E010", "C00", 5), seq=4),
        board(call("A012", "A03", 0, calls=2, serving=True), seq=5),
    ]
    for picture in changes:
        stand.push(picture)
        assert stand.place_of("A012") == place and stand.text_at("label", place) == "A03"
        assert stand.screen.find(f"label_{place}").mapToScene(QPointF()) == label
    stand.push(board(seq=6))
    assert stand.place_of("A012") is None


def test_a_call_that_is_recalled_says_so_and_is_marked(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall(board(call("A012", "A03", 90), call("D027", "C03", 60)))
    place, other = stand.place_of("A012"), stand.place_of("D027")
    assert "再次呼叫" not in stand.screen.all_text()
    stand.push(board(call("A012", "A03", 0, calls=2), call("D027", "C03", 60), seq=2))
    stand.settle()
    assert stand.place_of("A012") == place and stand.text_at("caption", place) == "再次呼叫"
    assert stand.screen.find(f"place_{place}").property("fresh")
    assert not stand.screen.find(f"place_{other}").property("fresh")


def test_priority_is_seen(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall(board(call("A012", "A03", 9, priority=True), call("D027", "C03", 60)))
    seen = [stand.screen.shows(f"priority_{stand.place_of(number)}") for number in ("A012", "D027")]
    assert seen == [True, False]


def test_with_more_calls_than_places_every_called_number_is_on_the_board(open_board: Any) -> None:
    stand = open_board("portrait")
    stand.open_hall(busy(called=7))
    text = stand.screen.all_text().splitlines()
    assert {one.number for one in busy(called=7).now if one.state == "CALLED"} <= set(text)


@pytest.mark.parametrize("link", ["NO_HUB", "NO_BROKER"])
def test_a_link_that_is_down_is_said_within_five_seconds_and_unsaid_when_it_is_back(open_board: Any, link: str) -> None:
    stand = open_board()
    stand.open_hall()
    calm = stand.screen.text("footerZh")
    stand.link(link)
    stand.wait(4.9)
    assert "暂停更新" in stand.screen.text("footerZh") and "not up to date" in stand.screen.text("footerEn")
    assert stand.place_of("A012") is not None
    stand.link("UP")
    assert stand.screen.text("footerZh") == calm


def test_after_a_minute_of_silence_no_number_is_left_and_all_is_right_again_by_itself(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall(busy())
    stand.link("NO_HUB")
    stand.wait(59)
    assert stand.place_of("A1003") is not None
    stand.wait(1)
    assert re.findall(r"[A-Z]\d{3,4}\b|→", stand.screen.all_text()) == []
    assert not re.search(r"^\d+$", stand.screen.all_text(), re.M)
    assert stand.screen.text("title") == "叫号信息暂时无法显示"
    stand.wait(600)
    stand.link("UP")
    assert stand.place_of("A1003") is None, "the picture of eleven minutes ago"
    stand.push(status(seq=9), lines(seq=9), board(call("F001", "C02", 1), seq=9))
    assert stand.place_of("F001") is not None and not stand.screen.shows("title")


def test_a_board_whose_picture_is_not_repeated_blanks_though_the_hub_lives(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall()
    for _ in range(3):
        stand.wait(25)
        stand.push(status(seq=2))
    assert stand.place_of("A012") is None
    stand.push(few())
    assert stand.place_of("A012") is not None


def test_a_quiet_hall_whose_hub_repeats_itself_is_not_silent(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall()
    for _ in range(10):
        stand.wait(30)
        stand.push(few())
    assert stand.place_of("A012") is not None and stand.vm.picture.warning is None


def test_what_the_broker_kept_of_a_dead_hub_is_not_shown(open_board: Any) -> None:
    stand = open_board(link="NO_BROKER")
    stand.link("NO_HUB")
    stand.open_hall()
    assert stand.place_of("A012") is None
    stand.wait(5)
    assert stand.place_of("A012") is None and stand.screen.text("title") == "叫号信息暂时无法显示"
    stand.link("UP")
    assert stand.place_of("A012") is not None


def test_a_lunch_break_is_told_in_the_hubs_words(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall(board())
    assert stand.screen.text("title") == "暂无叫号"
    stand.push(status(seq=2, open_now=False))
    assert stand.screen.text("title") == "本大厅现在不办公" and "13:00" in stand.screen.text("text")


def test_notices_take_turns_on_the_screen(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall()
    seen = []
    for _ in directory().notices:
        seen.append(stand.screen.text("footerZh"))
        stand.wait(NOTICE_S)
    assert seen == [notice.zh for notice in directory().notices]


def test_items_that_do_not_fit_take_turns(open_board: Any) -> None:
    stand = open_board("portrait")
    stand.open_hall()
    first, last = (stand.vm.picture.lines[at].item for at in (0, -1))
    assert stand.screen.shows(f"line_{first}") and stand.screen.shows(f"line_{last}")
    stand.wait(PAGE_S)
    after = [row.item for row in stand.vm.picture.lines]
    assert not stand.screen.shows(f"line_{first}") and all(stand.screen.shows(f"line_{item}") for item in after)


def test_a_row_that_is_read_stays_where_it_is_while_lines_grow_and_empty(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall()
    had = lines()
    rows = [row.item for row in stand.vm.picture.lines]
    places = [stand.screen.find(f"name_{item}").mapToScene(QPointF()) for item in rows]
    turned_over = {
        item: line.model_copy(update={"waiting": 40 - line.waiting if line.waiting else 0})
        for item, line in had.items.items()
    }
    turned_over[rows[0]] = had.items[rows[0]].model_copy(update={"waiting": 0})
    stand.push(had.model_copy(update={"seq": 2, "items": turned_over}))
    assert stand.screen.text(f"waiting_{rows[0]}") == "0" and stand.screen.text(f"waiting_{rows[1]}") != "0"
    assert [stand.screen.find(f"name_{item}").mapToScene(QPointF()) for item in rows] == places


def test_the_clock_is_the_halls(open_board: Any) -> None:
    stand = open_board()
    assert stand.screen.find("clock").property("text") == ""
    stand.open_hall()
    assert stand.screen.text("clock") == "09:42"
    stand.wait(60)
    assert stand.screen.text("clock") == "09:43"


def test_a_board_on_which_nothing_happens_announces_nothing(open_board: Any) -> None:
    stand = open_board()
    stand.open_hall()
    stand.wait(20)
    said: list[None] = []
    stand.vm.changed.connect(lambda: said.append(None))
    for _ in range(20):
        stand.vm.tick()
    stand.push(few(), lines(), status())
    assert said == []


# ---- the autopilot ---------------------------------------------------------------------------------------------------


@pytest.fixture
def pilots() -> Iterator[Pilots]:
    """Puts an autopilot on a board; its reports are read by calling the second value."""
    flying: list[CallBoardPilot] = []

    def put(stand: Any) -> tuple[CallBoardPilot, Callable[[], list[dict[str, Any]]]]:
        stream = io.StringIO()
        pilot = CallBoardPilot(stand.screen.window, stand.vm, io.StringIO(), stream)
        flying.append(pilot)
        return pilot, lambda: [json.loads(line) for line in stream.getvalue().splitlines()]

    yield put
    for pilot in flying:
        pilot.stop()


def frame(stand: Any) -> None:
    """A frame is drawn and swapped."""
    swapped: list[None] = []
    connection = stand.screen.window.frameSwapped.connect(lambda: swapped.append(None))
    stand.screen.window.update()
    stand.screen.until(lambda: bool(swapped), what="a frame")
    stand.screen.window.frameSwapped.disconnect(connection)


def test_a_call_is_reported_once_after_the_frame_that_shows_it(open_board: Any, pilots: Pilots) -> None:
    stand = open_board()
    _, reports = pilots(stand)
    stand.open_hall(board())
    frame(stand)
    assert reports() == []
    stand.bridge.push(board(call("A012", "A03", 1), seq=2))
    assert reports() == [], "nobody can have seen it yet"
    frame(stand)
    (report,) = reports()
    assert (report["what"], report["number"], report["window"]) == ("shown", "A012", "w03")
    stand.push(board(call("A012", "A03", 0, calls=2), seq=3))
    stand.push(board(call("A012", "A03", 0, calls=2, serving=True), seq=4))
    frame(stand)
    assert len(reports()) == 1, "a recall and a start are the same call"
    stand.push(board(seq=5))
    stand.push(board(call("A012", "A03", 0), seq=6))
    frame(stand)
    assert [one["number"] for one in reports()] == ["A012", "A012"], "called anew after it was over"
    assert reports()[0]["ns"] < reports()[1]["ns"]


def test_a_call_that_nobody_can_see_is_not_reported(open_board: Any, pilots: Pilots) -> None:
    stand = open_board(link="NO_HUB")
    _, reports = pilots(stand)
    stand.open_hall()
    frame(stand)
    assert reports() == []
    stand.link("UP")
    frame(stand)
    assert {one["number"] for one in reports()} == {one.number for one in few().now}
    stand.link("NO_HUB")
    stand.wait(61)
    stand.link("UP")
    stand.push(few(seq=2))
    frame(stand)
    assert len(reports()) == len(few().now), "the same calls after a blank"


def test_the_autopilot_takes_a_picture(open_board: Any, pilots: Pilots, tmp_path: Path) -> None:
    stand = open_board()
    pilot, reports = pilots(stand)
    stand.open_hall(board())
    pilot.obey(json.dumps({"do": "shot", "path": str(tmp_path / "board.png")}))
    assert [one["what"] for one in reports()] == ["shot"]
    assert QImage(str(tmp_path / "board.png")).width() == 1920
