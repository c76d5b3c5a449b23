"""Every test of the kit draws offscreen by software, and any warning of Qt or QML fails it."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QSG_RENDER_LOOP"] = "basic"


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(autouse=True)
def qt_is_silent() -> Iterator[None]:
    """Noise fails: Qt says nothing while a test runs."""
    said: list[str] = []

    def hear(kind: QtMsgType, context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg:
            said.append(text)

    qInstallMessageHandler(hear)
    yield
    qInstallMessageHandler(None)
    assert said == []
