"""The way of an installer without hub and broker: find a device, write it down, test it, and have the paper."""

import shutil
import subprocess
import sys
from pathlib import Path

from drivers.twins import serving
from drivers.twins.kinds import make
from edge_hub.contract.codec import decode
from edge_hub.contract.commissioning import Commissioning, Gap
from edge_hub.opening import DEFAULT_SITE
from edge_hub.probing import ADVICE


def hall(*words: object, answers: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "edge_hub.cli", *map(str, words)], input=answers, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_a_cabinet_that_is_found_is_tested_and_stands_in_the_report_with_what_it_still_lacks(tmp_path: Path) -> None:
    site, tests, papers = tmp_path / "site", tmp_path / "tests.jsonl", tmp_path / "papers"
    shutil.copytree(DEFAULT_SITE, site)
    with serving.serve_tcp(make("lock_ku16", [])) as cabinet:
        found = hall("device", "probe", cabinet.connection)
        with (site / "devices.yaml").open("a", encoding="utf-8") as file:
            file.write(found.stdout.partition(ADVICE[-1])[2] + "\n")
        assert hall("check", site).returncode == 0
        assert not [deed for deed in cabinet.deeds if deed["did"] == "opened"], "asking opens nothing"
        done = hall(
            "device", "test", "lock-1", "--cell", 3, "--by", "1050", "--json", tests, "--site", site, "--broker",
            "127.0.0.1:1", answers="y\ny\n",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert [deed["door"] for deed in cabinet.deeds if deed["did"] == "opened"] == [3]
    told = hall("device", "report", tests, "--site", site, "--folder", papers)
    assert told.returncode == 1, "others were not tested"
    (data,) = papers.glob("*.json")
    report = decode(Commissioning, data.read_bytes())
    assert report is not None
    one = next(one for one in report.devices if one.id == "lock-1")
    assert one.test is not None and one.test.passed and one.gaps == (Gap.NO_SERIAL_NUMBER, Gap.NO_ARRIVAL)
    (paper,) = papers.glob("*.pdf")
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert "lock-1" in text and cabinet.connection.removeprefix("tcp://") in text.replace("\u200b", "")
