"""Straight columns in Chinese and Latin letters."""

from edge_hub.columns import aligned


def test_a_chinese_character_is_two_wide() -> None:
    assert aligned([("事项", "1"), ("card", "22")]) == ["事项   1", "card  22"]
