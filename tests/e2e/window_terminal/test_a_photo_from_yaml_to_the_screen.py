"""A clerk's photo, all the way: a file and a line of YAML, the real hub, its status port, the real rating pad."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.broker import Broker
from fakes.hub_process import HubProcess
from fakes.small_hall import write_small_site
from fakes.tap import Tap
from PIL import Image

from edge_hub.contract import window as w

GREEN, MAGENTA = (0, 200, 0), (200, 0, 200)
FACE_PIXELS = 260 * 260
PROBES_MAX = 200
PIN = "123456"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small hall; clerk 101 has a photo, green on the left and magenta on the right, and clerk 102 has none."""
    folder = write_small_site(tmp_path_factory.mktemp("hall") / "site")
    photo = Image.new("RGB", (300, 300), GREEN)
    photo.paste(MAGENTA, (150, 0, 300, 300))
    (folder / "photos").mkdir()
    photo.save(folder / "photos" / "101.png")
    people = json.loads((folder / "people.yaml").read_text(encoding="utf-8"))
    people["clerks"][0]["photo"] = "101.png"
    (folder / "people.yaml").write_text(json.dumps(people), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with Broker(tmp_path_factory.mktemp("broker")) as one:
        yield one


@pytest.fixture
def hub(site: Path, broker: Broker, tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(site, tmp_path / "data", broker.address, more=["--status-port", "0"]) as one:
        yield one


class Pad:
    """`hall pad rating` as a process, offscreen."""

    def __init__(self, folder: Path, port: int) -> None:
        boot = folder / "rate-w1.yaml"
        boot.write_text(
            f"device: rate-w1\nhall: test\nbrokers: [{{host: 127.0.0.1, port: {port}}}]\nwindow: w1\n", encoding="utf-8"
        )
        command = [
            sys.executable, "-m", "edge_hub.cli", "pad", "rating", "--bootstrap", str(boot), "--state",
            str(folder / "state"), "--autopilot", "-",
        ]  # fmt: skip
        self._folder = folder
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
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


@pytest.fixture
def make_pad(broker: Broker, tmp_path: Path) -> Iterator[Callable[[], Pad]]:
    made: list[Pad] = []

    def make() -> Pad:
        made.append(Pad(tmp_path, broker.port))
        return made[-1]

    yield make
    for pad in made:
        if pad._process.poll() is None:
            pad._process.kill()


def is_drawn(colours: Counter[Any]) -> bool:
    """Both halves, apart from the round corners."""
    return all(0.45 * FACE_PIXELS < colours[one] <= 0.5 * FACE_PIXELS for one in (GREEN, MAGENTA))


def test_the_clerk_who_signs_in_is_seen_on_the_rating_pad_with_and_without_the_hub(
    hub: HubProcess, broker: Broker, make_pad: Callable[[], Pad]
) -> None:
    first = make_pad()
    assert not first.look()[GREEN]
    with Tap(broker.address) as tap:
        for clerk in ("101", "102"):
            tap.do("desk", w.SetPin(clerk=clerk, pin=PIN))
        session = tap.do("call-w1", w.SignIn(window="w1", clerk="101", pin=PIN))["session"]
        first.until_it_shows(is_drawn)
        tap.do("call-w1", w.SignOut(window="w1"), session=session)
        session = tap.do("call-w1", w.SignIn(window="w1", clerk="102", pin=PIN))["session"]
        first.until_it_shows(lambda colours: not colours[GREEN] and not colours[MAGENTA])
        tap.do("call-w1", w.SignOut(window="w1"), session=session)
        tap.do("call-w1", w.SignIn(window="w1", clerk="101", pin=PIN))
        first.until_it_shows(is_drawn)
    assert first.end() == ""
    hub.kill()
    second = make_pad()
    second.until_it_shows(is_drawn)
    assert second.end() == "", "from the pad's own disk, while the hub is away"
