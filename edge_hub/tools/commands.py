"""`hall demo` and `hall bench`: a practice hall on this machine, and what this machine and our hub can do."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from .demo_score import Outcome

bench = typer.Typer(help="Measure SQLite, MQTT and the hub on this machine.")
demo = typer.Typer(help="Open a practice hall on this machine.")

SITE = Path(__file__).parents[2] / "configs" / "puer"
SHOWN_MAX = 10
"""How many faults of one kind are told in words; the rest are counted."""


@demo.command()
def run_demo(
    citizens: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=2000, help="So many come, then the hall closes.", show_default="no end"),
    ] = None,
    speed: Annotated[
        float | None,
        typer.Option(
            metavar="X", min=0.1, max=500, help="Speed of the hall's time.", show_default="so that all get through"
        ),
    ] = None,
    for_s: Annotated[
        float | None,
        typer.Option(
            "--for", metavar="SECONDS", min=10, help="From the start to the end.", show_default="what it takes"
        ),
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Draw offscreen, display or not.")] = False,
    screen: Annotated[
        str | None,
        typer.Option(metavar="WxH", help="Size of the display, such as 1920x1080.", show_default="the display says"),
    ] = None,
    shots: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for a PNG of every screen and of every slip.")
    ] = None,
    keep: Annotated[Path | None, typer.Option(metavar="DIR", help="Empty folder in which the hub's data stay.")] = None,
    site: Annotated[
        Path,
        typer.Option(
            metavar="DIR", help="Folder of the configuration.", show_default="configs/puer, the hall of Pu'er"
        ),
    ] = SITE,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed is another day.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one line of JSON, last on stdout.")] = False,
) -> None:
    """Open a hall at 09:00 of a working day: broker, hub, two ticket machines, four windows, a call board.

    Simulated citizens and clerks touch the real screens. Without --citizens the hall stays open until Ctrl-C.

    At the end the journal is compared with what the screens showed and the printers let out: exit code 1 if anything
    was lost or doubled, or not everyone got through.

    Touch to slip counts from the finger that leaves “take a ticket” to the slip's last byte at the printer, over all
    machines; a printer that hangs on a serial line takes its bytes as slowly as the line's baud rate says.

    \b
    Examples:
      hall demo
          windows tiled on the display, until Ctrl-C
      hall demo --headless --citizens 40 --for 60 --json
          forty people in one minute, offscreen, and the figures
      hall demo --headless --citizens 8 --shots pictures
          a picture of every screen and of every slip
    """
    from configs.faults import ConfigError

    from .broker import NoBroker
    from .children import ChildFault
    from .demo import Wishes, run
    from .demo_desk import DeskFault
    from .display import display_size, parse_size
    from .practice import NoSuchDay
    from .room import NoFolder

    try:
        size = None if headless else parse_size(screen) if screen else display_size()
        wishes = Wishes(site, citizens, speed, for_s, size, shots, keep, seed)
        found = run(wishes, _teller())
    except (ValueError, NoBroker, NoSuchDay, NoFolder, ChildFault, DeskFault, ConfigError) as fault:
        _refuse("demo", str(fault))
    except KeyboardInterrupt:
        _refuse("demo", "stopped before the hall had opened", 130)
    _verdict(found)
    print(json.dumps(found.figures) if as_json else _in_words(found))
    if not found.ok:
        raise typer.Exit(1)


@bench.command()
def run_bench(
    quick: Annotated[bool, typer.Option("--quick", help="Under a minute; without the million tickets.")] = False,
    hall: Annotated[
        bool, typer.Option("--hall", help="A hall with a thousand devices instead, for ten minutes.")
    ] = False,
    devices: Annotated[bool, typer.Option("--devices", help="The drivers instead, against simulated devices.")] = False,
    documents: Annotated[
        bool, typer.Option("--documents", help="How well papers are found and judged in drawn photographs instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as one line of JSON, last on stdout.")] = False,
) -> None:
    """Measure what this machine can do by itself and what the hub makes of it, with the ratios.

    The first run without --quick builds a database of a million finished tickets, which takes some minutes and 3 GB,
    and keeps it in the cache of the user.

    \b
    Examples:
      hall bench --quick
      hall bench --json
      hall bench --hall
      hall bench --devices
      hall bench --documents --quick
    """
    import tempfile

    wanted = [("--hall", hall), ("--devices", devices), ("--documents", documents)]
    names = " and ".join(name for name, given in wanted if given)
    if " and " in names:
        _refuse("bench", f"{names} are two measurements: give one of them")
    if hall or devices or documents:
        (_bench_hall if hall else _bench_devices if devices else _bench_documents)(quick, as_json)
        return
    from . import bench as measurement
    from .bench_report import table, targets, wrongs
    from .broker import NoBroker
    from .children import ChildFault
    from .room import NoFolder

    extent = measurement.QUICK if quick else measurement.FULL
    try:
        with tempfile.TemporaryDirectory(prefix="hall-bench-") as folder:
            found = measurement.run(Path(folder), extent, _teller())
    except (NoBroker, NoFolder, ChildFault) as fault:
        _refuse("bench", str(fault))
    except KeyboardInterrupt:
        _refuse("bench", "stopped", 130)
    print(table(found))
    if as_json:
        found["targets"] = [
            {"what": row.what, "wanted": row.wanted, "found": row.found, "met": row.met} for row in targets(found)
        ]
        print(json.dumps(found, ensure_ascii=False))
    if any(wrongs(found[name]) for name in ("empty", "million") if name in found):
        raise typer.Exit(1)


def _bench_hall(quick: bool, as_json: bool) -> None:
    import tempfile

    from . import bench_hall as measurement
    from .broker import NoBroker
    from .children import ChildFault
    from .room import NoRoomForFiles

    try:
        with tempfile.TemporaryDirectory(prefix="hall-bench-") as folder:
            extent = measurement.QUICK if quick else measurement.FULL
            found = measurement.measure(Path(folder), extent, _teller())
    except (NoBroker, NoRoomForFiles, ChildFault) as fault:
        _refuse("bench", str(fault))
    except KeyboardInterrupt:
        _refuse("bench", "stopped", 130)
    print(measurement.table(found))
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    if measurement.wrongs(found):
        raise typer.Exit(1)


def _bench_devices(quick: bool, as_json: bool) -> None:
    from . import bench_devices as measurement

    try:
        found = measurement.measure(measurement.QUICK if quick else measurement.FULL, _teller())
    except RuntimeError as fault:
        _refuse("bench", str(fault))
    except KeyboardInterrupt:
        _refuse("bench", "stopped", 130)
    print(measurement.table(found))
    if as_json:
        print(json.dumps(found, ensure_ascii=False))


def _bench_documents(quick: bool, as_json: bool) -> None:
    from . import bench_documents as measurement

    try:
        found = measurement.measure(measurement.QUICK if quick else measurement.FULL, measurement.SEED, _teller())
    except KeyboardInterrupt:
        _refuse("bench", "stopped", 130)
    print(measurement.table(found))
    if as_json:
        print(json.dumps(found, ensure_ascii=False))


def _teller() -> Callable[[str], None]:
    """Plain lines on stderr, each with the seconds since the start."""
    began_s = time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - began_s:5.1f} s] {what}", file=sys.stderr, flush=True)

    return say


def _refuse(command: str, sentence: str, code: int = 2) -> NoReturn:
    print(f"hall {command}: {sentence}", file=sys.stderr)
    raise typer.Exit(code) from None


def _verdict(found: "Outcome") -> None:
    """What went wrong, in words."""
    for title, faults in (
        ("lost", found.lost), ("doubled", found.duplicated), ("still here", found.left), ("refused", found.refused),
        ("screen", found.faults), ("noise", found.noise),
    ):  # fmt: skip
        for fault in faults[:SHOWN_MAX]:
            print(f"{title}: {fault}", file=sys.stderr)
        if len(faults) > SHOWN_MAX:
            print(f"{title}: and {len(faults) - SHOWN_MAX} more", file=sys.stderr)


def _in_words(found: "Outcome") -> str:
    figures = found.figures
    lines = [
        f"{figures['citizens']} citizens: {figures['taken']} tickets taken, {figures['printed']} slips printed, "
        f"{figures['called']} called, {figures['finished']} finished, {figures['rated']} services rated",
        f"{figures['lost']} lost, {figures['duplicated']} doubled, {figures['noise']} lines of noise",
    ]
    for name, title in (
        ("touch_to_reply_ms", "touch to the number on the screen"),
        ("touch_to_slip_ms", "touch to the slip's last byte"),
        ("call_to_board_ms", "call to the board's frame"),
    ):  # fmt: skip
        if figures[name] is not None:
            lines.append(f"{title}: p50 {figures[name]['p50']} ms, p99 {figures[name]['p99']} ms")
    return "\n".join(lines)
