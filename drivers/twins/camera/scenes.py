"""A photograph of a paper on a desk, as a document camera takes it, with the true place of the corners.

The order of nature: a desk with clutter, the paper's shadow, the paper in perspective, light, the lens, the sensor, the
codec. Flaws are those that the picture's judge has to find; each is one that a person would see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.twins.camera.desks import DESKS, Field, desk
from drivers.twins.camera.papers import Paper, Picture, card, sheet

Points = NDArray[np.float64]

WIDE: Final = 2592
HIGH: Final = 1944
FLAWS: Final = ("blur", "motion", "glare", "dark", "cut_off")
_FOCAL: Final = 1.15 * WIDE


@dataclass(frozen=True, slots=True)
class Scene:
    """`corners` are the paper's top left, top right, bottom right and bottom left, in pixels (x, y); None: no paper."""

    frame: Picture
    corners: Points | None
    paper: Paper | None
    desk: str
    flaw: str | None


def photograph(seed: int, paper: str = "letter", desk_kind: str = "wood", flaw: str | None = None) -> Scene:
    """One photograph. `paper` is a kind of sheet, "card_front", "card_back" or "none"."""
    random = np.random.default_rng(seed)
    flat: Paper | None = None
    if paper.startswith("card_"):
        flat = card(random, paper.removeprefix("card_"))
    elif paper != "none":
        flat = sheet(random, paper, 230, landscape=bool(random.random() < 0.15))
    return compose(random, flat, desk_kind, flaw)


def sample(
    seed: int, count: int, papers: tuple[str, ...], flaw: str | None = None
) -> list[tuple[int, str, str, str | None]]:
    """Arguments of `photograph`, with papers and desks in equal parts."""
    desks = tuple(DESKS)
    return [
        (seed * 100_000 + n, papers[n // len(desks) % len(papers)], desks[n % len(desks)], flaw) for n in range(count)
    ]


def compose(random: np.random.Generator, paper: Paper | None, desk_kind: str, flaw: str | None = None) -> Scene:
    ground = desk(random, desk_kind, WIDE, HIGH)
    _clutter(random, ground)
    corners: Points | None = None
    on_paper = np.zeros((HIGH, WIDE), np.float32)
    if paper is not None:
        corners = _pose(random, paper, cut_off=flaw == "cut_off")
        if desk_kind == "pale":
            tone = float(np.median(paper.picture.reshape(-1, 3).mean(axis=1)))
            ground += tone - 230 + random.choice([-1, 1], p=[0.8, 0.2]) * random.uniform(4, 15)
        picture, on_paper = _lay(paper, corners)
        _cast_shadow(random, ground, on_paper, pale=desk_kind == "pale")
        bend = 1 + random.uniform(-0.025, 0.025) * np.linspace(-1, 1, WIDE, dtype=np.float32)[None, :, None]
        ground = ground * (1 - on_paper[:, :, None]) + picture * bend * on_paper[:, :, None]
    light = _light(random, flaw)
    frame = ground * light
    if flaw == "glare" and corners is not None:
        frame += _glare(random, corners)[:, :, None]
    frame, corners = _lens(random, frame, corners, flaw)
    return Scene(_sensor(random, frame), corners, paper, desk_kind, flaw)


def _pose(random: np.random.Generator, paper: Paper, *, cut_off: bool) -> Points:
    """Where the corners fall: turned by quarters and a little, tilted a little, filling much of the frame."""
    wide, high = paper.mm
    flat = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)]) / 2
    least = 0.4 if max(paper.mm) > 200 else 0.2
    for _ in range(1000):
        yaw = np.radians(90 * random.integers(4) + random.uniform(-12, 12))
        tilt, about = np.radians(random.uniform(0, 14)), random.uniform(0, 2 * np.pi)
        turn = np.array([(np.cos(yaw), -np.sin(yaw)), (np.sin(yaw), np.cos(yaw))])
        x, y = (flat @ turn.T).T
        along = x * np.cos(about) + y * np.sin(about)
        squeezed = along * (np.cos(tilt) - 1)
        x, y, z = x + squeezed * np.cos(about), y + squeezed * np.sin(about), along * np.sin(tilt)
        distance = random.uniform(1.15, 2.4) * max(wide, high)
        seen = np.stack([x, y], axis=1) * (_FOCAL / (distance + z))[:, None]
        room = np.array([WIDE, HIGH]) - (seen.max(axis=0) - seen.min(axis=0))
        if cut_off:
            if room.min() < -0.1 * WIDE or np.ptp(seen[:, 0]) < 0.5 * WIDE:
                continue
            placed = _push_out(random, seen)
            if placed is not None:
                return placed
        elif room.min() > 40 and np.ptp(seen[:, 0]) * np.ptp(seen[:, 1]) > least * WIDE * HIGH:
            corner = random.uniform(20, np.maximum(room - 20, 21))
            return np.asarray(seen - seen.min(axis=0) + corner)
    raise AssertionError("no such pose")


def _push_out(random: np.random.Generator, seen: Points) -> Points | None:
    """Over one border by 4 to 20 % of the frame."""
    moved = seen - seen.min(axis=0) + (np.array([WIDE, HIGH]) - np.ptp(seen, axis=0)) / 2
    axis, far = int(random.integers(2)), bool(random.integers(2))
    over = random.uniform(0.04, 0.2) * (WIDE, HIGH)[axis]
    moved[:, axis] += (WIDE, HIGH)[axis] - moved[:, axis].max() + over if far else -moved[:, axis].min() - over
    return np.asarray(moved)


def _lay(paper: Paper, corners: Points) -> tuple[Field, Field]:
    """The paper as it lies in the frame, and how much of each pixel it covers."""
    flat = paper.picture
    longest = max(float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[2] - corners[1])))
    scale = min(1.0, 1.1 * longest / max(flat.shape[:2]))
    flat = cv2.resize(flat, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    high, wide = flat.shape[:2]
    opaque: Field = np.ones((high, wide), np.float32)
    if paper.opaque is not None:
        opaque = cv2.resize(paper.opaque, (wide, high), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    source = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32) - 0.5
    onto = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    picture = cv2.warpPerspective(flat, onto, (WIDE, HIGH), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return picture, cv2.warpPerspective(opaque, onto, (WIDE, HIGH), flags=cv2.INTER_LINEAR)


def _cast_shadow(random: np.random.Generator, ground: Field, on_paper: Field, *, pale: bool) -> None:
    shift = random.uniform(-9, 9, 2)
    moved = cv2.warpAffine(on_paper, np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32), (WIDE, HIGH))
    depth = random.uniform(0.04, 0.16) if pale else random.uniform(0.03, 0.4)
    ground *= 1 - cv2.GaussianBlur(moved, (0, 0), float(random.uniform(2, 7)))[:, :, None] * depth


def _clutter(random: np.random.Generator, ground: Field) -> None:
    """Pens, cables and coins on the desk; the paper lies over them."""
    for _ in range(int(random.integers(0, 4))):
        a, b = random.uniform(0, WIDE, 2), random.uniform(0, HIGH, 2)
        colour = tuple(float(c) for c in random.uniform(10, 200, 3))
        ends = (int(a[0]), int(b[0])), (int(a[0] + (a[1] - a[0]) * 0.35), int(b[0] + (b[1] - b[0]) * 0.5))
        if random.random() < 0.6:
            cv2.line(ground, *ends, colour, int(random.integers(8, 34)), cv2.LINE_AA)
        else:
            cv2.circle(ground, ends[0], int(random.integers(30, 90)), colour, -1, cv2.LINE_AA)


def _light(random: np.random.Generator, flaw: str | None) -> Field:
    """Falling off towards a side and the corners, sometimes with the soft shadow of a head or a hand; tinted."""
    x = np.linspace(-1, 1, WIDE, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, HIGH, dtype=np.float32)[:, None]
    side, fall = random.uniform(0, 2 * np.pi), random.uniform(0, 0.16)
    light = 1 + fall * (x * np.cos(side) + y * np.sin(side)) - random.uniform(0, 0.1) * (x * x + y * y)
    if random.random() < 0.4:
        cx, cy, rx, ry = *random.uniform(-1.1, 1.1, 2), *random.uniform(0.4, 1.0, 2)
        far = np.sqrt(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2)
        light *= 1 - random.uniform(0.1, 0.35) / (1 + np.exp((far - 1) * random.uniform(6, 16)))
    exposure = random.uniform(0.13, 0.24) if flaw == "dark" else random.uniform(0.72, 0.93)
    tint = 1 + random.uniform(-0.07, 0.07, 3).astype(np.float32)
    return np.asarray((light * exposure)[:, :, None] * tint, np.float32)


def _glare(random: np.random.Generator, corners: Points) -> Field:
    """A lamp mirrored on the paper: washed out in the middle, with a soft rim."""
    inside = random.dirichlet(np.ones(4) * 3) @ corners
    area = float(cv2.contourArea(corners.astype(np.float32)))
    radius = np.sqrt(random.uniform(0.012, 0.05) * area / np.pi)
    x = np.arange(WIDE, dtype=np.float32)[None, :] - inside[0]
    y = np.arange(HIGH, dtype=np.float32)[:, None] - inside[1]
    squash = random.uniform(0.6, 1.6)
    far = np.sqrt((x / squash) ** 2 + (y * squash) ** 2) / radius
    return np.asarray(260 / (1 + np.exp((far - 1.1) * random.uniform(5, 14))), np.float32)


def _lens(
    random: np.random.Generator, frame: Field, corners: Points | None, flaw: str | None
) -> tuple[Field, Points | None]:
    """Bends straight lines a little, and blurs."""
    bend = random.uniform(-0.004, 0.004)
    half = np.array([WIDE, HIGH]) / 2
    x = (np.arange(WIDE, dtype=np.float32)[None, :] - half[0]) / half[0]
    y = (np.arange(HIGH, dtype=np.float32)[:, None] - half[1]) / half[0]
    bent = (1 - bend * (x * x + y * y)).astype(np.float32)
    mapped = [np.asarray(axis * bent * half[0] + centre, np.float32) for axis, centre in zip((x, y), half, strict=True)]
    frame = cv2.remap(frame, mapped[0], mapped[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    if corners is not None:
        flat = (corners - half) / half[0]
        seen = flat.copy()
        for _ in range(20):
            seen = flat / (1 - bend * (seen**2).sum(axis=1, keepdims=True))
        corners = seen * half[0] + half
    frame = cv2.GaussianBlur(frame, (0, 0), float(random.uniform(0.5, 1.1)))
    if flaw == "blur":
        frame = cv2.GaussianBlur(frame, (0, 0), float(random.uniform(4, 9)))
    if flaw == "motion":
        frame = cv2.filter2D(frame, -1, _smear(random.uniform(14, 36), random.uniform(0, 180)))
    return frame, corners


def _smear(length: float, degrees: float) -> Field:
    size = int(length) | 1
    line = np.zeros((size, size), np.float32)
    line[size // 2] = 1
    turned = cv2.warpAffine(line, cv2.getRotationMatrix2D((size // 2, size // 2), degrees, 1), (size, size))
    return np.asarray(turned / turned.sum(), np.float32)


def _sensor(random: np.random.Generator, frame: Field) -> Picture:
    """Shot and read noise, clipping, and the camera's own JPEG."""
    tile = random.normal(0, 1, (486, 648, 3)).astype(np.float32)
    noise = np.tile(tile, (HIGH // 486, WIDE // 648, 1))
    frame = frame + noise * (random.uniform(0.8, 2.5) + np.sqrt(np.maximum(frame, 0)) * random.uniform(0.05, 0.15))
    seen = np.clip(frame, 0, 255).astype(np.uint8)
    _ok, coded = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(82, 96))])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
