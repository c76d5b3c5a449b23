"""Is this picture of a paper good enough to keep? Blur, glare, darkness, blank, cut off, moving, twice.

Every limit stands in `Limits`, tuned on drawn photographs (drivers/twins/camera) and meant to be tuned again on a
hall's own samples. A verdict names what the person should do about it; the words for it are the screen's.
"""

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.documents.finding import Found
from drivers.documents.pages import Page, ground_of, halved, paper_light
from drivers.documents.shapes import Picture

Verdict = Literal["blurred", "glare", "dark", "blank", "cut_off", "moving", "duplicate"]


@dataclass(frozen=True, slots=True)
class Limits:
    blur_px: float = 2.25
    """Width of an edge (standard deviation) at the page's own resolution."""
    glare_part: float = 0.004
    """Of the page, washed out in one piece."""
    dark_paper: float = 96.0
    """Brightness of the paper, 0 to 255."""
    blank_ink_mm2: float = 6.0
    """Printed or written area on the whole page."""
    faint_ink_mm2: float = 40.0
    """Print of so large an area without one clear edge is blurred."""
    moving: float = 2.0
    """Mean difference of two small grey frames."""
    same: float = 0.9
    """Likeness of two pages, 1 is the same."""


_PIECE_MM2: Final = 0.3
LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Judged:
    """`blur_px` is None where nothing on the page has an edge to judge by."""

    verdicts: frozenset[Verdict]
    blur_px: float | None
    glare_part: float
    paper: float
    ink_mm2: float


def judge(page: Page, found: Found | None = None, limits: Limits = LIMITS) -> Judged:
    """Judge a page as it was straightened, before `even` makes it look better than it is."""
    grey = cv2.cvtColor(page.picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(page.picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    light = cv2.cvtColor(
        paper_light(cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)), cv2.COLOR_BGR2GRAY
    )
    paper = float(np.percentile(light, 60))
    washed = _washed_out(small)
    less = halved(page)
    blur, ink = _blur(grey, paper), _ink_mm2(less, cv2.cvtColor(less.picture, cv2.COLOR_BGR2GRAY))
    verdicts: dict[Verdict, bool] = {
        "dark": paper < limits.dark_paper,
        "glare": washed > limits.glare_part,
        "blank": ink < limits.blank_ink_mm2,
        "cut_off": found is not None and found.cut_off,
        "blurred": ink >= limits.blank_ink_mm2 and (blur > limits.blur_px if blur else ink > limits.faint_ink_mm2),
    }
    return Judged(frozenset(name for name, true in verdicts.items() if true), blur, washed, paper, ink)


def _blur(grey: Picture, paper: float) -> float | None:
    """Standard deviation of the spread of edges: the steepest against the step that they make, in the worse direction.

    A shaken picture keeps the edges along the shake: so edges across and down are looked at by themselves.
    """
    window = np.ones((9, 9), np.uint8)
    step = cv2.subtract(cv2.dilate(grey, window), cv2.erode(grey, window))
    clear = step > max(28.0, 0.3 * paper)
    if clear.sum() < 400:
        return None
    where = tuple(part[:: max(1, len(part) // 60_000)] for part in np.nonzero(clear))
    across = np.abs(cv2.Sobel(grey, cv2.CV_16S, 1, 0)[where]).astype(np.float32)
    down = np.abs(cv2.Sobel(grey, cv2.CV_16S, 0, 1)[where]).astype(np.float32)
    steps = step[where] * np.float32(8)
    widths = []
    for one, other in ((across, down), (down, across)):
        steep = (one / steps)[one > other]
        if len(steep) > 400:
            widths.append(0.4 / max(1e-3, float(np.percentile(steep, 93))))
    return max(widths, default=None)


def _washed_out(small: Picture) -> float:
    """Part of the page that is clipped in one piece and much brighter than the paper."""
    clipped = (small.min(axis=2) >= 249).astype(np.uint8)
    clipped = cv2.morphologyEx(clipped, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, _labels, boxes, _middles = cv2.connectedComponentsWithStats(clipped)
    return float(boxes[1:, cv2.CC_STAT_AREA].max() / clipped.size) if count > 1 else 0.0


def _ink_mm2(page: Page, grey: Picture) -> float:
    """Area of what stands out of the paper in pieces larger than its grain, but for the outermost 3 mm."""
    rim = round(3 * page.dpi / 25.4)
    ground = ground_of(grey, page.dpi)[rim:-rim, rim:-rim].astype(np.int16)
    deep = ground - grey[rim:-rim, rim:-rim]
    grain = float(np.median(np.abs(deep[::5, ::5])))
    ink = (deep > np.maximum(0.12 * ground, 6 * grain + 3)).astype(np.uint8)
    areas = cv2.connectedComponentsWithStats(ink)[2][1:, cv2.CC_STAT_AREA]
    return float(areas[areas >= _PIECE_MM2 * (page.dpi / 25.4) ** 2].sum()) * (25.4 / page.dpi) ** 2


def thumbnail(frame: Picture) -> Picture:
    """Small and grey: what two frames are compared by."""
    return np.asarray(
        cv2.cvtColor(cv2.resize(frame, (162, 122), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY), np.uint8
    )


def motion(before: Picture, after: Picture) -> float:
    """Mean difference of two thumbnails."""
    return float(cv2.absdiff(before, after).mean())


def likeness(one: Page, other: Page) -> float:
    """-1 to 1: how alike what stands on two evened pages is, whichever way up; copies of an empty form are alike."""
    a = _print_of(one)
    return max(_alike(a, _print_of(other, quarters)) for quarters in range(4))


def _print_of(page: Page, quarters: int = 0) -> NDArray[np.float32]:
    grey = cv2.cvtColor(np.rot90(page.picture, quarters).copy(), cv2.COLOR_BGR2GRAY)
    small = cv2.resize(255 - grey, (180, 180), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 0.8), np.float32)


def _alike(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Correlation at the best shift by a pixel or two."""
    rim = 3
    return float(cv2.matchTemplate(a, b[rim:-rim, rim:-rim], cv2.TM_CCOEFF_NORMED).max())
