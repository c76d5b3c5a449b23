"""Corners and papers."""

import numpy as np
import pytest

from drivers.documents.shapes import A4, CARD, area, is_quad, ratio_of, sides, started_at_top_left

SQUARE = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])


def test_clockwise_as_seen_has_a_positive_area():
    assert area(SQUARE) == 100
    assert area(SQUARE[::-1]) == -100


def test_the_sides_run_from_each_corner_to_the_next():
    assert sides(SQUARE * (2, 1)).tolist() == [20, 10, 20, 10]


@pytest.mark.parametrize("shape", [A4, CARD])
def test_the_ratio_is_that_of_the_paper_lying_or_standing(shape):
    lying = SQUARE / 10 * (shape.long_mm, shape.short_mm)
    assert ratio_of(lying) == pytest.approx(shape.ratio)
    assert ratio_of(lying[:, ::-1]) == pytest.approx(shape.ratio)


def test_the_first_corner_is_the_one_nearest_to_the_top_left():
    for turn in range(4):
        assert started_at_top_left(np.roll(SQUARE, turn, axis=0)).tolist() == SQUARE.tolist()


@pytest.mark.parametrize(
    ("corners", "good"),
    [
        (SQUARE, True),
        (SQUARE[::-1], False),
        (SQUARE[[0, 2, 1, 3]], False),
        (np.array([(0.0, 0.0), (10.0, 0.0), (3.0, 3.0), (0.0, 10.0)]), False),
        (np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 0.5), (0.0, 0.5)]) * 1.0, True),
    ],
)
def test_a_quad_is_convex_and_clockwise(corners, good):
    assert is_quad(corners) is good


def test_a_quad_may_be_too_small():
    assert not is_quad(SQUARE, least_area=101)
