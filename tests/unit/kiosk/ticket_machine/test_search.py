"""What letters find, over the whole catalogue of the shipped hall."""

import pytest
from fakes.puer_hall import catalogues, directory, puer

from kiosk.ticket_machine.known import Known
from kiosk.ticket_machine.search import Entry, index_of, next_letters, search


@pytest.fixture(scope="module")
def index() -> tuple[Entry, ...]:
    known = Known().hear(directory())
    for catalogue in catalogues():
        known = known.hear(catalogue)
    return index_of(known.items, {one.id: one for one in known.departments})


@pytest.mark.parametrize(
    ("query", "item"),
    [
        ("sbk", "social-card-apply"),  # the short name: 社保卡
        ("shbzk", "social-card-apply"),  # the full name: 社会保障卡
        ("shebaoka", "social-card-apply"),  # pinyin of the short name, which nobody wrote down
        ("shebk", "social-card-apply"),  # both mixed
        ("sfz", "id-card-renew"),
        ("hz", "passport-issue"),
        ("huzhao", "passport-issue"),
        ("jhdj", "marriage-register"),  # short name again
        ("社保卡", "social-card-apply"),
        ("护照", "passport-issue"),
        ("领证", "marriage-register"),  # a keyword
        ("lz", "marriage-register"),  # the keyword's initials
    ],
)
def test_the_item_a_person_means_comes_first(index: tuple[Entry, ...], query: str, item: str) -> None:
    assert search(index, query)[0] == item


def test_every_item_is_found_first_page_by_the_initials_of_its_name(index: tuple[Entry, ...]) -> None:
    for item in puer().items:
        letters = "".join(letter for letter in item.initials if letter.isalpha())
        assert item.id in search(index, letters)[:4], (item.id, letters)


def test_case_and_spaces_do_not_matter(index: tuple[Entry, ...]) -> None:
    assert search(index, " SBK ") == search(index, "sbk")


def test_english_words_count_on_an_english_screen_only(index: tuple[Entry, ...]) -> None:
    assert search(index, "passport", "en")[0] == "passport-issue"
    assert search(index, "marriage", "en")[0] == "marriage-register"
    assert search(index, "passport", "zh") == ()


def test_a_department_is_found_by_its_initials(index: tuple[Entry, ...]) -> None:
    found = search(index, "ylbz")
    mine = {item.id for item in puer().items if item.department == "medical-insurance"}
    assert mine <= set(found)


def test_an_empty_query_and_nonsense_find_nothing(index: tuple[Entry, ...]) -> None:
    assert search(index, "") == () == search(index, "  ")
    assert search(index, "vvvv") == () == search(index, "数据库") == search(index, "s" * 1000)


def test_wanted_items_come_before_others_of_the_same_rank(index: tuple[Entry, ...]) -> None:
    found = search(index, "s")
    assert found[0] == "social-card-apply"


def test_exactly_the_letters_that_lead_on_are_alive(index: tuple[Entry, ...]) -> None:
    for query in ("", "s", "sb", "hz"):
        alive = next_letters(index, query)
        for letter in "abcdefghijklmnopqrstuvwxyz":
            assert (letter in alive) == bool(search(index, query + letter)), (query, letter)


def test_no_letter_is_alive_when_nothing_is_found(index: tuple[Entry, ...]) -> None:
    assert next_letters(index, "vv") == ""
