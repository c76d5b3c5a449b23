"""The screen above a window: calls light up, pages turn, old numbers go."""

from typing import Any

import pytest
from fakes.counter import called, everything, name_of, now
from fakes.measure import faults

from edge_hub.contract.window import LineOfItem
from window_terminal.watching import window_of
from window_terminal.window_screen.view_model import WindowScreen

MANY = tuple(LineOfItem(item=f"item-{n}", name=name_of("tax-house"), waiting=n) for n in range(9))
LAYOUTS = {"bar": (1920, 360), "portrait": (1080, 1920), "landscape": (1920, 1080)}


class Clock:
    """Seconds as the test turns them."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(open_terminal: Any, clock: Clock, layout: str = "bar", lang: str = "zh") -> Any:
    def make_vm(place: Any) -> WindowScreen:
        return WindowScreen(
            place.bridge, window_of(place.boot), layout, place.tongue.lang, place.tongue.use, clock_s=clock
        )

    return open_terminal("window_screen", lang, LAYOUTS[layout], layout, make_vm=make_vm)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_word_from_the_hub_it_says_so_and_then_shows_no_number(
    open_terminal: Any, clock: Clock, layout: str, lang: str
) -> None:
    screen = opened(open_terminal, clock, layout, lang)
    screen.push(*everything(), now(at=called("D013")))
    screen.bridge.set_link("NO_BROKER")
    assert not screen.screen.shows("stale"), "a moment's blink says nothing"
    clock.now_s += 4
    screen.vm.tick()
    screen.look()
    assert screen.screen.shows("stale") and "D013" in screen.screen.all_text()
    screen.shot("stale")
    assert faults(screen.screen.window) == []
    clock.now_s += 57
    screen.vm.tick()
    screen.look()
    screen.shot("blank")
    assert not any(number in screen.screen.all_text() for number in ("D013", "D009", "D010"))
    assert "B02" in screen.screen.all_text()
    assert faults(screen.screen.window) == []
    screen.bridge.set_link("UP")
    screen.look()
    assert not screen.screen.shows("stale") and "D013" in screen.screen.all_text()


def test_a_quiet_hour_with_the_link_up_is_not_old(open_terminal: Any, clock: Clock) -> None:
    screen = opened(open_terminal, clock)
    screen.push(*everything(), now(at=called("D013")))
    clock.now_s += 3600
    screen.vm.tick()
    assert not screen.vm.stale and screen.vm.number == "D013"


def test_pages_of_items_turn_by_the_clock(open_terminal: Any, clock: Clock) -> None:
    screen = opened(open_terminal, clock)
    screen.push(*everything(), now(items=MANY))
    turned: list[int] = []
    screen.vm.pageTurned.connect(lambda: turned.append(screen.vm.page))
    for _ in range(4):
        clock.now_s += 8
        screen.vm.tick()
    assert turned == [1, 2, 0, 1]
    assert "2 / 3" in screen.screen.all_text()


def test_each_call_lights_up_once(open_terminal: Any, clock: Clock) -> None:
    screen = opened(open_terminal, clock)
    lit: list[str] = []
    screen.vm.callStarted.connect(lambda: lit.append(screen.vm.number))
    screen.push(*everything(), now())
    screen.push(now(seq=2, ver=8, at=called("D013", seconds=20)))
    screen.push(now(seq=3, ver=8, at=called("D013", seconds=20), waiting=9))
    screen.push(now(seq=4, ver=9, at=called("D013", seconds=1, calls=2)))
    assert lit == ["D013", "D013"]
