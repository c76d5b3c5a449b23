"""What every terminal is told when it is started, apart from its bootstrap file.

The Typer declarations of these options live beside the commands (`kiosk/ui/typer_options.py`): a screen itself does
not need Typer.
"""

import re
from dataclasses import dataclass
from pathlib import Path

GEOMETRY = re.compile(r"(\d{2,5})x(\d{2,5})(?:([+-]\d{1,5})([+-]\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Geometry:
    """A window instead of the whole screen, in logical pixels."""

    width: int
    height: int
    x: int | None = None
    y: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Geometry":
        """`WxH` or `WxH+X+Y`; raises ValueError with a sentence."""
        match = GEOMETRY.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"“{text}” is no window: write WIDTHxHEIGHT+X+Y, for example 540x960+0+0")
        width, height, x, y = (None if part is None else int(part) for part in match.groups())
        assert width is not None and height is not None
        return cls(width, height, x, y)


@dataclass(frozen=True, slots=True)
class Options:
    """The common options of a terminal."""

    bootstrap: Path
    layout: str | None = None
    """`portrait`, `landscape` or `bar`; by default what the screen's shape says."""
    windowed: Geometry | None = None
    """None is the whole screen."""
    autopilot: bool = False
    """Orders come on stdin, reports go to stdout, one JSON object a line."""
    lang: str = "zh"
    report: bool = False
    """One JSON line on stdout when the first frame was shown."""
    state: Path | None = None
    """Folder of what this device must not forget; by default under the user's state folder."""
