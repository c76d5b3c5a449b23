"""What a sign cannot show is replaced by what a person can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lettering import CHARSETS, letter


@pytest.mark.parametrize(
    ("text", "shown", "replaced"),
    [
        ("请A001号", "请A001号", ()),
        ("王䶮王䶮", "王□王□", ("䶮",)),
        ("㎡¥–", "m2￥-", ("㎡", "¥", "–")),
        ("a\tb\u2028c", "a b c", ()),
        ("\ud800", "□", ("\ud800",)),
        ("", "", ()),
    ],
)
def test_a_text_on_a_gb2312_sign(text, shown, replaced):
    lettered = letter(text, "gb2312")
    assert (lettered.text, lettered.replaced) == (shown, replaced)
    assert lettered.data.decode("gb2312") == shown


def test_the_dots_and_dashes_of_names_are_on_every_sign():
    """Python's gb2312 refuses them, and its gbk has them at the places where the boards do."""
    lettered = letter("阿·卜—", "gb2312")
    assert lettered.data == "阿·卜—".encode("gbk")
    assert lettered.replaced == ()


def test_a_rare_name_is_whole_where_the_sign_knows_it():
    assert letter("王䶮", "gb18030").data == "王䶮".encode("gb18030")
    assert letter("号", "ascii").text == "?"


@given(st.text(st.characters(exclude_categories=()), max_size=40), st.sampled_from(CHARSETS))
def test_no_text_fails_and_none_brings_a_control_byte(text, charset):
    lettered = letter(text, charset)
    assert not any(byte < 0x20 or byte == 0x7F for byte in lettered.data)
    assert set(lettered.replaced) <= set(text)
