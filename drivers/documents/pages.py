"""A found paper into a page: straightened from the full picture, light and colour evened out, level."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.documents.shapes import A4, Picture, Points, Shape, sides

DPI_MIN: Final = 200
DPI_MAX: Final = 300
_MM_PER_INCH: Final = 25.4
_ROTATIONS: Final = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True)
class Page:
    """BGR, straight; `dpi` is what its pixels are to the paper's millimetres."""

    picture: Picture
    dpi: int


def dpi_for(corners: Points, shape: Shape) -> int:
    """As fine as the camera saw it, within 200 to 300 dpi."""
    seen = float(sides(corners).max()) / (shape.long_mm / _MM_PER_INCH)
    return int(np.clip(np.ceil(seen / 10) * 10, DPI_MIN, DPI_MAX))


def straighten(frame: Picture, corners: Points, shape: Shape) -> Page:
    """The paper between four corners (clockwise from the one nearest to the top left), seen from right above."""
    dpi = dpi_for(corners, shape)
    a, b, c, d = sides(corners)
    lying = a + c >= b + d
    wide_mm, high_mm = (shape.long_mm, shape.short_mm) if lying else (shape.short_mm, shape.long_mm)
    wide, high = (round(mm / _MM_PER_INCH * dpi) for mm in (wide_mm, high_mm))
    target = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32) - 0.5
    onto = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    picture = cv2.warpPerspective(frame, onto, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Page(np.asarray(picture, np.uint8), dpi)


def even(page: Page, shape: Shape) -> Page:
    """White paper white, whatever the lamp, its shadow and its colour; ink darker; coloured seals keep their colour.

    A card is lit evenly enough, and its portrait must stay dark: there only colour and brightness as a whole.
    """
    small = cv2.resize(page.picture, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    light = paper_light(small)
    level = np.percentile(light.reshape(-1, 3), 75, axis=0)
    lowest, highest = (0.35 * level, None) if shape is A4 else (level, level)
    coarse = np.asarray(246.0 / np.maximum(np.clip(light, lowest, highest), 1), np.float32)
    gain = cv2.resize(coarse, (page.picture.shape[1], page.picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    flat = cv2.multiply(page.picture, gain, dtype=cv2.CV_8U)
    return Page(cv2.LUT(flat, _CURVE), page.dpi)


def paper_light(small: Picture) -> Picture:
    """The paper's own brightness at each place of a small picture, as if nothing were printed on it."""
    filled = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    filled = cv2.medianBlur(filled, 21)
    return np.asarray(cv2.GaussianBlur(filled, (0, 0), 6), np.uint8)


def _curve() -> Picture:
    """Darker ink and paper without its grain."""
    x = np.arange(256, dtype=np.float64)
    return np.clip((x - 34) / (238 - 34) * 255, 0, 255).astype(np.uint8)


_CURVE: Final = _curve()


def turned(page: Page, quarters: int) -> Page:
    """Turned clockwise by so many quarters."""
    quarters %= 4
    return Page(np.asarray(cv2.rotate(page.picture, _ROTATIONS[quarters]), np.uint8), page.dpi) if quarters else page


def lying(page: Page) -> Page:
    """Wider than high, as a card is read; by a quarter, so that it may still be upside down."""
    return page if page.picture.shape[1] >= page.picture.shape[0] else turned(page, 1)


def deskewed(page: Page) -> Page:
    """Turned by what the lines of text still lean: some are printed askew. From 0.15 to 3 degrees."""
    lean = lean_of(page)
    if abs(lean) < 0.15:
        return page
    high, wide = page.picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), lean, 1.0)
    picture = cv2.warpAffine(page.picture, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return Page(np.asarray(picture, np.uint8), page.dpi)


def lean_of(page: Page) -> float:
    """Degrees, counter-clockwise positive as OpenCV turns, by which the text has to be turned to lie level."""
    ink = ink_of(halved(page))
    if ink.mean() < 0.002:
        return 0.0
    across = bool(ink.mean(axis=1).std() >= ink.mean(axis=0).std())
    ink = ink if across else ink.T
    columns = np.array([block.sum(axis=1) for block in np.array_split(ink, _BLOCKS, axis=1)])
    best = max(_LEANS, key=lambda lean: _ripple(columns, ink.shape[1], lean))
    found = max(best + _FINER, key=lambda lean: _ripple(columns, ink.shape[1], lean))
    gain = _ripple(columns, ink.shape[1], found) / max(1e-9, _ripple(columns, ink.shape[1], 0.0))
    return float(found if across else -found) if gain > 1.03 else 0.0


_BLOCKS: Final = 24
_LEANS: Final = np.arange(-3.0, 3.01, 0.5)
_FINER: Final = np.arange(-0.4, 0.41, 0.1)


def _ripple(columns: NDArray[np.float32], wide: int, degrees: float) -> float:
    """How strongly rows of text alternate with gaps when the picture is sheared so far."""
    slope = np.tan(np.radians(degrees)) * wide
    shifts = (round(-slope * ((n + 0.5) / len(columns) - 0.5)) for n in range(len(columns)))
    profile = np.sum([np.roll(column, shift) for column, shift in zip(columns, shifts, strict=True)], axis=0)
    return float(np.square(np.diff(profile)).sum())


def halved(page: Page) -> Page:
    """At half its resolution: enough for everything that is only looked at. Halving is fast; other parts are not."""
    return Page(np.asarray(cv2.resize(page.picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)), page.dpi // 2)


def ground_of(grey: Picture, dpi: int, mm: float = 8.0) -> Picture:
    """The paper around each place of a grey picture: what most of that many millimetres is."""
    scale = 25.0 / dpi
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(cv2.dilate(small, np.ones((3, 3), np.uint8)), round(mm / 25.4 * 25) | 1)
    return np.asarray(cv2.resize(small, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def ink_of(page: Page) -> NDArray[np.float32]:
    """0 to 1 at each place of a page: how much darker than the paper around it."""
    grey = cv2.cvtColor(page.picture, cv2.COLOR_BGR2GRAY)
    paper = ground_of(grey, page.dpi).astype(np.float32)
    return np.asarray(np.clip((paper - grey) / np.maximum(paper, 1) - 0.12, 0, 0.6) / 0.6, np.float32)
