"""Straight edges of a small picture: candidates for the sides of a paper, with the evidence along each.

An edge of a paper is a step: another tone on each side over some pixels. A printed line is dark in the middle and has
the same tone on both sides; the soft rim of a shadow has no step over so short a way. So evidence is the step between
two narrow bands, measured along the whole line once; the sides of all possible quads are then looked up in its sums.
"""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.documents.shapes import Picture, Points

Field = NDArray[Any]
"""Lab, in 32-bit floats."""

SMALL_LONG: Final = 864
"""Long side of the picture in which lines are sought."""
STEP_PX: Final = 2.0
"""Distance between samples along a line."""
_WEIGHED_MAX: Final = 120
_LINES_MAX: Final = 40
_SEGMENT_MIN: Final = 18.0
_NEAR_PX: Final = 2.5
_BANDS: Final = ((3.0, 4.0), (5.0, 6.0))
"""Distances of the near and of the far bands: beyond what a printed line and its blur cover."""
BORDER_WORTH: Final = 0.62
_RUN: Final = 9
"""So many samples in a row are averaged: the grain goes, a faint edge stays."""


@dataclass(frozen=True, slots=True)
class Lines:
    """`normal` · p = `offset` for points p of a line; `reach` is the position along it of the first sample.

    `plus` and `minus` are running sums over the samples of the evidence that the side that the normal points to is
    brighter or darker (chroma counts as either); each sample counts from 0 to 1.

    The last four lines are the borders of the picture, at which a paper may be cut off: they count a little everywhere.
    """

    normal: Points
    offset: NDArray[np.float64]
    first: NDArray[np.float64]
    plus: NDArray[np.float64]
    minus: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.offset)


def shrink(frame: Picture) -> tuple[Field, float]:
    """Lab of the frame made small, and how many pixels of the frame one of it is."""
    scale = max(1.0, max(frame.shape[:2]) / SMALL_LONG)
    size = (round(frame.shape[1] / scale), round(frame.shape[0] / scale))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.float32), frame.shape[1] / size[0]


def noise_of(lab: Field) -> float:
    """Standard deviation of the grain of brightness: of the paper's and the desk's, not of what is printed."""
    bright = lab[:, :, 0]
    rough = bright[1:-1, 1:-1] * 4 - bright[:-2, 1:-1] - bright[2:, 1:-1] - bright[1:-1, :-2] - bright[1:-1, 2:]
    return max(0.35, float(np.median(np.abs(rough))) / 0.6745 / 20**0.5)


def segments_of(lab: Field, noise: float) -> Points:
    """Straight pieces of edges (x1, y1, x2, y2), found where a step stands out of the grain, however faint."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, 0.8)
    chroma = cv2.resize(lab[:, :, 1] + lab[:, :, 2], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found = []
    for plane, grain, scale in ((lab[:, :, 0], noise, 1), (chroma, noise * 0.5, 2)):
        gain = float(np.clip(5.0 / grain, 1.0, 7.0))
        plain = np.clip((plane - cv2.blur(plane, (61, 61))) * gain + 128, 0, 255).astype(np.uint8)
        lines = detector.detect(plain)[0]
        if lines is not None:
            found.append(np.asarray(lines, np.float64).reshape(-1, 4) * scale)
    return np.concatenate(found) if found else np.zeros((0, 4))


def gather(segments: Points) -> tuple[Points, NDArray[np.float64]]:
    """Lines on which much of the segments lies: normals and offsets, those with the longest pieces first."""
    along = segments[:, 2:] - segments[:, :2]
    length = np.linalg.norm(along, axis=1)
    order = np.argsort(-length)[:400]
    order = order[length[order] > _SEGMENT_MIN * 0.5]
    segments, along, length = segments[order], along[order], length[order]
    unit = along / length[:, None]
    middle = (segments[:, :2] + segments[:, 2:]) / 2
    free = np.ones(len(segments), bool)
    normals: list[Points] = []
    offsets: list[float] = []
    for n in range(len(segments)):
        if len(offsets) == _WEIGHED_MAX or length[n] < _SEGMENT_MIN:
            break
        if not free[n]:
            continue
        normal, offset = np.array([-unit[n, 1], unit[n, 0]]), float(middle[n] @ (-unit[n, 1], unit[n, 0]))
        with_it = np.arange(len(segments)) == n
        for _ in range(2):  # once by the longest piece, once by what has gathered on it
            far = np.abs(segments.reshape(-1, 2, 2) @ normal - offset).max(axis=1)
            with_it |= free & (far < _NEAR_PX) & (np.abs(unit @ normal) < 0.05)
            normal, offset = _through(segments[with_it].reshape(-1, 2), np.repeat(length[with_it], 2))
        free &= ~with_it
        normals.append(normal)
        offsets.append(offset)
    return np.array(normals).reshape(-1, 2), np.array(offsets)


def _through(points: Points, weight: NDArray[np.float64]) -> tuple[Points, float]:
    """The line nearest to the points."""
    centre = np.average(points, axis=0, weights=weight)
    spread = (points - centre) * np.sqrt(weight)[:, None]
    normal = np.linalg.eigh(spread.T @ spread)[1][:, 0]
    return np.asarray(normal), float(centre @ normal)


def weigh(lab: Field, noise: float, normals: Points, offsets: NDArray[np.float64]) -> Lines:
    """Measure the step along every line, through the whole picture."""
    high, wide = lab.shape[:2]
    reach = float(np.hypot(high, wide))
    at = np.arange(-reach, reach, STEP_PX)
    unit = np.stack([normals[:, 1], -normals[:, 0]], axis=1)
    points = normals[:, None] * offsets[:, None, None] + unit[:, None] * at[None, :, None]
    inside = np.all((points > 6) & (points < (wide - 7, high - 7)), axis=2)
    steps = []
    for band in _BANDS:
        pairs = [
            _look(lab, points + normals[:, None] * far) - _look(lab, points - normals[:, None] * far) for far in band
        ]
        steps.append(cv2.blur(np.mean(pairs, axis=0), (_RUN, 1)))
    # both bands must agree: beside a printed line the near one may, the far one does not
    least = max(0.9, 1.2 * noise)
    near, far = (step[:, :, 0] for step in steps)
    rise = np.clip(np.minimum(np.abs(near), np.abs(far)) / least - 0.5, 0, 1) * (near * far > 0) * inside
    colour = np.minimum(*(np.hypot(step[:, :, 1], step[:, :, 2]) for step in steps))
    tinted = np.clip(colour / (1.3 * least) - 0.5, 0, 1) * inside
    plus, minus = np.maximum(rise * (near > 0), tinted), np.maximum(rise * (near < 0), tinted)
    strength = np.clip(np.minimum(np.abs(near), np.abs(far)) / least, 1, 12)
    best = np.argsort(-np.maximum((plus * strength).sum(axis=1), (minus * strength).sum(axis=1)))[:_LINES_MAX]
    normals, offsets, plus, minus = normals[best], offsets[best], plus[best], minus[best]
    borders = np.full((4, len(at)), BORDER_WORTH)
    normals = np.concatenate([normals, [(1, 0), (0, 1), (1, 0), (0, 1)]])
    offsets = np.concatenate([offsets, [0, 0, wide - 1, high - 1]])
    plus, minus = np.concatenate([plus, borders]), np.concatenate([minus, borders])
    return Lines(normals, offsets, np.full(len(offsets), at[0]), _sums(plus), _sums(minus))


def _look(lab: Field, points: Points) -> Field:
    where = points.astype(np.float32)
    return np.asarray(cv2.remap(lab, where[:, :, 0], where[:, :, 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _sums(evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([np.zeros((len(evidence), 1)), np.cumsum(evidence, axis=1)], axis=1)
