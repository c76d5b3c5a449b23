"""`hall demo` and `hall bench`: a practice hall on this machine, and what this machine and our hub can do."""

import json
import sys
from typing import Annotated

import typer

bench = typer.Typer(help="Measure SQLite, MQTT and the hub on this machine.", add_completion=False)


@bench.command()
def run_bench(
    quick: Annotated[bool, typer.Option("--quick", help="Under a minute; without the million tickets.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as one line of JSON, last on stdout.")] = False,
) -> None:
    """Measure what this machine can do by itself and what the hub makes of it, with the ratios.

    The first run without --quick builds a database of a million finished tickets, which takes some minutes and 3 GB,
    and keeps it in the cache of the user.

    Example: hall bench --quick
    """
    import tempfile
    import time
    from pathlib import Path

    from . import bench as measurement
    from .bench_report import table, targets, wrongs
    from .broker import NoBroker
    from .children import ChildFault

    began = time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} s] {what}", file=sys.stderr, flush=True)

    extent = measurement.QUICK if quick else measurement.FULL
    try:
        with tempfile.TemporaryDirectory(prefix="hall-bench-") as folder:
            found = measurement.run(Path(folder), extent, say)
    except (NoBroker, ChildFault) as fault:
        print(f"hall bench: {fault}", file=sys.stderr)
        raise typer.Exit(1) from None
    print(table(found))
    if as_json:
        found["targets"] = [
            {"what": row.what, "wanted": row.wanted, "found": row.found, "met": row.met} for row in targets(found)
        ]
        print(json.dumps(found, ensure_ascii=False))
    if any(wrongs(found[name]) for name in ("empty", "million") if name in found):
        raise typer.Exit(1)
