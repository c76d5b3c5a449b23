"""Large things as files named by the SHA-256 of their bytes: durable before anything names them, never given damaged.

A blob is written to a file of its own in `arriving/`, synced, renamed to its name, and the folder is synced: a power
cut leaves the whole blob or a leftover that the next start removes. Whoever reads gets an open file whose hash was
compared with its name first; one that does not fit is set aside as `NAME.damaged`, told, and healed by the next copy.
How much is kept is bounded, and the disk always keeps room for the queue. For many threads.
"""

import errno
import hashlib
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from edge_hub.contract.blob import BLOB_BYTES_MAX, BlobNo, is_name

log = logging.getLogger(__name__)
FOLDER, ARRIVING, DAMAGED = "blobs", "arriving", ".damaged"
CHUNK = 64 * 1024
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be kept. `free_share_min` of the disk stays free, or `free_bytes_enough` on a large one."""

    blob_bytes_max: int = BLOB_BYTES_MAX
    count_max: int = 200_000
    bytes_max: int = 40 * 1024**3
    free_share_min: float = 0.10
    free_bytes_enough: int = 1024**3


@dataclass(frozen=True, slots=True)
class Usage:
    """What is kept, and how many were found damaged since the start."""

    count: int
    bytes: int
    damaged: int


class Arriving:
    """A blob on its way in, in a file that has no name yet."""

    def __init__(self, file: FileIO, size: int) -> None:
        self._file, self._left = file, size
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> BlobNo | None:
        """More of it. After a "no" there is nothing to keep."""
        self._left -= len(data)
        if self._left < 0:
            return BlobNo.TOO_LARGE
        self._hash.update(data)
        return _unless_full(lambda: _write(self._file, data))

    def is_whole(self, name: str) -> BlobNo | None:
        """Make it durable, if it is what its name says."""
        if self._left or self._hash.hexdigest() != name:
            return BlobNo.OTHER_BYTES
        return _unless_full(lambda: os.fsync(self._file.fileno()))


class Blobs:
    """The blobs below one folder. Raises OSError where the disk fails, as at any file."""

    def __init__(self, directory: Path, limits: Limits = Limits(), *, read_only: bool = False) -> None:
        """`read_only`: another keeps blobs here, and what is on its way in is left to it."""
        self._folder, self._limits = directory / FOLDER, limits
        self._arriving = self._folder / ARRIVING
        self._lock = threading.Lock()
        """Around the counting and the renaming."""
        self._count = self._bytes = -1
        self._damaged = 0
        if read_only:
            return
        self._arriving.mkdir(parents=True, exist_ok=True)
        for leftover in self._arriving.iterdir():
            leftover.unlink()
        _sync_folder(directory)
        _sync_folder(self._folder)

    def keep(self, name: str, size: int, pieces: Iterable[bytes]) -> BlobNo | None:
        """Keep a blob that comes in pieces; it is durable when this returns None. What is not kept leaves nothing."""
        if isinstance(self.size(name), BlobNo) and (no := self.no_room_for(size)):
            return no
        path = self._arriving / token_hex(8)
        try:
            with path.open("xb", buffering=0) as file:
                arriving = Arriving(file, size)
                no = next(filter(None, map(arriving.write, pieces)), None) or arriving.is_whole(name)
            return no or self._take(path, name, size)
        finally:
            path.unlink(missing_ok=True)

    def has(self, name: str) -> bool:
        """Whether the blob is here, undamaged."""
        file = self.open(name)
        if isinstance(file, BlobNo):
            return False
        file.close()
        return True

    def size(self, name: str) -> int | BlobNo:
        """How many bytes a blob has, without looking at them."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            return self._gone(name)

    def open(self, name: str) -> BinaryIO | BlobNo:
        """The blob, its hash compared, to be read from its beginning and closed by the caller."""
        try:
            file = self._path(name).open("rb")
        except FileNotFoundError:
            return self._gone(name)
        if _hash_of(file, self._limits.blob_bytes_max) == name:
            file.seek(0)
            return file
        with file:
            self._set_aside(name, os.fstat(file.fileno()))
        return BlobNo.DAMAGED

    def no_room_for(self, size: int) -> BlobNo | None:
        """Why a further blob of that size would be refused."""
        limits = self._limits
        if size > limits.blob_bytes_max:
            return BlobNo.TOO_LARGE
        usage, disk = self.usage(), shutil.disk_usage(self._folder)
        if usage.count >= limits.count_max:
            return BlobNo.TOO_MANY
        spare = min(disk.total * limits.free_share_min, limits.free_bytes_enough)
        return BlobNo.NO_ROOM if usage.bytes + size > limits.bytes_max or disk.free - size < spare else None

    def usage(self) -> Usage:
        """What is kept; the first time by counting."""
        with self._lock:
            if self._count < 0:
                sizes = [one.stat().st_size for one in os.scandir(self._folder) if is_name(one.name)]
                self._count, self._bytes = len(sizes), sum(sizes)
            return Usage(self._count, self._bytes, self._damaged)

    def _take(self, arrived: Path, name: str, size: int) -> BlobNo | None:
        """Name a file that is synced. The same content twice is one blob."""
        if self.has(name):
            return None
        with self._lock:
            path = self._path(name)
            new = not path.exists()  # else two came at once
            if no := _unless_full(lambda: arrived.rename(path)):
                return no
            self._aside(name).unlink(missing_ok=True)
            _sync_folder(self._folder)
            self._count, self._bytes = self._count + new, self._bytes + new * size
        return None

    def _set_aside(self, name: str, found: os.stat_result) -> None:
        """Found damaged: out of the way, so that nobody gets it and a whole copy can come in its place."""
        with self._lock:
            path = self._path(name)
            try:
                if path.stat().st_ino != found.st_ino:
                    return  # another copy is in its place by now
            except FileNotFoundError:
                return  # another thread was quicker
            path.rename(self._aside(name))
            _sync_folder(self._folder)
            self._damaged += 1
            if self._count >= 0:
                self._count, self._bytes = self._count - 1, self._bytes - found.st_size
        log.warning("The blob %s is damaged and was set aside in %s: check the disk.", name, self._folder)

    def _gone(self, name: str) -> BlobNo:
        return BlobNo.DAMAGED if self._aside(name).exists() else BlobNo.MISSING

    def _path(self, name: str) -> Path:
        assert is_name(name), "no name of a blob"
        return self._folder / name

    def _aside(self, name: str) -> Path:
        return self._folder / (name + DAMAGED)


def _hash_of(file: BinaryIO, bytes_max: int) -> str:
    """The hash of what the file holds; of one that is longer than any blob, nothing."""
    if os.fstat(file.fileno()).st_size > bytes_max:
        return ""
    found = hashlib.sha256()
    while data := file.read(CHUNK):
        found.update(data)
    return found.hexdigest()


def _write(file: FileIO, data: bytes) -> None:
    """All of it: a disk that is nearly full takes a part first."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def _unless_full(act: Callable[[], object]) -> BlobNo | None:
    """Do it; a full disk is an answer, any other fault of the disk is not."""
    try:
        act()
    except OSError as fault:
        if fault.errno not in FULL:
            raise
        return BlobNo.NO_ROOM
    return None


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
