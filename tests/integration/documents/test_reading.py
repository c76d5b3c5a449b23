"""What stands on a paper can still be read from its PDF, by a program that knows nothing of ours."""

import difflib
import subprocess
from pathlib import Path

import cv2
import pytest

from drivers.documents.binding import bound, leaf
from drivers.documents.taking import Taken, one_core, take, turn
from drivers.twins.camera.scenes import photograph


def read(picture: Path) -> str:
    told = subprocess.run(
        ["tesseract", picture, "-", "-l", "chi_sim", "--dpi", "230", "--psm", "6"],
        capture_output=True, text=True, check=True, env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return "".join(told.stdout.split())


def part_read_again(flat: str, from_pdf: str) -> float:
    """The part of the characters read from the flat page that are read again, in the same order."""
    matcher = difflib.SequenceMatcher(None, flat, from_pdf, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(flat)


def drawn_again(taken: Taken, file: Path) -> Path:
    """The page of the PDF, as poppler draws it."""
    file.write_bytes(bound([leaf(taken.page)]))
    out = file.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(taken.page.dpi), "-png", "-singlefile", file, out], check=True)
    return out.with_suffix(".png")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_tesseract_reads_from_the_pdf_what_it_reads_from_the_flat_page(tmp_path):
    one_core()
    parts = []
    for seed, desk in ((1501, "wood"), (1502, "cloth"), (1503, "white"), (1504, "pale")):
        scene = photograph(seed, "letter", desk)
        flat, file = tmp_path / "flat.png", tmp_path / "page.pdf"
        cv2.imwrite(str(flat), scene.paper.picture)
        taken = take(scene.frame, corners=scene.corners if desk == "pale" else None)
        assert taken is not None, (seed, desk)
        # where the page's direction cannot be told, a person turns it
        ways = [taken] if taken.upright else [turn(taken, quarters) for quarters in range(4)]
        parts.append(max(part_read_again(read(flat), read(drawn_again(way, file))) for way in ways))
    assert sum(parts) / len(parts) >= 0.97, parts
