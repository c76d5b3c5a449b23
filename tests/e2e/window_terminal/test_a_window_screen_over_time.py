"""The screen above a window over time: calls light up and are reported, pages turn, old numbers go and come back."""

import io
import json
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from fakes.counter import at, called, everything, name_of, now
from PySide6.QtGui import QImage

from edge_hub.contract.window import LineOfItem
from window_terminal.watching import window_of
from window_terminal.window_screen.autopilot import WindowScreenPilot
from window_terminal.window_screen.view_model import WindowScreen

MANY = tuple(LineOfItem(item=f"item-{n}", name=name_of("tax-house"), waiting=n) for n in range(9))
NUMBERS = ("D013", "D009", "D010")


class Clock:
    """Seconds as the test turns them."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stand(open_terminal: Any, clock: Clock) -> Any:
    """The bar, with a call on it."""

    def make_vm(place: Any) -> WindowScreen:
        return WindowScreen(place.bridge, window_of(place.boot), "bar", place.tongue.lang, clock_s=clock)

    stand = open_terminal("window_screen", "zh", (1920, 360), "bar", make_vm=make_vm)
    stand.push(*everything(), now(at=called("D013")))
    return stand


def later(stand: Any, clock: Clock, seconds: float) -> None:
    clock.now_s += seconds
    stand.vm.tick()
    stand.look()


@pytest.mark.parametrize("link", ["NO_BROKER", "NO_HUB"])
def test_without_word_from_the_hub_it_says_so_warns_and_then_shows_no_number(
    stand: Any, clock: Clock, link: str
) -> None:
    stand.bridge.set_link(link)
    stand.look()
    assert not stand.screen.shows("note"), "a moment's blink says nothing"
    later(stand, clock, 5)
    assert "请留意窗口人员招呼" in stand.screen.text("note") and "D013" in stand.screen.all_text()
    later(stand, clock, 6)
    assert "可能已过时" in stand.screen.text("note") and "D013" in stand.screen.all_text()
    later(stand, clock, 50)
    assert not any(number in stand.screen.all_text() for number in NUMBERS)
    assert stand.screen.text("waiting") == "—" and stand.screen.text("label") == "B02"


def test_it_is_right_again_by_itself(stand: Any, clock: Clock) -> None:
    stand.bridge.set_link("NO_HUB")
    later(stand, clock, 300)
    assert not any(number in stand.screen.all_text() for number in NUMBERS)
    stand.bridge.set_link("UP")
    later(stand, clock, 0.5)
    assert "D013" not in stand.screen.all_text(), "an old picture is not believed for the link alone"
    stand.push(now(seq=9, at=at("D014")))
    assert stand.screen.text("number") == "D014" and not stand.screen.shows("note")


def test_the_same_picture_repeated_is_enough(stand: Any, clock: Clock) -> None:
    """A hub that was silent and has nothing new repeats itself."""
    stand.bridge.set_link("NO_BROKER")
    later(stand, clock, 300)
    stand.bridge.set_link("UP")
    stand.push(now(at=called("D013")))
    assert stand.screen.text("number") == "D013"


def test_a_quiet_hour_with_repeated_pictures_is_not_old(stand: Any, clock: Clock) -> None:
    for _ in range(120):
        clock.now_s += 30
        stand.bridge.push(now(at=called("D013")))
    later(stand, clock, 29)
    assert stand.vm.number == "D013" and stand.vm.note == ""


def test_pages_of_items_turn_by_the_clock_and_fade_before(stand: Any, clock: Clock) -> None:
    stand.push(now(seq=2, items=MANY))
    assert (stand.vm.page, stand.vm.pages, stand.vm.items.rows[0].item) == (0, 3, "item-0")
    later(stand, clock, 7.5)
    assert stand.vm.leaving and stand.vm.page == 0
    for page in (1, 2, 0):
        later(stand, clock, 8)
        assert (stand.vm.page, stand.vm.items.rows[0].item) == ((page, f"item-{page * 3}"))


def test_a_screen_on_which_nothing_changes_announces_nothing(stand: Any, clock: Clock) -> None:
    """An idle screen costs no drawing."""
    said: list[str] = []
    stand.vm.changed.connect(lambda: said.append("changed"))
    stand.vm.frameChanged.connect(lambda: said.append("frame"))
    stand.push(now(seq=2, at=at("D012"), items=MANY[:3]))
    said.clear()
    for seq in range(3, 13):
        clock.now_s += 5
        stand.bridge.push(now(seq=seq, at=at("D012"), items=MANY[:3]))
        stand.vm.tick()
    assert said == []


class Reported:
    """What the autopilot has said."""

    def __init__(self, stand: Any) -> None:
        self.stand, self.said = stand, io.StringIO()
        self.pilot = WindowScreenPilot(stand.screen.window, stand.vm, orders=io.StringIO(), reports=self.said)

    @property
    def shown(self) -> list[dict[str, Any]]:
        reports = [json.loads(line) for line in self.said.getvalue().splitlines()]
        return [report for report in reports if report["what"] == "shown"]

    def until(self, count: int) -> None:
        self.stand.screen.until(lambda: len(self.shown) >= count, what=f"report {count}")


@pytest.fixture
def reported(stand: Any) -> Any:
    reported = Reported(stand)
    yield reported
    reported.pilot.stop()


def test_each_call_and_recall_is_reported_once_with_its_window(stand: Any, clock: Clock, reported: Reported) -> None:
    stand.bridge.push(now(seq=2, at=called("D014", seconds=0)))
    reported.until(1)
    stand.push(now(seq=3, at=called("D014", seconds=0), waiting=9))
    stand.push(now(seq=4, at=called("D014", seconds=0, calls=2)))
    reported.until(2)
    stand.push(now(seq=5, at=at("D014")))
    assert [(one["number"], one["window"]) for one in reported.shown] == [("D014", "w08")] * 2
    assert reported.shown[0]["ns"] < reported.shown[1]["ns"]


def test_a_call_that_is_back_after_an_outage_is_not_reported_again(
    stand: Any, clock: Clock, reported: Reported
) -> None:
    stand.bridge.push(now(seq=2, at=called("D014", seconds=0)))
    reported.until(1)
    stand.bridge.set_link("NO_HUB")
    later(stand, clock, 61)
    stand.bridge.set_link("UP")
    stand.push(now(seq=2, at=called("D014", seconds=0)))
    assert stand.vm.number == "D014" and len(reported.shown) == 1


def test_a_call_is_reported_only_after_a_frame_with_it_was_swapped(stand: Any, reported: Reported) -> None:
    """The frame that is swapped between the news and the drawing does not count."""
    stand.bridge.push(now(seq=2, at=called("D014", seconds=0)))
    stand.screen.window.frameSwapped.emit()
    assert reported.shown == []
    reported.until(1)
    assert "D014" in stand.screen.all_text()


def test_an_order_from_outside_is_obeyed(stand: Any, tmp_path: Path) -> None:
    """The whole way: a line comes in on the stream of orders, a picture and a report come out."""
    said, given = io.StringIO(), Queue[str]()
    pilot = WindowScreenPilot(stand.screen.window, stand.vm, orders=iter(given.get, "end"), reports=said)
    pilot.start()
    given.put(json.dumps({"do": "shot", "path": str(tmp_path / "bar.png")}) + "\n")
    stand.screen.until(lambda: '"shot"' in said.getvalue(), what="the picture")
    pilot.stop()
    assert QImage(str(tmp_path / "bar.png")).size().toTuple() == (1920, 360)
    assert json.loads(said.getvalue().splitlines()[0])["number"] == "D013", "a call that was there before is told too"
