"""Key events of Linux as what was typed, and that no byte can hurt."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.key_events import PLAIN, SHIFTED, KeyDecoder

SHIFT = 42


def event(kind, code, value):
    return struct.pack("<qqHHi", 1_700_000_000, 1, kind, code, value)


def press(code, shift=False):
    keys = [(SHIFT, 1)] * shift + [(code, 1), (code, 0)] + [(SHIFT, 0)] * shift
    return b"".join(event(4, 4, 0x70004) + event(1, key, value) + event(0, 0, 0) for key, value in keys)


def typed(text):
    plain, shifted = ({char: code for code, char in reversed(table.items())} for table in (PLAIN, SHIFTED))
    return b"".join(press(plain[char]) if char in plain else press(shifted[char], shift=True) for char in text)


EVERY = "".join(sorted({*PLAIN.values(), *SHIFTED.values()}))


def test_every_printable_character_can_be_typed():
    assert set(EVERY) == {chr(code) for code in range(32, 127)} | {"\t", "\r"}


@pytest.mark.parametrize(
    ("code", "char"), [(2, "1"), (11, "0"), (16, "q"), (30, "a"), (44, "z"), (53, "/"), (96, "\r")]
)
def test_keys_lie_where_the_kernel_says(code, char):
    assert KeyDecoder().feed(press(code)) == char.encode()


@pytest.mark.parametrize("cut", [1, 7, 24, 1000])
def test_what_was_typed_is_read_however_it_is_cut(cut):
    text = 'https://hall.example/t/Ab_9?x=1&y="~'
    data = typed(text) + b"\0" * 5
    decoder = KeyDecoder()
    assert b"".join(decoder.feed(data[at : at + cut]) for at in range(0, len(data), cut)) == text.encode()


def test_a_key_held_down_is_one_character():
    assert KeyDecoder().feed(event(1, 30, 1) + event(1, 30, 2) * 20 + event(1, 30, 0)) == b"a"


def test_shift_counts_until_the_last_one_is_up():
    held = event(1, 42, 1) + event(1, 54, 1) + press(30) + event(1, 42, 0) + press(30) + event(1, 54, 0) + press(30)
    assert KeyDecoder().feed(held) == b"AAa"


def test_keys_that_are_no_characters_type_nothing():
    assert KeyDecoder().feed(press(59) + press(56) + press(103) + press(30)) == b"a"


def test_where_the_kernel_lost_events_stands_a_mark_and_shift_is_let_go():
    assert KeyDecoder().feed(event(1, 42, 1) + press(30) + event(0, 3, 0) + press(30)) == b"A\x18a"


@given(st.binary(max_size=400), st.integers(1, 50))
def test_any_bytes_cut_anywhere_are_read_the_same(data, cut):
    whole, parts = KeyDecoder(), KeyDecoder()
    expected = whole.feed(data)
    assert b"".join(parts.feed(data[at : at + cut]) for at in range(0, len(data), cut)) == expected
    assert expected.isascii()
