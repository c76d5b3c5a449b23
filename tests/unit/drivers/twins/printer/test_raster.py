"""Rasters, graphics and column images come out dot for dot."""

import numpy as np
import pytest
from PIL import Image

from drivers.twins.printer import EscposInterpreter, Slip


def bits(picture: Image.Image) -> np.ndarray:
    """1 where there is ink."""
    return 1 - np.asarray(picture, dtype=np.uint8)


def noise(rows: int, row_bytes: int) -> bytes:
    return np.random.default_rng(5).integers(0, 256, rows * row_bytes, dtype=np.uint8).tobytes()


def unpacked(data: bytes, row_bytes: int) -> np.ndarray:
    return np.unpackbits(np.frombuffer(data, dtype=np.uint8).reshape(-1, row_bytes), axis=1)


def gs_v_0(data: bytes, row_bytes: int, mode: int = 0) -> bytes:
    rows = len(data) // row_bytes
    return b"\x1dv0" + bytes((mode, row_bytes % 256, row_bytes // 256, rows % 256, rows // 256)) + data


def test_a_full_width_raster_is_on_the_slip_dot_for_dot(slip_of):
    data = noise(865, 72)
    slip = slip_of(b"\x1b@" + gs_v_0(data, 72))
    assert slip.image.mode == "1"
    assert slip.image.size == (576, 865)
    assert np.array_equal(bits(slip.image), unpacked(data, 72))
    assert slip.faults == ()
    assert slip.byte_count == 2 + 8 + len(data) + 4


def test_bands_join_without_a_gap(slip_of):
    data = noise(500, 72)
    slip = slip_of(gs_v_0(data[: 200 * 72], 72) + gs_v_0(data[200 * 72 :], 72))
    assert np.array_equal(bits(slip.image), unpacked(data, 72))


def test_a_raster_in_single_bytes_gives_the_same_slip(printer):
    job = gs_v_0(noise(9, 72), 72) + b"\x1dVB\x00"
    (whole,) = EscposInterpreter().feed(job)
    (slow,) = [out for byte in job for out in printer.feed(bytes((byte,)))]
    assert whole.image.tobytes() == slow.image.tobytes()


@pytest.mark.parametrize(("mode", "wide", "tall"), [(0, 1, 1), (1, 2, 1), (2, 1, 2), (3, 2, 2), (51, 2, 2)])
def test_the_modes_double_width_and_height(slip_of, mode, wide, tall):
    data = noise(5, 10)
    image = bits(slip_of(gs_v_0(data, 10, mode)).image)
    expected = unpacked(data, 10).repeat(wide, axis=1).repeat(tall, axis=0)
    assert np.array_equal(image[:, : 80 * wide], expected)
    assert not image[:, 80 * wide :].any()


@pytest.mark.parametrize(("align", "left"), [(0, 0), (1, (576 - 80) // 2), (2, 576 - 80)])
def test_a_narrow_raster_is_aligned(slip_of, align, left):
    data = noise(5, 10)
    image = bits(slip_of(b"\x1ba" + bytes((align,)) + gs_v_0(data, 10)).image)
    assert np.array_equal(image[:, left : left + 80], unpacked(data, 10))
    assert image.sum() == unpacked(data, 10).sum()


def test_a_raster_wider_than_the_paper_is_cut_off_and_reported(slip_of):
    data = noise(4, 80)
    slip = slip_of(gs_v_0(data, 80))
    assert np.array_equal(bits(slip.image), unpacked(data, 80)[:, :576])
    assert "cut off" in slip.faults[0]


def test_a_raster_that_the_next_slip_cuts_short_is_reported(printer):
    printer.feed(gs_v_0(noise(3, 72), 72)[:-73])
    assert printer.mid_command
    printer.feed(bytes(73))
    assert not printer.mid_command


def test_a_graphic_is_stored_and_printed(slip_of):
    data = noise(7, 13)
    store = b"\x1d(L" + (10 + len(data)).to_bytes(2, "little") + b"0p0\x01\x011" + b"\x64\x00\x07\x00" + data
    image = bits(slip_of(store + b"\x1d(L\x02\x0002").image)
    assert np.array_equal(image[:, :100], unpacked(data, 13)[:, :100])
    assert not image[:, 100:].any()


def test_a_large_graphic_with_a_four_byte_length_and_doubled_dots(slip_of):
    data = noise(300, 36)
    store = b"\x1d8L" + (10 + len(data)).to_bytes(4, "little") + b"0p0\x02\x021" + b"\x20\x01\x2c\x01" + data
    image = bits(slip_of(store + b"\x1d(L\x02\x000\x02").image)
    assert np.array_equal(image, unpacked(data, 36).repeat(2, axis=0).repeat(2, axis=1))


def test_a_graphic_of_the_wrong_length_is_not_printed(slip_of):
    store = b"\x1d(L\x0c\x000p0\x01\x011\x10\x00\x02\x00\xff\xff"
    slip = slip_of(store + b"\x1d(L\x02\x0002")
    assert not bits(slip.image).any()
    assert "not stored" in slip.faults[0]
    assert "without anything stored" in slip.faults[1]


@pytest.mark.parametrize(
    ("mode", "tall_bytes", "wide", "tall"), [(33, 3, 1, 1), (32, 3, 2, 1), (1, 1, 1, 3), (0, 1, 2, 3)]
)
def test_a_column_image_stands_upright(slip_of, mode, tall_bytes, wide, tall):
    count = 50
    data = noise(count, tall_bytes)
    slip = slip_of(b"\x1b3\x18\x1b*" + bytes((mode, count, 0)) + data + b"\n")
    columns = unpacked(data, tall_bytes).T.repeat(tall, axis=0).repeat(wide, axis=1)
    image = bits(slip.image)
    assert image.shape == (24, 576)
    assert np.array_equal(image[:, : count * wide], columns)


def test_column_strips_with_a_spacing_of_24_join(slip_of):
    strip = b"\x1b*\x21\x08\x00" + b"\xff" * 24 + b"\n"
    image = bits(slip_of(b"\x1b3\x18" + strip * 3).image)
    assert image.shape == (72, 576)
    assert image[:, :8].all()


def test_on_58_mm_paper_the_head_is_narrower():
    data = noise(3, 48)
    (slip,) = EscposInterpreter(width_dots=384).feed(gs_v_0(data, 48) + b"\x1dVB\x00")
    assert isinstance(slip, Slip)
    assert np.array_equal(bits(slip.image), unpacked(data, 48))


def test_the_picture_may_be_asked_for_twice_and_changed_without_harm(slip_of):
    slip = slip_of(gs_v_0(noise(3, 72), 72))
    before = slip.image.tobytes()
    slip.image.paste(0, (0, 0, 576, 3))
    assert slip.image.tobytes() == before
