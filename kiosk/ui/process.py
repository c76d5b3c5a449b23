"""What the kernel says of this process: how long ago it was created, and how much memory it holds (Linux)."""

import os
import time
from pathlib import Path


def since_process_start_ms() -> float:
    """Milliseconds since the process was created (to 10 ms, the kernel's tick), the interpreter's start included."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    started_s = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return round((time.clock_gettime(time.CLOCK_BOOTTIME) - started_s) * 1000, 1)


def rss_mb() -> float:
    """Resident memory in megabytes (10^6 bytes)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)
