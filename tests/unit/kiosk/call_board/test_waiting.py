"""Rows of the list of who waits for what: longest first, and still under the eye."""

from hypothesis import given
from hypothesis import strategies as st

from edge_hub.contract.base import Words
from edge_hub.contract.hall import ItemInfo, ItemLine
from kiosk.call_board.waiting import NO_LINES, PAGE_S, ROUND_S, Round, page_of, pages_of, turned

NAME = Words(zh="事项", en="item")
ITEMS = {
    f"i{n}": ItemInfo(id=f"i{n}", department="d", name=NAME, short_name=NAME, pinyin="shi xiang", initials="sx")
    for n in range(12)
}


def line(waiting: int, wait: int | None = 5) -> ItemLine:
    return ItemLine(waiting=waiting, windows=("A01",), wait_min=None if wait is None else (0, wait), tickets=True)


def lines(**waiting: int) -> dict[str, ItemLine]:
    return {item: line(count) for item, count in waiting.items()}


def test_the_longest_line_stands_first_and_of_equal_lines_the_longer_wait() -> None:
    some = {"i0": line(2, 9), "i1": line(7, 1), "i2": line(2, 30), "i3": line(2, None), "i4": line(0)}
    assert turned(Round(), ITEMS, some, 8, 0.0).order == ("i1", "i2", "i0", "i3")


def test_a_row_keeps_its_place_while_figures_change() -> None:
    first = turned(Round(), ITEMS, lines(i0=3, i1=2, i2=1), 8, 0.0)
    assert turned(first, ITEMS, lines(i0=1, i1=2, i2=9), 8, ROUND_S - 1) is first
    assert turned(first, ITEMS, lines(i0=1, i1=2, i2=9), 8, ROUND_S).order == ("i2", "i1", "i0")


def test_an_emptied_line_keeps_its_place_until_somebody_needs_it() -> None:
    first = turned(Round(), ITEMS, lines(i0=3, i1=2, i2=1), 8, 0.0)
    assert turned(first, ITEMS, lines(i0=3, i1=0, i2=1), 8, 1.0) is first
    assert turned(first, ITEMS, lines(i0=3, i1=0, i2=1, i3=1), 8, 1.0).order == ("i0", "i3", "i2")
    assert turned(first, ITEMS, lines(i0=3, i1=2, i2=1, i3=5), 8, 1.0).order == ("i0", "i1", "i2", "i3")


def test_with_several_pages_each_has_its_turn_before_the_order_is_taken_anew() -> None:
    some = lines(**{f"i{n}": 12 - n for n in range(10)})
    round_ = turned(Round(), ITEMS, some, 4, 100.0)
    assert pages_of(round_, 4) == 3
    assert [page_of(round_, 4, 100 + n * PAGE_S) for n in range(3)] == [0, 1, 2]
    assert turned(round_, ITEMS, some, 4, 100 + 3 * PAGE_S - 0.1) is round_
    later = turned(round_, ITEMS, some, 4, 100 + 3 * PAGE_S)
    assert later.nth == round_.nth + 1 and page_of(later, 4, 100 + 3 * PAGE_S) == 0


def test_a_round_of_which_half_is_over_gives_way_but_not_within_a_page() -> None:
    round_ = turned(Round(), ITEMS, lines(**{f"i{n}": 1 for n in range(10)}), 4, 0.0)
    left = lines(i8=1, i9=1)
    assert turned(round_, ITEMS, left, 4, PAGE_S - 0.1) is round_
    assert turned(round_, ITEMS, left, 4, PAGE_S).order == ("i8", "i9")


def test_when_nobody_waits_or_nothing_may_be_believed_no_row_is_left() -> None:
    first = turned(Round(), ITEMS, lines(i0=3), 8, 0.0)
    nobody = turned(first, ITEMS, lines(i0=0), 8, 1.0)
    assert nobody.order == turned(first, ITEMS, NO_LINES, 8, 1.0).order == ()
    assert turned(nobody, ITEMS, lines(i0=0), 8, 2.0) is nobody, "a quiet board changes nothing"
    assert turned(nobody, ITEMS, lines(i0=1), 8, 2.0).order == ("i0",), "the first one is seen at once"


def test_an_item_whose_name_is_not_known_yet_is_not_shown() -> None:
    assert turned(Round(), {}, lines(i0=3), 8, 0.0).order == ()


@given(st.lists(st.dictionaries(st.sampled_from(sorted(ITEMS)), st.integers(0, 3)), max_size=30), st.floats(0.1, 4))
def test_whatever_happens_rows_move_only_when_a_round_begins(told: list[dict[str, int]], step_s: float) -> None:
    round_, now_s = Round(), 0.0
    for counts in told:
        now_s += step_s
        some = lines(**counts)
        later = turned(round_, ITEMS, some, 4, now_s)
        waited_for = {item for item, count in counts.items() if count}
        assert waited_for <= set(later.order) and len(set(later.order)) == len(later.order)
        if later.nth == round_.nth:
            assert len(later.order) >= len(round_.order)
            for had, has in zip(round_.order, later.order, strict=False):
                assert had == has or had not in waited_for, "a row that is read was moved"
        round_ = later
