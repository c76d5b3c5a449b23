"""A text of several lines is set in lines about equally long, and never in more lines than it needs."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem

from kiosk.ui.shell import IMPORT_PATH

TEXTS = {
    "zh": "国有建设用地使用权及房屋所有权转移登记",
    "zh-marks": "没有连上大厅网络，暂时不能叫号，恢复后自动继续。请检查网线，或联系管理员。",
    "en": "The network is down. Please rate in a moment.",
    "en-long": "Transfer of the land use right and of the ownership of a house that was bought from its builder",
    "mixed": "二手房转移登记及水电气联动过户“一件事”，请到 A01 窗口",
}
SOURCE = """
import QtQuick
import HallUi
Item {
    property real room
    property string words
    Label { objectName: "plain"; width: parent.room; text: parent.words; size: 24 }
    Paragraph { objectName: "even"; width: parent.room; text: parent.words; size: 24 }
}
"""


@pytest.fixture
def sheet(qapp: QGuiApplication) -> Iterator[QQuickItem]:
    engine = QQmlEngine()
    engine.addImportPath(str(IMPORT_PATH))
    component = QQmlComponent(engine)
    component.setData(SOURCE.encode(), QUrl())
    made = component.create()
    assert isinstance(made, QQuickItem), component.errorString()
    yield made
    made.deleteLater()
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def set_in(sheet: QQuickItem, words: str, room: float) -> tuple[QQuickItem, QQuickItem]:
    sheet.setProperty("words", words)
    sheet.setProperty("room", room)
    plain, even = sheet.childItems()
    assert (plain.objectName(), even.objectName()) == ("plain", "even")
    return plain, even


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("room", range(220, 900, 40))
def test_it_takes_no_line_more_and_nothing_is_cut(sheet: QQuickItem, text: str, room: int) -> None:
    plain, even = set_in(sheet, TEXTS[text], room)
    assert even.property("lineCount") == plain.property("lineCount")
    assert even.property("contentWidth") <= room and not even.property("truncated")


def test_a_last_character_does_not_stand_alone(sheet: QQuickItem) -> None:
    words = TEXTS["zh"]
    plain, even = set_in(sheet, words, 24 * (len(words) - 1) + 2)
    assert plain.property("lineCount") == even.property("lineCount") == 2
    assert plain.property("contentWidth") > 0.9 * plain.width(), "all but one on the first line"
    assert even.property("contentWidth") < 0.65 * even.width()


def test_a_text_of_one_line_keeps_its_place(sheet: QQuickItem) -> None:
    _, even = set_in(sheet, TEXTS["zh"], 900)
    assert even.property("leftPadding") == even.property("rightPadding") == 0
