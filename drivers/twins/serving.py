"""A twin on a real TCP port or pseudo terminal, in a thread of its own.

All that happens to the twin happens in that thread: bytes, words and time. `say` hands it a word and returns when it
has been obeyed; deeds are kept (the last DEEDS_KEPT_MAX) and told to `on_deed`, which must not block.
"""

from __future__ import annotations

import os
import select
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Final

from drivers.twins import weather
from drivers.twins.printer.line import Cable, PtyCable, TcpCable
from drivers.twins.twin import Deed, Output, Reply, Twin, plain_hex

READ_BYTES_MAX: Final = 4096
DEEDS_KEPT_MAX: Final = 1000
SAY_TIMEOUT_S: Final = 5.0
PORT_WORDS: Final = {
    "unplugged": "pull the cable: TCP refuses, what comes to a serial port is lost",
    "plugged": "the cable is in again",
    "power-drop": "the power fails and comes back: a connection breaks, what was not lasting is forgotten",
    "cure": "everything as it should be",
}


class TwinServer:
    """Made by serve_tcp or serve_pty; a context manager. `deeds` are records as on the command line."""

    def __init__(
        self, twin: Twin, cable: Cable, *, on_deed: Callable[[dict[str, Any]], None] | None, tells_bytes: bool
    ) -> None:
        self.twin = twin
        self._cable, self._on_deed, self._tells_bytes = cable, on_deed, tells_bytes
        self._wire = weather.Wire()
        self._plugged, self._closing = True, False
        self._said: deque[tuple[str, Future[None]]] = deque()
        self._deeds: deque[dict[str, Any]] = deque(maxlen=DEEDS_KEPT_MAX)
        self._changed = threading.Condition()
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name=f"twin {cable.url}", daemon=True)
        self._thread.start()

    @property
    def connection(self) -> str:
        """tcp://host:port or serial:///dev/pts/N?baud=B."""
        return self._cable.url

    @property
    def deeds(self) -> tuple[dict[str, Any], ...]:
        with self._changed:
            return tuple(self._deeds)

    @property
    def words(self) -> dict[str, str]:
        """Every word that `say` takes, with what it does."""
        return {**self.twin.words, **weather.WORDS, **PORT_WORDS}

    def say(self, line: str) -> None:
        """Obey a word before returning. Raises ValueError with a sentence, TimeoutError when the thread is gone."""
        answer: Future[None] = Future()
        with self._changed:
            if self._closing:
                raise TimeoutError(f"{self.connection} is closed")
            self._said.append((line, answer))
            os.write(self._wake_write, b"x")
        answer.result(SAY_TIMEOUT_S)

    def wait_for(self, wanted: Callable[[tuple[dict[str, Any], ...]], Any], timeout_s: float = 10.0) -> None:
        """Until `wanted(deeds)`. Raises TimeoutError with the deeds seen."""
        with self._changed:
            if not self._changed.wait_for(lambda: wanted(tuple(self._deeds)), timeout_s):
                raise TimeoutError(f"after {timeout_s} s: {list(self._deeds)}")

    def close(self) -> None:
        """End the thread and free the port. May be called twice, not from a callback."""
        with self._changed:
            if not self._closing:
                self._closing = True
                os.write(self._wake_write, b"x")
        self._thread.join()

    def __enter__(self) -> TwinServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    # In the thread

    def _run(self) -> None:
        try:
            while not self._closing:
                self._step(self._wait())
        finally:
            with self._changed:
                self._closing = True
                for _, answer in self._said:
                    answer.set_exception(TimeoutError(f"{self.connection} is closed"))
                self._changed.notify_all()
            self._cable.close()
            os.close(self._wake_read)
            os.close(self._wake_write)

    def _wait(self) -> list[int]:
        watch = select.poll()
        for fd in (self._wake_read, self._cable.acceptor(), self._cable.source()):
            if fd is not None:
                watch.register(fd, select.POLLIN)
        times = [one for one in (self.twin.wake_s(), self._wire.wake_s()) if one is not None]
        pause_ms = max(0, int((min(times) - time.monotonic()) * 1000) + 1) if times else None
        return [fd for fd, _ in watch.poll(pause_ms)]

    def _step(self, ready: list[int]) -> None:
        if self._wake_read in ready:
            os.read(self._wake_read, 4096)
        self._listen()
        if self._cable.acceptor() in ready:
            self._cable.accept()
        elif self._cable.source() in ready:
            data = self._cable.read(READ_BYTES_MAX)
            if data is not None and self._plugged:
                self._note_bytes("heard", data)
                self._do(self.twin.hear(data, time.monotonic()))
        self._do(self.twin.tick(time.monotonic()))
        data = self._wire.due(time.monotonic())
        if data and self._plugged:
            self._note_bytes("said", data)
            self._cable.write(data)

    def _listen(self) -> None:
        while True:
            with self._changed:
                if not self._said:
                    return
                line, answer = self._said.popleft()
            try:
                self._obey(*line.strip().partition(" ")[::2])
            except ValueError as error:
                answer.set_exception(error)
            else:
                answer.set_result(None)

    def _obey(self, word: str, rest: str) -> None:
        rest, now_s = rest.strip(), time.monotonic()
        if word in self.twin.words:
            self._do(self.twin.obey(word, rest, now_s))
        elif word in weather.WORDS:
            self._wire.obey(word, rest)
        elif word not in PORT_WORDS or rest:
            raise ValueError(f"not understood: {word} {rest}".rstrip() + f". Known: {', '.join(self.words)}")
        elif word == "power-drop":
            self._wire.forget()
            self._cable.drop()
            self._do(self.twin.power_cycle(now_s))
        else:
            self._plug(word != "unplugged")
            if word == "cure":
                self._wire.cure()
                self._do(self.twin.cure(now_s))

    def _plug(self, plugged: bool) -> None:
        if plugged != self._plugged:
            self._plugged = plugged
            self._wire.forget()
            (self._cable.plug_in if plugged else self._cable.unplug)()

    def _do(self, outputs: list[Output]) -> None:
        for output in outputs:
            if isinstance(output, Reply):
                self._wire.send(output.data, time.monotonic())
            else:
                self._tell(output)

    def _note_bytes(self, did: str, data: bytes) -> None:
        if self._tells_bytes:
            self._tell(Deed(did, {"bytes": plain_hex(data)}))

    def _tell(self, deed: Deed) -> None:
        with self._changed:
            self._deeds.append(deed.record())
            self._changed.notify_all()
        if self._on_deed is not None:
            self._on_deed(deed.record())


def serve_tcp(
    twin: Twin, host: str = "127.0.0.1", port: int = 0,
    *, on_deed: Callable[[dict[str, Any]], None] | None = None, tells_bytes: bool = False,
) -> TwinServer:  # fmt: skip
    """A twin on a TCP port; port 0 takes a free one. Raises OSError when the port is taken."""
    return TwinServer(twin, TcpCable(host, port), on_deed=on_deed, tells_bytes=tells_bytes)


def serve_pty(
    twin: Twin, baud: int = 9600,
    *, on_deed: Callable[[dict[str, Any]], None] | None = None, tells_bytes: bool = False,
) -> TwinServer:  # fmt: skip
    """A twin on a pseudo terminal. `baud` stands in the connection only."""
    return TwinServer(twin, PtyCable(baud), on_deed=on_deed, tells_bytes=tells_bytes)
