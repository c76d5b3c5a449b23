"""How a command becomes a terminal: the process goes on as `kiosk.ui.screen`, with nothing of the command line.

It keeps its id, its open files and whatever its parent asked of the kernel. What it leaves behind is Typer (3 MB), and
it gets what can be had only at the start of an interpreter.
"""

import os
import sys
from typing import NoReturn

from kiosk.ui.options import Options

SETTINGS = {
    "PYTHONMALLOC": "malloc",  # Python's own allocator keeps a quarter of its 27 MB half empty
    "PYTHONNODEBUGRANGES": "1",  # 1 MB of columns for tracebacks, whose lines stay
    "MALLOC_ARENA_MAX": "1",  # threads of ours wait, they do not compete for memory
    "MALLOC_MMAP_THRESHOLD_": "131072",  # else one large block, and the library begins to keep all large ones
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "QV4_FORCE_INTERPRETER": "1",  # 1 MB of compiled bindings, each of a line
    "PYDANTIC_DISABLE_PLUGINS": "__all__",  # there is none, but the search reads the metadata of every package
}
"""Settings of the process; one that is set already stays as it is."""


def become(terminal: str, options: Options) -> NoReturn:
    """Go on as the terminal of that package; its exit code is the command's."""
    words = [sys.executable, "-P", "-m", "kiosk.ui.screen", terminal, options.to_json()]
    sys.stdout.flush()
    os.execve(sys.executable, words, {**SETTINGS, **os.environ})
