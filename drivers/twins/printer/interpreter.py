"""A receipt printer as a pure function of the bytes it hears: `feed` them, take replies and slips.

Written from the published ESC/POS command set alone, and independent of whatever produced the bytes: it judges our
encoder, so it shares nothing with it. No socket, thread or clock; `now_s` is an argument. Commands are read as they
arrive and obeyed in order; while the printer stands still (no paper, cover open …) they wait in a bounded buffer, and
only real-time commands are answered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from drivers.twins.printer import mechanism
from drivers.twins.printer.commands import EFFECTS, REALTIME, spoken
from drivers.twins.printer.lettering import print_text
from drivers.twins.printer.mechanism import Mechanism, Paper
from drivers.twins.printer.outputs import Ending, Output, Reply, Slip
from drivers.twins.printer.page import ROWS_MAX
from drivers.twins.printer.press import Press
from drivers.twins.printer.scanner import Command, Payload, Scanner, Text, Token, Unknown, size_of

BUFFER_BYTES: Final = 64 * 1024
INITIALIZE: Final = b"\x1b@"
SELECT: Final = b"\x1b="


@dataclass(frozen=True, slots=True)
class _Waiting:
    token: Token
    size: int
    now_s: float


class EscposInterpreter:
    """One printer. `width_dots` is the head's width: 576 on 80 mm paper, 384 on 58 mm."""

    def __init__(
        self,
        width_dots: int = 576,
        font: Path | None = None,
        buffer_bytes: int = BUFFER_BYTES,
        rows_max: int = ROWS_MAX,
    ) -> None:
        self._buffer_bytes = buffer_bytes
        self._make_press: Callable[[], Press] = partial(Press, width_dots, font, rows_max)
        self._press = self._make_press()
        self._roll_dots: int | None = None
        self._power_on()

    def _power_on(self) -> None:
        self._scanner = Scanner()
        self._waiting: deque[_Waiting] = deque()
        self._waiting_bytes = 0

    @property
    def body(self) -> Mechanism:
        return self._press.body

    @property
    def room_bytes(self) -> int:
        """How many bytes can be taken now; the sender of more than that loses them."""
        return max(0, self._buffer_bytes - self._waiting_bytes - self._scanner.held_bytes)

    @property
    def mid_command(self) -> bool:
        """Whether a command has begun whose parameters or data have not all come."""
        return self._scanner.mid_command

    @property
    def faults(self) -> tuple[str, ...]:
        """Of the slip that is being printed."""
        return tuple(self._press.faults)

    def feed(self, data: bytes, now_s: float = 0.0) -> tuple[Output, ...]:
        """What comes out because of `data`, received at `now_s`."""
        for token in self._scanner.scan(data):
            if isinstance(token, Command) and token.prefix in REALTIME:
                self._at_once(token, now_s)
            else:
                self._queue(token, now_s)
                self._work(now_s)
        return self._take()

    def set(self, now_s: float = 0.0, *, roll_dots: int | None = None, **changes: Any) -> tuple[Output, ...]:
        """A hand on the machine: fields of Mechanism; `roll_dots` is paper left on the roll before it runs out."""
        before, after = self.body, replace(self.body, **changes)
        after = replace(after, paper=Paper(after.paper))
        if roll_dots is not None:
            self._roll_dots = self._press.page.rows_fed + roll_dots
        elif "paper" in changes:
            self._roll_dots = None
        if before.paper is Paper.OUT and after.paper is not Paper.OUT and not self._press.page.blank:
            self._press.take_slip(Ending.TORN)  # the new roll does not continue the old one
        self._become(after)
        self._work(now_s)
        return self._take()

    def flush(self) -> Slip | None:
        """Tear off what is under the head, printed line and all; None if nothing was printed since the last cut."""
        if self._press.page.rows == 0 and not self._press.line_started:
            return None
        self._press.take_slip(Ending.FLUSHED)
        slip = self._press.outbox.pop()
        assert isinstance(slip, Slip)
        return slip

    def power_cycle(self) -> tuple[Output, ...]:
        """Off and on: buffers and settings are gone, the half-printed paper is torn off."""
        self._press.drop_line()
        self._press.raster = None
        if not self._press.page.blank:
            self._press.take_slip(Ending.TORN)
        left, body = self._press.outbox, self.body
        roll_left = None if self._roll_dots is None else self._roll_dots - self._press.page.rows_fed
        self._press = self._make_press()
        self._press.body = body
        self._roll_dots = roll_left
        self._power_on()
        return tuple(left)

    def _become(self, body: Mechanism) -> None:
        changed = mechanism.changed_groups(self.body, body)
        self._press.body = body
        if changed & self._press.style.status_back:
            self._press.outbox.append(mechanism.automatic_status(body))

    def _take(self) -> tuple[Output, ...]:
        out = tuple(self._press.outbox)
        self._press.outbox.clear()
        return out

    def _queue(self, token: Token, now_s: float) -> None:
        size = size_of(token)
        if not self.body.prints and self._waiting_bytes + size > self._buffer_bytes:
            self._press.fault(f"the buffer is full: {size} bytes lost")
            return
        self._waiting.append(_Waiting(token, size, now_s))
        self._waiting_bytes += size

    def _work(self, now_s: float) -> None:
        while self._waiting and self.body.prints:
            waiting = self._waiting.popleft()
            self._waiting_bytes -= waiting.size
            self._obey(waiting)
            if self._roll_dots is not None and self._press.page.rows_fed >= self._roll_dots:
                self._become(replace(self.body, paper=Paper.OUT))

    def _obey(self, waiting: _Waiting) -> None:
        press, token = self._press, waiting.token
        prefix = token.prefix if isinstance(token, Command) else b""
        if not press.style.selected and prefix not in (SELECT, INITIALIZE):
            return  # another device on the line is spoken to. ESC @ selects again, as on most clones
        if prefix == INITIALIZE:
            press.renew_if_untouched()
        if not isinstance(token, Payload):
            press.abandon_raster()
        press.note_bytes(waiting.size, waiting.now_s)
        match token:
            case Text(data):
                if press.commands[-1:] != ["text"]:
                    press.note_command("text")
                print_text(press, data)
            case Command(prefix, params):
                press.note_command(spoken(prefix, params))
                EFFECTS[prefix](press, params)
            case Payload(data):
                press.take_raster(data)
            case Unknown(data, why):
                press.fault(f"{why}: {data[:8].hex(' ').upper()}")

    def _at_once(self, token: Command, now_s: float) -> None:
        kind = token.params[0]
        match token.prefix:
            case b"\x10\x04":
                reply = mechanism.realtime_status(self.body, kind)
                if reply is None:
                    self._press.fault(f"DLE EOT {kind}: no such status, not answered")
                else:
                    self._press.outbox.append(reply)
            case b"\x10\x05" if kind == 2:
                self._clear_buffers()
            case b"\x10\x05" if kind not in (0, 1):
                self._press.fault(f"DLE ENQ {kind}: no such request, ignored")
            case b"\x10\x14":
                self._realtime_request(token.params)
        self._work(now_s)

    def _realtime_request(self, params: bytes) -> None:
        """DLE DC4: 1 the drawer, 8 with its seven fixed bytes empties the buffers."""
        if params == b"\x08\x01\x03\x14\x01\x06\x02\x08":
            self._clear_buffers()
            self._press.outbox.append(Reply(b"\x37\x25\x00"))
        elif params[0] != 1:
            self._press.fault(f"DLE DC4 {params[0]}: not in this printer, ignored")

    def _clear_buffers(self) -> None:
        self._waiting.clear()
        self._waiting_bytes = 0
        self._press.drop_line()
        self._press.raster = None
