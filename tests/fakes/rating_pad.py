"""A rating pad as a process, offscreen, and the photo of a clerk that is looked for on its screen."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

GREEN, MAGENTA = (0, 200, 0), (200, 0, 200)
FACE_PIXELS = 260 * 260
PROBES_MAX = 200


def add_photo(site: Path) -> None:
    """Clerk 101 of a small hall has a photo, green on the left and magenta on the right; 102 has none."""
    photo = Image.new("RGB", (300, 300), GREEN)
    photo.paste(MAGENTA, (150, 0, 300, 300))
    (site / "photos").mkdir()
    photo.save(site / "photos" / "101.png")
    people = json.loads((site / "people.yaml").read_text(encoding="utf-8"))
    people["clerks"][0]["photo"] = "101.png"
    (site / "people.yaml").write_text(json.dumps(people), encoding="utf-8")


def is_drawn(colours: Counter[Any]) -> bool:
    """Both halves, apart from the round corners."""
    return all(0.45 * FACE_PIXELS < colours[one] <= 0.5 * FACE_PIXELS for one in (GREEN, MAGENTA))


class Pad:
    """`hall pad rating` as a process, offscreen."""

    def __init__(self, folder: Path, boot: Path, env: Mapping[str, str] | None = None) -> None:
        command = [
            sys.executable, "-m", "edge_hub.cli", "pad", "rating", "--bootstrap", str(boot), "--state",
            str(folder / "state"), "--autopilot", "-",
        ]  # fmt: skip
        self._folder = folder
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **(env or {})},
        )  # fmt: skip

    def until_it_shows(self, holds: Callable[[Counter[Any]], bool]) -> Counter[Any]:
        """Look at the screen until its colours are as they should be."""
        for _ in range(PROBES_MAX):
            colours = self.look()
            if holds(colours):
                return colours
        raise AssertionError(f"not on the screen, but {colours.most_common(6)}")

    def look(self) -> Counter[Any]:
        """How many pixels each colour has."""
        assert self._process.stdin and self._process.stdout
        shot = self._folder / "shot.png"
        self._process.stdin.write(json.dumps({"do": "shot", "path": str(shot)}) + "\n")
        self._process.stdin.flush()
        while json.loads(self._process.stdout.readline())["what"] != "shot":
            pass
        with Image.open(shot) as picture:
            return Counter({colour: count for count, colour in picture.convert("RGB").getcolors(2**24) or ()})

    def kill(self) -> None:
        """If it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()

    def end(self) -> str:
        """What it said on stderr."""
        assert self._process.stdin
        self._process.stdin.close()
        said = self._process.stderr.read() if self._process.stderr else ""
        assert self._process.wait(10) == 0
        for stream in (self._process.stdout, self._process.stderr):
            assert stream
            stream.close()
        return said
