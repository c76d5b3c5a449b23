"""`hall demo` as a visitor runs it: a short day, a Ctrl-C, and a terminal that dies; nothing is left running."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psutil
import pytest
import zxingcpp
from PIL import Image

from edge_hub.store.connection import open_reader
from edge_hub.store.journal import verify
from edge_hub.store.store import DB_NAME
from edge_hub.tools.records import read_journal

DEMO = [sys.executable, "-m", "edge_hub.cli", "demo", "--headless", "--json"]
TERMINALS = 15
PUER = Path(__file__).parents[3] / "configs" / "puer"
ADDRESS = "https://hall.example.gov.cn/t"
"""Nobody's, and no reserved name either: `hall check` would refuse that."""


class Visit:
    """A running demo and what it says."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [*DEMO, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
        )
        self.said: list[str] = []
        self._more = threading.Condition()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def until(self, part: str, timeout_s: float = 100) -> None:
        """Wait until a line with that part was said."""
        with self._more:
            came = self._more.wait_for(lambda: any(part in line for line in self.said), timeout_s)
        assert came, f"“{part}” was not said:\n{self.words}"

    def end(self, timeout_s: float = 60) -> tuple[int, str]:
        """Exit code and stdout."""
        out, _ = self.process.stdout, self.process.wait(timeout_s)
        assert out is not None
        text = out.read()
        self._thread.join()
        return self.process.returncode, text

    @property
    def words(self) -> str:
        return "\n".join(self.said)

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._more:
                self.said.append(line.rstrip())
                self._more.notify_all()


@contextmanager
def visit(*words: str) -> Iterator[Visit]:
    """A demo that is ended whatever the test finds."""
    it = Visit(*words)
    try:
        yield it
    finally:
        it.process.kill()
        it.process.wait(10)
        for stream in (it.process.stdout, it.process.stderr):
            assert stream is not None
            stream.close()


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all of them have ended; the kernel may take a moment to tell them."""
    return not psutil.wait_procs(processes, timeout=10)[1]


@pytest.mark.timeout(240)
def test_a_short_day_ends_with_everyone_through_and_a_picture_of_every_screen(tmp_path: Path) -> None:
    shots, keep = tmp_path / "shots", tmp_path / "kept"
    site = shutil.copytree(PUER, tmp_path / "site")
    hall = (site / "hall.yaml").read_text(encoding="utf-8")
    assert hall.count("public_url: null") == 1, "the shipped hall has no address: no QR rather than a dead one"
    (site / "hall.yaml").write_text(hall.replace("public_url: null", f"public_url: {ADDRESS}"), encoding="utf-8")
    words = ["--citizens", "3", "--for", "90", "--speed", "110", "--shots", str(shots), "--keep", str(keep)]
    words += ["--site", str(site)]
    with visit(*words) as it:
        it.until("terminals are up")
        children = it.children()
        assert len(children) == TERMINALS + 2, "terminals, hub and broker"
        code, out = it.end(200)
    assert code == 0, it.words
    figures = json.loads(out.splitlines()[-1])
    assert {name: figures[name] for name in ("taken", "printed", "called", "finished", "lost", "duplicated")} == {
        "taken": 3, "printed": 3, "called": 3, "finished": 3, "lost": 0, "duplicated": 0,
    }  # fmt: skip
    assert figures["noise"] == 0, it.words
    for name in ("touch_to_reply_ms", "touch_to_slip_ms", "call_to_board_ms"):
        assert 0 < figures[name]["p50"] <= figures[name]["p99"]
    assert gone(children)
    slips = list((shots / "slips").rglob("*.png"))
    screens = {path.stem for path in shots.glob("*.png")}
    assert len(slips) == 3
    assert {"tm-1-home", "tm-1-confirm", "tm-1-search", "tm-2-home-english", "board-1-end"} <= screens
    with Image.open(shots / "tm-1-home.png") as upright, Image.open(shots / "tm-2-home.png") as wide:
        assert (upright.size, wide.size) == ((1080, 1920), (1920, 1080))
    printers = [json.loads((keep / f"{machine}.yaml").read_text())["own"][0] for machine in ("tm-1", "tm-2")]
    assert printers[0]["connection"].startswith("tcp://")
    assert printers[1]["connection"].startswith("serial:///dev/pts/") and printers[1]["options"]["mode"] == "text"
    for path in (*slips, *shots.glob("*.png")):
        with Image.open(path) as picture:
            low, high = picture.convert("L").getextrema()
            assert high - low > 100, f"{path.name} is blank"
    reader = open_reader(keep / "data" / DB_NAME)
    assert verify(reader)[1] is None
    reader.close()
    taken = {row.body["token_hash"] for row in read_journal(keep / "data") if row.type == "TicketTaken"}
    assert {sha256(token_on(path).encode()).hexdigest() for path in slips} == taken


def token_on(path: Path) -> str:
    """The token in the QR code of a slip, as a phone reads it from the paper."""
    with Image.open(path) as paper:
        (code,) = zxingcpp.read_barcodes(paper.convert("L"))
    address, _, token = code.text.rpartition("/")
    assert address == ADDRESS
    return token


@pytest.mark.timeout(180)
def test_ctrl_c_closes_the_hall_in_good_order() -> None:
    with visit() as it:
        it.until("terminals are up")
        children = it.children()
        it.until("tickets, ")
        it.process.send_signal(signal.SIGINT)
        code, out = it.end()
    assert code == 0, it.words
    assert "closing the hall" in it.words
    figures = json.loads(out.splitlines()[-1])
    assert (figures["lost"], figures["duplicated"], figures["noise"]) == (0, 0, 0), it.words
    assert gone(children)


@pytest.mark.timeout(120)
def test_a_terminal_that_dies_ends_everything_and_is_named() -> None:
    with visit() as it:
        it.until("broker and hub are up")
        pad = _first(lambda: [one for one in it.children() if "call" in " ".join(one.cmdline()).split()])
        children = it.children()
        os.kill(pad.pid, signal.SIGKILL)
        code, _ = it.end()
    assert code == 2
    assert "call-w" in it.words and "ended unasked (signal SIGKILL)" in it.words
    assert gone(children)


@pytest.mark.timeout(120)
def test_nothing_outlives_a_demo_that_is_killed() -> None:
    with visit() as it:
        it.until("broker and hub are up")
        _first(lambda: [one for one in it.children() if "call" in " ".join(one.cmdline()).split()])
        children = it.children()
        it.process.kill()
        it.process.wait(10)
        assert gone(children)


def test_a_day_that_runs_into_lunch_is_refused_in_a_sentence() -> None:
    with visit("--citizens", "4", "--for", "120", "--speed", "300") as it:
        code, out = it.end()
    assert (code, out) == (2, "")
    assert "into the lunch break; say --speed 87 or less" in it.words


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("a day of long ago")
    with visit("--citizens", "4", "--keep", str(tmp_path)) as it:
        code, _ = it.end()
    assert code == 2
    assert "is not empty" in it.words


@pytest.mark.parametrize("option", ["--shots", "--keep"])
@pytest.mark.parametrize("name", ["a file", "below a file"])
def test_a_folder_that_cannot_be_written_is_refused_before_the_hall_opens(
    tmp_path: Path, option: str, name: str
) -> None:
    (tmp_path / "file").write_text("a letter")
    named = tmp_path / "file" if name == "a file" else tmp_path / "file" / "pictures"
    with visit("--citizens", "4", option, str(named)) as it:
        code, out = it.end()
    assert (code, out) == (2, "")
    assert it.said[-1].startswith(f"hall demo: {named} cannot be used: ") and "are up" not in it.words


def _first(find: Callable[[], list[psutil.Process]]) -> psutil.Process:
    """The first process that is found, as soon as there is one."""
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            found = find()
        except psutil.NoSuchProcess:
            continue
        if found:
            return found[0]
        time.sleep(0.02)
    raise AssertionError("no such process came")
