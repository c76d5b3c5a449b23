"""Measure the sides of a quad in the full picture: curves through the steps across them, corners where those meet.

A lens bends straight sides by some pixels, so a side is a flat parabola, not a line.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.documents.shapes import Picture, Points

_PROFILES: Final = 96
_STEP: Final = 0.75
_WIDTH: Final = 7
"""Points of a profile on each side of a step that are averaged."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`agreeing` is the part of each side's profiles that lies on its curve."""

    corners: Points
    agreeing: tuple[float, float, float, float]


def measure(frame: Picture, corners: Points, reach: float) -> Measured:
    """Corners that lie within `reach` pixels of the given ones; a side without a clear edge stays where it was."""
    curves, agreeing = [], []
    for n in range(4):
        curve, part = _side(frame, corners[n - 1], corners[n], reach)
        curves.append(curve)
        agreeing.append(part)
    meets = [_meet(corners, n, curves) for n in range(4)]
    return Measured(np.array(meets), (agreeing[0], agreeing[1], agreeing[2], agreeing[3]))


def _side(frame: Picture, start: Points, end: Points, reach: float) -> tuple[NDArray[np.float64], float]:
    """Coefficients (highest first) of the offset along the normal over -1 to 1 from start to end."""
    at = np.linspace(-0.92, 0.92, _PROFILES)
    across = np.arange(-reach - _WIDTH * _STEP, reach + _WIDTH * _STEP + 1e-9, _STEP)
    along = (end - start) / 2
    normal = np.array([-along[1], along[0]]) / max(1e-9, float(np.linalg.norm(along)))
    points = (start + end) / 2 + at[:, None, None] * along + across[None, :, None] * normal
    where = points.astype(np.float32)
    profile = cv2.remap(
        frame, np.ascontiguousarray(where[:, :, 0]), np.ascontiguousarray(where[:, :, 1]), cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float64)  # fmt: skip
    profile = np.asarray(cv2.blur(profile, (1, 3)), np.float64)
    sums = np.concatenate([np.zeros((_PROFILES, 1, 3)), np.cumsum(profile, axis=1)], axis=1)
    # step at a place: the narrow band on its one side less that on its other, weighted to the place nearest
    step = _bands(sums, _WIDTH) + 2 * _bands(sums, 2, trim=_WIDTH - 2)
    strength = np.linalg.norm(step, axis=2) * np.sign(step.sum(axis=2))
    size = strength.shape[1]
    centres = across[_WIDTH : _WIDTH + size] - _STEP / 2
    if np.median(strength[np.arange(_PROFILES), np.abs(strength).argmax(axis=1)]) < 0:
        strength = -strength
    return _curve(at, centres, np.maximum(strength, 0))


def _bands(sums: NDArray[np.float64], width: int, trim: int = 0) -> NDArray[np.float64]:
    low, middle, high = sums[:, : -2 * width], sums[:, width:-width], sums[:, 2 * width :]
    step = (high - 2 * middle + low) / width
    return step[:, trim : step.shape[1] - trim]


def _curve(
    at: NDArray[np.float64], centres: NDArray[np.float64], strength: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """The parabola that the most profiles agree with, each at its strongest step near it."""
    peak = strength.argmax(axis=1)
    offset, weight = centres[peak], strength[np.arange(len(at)), peak]
    weight = np.minimum(weight, np.median(weight) * 1.5) + 1e-9
    curve = np.array([0.0, 0.0, _mode(offset, weight)])
    for near in (7.0, 4.0, 2.5, 2.0, 2.0):
        expected = np.polyval(curve, at)
        close = np.where(np.abs(centres[None, :] - expected[:, None]) <= near, strength, -1.0)
        peak = close.argmax(axis=1)
        offset, found = centres[peak], close[np.arange(len(at)), peak]
        good = (np.abs(offset - expected) < near) & (found > 0.35 * np.median(np.maximum(found, 0)))
        if good.sum() < 12:
            break
        curve = np.polyfit(at[good], offset[good], 2 if near <= 4 and good.sum() > 40 else 1)
        curve = np.concatenate([np.zeros(3 - len(curve)), curve])
    best = centres[strength.argmax(axis=1)]
    return curve, float(np.mean(np.abs(best - np.polyval(curve, at)) < 2.5))


def _mode(offset: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    near = np.abs(offset[:, None] - offset[None, :]) < 4.0
    return float(offset[int((near * weight[None, :]).sum(axis=1).argmax())])


def _meet(corners: Points, n: int, curves: list[NDArray[np.float64]]) -> Points:
    """Where side n (ending at corner n) and the next one meet, by stepping between the two curves."""
    sides = []
    for side in (n, (n + 1) % 4):
        start, end = corners[side - 1], corners[side]
        along = (end - start) / 2
        length = max(1e-9, float(np.linalg.norm(along)))
        sides.append(
            ((start + end) / 2, along / length, length, np.array([-along[1], along[0]]) / length, curves[side])
        )
    point = corners[n]
    for _ in range(6):
        lines = []
        for middle, unit, length, normal, curve in sides:
            t = float(np.clip((point - middle) @ unit / length, -1.2, 1.2))
            slope = float(np.polyval(np.polyder(curve), t)) / length
            tangent = normal - slope * unit
            base = middle + t * length * unit + float(np.polyval(curve, t)) * normal
            lines.append((tangent, float(tangent @ base)))
        point = np.linalg.solve(np.array([lines[0][0], lines[1][0]]), np.array([lines[0][1], lines[1][1]]))
    return np.asarray(point)
