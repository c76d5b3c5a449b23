"""Text on the virtual printer: cells, sizes, styles, positions, feeds and cuts."""

import numpy as np
import pytest
from PIL import Image


def bits(slip) -> np.ndarray:
    return 1 - np.asarray(slip.image, dtype=np.uint8)


def inked_columns(picture: np.ndarray) -> tuple[int, int]:
    columns = np.flatnonzero(picture.any(axis=0))
    return int(columns[0]), int(columns[-1])


def test_a_line_is_48_letters_wide_and_30_dots_high(slip_of):
    slip = slip_of(b"x" * 48 + b"\n")
    assert slip.image.size == (576, 30)
    assert slip.text == "x" * 48


def test_the_49th_letter_and_the_25th_chinese_character_go_to_the_next_line(slip_of, han):
    assert slip_of(b"x" * 49 + b"\n").text == "x" * 48 + "\nx"
    slip = slip_of(han("号" * 25) + b"\n")
    assert slip.text == "号" * 24 + "\n号"
    assert slip.image.size == (576, 60)


def test_a_chinese_character_that_fits_only_half_goes_to_the_next_line(slip_of, han):
    assert slip_of(b"x" * 47 + han("号") + b"\n").text == "x" * 47 + "\n号"


def test_letters_and_chinese_characters_stand_in_their_cells(slip_of, han):
    letters = bits(slip_of(b"MM\n"))[:24]
    assert np.array_equal(letters[:, :12], letters[:, 12:24])
    hans = bits(slip_of(han("普普") + b"\n"))[:24]
    assert np.array_equal(hans[:, :24], hans[:, 24:48])
    assert hans[:, :24].sum() > 100


@pytest.mark.parametrize(("n", "wide", "tall"), [(0x11, 2, 2), (0x10, 2, 1), (0x01, 1, 2), (0x77, 8, 8), (0x32, 4, 3)])
def test_gs_exclamation_enlarges_both_alphabets(slip_of, han, n, wide, tall):
    for one in (b"A", han("普")):
        plain = bits(slip_of(b"\x1b@" + one + b"\n"))
        large = bits(slip_of(b"\x1b@\x1d!" + bytes((n,)) + one + b"\n"))
        cell = plain[:24, : (12 if one == b"A" else 24)]
        enlarged = cell.repeat(tall, axis=0).repeat(wide, axis=1)
        assert np.array_equal(large[: enlarged.shape[0], : enlarged.shape[1]], enlarged)
        assert large.shape[0] == max(30, 24 * tall)


def test_fs_exclamation_enlarges_chinese_only_and_esc_exclamation_letters_only(slip_of, han):
    assert slip_of(b"\x1b@\x1c!\x0c" + han("普") + b"\n").height_dots == 48
    assert slip_of(b"\x1b@\x1c!\x0cA\n").height_dots == 30
    assert slip_of(b"\x1b@\x1b!\x30A\n").height_dots == 48
    assert slip_of(b"\x1b@\x1b!\x30" + han("普") + b"\n").height_dots == 30
    assert slip_of(b"\x1b@\x1cW\x01" + han("普") + b"\n").height_dots == 48


def test_of_two_sizes_the_last_is_in_force(slip_of, han):
    assert slip_of(b"\x1b@\x1c!\x0c\x1d!\x00" + han("普") + b"\n").height_dots == 30


def test_letters_of_different_height_stand_on_one_line(slip_of):
    picture = bits(slip_of(b"A\x1d!\x01A\n"))
    assert np.array_equal(picture[24:48, :12], bits(slip_of(b"\x1b@A\n"))[:24, :12])
    assert not picture[:24, :12].any()


@pytest.mark.parametrize("bold", [b"\x1bE\x01", b"\x1bG\x01", b"\x1b!\x08"])
def test_bold_prints_a_second_time_one_dot_to_the_right(slip_of, han, bold):
    for one in (b"A", han("普")):
        plain, fat = bits(slip_of(b"\x1b@" + one + b"\n")), bits(slip_of(b"\x1b@" + bold + one + b"\n"))
        width = 12 if one == b"A" else 24
        expected = plain[:, :width] | np.pad(plain, ((0, 0), (1, 0)))[:, :width]
        assert np.array_equal(fat[:, :width], expected)
        assert fat.sum() > plain.sum()


def test_underline_lies_under_letters_and_under_chinese_by_its_own_command(slip_of, han):
    assert bits(slip_of(b"\x1b@\x1b-\x01A\n"))[23, :12].all()
    assert bits(slip_of(b"\x1b@\x1b-\x02A\n"))[22:24, :12].all()
    assert not bits(slip_of(b"\x1b@\x1b-\x01" + han("一") + b"\n"))[23, :24].any()
    assert bits(slip_of(b"\x1b@\x1c-\x01" + han("一") + b"\n"))[23, :24].all()


def test_inverted_letters_are_white_on_black(slip_of):
    plain, inverted = bits(slip_of(b"\x1b@A\n")), bits(slip_of(b"\x1b@\x1dB\x01A\n"))
    assert np.array_equal(inverted[:24, :12], 1 - plain[:24, :12])


def test_font_b_is_9_by_17(slip_of):
    slip = slip_of(b"\x1bM\x01" + b"x" * 65 + b"\n")
    assert slip.text == "x" * 64 + "\nx"


def test_upside_down_turns_the_whole_line(slip_of):
    plain = slip_of(b"\x1b@A1\n").image.crop((0, 0, 576, 24))
    turned = slip_of(b"\x1b@\x1b{\x01A1\n").image.crop((0, 0, 576, 24))
    assert turned.tobytes() == plain.transpose(Image.Transpose.ROTATE_180).tobytes()


def test_turned_letters_lie_on_their_side(slip_of):
    plain = slip_of(b"\x1b@A\n").image.crop((0, 0, 12, 24))
    turned = slip_of(b"\x1b@\x1bV\x01A\n").image.crop((0, 0, 24, 12))
    assert turned.tobytes() == plain.transpose(Image.Transpose.ROTATE_270).tobytes()


@pytest.mark.parametrize(("align", "left"), [(b"\x00", 0), (b"\x01", 270), (b"\x02", 540), (b"1", 270)])
def test_a_line_is_aligned(slip_of, align, left):
    moved = bits(slip_of(b"\x1b@\x1ba" + align + b"abc\n"))
    plain = bits(slip_of(b"\x1b@abc\n"))
    assert np.array_equal(moved[:, left : left + 36], plain[:, :36])


def test_alignment_in_the_middle_of_a_line_is_ignored_and_reported(slip_of):
    slip = slip_of(b"abc\x1ba\x02\n")
    assert inked_columns(bits(slip))[0] < 12
    assert "ESC a in the middle of a line" in slip.faults[0]


def test_margin_and_width_make_the_print_area(slip_of):
    slip = slip_of(b"\x1b@\x1dL\x30\x00\x1dW\x78\x00" + b"x" * 11 + b"\n")
    assert slip.text == "x" * 10 + "\nx"
    left, right = inked_columns(bits(slip))
    assert 48 <= left < 60
    assert 156 <= right < 168


def test_a_margin_beyond_the_paper_is_ignored_and_reported(slip_of):
    slip = slip_of(b"\x1dL\xff\xffA\n")
    assert inked_columns(bits(slip))[0] < 12
    assert "left margin" in slip.faults[0]


def test_tabs_stand_at_every_eighth_letter_or_where_they_are_set(slip_of):
    assert 96 <= inked_columns(bits(slip_of(b"\x1b@\tx\n")))[0] < 108
    assert 48 <= inked_columns(bits(slip_of(b"\x1b@\x1bD\x04\x0a\x00\tx\n")))[0] < 60
    assert 120 <= inked_columns(bits(slip_of(b"\x1b@\x1bD\x04\x0a\x00\t\tx\n")))[0] < 132


def test_positions_are_absolute_and_relative(slip_of):
    assert 100 <= inked_columns(bits(slip_of(b"\x1b@\x1b$\x64\x00x\n")))[0] < 112
    assert 100 <= inked_columns(bits(slip_of(b"\x1b@\x1b$\x78\x00\x1b\\\xec\xffx\n")))[0] < 112
    assert "outside the print area" in slip_of(b"\x1b$\xff\xffx\n").faults[0]


def test_what_is_printed_twice_stays_printed(slip_of):
    both = bits(slip_of(b"\x1b@/\x1b$\x00\x00\\\n"))
    one, other = bits(slip_of(b"\x1b@/\n")), bits(slip_of(b"\x1b@\\\n"))
    assert np.array_equal(both, one | other)


def test_spaces_between_letters_grow_with_the_letters(slip_of, han):
    picture = bits(slip_of(b"\x1b@\x1b \x06xx\n"))
    assert np.array_equal(picture[:, :12], picture[:, 18:30])
    picture = bits(slip_of(b"\x1b@\x1b \x06\x1d!\x10xx\n"))
    assert np.array_equal(picture[:, :24], picture[:, 36:60])
    picture = bits(slip_of(b"\x1b@\x1cS\x02\x04" + han("普普") + b"\n"))
    assert np.array_equal(picture[:, :30], picture[:, 30:60])
    assert not picture[:, :2].any()


def test_feeds_and_line_spacings(slip_of):
    assert slip_of(b"A\n").height_dots == 30
    assert slip_of(b"\x1b3\x50A\n").height_dots == 80
    assert slip_of(b"\x1b3\x50\x1b2A\n").height_dots == 30
    assert slip_of(b"\x1b3\x00A\n").height_dots == 24
    assert slip_of(b"\x1b@A\x1bd\x03").height_dots == 90
    assert slip_of(b"A\x1bJ\x64").height_dots == 100
    assert slip_of(b"A\x1bJ\x02").height_dots == 24
    assert slip_of(b"\x1bd\x02A\r\n").height_dots == 90
    assert slip_of(b"\x1b@\x1dP\x00\xcb\x1b3\x1eA\n").height_dots == 30


def test_code_tables_and_national_sets(slip_of):
    assert slip_of(b"caf\x82 \x9b\n").text == "café ¢"
    assert slip_of(b"\x1bt\x10caf\xe9 \x80\n").text == "café €"
    assert slip_of(b"\x1bt\x01\xb1\xb2\n").text == "ｱｲ"
    assert slip_of(b"\x1b@\x1bR\x0f$5\n").text == "¥5"
    assert slip_of(b"\x1b@\x1bR\x02[]\n").text == "ÄÜ"
    assert "ESC t 99" in slip_of(b"\x1bt\x63A\n").faults[0]
    assert "empty in code table" in slip_of(b"\x1b@\x1bt\x10\x81\n").faults[0]


def test_esc_at_puts_everything_back(slip_of):
    changed = (
        b"\x1b!\x38\x1d!\x22\x1bE\x01\x1b-\x02\x1dB\x01\x1b \x05\x1b3\x60\x1dL\x20\x00\x1bt\x10\x1c&\x1bR\x02\x1ba\x01"
    )
    assert slip_of(changed + b"\x1b@\x82A[\n").image.tobytes() == slip_of(b"\x82A[\n").image.tobytes()


def test_esc_at_throws_an_unprinted_line_away_and_that_is_reported(slip_of):
    slip = slip_of(b"lost\x1b@kept\n")
    assert not bits(slip)[30:].any()
    assert "threw away a line" in slip.faults[0]


def test_cuts_end_the_slip(printer):
    for cut, ending in [
        (b"\x1dV\x00", "full cut"), (b"\x1dV1", "partial cut"), (b"\x1dVA\x00", "full cut"),
        (b"\x1dVB\x00", "partial cut"), (b"\x1bi", "full cut"), (b"\x1bm", "partial cut"),
    ]:  # fmt: skip
        (slip,) = printer.feed(b"A\n\x1bd\x03" + cut)
        assert slip.ending == ending
        assert slip.faults == ()
        assert slip.text == "A"


def test_a_cut_through_the_last_line_is_reported(printer):
    (slip,) = printer.feed(b"A\n\x1dV\x00")
    assert "below the last ink" in slip.faults[0]
    (slip,) = printer.feed(b"A\n\x1dVB\x10")
    assert slip.faults == ()
    assert slip.height_dots == 46


def test_a_cut_in_the_middle_of_a_line_prints_it_and_is_reported(printer):
    (slip,) = printer.feed(b"A\x1dV\x00")
    assert slip.text == "A"
    assert "unprinted" in slip.faults[0]


def test_another_device_on_the_line_may_be_spoken_to(slip_of):
    assert slip_of(b"A\x1b=\x02not for us\n\x1b=\x01B\n").text == "AB"


def test_the_commands_are_listed_on_the_slip(slip_of):
    slip = slip_of(b"\x1b@\x1ba\x01Hello\nWorld\n\x1bd\x02")
    assert slip.commands == ("ESC @", "ESC a 1", "text", "LF", "text", "LF", "ESC d 2", "GS V 66 0")


def test_an_unfinished_page_can_be_flushed(printer):
    printer.feed(b"Hello\nWorld")
    slip = printer.flush()
    assert slip.text == "Hello\nWorld"
    assert slip.ending == "flushed"
    assert printer.flush() is None
