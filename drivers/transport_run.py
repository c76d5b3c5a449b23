"""A program of ours at the other end of a pipe: started when the line is dialled, and gone when it is closed.

It ends by itself when its standard input does; it is told to, and at last made to, so that nothing is left behind.
"""

import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Final

_END_S: Final = 0.5


def start(name: str) -> tuple[int, Callable[[], None]]:
    """The descriptor of our end, and what closes it. Raises OSError."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-P", "-m", f"drivers.programs.{name}"]
    try:
        child = subprocess.Popen(command, stdin=theirs.fileno(), stdout=theirs.fileno())
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
    ours.setblocking(False)
    return ours.fileno(), lambda: _end(ours, child)


def _end(ours: socket.socket, child: "subprocess.Popen[bytes]") -> None:
    ours.close()
    child.terminate()
    try:
        child.wait(_END_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
