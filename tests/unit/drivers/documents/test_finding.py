"""The paper in a photograph: to the pixel where it is clear, a question where it is not."""

import numpy as np
import pytest

from drivers.documents.edges import measure
from drivers.documents.finding import find
from drivers.documents.lines import gather, noise_of, segments_of, shrink, weigh
from drivers.documents.quads import quads_of
from drivers.documents.shapes import A4, CARD


def off_by(scene, corners):
    turned = (np.roll(corners, turn, axis=0) for turn in range(4))
    return min(np.linalg.norm(one - scene.corners, axis=1).max() for one in turned)


@pytest.mark.parametrize(
    ("seed", "paper", "desk", "shape"),
    [
        (301, "letter", "wood", A4),
        (302, "form", "cloth", A4),
        (303, "letter", "pale", A4),
        (305, "card_front", "wood", CARD),
    ],
)
def test_the_corners_are_found_to_a_few_pixels_and_surely(photo, seed, paper, desk, shape):
    scene = photo(seed, paper, desk)
    found = find(scene.frame, shape)
    assert found is not None and found.sure and not found.cut_off
    assert off_by(scene, found.corners) < 8


@pytest.mark.parametrize("desk", ["wood", "white"])
def test_nothing_is_taken_for_a_paper_on_an_empty_desk(photo, desk):
    found = find(photo(310, "none", desk).frame, A4)
    assert found is None or not found.sure


def test_a_paper_that_runs_out_of_the_frame_is_never_sure(photo):
    found = find(photo(320, "form", "cloth", "cut_off").frame, A4)
    assert found is None or not found.sure


def test_an_even_picture_and_pure_noise_hold_no_paper():
    random = np.random.default_rng(1)
    assert find(np.full((480, 640, 3), 127, np.uint8), A4) is None
    found = find(random.integers(0, 256, (486, 648, 3), np.uint8), A4)
    assert found is None or not found.sure


def test_a_table_printed_on_the_paper_is_no_paper_since_both_sides_of_its_lines_have_one_tone():
    picture = np.full((648, 864, 3), 235, np.uint8)
    picture[100:103, 100:700] = picture[500:503, 100:700] = 40
    picture[100:503, 100:103] = picture[100:503, 700:703] = 40
    lab, _scale = shrink(picture)
    noise = noise_of(lab)
    lines = weigh(lab, noise, *gather(segments_of(lab, noise)))
    evidence = np.maximum(lines.plus[:-4, -1], lines.minus[:-4, -1])
    assert evidence.max(initial=0.0) < 30, "a side of the table counts like an edge"
    assert quads_of(lines, (864, 648), A4) is None or not find(picture, A4).sure


def test_measuring_pulls_corners_to_the_edge_and_follows_a_bent_side():
    y, x = np.mgrid[0:600, 0:800].astype(np.float64)
    bow = 4 * (1 - ((x - 400) / 300) ** 2)
    inside = (x > 100) & (x < 700) & (y > 100 - bow) & (y < 500 + bow)
    picture = np.where(inside, 220, 90).astype(np.uint8)[:, :, None].repeat(3, axis=2)
    rough = np.array([(104.0, 96.0), (697.0, 103.0), (703.0, 497.0), (98.0, 504.0)])
    measured = measure(picture, rough, reach=12.0)
    true = np.array([(100.5, 100.0), (699.5, 100.0), (699.5, 499.5), (100.5, 499.5)])
    assert np.abs(measured.corners - true).max() < 1.5
    assert min(measured.agreeing) > 0.9
