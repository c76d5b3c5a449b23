"""Whether a finger would reach an item: as Qt decides who gets a touch and as an eye decides what is seen."""

from collections.abc import Iterator

import pytest
from fakes.bridge import FakeBridge
from fakes.screen import Screen
from fakes.trial.terminal import QML, Trial
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.ui import scene


@pytest.fixture
def trial(qapp: QGuiApplication) -> Iterator[tuple[Screen, Trial]]:
    """The trial terminal on its screen; the engine dies before the view-model."""
    vm = Trial(FakeBridge())
    engine = QQmlApplicationEngine()
    engine.setInitialProperties({"vm": vm})
    engine.load(QUrl.fromLocalFile(str(QML)))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    window.show()
    screen = Screen(window)
    screen.until(window.isExposed, what="the window")
    yield screen, vm
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("name", ["next", "under-shadow", "row-0", "row-29", "delegate-0", "scaled"])
def test_a_finger_presses_what_can_be_pressed(trial: tuple[Screen, Trial], name: str) -> None:
    screen, vm = trial
    screen.touch(name)
    assert vm.log == [name]


def test_a_delegate_that_does_not_exist_yet_is_scrolled_to_and_pressed(trial: tuple[Screen, Trial]) -> None:
    screen, vm = trial
    assert scene.find(screen.window, "delegate-150") is None
    screen.touch("delegate-150")
    assert vm.log == ["delegate-150"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("hidden", "not visible"),
        ("disabled", "disabled"),
        ("faint", "transparent"),
        ("covered", "covered by a QQuickRectangle in “curtain”"),
        ("under-glass", "covered by a QQuickMouseArea in “glass”"),
        ("outside", "outside the window"),
        ("clipped", "scrolled out of sight"),
    ],
)
def test_what_a_finger_cannot_press_is_a_failure_with_its_reason(
    trial: tuple[Screen, Trial], name: str, why: str
) -> None:
    screen, vm = trial
    with pytest.raises(AssertionError, match=why):
        screen.touch(name)
    assert vm.log == []


def test_the_reasons_agree_with_what_qt_does_with_a_real_touch(trial: tuple[Screen, Trial]) -> None:
    """Pressed all the same, the hidden, disabled, covered by glass and outside ones do nothing indeed."""
    screen, vm = trial
    for name in ("hidden", "disabled", "under-glass", "outside", "clipped"):
        screen.touch_at(screen.find(name))
    assert vm.log == []


def test_an_item_that_is_not_there_is_said_with_what_is(trial: tuple[Screen, Trial]) -> None:
    screen, _ = trial
    with pytest.raises(AssertionError, match=r"no item “nix”.*covered.*next"):
        screen.touch("nix")


def test_two_quick_touches_are_two_presses(trial: tuple[Screen, Trial]) -> None:
    screen, vm = trial
    for _ in range(3):
        screen.touch("next")
    assert vm.log == ["next"] * 3


def test_a_touch_shows_what_was_hidden(trial: tuple[Screen, Trial]) -> None:
    screen, vm = trial
    assert not screen.shows("hidden")
    screen.touch("next")
    assert screen.shows("hidden")
    screen.touch("hidden")
    assert vm.log == ["next", "hidden"]


def test_texts_are_read_as_a_person_reads_them(trial: tuple[Screen, Trial]) -> None:
    screen, vm = trial
    assert screen.text("link") == "UP" and "您好" in screen.all_text()
    bridge = vm.bridge
    assert isinstance(bridge, FakeBridge)
    bridge.set_link("NO_HUB")
    assert screen.text("link") == "NO_HUB"


def test_a_picture_has_the_size_and_colours_of_the_screen(trial: tuple[Screen, Trial]) -> None:
    screen, _ = trial
    picture = screen.picture()
    assert (picture.width(), picture.height()) == (800, 600)
    assert picture.pixelColor(5, 5).name() == "#008080" and picture.pixelColor(790, 590).name() == "#ffffff"
