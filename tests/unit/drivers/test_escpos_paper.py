"""Command bytes: text in Chinese, pictures, QR, cut."""

import logging
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from drivers.escpos_paper import Paper, clean, columns, harmless, printable_as_text

REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


def rasters(data: bytes) -> list[Image.Image]:
    """The pictures in a stream of GS v 0 commands, read without the encoder."""
    pictures = []
    at = 0
    while (at := data.find(b"\x1d\x76\x30\x00", at)) >= 0:
        width = int.from_bytes(data[at + 4 : at + 6], "little")
        height = int.from_bytes(data[at + 6 : at + 8], "little")
        at += 8
        ink = Image.frombytes("1", (width * 8, height), data[at : at + width * height])
        pictures.append(ImageChops.invert(ink))
        at += width * height
    return pictures


def test_chinese_goes_out_as_gb18030_after_the_chinese_mode_command():
    paper = Paper()
    paper.line("请到3号窗口")
    paper.line("第二行")
    assert paper.data() == b"\x1b\x40" + b"\x1c\x26" + "请到3号窗口\n第二行\n".encode("gb18030")


def test_sizes_are_set_for_chinese_and_latin_and_taken_back():
    paper = Paper()
    paper.line("A", size=8, bold=True, align="center")
    paper.line("B")
    assert paper.data() == (
        b"\x1b\x40\x1c\x21\x0c\x1d\x21\x77\x1b\x45\x01\x1b\x61\x01\x1c\x26A\n"
        b"\x1c\x21\x00\x1d\x21\x00\x1b\x45\x00\x1b\x61\x00B\n"
    )


def test_a_qr_code_is_the_printers_own_model_2_with_correction_m_between_four_modules_of_white():
    paper = Paper()
    paper.qr("http://weixin.qq.com/q/02abc", module_dots=6)
    assert paper.data() == (
        b"\x1b\x40\x1b\x61\x01\x1b\x4a\x18"
        b"\x1d\x28\x6b\x04\x00\x31\x41\x32\x00"
        b"\x1d\x28\x6b\x03\x00\x31\x43\x06"
        b"\x1d\x28\x6b\x03\x00\x31\x45\x31"
        b"\x1d\x28\x6b\x1f\x00\x31\x50\x30http://weixin.qq.com/q/02abc"
        b"\x1d\x28\x6b\x03\x00\x31\x51\x30\x1b\x4a\x18"
    )


@pytest.mark.parametrize(("how", "bytes_"), [("full", b"\x1d\x56\x00"), ("partial", b"\x1d\x56\x01"), ("none", b"")])
def test_the_slip_is_fed_and_cut_as_the_options_say(how, bytes_):
    paper = Paper()
    paper.feed(5)
    paper.feed(0)
    paper.cut(how)
    assert paper.data() == b"\x1b\x40\x1b\x64\x05" + bytes_


def test_a_picture_comes_back_dot_by_dot_from_its_bands():
    image = Image.effect_noise((576, 700), 90).convert("1")
    paper = Paper(band_lines=256)
    paper.picture(image)
    bands = rasters(paper.data())
    assert [band.height for band in bands] == [256, 256, 188]
    joined = Image.new("1", image.size, 1)
    for place, band in enumerate(bands):
        joined.paste(band, (0, 256 * place))
    assert joined.tobytes() == harmless(image).tobytes()


@pytest.mark.parametrize("white", [1, 255])  # Pillow keeps either
def test_white_at_the_right_edge_is_not_sent(white):
    image = Image.new("1", (576, 10), white)
    image.putpixel((8, 3), 0)
    paper = Paper()
    paper.picture(image)
    [sent] = rasters(paper.data())
    assert sent.size == (16, 10)
    assert sent.tobytes() == image.crop((0, 0, 16, 10)).tobytes()


def test_a_white_picture_still_moves_the_paper():
    paper = Paper()
    paper.picture(Image.new("1", (576, 10), 1))
    assert rasters(paper.data())[0].size == (8, 10)


@given(st.binary(min_size=72, max_size=72 * 4))
def test_no_picture_carries_a_command_that_a_printer_obeys_inside_pictures(ink):
    height = len(ink) // 72
    image = ImageChops.invert(Image.frombytes("1", (576, height), ink[: height * 72]))
    safe = harmless(image)
    assert not REAL_TIME.search(ImageChops.invert(safe).tobytes())
    assert harmless(safe).tobytes() == safe.tobytes()


def test_a_picture_that_would_ask_for_the_state_or_open_the_drawer_gets_one_more_dot():
    ink = b"\x10\x04\x01" + b"\x10\x14\x01" + b"\x10\x05\x02" + b"\x10\x10\x04" + bytes(60)
    safe = ImageChops.invert(harmless(ImageChops.invert(Image.frombytes("1", (576, 1), ink)))).tobytes()
    assert safe == b"\x18\x04\x01" + b"\x18\x14\x01" + b"\x18\x05\x02" + b"\x10\x18\x04" + bytes(60)


def test_an_ordinary_picture_stays_as_it_is():
    image = Image.new("1", (576, 10), 0)
    assert harmless(image) is image


def test_every_character_that_is_sent_as_text_has_two_bytes_or_one_and_the_same_ones_in_gb18030():
    chars = [chr(code) for code in range(0x20, 0x2FFFF) if not 0xD800 <= code < 0xE000 and printable_as_text(chr(code))]
    assert len(chars) > 21_000
    assert all(len(char.encode("gbk")) <= 2 and char.encode("gbk") == char.encode("gb18030") for char in chars)
    assert "\n" not in chars and "\x1b" not in chars


@pytest.mark.parametrize("char", ["䶮", "𬭎", "㛃", "𠮷", "€", "☺", "é"])
def test_what_a_gbk_font_lacks_is_not_for_text_mode(char):
    assert printable_as_text(char) is (char == "é")


def test_the_yen_sign_that_printers_turn_into_digits_becomes_the_chinese_one():
    assert clean("工本费 ¥20") == "工本费 ￥20"
    assert printable_as_text(clean("¥"))


@given(st.text())
def test_cleaned_text_has_no_control_character_and_can_be_encoded(text):
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", clean(text))
    clean(text).encode("gb18030")


def test_a_chinese_character_takes_two_columns():
    assert columns("A012号，") == 8


def test_loading_the_library_leaves_the_log_and_the_temporary_directory_alone(tmp_path):
    script = (
        "import logging; from drivers.escpos_paper import Paper; Paper(); print(logging.getLogger().handlers)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin"},
    )
    assert told.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


def test_making_a_slip_says_nothing_on_the_screen_or_in_the_log(capsys, caplog):
    with caplog.at_level(logging.DEBUG):
        for width in (58, 80):
            paper = Paper(width)
            paper.picture(Image.new("1", (paper.width_dots, 20), 0))
            paper.line("你好")
            paper.qr("https://example.org")
    assert capsys.readouterr() == ("", "")
    assert caplog.records == []
