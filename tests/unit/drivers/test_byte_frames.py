"""Frames by template found in what comes: mistakes in a template, checksums, noise, and that no byte can hurt."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.byte_frames import FRAME_MAX, HEARD_MAX, Found, FrameFinder, read_frame
from drivers.byte_template import NUMBERED, BadTemplate

CHECKED = r"\xAA{address}{number}{xor}"
LINE = r"{address:d},{number:d}\r"
SHAPES = [
    CHECKED, LINE, r"\x02{from}{address:02X}{number:03d}{sum:02x}\x03", r"\xAA\xAA{number:u16le}{crc16}",
    r"{number}{address}{crc16_modbus:u16be}",
]  # fmt: skip


def finder(**templates):
    return FrameFinder({name: read_frame(source, NUMBERED) for name, source in templates.items()})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{number}", "has no byte of its own and no checksum: it would be found in everything"),
        ("{address:d}{number:d}", "has no byte of its own and no checksum: it would be found in everything"),
        (r"{number:d}", "has no byte of its own and no checksum: it would be found in everything"),
        (r"K{number:d}", "{number:d} must be followed by a byte that is no digit"),
        (r"K{number:d}7", "{number:d} must be followed by a byte that is no digit"),
        ("{text}", "character 1: {text} is no field of this template; there are address, number, from, sum, xor, "
                   "crc16, crc16_modbus"),
        ("x" * FRAME_MAX + "{number}", "is longer than 64 bytes"),
    ],
)  # fmt: skip
def test_a_template_that_could_not_be_found_is_refused(source, said):
    with pytest.raises(BadTemplate) as bad:
        read_frame(source, NUMBERED)
    assert str(bad.value) == said


@pytest.mark.parametrize("source", SHAPES)
def test_a_frame_is_found_however_it_is_cut_and_whatever_stands_around_it(source):
    frame, found = read_frame(source, NUMBERED).fill(7, number=3), [Found("one", {"address": 7, "number": 3})]
    if "address" not in source:
        found = [Found("one", {"number": 3})]
    for parts in ([frame], [frame[at : at + 1] for at in range(len(frame))], [b"\x00\x02\xaa" + frame + b"\x02"]):
        one = finder(one=source)
        assert [each for part in parts for each in one.feed(part)] == found


@pytest.mark.parametrize("source", [shape for shape in SHAPES if shape != LINE])
def test_a_frame_with_any_wrong_bit_in_its_numbers_is_none(source):
    frame = read_frame(source, NUMBERED).fill(7, number=3)
    for at in range(len(frame)):
        for bit in range(8):
            wrong = frame[:at] + bytes((frame[at] ^ 1 << bit,)) + frame[at + 1 :]
            told = finder(one=source).feed(wrong)
            assert told in ([], finder(one=source).feed(frame))  # a hexadecimal letter may be small or large


def test_a_number_that_stands_twice_is_twice_the_same():
    assert finder(one=r"\x02{number}{number}").feed(b"\x02\x03\x03\x02\x03\x04") == [Found("one", {"number": 3})]


def test_templates_are_told_apart_by_name_and_an_empty_one_is_never_found():
    found = finder(ack=r"\x06", nak=r"\x15", none="", alarm="A{number:d};").feed(b"\x15A12;\x06")
    assert [frame.name for frame in found] == ["nak", "alarm", "ack"]
    assert finder(none="").feed(b"abc") == []


def test_a_good_frame_right_behind_one_that_broke_off_is_found():
    source = r"\xAA{address}{number}{crc16_modbus}"
    good = read_frame(source, NUMBERED).fill(7, number=3)
    for at in range(1, len(good)):
        assert finder(one=source).feed(good[:at] + good) == [Found("one", {"address": 7, "number": 3})]


@given(st.binary(max_size=HEARD_MAX - FRAME_MAX), st.integers(1, 60), st.sampled_from(SHAPES))
def test_any_bytes_cut_anywhere_are_read_the_same(data, cut, source):
    whole, parts = finder(one=source), finder(one=source)
    expected = whole.feed(data)
    assert [each for at in range(0, len(data), cut) for each in parts.feed(data[at : at + cut])] == expected


@given(st.binary(max_size=4 * HEARD_MAX), st.sampled_from([CHECKED, SHAPES[2], SHAPES[3]]))
def test_after_any_bytes_one_good_frame_is_lost_at_most(noise, source):
    one, good = finder(one=source), read_frame(source, NUMBERED).fill(7, number=3)
    one.feed(noise)
    values = {"address": 7, "number": 3} if "address" in source else {"number": 3}
    assert Found("one", values) in one.feed(good) + one.feed(good)


@pytest.mark.parametrize("noise", [b"\xaa", b"1", b"1,", b"\xaa\x00\x00\x00", b"\x02", b"\r"])
def test_what_never_ends_fills_no_memory(noise):
    one = finder(one=CHECKED, two=LINE)
    one.feed(noise * 4096)
    tracemalloc.start()
    try:
        for _ in range(50):
            one.feed(noise * 4096)
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("noise", [b"\xaa" * 4096, b"\xaa\x00\x00\x00" * 1024, b"1," * 2048, b"11111" * 800])
def test_noise_costs_no_time(noise):
    one = finder(one=CHECKED, two=LINE)
    began_s = time.process_time()
    for _ in range(100):
        one.feed(noise)
    assert len(noise) * 100 / (time.process_time() - began_s) > 1_000_000, "hall bench --devices has the figure"
