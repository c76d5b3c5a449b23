"""Takes the picture at the top of the README anew, from the middle of a practice day.

    .venv/bin/python packaging/renew_picture.py

Runs `hall demo` with more people than the windows can serve at once, and puts the pictures of its screens side by side.
Which screen stands where is the table below; the demo takes every picture named in it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PICTURE = Path(__file__).parent / "pictures" / "hall.png"
DEMO = ("demo", "--headless", "--citizens", "54", "--for", "280", "--speed", "10", "--seed", "3")
"""Ten times as fast as the world: slow enough for lines to form, and for a rating to be given."""
SIZE = (1680, 1010)
GROUND, EDGE = "#E3E8F1", "#C6CFDE"

PLACES: tuple[tuple[str, int, int, int], ...] = (
    ("tm-1-busy", 20, 20, 545),
    ("board-1-busy", 585, 20, 700),
    ("call-w01-busy", 585, 434, 342),
    ("rate-w01-asking", 943, 434, 342),
    ("screen-w04-busy", 585, 668, 700),
    ("tm-2-ticket", 585, 820, 302),
    ("tm-1-ticket", 1305, 20, 355),
    ("slips/tm-1/slip-0012", 1305, 672, 170),
    ("slips/tm-2/slip-0012", 1490, 672, 170),
)
"""Name of a picture, its upper left corner, and how wide it is drawn; what is too high is cut off below."""


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="hall-picture-") as folder:
        shots = Path(folder)
        done = subprocess.run([sys.executable, "-m", "edge_hub.cli", *DEMO, "--shots", str(shots)], check=False)
        if done.returncode != 0:
            print("renew_picture: the practice day did not end well; the picture stays as it is.", file=sys.stderr)
            return 1
        composed(shots).quantize(256, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size // 1024} KB")
    return 0


def composed(shots: Path) -> Image.Image:
    """The pictures of a practice day on one sheet. Raises FileNotFoundError for one that was not taken."""
    sheet = Image.new("RGB", SIZE, GROUND)
    for name, x, y, width in PLACES:
        with Image.open(shots / f"{name}.png") as picture:
            small = picture.convert("RGB")
        small = small.resize((width, round(small.height * width / small.width)), Image.Resampling.LANCZOS)
        small = small.crop((0, 0, width, min(small.height, SIZE[1] - 20 - y)))
        sheet.paste(EDGE, (x - 1, y - 1, x + width + 1, y + small.height + 1))
        sheet.paste(small, (x, y))
    return sheet


if __name__ == "__main__":
    sys.exit(main())
