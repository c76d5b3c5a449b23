"""A photograph becomes a page that lies straight, upright and white."""

import cv2
import numpy as np
import pytest

from drivers.documents.pages import Page, deskewed, dpi_for, even, lean_of, straighten, turned
from drivers.documents.shapes import A4, CARD
from drivers.documents.taking import take, turn
from drivers.documents.upright import quarters_to_upright
from drivers.twins.camera.papers import sheet


@pytest.fixture(scope="module")
def letter():
    return Page(sheet(np.random.default_rng(11), "letter", 200).picture, 200)


@pytest.mark.parametrize("quarters", range(4))
def test_a_letter_is_turned_upright_by_its_commas(letter, quarters):
    assert quarters_to_upright(turned(letter, quarters)) == (-quarters) % 4


def test_nobody_can_tell_which_way_up_an_empty_sheet_lies():
    assert quarters_to_upright(Page(sheet(np.random.default_rng(3), "blank", 200).picture, 200)) is None


@pytest.mark.parametrize("degrees", [-2.2, -0.6, 0.9, 2.5])
def test_a_leaning_print_is_levelled(letter, degrees):
    high, wide = letter.picture.shape[:2]
    turning = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    leaning = Page(cv2.warpAffine(letter.picture, turning, (wide, high), borderValue=(250, 250, 250)), 200)
    assert lean_of(leaning) == pytest.approx(-degrees, abs=0.15)
    assert abs(lean_of(deskewed(leaning))) < 0.15


def test_a_page_has_its_paper_s_size_at_200_to_300_dpi(photo):
    scene = photo(301, "letter", "wood")
    page = straighten(scene.frame, scene.corners, A4)
    assert 200 <= page.dpi <= 300
    assert max(page.picture.shape) == round(297 / 25.4 * page.dpi)
    card = photo(305, "card_front", "wood")
    assert dpi_for(card.corners, CARD) == 300


def test_paper_becomes_white_under_a_coloured_lamp_and_a_shadow(letter):
    fall = np.linspace(1.0, 0.55, letter.picture.shape[1])[None, :, None]
    lit = Page((letter.picture * fall * (0.8, 0.9, 1.0)).astype(np.uint8), 200)
    white = even(lit, A4).picture
    assert (np.median(white.reshape(-1, 3), axis=0) >= 250).all()
    assert np.percentile(white.min(axis=2), 0.5) < 60


def alike(one, other):
    blurred = [cv2.GaussianBlur(picture, (0, 0), 4) for picture in (one, other)]
    return cv2.matchTemplate(*blurred, cv2.TM_CCOEFF_NORMED).max()


def test_a_photograph_becomes_an_upright_page(photo):
    scene = photo(301, "letter", "wood")
    taken = take(scene.frame)
    assert taken is not None and taken.upright and taken.found is not None
    assert not taken.judged.verdicts
    flat = cv2.resize(scene.paper.picture, taken.page.picture.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert alike(taken.page.picture, flat) > 0.8 > alike(np.rot90(taken.page.picture, 2).copy(), flat)


def test_a_person_s_corners_are_taken_as_they_are_and_a_person_turns_the_page(photo):
    scene = photo(332, "blank", "wood")
    taken = take(scene.frame, A4, scene.corners)
    assert taken is not None and taken.found is None and not taken.upright
    assert turn(taken, 1).page.picture.shape[:2] == taken.page.picture.shape[1::-1]


def test_no_paper_no_page():
    assert take(np.full((486, 648, 3), 90, np.uint8)) is None
