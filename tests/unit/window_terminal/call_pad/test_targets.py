"""Where a ticket can be passed on to."""

from fakes.counter import WINDOW, at, catalogues, directory, lines

from edge_hub.contract.hall import Lines
from window_terminal.call_pad.targets import Target, search, targets


def everywhere(known_lines: Lines | None = None) -> tuple[Target, ...]:
    return targets(at(), WINDOW, directory(), {one.department: one for one in catalogues()}, known_lines or lines())


def keys(found: tuple[Target, ...]) -> list[str]:
    return [target.key for target in found]


def test_likely_ones_come_first_other_windows_then_own_department_then_the_rest() -> None:
    found = keys(everywhere())
    assert found[0] == "window:w07"
    assert set(found[1:4]) == {"item:estate-mortgage", "item:estate-query", "item:theme-house-transfer"}
    assert set(found[4:]) == {"item:social-card", "item:pension-join", "item:tax-house"}


def test_neither_the_own_window_nor_the_same_item_is_offered() -> None:
    assert not {"window:w08", "item:estate-transfer"} & set(keys(everywhere()))


def test_an_item_that_no_window_serves_now_is_not_offered() -> None:
    closed = lines().items["tax-house"].model_copy(update={"windows": ()})
    found = everywhere(lines().model_copy(update={"items": {**lines().items, "tax-house": closed}}))
    assert "item:tax-house" not in keys(found)


def test_initials_find_what_begins_with_them_before_what_contains_them() -> None:
    found = keys(search("dydj", everywhere()))
    assert found == ["item:estate-mortgage"]
    found = keys(search("dj", everywhere()))
    assert "item:estate-mortgage" in found and "item:social-card" not in found


def test_a_window_is_found_by_its_label_and_an_item_in_both_languages() -> None:
    assert keys(search("b01", everywhere())) == ["window:w07"]
    assert keys(search("抵押", everywhere())) == ["item:estate-mortgage"]
    assert keys(search("deed tax", everywhere())) == ["item:tax-house"]


def test_nonsense_finds_nothing_and_blanks_find_everything() -> None:
    assert search("zzz", everywhere()) == ()
    assert search("  ", everywhere()) == everywhere()


def test_an_item_says_where_and_how_many_wait() -> None:
    card = next(target for target in everywhere() if target.id == "social-card")
    assert (card.place.zh, card.waiting) == ("社保就业", 7)
