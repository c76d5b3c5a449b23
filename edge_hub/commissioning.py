"""The commissioning report as files: the JSON is written here, the paper is drawn from it by the terminals' own kit
(`python -m kiosk.ui.commissioning`), since Qt belongs to the terminals."""

import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from configs.site import Site

from .contract.codec import decode
from .contract.commissioning import GAP_NAMES, Commissioning
from .contract.self_test import DeviceTest
from .domain.commissioning import report_of, strangers
from .refusal import refuse

DRAW_S = 120.0


def make_report(site: Site, files: list[Path], folder: Path) -> int:
    """Write both files and say what is missing; 0 if nothing is, else 1. Ends the process where it cannot be made."""
    tests = [test for path in files for test in tests_in(path, site.hall.id)]
    for stranger in strangers(site, tests):
        print(f"hall: “{stranger}” was tested and is not in devices.yaml: left out.", file=sys.stderr)
    report = report_of(site, tests, round(time.time() * 1000), _version())
    data, paper = (folder / f"commissioning-{report.number}{end}" for end in (".json", ".pdf"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with data.open("x", encoding="utf-8") as file:
            file.write(report.model_dump_json(indent=1, exclude_none=True) + "\n")
    except FileExistsError:
        refuse(f"{data} is there already, and a report is never written over: try again.")
    except OSError as fault:
        refuse(f"{folder}: cannot be written: {fault.strerror}.")
    _draw(data, paper)
    for line in _told(report):
        print(line)
    print(f"{data}\n{paper}")
    return 0 if report.complete else 1


def tests_in(path: Path, hall: str) -> list[DeviceTest]:
    """Every self-test in a file of `hall device test --json`. A line that is none ends the process: a report that
    passes over a test in silence is worth nothing."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as fault:
        refuse(f"{path}: cannot be read: {fault.strerror}.")
    found: list[DeviceTest] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        test = decode(DeviceTest, line)
        if test is None:
            refuse(f"{path}, line {number}: is no self-test of `hall device test --json`.")
        if test.hall != hall:
            refuse(f"{path}, line {number}: is a test of the hall “{test.hall}”, not of “{hall}”.")
        found.append(test)
    return found


def _draw(data: Path, paper: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.ui.commissioning", data, paper], stderr=subprocess.PIPE, text=True,
        timeout=DRAW_S, check=False,
    )  # fmt: skip
    if done.returncode:
        refuse(f"{data} is written, but the paper could not be drawn: {done.stderr.strip()}")


def _told(report: Commissioning) -> list[str]:
    if report.complete:
        many = len(report.devices)
        return [f"全部 {many} 台设备合格，资料齐全。 All {many} devices passed, and their papers are complete."]
    return [
        "尚不具备验收条件。 Not ready for acceptance.",
        *(
            f"  {one.id}: {'；'.join(GAP_NAMES[gap].zh for gap in one.gaps)}"
            f" {'; '.join(GAP_NAMES[gap].en for gap in one.gaps)}"
            for one in report.devices
            if one.gaps
        ),
    ]


def _version() -> str:
    try:
        return version("hall")
    except PackageNotFoundError:  # run from a bare checkout
        return ""
