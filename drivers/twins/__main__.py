"""`python -m drivers.twins KIND`, which `hall device twin` starts: one JSON line for all that the device does."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Any, Final

from drivers.twins.kinds import KINDS, listed, make
from drivers.twins.serving import PORT_WORDS, TwinServer, serve_pty, serve_tcp
from drivers.twins.weather import WORDS

PRINTER: Final = "printer"
_SAYING = threading.Lock()


def main(arguments: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == [PRINTER]:
        return _printer(words[1:])
    options = _parser().parse_args(words)
    if options.kind is None:
        print(listing())
        return 0
    if options.words:
        print(_told(options.kind))
        return 0
    try:
        server = _serve(options)
    except (OSError, ValueError) as error:
        print(f"The twin cannot start: {error}", file=sys.stderr)
        return 1
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    _say({"kind": options.kind, "connection": server.connection})
    threading.Thread(target=_listen, args=(server, ended), daemon=True).start()
    ended.wait()
    server.close()
    return 0


def listing() -> str:
    """Every kind in a line, with its options."""
    rows = [f"{PRINTER:<14}ESC/POS receipt printer; see: printer --help"]
    rows += [f"{name:<14}{kind.summary}\n{'':<14}options: {listed(kind.defaults())}" for name, kind in KINDS.items()]
    return "\n".join(rows)


def _told(kind: str) -> str:
    words = {**make(kind).words, **WORDS, **PORT_WORDS, "quit": "end"}
    return "\n".join(f"{word:<14}{what}" for word, what in words.items())


def _printer(words: Sequence[str]) -> int:
    """The printer's own command line, with `--port pty` said as everywhere else."""
    from drivers.twins.printer.__main__ import main as printer

    line = [part for word in words for part in (word.split("=", 1) if word.startswith("--port=") else [word])]
    if "--port" in line and line[line.index("--port") + 1 :][:1] == ["pty"]:
        at = line.index("--port")
        line[at : at + 2] = ["--pty"]
    return printer(line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hall device twin",
        description="A simulated device on a real port. Prints one JSON line for everything that it does. Without a "
        "kind: lists them.",
        epilog="Words on standard input use and trouble it (--words lists them); with standard input at its end it "
        "serves on.",
    )
    parser.add_argument("kind", nargs="?", choices=[PRINTER, *KINDS], metavar="KIND")
    parser.add_argument("--port", default="pty", help="pty (default), or a TCP port, 0 for a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--baud", type=int, help="what the connection of a pty says (default: as the device is sold)")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="an option of the device")
    parser.add_argument("--bytes", action="store_true", help="tell every byte heard and said, too")
    parser.add_argument("--words", action="store_true", help="list the words that it takes, and end")
    return parser


def _serve(options: argparse.Namespace) -> TwinServer:
    twin = make(options.kind, options.set)
    if options.port == "pty":
        baud = options.baud or KINDS[options.kind].baud
        return serve_pty(twin, baud, on_deed=_say, tells_bytes=options.bytes)
    if not (options.port.isascii() and options.port.isdigit() and int(options.port) < 65536):
        raise ValueError(f"--port is pty or a number, not “{options.port}”")
    return serve_tcp(twin, options.host, int(options.port), on_deed=_say, tells_bytes=options.bytes)


def _say(record: dict[str, Any]) -> None:
    with _SAYING:
        try:
            print(json.dumps(record, ensure_ascii=False), flush=True)
        except BrokenPipeError:  # whoever read this is gone: so are we
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            os.kill(os.getpid(), signal.SIGTERM)


def _listen(server: TwinServer, ended: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "quit":
            ended.set()
            return
        try:
            if line.strip():
                server.say(line)
        except (ValueError, TimeoutError) as error:
            print(error, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
