"""Numbers in large letters."""

from edge_hub.large import GLYPHS, large


def test_a_number_in_large_letters_is_three_lines_of_which_no_sign_is_like_another() -> None:
    assert large("A1") == ["▄▀▄ ▄█", "█▀█  █", "▀ ▀ ▀▀▀"]
    drawn = {tuple(large(sign)) for sign in GLYPHS if sign != "O"}
    assert len(drawn) == len(GLYPHS) - 1, "a zero and the letter O alone are alike, and no queue is called O"
