"""A disk whose power fails between any two operations of SQLite: what was not synced is there, gone or torn.

A VFS in front of the real one: the store runs on it as it is. Every write goes through to the real file and is noted
until its file is synced. `cut_after(n)` lets n more operations happen; then the machine goes dark: the operation raises
`PowerCut`, and whatever the dying process still does reaches no disk. `after_the_cut` gives the files as the next start
finds them: of each unsynced write any of its sectors may be there, missing, or half there.

A removed file may be back unless something was synced after it was removed (ext4 and xfs log both in order).
Not modelled: the shared memory of the WAL (no machine keeps it) and files that are not SQLite's.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import apsw

from edge_hub.client.outbox import OutboxFault
from edge_hub.store.connection import STORE_FAILURES

from .loop_rig import PowerCut

SECTOR = 512
REAL = "unix"
_NAMES = count(1)
FAILURES = (*STORE_FAILURES, OutboxFault)
"""As which a program may see its disk go."""


@dataclass
class _Shadow:
    """A file: what is safe, and what was done to it since: (offset, bytes) of a write, (size, None) of a cut."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for at, data in self.since:
            _apply(self.safe, at, data)
        self.since.clear()


class WeakDisk(apsw.VFS):
    """One machine's disk, for one life: from its start to its power cut."""

    def __init__(self, seed: int) -> None:
        self.name = f"weak-{next(_NAMES)}"
        super().__init__(self.name, base=REAL)
        self.operations = 0
        self.dark = False
        self._lot = random.Random(seed)
        self._kept = self._lot.choice([0.0, 0.5, 0.5, 1.0])
        """The share of unsynced sectors that made it after all."""
        self._left: int | None = None
        self._files: dict[str, _Shadow] = {}
        self._removed: dict[str, _Shadow] = {}
        self._found: dict[str, bytes] = {}

    def cut_after(self, operations: int | None) -> None:
        """Let so many more happen; None for no end."""
        self._left = operations

    def after_the_cut(self, folder: Path) -> None:
        """The files as they are found, into an empty folder."""
        assert self.dark
        for path, content in self._found.items():
            (folder / Path(path).name).write_bytes(content)

    @contextmanager
    def default(self) -> Iterator["WeakDisk"]:
        """Whoever opens a database meanwhile, opens it here."""
        apsw.set_default_vfs(self.name)
        try:
            yield self
        finally:
            apsw.set_default_vfs(REAL)
            self.unregister()

    # ---- what SQLite calls ------------------------------------------------------------------------------------------

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:  # temporary
            return apsw.VFSFile(REAL, name, flags)
        self._removed.pop(path, None)
        if path not in self._files:
            there = Path(path)
            self._files[path] = _Shadow(bytearray(there.read_bytes() if there.exists() else b""))
        return _WeakFile(self, name, flags, self._files[path])

    def xDelete(self, path: str, sync_folder: bool) -> None:
        self.happens()
        gone = self._files.pop(path, None)
        if gone is not None and not sync_folder:
            self._removed[path] = gone
        super().xDelete(path, sync_folder)

    def forget_removed(self) -> None:
        self._removed.clear()

    def happens(self) -> None:
        """One operation; the last one is cut off in the middle."""
        if self.dark:
            return
        self.operations += 1
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                self._go_dark()
                raise PowerCut

    def _go_dark(self) -> None:
        self.dark = True
        back = {path: one for path, one in self._removed.items() if self._lot.random() < 0.5}
        for path, shadow in {**self._files, **back}.items():
            image = bytearray(shadow.safe)
            for at, data in shadow.since:
                self._half(image, at, data)
            self._found[path] = bytes(image)

    def _half(self, image: bytearray, at: int, data: bytes | None) -> None:
        """An unsynced operation: each of its sectors made it, or not, or in part."""
        if data is None:
            if self._lot.random() < self._kept:
                _apply(image, at, None)
            return
        begin = 0
        while begin < len(data):
            end = min(len(data), begin + SECTOR - (at + begin) % SECTOR)
            if self._lot.random() < self._kept:
                part = data[begin:end]
                if self._kept < 1 and self._lot.random() < 0.2:
                    part = part[: self._lot.randrange(len(part))]
                _apply(image, at + begin, part)
            begin = end


class _WeakFile(apsw.VFSFile):
    def __init__(self, disk: WeakDisk, name: Any, flags: list[int], shadow: _Shadow) -> None:
        super().__init__(REAL, name, flags)
        self._disk, self._shadow = disk, shadow

    def xWrite(self, data: bytes, offset: int) -> None:
        self._shadow.since.append((offset, bytes(data)))
        self._disk.happens()
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self._shadow.since.append((size, None))
        self._disk.happens()
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        self._disk.happens()
        self._shadow.sync()
        self._disk.forget_removed()


def _apply(image: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del image[at:]
        return
    if len(image) < at:
        image.extend(bytes(at - len(image)))
    image[at : at + len(data)] = data


def cut_everywhere(folder: Path, before: Path, act: Callable[[Path], None], step: int = 1) -> Iterator[Path]:
    """`act` on a copy of `before`, with the power cut at its first operation, at its second (by `step`), and so on
    until it comes to its end: the data as it is found after each cut."""
    for operations in range(0, 10_000, step):
        data, found = folder / f"{operations}-cut", folder / f"{operations}-found"
        shutil.copytree(before, data)
        found.mkdir()
        disk = WeakDisk(operations)
        disk.cut_after(operations)
        with disk.default():
            try:
                act(data)
            except (PowerCut, *FAILURES):
                assert disk.dark
        if not disk.dark:
            assert operations > 5, "it hardly wrote anything"
            return
        disk.after_the_cut(found)
        yield found
        shutil.rmtree(data)
        shutil.rmtree(found)
