"""How terminals start, and how much memory they hold: every kind, offscreen, with the disk warm.

The first frame is what the terminal itself says, counted from the creation of its process, the interpreter's start
included. Memory is read once the terminal has drawn the hub's first snapshots.
"""

import json
import statistics
import time
from pathlib import Path
from typing import Any

import psutil

from .bench_rig import Rig
from .bench_site import BOARD, HALL, RATING_PAD, SCREEN, BenchSite
from .broker import HOST

ENV = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
SETTLE_S = 1.5
"""Until the link is up and the first snapshots are drawn."""
AT_WINDOW = ("call", "rating", "window")
"""Terminals that belong to a window, by the last word of their command."""


def measure(rig: Rig, site: BenchSite, folder: Path, starts: int) -> dict[str, dict[str, Any]]:
    """Milliseconds to the first frame and megabytes held, by kind of terminal.

    The first of the `starts` warms the disk; the median of the others counts.
    """
    kinds = {
        "ticket machine": (["kiosk", "ticket-machine"], site.machines[0]),
        "call board": (["kiosk", "call-board"], BOARD),
        "call pad": (["pad", "call"], site.seats[0].pad),
        "rating pad": (["pad", "rating"], RATING_PAD),
        "window screen": (["screen", "window"], SCREEN),
    }
    return {kind: _kind(rig, site, words, device, folder, starts) for kind, (words, device) in kinds.items()}


def _kind(rig: Rig, site: BenchSite, words: list[str], device: str, folder: Path, starts: int) -> dict[str, Any]:
    bootstrap = folder / f"{device}.yaml"
    boot: dict[str, Any] = {"device": device, "hall": HALL, "brokers": [{"host": HOST, "port": rig.port}]}
    if words[-1] in AT_WINDOW:
        boot["window"] = site.seats[0].window
    bootstrap.write_text(json.dumps(boot), encoding="utf-8")
    args = [*words, "--bootstrap", str(bootstrap), "--report", "--state", str(folder / "state")]
    frames, rss_mb = [], 0.0
    for start in range(starts):
        terminal, said = rig.start_terminal(args, ENV)
        frames.append(float(said["first_frame_ms"]))
        if start == starts - 1:
            time.sleep(SETTLE_S)
            rss_mb = psutil.Process(terminal.process.pid).memory_info().rss / 1e6
        rig.stop(terminal)
    return {"first_frame_ms": round(statistics.median(frames[1:] or frames)), "rss_mb": round(rss_mb, 1)}
