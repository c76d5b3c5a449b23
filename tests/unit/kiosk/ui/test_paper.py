"""Blocks on A4: kept whole where they fit, broken between rows where they do not, and nothing lost."""

import re
import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.ui.paper import Block, Margin, write_pdf

MARGIN = Margin("试", ("左", "右"), ("foot one", "foot two"), "page {page} of {pages}")
TABLE = '<table width="100%" border="1" cellspacing="0" cellpadding="4">'


@pytest.fixture(autouse=True)
def application(qapp: QGuiApplication) -> None:
    """Fonts need one."""


def pages_of(path: Path) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def table(name: str, rows: int) -> Block:
    cells = tuple(f"<tr><td>{name}{row:03}</td></tr>" for row in range(rows))
    return Block(f"<p>head {name}</p>{TABLE}", cells, "</table>", f"<p>again {name}</p>{TABLE}")


def written(tmp_path: Path, *blocks: Block) -> list[str]:
    number = write_pdf(tmp_path / "paper.pdf", blocks, MARGIN)
    pages = pages_of(tmp_path / "paper.pdf")
    assert len(pages) == number
    return pages


def test_every_page_is_a4_and_has_its_head_its_foot_and_its_number(tmp_path: Path) -> None:
    pages = written(tmp_path, table("a", 100))
    for number, page in enumerate(pages, 1):
        assert all(word in page for word in ("左", "右", "foot one", "foot two", f"page {number} of {len(pages)}"))
    info = subprocess.run(["pdfinfo", tmp_path / "paper.pdf"], capture_output=True, text=True, check=True).stdout
    assert "A4" in info and "试" in info


def test_a_long_table_goes_on_over_pages_and_loses_no_row(tmp_path: Path) -> None:
    pages = written(tmp_path, table("a", 130))
    assert len(pages) > 2
    assert re.findall(r"a\d{3}", "".join(pages)) == [f"a{row:03}" for row in range(130)]
    assert "head a" in pages[0] and all("again a" in page for page in pages[1:])


def test_a_block_that_fits_on_the_next_page_is_not_broken(tmp_path: Path) -> None:
    whole = Block("<p>first</p>" + "<p>line</p>" * 30 + "<p>last</p>")
    pages = written(tmp_path, table("a", 20), whole)
    assert len(pages) == 2
    assert "first" in pages[1] and "last" in pages[1] and "first" not in pages[0]


def test_a_table_does_not_leave_one_row_alone_at_the_end_of_a_page(tmp_path: Path) -> None:
    for filling in range(24, 40):
        pages = written(tmp_path, table("a", filling), table("b", 30))
        for page in pages[:-1]:
            assert "head b" not in page or "b001" in page


def test_a_row_taller_than_a_page_ends_all_the_same(tmp_path: Path) -> None:
    tall = f"<tr><td>{'<br/>'.join(['tall'] * 200)}</td></tr>"
    pages = written(tmp_path, Block(TABLE, (tall, "<tr><td>after</td></tr>"), "</table>", TABLE))
    assert len(pages) == 2 and "after" in pages[1]


def test_nothing_at_all_is_a_paper_without_pages_that_can_be_read(tmp_path: Path) -> None:
    assert write_pdf(tmp_path / "none.pdf", [], MARGIN) == 0
