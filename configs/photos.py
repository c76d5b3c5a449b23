"""Photos of clerks: the files in `photos/` of a configuration, and which of them can be shown.

A photo is looked at as a whole, since one that is cut short would be seen as such at a window. Pillow is loaded only
where a photo is named.
"""

import struct
import warnings
from collections.abc import Mapping
from pathlib import Path

FOLDER = "photos"
FILE_KB_MAX = 256
SIDE_MIN, SIDE_MAX = 120, 2000
ENDINGS = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg")}


def photos_in(directory: Path) -> Mapping[str, Path]:
    """The files of a configuration that may be photos, by name. Raises OSError."""
    folder = directory / FOLDER
    return {path.name: path for path in sorted(folder.iterdir()) if path.is_file()} if folder.is_dir() else {}


def photo_wrong(path: Path) -> str | None:
    """Why a file cannot be shown as the photo of a person; None for one that can."""
    try:
        size = path.stat().st_size
    except OSError as fault:
        return f"cannot be read: {fault.strerror or fault}"
    if size > FILE_KB_MAX * 1024:
        return f"has {size // 1024} KB: at most {FILE_KB_MAX}"
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=tuple(ENDINGS)) as picture:
                wrong = _wrong(path, picture.format or "", *picture.size)
                if wrong:
                    return wrong
                if picture.format == "JPEG":
                    picture.draft("RGB", (SIDE_MIN, SIDE_MIN))  # decoded all the same, and eight times as fast
                picture.load()
    except UnidentifiedImageError:
        return "is neither a PNG nor a JPEG picture"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return f"is larger than {SIDE_MAX} pixels"
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):
        return "is damaged: the picture cannot be drawn to its end"
    return None


def _wrong(path: Path, kind: str, width: int, height: int) -> str | None:
    if path.suffix.lower() not in ENDINGS[kind]:
        return f"is a {kind} picture: its name must end in {' or '.join(ENDINGS[kind])}"
    if not SIDE_MIN <= min(width, height) <= max(width, height) <= SIDE_MAX:
        return f"is {width} x {height} pixels: each side must have {SIDE_MIN} to {SIDE_MAX}"
    if max(width, height) > 2 * min(width, height):
        return f"is {width} x {height} pixels: one side is more than twice as long as the other"
    return None
