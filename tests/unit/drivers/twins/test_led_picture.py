"""The picture of an LED bar."""

from drivers.twins.led_onbon import Area
from drivers.twins.led_picture import LIT, SCALE, draw


def test_dots_are_lit_where_the_text_stands_and_cut_off_at_the_area():
    picture = draw(64, 32, [Area(32, 16, 16, 16, "口口口")])
    assert picture.size == (64 * SCALE, 32 * SCALE)
    lit = [(at % picture.width // SCALE, at // picture.width // SCALE)
           for at, dot in enumerate(picture.get_flattened_data()) if dot == LIT]  # fmt: skip
    assert lit
    assert all(32 <= x < 48 and 16 <= y < 32 for x, y in lit)


def test_a_bar_without_an_area_is_dark():
    assert draw(16, 16, []).getcolors() == [((16 * SCALE) ** 2, (0, 0, 0))]
