"""The autopilot: real touches, honest reports, and no waiting for ever."""

import io
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.bridge import FakeBridge
from fakes.screen import Screen
from fakes.trial.terminal import QML, Pilot, Trial
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.ui import scene
from kiosk.ui.autopilot import Autopilot, TouchFault


class Flight:
    """An autopilot on the trial terminal, with its reports."""

    def __init__(self, engine: QQmlApplicationEngine, orders: str = "") -> None:
        self.vm = Trial(FakeBridge())
        engine.setInitialProperties({"vm": self.vm})
        engine.load(QUrl.fromLocalFile(str(QML)))
        window = engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        window.show()
        self.screen = Screen(window)
        self.screen.until(window.isExposed)
        self.stream = io.StringIO()
        self.pilot: Autopilot = Pilot(window, self.vm, io.StringIO(orders), self.stream)

    @property
    def reports(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def until(self, count: int) -> list[dict[str, Any]]:
        self.screen.until(lambda: len(self.reports) >= count, what=f"report {count}")
        return self.reports


@pytest.fixture
def flight(qapp: QGuiApplication) -> Iterator[Flight]:
    engine = QQmlApplicationEngine()
    one = Flight(engine)
    yield one
    one.pilot.stop()
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_touch_presses_and_tells_when_the_finger_was_lifted(flight: Flight) -> None:
    flight.pilot.obey('{"do":"touch","name":"next"}')
    (report,) = flight.reports
    assert flight.vm.log == ["next"]
    assert report["what"] == "touch" and report["touch_ns"] <= report["ns"]


@pytest.mark.parametrize("name", ["hidden", "disabled", "covered", "under-glass", "nix"])
def test_a_touch_that_no_finger_could_do_is_a_fault_and_presses_nothing(flight: Flight, name: str) -> None:
    flight.pilot.obey(json.dumps({"do": "touch", "name": name}))
    (report,) = flight.reports
    assert report["what"] == "fault" and name in report["why"] and "next" in report["on_screen"]
    assert flight.vm.log == []


def test_whoever_has_a_finger_of_their_own_is_told_where_to_press(flight: Flight) -> None:
    flight.screen.window.setPosition(100, 40)
    flight.pilot.obey('{"do":"where","name":"next"}')
    (report,) = flight.until(1)
    centre = scene.centre(flight.screen.find("next")).toPoint()
    assert (report["what"], report["name"]) == ("where", "next")
    assert (report["x"], report["y"]) == (100 + centre.x(), 40 + centre.y()) and flight.vm.log == []


@pytest.mark.parametrize(
    "line", ["{", "[]", "7", '{"do":"fly"}', '{"do":"touch"}', '{"name":"next"}', '"quit"', '{"do":1}']
)
def test_an_order_that_makes_no_sense_is_a_fault(flight: Flight, line: str) -> None:
    flight.pilot.obey(line)
    (report,) = flight.reports
    assert report["what"] == "fault" and report["order"] == line and flight.vm.log == []


def test_a_condition_that_holds_already_is_met_at_once(flight: Flight) -> None:
    met: list[str] = []
    flight.pilot.when(lambda: True, lambda: met.append("met"))
    flight.screen.until(lambda: bool(met))


def test_a_condition_is_met_when_the_screen_changes(flight: Flight) -> None:
    met: list[int] = []
    flight.pilot.when(lambda: flight.vm.presses == 1, lambda: met.append(flight.vm.presses))
    flight.screen.settle()
    assert met == []
    flight.screen.touch("next")
    flight.screen.until(lambda: bool(met))
    flight.screen.touch("next")
    flight.screen.settle()
    assert met == [1]


def test_a_condition_that_never_holds_ends_in_a_report(flight: Flight) -> None:
    flight.pilot.when(lambda: False, lambda: None, timeout_s=0.05)
    (report,) = flight.until(1)
    assert report["what"] == "fault" and "did not come" in report["why"]


def test_what_should_happen_instead_happens_instead(flight: Flight) -> None:
    flight.pilot.when(lambda: False, lambda: None, 0.05, lambda: flight.pilot.say("sorry", reason="late"))
    assert flight.until(1)[0]["reason"] == "late"


def test_an_item_is_touched_as_soon_as_a_finger_could(flight: Flight) -> None:
    flight.pilot.touch_when_ready("hidden", lambda ns: flight.pilot.say("did", touch_ns=ns))
    flight.screen.settle()
    assert flight.vm.log == []
    flight.screen.touch("next")
    assert flight.until(1)[0]["what"] == "did" and flight.vm.log == ["next", "hidden"]


def test_an_item_that_never_becomes_ready_is_a_fault_with_its_reason(flight: Flight) -> None:
    flight.pilot.touch_when_ready("disabled", timeout_s=0.05)
    assert "it is disabled" in flight.until(1)[0]["why"]


def test_a_fault_inside_a_consequence_is_reported_too(flight: Flight) -> None:
    def touch_hidden() -> None:
        flight.pilot.touch("hidden")

    flight.pilot.when(lambda: True, touch_hidden)
    assert "it is not visible" in flight.until(1)[0]["why"]
    with pytest.raises(TouchFault):
        flight.pilot.touch("hidden")


def test_a_shot_is_a_picture_of_the_screen(flight: Flight, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "shot.png"
    flight.pilot.obey(json.dumps({"do": "shot", "path": str(path)}))
    picture = QImage(str(path))
    assert (picture.width(), picture.height()) == (800, 600)
    assert flight.reports[0]["what"] == "shot"


def test_orders_are_read_from_the_stream_and_its_end_ends_the_terminal(qapp: QGuiApplication) -> None:
    engine = QQmlApplicationEngine()
    flight = Flight(engine, '{"do":"touch","name":"next"}\n\n{"do":"touch","name":"row-7"}\n')
    ended: list[bool] = []
    flight.pilot.quit = lambda: ended.append(True)  # type: ignore[method-assign]
    flight.pilot._ended.disconnect()
    flight.pilot._ended.connect(lambda: ended.append(True))
    flight.pilot.start()
    flight.screen.until(lambda: bool(ended))
    flight.screen.until(lambda: flight.vm.log == ["next", "row-7"])
    flight.pilot.stop()
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_orders_after_the_end_are_not_heard_and_disturb_nobody(qapp: QGuiApplication) -> None:
    engine, (read, write) = QQmlApplicationEngine(), os.pipe()
    flight = Flight(engine)
    with os.fdopen(read) as orders, os.fdopen(write, "w") as giver:
        flight.pilot._orders = orders
        others = set(threading.enumerate())  # another test's may still read
        flight.pilot.start()
        (reader,) = (one for one in set(threading.enumerate()) - others if one.name == "autopilot")
        flight.pilot.stop()
        giver.write('{"do":"touch","name":"next"}\n')
        giver.flush()
        giver.close()
        reader.join(20)
        assert not reader.is_alive()
    flight.screen.settle()
    assert flight.vm.log == [] and flight.reports == []
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_reports_carry_chinese_as_it_is(flight: Flight) -> None:
    flight.pilot.say("taken", reason="大厅现在不办公")
    assert "大厅现在不办公" in flight.stream.getvalue()
