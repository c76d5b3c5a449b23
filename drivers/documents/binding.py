"""Pages into files: JPEG with its resolution, one PDF of several pages, and the fingerprints of each page.

The PDF carries each JPEG unchanged (DCTDecode), so that a page's fingerprint can be checked from the PDF. PDF 1.4, ISO
32000-1; no date, name or program stands in it: the same pages give the same bytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from cryptography.hazmat.primitives.hashes import SM3, Hash
from numpy.typing import NDArray

from drivers.documents.pages import DPI_MAX, Page, lying
from drivers.documents.shapes import A4, CARD

JPEG_QUALITY: Final = 85
_CARD_RADIUS_MM: Final = 3.18
_CARD_TOPS_MM: Final = (60.0, 165.0)
"""Where front and back of a card begin on their sheet, from its upper edge."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page as a JPEG, with what it is in pixels and on paper, and its fingerprints in hexadecimal."""

    jpeg: bytes
    wide: int
    high: int
    dpi: int
    sha256: str
    sm3: str


def leaf(page: Page, quality: int = JPEG_QUALITY) -> Leaf:
    done, coded = cv2.imencode(".jpg", page.picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    jpeg = _with_resolution(coded.tobytes(), page.dpi)
    high, wide = page.picture.shape[:2]
    return Leaf(jpeg, wide, high, page.dpi, hashlib.sha256(jpeg).hexdigest(), sm3(jpeg))


def sm3(data: bytes) -> str:
    """GB/T 32905 in hexadecimal. By `cryptography`, since a system's OpenSSL may leave it out."""
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize().hex()


def _with_resolution(jpeg: bytes, dpi: int) -> bytes:
    """The JFIF header says dots per inch: SOI, APP0 of 16 bytes, then at 13 the unit and two densities."""
    assert jpeg[2:4] == b"\xff\xe0" and jpeg[6:11] == b"JFIF\0"
    return jpeg[:13] + b"\x01" + dpi.to_bytes(2, "big") * 2 + jpeg[18:]


def bound(leaves: Sequence[Leaf]) -> bytes:
    """One PDF, each page as large as its paper. At least one leaf."""
    assert leaves
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(leaves)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(leaves)}/Kids[{kids}]>>".encode()]
    for n, one in enumerate(leaves):
        at = 3 + 3 * n
        wide, high = (f"{size * 72 / one.dpi:.2f}" for size in (one.wide, one.high))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Contents {at + 1} 0 R"
            f"/Resources<</XObject<</P {at + 2} 0 R>>>>>>".encode()
        )
        objects.append(_stream("", f"{wide} 0 0 {high} 0 0 cm /P Do".encode()))
        objects.append(
            _stream(
                f"/Type/XObject/Subtype/Image/Width {one.wide}/Height {one.high}/ColorSpace/DeviceRGB"
                "/BitsPerComponent 8/Filter/DCTDecode",
                one.jpeg,
            )
        )
    return _file(objects)


def _stream(words: str, data: bytes) -> bytes:
    return f"<<{words}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def card_sheet(front: Page, back: Page) -> Page:
    """Both sides of a card in their true size on one white A4 sheet, front above, without the desk at their corners."""
    dpi = DPI_MAX
    px = dpi / 25.4
    sheet = np.full((round(A4.long_mm * px), round(A4.short_mm * px), 3), 255, np.uint8)
    wide, high = round(CARD.long_mm * px), round(CARD.short_mm * px)
    left = (sheet.shape[1] - wide) // 2
    desk = _outside_of_card(wide, high, round(_CARD_RADIUS_MM * px))
    for page, top_mm in zip((front, back), _CARD_TOPS_MM, strict=True):
        top = round(top_mm * px)
        side = cv2.resize(lying(page).picture, (wide, high), interpolation=cv2.INTER_AREA)
        side[desk] = 255
        sheet[top : top + high, left : left + wide] = side
    return Page(sheet, dpi)


def _outside_of_card(wide: int, high: int, radius: int) -> NDArray[np.bool_]:
    """True where a card's rounded corners are not."""
    y, x = np.mgrid[0:high, 0:wide]
    off_x = np.maximum(radius - np.minimum(x, wide - 1 - x), 0)
    off_y = np.maximum(radius - np.minimum(y, high - 1 - y), 0)
    return np.asarray(off_x**2 + off_y**2 > radius**2)
