"""The whole way of one photograph: find, straighten, judge, even out, turn upright. About 0.2 s on one core.

Call `one_core()` once in the process that does it: OpenCV would otherwise take every core from the screens. Never in
the hub.
"""

from dataclasses import dataclass, replace

import cv2

from drivers.documents.finding import Found, find
from drivers.documents.judging import Judged, judge
from drivers.documents.pages import Page, deskewed, even, lying, straighten, turned
from drivers.documents.shapes import A4, CARD, Picture, Points, Shape, started_at_top_left
from drivers.documents.upright import quarters_to_upright


@dataclass(frozen=True, slots=True)
class Taken:
    """`found` is None where a person gave the corners. `upright` says whether the page's direction could be told."""

    page: Page
    judged: Judged
    found: Found | None
    upright: bool


def one_core() -> None:
    cv2.setNumThreads(1)


def take(frame: Picture, shape: Shape = A4, corners: Points | None = None) -> Taken | None:
    """None: no paper of that shape is seen. Ask a person for the corners where `found` is there and not `sure`."""
    found = None
    if corners is None:
        found = find(frame, shape)
        if found is None:
            return None
        corners = found.corners
    straight = straighten(frame, started_at_top_left(corners), shape)
    judged = judge(straight, found)
    page = even(straight, shape)
    quarters = quarters_to_upright(page)
    page = turned(page, quarters or 0)
    if shape is CARD:
        page = lying(page)
    return Taken(deskewed(page) if shape is A4 else page, judged, found, quarters is not None)


def turn(taken: Taken, quarters: int) -> Taken:
    """As the person wants it."""
    return replace(taken, page=turned(taken.page, quarters), upright=True)
