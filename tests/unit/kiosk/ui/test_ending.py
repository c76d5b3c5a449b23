"""What ends a terminal: a signal at any moment with 0, a fault of ours with its own code. Each in its own process."""

import signal
import subprocess
import sys

import pytest

from kiosk.ui.ending import WRONG

SCREEN = """
import os, signal, sys, threading
from PySide6.QtCore import QTimer, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow
from kiosk.ui.ending import Endings

app = QGuiApplication([])
window = QQuickWindow()
window.show()

def stop(number=signal.SIGTERM):
    os.kill(os.getpid(), number)

def fail():
    raise RuntimeError("nobody thought of this")

def in_a_frame(act):
    frames = iter(range(3))
    def drawn():
        window.update()
        if next(frames, None) is None:
            act()
    window.afterRendering.connect(drawn, Qt.ConnectionType.DirectConnection)

{when}
with Endings():
    code = app.exec()
window.close()
window.deleteLater()
app.processEvents()
print("buried")
sys.exit(code)
"""


def ended(when: str) -> subprocess.CompletedProcess[str]:
    """A screen in a process of its own to which that happens."""
    script = SCREEN.replace("{when}", when)
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("moment", ["QTimer.singleShot(50, {})", "in_a_frame({})", "threading.Timer(0.1, {}).start()"])
def test_a_signal_ends_it_in_good_order_whatever_it_is_doing(moment: str, number: signal.Signals) -> None:
    """In the middle of a frame, too: the window must not be closed while it draws itself."""
    done = ended(moment.format(f"lambda: stop({int(number)})"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "buried\n", "")


@pytest.mark.parametrize(
    "moment", ["QTimer.singleShot(50, fail)", "in_a_frame(fail)", "threading.Timer(0.1, fail).start()"]
)
def test_a_fault_that_nobody_expected_ends_it_with_its_own_code_and_is_told(moment: str) -> None:
    done = ended(moment)
    assert (done.returncode, done.stdout) == (WRONG, "buried\n")
    assert "RuntimeError: nobody thought of this" in done.stderr

