"""A display of its own for each test: a real X server in memory, on a number that was free, ended with the test."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

WIDTH, HEIGHT = 1920, 1080


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A window as the X server has it, in pixels of the display."""

    x: int
    y: int
    width: int
    height: int

    def inside(self, other: "Rectangle") -> bool:
        right, bottom = self.x + self.width, self.y + self.height
        return other.x <= self.x and other.y <= self.y and right <= other.width and bottom <= other.height

    def covers(self, other: "Rectangle") -> bool:
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


SCREEN = Rectangle(0, 0, WIDTH, HEIGHT)


class Display:
    """One display, and a hand at its mouse."""

    def __init__(self, number: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "QSG_", "WAYLAND_"))}
        self.env = {**kept, "DISPLAY": f":{number}"}
        """The environment of a visitor with this display."""
        self.screen = SCREEN

    def windows(self) -> list[Rectangle]:
        """Every window that is shown, but for the ground."""
        ids = self._xdotool("search", "--maxdepth", "1", "--onlyvisible", "--name", "").split()
        found = [self._geometry(one) for one in ids]
        return [one for one in found if one != SCREEN]

    def click(self, x: int, y: int) -> None:
        """The mouse goes there and is pressed once."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def _geometry(self, window: str) -> Rectangle:
        lines = self._xdotool("getwindowgeometry", "--shell", window).splitlines()
        said: dict[str, Any] = dict(line.split("=", 1) for line in lines)
        return Rectangle(*(int(said[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))

    def _xdotool(self, *words: str) -> str:
        command = ["xdotool", *words]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=10, check=False)
        assert "error" not in done.stderr.lower(), done.stderr
        return done.stdout


@pytest.fixture
def display() -> Iterator[Display]:
    heard, said = os.pipe()
    words = ["Xvfb", "-displayfd", str(said), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    nothing = subprocess.DEVNULL
    server = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "--", *words], pass_fds=[said], stdin=nothing, stderr=nothing
    )
    os.close(said)
    try:
        with os.fdopen(heard) as ready:
            number = ready.readline().strip()
        assert number, "Xvfb did not start"
        yield Display(number)
    finally:
        server.terminate()
        server.wait(10)
