"""Chinese on the virtual printer: GBK double bytes, mojibake without FS &, four-byte characters that go wrong."""

import numpy as np
import pytest

from drivers.twins.printer.codes import misread


def test_chinese_mode_reads_double_bytes(slip_of, han):
    slip = slip_of(han("普洱市政务服务中心：￥5，A001") + b"\n")
    assert slip.text == "普洱市政务服务中心：￥5，A001"
    assert slip.faults == ()


def test_without_chinese_mode_the_same_bytes_are_mojibake(slip_of):
    slip = slip_of("普洱".encode("gbk") + b"\n")
    assert slip.text == "╞╒╢²"
    assert slip.image.tobytes() != slip_of(b"\x1c&" + "普洱".encode("gbk") + b"\n").image.tobytes()


def test_esc_at_ends_chinese_mode(slip_of):
    assert slip_of(b"\x1c&\x1b@" + "普".encode("gbk") + b"\n").text == "╞╒"


def test_ascii_stays_ascii_in_chinese_mode(slip_of):
    assert slip_of(b"\x1c&A001\n").text == "A001"


@pytest.mark.parametrize("rare", ["㼆", "𠮷", "¥", "𬭎"])
def test_a_four_byte_character_comes_out_as_two_wrong_ones_and_is_named(slip_of, han, rare):
    assert len(rare.encode("gb18030")) == 4
    slip = slip_of(han(f"李{rare}四") + b"\n")
    assert len(slip.text) == 4
    assert rare not in slip.text
    assert slip.text.startswith("李")
    assert slip.text.endswith("四")
    assert f"({rare}) is four bytes of GB18030" in slip.faults[0]
    assert len(slip.faults) == 1


def test_what_a_gbk_font_shows_for_a_wrong_pair_is_always_a_glyph():
    for lead in range(0x81, 0xFF):
        for trail in range(0x30, 0x3A):
            assert len(misread(lead, trail)) == 1


def test_an_empty_place_of_the_font_is_framed_and_reported(slip_of):
    slip = slip_of(b"\x1c&\xfe\x9f\n")  # 䶮: two bytes in GB18030, not in GBK
    assert slip.text == "□"
    assert "empty place" in slip.faults[0]
    assert not np.asarray(slip.image).all()


def test_a_character_split_over_two_reads_is_whole(printer):
    first, second = "号".encode("gbk")
    printer.feed(b"\x1c&" + bytes((first,)))
    (slip,) = printer.feed(bytes((second,)) + b"\n\x1dVB\x00")
    assert slip.text == "号"


@pytest.mark.parametrize("end", [b"\n", b"\x1c.\n", b"\x1b@\n", b"\x1dV\x00"])
def test_half_a_character_is_reported_wherever_it_ends(printer, end):
    outputs = printer.feed(b"\x1c&A\xb0" + end + b"\x1dVB\x00")
    assert any("half a Chinese character: B0" in fault for fault in outputs[0].faults)


def test_half_of_a_four_byte_character_is_reported(slip_of):
    slip = slip_of(b"\x1c&\x82\x32A\n")
    assert slip.text[1:] == "A"
    assert "82 32 is not in GBK" in slip.faults[0]


def test_a_lost_byte_is_reported_and_the_line_goes_on(slip_of):
    slip = slip_of(b"\x1c&\xb0 AB\n")
    assert slip.text == "□AB"
    assert "B0 20 is no Chinese character" in slip.faults[0]
