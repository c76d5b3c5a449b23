"""The board in every size and situation: nothing cut, covered, faint or too small to be read from afar."""

from collections.abc import Callable
from typing import Any

import pytest
from fakes.board import board, busy, call
from fakes.measure import faults
from fakes.puer_hall import LIFT, POWER_OFF, announcements, catalogues, directory, lines, status
from PySide6.QtGui import QFontMetricsF

from edge_hub.contract.base import Words
from kiosk.ui import scene

SIZES = {"1920x1080": "landscape", "3840x1080": "bar", "1080x1920": "portrait"}


def _connecting(stand: Any) -> None:
    stand.look()


def _quiet(stand: Any) -> None:
    stand.open_hall(board())


def _closed(stand: Any) -> None:
    stand.open_hall(board())
    stand.push(status(seq=2, open_now=False))


def _few(stand: Any) -> None:
    stand.open_hall()


def _busy(stand: Any) -> None:
    stand.open_hall(busy())


def _practice(stand: Any) -> None:
    stand.open_hall(busy())
    stand.push(status(seq=2, practice=True))


def _announcing(stand: Any) -> None:
    stand.open_hall()
    stand.push(announcements(POWER_OFF, LIFT))


def _down(stand: Any) -> None:
    stand.open_hall()
    stand.link("NO_HUB")


def _blanked(stand: Any) -> None:
    stand.open_hall(busy())
    stand.link("NO_BROKER")
    stand.wait(61)


SITUATIONS: dict[str, Callable[[Any], None]] = {
    "connecting": _connecting, "quiet": _quiet, "closed": _closed, "few": _few, "busy": _busy,
    "practice": _practice, "announcing": _announcing, "down": _down, "blanked": _blanked,
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_nothing_is_cut_covered_or_faint(open_board: Any, situation: str, size: str) -> None:
    stand = open_board(SIZES[size])
    SITUATIONS[situation](stand)
    stand.settle()
    stand.shot(situation)
    assert faults(stand.screen.window) == []


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1200), (3440, 1440), (3840, 2160), (960, 540)])
def test_a_screen_of_another_shape_is_filled_as_well(open_board: Any, size: tuple[int, int]) -> None:
    stand = open_board(size=size)
    _busy(stand)
    stand.settle()
    stand.shot("busy")
    # In a quarter of the design size the smallest letters have no pixel left that is all ink or all ground.
    assert faults(stand.screen.window, contrast_min=7.0 if size[0] > 1000 else 0.0) == []
    footer = scene.area(stand.screen.find("footer"))
    assert abs(footer.bottom() - size[1]) < 1 and abs(footer.width() - size[0]) < 1


LONGEST = Words(
    zh="云南省普洱市思茅区人民政府政务服务管理局政务服务中心综合服务大厅",
    en="Integrated Government Service Hall of the Service Administration of Simao District, Pu'er, Yunnan",
)
NAME = Words(zh="企业职工基本养老保险关系转移", en="Transfer of an employee's basic pension insurance")
NOTICE = Words(
    zh="国庆节期间本大厅照常受理不动产登记、社会保险和出入境业务，其他部门按照国务院办公厅通知放假，"
    "请您合理安排办事时间；需要帮助请到导服台，或者拨打大厅咨询电话，我们会尽快为您答复并协调有关部门办理。",
    en="During the National Day holiday real estate, social insurance and exit-entry stay open; all other departments "
    "are closed as announced by the State Council. Please plan your visit.",
)


def _long_words(stand: Any) -> None:
    """Longer than anything in a sensible configuration."""
    had = directory()
    long = {"waiting": 188, "wait_min": (1120, 1125)}
    long_lines = {item: line.model_copy(update=long) for item, line in lines().items.items()}
    stand.push(
        status(),
        had.model_copy(
            update={"name": LONGEST, "notices": (NOTICE,)}
        ),
        *(
            one.model_copy(update={"items": tuple(it.model_copy(update={"short_name": NAME}) for it in one.items)})
            for one in catalogues()
        ),
        lines().model_copy(update={"waiting": 12345, "items": long_lines}),
        board(
            call("M1888", "ZHZX12", 3, calls=2, priority=True), call("W2999", "WWWWWW", 9), call("A001", "A1", 20),
            call("Q10000", "B01", 30, serving=True, priority=True),
            passed=("M1888", "W2999", "Q10000", "M1777"),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_the_longest_words_and_numbers_are_not_cut(open_board: Any, size: str) -> None:
    stand = open_board(SIZES[size])
    _long_words(stand)
    stand.settle()
    stand.shot("long")
    assert faults(stand.screen.window) == []


@pytest.mark.parametrize("count", [0, 1, 7, 156])
@pytest.mark.parametrize("layout", SIZES.values())
def test_people_may_wait_for_any_number_of_items(open_board: Any, layout: str, count: int) -> None:
    stand = open_board(layout)
    some = [item.id for catalogue in catalogues() for item in catalogue.items][:count]
    waiting = {item: line.model_copy(update={"waiting": int(item in some)}) for item, line in lines().items.items()}
    stand.open_hall()
    stand.push(lines(seq=2).model_copy(update={"items": waiting, "waiting": count}))
    stand.settle()
    stand.shot(f"items_{count}")
    assert faults(stand.screen.window) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("number", ["A012", "M1024"])
def test_the_newest_number_is_at_least_a_fourteenth_of_the_screen_high(
    open_board: Any, number: str, size: str
) -> None:  # fmt: skip
    """Measured on the picture: the rows in which the number's ink is found."""
    stand = open_board(SIZES[size])
    stand.open_hall(board(call(number, "A03", 1), call("B002", "A05", 60)))
    stand.settle()
    picture = stand.screen.picture()
    item = stand.screen.find(f"number_{stand.place_of(number)}")
    box = scene.area(item).toRect().adjusted(0, -20, 0, 20)
    ink = item.property("color")
    high = [
        y
        for y in range(box.top(), box.bottom() + 1)
        if any(picture.pixelColor(x, y) == ink for x in range(box.left(), box.right(), 2))
    ]
    assert max(high) - min(high) + 1 >= picture.height() / 14


@pytest.mark.parametrize("size", SIZES)
def test_the_arrow_has_room_between_a_long_number_and_its_window(open_board: Any, size: str) -> None:
    stand = open_board(SIZES[size])
    stand.open_hall(board(*(call(f"{letter}1003", "A01", 9 + n) for n, letter in enumerate("ABGMW"))))
    stand.settle()
    for place in range(4):
        found = (stand.screen.find(f"{what}_{place}") for what in ("number", "arrow", "label"))
        number, arrow, label = map(scene.area, found)
        least = number.height() * 0.05
        assert arrow.left() - number.right() >= least and label.left() - arrow.right() >= least, place
        assert arrow.width() >= number.height() * 0.15, place


@pytest.mark.parametrize("size", SIZES)
def test_numbers_of_a_practice_hall_are_marked_as_such(open_board: Any, size: str) -> None:
    stand = open_board(SIZES[size])
    stand.open_hall()
    assert not stand.screen.shows("practiceNumbers")
    stand.push(status(seq=2, practice=True))
    assert stand.screen.shows("practiceNumbers")


def test_digits_are_equally_wide(open_board: Any) -> None:
    """So that a number or a clock does not tremble when it changes."""
    stand = open_board()
    stand.open_hall()
    for name in ("clock", "number_0", "label_0"):
        measure = QFontMetricsF(stand.screen.find(name).property("font"))
        assert len({measure.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_a_new_call_is_marked_without_flicker(open_board: Any) -> None:
    """The ground goes from the one colour to the other, never back and forth, and then nothing moves any more."""
    stand = open_board()
    stand.open_hall(board(call("A012", "A03", 60), call("B002", "A05", 40)))
    stand.settle()
    place = stand.screen.find(f"place_{stand.place_of('A012')}")
    greens: list[int] = []
    stand.screen.window.frameSwapped.connect(lambda: greens.append(place.property("color").green()))
    stand.push(board(call("A012", "A03", 0, calls=2), call("B002", "A05", 40), seq=2))
    stand.settle()
    assert greens == sorted(greens) and greens[-1] > greens[0]
