"""Find the paper in a photograph: its four corners to a pixel or so, and how sure that is.

Every quad that the straight edges of the picture could form in the paper's proportions is weighed by the evidence along
its sides; the best is then measured again in the full picture. `sure` is False where a person should look: a side is
mostly guessed, another quad is nearly as good, or the paper runs out of the frame.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from drivers.documents.edges import Measured, measure
from drivers.documents.lines import Field, gather, noise_of, segments_of, shrink, weigh
from drivers.documents.quads import Quads, by_tone, paper_inside, quads_of
from drivers.documents.shapes import Picture, Points, Shape, area, ratio_of, started_at_top_left

SURE: Final = 0.5
"""Confidence from which a quad is taken without a person's look."""
_DARKER_AREA: Final = 0.2
_CLEAR: Final = 0.65
_MARGIN: Final = 0.01
"""So much of the frame's width may a corner lie outside before the paper counts as cut off."""


@dataclass(frozen=True, slots=True)
class Found:
    """`corners` clockwise from the one nearest to the frame's top left."""

    corners: Points
    confidence: float
    cut_off: bool

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE and not self.cut_off


def find(frame: Picture, shape: Shape) -> Found | None:
    """The paper of that shape in a BGR frame; None: nothing that could be one."""
    lab, scale = shrink(frame)
    noise = noise_of(lab)
    normals, offsets = gather(segments_of(lab, noise))
    if len(offsets) < 4:
        return None
    size = (lab.shape[1], lab.shape[0])
    quads = quads_of(weigh(lab, noise, normals, offsets), size, shape)
    if quads is None:
        return None
    at_border = np.asarray(quads.at_border.any(axis=1))
    whole = by_tone(quads.some(~at_border), lab)
    best = _winner(frame, whole, lab, scale, shape)
    if best is not None and best.sure:
        return best
    return _cut_off(by_tone(quads.some(at_border), lab), whole.score.max(initial=0.0), scale) or best


def _winner(frame: Picture, quads: Quads, lab: Field, scale: float, shape: Shape) -> Found | None:
    if not len(quads.score):
        return None
    best = int(np.argmax(quads.score))
    measured = measure(frame, (quads.corners[best] + 0.5) * scale - 0.5, reach=4.0 * scale)
    paper = paper_inside(lab, (measured.corners + 0.5) / scale - 0.5)
    big = area(quads.corners[best]) > _DARKER_AREA * lab.shape[0] * lab.shape[1]
    against = _rival(quads, best, lab.shape[1])
    factors = (*_for_quad(quads, best, against, big), *_for_measured(measured, shape, paper))
    confidence = float(np.prod(factors) ** 0.5)
    return Found(started_at_top_left(measured.corners), confidence, _is_cut_off(measured.corners, frame))


def _cut_off(quads: Quads, least: float, scale: float) -> Found | None:
    """A paper that runs out of the frame: three clear sides and the border, and more for it than for any whole one."""
    clear = np.minimum(np.where(quads.at_border, 1.0, quads.coverage), quads.steady).min(axis=1) > _CLEAR
    quads = quads.some(np.asarray(clear & (quads.score > least)))
    if not len(quads.score):
        return None
    corners = (quads.corners[int(np.argmax(quads.score))] + 0.5) * scale - 0.5
    return Found(started_at_top_left(corners), 0.0, True)


def _rival(quads: Quads, best: int, wide: int) -> float:
    """Score of the best quad that is another one, as a part of the winner's."""
    mine = quads.corners[best]
    off = np.min([np.abs(np.roll(quads.corners, turn, axis=1) - mine).max(axis=(1, 2)) for turn in range(4)], axis=0)
    is_other = off > 0.012 * wide
    if quads.coverage[best].min() > 0.75:  # a frame printed on the paper lies within the paper
        is_other &= ~_within(quads.corners, mine)
    others = quads.score[is_other]
    return float(others.max() / max(1e-9, quads.score[best])) if len(others) else 0.0


def _within(quads: NDArray[np.float64], outer: Points) -> NDArray[np.bool_]:
    """Whether all corners of a quad lie in the outer one or within some pixels of it."""
    along = np.roll(outer, -1, axis=0) - outer
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.linalg.norm(along, axis=1)[:, None]
    depth = np.einsum("nkj,sj->nks", quads, normal) - np.einsum("sj,sj->s", outer, normal)
    return np.asarray(np.all(depth > -6.0, axis=(1, 2)))


def _for_quad(quads: Quads, best: int, rival: float, big: bool) -> tuple[float, ...]:
    """Factors of the confidence, each 1 where nothing speaks against the quad."""
    return (
        _within_0_1((quads.coverage[best].min() - 0.35) / 0.4),
        _within_0_1((quads.steady[best].min() - 0.4) / 0.3),
        _within_0_1((0.55 - quads.part[best]) / 0.2),
        _within_0_1((1.0 - rival) / 0.1),
        # darker than what is around: a paper on a whiter desk, but a portrait on a card too, which is smaller
        float(quads.darker[best] < 2 or big),
    )


def _for_measured(measured: Measured, shape: Shape, paper: float) -> tuple[float, ...]:
    off = abs(np.log(ratio_of(measured.corners) / shape.ratio))
    return (
        _within_0_1((min(measured.agreeing) - 0.5) / 0.2),
        _within_0_1((0.13 - off) / 0.05),
        _within_0_1((paper - 0.65) / 0.15),
    )


def _within_0_1(value: float) -> float:
    return float(min(1.0, max(0.0, value)))


def _is_cut_off(corners: Points, frame: Picture) -> bool:
    high, wide = frame.shape[:2]
    slack = _MARGIN * wide
    return bool(np.any(corners < -slack) or np.any(corners > np.array([wide - 1, high - 1]) + slack))
