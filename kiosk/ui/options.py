"""What every terminal is told when it is started, apart from its bootstrap file.

The Typer declarations of these options live beside the commands (`kiosk/ui/typer_options.py`): a screen itself does
not need Typer.
"""

import json
import re
from dataclasses import asdict, dataclass
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

    def to_json(self) -> str:
        """All of it on one line, for the process that goes on with it."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Options":
        """The options that `to_json` wrote."""
        told = json.loads(text)
        return cls(
            **{
                **told,
                "bootstrap": Path(told["bootstrap"]),
                "windowed": told["windowed"] and Geometry(**told["windowed"]),
                "state": told["state"] and Path(told["state"]),
            }
        )
