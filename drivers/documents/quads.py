"""Every quad that the lines of a picture could form in a paper's proportions, and what speaks for each.

First by the evidence along its sides, then, for the best, by the tones along its rim.
"""

from dataclasses import dataclass, fields, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.documents.lines import STEP_PX, Field, Lines
from drivers.documents.shapes import Points, Shape

_AREA_MIN: Final = 0.06
_RATIO_OFF: Final = 0.13
_LOOKED_AT: Final = 80
_RATIO_OFF_CUT: Final = 0.4
"""Where the frame has cut off a part."""
_STEADY: Final = 1.3
"""Mean over spread of a side's step from which on it is a paper's."""
_APART: Final = 0.1


@dataclass(frozen=True, slots=True)
class Quads:
    corners: NDArray[np.float64]
    """(n, 4, 2)"""
    coverage: NDArray[np.float64]
    """(n, 4): the part of each side that has evidence."""
    part: NDArray[np.float64]
    score: NDArray[np.float64]
    at_border: NDArray[np.bool_]
    """(n, 4): whether a side is the border of the frame."""
    steady: NDArray[np.float64]
    """(n, 4): whether the tone changes in the same way along the whole side, 0 to 1."""

    darker: NDArray[np.int64]
    """How many sides are darker inside than outside, as a frame or a portrait printed on a paper is."""

    def some(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> "Quads":
        return Quads(*(getattr(self, one.name)[which] for one in fields(self)))


def quads_of(lines: Lines, size: tuple[int, int], shape: Shape) -> Quads | None:
    """Every pair of nearly opposite lines with every other pair that crosses it."""
    wide, high = size
    first, second = np.triu_indices(len(lines), 1)
    facing = lines.normal[first] * 1.0
    turn = np.einsum("ij,ij->i", lines.normal[first], lines.normal[second])
    middle = np.array([wide, high]) / 2
    away = [lines.normal @ middle - lines.offset]
    apart = np.abs(away[0][first] - np.sign(turn) * away[0][second])
    opposite = (np.abs(turn) > np.cos(np.radians(16))) & (apart > _APART * wide)
    first, second, facing = first[opposite], second[opposite], facing[opposite]
    a, b = np.triu_indices(len(first), 1)
    crossing = np.abs(np.einsum("ij,ij->i", facing[a], facing[b])) < np.cos(np.radians(62))
    a, b = a[crossing], b[crossing]
    if not len(a):
        return None
    round_ = np.stack([first[a], first[b], second[a], second[b]], axis=1)
    corners = np.stack([_cross(lines, round_[:, n], round_[:, (n + 1) % 4]) for n in range(4)], axis=1)
    # corner n lies between side n and side n + 1: side n runs from corner n - 1 to corner n
    at_border = round_ >= len(lines) - 4
    keep = _plausible(corners, size, shape, at_border.sum(axis=1))
    if not keep.any():
        return None
    corners, round_, at_border = corners[keep], round_[keep], at_border[keep]
    middles = corners.mean(axis=1)
    measured = np.array([_along(lines, round_[:, n], corners[:, n - 1], corners[:, n], middles) for n in range(4)])
    big = np.abs(_areas(corners)) / (wide * high)
    measured[:, 1:] *= ~at_border.T[:, None, None]
    covered, part, score = _best_sign(measured, big)
    # the other way round, side n, from corner n - 1 to corner n, is side 4 - n
    right = (_areas(corners) > 0)[:, None]
    order, ones = [0, 3, 2, 1], np.ones(at_border.shape)
    clockwise = np.where(right[:, :, None], corners, corners[:, ::-1])
    return Quads(
        clockwise,
        np.where(right, covered, covered[:, order]),
        part,
        score,
        np.where(right, at_border, at_border[:, order]),
        ones,
        np.zeros(len(ones), np.int64),
    )


def by_tone(quads: Quads, lab: Field) -> Quads:
    """The best quads, scored again by the tones along their rim.

    Just inside there is one tone, the paper's, whatever the light; and it differs from that just outside in the
    same way along the whole side, which it does not along a line of text.
    """
    quads = quads.some(np.argsort(-quads.score)[:_LOOKED_AT])
    corners = quads.corners
    if not len(corners):
        return quads
    inner, outer = _rim(lab, corners, 8.0), _rim(lab, corners, -8.0)
    middle = np.median(inner, axis=(1, 2), keepdims=True)
    off = np.abs(inner - middle)
    same = ((off[..., 0] < 0.3 * middle[..., 0]) & (off[..., 1] < 8) & (off[..., 2] < 8)).mean(axis=(1, 2))
    step = inner - outer
    mean, spread = step.mean(axis=2), step.std(axis=2)
    steady = np.linalg.norm(mean, axis=2) / (np.linalg.norm(spread, axis=2) + 0.6)
    steady = np.clip(steady, 0, _STEADY) / _STEADY
    steady = np.where(quads.at_border, 0.7, steady)
    score = quads.score * np.clip(same / 0.9, 0, 1) ** 2 * np.sqrt(steady.min(axis=1))
    darker = (mean[..., 0] < 0).sum(axis=1)
    return replace(quads, score=score, steady=steady, darker=darker)


def paper_inside(lab: Field, corners: Points) -> float:
    """The part of the worst side that has paper just inside of it: the same tone as somewhat deeper in."""
    near, deep = (np.array([_rim(lab, corners[None], inwards)[0] for inwards in rims]) for rims in ((3.5, 5.0), (9.0,)))
    off = np.abs(near - deep).max(axis=0)
    return float(((off[..., 0] < 0.15 * deep[0, ..., 0] + 2) & (off[..., 1:].max(axis=-1) < 6)).mean(axis=1).min())


def _rim(lab: Field, corners: NDArray[np.float64], inwards: float) -> NDArray[np.float64]:
    """Tones (n, side, sample, channel) along the sides, so many pixels inwards of them."""
    ends = np.roll(corners, 1, axis=1)
    along = corners - ends
    normal = np.stack([-along[..., 1], along[..., 0]], axis=2) / np.linalg.norm(along, axis=2, keepdims=True)
    part = np.linspace(0.05, 0.95, 32)[:, None]
    points = (ends + normal * inwards)[:, :, None] + along[:, :, None] * part
    flat = points.reshape(len(corners), -1, 2).astype(np.float32)
    x, y = (np.ascontiguousarray(flat[:, :, n]) for n in (0, 1))
    tones = cv2.remap(lab, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(tones, np.float64).reshape(len(corners), 4, len(part), 3)


def _cross(lines: Lines, one: NDArray[np.int64], two: NDArray[np.int64]) -> Points:
    n, m = lines.normal[one], lines.normal[two]
    c, d = lines.offset[one], lines.offset[two]
    by = n[:, 0] * m[:, 1] - n[:, 1] * m[:, 0]
    by = np.where(np.abs(by) < 1e-6, 1e-6, by)
    return np.stack([(c * m[:, 1] - d * n[:, 1]) / by, (d * n[:, 0] - c * m[:, 0]) / by], axis=1)


def _areas(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = corners[:, :, 0], corners[:, :, 1]
    return np.asarray(np.sum(x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1), axis=1) / 2)


def _plausible(
    corners: NDArray[np.float64], size: tuple[int, int], shape: Shape, at_border: NDArray[np.int64]
) -> NDArray[np.bool_]:
    wide, high = size
    slack = 0.25 * wide
    there = np.all((corners > -slack) & (corners < np.array([wide, high]) + slack), axis=(1, 2))
    lengths = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    one, two = lengths[:, 0] + lengths[:, 2], lengths[:, 1] + lengths[:, 3]
    ratio = np.log(np.maximum(one, two) / np.maximum(1e-6, np.minimum(one, two)) / shape.ratio)
    fits = (np.abs(ratio) < _RATIO_OFF) & (at_border == 0) | (np.abs(ratio) < _RATIO_OFF_CUT) & (at_border == 1)
    return np.asarray(there & fits & (np.abs(_areas(corners)) > _AREA_MIN * wide * high))


def _best_sign(
    measured: NDArray[np.float64], big: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Coverage (n, 4), how surely the quad is only a part of the paper, and score: brighter all around, darker all
    around, or a mixture, which a paper seldom is. `measured` is what `_along` gave, for each side."""
    within = measured[:, 0]
    mixed = np.where(within[:, 0] >= within[:, 1], 0, 1)[:, None, None]
    covers, parts, scores = [], [], []
    for sign, worth in ((0, 1.0), (1, 1.0), (mixed, 0.87)):
        signs = np.broadcast_to(np.asarray(sign), (4, 1, 1, within.shape[2]))
        covered, at_one, at_two = np.take_along_axis(measured, signs, axis=2)[:, :, 0].swapaxes(0, 1)
        enough = np.minimum(covered / 0.8, 1)
        # both neighbours of a side go on beyond it: then it is not where the paper ends
        part = np.minimum(np.roll(at_two, 1, axis=0), np.roll(at_one, -1, axis=0)).max(axis=0)
        ended = 1 - 0.35 * (at_one + at_two).mean(axis=0) / 2
        covers.append(covered)
        parts.append(part)
        scores.append(worth * enough.mean(axis=0) * np.sqrt(enough.min(axis=0)) * ended * (1 - 0.8 * part))
    best = np.argmax(scores, axis=0)
    covered = np.take_along_axis(np.array(covers), best[None, None], axis=0)[0]
    part = np.take_along_axis(np.array(parts), best[None], axis=0)[0]
    return covered.T, part, np.max(scores, axis=0) * big**0.4


def _along(lines: Lines, which: NDArray[np.int64], one: Points, two: Points, inside: Points) -> NDArray[np.float64]:
    """(within, beyond one, beyond two; brighter, darker inside; n): the part of a side, and of what lies just beyond
    its ends, that has evidence."""
    unit = np.stack([lines.normal[which, 1], -lines.normal[which, 0]], axis=1)
    ends = [np.einsum("ij,ij->i", unit, point) for point in (one, two)]
    start, end = np.minimum(*ends), np.maximum(*ends)
    forward = ends[0] < ends[1]
    more, rounded = 0.08 * (end - start), 0.04 * (end - start)
    parts = []
    for sums in (lines.plus, lines.minus):
        before = _part(sums, lines.first, which, start - more, start - 8)
        after = _part(sums, lines.first, which, end + 8, end + more)
        within = _part(sums, lines.first, which, start + rounded, end - rounded)
        parts.append((within, np.where(forward, before, after), np.where(forward, after, before)))
    towards = np.einsum("ij,ij->i", lines.normal[which], inside) > lines.offset[which]
    plus, minus = np.array(parts)
    return np.stack([np.where(towards, plus, minus), np.where(towards, minus, plus)], axis=1)


def _part(
    sums: NDArray[np.float64], first: NDArray[np.float64], which: NDArray[np.int64], start: NDArray[np.float64],
    end: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    last = sums.shape[1] - 1
    low = np.clip(np.rint((start - first[which]) / STEP_PX), 0, last).astype(np.int64)
    high = np.clip(np.rint((end - first[which]) / STEP_PX), 0, last).astype(np.int64)
    return np.asarray((sums[which, high] - sums[which, low]) / np.maximum(1, high - low))
