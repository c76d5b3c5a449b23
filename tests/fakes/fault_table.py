"""Collects what the tests of the catalogue of faults did and found, by number, for the table of `tests/faults`.

A test belongs to a number by its name when it lies in `tests/faults` (`test_7_...`, `test_control_dedup_...`): it is
marked so when it is collected. Elsewhere it bears the mark itself, `fault(7)`. Each counts as one run, unless it hands
in more: `hand_in(verdict, runs=50, seed=3)`.
"""

import json
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from edge_hub.tools.checker import Verdict

NAMED = re.compile(r"test_(?:control_([a-z]+)|(\d+))_")
COUNTERS = ("attempts", "acked", "unknown", "lost", "unexpected", "duplicated", "recovered")


def commit_of(root: Path = Path(__file__).parent) -> str:
    """The commit that is checked out there, with a `+` if something was changed since; "" where no git knows it."""
    told = subprocess.run(["git", "-C", root, "describe", "--always", "--exclude=*", "--dirty=+", "--abbrev=9"],
                          capture_output=True, text=True, check=False)  # fmt: skip
    return told.stdout.strip()


def mark_by_name(item: pytest.Item) -> None:
    """What the name of a test says, as its mark: `pytest -m fault` runs the whole catalogue."""
    found = NAMED.match(item.name) if item.path.parent.name == "faults" else None
    if found:
        item.add_marker(pytest.mark.fault(found[1] or found[2]))


def numbers_of(item: pytest.Item) -> list[str]:
    """The numbers of the catalogue that a test proves."""
    return [str(number) for mark in item.iter_markers("fault") for number in mark.args]


class Handed:
    """What one test hands in; called as often as it likes."""

    def __init__(self) -> None:
        self.runs = 0
        self.seeds: list[int] = []
        self.counts: dict[str, int] = {}

    def __call__(self, verdict: Verdict | Mapping[str, int] | None = None, *, runs: int = 1, seed: int = -1) -> None:
        """The checker's verdict (or its counts) on `runs` runs of a fault, drawn from `seed`."""
        self.runs += runs
        self.seeds += [seed] if seed >= 0 else []
        counts = verdict.counts() if isinstance(verdict, Verdict) else verdict or {}
        for name in COUNTERS:
            if name in counts:
                self.counts[name] = self.counts.get(name, 0) + counts[name]


class FaultTable:
    """The rows of one session, by number."""

    def __init__(self, commit: str = "") -> None:
        self._commit = commit
        self.rows: dict[str, dict[str, Any]] = {}

    def add(self, numbers: list[str], outcome: str, handed: Handed, why: str = "", name: str = "") -> None:
        """The test `name` has `passed`, `failed` or `skipped`; the names of those that failed are kept."""
        for number in numbers:
            row = self.rows.setdefault(number, {
                "passed": 0, "failed": 0, "skipped": 0, "runs": 0, "seeds": [], "counts": {}, "why": "",
                "version": version("hall"), "commit": self._commit, "on": f"{datetime.now(UTC):%Y-%m-%d}",
            })  # fmt: skip
            row[outcome] += 1
            if outcome == "failed":
                row.setdefault("failures", []).append(name)
            row["why"] = row["why"] or why
            if outcome != "skipped":
                row["runs"] += handed.runs or 1
                row["seeds"] = sorted({*row["seeds"], *handed.seeds})
                for name, count in handed.counts.items():
                    row["counts"][name] = row["counts"].get(name, 0) + count

    def write(self, file: Path) -> None:
        """For `tests/faults/table.py`; nothing when no test of the catalogue was run."""
        if self.rows:
            file.parent.mkdir(exist_ok=True)
            file.write_text(json.dumps(self.rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
