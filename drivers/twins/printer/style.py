"""How the printer is set at this moment: everything that ESC @ puts back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DOTS_PER_INCH: Final = 203.2  # 8 dots a millimetre
DEFAULT_SPACING: Final = 30


@dataclass(frozen=True, slots=True)
class Style:
    """Lengths are dots. The Chinese fields are the ones FS commands set; GS ! sets both."""

    chinese: bool = False
    code_table: int = 0
    national: int = 0
    emphasized: bool = False
    double_strike: bool = False
    underline: int = 0
    han_underline: int = 0
    small: bool = False
    wide: int = 1
    tall: int = 1
    han_wide: int = 1
    han_tall: int = 1
    inverted: bool = False
    upside_down: bool = False
    turned: bool = False
    right_space: int = 0
    han_left_space: int = 0
    han_right_space: int = 0
    align: int = 0
    line_spacing: int = DEFAULT_SPACING
    left_margin: int = 0
    area_width: int | None = None
    unit_x: float = 1.0
    unit_y: float = 1.0
    tab_stops: tuple[int, ...] = tuple(range(96, 10_000, 96))
    bar_text: int = 0
    bar_text_small: bool = False
    bar_tall: int = 162
    bar_module: int = 3
    qr_model: int = 2
    qr_module: int = 3
    qr_level: str = "L"
    status_back: int = 0
    selected: bool = True

    @property
    def bold(self) -> bool:
        return self.emphasized or self.double_strike

    def cell(self) -> tuple[int, int]:
        """Width and height of a single-byte character before enlarging."""
        return (9, 17) if self.small else (12, 24)


HAN_CELL: Final = (24, 24)
