"""Which way up a page of Chinese print lies: along which axis its lines run, and on which side of them the commas hang.

Chinese characters are square and tell little; but commas and stops sit in the lower left of their cell, and lines begin
at the left margin. Where neither is there (a drawing, a stamp), nobody knows, and the page stays as it lies.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.documents.pages import Page, ground_of, halved

_VOTES_MIN: Final = 4
_CLEAR: Final = 0.35


def quarters_to_upright(page: Page) -> int | None:
    """Quarters clockwise by which the page has to be turned; None: cannot be told."""
    small = halved(page)
    glyphs, mm = _glyphs(small), small.dpi / 25.4
    if len(glyphs) < 6:
        return None
    lying = _lines_run_across(glyphs, mm)
    if not lying:
        # as if turned a quarter clockwise: (x, y, w, h) -> (height - y - h, x, h, w)
        glyphs = np.stack([-(glyphs[:, 1] + glyphs[:, 3]), glyphs[:, 0], glyphs[:, 3], glyphs[:, 2]], axis=1)
    vote, votes = _hanging(glyphs, mm)
    if votes < _VOTES_MIN or abs(vote) < _CLEAR * votes:
        return None
    return (0 if lying else 1) + (0 if vote > 0 else 2)


def _glyphs(page: Page) -> NDArray[np.float64]:
    """Boxes (x, y, w, h) of what may be characters and their marks; lines and pictures are left out."""
    grey = cv2.cvtColor(page.picture, cv2.COLOR_BGR2GRAY)
    ink = (grey.astype(np.int16) < ground_of(grey, page.dpi).astype(np.int16) - 60).astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    boxes = cv2.connectedComponentsWithStats(joined)[2][1:].astype(np.float64)
    mm = page.dpi / 25.4
    large = boxes[:, 2:4].max(axis=1)
    edge = (boxes[:, 0] < 2) | (boxes[:, 1] < 2) | (boxes[:, 0] + boxes[:, 2] > grey.shape[1] - 2)
    return np.asarray(boxes[(large < 9 * mm) & (large > 0.35 * mm) & (boxes[:, 4] > 3) & ~edge][:, :4])


def _lines_run_across(glyphs: NDArray[np.float64], mm: float) -> bool:
    """Whether neighbours stand closer side by side than one below the other."""
    size = np.median(glyphs[glyphs[:, 2:].max(axis=1) > 1.5 * mm][:, 2:].max(axis=1)) if len(glyphs) else 0.0
    tall = glyphs[glyphs[:, 2:].max(axis=1) > 0.6 * size]
    centre = tall[:, :2] + tall[:, 2:] / 2
    if len(centre) > 900:
        centre = centre[:900]
    far = np.abs(centre[:, None] - centre[None, :])
    reach = 1.35 * size
    beside = (far[:, :, 0] < reach) & (far[:, :, 1] < 0.3 * size)
    below = (far[:, :, 1] < reach) & (far[:, :, 0] < 0.3 * size)
    return bool(beside.sum() >= below.sum())


def _hanging(glyphs: NDArray[np.float64], mm: float) -> tuple[float, int]:
    """Marks below the middle of their line less those above, and how many marks there are."""
    longest = glyphs[:, 2:].max(axis=1)
    size = float(np.median(longest[longest > 1.5 * mm])) if (longest > 1.5 * mm).any() else 0.0
    marks, letters = glyphs[longest < 0.45 * size], glyphs[(longest > 0.7 * size) & (longest < 1.4 * size)]
    vote, votes = 0, 0
    middles = letters[:, :2] + letters[:, 2:] / 2
    for x, y, w, h in marks:
        dx, dy = middles[:, 0] - (x + w / 2), (y + h / 2) - middles[:, 1]
        beside = (np.abs(dx) < 1.4 * size) & (np.abs(dy) < 0.7 * size)
        if beside.sum() < 1 or (np.abs(dx) < 0.45 * size)[beside].any():
            continue
        off = float(np.median(dy[beside])) / size
        if abs(off) > 0.15:
            vote, votes = vote + (1 if off > 0 else -1), votes + 1
    return vote, votes
