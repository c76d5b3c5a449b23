"""The server around the status port's application: cheroot, with everything bounded.

Few threads, few waiting connections (the kernel keeps the others waiting), one request a connection, and a time for
each: whoever sends or reads too slowly is cut off. Nothing of it runs in the loop's thread. With an `SSLContext` it
speaks TLS and listens everywhere; without one it listens on loopback only.
"""

import logging
import math
import queue
import ssl
import sys
import threading
import time
from dataclasses import dataclass
from socket import SHUT_RDWR, socket
from typing import Any

from cheroot.makefile import MakeFile
from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.ssl import Adapter
from cheroot.wsgi import Server

from edge_hub.broker.porter import Porter
from edge_hub.contract.blob import BLOB_BYTES_MAX

from .app import App
from .entrance import Entrance
from .pace import Pace, Shares
from .report import Report
from .who import ALL_IN, PEER

log = logging.getLogger(__name__)
LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"
HEADER_BYTES_MAX = 8 * 1024
EXPIRE_S = 0.25
SWITCH_S = 0.0005
"""How long a thread of the port may keep Python's lock while the loop waits for it. Python's own 5 ms are too long."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the port may take."""

    threads: int = 4
    waiting_max: int = 16
    """Connections that were accepted and wait for a thread; `backlog` more wait in the kernel."""
    backlog: int = 32
    ask_s: float = 5.0
    """For the handshake, the request line and the headers."""
    answer_s: float = 30.0
    """For the bodies of request and answer: 8 MB at 270 KB/s."""
    full_s: int = 1
    """So long the acceptor keeps a connection that finds no place, before it is told that the hub is busy."""


class Watch:
    """Cuts connections whose time is up. One thread, asleep while nothing is open."""

    def __init__(self) -> None:
        self._until_s: dict[socket, float] = {}
        self._news = threading.Condition()
        self.closed = False
        threading.Thread(target=self._run, name="status-watch", daemon=True).start()

    def give(self, sock: socket, for_s: float) -> None:
        """From now on the connection has so long."""
        with self._news:
            self._until_s[sock] = time.monotonic() + for_s
            self._news.notify()

    def forget(self, sock: socket) -> None:
        with self._news:
            self._until_s.pop(sock, None)

    def close(self) -> None:
        """Cut everything, now and from now on."""
        with self._news:
            self.closed = True
            self._news.notify()

    def _run(self) -> None:
        with self._news:
            while not (self.closed and not self._until_s):
                now_s = time.monotonic()
                for sock in [sock for sock, until_s in self._until_s.items() if self.closed or until_s <= now_s]:
                    del self._until_s[sock]
                    _cut(sock)
                soonest_s = min(self._until_s.values(), default=None)
                if not self.closed:
                    self._news.wait(None if soonest_s is None else max(0.0, soonest_s - now_s))


def _cut(sock: socket) -> None:
    """Whoever reads from it or writes to it is told at once."""
    try:
        socket.shutdown(sock, SHUT_RDWR)  # past TLS, which would forget its state under the other thread's hands
    except OSError:
        return  # it has just ended by itself


class Request(HTTPRequest):
    """A request whose headers have come has longer for the rest."""

    def respond(self) -> None:
        self.server.watch.give(self.conn.socket, self.server.bounds.answer_s)
        super().respond()


class Connection(HTTPConnection):
    """A connection in a worker's hands: paced, inside its time, and for TLS shaken hands with here, since the
    acceptor must not wait for anybody."""

    RequestHandlerClass = Request

    def communicate(self) -> bool:
        server: StatusServer = self.server
        if server.watch.closed or not server.shares.spend(self.remote_addr):
            return False
        server.pace.wait()
        server.watch.give(self.socket, server.bounds.ask_s)
        try:
            if isinstance(self.socket, ssl.SSLSocket):
                self.socket.do_handshake()
                self.ssl_env = {PEER: self.socket.getpeercert()}
            return bool(super().communicate())  # type: ignore[no-untyped-call]
        except ssl.SSLError:
            return False  # no TLS, or nobody whom our CA knows
        finally:
            server.watch.forget(self.socket)


class Tls(Adapter):
    """Wraps connections in a context that was handed in."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context

    def bind(self, sock: socket) -> socket:
        return sock

    def wrap(self, sock: socket) -> tuple[socket, dict[str, Any]]:
        return self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False), {}

    def get_environ(self) -> dict[str, Any]:
        return {}

    def makefile(self, sock: socket, mode: str = "r", bufsize: int = -1) -> Any:
        return MakeFile(sock, mode, bufsize)


class StatusServer(Server):
    """cheroot's server with our bounds."""

    ConnectionClass = Connection
    keep_alive_conn_limit = 0
    max_request_header_size = HEADER_BYTES_MAX
    max_request_body_size = BLOB_BYTES_MAX
    expiration_interval = EXPIRE_S

    def __init__(
        self, address: tuple[str, int], app: App, pace: Pace, bounds: Bounds, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(
            address, app, numthreads=bounds.threads, max=bounds.threads, server_name="hall",
            request_queue_size=bounds.backlog, timeout=math.ceil(bounds.ask_s), shutdown_timeout=1,
            accepted_queue_size=bounds.waiting_max, accepted_queue_timeout=bounds.full_s,
        )  # fmt: skip
        self.pace, self.bounds, self.watch, self.shares = pace, bounds, Watch(), Shares()
        self.ssl_adapter = None if context is None else Tls(context)

    @staticmethod
    def bind_socket(socket_: socket, bind_addr: tuple[str, int]) -> socket:
        """WORKAROUND cheroot 11.1 leaves the socket open where it cannot be bound - remove when it closes it."""
        try:
            socket_.bind(bind_addr)
        except OSError:
            socket_.close()
            raise
        return socket_

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """What strangers do is worth a line for whoever looks closely; what we do wrong is worth an error."""
        log.log(level if level >= logging.ERROR else logging.DEBUG, "%s", msg, exc_info=traceback)


class StatusDoor:
    """The status port, open until `close`. Raises OSError if it cannot listen there; `port` 0 finds a free one."""

    def __init__(
        self, port: int, app: App, pace: Pace, context: ssl.SSLContext | None = None, bounds: Bounds = Bounds()
    ) -> None:
        address = (LOOPBACK if context is None else EVERYWHERE, port)
        self._server = StatusServer(address, app, pace, bounds, context)
        begun: queue.SimpleQueue[OSError | None] = queue.SimpleQueue()
        threading.Thread(target=self._serve, args=[begun], name="status-port", daemon=True).start()
        fault = begun.get()
        if fault is not None:
            self._server.watch.close()
            raise fault
        self.port: int = self._server.bind_addr[1]
        self.tls = context is not None

    def close(self) -> None:
        """Cut every connection and end; takes less than a second."""
        self._server.pace.close()
        self._server.watch.close()
        self._server.stop()

    def _serve(self, begun: "queue.SimpleQueue[OSError | None]") -> None:
        """From here all threads of the server come; they are daemons as this one is."""
        try:
            self._server.prepare()
        except OSError as fault:
            begun.put(fault)
            return
        begun.put(None)
        self._server.serve()


def open_door(port: int | None, report: Report, porter: Porter | None = None) -> StatusDoor | None:
    """The status port of a hub, if it shall have one. A hall without photos opens all the same: a port that is taken
    is told, and the queue goes on."""
    if port is None:
        return None
    pace, context, entrance = Pace(), None, None
    if porter is not None and porter.asking is not None:
        context, entrance = porter.context(), Entrance(porter, porter.asking)
    app = App(report, report.blobs, pace, guard=porter or ALL_IN, entrance=entrance if context else None)
    sys.setswitchinterval(SWITCH_S)
    try:
        return StatusDoor(port, app, pace, context)
    except OSError as fault:
        log.warning(
            "The status port %d cannot be opened (%s): no photos, no metrics. Free it or choose another, and start the"
            " hub again.", port, fault.strerror or fault,
        )  # fmt: skip
        return None
