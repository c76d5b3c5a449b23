"""What a terminal holds and needs no longer goes back to the machine: once it has started, and after each page.

What is given back, and why it can be (megabytes of the Pu'er ticket machine, measured):
- Code that only the start has run (37, of which 23 come back while twelve people are served): once.
- Outlines of fonts (17). Qt maps the whole font file, and the kernel maps sixteen pages around each outline that is
  read, since they lie in its cache anyway. What was drawn is kept as glyphs; a new character is read again.
- Freed blocks of the C library (8), which keeps them for later.
- Sources of our modules (3): PySide6 reads each module that is imported after it, and leaves the text with `linecache`.

Code and outlines are dropped only where nobody has written: there memory is what the file says, and is read again when
it is touched.
"""

import ctypes
import linecache
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

STARTED_MS = 4000
"""After the first frame: the hub's first snapshots are drawn by then, and what is loaded behind them is there."""
QUIET_MS = 500
"""After the screen was turned to another page: it is drawn by then."""
PLACES = Path("/proc/self/smaps")
"""What is mapped where, and how much of it was written to."""
FONTS = (".ttc", ".otf", ".ttf")
_DONT_NEED = 4
"""MADV_DONTNEED."""


class Tidy(QObject):
    """Gives memory back when the screen is quiet, so that no frame waits for it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(give_back)

    def started(self) -> None:
        """The first frame was shown."""
        QTimer.singleShot(STARTED_MS, self, lambda: give_back(code=True))

    def soon(self) -> None:
        """The screen shows another page."""
        if not self._quiet.isActive():
            self._quiet.start()


def give_back(*, code: bool = False) -> None:
    """Give back what is not needed, with `code` also code that is not running. Takes some milliseconds. On the thread
    that draws: nobody else may close fonts meanwhile, or their place could already be another's."""
    linecache.clearcache()
    with PLACES.open(encoding="utf-8", errors="replace") as places:
        for at, size in clean_places(places, code=code):
            _libc().madvise(at, size, _DONT_NEED)
    _libc().malloc_trim(0)


def clean_places(lines: Iterable[str], *, code: bool) -> Iterator[tuple[int, int]]:
    """Where fonts (with `code` also libraries) are mapped and nobody has written: address and size."""
    at = size = 0
    for line in lines:
        first, *rest = line.split()
        if not first.endswith(":"):
            at, end = (int(address, 16) for address in first.split("-"))
            rights, name = rest[0], rest[-1]
            wanted = (rights == "r--p" and name.endswith(FONTS)) or (code and rights == "r-xp" and ".so" in name)
            size = end - at if wanted else 0
        elif first == "Private_Dirty:" and size and rest[0] == "0":
            yield at, size


@cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None)
    libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return libc
