"""How a photo is drawn: square, with round corners, upright, not larger than it needs to be."""

import base64
from io import BytesIO

import pytest
from PIL import Image

from window_terminal.photos import FACE_AT, SIDE, rounded

RED, BLUE = (220, 30, 30), (30, 30, 220)


def data_of(picture: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    """What an address shows."""
    head, _, body = rounded(data).partition(",")
    assert head == "data:image/png;base64"
    return Image.open(BytesIO(base64.b64decode(body))).convert("RGBA")


def two_colours(size: tuple[int, int], at: int) -> Image.Image:
    """Red above line `at`, blue below."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0], at))
    return picture


def test_a_square_photo_keeps_its_size_and_gets_round_corners() -> None:
    picture = drawn(data_of(Image.new("RGB", (200, 200), RED)))
    assert picture.size == (200, 200)
    assert picture.getpixel((100, 100)) == (*RED, 255) == picture.getpixel((0, 100))
    assert [picture.getpixel(at)[3] for at in ((0, 0), (199, 0), (0, 199), (199, 199))] == [0] * 4


def test_of_a_tall_photo_the_upper_part_is_shown() -> None:
    picture = drawn(data_of(two_colours((200, 300), 100)))
    first_blue = next(y for y in range(200) if picture.getpixel((100, y)) == (*BLUE, 255))
    assert picture.size == (200, 200) and first_blue == 100 - round(100 * FACE_AT)


def test_of_a_wide_photo_the_middle_is_shown() -> None:
    wide = Image.new("RGB", (300, 200), BLUE)
    wide.paste(RED, (50, 0, 250, 200))
    picture = drawn(data_of(wide))
    assert {picture.getpixel((x, 100)) for x in range(200)} == {(*RED, 255)}


def test_a_large_photo_is_made_as_small_as_it_is_shown() -> None:
    assert drawn(data_of(Image.new("RGB", (1200, 1600), RED), "JPEG")).size == (SIDE, SIDE)


def test_a_photo_that_a_camera_has_turned_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    lying = Image.new("RGB", (200, 200), BLUE)
    lying.paste(RED, (0, 0, 100, 200))
    picture = drawn(data_of(lying, "JPEG", exif=exif, quality=95))
    red, blue = picture.getpixel((100, 40)), picture.getpixel((100, 160))
    assert red[0] > 200 > red[2] and blue[2] > 200 > blue[0]


@pytest.mark.parametrize("data", [b"", b"1011.jpg", b"<html>", data_of(Image.new("RGB", (200, 200)))[:60]])
def test_what_is_no_picture_has_no_address(data: bytes) -> None:
    assert rounded(data) == ""


def test_what_is_far_too_large_is_not_unpacked() -> None:
    assert rounded(data_of(Image.new("1", (5000, 200)))) == ""
