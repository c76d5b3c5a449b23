"""Every flaw gets its verdict, and a good picture none."""

import numpy as np
import pytest

from drivers.documents.judging import judge, likeness, motion, thumbnail
from drivers.documents.pages import Page, even, straighten
from drivers.documents.shapes import A4, CARD
from drivers.twins.camera.papers import sheet


@pytest.mark.parametrize(
    ("seed", "paper", "flaw", "wanted"),
    [
        (301, "letter", None, set()),
        (331, "sparse", None, set()),
        (332, "blank", None, {"blank"}),
        (333, "letter", "blur", {"blurred"}),
        (334, "form", "motion", {"blurred"}),
        (335, "letter", "glare", {"glare"}),
        (336, "form", "dark", {"dark"}),
    ],
)
def test_a_page_gets_the_verdicts_of_its_flaws_and_no_others(photo, seed, paper, flaw, wanted):
    scene = photo(seed, paper, "wood", flaw)
    assert judge(straighten(scene.frame, scene.corners, A4)).verdicts == wanted


def test_a_card_in_good_light_has_no_verdict(photo):
    scene = photo(305, "card_front", "wood")
    assert judge(straighten(scene.frame, scene.corners, CARD)).verdicts == set()


def test_a_hand_in_the_picture_is_motion_and_the_camera_s_noise_is_not():
    random = np.random.default_rng(5)
    still = np.full((1944, 2592, 3), 180, np.uint8)
    noisy = (still + random.integers(-6, 7, still.shape)).astype(np.uint8)
    hand = still.copy()
    hand[600:1200, 900:1500] = 90
    assert motion(thumbnail(still), thumbnail(noisy)) < 2.0
    assert motion(thumbnail(still), thumbnail(hand)) > 2.0


def test_the_same_paper_taken_again_is_alike_and_another_letter_is_not(photo):
    first, other = photo(301, "letter", "wood"), photo(333, "letter", "wood", "blur")
    page = even(straighten(first.frame, first.corners, A4), A4)
    moved = even(straighten(first.frame, np.roll(first.corners, 2, axis=0) + 1.5, A4), A4)
    assert likeness(page, moved) > 0.9
    assert likeness(page, even(straighten(other.frame, other.corners, A4), A4)) < 0.9


def test_two_letters_of_one_hand_differ():
    one, two = (Page(sheet(np.random.default_rng(seed), "letter").picture, 200) for seed in (1, 2))
    assert likeness(one, one) > 0.99
    assert likeness(one, two) < 0.9
