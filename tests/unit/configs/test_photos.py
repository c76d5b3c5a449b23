"""Which files can be the photo of a clerk, and what is said of the others."""

import random
import struct
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from configs.faults import ConfigError
from configs.photos import FILE_KB_MAX, photo_wrong
from configs.site import load_site


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 400)) -> bytes:
    """A picture with a little of everything in it."""
    made, out = Image.effect_noise(size, 40).convert("RGB"), BytesIO()
    made.save(out, kind, **({"quality": 60} if kind == "JPEG" else {"optimize": True}))
    return out.getvalue()


def told(hall: Path) -> list[str]:
    try:
        load_site(hall)
    except ConfigError as error:
        return [str(fault) for fault in error.faults]
    return []


@pytest.fixture
def put(hall: Path, change: Callable[[str, str, str], None]) -> Callable[[str, bytes], list[str]]:
    """Gives clerk 1001 a photo; what the loader says."""
    (hall / "photos").mkdir()

    def put_it(name: str, data: bytes) -> list[str]:
        (hall / "photos" / name).write_bytes(data)
        change("people.yaml", "department: tax", f"department: tax, photo: {name}")
        return told(hall)

    return put_it


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.jpeg", "JPEG"), ("A.JPG", "JPEG")])
def test_png_and_jpeg_are_photos(put: Callable[[str, bytes], list[str]], hall: Path, name: str, kind: str) -> None:
    assert put(name, picture(kind, (150, 200))) == []
    assert load_site(hall).photos == {name: hall / "photos" / name}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.png", b"", "is neither a PNG nor a JPEG picture"),
        ("a.png", b"GIF89a" + bytes(100), "is neither a PNG nor a JPEG picture"),
        ("a.png", picture("GIF"), "is neither a PNG nor a JPEG picture"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is neither a PNG nor a JPEG picture"),
        ("a.png", picture("JPEG"), "is a JPEG picture: its name must end in .jpg or .jpeg"),
        ("a.jpg", picture("PNG", (120, 120)), "is a PNG picture: its name must end in .png"),
        ("a.jpg", picture("JPEG", (119, 150)), "is 119 x 150 pixels: each side must have 120 to 2000"),
        ("a.png", picture("PNG", (2001, 1500))[: FILE_KB_MAX * 1024], "is 2001 x 1500 pixels: each side must have 120"),
        ("a.jpg", picture("JPEG", (500, 200)), "is 500 x 200 pixels: one side is more than twice as long"),
        ("a.png", picture("PNG", (700, 700)), f"KB: at most {FILE_KB_MAX}"),
        ("a.jpg", picture("JPEG")[:-500], "is damaged: the picture cannot be drawn to its end"),
        ("a.png", picture("PNG", (120, 150))[:-900], "is damaged: the picture cannot be drawn to its end"),
    ],
)
def test_what_cannot_be_shown_is_a_fault_with_file_line_and_key(
    put: Callable[[str, bytes], list[str]], name: str, data: bytes, said: str
) -> None:
    (fault,) = put(name, data)
    assert fault.startswith(f'people.yaml:2: clerks[0].photo: the file "photos/{name}" ') and said in fault


def test_a_picture_that_claims_to_be_huge_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """As a "decompression bomb": a few bytes that would become gigabytes."""
    for side in (20_000, 60_000):
        head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        chunk = b"IHDR" + head
        bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
        (tmp_path / "a.png").write_bytes(bomb)
        assert photo_wrong(tmp_path / "a.png") is not None


def test_a_folder_in_place_of_a_photo_is_not_there(hall: Path, change: Callable[[str, str, str], None]) -> None:
    (hall / "photos" / "a.png").mkdir(parents=True)
    change("people.yaml", "department: tax", "department: tax, photo: a.png")
    assert told(hall) == ['people.yaml:2: clerks[0].photo: there is no file "photos/a.png"']


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_any_damage_is_a_sentence_or_nothing_and_never_a_traceback(tmp_path: Path, kind: str) -> None:
    lot, sound = random.Random(7), picture(kind, (120, 130))
    path = tmp_path / f"a.{'png' if kind == 'PNG' else 'jpg'}"
    said = set()
    for _ in range(400):
        data = bytearray(sound)
        for _ in range(lot.choice((1, 1, 3, 30))):
            data[int(len(data) * lot.random() ** 4)] = lot.randrange(256)
        path.write_bytes(data[: lot.choice((len(data), lot.randrange(len(data))))])
        said.add(photo_wrong(path))
    assert len(said) >= 2


def test_looking_at_a_photo_costs_a_start_little_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture("JPEG", (700, 900)))
    assert photo_wrong(path) is None
    began_s = time.process_time()
    for _ in range(20):
        photo_wrong(path)
    assert (time.process_time() - began_s) / 20 < 0.05
