"""The printing state between two cuts: the settings, the line being gathered, the page, and what is noted on the way.

Commands act on it (commands.py); it knows no bytes. Whatever a real printer would ignore, cut off or print wrongly is
noted as a fault of the slip, because that is what a slip's author has to hear about. Notes are bounded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from PIL import Image

from drivers.twins.printer.glyphs import Glyphs
from drivers.twins.printer.grammar import little
from drivers.twins.printer.mechanism import Mechanism
from drivers.twins.printer.outputs import Ending, Output, Slip
from drivers.twins.printer.page import ROWS_MAX, Page
from drivers.twins.printer.style import Style

NOTES_MAX: Final = 200
TEXT_MAX: Final = 20_000
CELLS_MAX: Final = 2_000  # a line that is moved back and overprinted again and again
KNIFE_BEHIND_HEAD_DOTS: Final = 80
"""One centimetre: what was printed less than this before a plain cut is cut off and comes out with the next slip."""


@dataclass(slots=True)
class Raster:
    """A raster whose rows are still coming; `row_bytes` a row on the line, enlarged by `wide` and `tall`."""

    row_bytes: int
    rows_left: int
    wide: int
    tall: int
    held: bytes = b""


class Press:
    """One printer's settings and paper; `outbox` holds what came out and was not yet taken."""

    def __init__(self, width_dots: int, font: Path | None, rows_max: int = ROWS_MAX) -> None:
        self.width_dots = width_dots
        self.glyphs = Glyphs(font)
        self.page = Page(width_dots, rows_max)
        self.body = Mechanism()
        self.outbox: list[Output] = []
        self.initialize()
        self._begin_slip()

    def initialize(self) -> None:
        """The settings of ESC @, which also throws away the line being gathered."""
        self.style = Style()
        self.cells: list[tuple[int, Image.Image]]
        self.cursor: int
        self.line_text: str
        self.lead: int | None
        self.broken_four: bytes
        self.drop_line()
        self.raster: Raster | None = None
        self.qr_data = b""
        self.graphic: Image.Image | None = None

    def _begin_slip(self) -> None:
        self.page.clear()
        self.commands: list[str] = []
        self.faults: list[str] = []
        self.text = ""
        self.byte_count = 0
        self.first_byte_s: float | None = None
        self.last_byte_s = 0.0

    def renew_if_untouched(self) -> None:
        """ESC @ on untouched paper begins a slip: what was set long before is not part of it, nor is its time."""
        if self.page.rows == 0 and not self.faults:
            self._begin_slip()

    def set(self, **changes: Any) -> None:
        self.style = replace(self.style, **changes)

    # What is noted

    def note_bytes(self, count: int, now_s: float) -> None:
        if self.first_byte_s is None:
            self.first_byte_s = now_s
        self.last_byte_s = now_s
        self.byte_count += count

    def note_command(self, words: str) -> None:
        if len(self.commands) < NOTES_MAX:
            self.commands.append(words)
        elif len(self.commands) == NOTES_MAX:
            self.commands.append("… and more")

    def fault(self, sentence: str) -> None:
        if len(self.faults) < NOTES_MAX:
            self.faults.append(f"byte {self.byte_count}: {sentence}")
        elif len(self.faults) == NOTES_MAX:
            self.faults.append("… and more")

    # The line

    @property
    def area_dots(self) -> int:
        """Width of the print area: from the left margin, never past the head's end."""
        widest = max(1, self.width_dots - self.style.left_margin)
        return min(widest, self.style.area_width or widest)

    @property
    def line_started(self) -> bool:
        return bool(self.cells) or self.cursor > 0 or self.lead is not None

    def put(self, cell: Image.Image, text: str) -> None:
        """Append a cell to the line; a full line is printed first, as a printer does."""
        if self.cells and (self.cursor + cell.width > self.area_dots or len(self.cells) >= CELLS_MAX):
            self.end_line()
        if self.cursor + cell.width > self.area_dots:
            self.fault(f"{text or 'a bit image'} does not fit the print area: cut off at the right")
        self.cells.append((self.cursor, cell))
        self.cursor += cell.width
        self.line_text += text

    def end_line(self, feed_dots: int | None = None) -> None:
        """Print the line and feed: one line spacing, or `feed_dots`, but never less than the line is high."""
        self.drop_lead()
        feed = self.style.line_spacing if feed_dots is None else feed_dots
        height = 0
        if self.cells:
            line = self._compose()
            height = line.height
            align = self.style.align  # a line turned upside down is turned with the whole print area
            self.print_picture(line, 2 - align if self.style.upside_down else align)
        self.page.feed(max(0, feed - height))
        if len(self.text) < TEXT_MAX:
            self.text += self.line_text + "\n"
        self.drop_line()

    def drop_line(self) -> None:
        """Forget the line without printing it."""
        self.cells, self.cursor, self.line_text, self.lead, self.broken_four = [], 0, "", None, b""

    def _compose(self) -> Image.Image:
        """All cells on one base line."""
        height = max(cell.height for _, cell in self.cells)
        line = Image.new("1", (min(self.cursor, self.area_dots), height), 0)
        for left, cell in self.cells:
            line.paste(255, (left, height - cell.height), cell)  # dots printed twice stay printed
        return line.transpose(Image.Transpose.ROTATE_180) if self.style.upside_down else line

    def drop_lead(self) -> None:
        """A Chinese character that was not finished will not be any more."""
        if self.lead is not None:
            self.fault(f"half a Chinese character: {self.lead:02X} without its second byte")
            self.lead = None
        self.settle_four()

    def settle_four(self) -> None:
        if self.broken_four:
            self.fault(f"{self.broken_four.hex(' ').upper()} is not in GBK: a wrong character is shown")
            self.broken_four = b""

    # The paper

    def print_picture(self, picture: Image.Image, align: int | None = None) -> None:
        """Put a picture (ink = 1) on the paper, aligned in the print area, cut off at its right edge."""
        spare = max(0, self.area_dots - picture.width)
        left = self.style.left_margin + (0, spare // 2, spare)[self.style.align if align is None else align]
        sheet = Image.new("1", (self.page.width_bytes * 8, picture.height), 0)
        sheet.paste(picture.crop((0, 0, min(picture.width, self.area_dots), picture.height)), (left, 0))
        self.page.print(sheet.tobytes())

    def begin_raster(self, params: bytes) -> None:
        """GS v 0 m xL xH yL yH: bit 0 of m doubles the width, bit 1 the height."""
        mode, row_bytes, rows = params[1] & 3, little(params, 2), little(params, 4)
        if self.line_started:
            self.fault("GS v 0 while a line of text is unprinted: the line is printed first")
            self.end_line()
        self.raster = Raster(row_bytes, rows, wide=1 + (mode & 1), tall=1 + (mode >> 1))
        width = row_bytes * 8 * self.raster.wide
        if width > (self.area_dots + 7) // 8 * 8:
            self.fault(f"a raster {width} dots wide on a print area of {self.area_dots}: cut off at the right")

    def take_raster(self, data: bytes) -> None:
        """Print the rows that are complete."""
        raster = self.raster
        if raster is None:
            return
        data = raster.held + data
        rows = min(len(data) // raster.row_bytes, raster.rows_left)
        used = rows * raster.row_bytes
        raster.held, raster.rows_left = data[used:], raster.rows_left - rows
        if rows:
            block = Image.frombytes("1", (raster.row_bytes * 8, rows), data[:used])
            if (raster.wide, raster.tall) != (1, 1):
                size = (block.width * raster.wide, block.height * raster.tall)
                block = block.resize(size, Image.Resampling.NEAREST)
            self.print_picture(block)
        if raster.rows_left == 0:
            self.raster = None

    def abandon_raster(self) -> None:
        if self.raster is not None:
            self.fault(f"a raster ended {self.raster.rows_left} rows early")
            self.raster = None

    def take_slip(self, ending: Ending, at_knife: bool = False) -> None:
        """The paper up to here leaves the printer; `at_knife` when it has been fed from the head to the knife."""
        page, by_knife = self.page, ending in (Ending.FULL_CUT, Ending.PARTIAL_CUT)
        if self.line_started:
            if by_knife:
                self.fault("a cut while a line of text is unprinted: the line is printed first")
            self.end_line()
        if page.overlong:
            self.fault(f"no cut within {page.rows_max} rows: what came after is not kept")
        elif by_knife and not at_knife and page.last_ink_row is not None:
            clear = page.rows - page.last_ink_row - 1
            if clear < KNIFE_BEHIND_HEAD_DOTS:
                self.fault(
                    f"cut {clear} dots below the last ink: the knife sits {KNIFE_BEHIND_HEAD_DOTS} dots further on"
                )
        self.outbox.append(
            Slip(
                width_dots=self.width_dots, strips=tuple(page.strips), commands=tuple(self.commands),
                text=self.text.strip("\n"), faults=tuple(self.faults), ending=ending, byte_count=self.byte_count,
                first_byte_s=self.last_byte_s if self.first_byte_s is None else self.first_byte_s,
                last_byte_s=self.last_byte_s,
            )
        )  # fmt: skip
        self._begin_slip()
