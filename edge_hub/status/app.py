"""The endpoints of the status port, as a WSGI application. The server around it has bounded connections and time.

| | |
|---|---|
| `GET /health` | whether the hub lives and where it stands; 503 when its loop is stuck |
| `GET /metrics` | its counters, for Prometheus |
| `GET /blobs/{sha256}` | a blob, its hash compared first; `HEAD` for its size |
| `PUT /blobs/{sha256}` | keep a blob: durable when the answer comes |

Only `/health` answers strangers, and what `entrance.py` has for devices that want to come in.
"""

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from edge_hub.contract.base import Words
from edge_hub.contract.blob import BLOB_NO_WORDS, BlobNo, is_name
from edge_hub.store.blobs import CHUNK, Blobs

from .answer import Answer, refused, said
from .entrance import Entrance
from .metrics import CONTENT_TYPE, text_of
from .pace import Pace
from .report import Report
from .who import ALL_IN, Guard, who_asks

log = logging.getLogger(__name__)
Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

STATUS_OF: dict[BlobNo, str] = {
    BlobNo.MISSING: "404 Not Found",
    BlobNo.DAMAGED: "500 Internal Server Error",
    BlobNo.OTHER_BYTES: "422 Unprocessable Content",
    BlobNo.TOO_LARGE: "413 Content Too Large",
    BlobNo.TOO_MANY: "507 Insufficient Storage",
    BlobNo.NO_ROOM: "507 Insufficient Storage",
}
FORBIDDEN = Words(zh="请先证明身份。", en="Only devices of this hall are answered here.")
NOT_FOUND = Words(zh="没有这个地址。", en="There is nothing at this address.")
WRONG_METHOD = Words(zh="此地址不支持该方法。", en="This address knows other methods only.")
NO_LENGTH = Words(zh="请注明内容长度。", en="Say how long the content is (Content-Length).")
BROKEN_OFF = Words(zh="内容没有传完。", en="The content broke off.")
BLOBS, CLAIMS = "/blobs/", "/claims/"
FOR_EVER = ("Cache-Control", "private, immutable, max-age=31536000")
DISK_FAILED = Words(zh="主机磁盘故障，没有保存。", en="The hub's disk failed. Nothing was kept.")


class Reading:
    """The body of an answer, from an open file; the server closes it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._file.read(CHUNK), b"")


class Headless:
    """No body, and nothing left open."""

    def __init__(self, body: Iterable[bytes]) -> None:
        self.close = body.close if isinstance(body, Reading) else lambda: None

    def __iter__(self) -> Iterator[bytes]:
        return iter(())


class BrokenOff(Exception):
    """Whoever was sending has gone, or was too slow."""


class App:
    """Answers requests, from several threads at once."""

    def __init__(
        self, report: Report, blobs: Blobs, pace: Pace, clock_s: Callable[[], float] = time.monotonic,
        guard: Guard = ALL_IN, entrance: Entrance | None = None,
    ) -> None:  # fmt: skip
        self._report, self._blobs, self._pace, self._clock_s = report, blobs, pace, clock_s
        self._guard, self._entrance = guard, entrance
        self._answered: Counter[str] = Counter()
        self._lock = threading.Lock()
        """Around the counting."""

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = self.answer(environ)
        with self._lock:
            self._answered[answer.status[:3]] += 1
        headers = [("Content-Type", answer.kind), ("Content-Length", str(answer.size)), *answer.headers]
        start_response(answer.status, [*headers, ("X-Content-Type-Options", "nosniff")])
        return answer.body if environ["REQUEST_METHOD"] != "HEAD" else Headless(answer.body)

    def answer(self, environ: Environ) -> Answer:
        """What is right to say to this request."""
        path: str = environ["PATH_INFO"]
        name = path.removeprefix(BLOBS)
        claim = path.removeprefix(CLAIMS) if self._entrance is not None else path
        if name != path and is_name(name):
            methods: Methods | None = BLOB
        elif claim != path:
            methods, name = CLAIM, claim
        else:
            methods = PLACES.get(path) or (ENTRANCES.get(path) if self._entrance is not None else None)
        if methods is None:
            return refused("404 Not Found", "NOT_FOUND", NOT_FOUND)
        act = methods.get(environ["REQUEST_METHOD"])
        if act is None:
            return refused("405 Method Not Allowed", "WRONG_METHOD", WRONG_METHOD, ("Allow", ", ".join(methods)))
        if methods not in FOR_STRANGERS and who_asks(environ, self._guard) is None:
            return refused("403 Forbidden", "FORBIDDEN", FORBIDDEN)
        return act(self, environ, name)

    def health(self, _environ: Environ, _name: str) -> Answer:
        health = self._report.health(self._clock_s())
        return said("200 OK" if health["up"] else "503 Service Unavailable", health)

    def metrics(self, _environ: Environ, _name: str) -> Answer:
        with self._lock:
            answered = dict(self._answered)
        body = text_of(self._report.metrics(self._clock_s(), answered)).encode()
        return Answer("200 OK", CONTENT_TYPE, len(body), (body,))

    def give(self, environ: Environ, name: str) -> Answer:
        """A blob never changes, so whoever has it may keep it for ever."""
        size = self._blobs.size(name)
        if not isinstance(size, BlobNo):
            self._pace.wait_for_bytes(size)
        file = self._blobs.open(name)
        if isinstance(file, BlobNo):
            return _no(file)
        size = os.fstat(file.fileno()).st_size
        return Answer("200 OK", "application/octet-stream", size, Reading(file), (FOR_EVER,))

    def keep(self, environ: Environ, name: str) -> Answer:
        length = environ.get("CONTENT_LENGTH", "")
        if not length.isdecimal() or environ.get("HTTP_TRANSFER_ENCODING"):
            return refused("411 Length Required", "NO_LENGTH", NO_LENGTH)
        size = int(length)
        self._pace.wait_for_bytes(size)
        pieces = _arriving(environ["wsgi.input"], size)
        try:
            no = self._blobs.keep(name, size, pieces)
            for _ in pieces:  # or whoever sends would never read why not
                pass
        except BrokenOff:
            return refused("400 Bad Request", "BROKEN_OFF", BROKEN_OFF)
        except OSError as fault:
            log.warning("A blob could not be kept: %s. Check the disk.", fault)
            return refused("500 Internal Server Error", "DISK_FAILED", DISK_FAILED)
        return _no(no) if no else said("201 Created", {"what": "kept", "blob": name, "size": size})


    def ca(self, _environ: Environ, _name: str) -> Answer:
        return self._inside.ca()

    def ask(self, environ: Environ, _name: str) -> Answer:
        return self._inside.ask(environ)

    def look(self, _environ: Environ, claim: str) -> Answer:
        return self._inside.look(claim)

    def renew(self, environ: Environ, _name: str) -> Answer:
        return self._inside.renew(environ, who_asks(environ, self._guard))

    @property
    def _inside(self) -> Entrance:
        assert self._entrance is not None
        return self._entrance


Act = Callable[[App, Environ, str], Answer]
Methods = dict[str, Act]
HEALTH: dict[str, Act] = {"GET": App.health, "HEAD": App.health}
METRICS: dict[str, Act] = {"GET": App.metrics, "HEAD": App.metrics}
BLOB: dict[str, Act] = {"GET": App.give, "HEAD": App.give, "PUT": App.keep}
CLAIM: dict[str, Act] = {"GET": App.look}
PLACES = {"/health": HEALTH, "/metrics": METRICS}
ENTRANCES: dict[str, Methods] = {
    "/ca": {"GET": App.ca}, "/claims": {"POST": App.ask}, "/certificate": {"POST": App.renew},
}  # fmt: skip
FOR_STRANGERS = (HEALTH, CLAIM, *ENTRANCES.values())


def _no(no: BlobNo) -> Answer:
    return refused(STATUS_OF[no], str(no), BLOB_NO_WORDS[no])


def _arriving(stream: Any, size: int) -> Iterator[bytes]:
    """The body of a request, in pieces."""
    while size:
        try:
            data = stream.read(min(CHUNK, size))
        except OSError as fault:
            raise BrokenOff from fault
        if not data:
            raise BrokenOff
        size -= len(data)
        yield data
