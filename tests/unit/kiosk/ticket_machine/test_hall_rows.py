"""The rows of the lists, from the shipped hall."""

import pytest
from fakes.puer_hall import catalogues, directory, lines, puer

from kiosk.ticket_machine import hall_rows as rows
from kiosk.ticket_machine.known import Known
from kiosk.ticket_machine.shapes import page_of, pages


@pytest.fixture(scope="module")
def known() -> Known:
    found = Known().hear(directory()).hear(lines())
    for catalogue in catalogues():
        found = found.hear(catalogue)
    return found


def test_the_most_wanted_come_in_the_halls_order_from_all_departments(known: Known) -> None:
    found = rows.wanted(known)
    assert [item.wanted for item in found] == sorted(item.wanted for item in puer().items if item.wanted)
    assert len({item.department for item in found}) > 5


def test_every_department_says_how_many_wait_and_how_many_windows_are_open(known: Known) -> None:
    found = rows.department_rows(known, "zh")
    assert [row.department for row in found] == [one.id for one in puer().departments]
    assert known.lines is not None
    for row in found:
        assert row.waiting == known.lines.departments[row.department]
        labels = {
            label for item in rows.of_department(known, row.department) for label in known.lines.items[item.id].windows
        }
        assert row.windows == len(labels) > 0


def test_an_item_row_says_what_where_and_how_long(known: Known) -> None:
    item = known.item("social-card-apply")
    assert item is not None and known.lines is not None
    line = known.lines.items[item.id]
    row = rows.item_row(known, item, "zh", ("social-card-apply",))
    assert (row.name, row.detail, row.waiting, row.usable, row.chosen) == (
        "社保卡申领", "社会保障卡申领", line.waiting, True, True,
    )  # fmt: skip
    assert row.wait.startswith("约 ") and row.windows.startswith("A0")
    assert rows.item_row(known, item, "en").name == "Social security card"


def test_without_a_link_nothing_is_offered(known: Known) -> None:
    assert not any(row.usable for row in rows.item_rows(known, rows.wanted(known), "zh", up=False))
    assert not any(row.usable for row in rows.department_rows(known, "zh", up=False))


def test_a_theme_names_the_departments_that_take_part(known: Known) -> None:
    item = known.item("theme-newborn")
    assert item is not None
    assert rows.item_row(known, item, "zh").detail == "卫生健康、户籍身份证、医疗保障、社保就业"


@pytest.mark.parametrize(
    ("waiting", "windows", "mood"),
    [(0, 0, "calm"), (0, 3, "calm"), (10, 1, "usual"), (11, 1, "busy"), (11, 2, "usual"), (11, 0, "busy")],
)
def test_a_line_is_busy_when_it_is_longer_than_the_hall_wants_for_each_window(
    waiting: int, windows: int, mood: str
) -> None:
    assert rows.mood(waiting, windows, 10) == mood


def test_a_paper_that_several_items_ask_for_is_brought_once(known: Known) -> None:
    found = rows.paper_rows(known, ("social-card-apply", "id-card-renew"), "zh")
    names = [row.name for row in found]
    assert "居民身份证" in names and len(names) == len(set(names))
    assert [row.place for row in found] == list(range(1, len(found) + 1))


def test_windows_are_told_by_the_place_where_they_are(known: Known) -> None:
    found = rows.place_rows(known, ("A02", "C01", "A01", "X99"), "zh")
    assert found == (
        rows.PlaceRow("A区 社会民生 · 1楼", ("A02", "A01")),
        rows.PlaceRow("C区 公安不动产 · 2楼", ("C01",)),
        rows.PlaceRow("", ("X99",)),
    )


@pytest.mark.parametrize(("count", "size", "expected"), [(0, 5, 1), (5, 5, 1), (6, 5, 2), (11, 5, 3)])
def test_pages_hold_everything_and_no_page_is_empty(count: int, size: int, expected: int) -> None:
    assert pages(count, size) == expected
    all_rows = tuple(range(count))
    assert tuple(row for page in range(expected) for row in page_of(all_rows, page, size)) == all_rows
    assert page_of(all_rows, 99, size) == page_of(all_rows, expected - 1, size)
