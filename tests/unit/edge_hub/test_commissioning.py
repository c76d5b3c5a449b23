"""`hall device report`, whole: files of tests in, a JSON and a PDF out, or one sentence."""

import hashlib
import subprocess
import sys
from pathlib import Path

from fakes.tested import self_tested, step
from fakes.wired_hall import led, write_wired_site

from edge_hub.contract.codec import decode, encode
from edge_hub.contract.commissioning import Commissioning
from edge_hub.contract.self_test import DeviceTest, Outcome

GOOD = {"serial_number": "BX-1", "arrived": "2026-10-12"}


def report(tmp_path: Path, *tests: DeviceTest | bytes) -> "subprocess.CompletedProcess[str]":
    site = write_wired_site(tmp_path / "site", led(**GOOD))
    lines = [one if isinstance(one, bytes) else encode(one) for one in tests]
    (tmp_path / "tests.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    words = ["device", "report", tmp_path / "tests.jsonl", "--folder", tmp_path / "papers", "--site", site]
    return subprocess.run([sys.executable, "-m", "edge_hub.cli", *words], capture_output=True, text=True, check=False)


def test_a_hall_that_passed_gets_its_paper_and_the_file_whose_hash_stands_on_it(tmp_path: Path) -> None:
    done = report(tmp_path, self_tested())
    assert done.returncode == 0, done.stderr
    assert "All 1 devices passed" in done.stdout
    (data,), (paper,) = ((tmp_path / "papers").glob(f"*.{end}") for end in ("json", "pdf"))
    written = decode(Commissioning, data.read_bytes())
    assert written is not None and written.complete and written.devices[0].test == self_tested()
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert hashlib.sha256(data.read_bytes()).hexdigest() in text


def test_what_is_missing_is_said_and_the_paper_is_made_all_the_same(tmp_path: Path) -> None:
    done = report(tmp_path, self_tested("led-w1", step(Outcome.FAILED)), self_tested("led-old"))
    assert done.returncode == 1
    assert "led-w1: 检测未通过 test not passed" in done.stdout and "“led-old” was tested" in done.stderr
    assert len(list((tmp_path / "papers").iterdir())) == 2


def test_a_line_that_is_no_test_and_a_test_of_another_hall_are_refused_with_their_line(tmp_path: Path) -> None:
    for place, (wrong, says) in enumerate((
        (encode(self_tested())[:-20], "line 2: is no self-test"),
        (encode(self_tested(hall="kunming")), "line 2: is a test of the hall “kunming”"),
    )):  # fmt: skip
        done = report(tmp_path / str(place), self_tested(), wrong)
        assert done.returncode == 2 and says in done.stderr
        assert not (tmp_path / str(place) / "papers").exists()
