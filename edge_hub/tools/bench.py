"""The measurement: raw SQLite, bare MQTT, then our hub and terminals, in one run on one machine."""

import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

from . import bench_history, bench_sqlite, bench_terminals
from .bench_hub import Extent, HubBench
from .bench_load import Load
from .bench_rig import ECHO_HALL, Rig
from .bench_seed import START_MS
from .bench_site import BenchSite, write_site
from .children import Children

QUICK = Extent(raw_s=0.8, loop_s=1.6, steady_s=3.0, crowd_commands=3_000, million=False, terminal_starts=2, visits=4)
FULL = Extent(raw_s=3.0, loop_s=5.0, steady_s=15.0, crowd_commands=20_000, million=True)
FINISHED = 1_000_000
PUER = Path(__file__).parents[2] / "configs" / "puer"

Say = Callable[[str], None]


def run(folder: Path, extent: Extent, say: Say) -> dict[str, Any]:
    """Measure everything in `folder` (private, on the disk that matters); the figures as JSON carries them."""
    found: dict[str, Any] = {"machine": machine(), "raw": _raw(folder, extent, say)}
    site = write_site(folder / "site", machines=max(extent.clients), windows=max(extent.clients))
    kept = _kept(site, folder / "site", say) if extent.million else None
    with Children() as children:
        rig = Rig(children, folder)
        echo = Load(rig.port, ECHO_HALL, [f"echo-{name}" for name in site.machines])
        bench = HubBench(rig, extent, site, folder / "site", folder / "empty", echo, say)
        found["empty"] = bench.measure()
        if kept is not None:
            say("copying the database with its million tickets")
            bench_history.copy_of(kept, folder / "million")
            bench.data = folder / "million"
            found["million"] = bench.measure()
        echo.close()
        say("starting every kind of terminal in the hall of Pu'er, and taking tickets")
        found["terminals"] = bench_terminals.measure(rig, PUER, folder, extent.terminal_starts, extent.visits)
    return found


def machine() -> dict[str, Any]:
    """What the figures were found on."""
    return {
        "cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version(),
        "sqlite": apsw.sqlite_lib_version(), "load_1min": round(os.getloadavg()[0], 2),
    }  # fmt: skip


def _raw(folder: Path, extent: Extent, say: Say) -> dict[str, Any]:
    say("SQLite and the disk by themselves")
    one = bench_sqlite.commits(folder, per_transaction=1, for_s=extent.raw_s)
    many = bench_sqlite.commits(folder, per_transaction=100, for_s=extent.raw_s)
    sync = bench_sqlite.fsyncs(folder, for_s=extent.raw_s / 2)
    return {
        "commits_per_s": round(one.per_s), "commits_p50_ms": round(one.p50_ms, 3),
        "commits_100_per_s": round(many.per_s), "fsyncs_per_s": round(sync.per_s),
    }  # fmt: skip


def _kept(site: BenchSite, configuration: Path, say: Say) -> Path:
    def progress(done: int, count: int) -> None:
        if done % (count // 20) < bench_history.PORTION:
            say(f"building the database of finished tickets, once: {done * 100 // count} %")

    last_ms = START_MS - bench_history.DAY_MS
    return bench_history.history(bench_history.cache_folder(), site, configuration, FINISHED, last_ms, progress)
