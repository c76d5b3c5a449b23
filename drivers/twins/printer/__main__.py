"""`python -m drivers.twins.printer`: a virtual printer from the shell, one JSON line for every slip."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from drivers.twins.printer.commands import listing
from drivers.twins.printer.glyphs import FontMissing
from drivers.twins.printer.server import VirtualPrinter, serve_pty, serve_tcp
from drivers.twins.printer.tray import PrintedSlip
from drivers.twins.printer.words import known_words, obey

_SAYING = threading.Lock()


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.commands:
        print(listing())
        return 0
    try:
        printer = _serve(options)
    except (OSError, FontMissing) as error:
        print(f"The virtual printer cannot start: {error}", file=sys.stderr)
        return 1
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    _say({"connection": printer.connection})
    threading.Thread(target=_listen, args=(printer, ended), daemon=True).start()
    ended.wait()
    printer.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m drivers.twins.printer",
        description="A virtual ESC/POS receipt printer. Prints one JSON line for every slip.",
        epilog=f"Words on standard input trouble it: {known_words()}. With standard input at its end it serves on.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=9100, help="TCP port, 0 for a free one (default: 9100)")
    parser.add_argument("--pty", action="store_true", help="a serial port on a pseudo terminal instead of TCP")
    parser.add_argument("--baud", type=int, default=115200, help="with --pty: take bytes as slowly as this")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write slip-0001.png … there")
    parser.add_argument("--paper", action="store_true", help="pictures that look like paper, not raw bitmaps")
    parser.add_argument("--width", type=int, default=576, metavar="DOTS", help="width of the head (default: 576)")
    parser.add_argument("--commands", action="store_true", help="list the commands that are understood, and end")
    return parser


def _serve(options: argparse.Namespace) -> VirtualPrinter:
    if options.pty:
        return serve_pty(baud=options.baud, paced=True, width_dots=options.width, out_dir=options.out,
                         paper=options.paper, on_slip=_tell)  # fmt: skip
    return serve_tcp(options.host, options.port, width_dots=options.width, out_dir=options.out,
                     paper=options.paper, on_slip=_tell)  # fmt: skip


def _tell(printed: PrintedSlip) -> None:
    slip = printed.slip
    _say({
        "slip": printed.number,
        "bytes": slip.byte_count,
        "ms": round(printed.duration_s * 1000, 1),
        "dots": [slip.width_dots, slip.height_dots],
        "ending": slip.ending,
        "png": None if printed.path is None else str(printed.path),
        "faults": list(slip.faults),
    })  # fmt: skip


def _say(record: dict[str, object]) -> None:
    with _SAYING:
        print(json.dumps(record, ensure_ascii=False), flush=True)


def _listen(printer: VirtualPrinter, ended: threading.Event) -> None:
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            if not obey(printer, line):
                ended.set()
        except ValueError as error:
            print(error, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
