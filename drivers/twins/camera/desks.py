"""What a paper lies on: wood, cloth, white and pale desks, from a seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[Any]


def desk(random: np.random.Generator, kind: str, wide: int, high: int) -> Field:
    """BGR, 0 to 255, as an even light shows it."""
    return DESKS[kind](random, wide, high)


def _plain(colour: tuple[float, float, float], wide: int, high: int) -> Field:
    return np.full((high, wide, 3), colour, np.float32)


def _soft(random: np.random.Generator, wide: int, high: int, cells: tuple[int, int]) -> Field:
    """Smooth noise of about -1 to 1, in so many cells across and down."""
    seeds = random.normal(0, 0.5, (cells[1], cells[0])).astype(np.float32)
    return np.asarray(cv2.resize(seeds, (wide, high), interpolation=cv2.INTER_CUBIC), np.float32)


def _wood(random: np.random.Generator, wide: int, high: int) -> Field:
    """Grain along one direction and the joints of its planks."""
    tone = random.uniform(0.45, 1.15)
    base = np.array([(70, 110, 160), (60, 90, 130), (110, 150, 190), (50, 70, 95)][int(random.integers(4))]) * tone
    size = int(np.hypot(wide, high)) + 8
    grain = _soft(random, size, size, (6, int(random.integers(60, 160)))) + _soft(random, size, size, (12, 400)) * 0.5
    picture = _plain(tuple(np.minimum(base, 215)), size, size) + grain[:, :, None] * random.uniform(6, 16)
    for y in np.arange(random.uniform(0, 500), size, random.uniform(350, 900)):
        picture[int(y) : int(y) + 4] *= random.uniform(0.45, 0.8)
    turn = cv2.getRotationMatrix2D((size / 2, size / 2), float(random.choice([0.0, 90.0, random.uniform(0, 180)])), 1.0)
    turned = cv2.warpAffine(picture, turn, (size, size), borderMode=cv2.BORDER_REFLECT)
    y, x = (size - high) // 2, (size - wide) // 2
    return np.ascontiguousarray(turned[y : y + high, x : x + wide])


def _cloth(random: np.random.Generator, wide: int, high: int) -> Field:
    """A weave, with folds that cast soft shadows."""
    colour = [(60, 100, 40), (110, 60, 40), (60, 50, 130), (120, 120, 120), (50, 50, 50)][int(random.integers(5))]
    x, y = np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32)[:, None]
    pitch = random.uniform(4, 9)
    weave = np.sin(x * 2 * np.pi / pitch) * np.sin(y * 2 * np.pi / pitch) * random.uniform(4, 12)
    folds = _soft(random, wide, high, (4, 3)) * random.uniform(4, 18)
    return np.asarray(_plain(colour, wide, high) + (weave + folds)[:, :, None], np.float32)


def _white(random: np.random.Generator, wide: int, high: int) -> Field:
    """A laminate, whiter than the paper or a little greyer."""
    tone = random.uniform(196, 250)
    colour = tuple(tone + random.uniform(-5, 5, 3))
    return np.asarray(_plain(colour, wide, high) + _soft(random, wide, high, (9, 7))[:, :, None] * 1.5, np.float32)


def _pale(random: np.random.Generator, wide: int, high: int) -> Field:
    """Nearly the tone of paper, speckled: the hard one. `scenes.py` sets its tone by the paper's."""
    specks = random.normal(0, 1, (high // 2, wide // 2)).astype(np.float32)
    specks = np.asarray(cv2.resize(cv2.GaussianBlur(specks, (0, 0), 1.2), (wide, high)), np.float32)
    return np.asarray(_plain((228, 230, 231), wide, high) + specks[:, :, None] * random.uniform(0, 4), np.float32)


DESKS: Final[dict[str, Callable[[np.random.Generator, int, int], Field]]] = {
    "wood": _wood,
    "cloth": _cloth,
    "white": _white,
    "pale": _pale,
}
