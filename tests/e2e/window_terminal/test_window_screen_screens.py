"""The window screen in its three shapes and both languages, in every state, with the longest real names."""

from typing import Any

import pytest
from fakes.counter import (
    CLERK,
    ITEMS,
    at,
    brief,
    called,
    catalogues,
    directory,
    everything,
    hub,
    name_of,
    now,
    signed_out,
)
from fakes.measure import faults, texts

from edge_hub.contract.base import Words
from edge_hub.contract.hall import Opening
from edge_hub.contract.window import LineOfItem, PauseReason, WindowState

LAYOUTS = {"bar": (1920, 360), "portrait": (1080, 1920), "landscape": (1920, 1080)}
MANY = tuple(LineOfItem(item=f"{one}-{n}", name=name_of(one), waiting=n * 57) for n in range(3) for one in ITEMS)[:20]
"""More items than the busiest window of Pu'er has, none with a short name."""
BACK_MS = 1_795_486_520_000
LUNCH = Opening(
    tickets=False, open=False, words=Words(zh="现在不办公，今天13:00开始", en="Closed now, opens today at 13:00")
)
LONGEST: dict[str, Any] = {
    "next": tuple(brief(f"D10{n}") for n in range(14, 20)),
    "name": Words(zh="办不成事反映窗口", en="Matters That Could Not Be Done"),
    "department": Words(zh="普洱市人力资源和社会保障局", en="Pu'er Public Security Bureau, Household Registration"),
    "clerk": CLERK.model_copy(update={"name": "欧阳思涵", "clerk": "100112"}),
}

SITUATIONS: dict[str, Any] = {
    "connecting": [],
    "called": [now(at=called("D013"))],
    "called_again": [now(at=called("D1013", calls=2), items=MANY, waiting=128, **LONGEST)],
    "serving": [now(at=at("D012"))],
    "serving_no_party": [now(at=at("D012"), clerk=CLERK.model_copy(update={"party_member": False}))],
    "free": [now(next=(), waiting=0)],
    "wait": [now()],
    "paused": [now(state=WindowState.PAUSED, pause=PauseReason.SYSTEM, pause_until_ms=BACK_MS)],
    "paused_long": [now(state=WindowState.PAUSED, pause=PauseReason.BREAK, **LONGEST)],
    "closed": [signed_out(next=(), waiting=0)],
    "closed_hall": [hub(seq=2, opening=LUNCH), signed_out(next=(), waiting=0)],
}
DEAD = {"called", "called_again", "wait", "paused", "closed_hall"}
"""Those in which the link is cut as well."""


class Clock:
    """Seconds as the test turns them."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def opened(open_terminal: Any, layout: str, lang: str, clock: Clock) -> Any:
    from window_terminal.watching import window_of
    from window_terminal.window_screen.view_model import WindowScreen

    def make_vm(place: Any) -> WindowScreen:
        return WindowScreen(place.bridge, window_of(place.boot), layout, lang, clock_s=clock)

    return open_terminal("window_screen", lang, LAYOUTS[layout], layout, make_vm=make_vm)


def later(stand: Any, clock: Clock, seconds: float) -> None:
    clock.now_s += seconds
    stand.vm.tick()
    stand.look()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_state_can_be_read_from_afar(open_terminal: Any, situation: str, layout: str, lang: str) -> None:
    """Also while the link is cut, the screen warns and the numbers are gone."""
    clock = Clock()
    stand = opened(open_terminal, layout, lang, clock)
    if SITUATIONS[situation]:
        stand.push(*everything(), *SITUATIONS[situation])
    stand.look()
    stand.shot(situation)
    assert faults(stand.screen.window) == []
    if situation in DEAD:
        stand.bridge.set_link("NO_HUB")
        for seconds, name in ((5.0, "cut"), (6.0, "old"), (50.0, "blank")):
            later(stand, clock, seconds)
            stand.shot(f"{situation}_{name}")
            assert stand.screen.shows("note") and faults(stand.screen.window) == [], name


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_page_of_a_long_list_can_be_read(open_terminal: Any, layout: str, lang: str) -> None:
    clock = Clock()
    stand = opened(open_terminal, layout, lang, clock)
    stand.push(*everything(), now(at=called("D013"), items=MANY))
    seen: set[str] = set()
    for _ in range(stand.vm.pages):
        seen |= set(texts(stand.screen.window))
        assert faults(stand.screen.window) == []
        later(stand, clock, 8.0)
    assert {one.name.say(lang) for one in MANY} <= seen


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_screen_without_a_hub_says_it_cannot_show_numbers(open_terminal: Any, layout: str) -> None:
    clock = Clock()
    stand = opened(open_terminal, layout, "zh", clock)
    stand.bridge.set_link("NO_BROKER")
    stand.look()
    assert stand.screen.text("connecting") == "正在连接大厅…"
    later(stand, clock, 4.0)
    stand.shot("no_hub")
    assert "暂时无法显示" in stand.screen.text("connecting") and faults(stand.screen.window) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_screen_that_knows_its_sign_from_before_shows_it_without_a_hub(open_terminal: Any, layout: str) -> None:
    clock = Clock()
    stand = opened(open_terminal, layout, "zh", clock)
    stand.bridge.set_link("NO_BROKER")
    stand.push(*catalogues(), directory().model_copy(update={"epoch": 0, "seq": 0}))
    later(stand, clock, 4.0)
    stand.shot("no_hub_known")
    assert stand.screen.text("connectingLabel") == "B02" and "暂时无法显示" in stand.screen.text("connecting")
    assert faults(stand.screen.window) == []


@pytest.mark.parametrize("number", ["D013", "D1013"])
def test_the_digits_of_the_bar_are_two_fifths_of_its_height(open_terminal: Any, number: str) -> None:
    """Measured on the picture: the unbroken run of rows with the number's ink around the middle of the bar."""
    stand = open_terminal("window_screen", "zh", LAYOUTS["bar"], "bar")
    stand.push(*everything(), now(at=at(number)))
    item = stand.screen.find("number")
    ink, picture = item.property("color").rgb(), stand.screen.picture()
    area = item.mapRectToScene(item.boundingRect()).toRect().intersected(picture.rect())
    columns = range(area.left() + 1, area.right() - 1)
    inked = [any(picture.pixel(x, y) == ink for x in columns) for y in range(360)]
    above = next(y for y in range(180, 0, -1) if not inked[y])
    below = next(y for y in range(180, 360) if not inked[y])
    assert below - above - 1 >= 0.4 * 360


def test_both_languages_are_always_on_the_screen(open_terminal: Any) -> None:
    stand = open_terminal("window_screen", "zh", LAYOUTS["landscape"], "landscape")
    stand.push(*everything(), now(at=called("D013")))
    shown = set(texts(stand.screen.window))
    assert {"请到本窗口", "Please come to this window", "不动产登记", "Real Estate Registration"} <= shown
    assert {"房屋转移登记", "House transfer", "等候人数", "Waiting"} <= shown


def test_the_party_badge_belongs_to_members(open_terminal: Any) -> None:
    stand = open_terminal("window_screen", "zh", LAYOUTS["bar"], "bar")
    stand.push(*everything(), now())
    assert stand.screen.shows("party_badge") and stand.screen.text("clerk_name") == "何秀英"
    stand.push(now(seq=2, clerk=CLERK.model_copy(update={"party_member": False})))
    assert not stand.screen.shows("party_badge")
    stand.push(signed_out(seq=3))
    assert not stand.screen.shows("clerk_name")
