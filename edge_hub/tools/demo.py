"""`hall demo`: a practice day with real processes, from the first broker to the verdict."""

import json
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from configs.site import load_site

from . import practice, practice_pace
from .broker import HOST, start_broker
from .children import Child, Children
from .demo_day import Day
from .demo_desk import Desk
from .demo_floor import MODULE, Floor
from .demo_score import Outcome, Score, outcome
from .demo_shots import Shots
from .records import read_journal
from .room import folder_for

HUB_READY_S = 15.0
HUB_STOP_S = 10.0
GENTLE = practice_pace.Pace(speed=10.0, share=0.3)
"""A practice hall to look at: ten times the usual speed, business in a third of its minutes."""

HUB_LOG = re.compile(r"\S+ \S+ (DEBUG|INFO) ")
"""The hub logs on stderr; up to INFO nobody needs to act."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the visitor asked for. Without `citizens` the hall stays open until `for_s` is over, or Ctrl-C."""

    site: Path
    citizens: int | None = None
    speed: float | None = None
    for_s: float | None = None
    screen: tuple[int, int] | None = None
    """Size of the display; None draws everything offscreen."""
    shots: Path | None = None
    keep: Path | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The cast of the day, who comes, and how fast."""

    cast: practice.Cast
    day: date
    hall: str
    visits: tuple[practice.Visit, ...] | None
    """None for a stream without an end."""
    pace: practice_pace.Pace
    for_s: float | None


def run(wishes: Wishes, say: Say) -> Outcome:
    """Run the day and end everything it started. Raises NoSuchDay, NoFolder, NoBroker, ChildFault,
    DeskFault or ConfigError."""
    began_s = time.monotonic()
    plan = plan_of(wishes)
    _introduce(plan, say)
    slips = folder_for(wishes.shots) / "slips" if wishes.shots is not None else None
    with _folder(wishes.keep) as folder, Children() as children:
        port = start_broker(children, folder)
        hub = _start_hub(children, wishes.site, folder / "data", port, plan)
        say(f"broker and hub are up on {HOST}:{port}")
        floor = Floor(children, plan.cast, plan.hall, port, folder, slips, wishes.screen, say)
        windows = [seat.window.id for seat in plan.cast.seats]
        desk = Desk(plan.hall, plan.cast.desk.id, plan.cast.admin.id, port, windows, folder / "state")
        shots = Shots(wishes.shots, floor, plan.cast) if wishes.shots is not None else None
        ends_s = None if plan.for_s is None else began_s + plan.for_s - practice_pace.END_S
        score = Score()
        try:
            desk.start()
            cast = plan.cast
            pins = desk.give_pins([cast.guide.id, *(seat.clerk.id for seat in cast.seats)], cast.admin_clerk.id)
            desk.sit_down(cast.guide.id, pins[cast.guide.id])
            floor.start(everything=shots is not None)
            day = _day(plan, wishes, floor, desk, score, shots, say, ends_s)
            _play(day, pins, wishes, say)
            children.end(list(floor.terminals.values()))
            day.drain()
        finally:
            desk.stop()
            floor.stop_printers()
        _end_hub(children, hub)
        found = outcome(score, read_journal(folder / "data"), wishes.citizens)
    return found.with_noise(children.noise.count, children.noise.lines)


def plan_of(wishes: Wishes) -> Plan:
    """What the wishes come to in this hall. Raises NoSuchDay or ConfigError."""
    site = load_site(wishes.site)
    cast = practice.cast_of(site)
    day = practice.practice_day(site.hall.opening, date.today())
    if wishes.citizens is None:
        pace = practice_pace.Pace(wishes.speed or GENTLE.speed, GENTLE.share)
        return Plan(cast, day, site.hall.id, None, pace, wishes.for_s)
    visits = practice.visits_of(cast, wishes.citizens, wishes.seed)
    for_s = wishes.for_s if wishes.for_s is not None else max(60.0, practice_pace.needed_s(cast, visits) * 1.2)
    pace = practice_pace.pace_of(cast, visits, for_s, practice.morning_s(site.hall.opening, day), wishes.speed)
    return Plan(cast, day, site.hall.id, visits, pace, for_s)


def _introduce(plan: Plan, say: Say) -> None:
    windows = ", ".join(f"{seat.window.label} {seat.window.name.en}" for seat in plan.cast.seats)
    say(f"a practice hall: {plan.day:%A, %d %B %Y}, 09:00, {plan.pace.speed:.0f} times as fast as the world")
    say(f"open windows: {windows}")
    if plan.pace.share < 0.95:
        why = ", so that everyone gets through" if plan.visits is not None else ""
        say(f"business takes {plan.pace.share:.0%} of its usual minutes{why}")
    if plan.visits is not None and plan.for_s is not None:
        need_s = practice_pace.needed_s(plan.cast, plan.visits)
        if plan.for_s < need_s:
            people = len(plan.visits)
            say(f"{people} citizens need some {need_s:.0f} s on two cores; {plan.for_s:.0f} s may be too short")
    if plan.visits is None:
        say("citizens come as long as you like; Ctrl-C closes the hall")


def _day(
    plan: Plan, wishes: Wishes, floor: Floor, desk: Desk, score: Score, shots: Shots | None, say: Say,
    ends_s: float | None,
) -> Day:  # fmt: skip
    """The day as it can be, now that everything has started."""
    cast, pace, visits = plan.cast, plan.pace, plan.visits
    if visits is None or ends_s is None:
        arrivals, usual_s = practice_pace.gentle(cast, pace, wishes.seed), 0.0
    else:
        left_s, usual_s = ends_s - time.monotonic(), practice_pace.usual_s(cast, visits)
        pace = replace(pace, share=practice_pace.share_of(cast, visits, left_s, pace.speed))
        arrivals = practice_pace.crowd(visits, left_s)
    return Day(
        cast, floor, desk, score, shots, say, arrivals, pace, usual_s, ends_s,
        {visit.citizen: visit for visit in visits or ()}, wishes.seed,
    )  # fmt: skip


def _play(day: Day, pins: dict[str, str], wishes: Wishes, say: Say) -> None:
    """The day itself. Ctrl-C ends it in good order: the hall closes, and what was done is still judged."""
    try:
        day.play(pins)
    except KeyboardInterrupt:
        say("closing the hall")
    else:
        if wishes.citizens is not None:
            say("everyone is through" if day.through else "the time is up")
    day.close()


def _start_hub(children: Children, site: Path, data: Path, port: int, plan: Plan) -> Child:
    ready = threading.Event()

    def heard(_child: Child, line: str) -> None:
        if line.startswith("{") and json.loads(line).get("what") == "ready":
            ready.set()

    hub = children.start("hub", [
        sys.executable, "-m", MODULE, "hub", "--site", str(site), "--data", str(data), "--broker", f"{HOST}:{port}",
        "--practice-start", f"{plan.day.isoformat()}T{practice.OPENS_AT}", "--speed", f"{plan.pace.speed:.4f}",
        "--status-port", "0",
    ], on_line=heard, may_say=HUB_LOG)  # fmt: skip
    ends_s = time.monotonic() + HUB_READY_S
    while not ready.wait(0.02):
        children.check()
        if time.monotonic() > ends_s:
            raise hub.fault(f"was not ready within {HUB_READY_S:.0f} s")
    return hub


def _end_hub(children: Children, hub: Child) -> None:
    """The hub ends in good order, or the day was not one."""
    children.check()
    if children.end([hub], grace_s=HUB_STOP_S) or hub.process.returncode != 0:
        raise hub.fault(f"did not end in good order (exit {hub.process.returncode})")


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """Where the day writes: a private folder that goes with it, or one that the visitor keeps."""
    if keep is None:
        with TemporaryDirectory(prefix="hall-demo-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
        return
    if keep.is_dir() and any(keep.iterdir()):
        raise practice.NoSuchDay(f"{keep} is not empty; a practice day begins on a clean page, so name a new folder")
    try:
        yield folder_for(keep)
    finally:
        shutil.rmtree(keep / "state", ignore_errors=True)
