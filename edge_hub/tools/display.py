"""Is there a display to show a practice hall on, and how large is it?"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping

USUAL = (1920, 1080)
ASK_S = 3.0
SIZE = re.compile(r"(\d{3,5})x(\d{3,5})")


def display_size(environment: Mapping[str, str] = os.environ) -> tuple[int, int] | None:
    """Size of the display in pixels; the usual one where it cannot be asked, None where there is no display."""
    if environment.get("DISPLAY"):
        return _asked(["xdpyinfo"], r"dimensions:\s+(\d+x\d+)") or _asked(["xrandr"], r"current (\d+ x \d+)") or USUAL
    if environment.get("WAYLAND_DISPLAY"):
        return _asked(["wlr-randr"], r"(\d+x\d+) px.*current") or USUAL
    return None


def parse_size(text: str) -> tuple[int, int]:
    """`1920x1080`; raises ValueError with a sentence."""
    found = SIZE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"“{text}” is no size: write WIDTHxHEIGHT, for example 1920x1080")
    return int(found[1]), int(found[2])


def _asked(command: list[str], pattern: str) -> tuple[int, int] | None:
    """What a program of the desktop says, if it is there and knows."""
    program = shutil.which(command[0])
    if program is None:
        return None
    try:
        said = subprocess.run([program, *command[1:]], capture_output=True, text=True, timeout=ASK_S, check=False)
    except subprocess.TimeoutExpired:
        return None
    found = re.search(pattern, said.stdout)
    return parse_size(found[1].replace(" ", "")) if found else None
