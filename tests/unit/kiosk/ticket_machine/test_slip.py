"""What stands on a ticket slip: nothing cut, nothing unreadable, both languages, picture and text."""

import re
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from drivers.escpos import EscposOptions
from drivers.escpos_paper import columns, harmless
from drivers.twins.printer import EscposInterpreter, Slip
from kiosk.ticket_machine.slip import QrLine, SlipContent, TextLine, draw, encode, text_lines, warm
from kiosk.ticket_machine.slip_sheet import FontMissing, Sheet, font
from kiosk.ticket_machine.slip_words import WORDS
from kiosk.ticket_machine.slip_wrap import wrap

URL = "https://hall.example.gov.cn/t/8f3kQ2mZ7Vw1yTq0bXcRsA"
SLIP = SlipContent(
    hall="普洱市政务服务中心",
    number="A012",
    item="社会保障卡申领",
    windows=("3号窗口", "5号窗口"),
    ahead=12,
    wait_min=(15, 20),
    taken_at=datetime(2026, 11, 24, 9, 31, 5),
    qr_url=URL,
)
ENGLISH = replace(
    SLIP, hall="Pu'er Government Service Center", item="Social security card", windows=("Window 3",), lang="en"
)
TEXT = EscposOptions(mode="text")


def ink(image: Image.Image) -> Image.Image:
    return ImageChops.invert(image.convert("L"))


def texts(slip: SlipContent, width_mm: int = 80) -> list[str]:
    return [line.text for line in text_lines(slip, width_mm) if isinstance(line, TextLine)]


# The picture


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("slip", [SLIP, ENGLISH], ids=["zh", "en"])
def test_the_qr_of_the_picture_is_read_by_a_scanner(slip, width):
    [code] = zxingcpp.read_barcodes(draw(slip, width).convert("L"))
    assert code.text == URL


@pytest.mark.parametrize("width_mm", [80, 58])
@pytest.mark.parametrize("mode", ["text", "raster"])
@pytest.mark.parametrize("slip", [SLIP, ENGLISH], ids=["zh", "en"])
def test_on_paper_the_qr_stands_in_four_modules_of_white_on_all_sides(slip, mode, width_mm):
    picture = printed(slip, mode, width_mm)
    [code] = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == URL
    at = code.position
    about = (at.top_left.x, at.top_left.y, at.bottom_right.x, at.bottom_right.y)
    box = ink_within(picture, grown(about, 4))
    module = (box[2] - box[0]) / MODULES
    assert box[2] - box[0] == box[3] - box[1] and module.is_integer(), box
    zone = grown(box, 4 * round(module))
    assert zone[0] >= 0 and zone[2] <= picture.width
    assert ink_within(picture, zone) == box


MODULES = 33
"""Modules along one side of the code of `URL`."""
Box = tuple[int, int, int, int]


def printed(slip: SlipContent, mode: str, width_mm: int) -> Image.Image:
    """What the virtual printer makes of the slip."""
    twin = EscposInterpreter(576 if width_mm == 80 else 384)
    outputs = twin.feed(encode(slip, EscposOptions(mode=mode, width_mm=width_mm)))
    [paper] = [output for output in outputs if isinstance(output, Slip)]
    assert paper.faults == ()
    return paper.image


def grown(box: Box, by: int) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def ink_within(picture: Image.Image, box: Box) -> Box:
    """The least box that holds all dots within that one."""
    left, top, right, bottom = ink(picture.crop(box)).getbbox()
    return box[0] + left, box[1] + top, box[0] + right, box[1] + bottom


def test_with_no_address_there_is_no_qr_and_no_word_of_one():
    slip = replace(SLIP, qr_url=None)
    assert zxingcpp.read_barcodes(draw(slip).convert("L")) == []
    assert draw(slip).height < draw(SLIP).height
    assert not any("扫" in text for text in texts(slip))


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize(
    "slip",
    [
        SLIP,
        ENGLISH,
        replace(SLIP, number="ABCDE-0123456789"),
        replace(SLIP, item="不动产转移登记（二手房买卖）与水电气联动过户一件事" * 4),
        replace(ENGLISH, item="Registrationofthetransferofrealestateinonewordwithoutanyspace" * 2),
        replace(SLIP, windows=tuple(f"{n}号综合服务窗口" for n in range(1, 13))),
        replace(SLIP, windows=("不动产登记中心一楼大厅综合受理第一百二十八号窗口东侧",)),
        replace(SLIP, wait_min=(1000, 2000), ahead=99999),
        replace(SLIP, priority="现役军人、残疾军人和消防救援人员优先办理", reprint=True, offline=True),
        replace(ENGLISH, priority="Soldiers and firefighters first", reprint=True, offline=True, practice=True),
        replace(SLIP, notes=("请备好身份证、户口簿原件及复印件，并提前填写申请表。",) * 3),
        replace(SLIP, qr_url=URL + "x" * 400),
    ],
    ids=lambda slip: slip.item[:4],
)
def test_nothing_touches_the_edge_of_the_paper(slip, width):
    image = draw(slip, width)
    assert (image.mode, image.width) == ("1", width)
    left, top, right, bottom = ink(image).getbbox()
    assert left > 0 and right < width and top > 0 and bottom < image.height


@pytest.mark.parametrize(("width", "least"), [(576, 150), (384, 100)])  # 8 dots to a millimetre
def test_the_number_is_very_large(width, least):
    sheet = Sheet(width)
    sheet.number("A012", 232)
    assert sheet.y >= least
    left, _top, right, _bottom = ink(sheet.finish()).getbbox()
    assert right - left > width * 4 // 5


@pytest.mark.parametrize("char", ["䶮", "𬭎", "㛃", "龘"])
def test_rare_characters_of_names_have_a_shape_of_their_own(char):
    face = font(46, "Bold")
    missing = bytes(face.getmask("\U0010fffd", mode="1"))
    shape = bytes(face.getmask(char, mode="1"))
    assert any(shape) and shape != missing


def test_every_mark_changes_the_picture():
    marked = [
        replace(SLIP, reprint=True), replace(SLIP, offline=True), replace(SLIP, priority="老年人优先"),
        replace(SLIP, practice=True),
    ]  # fmt: skip
    pictures = {draw(slip).tobytes() for slip in [SLIP, *marked]}
    assert len(pictures) == 5


@pytest.mark.parametrize("width_mm", [80, 58])
@pytest.mark.parametrize("slip", [SLIP, ENGLISH], ids=["zh", "en"])
def test_a_practice_slip_says_right_below_its_number_that_it_is_none(slip, width_mm):
    said = texts(replace(slip, practice=True, priority="P1"), width_mm)
    below = said[said.index(slip.number) + 1]
    assert WORDS[slip.lang].practice in below
    assert not any(WORDS[slip.lang].practice in line for line in texts(slip, width_mm))


def test_the_same_slip_is_the_same_picture_and_the_same_bytes():
    assert draw(SLIP).tobytes() == draw(SLIP).tobytes()
    assert encode(SLIP, EscposOptions()) == encode(SLIP, EscposOptions())


def test_the_bytes_of_a_picture_slip_carry_the_very_picture():
    data = encode(SLIP, EscposOptions(band_lines=200))
    joined = Image.new("1", (576, 3000), 255)
    y = at = 0
    while (at := data.find(b"\x1d\x76\x30\x00", at)) >= 0:
        width, height = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (4, 6))
        at += 8
        band = Image.frombytes("1", (width * 8, height), data[at : at + width * height])
        joined.paste(ImageChops.invert(band), (0, y))
        at += width * height
        y += height
    assert joined.crop((0, 0, 576, y)).tobytes() == draw(SLIP).tobytes()


def test_the_picture_carries_no_command_that_a_printer_obeys_inside_pictures():
    image = draw(SLIP)
    assert harmless(image) is image


def test_a_picture_slip_is_made_in_time():
    warm(EscposOptions())
    long = replace(SLIP, item=SLIP.item * 3, windows=tuple(f"{n}号窗口" for n in range(1, 6)))
    encode(long, EscposOptions())
    spent = []
    for _ in range(5):
        begun = time.process_time()
        encode(long, EscposOptions())
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.060


def test_missing_fonts_are_named_with_the_package_that_brings_them(tmp_path):
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        font(40, "Bold", Path(tmp_path))


def test_a_font_is_opened_once_for_what_is_drawn_with_it():
    assert font(46, "Bold") is font(46, "Bold")


@pytest.mark.parametrize("mode", ["text", "raster"])
def test_no_font_stays_open_when_the_slip_is_made(mode):
    font(46, "Bold")
    encode(replace(SLIP, item="户口登记䶮𬭎"), EscposOptions(mode=mode))
    assert font.cache_info().currsize == 0


# Text mode


def test_a_usual_text_slip_is_small_enough_for_a_slow_line():
    data = encode(replace(SLIP, windows=tuple(f"{n}号窗口" for n in range(1, 6)), notes=("请备好身份证原件。",)), TEXT)
    assert len(data) < 1000
    assert len(data) * 10 / 115_200 <= 0.450  # ten bits a byte


def test_a_text_slip_says_everything():
    printed = "".join(
        texts(replace(SLIP, notes=("请备好身份证。",), priority="老年人优先", reprint=True, offline=True))
    )
    for words in (
        "普洱市政务服务中心",
        "A012",
        "社会保障卡申领",
        "3号窗口",
        "5号窗口",
        "12 人",
        "15～20 分钟",
        "2026-11-24 星期二 09:31:05",
        "请备好身份证。",
        "老年人优先",
        "补打",
        "离线取号",
        WORDS["zh"].closing,
    ):
        assert words in printed, words
    assert QrLine(URL) in text_lines(SLIP)


def test_an_english_slip_has_no_chinese_words():
    printed = " ".join(texts(replace(ENGLISH, reprint=True, offline=True)))
    assert not re.search("[\u4e00-\u9fff]", printed)
    assert "12 people" in printed and "15-20 min" in printed and "Tue" in printed and "Window 3" in printed


def test_one_person_ahead_is_one_person_and_equal_ends_of_a_wait_are_one_number():
    printed = " ".join(texts(replace(ENGLISH, ahead=1, wait_min=(8, 8))))
    assert "1 person" in printed and " 8 min" in printed and "8-8" not in printed


def test_what_nobody_knows_is_not_printed():
    printed = " ".join(texts(replace(SLIP, ahead=None, wait_min=None)))
    assert WORDS["zh"].ahead not in printed and WORDS["zh"].wait not in printed
    draw(replace(SLIP, ahead=None, wait_min=None))


@pytest.mark.parametrize(("width_mm", "across"), [(80, 48), (58, 32)])
@pytest.mark.parametrize(
    "slip", [SLIP, ENGLISH, replace(SLIP, item=SLIP.item * 9, windows=("一" * 40,), number="Z" * 9)]
)
def test_no_text_line_is_wider_than_the_paper(slip, width_mm, across):
    for line in text_lines(slip, width_mm):
        if isinstance(line, TextLine):
            assert columns(line.text) * line.size <= across, line


def test_a_line_with_a_rare_character_goes_as_a_picture_and_the_others_as_text():
    data = encode(replace(SLIP, item="户口登记䶮𬭎"), TEXT)
    assert data.count(b"\x1d\x76\x30\x00") == 1
    assert "普洱市政务服务中心".encode("gbk") in data
    assert "户口登记".encode("gbk") not in data
    assert b"?" not in data.split(b"\x1d\x76\x30\x00")[0]


def test_a_text_slip_of_usual_characters_has_no_picture():
    assert b"\x1d\x76\x30" not in encode(SLIP, TEXT)


def test_the_yen_sign_prints_as_the_chinese_one():
    data = encode(replace(SLIP, notes=("工本费¥20",)), TEXT)
    assert "工本费￥20".encode("gbk") in data


@pytest.mark.parametrize("mode", ["text", "raster"])
def test_control_characters_in_a_name_never_reach_the_printer(mode):
    evil = replace(SLIP, item="办事\x1b@\x1dV\x00\n\x10\x04\x01", notes=("\x1bp\x00\x19\xfa", "\x00"))
    clean = replace(SLIP, item="办事 @ V      ".strip(), notes=("p",))
    data = encode(evil, EscposOptions(mode=mode))
    assert data.count(b"\x1b\x40") == encode(clean, EscposOptions(mode=mode)).count(b"\x1b\x40") == 1
    assert data.count(b"\x1d\x56") == 1
    assert b"\x10\x04" not in data and b"\x1bp" not in data


@pytest.mark.parametrize(
    ("cut", "end"), [("full", b"\x1d\x56\x00"), ("partial", b"\x1d\x56\x01"), ("none", b"\x1b\x64\x05")]
)
@pytest.mark.parametrize("mode", ["text", "raster"])
def test_every_slip_begins_with_a_fresh_printer_and_ends_with_feed_and_cut(mode, cut, end):
    data = encode(SLIP, EscposOptions(mode=mode, cut=cut))
    assert data.startswith(b"\x1b\x40")
    assert data.endswith(end)


def test_a_printer_that_tells_its_state_by_itself_is_asked_to_again_since_every_slip_resets_it():
    assert encode(SLIP, EscposOptions(automatic_status=True)).startswith(b"\x1b\x40\x1d\x61\x0e")


words_of_people = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=60, deadline=None)
@given(
    hall=words_of_people,
    item=words_of_people,
    number=words_of_people,
    windows=st.lists(words_of_people, max_size=6).map(tuple),
    notes=st.lists(words_of_people, max_size=3).map(tuple),
    ahead=st.one_of(st.none(), st.integers(0, 10**6)),
    lang=st.sampled_from(["zh", "en"]),
    mode=st.sampled_from(["text", "raster"]),
    width_mm=st.sampled_from([58, 80]),
)
def test_any_text_makes_a_slip(hall, item, number, windows, notes, ahead, lang, mode, width_mm):
    slip = replace(SLIP, hall=hall, item=item, number=number, windows=windows, notes=notes, ahead=ahead, lang=lang)
    data = encode(slip, EscposOptions(mode=mode, width_mm=width_mm))
    assert data.startswith(b"\x1b\x40") and data.endswith(b"\x1d\x56\x01")


# Wrapping


@given(st.text(st.sampled_from("一二三办理，。（）《》abc d-1"), max_size=80), st.integers(2, 40))
def test_wrapping_loses_nothing_and_never_is_too_wide(text, width):
    lines = wrap(text, columns, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("社保卡", 10, ["社保卡"]),
        (
            "不动产转移登记（二手房买卖）与水电气联动过户一件事",
            24,
            ["不动产转移登记", "（二手房买卖）", "与水电气联动过户一件事"],
        ),
        ("请留意大厅屏幕叫号，感谢您的耐心等候。", 32, ["请留意大厅屏幕叫号，", "感谢您的耐心等候。"]),
        ("一二三四五。", 10, ["一二三", "四五。"]),
        ("Registration of real estate", 14, ["Registration", "of real estate"]),
    ],
)
def test_lines_break_where_a_reader_would(text, width, lines):
    assert wrap(text, columns, width) == lines
