"""Files that others open: JPEG with its resolution, PDF that poppler reads, fingerprints that can be checked."""

import hashlib
import io
import re
import subprocess

import numpy as np
import pytest
from PIL import Image

from drivers.documents.binding import bound, card_sheet, leaf, sm3
from drivers.documents.pages import Page


@pytest.fixture(scope="module")
def pages():
    random = np.random.default_rng(7)
    noisy = random.integers(200, 256, (2339, 1654, 3), np.uint8)
    return [Page(noisy, 200), Page(np.full((1240, 1748, 3), 255, np.uint8), 150)]


def test_sm3_of_the_standard_s_example():
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_a_leaf_is_a_jpeg_that_says_its_resolution_and_has_its_fingerprints(pages):
    one = leaf(pages[0])
    with Image.open(io.BytesIO(one.jpeg)) as image:
        assert (image.format, image.size, image.info["dpi"]) == ("JPEG", (1654, 2339), (200, 200))
    assert one.sha256 == hashlib.sha256(one.jpeg).hexdigest()
    assert one.sm3 == sm3(one.jpeg)


def test_poppler_opens_the_pdf_and_finds_each_page_as_large_as_its_paper(pages, tmp_path):
    file = tmp_path / "papers.pdf"
    file.write_bytes(bound([leaf(page) for page in pages]))
    told = subprocess.run(["pdfinfo", "-l", "9", file], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    sizes = re.findall(r"size: +([\d.]+) x ([\d.]+)", told.stdout)
    assert [(round(float(w) / 72 * 25.4), round(float(h) / 72 * 25.4)) for w, h in sizes] == [(210, 297), (296, 210)]


def test_each_jpeg_comes_out_of_the_pdf_byte_for_byte(pages, tmp_path):
    leaves = [leaf(page) for page in pages]
    (tmp_path / "papers.pdf").write_bytes(bound(leaves))
    subprocess.run(["pdfimages", "-j", tmp_path / "papers.pdf", tmp_path / "out"], check=True)
    out = [hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(tmp_path.glob("out*.jpg"))]
    assert out == [one.sha256 for one in leaves]


def test_the_same_pages_give_the_same_bytes(pages):
    assert bound([leaf(pages[1])]) == bound([leaf(pages[1])])


def test_both_sides_of_a_card_stand_on_one_sheet_in_their_true_size():
    side = np.zeros((638, 1011, 3), np.uint8)
    sheet = card_sheet(Page(side, 300), Page(side + 90, 300))
    assert (round(sheet.picture.shape[1] / 300 * 25.4), round(sheet.picture.shape[0] / 300 * 25.4)) == (210, 297)
    rows, columns = np.nonzero(sheet.picture[:, :, 0] == 0)
    assert (np.ptp(columns) + 1) / 300 * 25.4 == pytest.approx(85.6, abs=0.1)
    assert (np.ptp(rows) + 1) / 300 * 25.4 == pytest.approx(54.0, abs=0.1)
    assert np.nonzero(sheet.picture[:, :, 0] == 90)[0].min() > rows.max()


def test_a_card_that_was_laid_upright_lies_on_its_sheet_and_no_desk_shows_at_its_corners():
    side = np.full((1011, 638, 3), 60, np.uint8)
    side[:300] = 120
    sheet = card_sheet(Page(side, 300), Page(side, 300)).picture[:, :, 0]
    rows, columns = np.nonzero(sheet[:1500] < 200)
    top, left = rows.min(), columns.min()
    assert np.ptp(columns) > 1.5 * np.ptp(rows)
    assert sheet[top + 2, left + 2] == 255 and sheet[top + 60, left + 60] < 200
    assert {int(sheet[top + 300, left + 60]), int(sheet[top + 300, columns.max() - 60])} == {60, 120}
