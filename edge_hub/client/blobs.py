"""Fetches blobs of the hub for a device: from its own disk what was here before, the rest over the hub's status port.

One thread, asleep while nothing is wanted. What comes is believed only if its hash is its name, from the hub and from
the disk alike; so whoever is asked, and what lies on the disk after a power cut, does not matter. The port comes from
the heartbeat; the machines to ask are those of the brokers, since a hub and its broker live on one. Where the port
speaks TLS the device proves itself there as to the broker; where it does not, only this machine itself is asked.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from edge_hub.contract.blob import BLOB_BYTES_MAX, is_name, name_of, path_of

from .login import basic, is_loopback
from .wire import LoginFault, LoginOf, no_login

if TYPE_CHECKING:
    import ssl

log = logging.getLogger(__name__)
OnBlob = Callable[[str, bytes], None]
WANTED_MAX = 16
KEPT_MAX, KEPT_BYTES_MAX = 200, 64 * 1024 * 1024
RETRY_S, RETRY_MAX_S = 1.0, 60.0
ANSWER_S = 10.0
STOP_S = 1.0


@dataclass(slots=True)
class Want:
    """A blob that is wanted and not here yet."""

    name: str
    next_s: float = 0.0
    wait_s: float = RETRY_S
    looked: bool = False
    """The own disk does not have it."""


class BlobFetcher:
    """Gets blobs and keeps the last ones on disk, in a folder of its own. `on_blob` is called on its thread."""

    def __init__(
        self, folder: Path, hosts: Sequence[str], on_blob: OnBlob, context: "ssl.SSLContext | None" = None,
        login: LoginOf = no_login,
    ) -> None:  # fmt: skip
        """`context` trusts the hall's CA, and proves the device by its certificate if it has one; else by `login`."""
        self._folder, self._on_blob, self._context, self._login = folder, on_blob, context, login
        self._all_hosts = hosts
        self._tls = False
        self._news = threading.Condition()
        self._wants: dict[str, Want] = {}
        self._port: int | None = None
        self._stopping = False
        self._thread: threading.Thread | None = None

    def listens_at(self, port: int | None, tls: bool = False) -> None:
        """Where the hub's status port is now, or None; what could not be had is asked for at once if that is news."""
        with self._news:
            if (port, tls) != (self._port, self._tls):
                self._port, self._tls = port, tls
                for want in self._wants.values():
                    want.next_s, want.wait_s = 0.0, RETRY_S
                self._news.notify()

    @property
    def _hosts(self) -> list[str]:
        """The machines that may be asked."""
        if self._tls:
            return list(self._all_hosts) if self._context is not None else []
        return [host for host in self._all_hosts if is_loopback(host)]

    def want(self, name: str) -> None:
        """Fetch this blob; the oldest wishes give way when there are too many."""
        assert is_name(name), "no name of a blob"
        with self._news:
            if name in self._wants or self._stopping:
                return
            while len(self._wants) >= WANTED_MAX:
                del self._wants[next(iter(self._wants))]
            self._wants[name] = Want(name)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="blobs", daemon=True)
                self._thread.start()
            self._news.notify()

    def stop(self) -> None:
        """Fetch no more, and call nobody any more. Whoever hangs on the network is not waited for."""
        with self._news:
            self._stopping = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join(STOP_S)

    def _run(self) -> None:
        while (want := self._next()) is not None:
            data = None if want.looked else self._from_disk(want.name)
            want.looked = True
            if data is None and self._port is not None:
                data = self._from_hub(want.name, self._port)
            with self._news:
                if self._stopping:
                    return
                if data is None:
                    want.next_s, want.wait_s = time.monotonic() + want.wait_s, min(want.wait_s * 2, RETRY_MAX_S)
                    continue
                self._wants.pop(want.name, None)
            self._on_blob(want.name, data)

    def _next(self) -> Want | None:
        """Waits for the next one that is due; None at the end."""
        with self._news:
            while not self._stopping:
                now_s = time.monotonic()
                somebody = self._port is not None and bool(self._hosts)
                able = [one for one in self._wants.values() if somebody or not one.looked]
                want = min(able, key=lambda one: one.next_s, default=None)
                if want is not None and want.next_s <= now_s:
                    return want
                self._news.wait(None if want is None else want.next_s - now_s)
            return None

    # ---- the own disk ---------------------------------------------------------------------------------------------

    def _from_disk(self, name: str) -> bytes | None:
        path = self._folder / name
        try:
            data = path.read_bytes()
            if name_of(data) == name:
                os.utime(path)
                return data
            path.unlink()
        except OSError:
            return None  # the hub has it, too
        return None

    def _to_disk(self, name: str, data: bytes) -> None:
        """Whole or not at all, as far as a device's disk can promise; the hash is compared at every reading."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in self._too_many(len(data)):
                old.unlink()
            arriving = self._folder / f"{token_hex(8)}.part"
            arriving.write_bytes(data)
            arriving.replace(self._folder / name)
        except OSError as fault:
            log.warning("%s cannot keep what the hub gave (%s): it is fetched at every start.", self._folder, fault)

    def _too_many(self, size: int) -> Iterator[Path]:
        """What has to go for a further blob: leftovers, then what was not used for longest."""
        found = [(is_name(path.name), path.stat(), path) for path in self._folder.iterdir()]
        kept = sorted(found, key=lambda one: (one[0], one[1].st_mtime))
        count, total = len(kept) + 1, sum(stat.st_size for _, stat, _ in kept) + size
        for whole, stat, path in kept:
            if whole and count <= KEPT_MAX and total <= KEPT_BYTES_MAX:
                return
            count, total = count - 1, total - stat.st_size
            yield path

    # ---- the hub --------------------------------------------------------------------------------------------------

    def _from_hub(self, name: str, port: int) -> bytes | None:
        from http.client import HTTPException

        for host in self._hosts:
            try:
                data = self._asked(host, port, name)
            except (OSError, HTTPException, LoginFault) as fault:
                log.info("%s:%d does not give the blob %s: %s", host, port, name, fault)
                continue
            if data is not None and name_of(data) == name:
                self._to_disk(name, data)
                return data
        return None

    def _asked(self, host: str, port: int, name: str) -> bytes | None:
        """The answer of one machine; None if it is no blob. Raises OSError, HTTPException or LoginFault."""
        from http.client import HTTPConnection, HTTPSConnection

        connection = (
            HTTPConnection(host, port, timeout=ANSWER_S)
            if not self._tls
            else HTTPSConnection(host, port, timeout=ANSWER_S, context=self._context)
        )
        try:
            login = self._login() if self._tls else None
            proof = {} if login is None else {"Authorization": basic(login)}
            connection.request("GET", path_of(name), headers=proof)
            answer = connection.getresponse()
            return answer.read(BLOB_BYTES_MAX + 1) if answer.status == 200 else None
        finally:
            connection.close()
