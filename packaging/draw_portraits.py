"""Draws the portraits of invented clerks into configs/puer/photos: flat shapes, no person's likeness.

    .venv/bin/python packaging/draw_portraits.py [FOLDER]

The same call draws the same pictures. A portrait is one row of PEOPLE; a way to wear one's hair is one function.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

SIDE, FINE = 320, 4
"""Pixels of a picture, and how much finer it is drawn first, so that edges come out smooth."""
COLOURS = 80
FOLDER = Path(__file__).parent.parent / "configs" / "puer" / "photos"

Point = tuple[float, float]
SKINS = (("#F6CFB0", "#E3AE8A"), ("#EFC09A", "#D79F78"), ("#E2AA80", "#C68A60"))
"""A skin and its shade."""
BLACK, BROWN, GREY, WHITE_HAIR = "#23242B", "#4A3327", "#7E8188", "#C9CBD0"


@dataclass(frozen=True)
class Person:
    """One invented clerk; coordinates of a portrait go from 0 to 100, downwards."""

    clerk: str
    hair: Callable[["Easel", "Person", bool], None]
    skin: int = 0
    colour: str = BLACK
    ground: str = "#CFE0F5"
    coat: str = "#22406F"
    accent: str = "#B3202C"
    glasses: bool = False
    tie: bool = False
    lips: str = "#B5564C"
    jaw: float = 19.0
    """Half the width of the face at its widest."""


class Easel:
    """A picture under the brush."""

    def __init__(self, ground: str) -> None:
        self._scale = SIDE * FINE / 100
        self.image = Image.new("RGB", (SIDE * FINE, SIDE * FINE), ground)
        self._draw = ImageDraw.Draw(self.image)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        self._draw.ellipse([one * self._scale for one in (x - rx, y - ry, x + rx, y + ry)], fill=colour)

    def shape(self, points: Sequence[Point], colour: str) -> None:
        """A closed shape with smooth sides through `points` (a closed Catmull-Rom curve)."""
        self._draw.polygon([(x * self._scale, y * self._scale) for x, y in _smooth(points)], fill=colour)

    def corners(self, points: Sequence[Point], colour: str) -> None:
        """A closed shape with straight sides."""
        self._draw.polygon([(x * self._scale, y * self._scale) for x, y in points], fill=colour)

    def arc(self, x: float, y: float, rx: float, ry: float, start: int, end: int, colour: str, width: float) -> None:
        box = [one * self._scale for one in (x - rx, y - ry, x + rx, y + ry)]
        self._draw.arc(box, start, end, fill=colour, width=round(width * self._scale))

    def box(self, x: float, y: float, wide: float, high: float, round_: float, colour: str) -> None:
        where = [one * self._scale for one in (x, y, x + wide, y + high)]
        self._draw.rounded_rectangle(where, round_ * self._scale, fill=colour)

    def frame(self, x: float, y: float, wide: float, high: float, round_: float, colour: str, width: float) -> None:
        where = [one * self._scale for one in (x, y, x + wide, y + high)]
        self._draw.rounded_rectangle(
            where, round_ * self._scale, outline=colour, width=round(width * self._scale)
        )  # fmt: skip

    def picture(self) -> Image.Image:
        """In its final size, with few colours: a few kilobytes."""
        small = self.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        return small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)


def _smooth(points: Sequence[Point], steps: int = 14) -> list[Point]:
    out = []
    count = len(points)
    for n in range(count):
        before, here, there, after = (points[(n + k) % count] for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            out.append(tuple(_spline(*axis, t) for axis in zip(before, here, there, after, strict=True)))
    return out  # type: ignore[return-value]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def mixed(colour: str, other: str, share: float) -> str:
    """`share` of the other colour in the first."""
    pairs = [(int(colour[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(one + (two - one) * share):02X}" for one, two in pairs)


# ---- hair: each is called twice, first for what lies behind the head, then for what lies before it -----------------


def bob(it: Easel, who: Person, behind: bool) -> None:
    """To the chin, parted at the side."""
    if behind:
        it.shape([(50, 12), (73, 22), (77, 48), (74, 66), (62, 69), (38, 69), (26, 66), (23, 48), (27, 22)], who.colour)
        return
    it.shape([(50, 13), (68, 20), (73, 38), (72, 50), (68, 42), (63, 32), (56, 25), (44, 31), (34, 37), (30, 46),
              (28, 50), (27, 38), (32, 20)], who.colour)  # fmt: skip
    shine(it, who)


def long(it: Easel, who: Person, behind: bool) -> None:
    """Over the shoulders, parted in the middle."""
    if behind:
        it.shape([(50, 11), (72, 20), (78, 44), (80, 72), (76, 90), (62, 86), (38, 86), (24, 90), (20, 72), (22, 44),
                  (28, 20)], who.colour)  # fmt: skip
        return
    it.shape([(50, 12), (66, 18), (73, 36), (73, 56), (69, 44), (61, 31), (50, 22), (39, 31), (31, 44), (27, 56),
              (27, 36), (34, 18)], who.colour)  # fmt: skip
    shine(it, who)


def bun(it: Easel, who: Person, behind: bool) -> None:
    """Put up."""
    if behind:
        it.oval(50, 12, 11, 10, who.colour)
        it.arc(50, 14, 8, 6, 200, 340, mixed(who.colour, "#FFFFFF", 0.22), 1.0)
        it.shape([(50, 14), (70, 23), (73, 42), (66, 52), (34, 52), (27, 42), (30, 23)], who.colour)
        return
    it.shape([(50, 15), (66, 21), (72, 38), (70, 46), (65, 33), (50, 26), (35, 33), (30, 46), (28, 38), (34, 21)],
             who.colour)  # fmt: skip
    shine(it, who)


def tail(it: Easel, who: Person, behind: bool) -> None:
    """Tied back, a fringe in front."""
    if behind:
        it.shape([(70, 28), (83, 40), (84, 62), (77, 78), (72, 70), (75, 54), (68, 42)], who.colour)
        it.shape([(50, 13), (70, 22), (74, 42), (68, 54), (32, 54), (26, 42), (30, 22)], who.colour)
        return
    it.shape([(50, 14), (66, 20), (72, 34), (71, 44), (66, 36), (60, 34), (52, 36), (44, 34), (36, 36), (30, 44),
              (28, 34), (34, 20)], who.colour)  # fmt: skip
    shine(it, who)


def curls(it: Easel, who: Person, behind: bool) -> None:
    """Short and waved."""
    if behind:
        for x, y, r in ((29, 30, 9), (26, 43, 8), (29, 55, 7), (71, 30, 9), (74, 43, 8), (71, 55, 7), (50, 18, 14)):
            it.oval(x, y, r, r, who.colour)
        return
    for x, y, r in ((34, 23, 9), (43, 19, 9), (53, 18, 9), (62, 21, 9), (68, 29, 7), (31, 31, 6)):
        it.oval(x, y, r, r * 0.95, who.colour)
    shine(it, who)


def parted(it: Easel, who: Person, behind: bool) -> None:
    """A man's cut, parted at the side."""
    if behind:
        it.shape([(50, 14), (69, 22), (72, 40), (68, 46), (32, 46), (28, 40), (31, 22)], who.colour)
        return
    it.shape([(46, 12), (62, 14), (71, 24), (72, 40), (69, 42), (67, 32), (58, 30), (46, 30), (36, 27), (33, 33),
              (31, 42), (28, 40), (28, 26), (35, 15)], who.colour)  # fmt: skip
    shine(it, who)


def crew(it: Easel, who: Person, behind: bool) -> None:
    """Short all over."""
    if behind:
        it.shape([(50, 15), (68, 22), (71, 40), (66, 44), (34, 44), (29, 40), (32, 22)], who.colour)
        return
    it.shape([(50, 13), (64, 16), (71, 27), (71.5, 40), (68.5, 36), (66, 28), (50, 25), (34, 28), (31.5, 36),
              (28.5, 40), (29, 27), (36, 16)], who.colour)  # fmt: skip


def swept(it: Easel, who: Person, behind: bool) -> None:
    """Combed up and back."""
    if behind:
        it.shape([(50, 12), (69, 20), (72, 40), (67, 46), (33, 46), (28, 40), (31, 20)], who.colour)
        return
    it.shape([(52, 9), (66, 13), (73, 26), (71.5, 41), (69, 38), (67, 28), (56, 23), (40, 24), (33, 30), (31, 38),
              (28.5, 41), (27.5, 27), (34, 15)], who.colour)  # fmt: skip
    shine(it, who)


def receding(it: Easel, who: Person, behind: bool) -> None:
    """Little on top, some at the sides."""
    if behind:
        it.shape([(50, 17), (67, 22), (73, 38), (70, 50), (30, 50), (27, 38), (33, 22)], who.colour)
        return
    it.shape([(67, 22), (72, 30), (72, 44), (69.5, 44), (68.5, 34), (64, 26)], who.colour)
    it.shape([(33, 22), (28, 30), (28, 44), (30.5, 44), (31.5, 34), (36, 26)], who.colour)


def shine(it: Easel, who: Person) -> None:
    """Light on the hair."""
    it.arc(50, 33, 17, 15.5, 212, 258, mixed(who.colour, "#FFFFFF", 0.2), 1.3)


# ---- the rest ------------------------------------------------------------------------------------------------------


def coat(it: Easel, who: Person) -> None:
    """Shoulders, shirt, lapels, and what is worn at the neck."""
    dark = mixed(who.coat, "#000000", 0.25)
    it.shape([(50, 74), (68, 77), (84, 83), (93, 96), (95, 112), (5, 112), (7, 96), (16, 83), (32, 77)], who.coat)
    it.corners([(38.5, 73), (61.5, 73), (50, 101)], "#FDFDFD")
    if who.tie:
        it.corners([(47.2, 81), (52.8, 81), (54.5, 84), (50, 87.5), (45.5, 84)], mixed(who.accent, "#000000", 0.2))
        it.corners([(48, 86), (52, 86), (54, 101), (46, 101)], who.accent)
    else:
        it.shape([(38, 74), (50, 81), (62, 74), (60, 82), (54, 86), (56, 96), (50, 92), (44, 96), (46, 86), (40, 82)],
                 who.accent)  # fmt: skip
        it.oval(50, 84.5, 2.6, 2.2, mixed(who.accent, "#FFFFFF", 0.18))
    it.corners([(38.5, 72.5), (29, 78), (33, 87), (29, 90), (50, 104), (38, 84)], dark)
    it.corners([(61.5, 72.5), (71, 78), (67, 87), (71, 90), (50, 104), (62, 84)], dark)
    it.box(66, 90, 15, 6.5, 1.2, "#F4F7FB")
    it.box(67.4, 91.6, 3.4, 3.4, 0.8, "#C8102E")
    it.box(72.2, 91.9, 7.4, 1.2, 0.6, "#7D93B5")
    it.box(72.2, 94.0, 5.4, 1.0, 0.5, "#B5C3D8")


def head(it: Easel, who: Person) -> None:
    """Neck, ears, face."""
    skin, shade = SKINS[who.skin]
    it.shape([(43, 58), (57, 58), (58, 72), (61, 75), (50, 82), (39, 75), (42, 72)], shade)
    for x in (50 - who.jaw - 1.2, 50 + who.jaw + 1.2):
        it.oval(x, 46, 3.6, 5.2, skin)
        it.oval(x, 46.6, 1.9, 3.0, shade)
    jaw = who.jaw
    it.shape([(50, 20), (50 + jaw * 0.78, 25), (50 + jaw, 40), (50 + jaw * 0.94, 53), (50 + jaw * 0.6, 64), (50, 69),
              (50 - jaw * 0.6, 64), (50 - jaw * 0.94, 53), (50 - jaw, 40), (50 - jaw * 0.78, 25)], skin)  # fmt: skip


def features(it: Easel, who: Person) -> None:
    """Cheeks, eyes, brows, nose, a smile, and glasses."""
    skin, shade = SKINS[who.skin]
    for side in (-1, 1):
        it.oval(50 + side * 11.6, 54.5, 4.0, 2.7, mixed(skin, "#E8796B", 0.22))
        it.oval(50 + side * 8.4, 45.6, 2.15, 2.65, "#26211F")
        it.oval(50 + side * 8.4 + 0.7, 44.7, 0.75, 0.85, "#FFFFFF")
        it.arc(50 + side * 8.4, 46.2, 3.6, 3.6, 205, 335, "#3A302C", 0.75)
        it.arc(50 + side * 8.6, 42.6, 5.0, 3.4, 205, 335, mixed(who.colour, "#3A302C", 0.5), 1.15)
    it.arc(50, 50.4, 2.6, 2.6, 35, 145, shade, 1.1)
    it.arc(50, 54.4, 6.4, 5.4, 28, 152, who.lips, 1.35)
    it.arc(50, 61.6, 3.0, 1.6, 20, 160, shade, 0.8)
    if who.glasses:
        for x in (36.3, 52.6):
            it.frame(x, 41.4, 11.1, 8.9, 3.4, "#2B3242", 0.85)
        it.arc(50, 45.4, 2.9, 1.7, 195, 345, "#2B3242", 0.85)


def portrait(who: Person) -> Image.Image:
    """The finished picture."""
    it = Easel(who.ground)
    it.oval(50, 52, 46, 46, mixed(who.ground, "#FFFFFF", 0.42))
    who.hair(it, who, True)
    coat(it, who)
    head(it, who)
    features(it, who)
    who.hair(it, who, False)
    return it.picture()


BLUE, GREEN, SAND, ROSE, LILAC = "#CFE0F5", "#D3E9DF", "#F1E3CF", "#F4DCDD", "#DFDBF1"
NAVY, SLATE, PINE = "#22406F", "#3B4A5E", "#1E5148"

PEOPLE = (
    Person("1001", long, 0, BLACK, BLUE, NAVY, "#B3202C"),
    Person("1002", parted, 1, BLACK, GREEN, NAVY, "#2C5AA0", tie=True, jaw=20),
    Person("1003", bob, 0, BROWN, ROSE, SLATE, "#C65B7C"),
    Person("1004", receding, 2, GREY, SAND, NAVY, "#7A1F2B", tie=True, jaw=20.5, glasses=True),
    Person("1005", tail, 0, BLACK, SAND, NAVY, "#D0722A"),
    Person("1006", swept, 0, BLACK, BLUE, SLATE, "#1F6F78", tie=True, glasses=True, jaw=19.5),
    Person("1007", bun, 1, BLACK, LILAC, NAVY, "#6B4FA0"),
    Person("1008", crew, 2, BLACK, BLUE, PINE, "#B3202C", tie=True, jaw=20),
    Person("1009", curls, 0, GREY, GREEN, NAVY, "#A33A5A", glasses=True),
    Person("1011", bob, 1, BLACK, BLUE, NAVY, "#2C7A9C", glasses=True),
    Person("1012", parted, 2, BROWN, SAND, SLATE, "#35537F", tie=True, jaw=20.5),
    Person("1013", bun, 1, BLACK, ROSE, PINE, "#D9A441"),
    Person("1015", long, 1, BROWN, GREEN, NAVY, "#B3202C", jaw=18.5),
    Person("1016", receding, 1, WHITE_HAIR, BLUE, SLATE, "#2C5AA0", tie=True, jaw=20),
    Person("1018", crew, 1, BLACK, LILAC, NAVY, "#8A2432", tie=True, jaw=20.5),
    Person("1021", tail, 0, BROWN, BLUE, SLATE, "#C65B7C", glasses=True, jaw=18.5),
    Person("1024", swept, 1, GREY, GREEN, NAVY, "#5B3A1E", tie=True, jaw=20),
)
"""By staff number, as in configs/puer/people.yaml."""


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for who in PEOPLE:
        portrait(who).save(folder / f"{who.clerk}.png", optimize=True)


if __name__ == "__main__":
    main()
