"""Where the slips fall: numbered, kept in memory up to a limit, and as PNG files if a directory was given."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from drivers.twins.printer.outputs import Slip

SLIPS_KEPT_MAX: Final = 1000


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """The `number`th slip of this printer; `path` is its PNG, if a directory was given."""

    number: int
    slip: Slip
    path: Path | None

    @property
    def duration_s(self) -> float:
        """From its first byte to its last."""
        return self.slip.last_byte_s - self.slip.first_byte_s


class Tray:
    """`paper` saves the likeness of the slip instead of its raw bitmap."""

    def __init__(self, out_dir: Path | None, paper: bool) -> None:
        self._out_dir, self._paper = out_dir, paper
        self._kept: deque[PrintedSlip] = deque(maxlen=SLIPS_KEPT_MAX)
        self.count = 0
        if out_dir is not None:
            out_dir.mkdir(parents=True, exist_ok=True)

    @property
    def slips(self) -> tuple[PrintedSlip, ...]:
        return tuple(self._kept)

    def finished(self, slip: Slip) -> PrintedSlip:
        """The next slip, its picture written. Nobody sees it in the tray before `drop`."""
        return PrintedSlip(self.count + 1, slip, self._save(slip, self.count + 1))

    def drop(self, printed: PrintedSlip) -> None:
        self._kept.append(printed)
        self.count = printed.number

    def _save(self, slip: Slip, number: int) -> Path | None:
        if self._out_dir is None:
            return None
        path = self._out_dir / f"slip-{number:04}.png"
        unfinished = path.with_suffix(".part")
        (slip.on_paper() if self._paper else slip.image).save(unfinished, format="PNG")
        unfinished.replace(path)  # whoever watches the directory never opens half a picture
        return path
