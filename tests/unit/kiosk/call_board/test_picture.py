"""What the board shows of what it knows."""

from dataclasses import fields
from typing import Any

from fakes.board import board, busy, call, few
from fakes.puer_hall import LIFT, NINE_FORTY_TWO, POWER_OFF, announcements, catalogues, directory, lines, status

from edge_hub.contract.base import Words
from edge_hub.contract.clock import ClockRule
from edge_hub.contract.hall import Board
from kiosk.call_board.known import Known
from kiosk.call_board.picture import NOTICE_S, ROOMS, CallDrawn, ChipDrawn, Picture, Seated, draw, turn_of
from kiosk.call_board.trust import Phase
from kiosk.call_board.waiting import PAGE_S, Round

ROOM = ROOMS["landscape"]


def known(picture: Board, **more: Any) -> Known:
    told = Known(**{"directory": directory(), "lines": lines(), "hub": status(), "board": picture, **more})
    for catalogue in catalogues():
        told = told.hear(catalogue)
    return told


def drawn(
    picture: Board, phase: Phase = Phase.LIVE, *, layout: str = "landscape", seconds: float = 0.0, **more: Any
) -> Picture:  # fmt: skip
    seated = Seated.empty(ROOMS[layout]).hear(picture.now)
    now_ms = NINE_FORTY_TWO + round(seconds * 1000)
    told, room = known(picture, **more), ROOMS[layout]
    round_ = turn_of(told, turn_of(told, Round(), phase, room, 0.0), phase, room, seconds)
    return draw(told, seated, round_, phase, room, now_ms, seconds)


def fresh(picture: Picture) -> set[str]:
    return {one.number for one in picture.calls if one.fresh}


def test_the_newest_call_stays_marked_until_the_next_one() -> None:
    calls = board(call("A001", "A01", 300), call("A002", "A02", 200))
    assert fresh(drawn(calls)) == {"A002"} == fresh(drawn(calls, seconds=600))


def test_calls_that_come_together_are_all_marked_for_a_while() -> None:
    calls = board(call("A001", "A01", 3), call("A002", "A02", 2), call("A003", "A03", 1, serving=True))
    assert fresh(drawn(calls)) == {"A001", "A002"}
    assert fresh(drawn(calls, seconds=20)) == {"A002"}


def test_marks_last_as_long_in_the_world_when_hall_time_runs_fast() -> None:
    quick = status().model_copy(update={"clock": ClockRule(start_ms=1, real_start_ms=2, speed=60.0)})
    calls = board(call("A001", "A01", 400), call("A002", "A02", 200))
    assert fresh(drawn(calls, hub=quick)) == {"A001", "A002"}
    assert fresh(drawn(calls)) == {"A002"}


def test_priority_is_shown_and_never_why() -> None:
    (one, *_) = drawn(board(call("A001", "A01", priority=True))).calls
    assert one.priority
    assert {field.name for field in fields(CallDrawn)} & {"cls", "why", "reason", "name"} == set()


def test_a_recall_is_said_and_a_served_number_no_longer() -> None:
    again, served = drawn(
        board(call("A001", "A01", 5, calls=2), call("A002", "A02", 9, calls=3, serving=True))
    ).calls[:2]  # fmt: skip
    assert (again.caption_zh, again.caption_en, again.again) == ("再次呼叫", "Called again", True)
    assert (served.caption_zh, served.caption_en, served.again) == ("正在办理", "Being served", False)


def test_the_floor_is_said_where_a_hall_has_several() -> None:
    calls = board(call("D001", "C01", 5), call("A001", "A01", 9))
    upstairs, downstairs = drawn(calls).calls[:2]
    assert (upstairs.where_zh, upstairs.where_en) == ("2楼", "Floor 2") and downstairs.where_zh == "1楼"
    flat = directory().model_copy(
        update={"zones": tuple(zone.model_copy(update={"floor": 1}) for zone in directory().zones)}
    )
    assert {one.where_zh for one in drawn(calls, directory=flat).calls if one.number} == {"窗口"}
    cellar = directory().model_copy(
        update={
            "zones": tuple(zone.model_copy(update={"floor": -1 if zone.id == "c" else 1}) for zone in directory().zones)
        }
    )
    assert drawn(calls, directory=cellar).calls[0].where_zh == "地下1层"


def test_a_missed_number_is_not_listed_as_a_recent_call_too() -> None:
    picture = board().model_copy(
        update={"recent": (call("A001", "A01", serving=True), call("A002", "A02", serving=True)), "passed": ("A001",)}
    )
    shown = drawn(picture)
    assert [one.number for one in shown.recent] == ["A002"] and shown.passed == (ChipDrawn(0, "A001", ""),)


def test_whoever_has_no_place_is_listed_and_counted() -> None:
    shown = drawn(busy(), layout="portrait")
    assert [one.called for one in shown.others] == [True, True, True, False] and shown.more == "36"
    assert shown.others_title.zh == "其他窗口"
    assert drawn(busy(called=3), layout="landscape").others_title.zh == "其他正在办理"
    assert drawn(few()).more == ""


def test_small_lists_hold_no_more_than_they_have_room_for() -> None:
    for layout, room in ROOMS.items():
        shown = drawn(busy(), layout=layout)
        assert len(shown.calls) == room.columns * room.rows
        assert len(shown.others) <= room.others and len(shown.recent) <= room.recent
        assert len(shown.passed) <= room.passed and len(shown.lines) == room.lines


def test_a_row_tells_the_item_its_letter_and_colour_how_many_wait_and_how_long() -> None:
    row = drawn(few()).lines[0]
    item = next(one for catalogue in catalogues() for one in catalogue.items if one.id == row.item)
    department = next(one for one in directory().departments if one.id == item.department)
    line = lines().items[item.id]
    assert (row.zh, row.en) == (item.short_name.zh, item.short_name.en)
    assert (row.letter, row.tint) == (department.queue, department.color)
    assert line.wait_min is not None and line.waiting == max(one.waiting for one in lines().items.values())
    assert (row.waiting, row.wait) == (str(line.waiting), f"{line.wait_min[0]}–{line.wait_min[1]}")


def test_every_item_with_people_waiting_is_shown_once_a_round_and_no_other() -> None:
    pages = [drawn(few(), seconds=n * PAGE_S + 1) for n in range(drawn(few()).pages)]
    shown = [row.item for page in pages for row in page.lines]
    assert [page.page for page in pages] == list(range(len(pages))) and len(pages) > 1
    assert sorted(shown) == sorted(item for item, line in lines().items.items() if line.waiting)
    assert len({page.turn for page in pages}) == len(pages)


def test_nobody_waiting_is_said_and_an_unknown_wait_is_not() -> None:
    empty = {item: line.model_copy(update={"waiting": 0}) for item, line in lines().items.items()}
    shown = drawn(few(), lines=lines().model_copy(update={"items": empty, "waiting": 0}))
    assert shown.lines == () and shown.no_lines.zh == "现在没有人等候" and shown.waiting == "0"
    closed = {item: line.model_copy(update={"wait_min": None}) for item, line in lines().items.items()}
    assert {row.wait for row in drawn(few(), lines=lines().model_copy(update={"items": closed})).lines} == {""}


def test_what_is_announced_takes_turns_in_the_place_of_the_notices_until_it_is_over() -> None:
    told = announcements(POWER_OFF, LIFT, lasts_ms=60_000)
    said = [drawn(few(), seconds=n * NOTICE_S + 1, announcements=told) for n in range(4)]
    assert [one.notice for one in said] == [POWER_OFF, LIFT, POWER_OFF, LIFT] and all(one.announced for one in said)
    over = drawn(few(), seconds=60, announcements=told)
    assert over.notice in directory().notices and not over.announced


def test_an_older_picture_of_what_is_announced_is_ignored() -> None:
    ended = known(few()).hear(announcements(seq=7)).hear(announcements(LIFT, seq=6))
    assert ended.announced(NINE_FORTY_TWO) == ()


def test_notices_take_turns() -> None:
    said = [drawn(few(), seconds=n * NOTICE_S + 1).notice for n in range(len(directory().notices) + 1)]
    assert said == [*directory().notices, directory().notices[0]]
    silent = directory().model_copy(update={"notices": ()})
    assert drawn(few(), directory=silent).notice == Words(zh="", en="")


def test_a_blanked_board_shows_no_figure_at_all() -> None:
    shown = drawn(busy(), Phase.BLANK)
    assert not any(one.number for one in shown.calls) and shown.others == shown.recent == shown.passed == ()
    assert shown.lines == () and shown.waiting == "—" and shown.more == ""
    assert shown.no_lines.zh == "等候人数暂时无法显示"
    assert shown.title.zh and shown.text.zh and shown.warning


def test_a_stale_board_keeps_its_numbers_and_says_so() -> None:
    shown, live = drawn(few(), Phase.STALE), drawn(few())
    assert shown.calls == live.calls and shown.warning is not None and live.warning is None


def test_a_closed_hall_says_when_it_opens_as_the_hub_words_it() -> None:
    lunch = status(open_now=False)
    shown = drawn(board(), hub=lunch)
    assert lunch.opening is not None and shown.text == lunch.opening.words
    assert shown.title.en == "The hall is closed now"
    assert drawn(few(), hub=lunch).title.zh == "", "whoever is still served is still shown"


def test_before_the_hub_has_spoken_there_is_no_time_to_show() -> None:
    shown = draw(Known(), Seated.empty(ROOM), Round(), Phase.STARTING, ROOM, NINE_FORTY_TWO, 0.0)
    assert shown.clock == shown.date.zh == "" and shown.title.zh == "正在连接大厅"
    assert drawn(few()).clock == "09:42" and drawn(few()).date.zh == "2025年11月25日 星期二"


def test_older_pictures_and_a_hub_that_says_goodbye_change_nothing() -> None:
    newer = known(few(seq=5))
    assert newer.hear(busy(seq=4)) is newer and newer.hear(busy(seq=5)) is newer
    assert newer.hear(busy(seq=6)).board == busy(seq=6)
    assert newer.hear(status(seq=9).model_copy(update={"up": False})) is newer
