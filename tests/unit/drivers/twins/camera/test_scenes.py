"""Drawn photographs: the same from the same seed, and true about their corners."""

import cv2
import numpy as np
import pytest

from drivers.twins.camera.desks import DESKS
from drivers.twins.camera.papers import CARD_MM, SHEETS, card, sheet
from drivers.twins.camera.scenes import HIGH, WIDE, compose, photograph, sample


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_is_drawn_the_same_from_the_same_seed(kind):
    one, two, other = (sheet(np.random.default_rng(seed), kind, 60) for seed in (4, 4, 5))
    assert np.array_equal(one.picture, two.picture)
    assert not np.array_equal(one.picture, other.picture)


@pytest.mark.parametrize("side", ["front", "back"])
def test_a_card_has_rounded_corners_and_its_size(side):
    drawn = card(np.random.default_rng(1), side, 200)
    assert drawn.opaque[0, 0] == 0 and drawn.opaque[200, 300] == 255
    assert drawn.picture.shape[1] == round(CARD_MM[0] / 25.4 * 200)


def test_the_corners_are_where_the_paper_s_corners_are_drawn():
    random = np.random.default_rng(3)
    dots = sheet(random, "blank", 100)
    dots.picture[:] = 255
    dots.picture[:30, :30] = (0, 0, 255)
    scene = compose(random, dots, "cloth")
    centre = scene.corners.mean(axis=0)
    at = scene.corners[0] + (centre - scene.corners[0]) * 0.012
    blue, green, red = (int(c) for c in scene.frame[int(at[1]), int(at[0])])
    assert red > 2 * blue and red > 2 * green
    out = scene.corners[0] - (centre - scene.corners[0]) * 0.02
    assert int(scene.frame[int(out[1]), int(out[0])][2]) < red


@pytest.mark.parametrize("desk", DESKS)
def test_every_desk_fills_the_frame_and_is_no_single_colour(desk):
    drawn = DESKS[desk](np.random.default_rng(8), 600, 400)
    assert drawn.shape == (400, 600, 3)
    assert drawn.std() > 0.3


@pytest.mark.slow
def test_a_paper_that_is_cut_off_has_a_corner_outside_and_others_have_none():
    inside = np.array([WIDE, HIGH])
    for flaw, out in (("cut_off", True), (None, False)):
        corners = photograph(9, "letter", "white", flaw).corners
        assert bool(np.any((corners < 0) | (corners > inside))) is out


@pytest.mark.slow
def test_a_flaw_can_be_seen():
    plain, blurred, dark = (photograph(12, "letter", "white", flaw).frame for flaw in (None, "blur", "dark"))
    edges = [cv2.Laplacian(cv2.GaussianBlur(one, (0, 0), 2), cv2.CV_32F).var() for one in (blurred, plain)]
    assert edges[0] < edges[1] / 2
    assert dark.mean() < plain.mean() / 2


def test_a_sample_has_every_paper_on_every_desk():
    drawn = sample(2, 16, ("letter", "form", "blank", "none"))
    assert len({(paper, desk) for _seed, paper, desk, _flaw in drawn}) == 16
    assert len({seed for seed, *_rest in drawn}) == 16
