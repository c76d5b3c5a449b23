"""The rating tables: five levels, national tags whose first digit is the level, and the three that come first."""

from edge_hub.contract.rating import CORE_TAGS, LEVEL_NAMES, STARS, TAGS, Level, tags_of


def test_every_level_has_a_name_and_its_stars() -> None:
    assert set(LEVEL_NAMES) == set(STARS) == set(Level)
    assert [level.stars for level in Level] == [5, 4, 3, 2, 1]


def test_the_last_two_levels_are_a_bad_rating() -> None:
    assert [level for level in Level if level.is_bad] == [Level.BAD, Level.VERY_BAD]


def test_every_tag_belongs_to_exactly_one_level() -> None:
    assert sorted(code for level in Level for code in tags_of(level)) == sorted(TAGS)
    assert all(code[0] == str(level.stars) for level in Level for code in tags_of(level))


def test_every_level_has_eight_tags_and_begins_with_its_three_core_ones() -> None:
    for level in Level:
        assert len(tags_of(level)) == 8
        assert set(tags_of(level)[:3]) == {code for code in CORE_TAGS if code[0] == str(level.stars)}


def test_no_tag_is_said_twice() -> None:
    assert len({words.zh for words in TAGS.values()}) == len({words.en for words in TAGS.values()}) == len(TAGS)
