"""Where each terminal of a practice hall stands on one screen. Pure.

The ticket machines stand at the left, upright or wide as they are, with the call board below them; to the right each
window has a cell with its window screen on top and its two pads side by side. Room is left for the frames that a
desktop draws around windows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FRAME_PX = 30
"""Height of a title bar."""
LEFT_SHARE = 0.3
SHAPES = {"portrait": (9, 16), "landscape": (16, 9)}


@dataclass(frozen=True, slots=True)
class Tile:
    """A window on the screen, in logical pixels."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}+{self.x}+{self.y}"


@dataclass(frozen=True, slots=True)
class SeatTiles:
    """The three screens of a window."""

    screen: Tile
    call_pad: Tile
    rating_pad: Tile


@dataclass(frozen=True, slots=True)
class Tiling:
    """All terminals of a practice hall."""

    machines: tuple[Tile, ...]
    board: Tile
    seats: tuple[SeatTiles, ...]


def tiling(width: int, height: int, machines: Sequence[str], seats: int) -> Tiling:
    """Tiles for a screen of that size; `machines` are their layouts. Shapes are kept: 9:16 or 16:9 machines, 16:9
    board, 16:3 bars, 16:10 pads."""
    left = round(width * LEFT_SHARE)
    each = left // len(machines)
    sizes = [_fitted(each, round(height * 0.62), *SHAPES[layout]) for layout in machines]
    board_y = max(size[1] for size in sizes) + FRAME_PX
    board = _fitted(left, height - board_y - FRAME_PX, 16, 9)
    columns = 2 if seats > 1 else 1
    rows = -(-seats // columns)
    cell = ((width - left) // columns, height // rows)
    return Tiling(
        machines=tuple(Tile(n * each, 0, *size) for n, size in enumerate(sizes)),
        board=Tile(0, board_y, *board),
        seats=tuple(_seat(left + n % columns * cell[0], n // columns * cell[1], *cell) for n in range(seats)),
    )


def _seat(x: int, y: int, width: int, height: int) -> SeatTiles:
    screen = _fitted(width, (height - 2 * FRAME_PX) // 3, 16, 3)
    pads_y = y + screen[1] + FRAME_PX
    pad = _fitted(width // 2, y + height - pads_y - FRAME_PX, 16, 10)
    return SeatTiles(Tile(x, y, *screen), Tile(x, pads_y, *pad), Tile(x + width // 2, pads_y, *pad))


def _fitted(width: int, height: int, across: int, down: int) -> tuple[int, int]:
    """The largest rectangle of that shape within the room."""
    return min(width, height * across // down), min(height, width * down // across)
