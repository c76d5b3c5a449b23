"""The displays of a measured hall, all in one process of their own: they hear what real ones hear, and note when a
number that was called came to them.

Run as `python -m edge_hub.tools.bench_displays PORT HALL BOARDS WINDOWS`; one line on stdout when all have joined, and
one with what they saw when stdin says or ends anything. Times are of the machine's monotonic clock, which all its
processes share.
"""

import json
import selectors
import sys
import time
from dataclasses import dataclass, field

from edge_hub.contract import topics

from .bench_wire import MqttWire
from .broker import HOST
from .room import room_for

AFTER_S = 2.0
"""After the end was asked for, what is still on its way is heard."""


@dataclass(slots=True)
class Display:
    """One display, and what it knows already. `own` is the topic of the pictures that are timed; of the others it only
    takes notice."""

    wire: MqttWire
    own: bytes
    board: bool
    known: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Seen:
    """By number: when the window's own screen had it; on how many boards it came, and when on the last."""

    screens: dict[str, int] = field(default_factory=dict)
    boards: dict[str, tuple[int, int]] = field(default_factory=dict)

    def note(self, display: Display, numbers: set[str], now_ns: int) -> None:
        for number in numbers - display.known:
            if display.board:
                count, last_ns = self.boards.get(number, (0, 0))
                self.boards[number] = (count + 1, max(last_ns, now_ns))
            else:
                self.screens.setdefault(number, now_ns)
        display.known |= numbers


def boards_watch(hall: str) -> tuple[str, ...]:
    return topics.board(hall), topics.hub(hall), topics.lines(hall), topics.directory(hall), topics.catalogue(hall, "+")


def window_watch(hall: str, window: str, *, catalogue: bool) -> tuple[str, ...]:
    more = (topics.catalogue(hall, "+"),) if catalogue else ()
    return topics.window_now(hall, window), topics.hub(hall), topics.directory(hall), *more


def displays_of(port: int, hall: str, boards: int, windows: int) -> list[Display]:
    """Connected: the boards, and for each window its screen and its rating pad (whose pictures are not timed)."""
    made = []
    for n in range(1, boards + 1):
        wire = MqttWire(HOST, port, f"board-{n}", *boards_watch(hall))
        made.append(Display(wire, topics.board(hall).encode(), board=True))
    for n in range(1, windows + 1):
        watch = window_watch(hall, f"w{n}", catalogue=True)
        made.append(Display(MqttWire(HOST, port, f"screen-w{n}", *watch), watch[0].encode(), board=False))
        watch = window_watch(hall, f"w{n}", catalogue=False)
        made.append(Display(MqttWire(HOST, port, f"rate-w{n}", *watch), b"", board=False))
    return made


def called_in(payload: bytes) -> set[str]:
    """The numbers that a picture of a board or a window shows as being at a window."""
    picture = json.loads(payload)
    if "now" in picture:
        return {call["number"] for call in picture["now"]}
    return {picture["at"]["number"]} if picture.get("at") else set()


def watch(displays: list[Display], selector: selectors.BaseSelector) -> Seen:
    """Hear everything until something is to be read on stdin, and what is on its way then."""
    seen, read = Seen(), (b"", set[str]())
    ends_s: float | None = None
    while ends_s is None or time.monotonic() < ends_s:
        for key, _ in selector.select(0.5):
            if key.data is None:
                ends_s = time.monotonic() + AFTER_S
                selector.unregister(key.fileobj)
                continue
            display: Display = key.data
            for heard in display.wire.hear():
                if heard.topic != display.own:
                    continue
                now_ns = time.perf_counter_ns()
                if heard.payload != read[0]:
                    read = (heard.payload, called_in(heard.payload))
                seen.note(display, read[1], now_ns)
    return seen


def main() -> None:
    port, hall, boards, windows = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    room_for(boards + 2 * windows)
    displays = displays_of(port, hall, boards, windows)
    with selectors.DefaultSelector() as selector:
        for display in displays:
            selector.register(display.wire.sock, selectors.EVENT_READ, display)
        selector.register(sys.stdin, selectors.EVENT_READ, None)
        print(json.dumps({"what": "ready", "displays": len(displays)}), flush=True)
        seen = watch(displays, selector)
    print(json.dumps({"screens": seen.screens, "boards": seen.boards}), flush=True)
    for display in displays:
        display.wire.close()


if __name__ == "__main__":
    main()
