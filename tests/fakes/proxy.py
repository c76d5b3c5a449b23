"""A stretch of bad network: whatever passes through it is late, lost and sent again, held up, torn off or cut.

A loss is what a program sees of one: TCP sends again after its time-out, so the bytes come late and in order. (The
kernel's own netem is not there on every machine.)
"""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from types import TracebackType
from typing import Any

CHUNK = 4096
AGAIN_S = 0.2
"""The shortest time after which Linux sends a lost segment again."""
AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER of a socket that ends with RST."""


@dataclass(frozen=True, slots=True)
class Weather:
    """What happens to each chunk."""

    delay_s: float = 0.0
    jitter_s: float = 0.0
    loss: float = 0.0
    """Share of chunks that have to be sent again, perhaps more than once."""
    bytes_per_s: float | None = None


CLEAR = Weather()


class Proxy:
    """Listens on a free port of loopback and passes everything on to `to`. Use as a context manager."""

    def __init__(self, to: tuple[str, int], weather: Weather = CLEAR, seed: int = 1) -> None:
        self.to, self.weather = to, weather
        self.deaf = False
        """What is said to `to` is swallowed; what it says still passes."""
        self.cuts = 0
        """Connections that were torn off."""
        self._lot = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._left: int | None = None
        """Bytes that still pass before everything is torn off."""

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    def hold(self) -> None:
        """From now on nothing moves in either direction, and nobody is told."""
        self._call(self._moving.clear)

    def let_go(self) -> None:
        """What was held moves on."""
        self._call(self._moving.set)

    def tear(self, after_bytes: int = 0) -> None:
        """Every connection ends with RST, in the middle of whatever comes once so many more bytes have passed."""

        def tear() -> None:
            self._left = after_bytes
            if not after_bytes:
                self._tear()

        self._call(tear)

    def shut(self) -> None:
        """Tear everything off and take nobody in, until `open`."""
        self._await(self._shut())

    def open(self) -> None:
        self._await(self._listen())

    def __enter__(self) -> "Proxy":
        self.port = 0
        self._thread.start()
        self._await(self._listen())
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._await(self._shut())
        self._call(self._moving.set)
        self._await(self._ended())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # ---- in the proxy's own thread --------------------------------------------------------------------------------

    async def _listen(self) -> None:
        if self.port == 0:
            self._moving = asyncio.Event()
            self._moving.set()
        self._server = await asyncio.start_server(self._come, "127.0.0.1", self.port, backlog=2048)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        self._server.close()
        self._tear()

    async def _ended(self) -> None:
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, onward = await asyncio.open_connection(*self.to)
        except OSError:
            writer.transport.abort()
            return
        for one in (writer, onward):
            one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._writers.add(one)
        for source, target, outward in ((reader, onward, True), (there, writer, False)):
            task = asyncio.ensure_future(self._pass_on(source, target, outward))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, outward: bool) -> None:
        try:
            while data := await reader.read(CHUNK):
                await self._weather(len(data))
                await self._moving.wait()
                if self.deaf and outward:
                    continue
                whole = self._within(data)
                writer.write(whole)
                if len(whole) < len(data):
                    self._tear()
                await writer.drain()
        except OSError:
            pass  # one side is gone
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _weather(self, size: int) -> None:
        weather, late_s = self.weather, 0.0
        if weather.delay_s or weather.jitter_s:
            late_s += weather.delay_s + self._lot.uniform(0, weather.jitter_s)
        again_s = AGAIN_S
        while weather.loss and self._lot.random() < weather.loss:
            late_s, again_s = late_s + again_s, again_s * 2
        if weather.bytes_per_s:
            late_s += size / weather.bytes_per_s
        if late_s:
            await asyncio.sleep(late_s)

    def _within(self, data: bytes) -> bytes:
        """As much as may still pass."""
        if self._left is None:
            return data
        left, self._left = self._left, self._left - len(data)
        if left > len(data):
            return data
        self._left = None
        return data[: max(0, left - 1)]

    def _tear(self) -> None:
        self._left = None
        for writer in list(self._writers):
            self.cuts += 1
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            writer.transport.abort()
        self._writers.clear()

    # ---- from the test --------------------------------------------------------------------------------------------

    def _call(self, what: Callable[[], None]) -> None:
        done = threading.Event()

        def call() -> None:
            what()
            done.set()

        self._loop.call_soon_threadsafe(call)
        assert done.wait(5)

    def _await(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(10)
