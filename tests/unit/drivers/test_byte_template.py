"""Frames described in the configuration, and where a mistake in them stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.byte_template import BadTemplate, read_template

TEXT = "号3".encode("gb2312")


@pytest.mark.parametrize(
    ("source", "frame"),
    [
        (r"\x02{address:02X}{text:gb2312}\x03{xor}", b"\x0207\xba\xc53\x03\x4a"),
        ("\x02{text}\x03", b"\x02\xba\xc53\x03"),
        (r"\x02{from}{text}\x03{xor}", b"\x02\xba\xc53\x03\x4f"),
        (r"AB{sum}{text}", b"AB\x83\xba\xc53"),
        (r"AB{sum:02x}{text}", b"AB83\xba\xc53"),
        (r"\xff\xff{sum:u16be}{text}", b"\xff\xff\x01\xfe\xba\xc53"),
        (r"123456789{crc16}{text}", b"123456789\x3d\xbb\xba\xc53"),
        (r"123456789{crc16:04X}{text}", b"123456789BB3D\xba\xc53"),
        (r"123456789{crc16_modbus:u16be}{text}", b"123456789\x4b\x37\xba\xc53"),
        (r"{address}{address:u16be}{address:u16le}{address:03d}{text}", b"\x07\x00\x07\x07\x00007\xba\xc53"),
        (r"{length:02d}{length}{text}", b"03\x03\xba\xc53"),
        (r"\r\n\t\\{{}}{text}", b"\r\n\t\\{}\xba\xc53"),
    ],
)
def test_a_template_is_filled(source, frame):
    assert read_template(source).fill(7, TEXT) == frame


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"\x02{adress:02X}{text}", "character 5: {adress:02X} is no field of this template; did you mean {address}?"),
        (r"{text}{crc32}", "character 7: {crc32} is no field of this template; did you mean {crc16}?"),
        ("{text", "character 1: {text the brace is not closed; a brace for itself is {{"),
        ("{te{xt}", "character 1: {te{xt} the brace is not closed; a brace for itself is {{"),
        ("a}{text}", "character 2: } closes nothing; a brace for itself is }}"),
        (r"{text}\x0", r"character 7: \x0 is no escape: write \xHH with two hexadecimal digits, \r, \n, \t or \\"),
        (r"{text}\q", r"character 7: \q is no escape: write \xHH with two hexadecimal digits, \r, \n, \t or \\"),
        ("号{text}", r"character 1: 号 is not ASCII: write its bytes as \xHH"),
        ("{xor}{text}", "character 1: {xor} is a checksum of what stands before it, and nothing does"),
        ("{from}{xor}{text}", "character 7: {xor} is a checksum of what stands before it, and nothing does"),
        ("{text}{crc16:02X}", "character 7: {crc16:02X} is too short for this checksum"),
        ("{text}{from:u8}", "character 7: {from:u8} is written as nothing: take away what follows the colon"),
        (
            "{text:gb231}",
            'character 1: {text:gb231} cannot be written as "gb231", but as gb2312, gbk, gb18030, utf-8, ascii; '
            "did you mean gb2312?",
        ),
        (
            "{text}{sum:2X}",
            'character 7: {sum:2X} cannot be written as "2X", but as u8, u16be, u16le, 02X, 02x, 03d, d; '
            "did you mean 02X?",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_was_perhaps_meant(source, said):
    with pytest.raises(BadTemplate) as bad:
        read_template(source)
    assert str(bad.value) == said


@given(st.text(st.sampled_from("{}\\x02:adrestXu8fomum号"), max_size=30))
def test_any_template_is_read_or_refused_in_one_line(source):
    try:
        template = read_template(source)
    except BadTemplate as bad:
        assert str(bad).startswith("character ") and "\n" not in str(bad)
    else:
        assert isinstance(template.fill(1, TEXT), bytes)
