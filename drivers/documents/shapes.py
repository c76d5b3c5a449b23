"""Corners and papers: the geometry that finding and straightening share. Pure.

Corners are float64, shape (4, 2), pixels (x, y), clockwise as seen, and by the convention of OpenCV the middle of the
first pixel is (0, 0).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]
"""BGR or grey, one byte a channel. OpenCV's own types do not say so."""
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of paper by its sides in millimetres, longer side first."""

    long_mm: float
    short_mm: float

    @property
    def ratio(self) -> float:
        return self.long_mm / self.short_mm


A4: Final = Shape(297.0, 210.0)
CARD: Final = Shape(85.6, 54.0)
SHAPES: Final[Mapping[str, Shape]] = MappingProxyType({"a4": A4, "card": CARD})


def sides(corners: Points) -> Points:
    """Lengths from each corner to the next."""
    return np.asarray(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1))


def area(corners: Points) -> float:
    """Positive where the corners go clockwise as seen."""
    x, y = corners.T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2)


def ratio_of(corners: Points) -> float:
    """Longer over shorter side, as seen; at the tilts of a document camera within some 6 % of the paper's own."""
    a, b, c, d = sides(corners)
    first, second = a + c, b + d
    return float(max(first, second) / max(1e-9, min(first, second)))


def is_quad(corners: Points, least_area: float = 0.0) -> bool:
    """Convex, clockwise, and no angle sharper than some 50 degrees."""
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    cross = after[:, 0] * before[:, 1] - after[:, 1] * before[:, 0]
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    return bool(np.all(cross > 0.75 * lengths) and area(corners) > least_area)


def started_at_top_left(corners: Points) -> Points:
    """The same corners, the first one nearest to the frame's top left."""
    return np.roll(corners, -int(np.argmin(corners.sum(axis=1))), axis=0)
