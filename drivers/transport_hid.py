"""Keyboards as wires: a scanner, reader or pad that types is read as key events of the kernel, and by us alone.

The rule it keeps: it is taken (EVIOCGRAB) before anything is read. What a scanner types must not also reach the field
that has the focus on the screen; and a second program that grabs it is refused by the kernel (in use). Letting go
happens by itself when the file is closed.
"""

import errno
import fcntl
import os
from collections.abc import Callable
from typing import Final

from drivers.connection import Hid
from drivers.finding import System, input_path

EVIOCGRAB: Final = 0x40044590
"""linux/input.h: _IOW('E', 0x90, int)."""


def open_keyboard(connection: Hid, system: System) -> tuple[int, Callable[[], None]]:
    """A descriptor that gives events of 24 bytes (`drivers/key_events.py`), and how to close it. Raises LineFault or
    OSError: a file that is no input device is none (ENODEV)."""
    fd = os.open(input_path(connection, system), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.ioctl(fd, EVIOCGRAB, 1)
    except OSError as error:
        os.close(fd)
        if error.errno == errno.ENOTTY:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV)) from error
        raise
    return fd, lambda: os.close(fd)
