"""A machine switched on while the hub is away shows the hall that it knows from before, and promises nothing."""

import re

import pytest
from fakes.measure import faults
from fakes.puer_hall import catalogues, directory, lines, status
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.ticket_machine.frame import START_S
from kiosk.ui import scene

from .conftest import Open, Stand

OLD = {"epoch": 0, "seq": 0}


def started(open_machine: Open, layout: str = "portrait", lang: str = "zh", elder: bool = False) -> Stand:
    """A machine with what its cache told it, long enough after the start."""
    stand = open_machine(layout, lang, elder)
    stand.bridge.set_link("NO_BROKER")
    stand.push(*(one.model_copy(update=OLD) for one in (directory(), *catalogues())))
    assert stand.is_at("starting"), "the hub may be there in a moment"
    stand.wait(START_S)
    return stand


@pytest.mark.parametrize("layout", ["portrait", "landscape"])
@pytest.mark.parametrize(("lang", "elder"), [("zh", False), ("en", True)])
def test_departments_and_items_are_seen_and_the_link_is_told(
    open_machine: Open, layout: str, lang: str, elder: bool
) -> None:
    stand = started(open_machine, layout, lang, elder)
    assert stand.is_at("home") and stand.screen.shows("linkBanner")
    first = directory().departments[0]
    assert first.short_name.say(lang) in stand.screen.text(f"department_{first.id}")
    stand.shot("without_hub")
    assert faults(stand.screen.window) == []


def test_no_count_of_people_no_window_and_no_wait_is_claimed(open_machine: Open) -> None:
    stand = started(open_machine)
    assert "无人等候" not in stand.screen.all_text()
    assert not re.search(r"\d+ ?(人|窗口|分钟)", stand.screen.all_text())
    stand.vm.openDepartment("market")
    stand.settle()
    assert not re.search(r"\d+ ?(人|窗口|分钟)", stand.screen.all_text())


def test_nothing_can_be_taken_and_a_touch_says_where_to_go(open_machine: Open) -> None:
    stand = started(open_machine)
    tile = stand.screen.find("item_social-card-apply")
    QTest.mouseClick(stand.screen.window, Qt.MouseButton.LeftButton, pos=scene.centre(tile).toPoint())
    stand.look()
    assert stand.bridge.sent == [] and not stand.is_at("confirm")
    stand.vm.choose("social-card-apply")
    assert "导服台" in str(stand.vm.property("notice")) and stand.bridge.sent == []


def test_when_the_hub_is_back_all_is_as_ever(open_machine: Open) -> None:
    stand = started(open_machine)
    stand.bridge.set_link("UP")
    stand.push(directory(), *catalogues(), lines(), status())
    assert not stand.screen.shows("linkBanner") and "等候" in stand.screen.text("item_social-card-apply")
    stand.touch("item_social-card-apply")
    assert stand.is_at("confirm")


def test_a_machine_that_knows_nothing_says_so_for_as_long_as_it_takes(open_machine: Open) -> None:
    stand = open_machine()
    stand.bridge.set_link("NO_BROKER")
    stand.wait(10 * START_S)
    assert stand.is_at("starting") and "导服台" in stand.screen.all_text()
