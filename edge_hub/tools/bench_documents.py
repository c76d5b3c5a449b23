"""How well papers are found and judged in drawn photographs whose corners are known: `hall bench --documents`.

The photographs are seeded; the seeds that the finder was tuned on are below 100, those measured here begin at 1000.
Times are those of the process, so that others on the machine count less; one core is used.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from drivers.documents.shapes import SHAPES, Points
from drivers.documents.taking import Taken, one_core, take
from drivers.twins.camera.scenes import Scene, photograph, sample

from .bench_report import Target

SEED: Final = 1000
QUICK: Final = 28
FULL: Final = 280
PAPERS: Final = ("letter", "form", "certificate", "card_front", "sparse", "blank", "card_back")
FLAWS: Final = {"blur": "blurred", "motion": "blurred", "glare": "glare", "dark": "dark", "cut_off": "cut_off"}
"""What is done to a photograph, and the verdict that it must get."""
OFF_PX: Final = 24.0
"""A corner further off makes the quad a wrong one."""


@dataclass(slots=True)
class Tally:
    """What was seen so far."""

    errors: list[float] = field(default_factory=list)
    """Of quads taken for right: the worst corner of each."""
    whole: int = 0
    none: int = 0
    asked: int = 0
    wrong: int = 0
    empty: int = 0
    empty_taken: int = 0
    verdicts: dict[str, list[bool]] = field(default_factory=dict)
    cpu_s: list[float] = field(default_factory=list)


def off_by(scene: Scene, corners: Points) -> float:
    """Pixels between the worst corner and where it is, whichever corner is called the first."""
    assert scene.corners is not None
    turns = (np.roll(corners, turn, axis=0) for turn in range(4))
    return min(float(np.linalg.norm(turned - scene.corners, axis=1).max()) for turned in turns)


def see(tally: Tally, scene: Scene) -> None:
    """One photograph more."""
    shape = SHAPES["card" if scene.paper is not None and scene.paper.kind.startswith("card") else "a4"]
    began = time.process_time()
    taken = take(scene.frame, shape)
    tally.cpu_s.append(time.process_time() - began)
    sure = taken is not None and taken.found is not None and taken.found.sure
    if scene.corners is None:
        tally.empty += 1
        tally.empty_taken += sure
        return
    if scene.flaw is None:
        _note_corners(tally, scene, taken, sure)
    if taken is None and scene.flaw != "cut_off":
        taken = take(scene.frame, shape, scene.corners)  # as after a person has dragged the corners
    verdicts = taken.judged.verdicts if taken is not None else frozenset()
    for name in ("blurred", "glare", "dark", "blank"):
        if scene.flaw in (None, "glare") or FLAWS.get(scene.flaw or "") == name:
            blank = name == "blank" and scene.paper is not None and scene.paper.kind == "blank"
            wanted = blank or FLAWS.get(scene.flaw or "") == name
            tally.verdicts.setdefault(name, []).append((name in verdicts) == wanted)
    if scene.flaw in (None, "cut_off"):
        tally.verdicts.setdefault("cut_off", []).append(("cut_off" in verdicts) == (scene.flaw is not None))


def _note_corners(tally: Tally, scene: Scene, taken: Taken | None, sure: bool) -> None:
    tally.whole += 1
    if taken is None or taken.found is None:
        tally.none += 1
    elif not sure:
        tally.asked += 1
    else:
        off = off_by(scene, taken.found.corners)
        tally.errors.append(off)
        tally.wrong += off > OFF_PX


def measure(count: int, seed: int, say: Callable[[str], None]) -> dict[str, Any]:
    """So many whole papers, a quarter of that with each flaw, and a quarter of it desks without a paper."""
    one_core()
    jobs = sample(seed, count, PAPERS)
    for number, flaw in enumerate(FLAWS, 1):
        jobs += sample(seed + number, max(4, count // 4), PAPERS[:4], flaw)
    jobs += sample(seed + len(FLAWS) + 1, max(4, count // 4), ("none",))
    tally = Tally()
    for number, job in enumerate(jobs):
        if number % 50 == 0:
            say(f"photograph {number} of {len(jobs)}")
        see(tally, photograph(*job))
    return figures(tally)


def figures(tally: Tally) -> dict[str, Any]:
    errors = np.array(tally.errors or [np.inf])
    return {
        "photographs": len(tally.cpu_s),
        "corner_px_median": float(np.median(errors)),
        "corner_px_p95": float(np.quantile(errors, 0.95)),
        "wrong": (tally.wrong + tally.empty_taken) / max(1, tally.whole + tally.empty),
        "none": tally.none / max(1, tally.whole),
        "asked": tally.asked / max(1, tally.whole),
        "verdicts": {name: float(np.mean(right)) for name, right in sorted(tally.verdicts.items())},
        "cpu_ms_median": float(np.median(tally.cpu_s) * 1000),
        "cpu_ms_p95": float(np.quantile(tally.cpu_s, 0.95) * 1000),
    }


def targets(found: dict[str, Any]) -> list[Target]:
    rows = [
        _most("corner error, median", found["corner_px_median"], 4, "{:.1f} px"),
        _most("corner error, 95 %", found["corner_px_p95"], 12, "{:.1f} px"),
        _most("wrong quad, or an empty desk, taken for right", found["wrong"] * 100, 0.5, "{:.1f} %"),
        _most("no quad found", found["none"] * 100, 3, "{:.1f} %"),
        Target("a person is asked to drag the corners", "-", f"{found['asked'] * 100:.1f} %", None),
        _most("processor time of a page, median", found["cpu_ms_median"], 250, "{:.0f} ms"),
    ]
    for name, right in found["verdicts"].items():
        rows.append(Target(f"verdict {name} right", ">= 95 %", f"{right * 100:.1f} %", right >= 0.95))
    return rows


def _most(what: str, value: float, most: float, form: str) -> Target:
    return Target(what, f"<= {form.format(most)}", form.format(value), value <= most)


def table(found: dict[str, Any]) -> str:
    lines = [f"{found['photographs']} photographs"]
    for row in targets(found):
        met = "" if row.met is None else "met" if row.met else "MISSED"
        lines.append(f"{row.what:<48} {row.wanted:>10} {row.found:>10}  {met}".rstrip())
    return "\n".join(lines)
