"""Prints the table of the catalogue: what was done to which number, how often, and what the checker counted.

Without words it prints the run that is kept beside it (`last_run.json`); the README shows that. Words:
`--of FILE` prints what another run handed in (pytest writes `build/faults.json`), `--keep FILE` takes its rows over.
Renew the README by:  packaging/test --all; python tests/faults/table.py --keep build/faults.json;
python tests/docs/printed_blocks.py --write tests/faults/README.md
"""

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEPT = HERE / "last_run.json"
COUNTERS = ("attempts", "acked", "unknown", "lost", "unexpected", "duplicated", "recovered")
"""Of the checker (`edge_hub/tools/checker.py`), in the order of the columns."""
Rows = Mapping[str, Mapping[str, Any]]


def catalogue() -> dict[str, Any]:
    return tomllib.loads((HERE / "catalogue.toml").read_text(encoding="utf-8"))


def rows_of(file: Path) -> dict[str, dict[str, Any]]:
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def markdown(book: Mapping[str, Any], rows: Rows) -> list[str]:
    """The whole table; what the run did not touch is told as such, what has no test with its reason."""
    head = ("", "fault", "runs", "seeds", *COUNTERS, "result")
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for letter, faults in book["faults"].items():
        lines.append(f"| **{letter}** | **{book['titles'][letter]}** |{' |' * (len(head) - 2)}")
        lines += [_line(number, what, book, rows) for number, what in faults.items()]
    lines.append(f"| | **controls: faults of our own that must be seen** |{' |' * (len(head) - 2)}")
    lines += [_line(name, what, book, rows, passed="seen") for name, what in book["controls"].items()]
    return [*lines, "", *_about(book, rows)]


def _line(key: str, what: str, book: Mapping[str, Any], rows: Rows, passed: str = "passed") -> str:
    row = rows.get(key)
    if row is None:
        absent = book["absent"].get(key)
        cells = ["", "", *[""] * len(COUNTERS), f"not tested: {absent}" if absent else "not run"]
    else:
        counts = row.get("counts") or {}
        figures = [f"{counts[name]:,}" if name in counts else "" for name in COUNTERS]
        cells = [f"{row['runs']:,}", _seeds(row["seeds"]), *figures, _result(row, passed, book["figures"].get(key, 0))]
    return f"| {key if key.isdigit() else ''} | {what} | {' | '.join(cells)} |"


def _result(row: Mapping[str, Any], passed: str, figure: int) -> str:
    """A run of fewer rounds than the catalogue's figure (the ordinary one) has passed, but proves less."""
    if row["failed"]:
        names = ", ".join(f"`{name}`" for name in row.get("failures", ()))
        return f"**{row['failed']} FAILED**{f': {names}' if names else ''}"
    passed = f"{passed} (short)" if row["runs"] < figure else passed
    if row["passed"] and row["skipped"]:
        return f"{passed}, {row['skipped']} skipped"
    return passed if row["passed"] else f"skipped: {row['why']}"


def _seeds(seeds: list[int]) -> str:
    """1, 2, 3, 7 as `1-3, 7`."""
    spans: list[list[int]] = []
    for seed in sorted(set(seeds)):
        if spans and seed == spans[-1][1] + 1:
            spans[-1][1] = seed
        else:
            spans.append([seed, seed])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def _about(book: Mapping[str, Any], rows: Rows) -> list[str]:
    every = [number for faults in book["faults"].values() for number in faults]
    real = [number for number in every if number not in book["absent"]]
    versions, days = _of(rows, "version"), _of(rows, "on")
    spans = [" to ".join(dict.fromkeys((one[0], one[-1]))) if one else "none" for one in (versions, days)]
    commits = ", ".join(_of(rows, "commit")) or "not told"
    return [
        f"{len(real)} of {len(every)} are real tests. Version {spans[0]}, commit {commits}, run on {spans[1]}; its"
        " seeds stand in each row.",
        "`(short)`: fewer rounds than the figure that `packaging/test --all` reaches.",
    ]


def _of(rows: Rows, what: str) -> list[str]:
    return sorted({row[what] for row in rows.values() if row.get(what)})


def main(words: list[str]) -> None:
    match words:
        case ["--keep", file]:
            kept = {**rows_of(KEPT), **rows_of(Path(file))}
            KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        case ["--of", file]:
            print("\n".join(markdown(catalogue(), rows_of(Path(file)))))
        case _:
            print("\n".join(markdown(catalogue(), rows_of(KEPT))))


if __name__ == "__main__":
    main(sys.argv[1:])
