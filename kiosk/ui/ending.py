"""What ends a terminal from outside or inside: Ctrl-C, SIGTERM, and a fault of ours.

A fault of ours is an exception that nobody expected, on any thread. It ends the terminal with its own exit code:
whoever started it starts it again, and a second later the screen is right. A screen that lives on in a state that
nobody thought of is not.
"""

import signal
import socket
import sys
import threading
from types import FrameType, TracebackType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, Signal

WRONG = 70
"""The exit code when we were wrong (EX_SOFTWARE)."""
ASKED = (signal.SIGINT, signal.SIGTERM)


class Endings(QObject):
    """While it is entered, signals end the event loop with 0 and faults of ours end it with `WRONG`."""

    _went_wrong = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._went_wrong.connect(self._exit_wrong, Qt.ConnectionType.QueuedConnection)
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)

    def __enter__(self) -> "Endings":
        self._excepthook, sys.excepthook = sys.excepthook, self._on_gui
        self._thread_hook, threading.excepthook = threading.excepthook, self._on_thread
        # The number of a signal comes as a byte through the pipe, and the loop quits when it reads it. A handler would
        # run wherever Python happens to be, in the middle of a frame too, and quit by closing the window being drawn.
        self._wakeup_fd = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._handlers = {number: signal.signal(number, _heard_by_the_loop) for number in ASKED}
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._asked_to_end)
        return self

    def __exit__(self, *_: object) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_fd)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._read.close()
        self._write.close()
        sys.excepthook, threading.excepthook = self._excepthook, self._thread_hook

    def _asked_to_end(self) -> None:
        if set(self._read.recv(64)) & set(ASKED):
            QCoreApplication.quit()

    def _on_gui(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        self._excepthook(kind, fault, trace)
        self._went_wrong.emit()

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        self._thread_hook(args)
        self._went_wrong.emit()

    def _exit_wrong(self) -> None:
        QCoreApplication.exit(WRONG)


def _heard_by_the_loop(number: int, frame: FrameType | None) -> None:
    """Without a handler of Python's the signal would end the process."""
