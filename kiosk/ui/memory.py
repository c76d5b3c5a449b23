"""What a terminal holds and needs no longer goes back to the machine: once it has started, and when a person has left.

What is given back, and why it can be (megabytes of the Pu'er ticket machine, measured):
- Code that is not running (37 after the start, 23 after a person). The kernel maps sixteen pages of a library around
  each one that runs, and what ran once, at the start or for the last page, stays mapped.
- Outlines of fonts (17), for the same reason. What was drawn is kept as glyphs; a new character is read again.
- Rings of objects that nobody holds (2): Python looks for them seldom, and each slip leaves one with its bytes in it.
- Freed blocks of the C library (8), which keeps them for later.
- Sources of our modules (3): PySide6 reads each module that is imported after it, and leaves the text with `linecache`.

Code and outlines are dropped only where nobody has written: there memory is what the file says. The kernel keeps it in
its cache, and gives it again at the next touch (2 ms for a whole visit).
"""

import ctypes
import gc
import linecache
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

STARTED_MS = 4000
"""After the first frame: the hub's first snapshots are drawn by then, and what is loaded behind them is there."""
QUIET_MS = 500
"""After a person has left: the next one's page is drawn by then."""
PLACES = Path("/proc/self/smaps")
"""What is mapped where, and how much of it was written to."""
FONTS = (".ttc", ".otf", ".ttf")
_DONT_NEED = 4
"""MADV_DONTNEED."""


class Tidy(QObject):
    """Gives memory back when the screen is quiet, so that no frame waits for it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(give_back)

    def started(self) -> None:
        """The first frame was shown."""
        self._quiet.start(STARTED_MS)

    def soon(self) -> None:
        """A person has left."""
        self._quiet.start(QUIET_MS)


def give_back() -> None:
    """Give back what is not needed. Takes some 20 ms. On the thread that draws: nobody else may close fonts meanwhile,
    or their place could already be another's."""
    gc.collect()  # quick, since what was there at the first frame is frozen
    linecache.clearcache()
    with PLACES.open(encoding="utf-8", errors="replace") as places:
        for at, size in clean_places(places):
            _libc().madvise(at, size, _DONT_NEED)
    _libc().malloc_trim(0)


def clean_places(lines: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where code and fonts are mapped and nobody has written: address and size."""
    at = size = 0
    for line in lines:
        first, *rest = line.split()
        if not first.endswith(":"):
            at, end = (int(address, 16) for address in first.split("-"))
            rights, name = rest[0], rest[-1]
            wanted = (rights == "r-xp" and ".so" in name) or (rights == "r--p" and name.endswith(FONTS))
            size = end - at if wanted else 0
        elif first == "Private_Dirty:" and size and rest[0] == "0":
            yield at, size


@cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None)
    libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return libc
