"""How characters are read: by what the names teach, by their place in GB 2312, or not at all."""

import pytest

from kiosk.ticket_machine.readings import learn, readings


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("啊", "a"),
        ("芭", "b"),
        ("擦", "c"),
        ("搭", "d"),
        ("护照", "hz"),
        ("社保", "sb"),
        ("座", "z"),
        ("身份证", "sfz"),
    ],
)
def test_common_characters_have_the_initial_of_their_place(text: str, letters: str) -> None:
    assert "".join(spellings[0] for spellings in readings(text, {})) == letters


def test_a_character_with_two_readings_begins_with_either() -> None:
    (spellings,) = readings("行", {})
    assert set(spellings) == {"x", "h"}


def test_rare_characters_digits_and_marks_are_left_out() -> None:
    assert readings("䶮“”、80", {}) == ()


def test_latin_letters_read_as_themselves() -> None:
    assert readings("VAT", {}) == (("v",), ("a",), ("t",))


def test_names_teach_whole_syllables() -> None:
    learned = learn([("社会保障卡", "she hui bao zhang ka")])
    assert readings("社保", learned) == (("she",), ("bao",))


def test_marks_in_a_name_do_not_disturb_the_lesson() -> None:
    assert learn([("出生“一件事”", "chu sheng yi jian shi")])["件"] == ("jian",)


def test_a_name_whose_counts_do_not_agree_teaches_nothing() -> None:
    assert learn([("社保卡", "she bao")]) == {}
