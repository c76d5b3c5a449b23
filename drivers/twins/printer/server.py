"""A virtual printer that stands on a real TCP port or pseudo terminal, in a thread of its own.

The thread reads no more than the printer's buffer has room for, so a printer that stands still pushes back on its
host as a real one does. `set` and the callbacks may be used from any thread; a change is in force when `set` returns.
"""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from drivers.twins.printer.interpreter import BUFFER_BYTES, EscposInterpreter
from drivers.twins.printer.line import Cable, Noise, PtyCable, TcpCable, Weather
from drivers.twins.printer.mechanism import Mechanism
from drivers.twins.printer.outputs import Output, Reply
from drivers.twins.printer.tray import PrintedSlip, Tray

READ_BYTES_MAX: Final = 4096
DOTS_PER_MM: Final = 8
SETTLE_TIMEOUT_S: Final = 5.0


class VirtualPrinter:
    """Made by serve_tcp or serve_pty. `slips` are the last ones printed, at most tray.SLIPS_KEPT_MAX."""

    def __init__(
        self, cable: Cable, interpreter: EscposInterpreter, tray: Tray, *, restarts_on_disconnect: bool,
        on_slip: Callable[[PrintedSlip], None] | None, weather: Weather,
    ) -> None:  # fmt: skip
        self.on_slip = on_slip
        self._cable, self._interpreter = cable, interpreter
        self._tray, self._restarts = tray, restarts_on_disconnect
        self._weather, self._plugged = weather, True
        self._noise = Noise()
        self._bytes_received = 0
        self._resume_at_s = 0.0
        self._outbox: list[Output] = []
        self._changed = threading.Condition(threading.RLock())
        self._asked = self._settled = 0
        self._closing = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        self._thread = threading.Thread(target=self._run, name=f"virtual printer {cable.url}", daemon=True)
        self._thread.start()

    @property
    def connection(self) -> str:
        """tcp://host:port or serial:///dev/pts/N?baud=B."""
        return self._cable.url

    @property
    def slips(self) -> tuple[PrintedSlip, ...]:
        with self._changed:
            return self._tray.slips

    @property
    def bytes_received(self) -> int:
        return self._bytes_received

    @property
    def connections(self) -> int:
        """How often a host has connected (TCP)."""
        return self._cable.connections

    @property
    def body(self) -> Mechanism:
        with self._changed:
            return self._interpreter.body

    @property
    def weather(self) -> Weather:
        return self._weather

    @property
    def faults(self) -> tuple[str, ...]:
        """What was wrong in the slip that is being printed."""
        with self._changed:
            return self._interpreter.faults

    def set(self, *, roll_mm: int | None = None, **changes: Any) -> None:
        """Fields of Mechanism (paper, cover_open …) and Weather (silent, slow_bytes_per_s …); `roll_mm` is the paper
        that is left before the roll is empty. Raises TypeError for a name that is neither."""
        names = {field.name for field in fields(Weather)}
        weather = {name: value for name, value in changes.items() if name in names}
        body = {name: value for name, value in changes.items() if name not in names}
        with self._changed:
            after = replace(self._weather, **weather)
            roll_dots = None if roll_mm is None else roll_mm * DOTS_PER_MM
            self._outbox += self._interpreter.set(time.monotonic(), roll_dots=roll_dots, **body)
            self._weather = after
        self._settle()

    def cure(self) -> None:
        """Everything as it should be: paper in, cover closed, cable plugged, no noise."""
        body, weather = Mechanism(), Weather()
        self.set(**{f.name: getattr(body, f.name) for f in fields(body)})
        self.set(**{f.name: getattr(weather, f.name) for f in fields(weather)})

    def tear(self) -> None:
        """Tear off what is printed so far, as a hand does."""
        with self._changed:
            slip = self._interpreter.flush()
            if slip is not None:
                self._outbox.append(slip)
        self._settle()

    def wait_for(self, wanted: Callable[[VirtualPrinter], bool], timeout_s: float = 10.0) -> None:
        """Until `wanted(self)`, looked at after everything that happens. Raises TimeoutError with the state seen."""
        with self._changed:
            if not self._changed.wait_for(lambda: wanted(self), timeout_s):
                raise TimeoutError(
                    f"after {timeout_s} s: {self._tray.count} slips, {self._bytes_received} bytes received, "
                    f"{self.connections} connections, {self.body}, {self._weather}, faults {self.faults}"
                )

    def wait_for_slips(self, count: int, timeout_s: float = 10.0) -> tuple[PrintedSlip, ...]:
        """Until `count` slips have been printed in all."""
        self.wait_for(lambda printer: printer._tray.count >= count, timeout_s)
        return self.slips

    def close(self) -> None:
        """End the thread and free the port. What is not printed is lost. May be called twice."""
        with self._changed:
            if self._closing:
                return
            self._closing = True
            os.write(self._wake_write, b"x")
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def __enter__(self) -> VirtualPrinter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def _settle(self) -> None:
        """Have the thread act on a change before going on; in a callback the thread is us, and acts next."""
        with self._changed:
            if self._closing:
                return
            self._asked += 1
            mine = self._asked
            os.write(self._wake_write, b"x")
            if threading.current_thread() is self._thread:
                return
            if not self._changed.wait_for(lambda: self._settled >= mine or self._closing, SETTLE_TIMEOUT_S):
                raise TimeoutError(f"the thread of {self.connection} is busy; is a callback waiting?")

    # In the thread

    def _run(self) -> None:
        try:
            while self._step():
                pass
        finally:
            with self._changed:
                self._closing = True
                self._changed.notify_all()
            self._cable.close()
            os.close(self._wake_read)
            os.close(self._wake_write)

    def _step(self) -> bool:
        ready = self._wait()
        if self._wake_read in ready:
            os.read(self._wake_read, 4096)
        with self._changed:
            if self._closing:
                return False
            asked = self._asked
            self._plug()
        self._deliver()
        with self._changed:
            self._settled = asked
            self._changed.notify_all()
        if self._cable.acceptor() in ready:
            self._cable.accept()
        elif self._cable.source() in ready:
            self._hear()
        with self._changed:
            self._changed.notify_all()
        return True

    def _wait(self) -> list[int]:
        """Sleep until there is something to do, and only look at the wire when there is room for what it brings."""
        watch, timeout_ms = select.poll(), None
        watch.register(self._wake_read, select.POLLIN)
        acceptor, source = self._cable.acceptor(), self._cable.source()
        with self._changed:
            has_room = self._interpreter.room_bytes > 0
        pause_s = self._resume_at_s - time.monotonic() if self._weather.slow_bytes_per_s else 0.0
        if acceptor is not None:
            watch.register(acceptor, select.POLLIN)
        if source is not None and has_room:
            if pause_s > 0:
                timeout_ms = max(1, int(pause_s * 1000))
            else:
                watch.register(source, select.POLLIN)
        return [fd for fd, _ in watch.poll(timeout_ms)]

    def _plug(self) -> None:
        if self._weather.unplugged == self._plugged:
            self._plugged = not self._weather.unplugged
            if self._plugged:
                self._cable.plug_in()
            else:
                self._cable.unplug()
                self._outbox += self._interpreter.power_cycle()

    def _hear(self) -> None:
        weather, now_s = self._weather, time.monotonic()
        limit = min(READ_BYTES_MAX, max(1, self._interpreter.room_bytes))
        if weather.slow_bytes_per_s:
            limit = min(limit, max(1, weather.slow_bytes_per_s // 50))
        if weather.dies_after_bytes is not None:
            limit = min(limit, weather.dies_after_bytes)
        data = self._cable.read(limit) if limit else b""
        if data is None:
            if self._restarts and self._cable.source() is None:
                with self._changed:
                    self._outbox += self._interpreter.power_cycle()
        elif self._plugged:
            self._take(data, now_s)
        self._deliver()

    def _take(self, data: bytes, now_s: float) -> None:
        with self._changed:
            if self._weather.slow_bytes_per_s:
                self._resume_at_s = max(now_s, self._resume_at_s) + len(data) / self._weather.slow_bytes_per_s
            self._bytes_received += len(data)
            self._outbox += self._interpreter.feed(data, now_s)
            left = self._weather.dies_after_bytes
            if left is not None:
                left = max(0, left - len(data))
                self._weather = replace(self._weather, dies_after_bytes=left)
        if left == 0:
            self._die()

    def _die(self) -> None:
        """The power fails and comes back: the connection breaks, what was in the buffers is gone."""
        self._deliver()
        breaks = self._cable.drop()
        with self._changed:
            self._outbox += self._interpreter.power_cycle()
            self._weather = replace(self._weather, dies_after_bytes=None, unplugged=not breaks)

    def _deliver(self) -> None:
        """Answers to the host, slips to the tray; without the lock, since a picture and a callback take their time."""
        while True:
            with self._changed:
                if not self._outbox:
                    return
                output = self._outbox.pop(0)
            if isinstance(output, Reply):
                if not self._weather.silent:
                    self._cable.write(self._noise.over(output.data) if self._weather.noise else output.data)
                continue
            printed = self._tray.finished(output)
            with self._changed:
                self._tray.drop(printed)
                self._changed.notify_all()
            if self.on_slip is not None:
                self.on_slip(printed)


def serve_tcp(
    host: str = "127.0.0.1", port: int = 0, *, width_dots: int = 576, out_dir: Path | None = None,
    paper: bool = False, on_slip: Callable[[PrintedSlip], None] | None = None, font: Path | None = None,
    buffer_bytes: int = BUFFER_BYTES, restarts_on_disconnect: bool = False,
) -> VirtualPrinter:  # fmt: skip
    """A network printer. `paper` saves the likeness instead of the raw bitmap. A host that disconnects in the middle
    of a command leaves the printer waiting for the rest, unless `restarts_on_disconnect`. Raises OSError if the port
    is taken, FontMissing without a Chinese font."""
    interpreter = EscposInterpreter(width_dots, font, buffer_bytes)
    return VirtualPrinter(
        TcpCable(host, port), interpreter, Tray(out_dir, paper), on_slip=on_slip,
        restarts_on_disconnect=restarts_on_disconnect, weather=Weather(),
    )  # fmt: skip


def serve_pty(
    *, baud: int = 115200, paced: bool = False, width_dots: int = 576, out_dir: Path | None = None,
    paper: bool = False, on_slip: Callable[[PrintedSlip], None] | None = None, font: Path | None = None,
    buffer_bytes: int = BUFFER_BYTES,
) -> VirtualPrinter:  # fmt: skip
    """A serial printer on a pseudo terminal. `paced` takes bytes as slowly as `baud` says (10 bits a byte)."""
    interpreter = EscposInterpreter(width_dots, font, buffer_bytes)
    return VirtualPrinter(
        PtyCable(baud), interpreter, Tray(out_dir, paper), on_slip=on_slip, restarts_on_disconnect=False,
        weather=Weather(slow_bytes_per_s=baud // 10 if paced else None),
    )  # fmt: skip
