"""Room on the hub's disk: when it gets short, and what is given up first.

SQLite survives a full disk, but then nothing can be written, not even what would make room (a delete needs room in the
log). So the hub stops before: at LOW what can wait is not written any more (blobs), at ESSENTIAL the ballast file is
given back to the disk and only what moves the queue is accepted, until there is room again.
SQLite's log is looked at as well: it begins anew only when nobody reads an old state of the database, so that one
program which hangs in the middle of reading makes it grow without end.
Source of the levels: reference of reliability, 20, 10 and 5 per cent; on a large disk so many bytes are enough.
"""

import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from edge_hub.contract import appointment, desk, lease, queue, window
from edge_hub.contract.base import Strict
from edge_hub.contract.device import Health

from .messages import OwnHealth
from .store.store import DB_NAME

log = logging.getLogger(__name__)
MIB, GIB = 2**20, 2**30
BALLAST = "ballast"
BALLAST_BYTES, BALLAST_SHARE = 128 * MIB, 0.10
"""Twice the limit of SQLite's log, or a tenth of a small disk."""
LOG_BYTES_MAX = 256 * MIB
"""Four times what SQLite leaves of its log: only a reader that has stopped makes it so long."""
LOOK_S = 2.0


class Room(IntEnum):
    """How much there is; a higher one is better."""

    ESSENTIAL = 0
    LOW = 1
    WARN = 2
    PLENTY = 3


LEAST: dict[Room, tuple[float, int]] = {
    Room.LOW: (0.05, 512 * MIB),
    Room.WARN: (0.10, 2 * GIB),
    Room.PLENTY: (0.20, 10 * GIB),
}
"""What must be free for a level: a share of the disk, or so many bytes where that is less."""
BACK = 1.2
"""So much more must be free before a level is left upwards, so that it does not change to and fro."""

ESSENTIAL: frozenset[type[Strict]] = frozenset({
    queue.TakeTicket, queue.TakeWalkUp, queue.CallNext, queue.CallTicket, queue.Recall, queue.Start, queue.Finish,
    queue.NoShow, queue.Requeue, queue.Cancel, queue.ShowTicket, queue.Resume, window.SignIn, window.SignInByCard,
    window.SignOut, window.OpenWindow, window.CloseWindow, lease.ReportOfflineTicket, appointment.CheckIn,
    desk.SignInDesk, desk.SignOutDesk, desk.TakeAtDesk, desk.RegisterWritten,
})  # fmt: skip
"""What moves the queue, and who comes and goes at a window. All else waits for room."""

HINT = "请清理磁盘或更换更大的磁盘。 Make room on the disk, or put in a larger one."
OWN: dict[Room, OwnHealth] = {
    Room.PLENTY: OwnHealth("disk", Health.UP),
    Room.WARN: OwnHealth("disk", Health.DEGRADED, "磁盘空间将满", HINT),
    Room.LOW: OwnHealth("disk", Health.DEGRADED, "磁盘空间不足，暂停保存照片", HINT),
    Room.ESSENTIAL: OwnHealth("disk", Health.DOWN, "磁盘空间即将用尽，仅保留取号、叫号和结束服务", HINT),
}
OWN_LOG: dict[bool, OwnHealth] = {
    False: OwnHealth("log", Health.UP),
    True: OwnHealth(
        "log", Health.DEGRADED, "有程序长时间占用数据库，日志文件不断变大",
        "请结束停住的 hall 命令或重启管理台。 End a hall command that hangs, or restart the console.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes of a disk."""

    total: int
    free: int


def room_of(usage: Usage, before: Room) -> Room:
    """The level of a disk that was at `before`: down at once, up only with something to spare."""
    found = Room.ESSENTIAL
    for room, (share, enough) in LEAST.items():
        least = min(usage.total * share, enough)
        if usage.free >= (least * BACK if room > before else least):
            found = room
    return found


def usage_of(folder: Path) -> Usage:
    disk = shutil.disk_usage(folder)
    return Usage(disk.total, disk.free)


class Disk:
    """The disk of one hub. `look` is called every now and then by the loop; it takes microseconds."""

    def __init__(self, data: Path, ballast: bool, measure: Callable[[Path], Usage] = usage_of) -> None:
        """A practice hall needs no `ballast`."""
        self._data, self._with_ballast, self._measure = data, ballast, measure
        self._ballast = data / BALLAST
        self._log = data / f"{DB_NAME}-wal"
        self.room = Room.PLENTY
        self.log_is_long = False
        self.look()

    def look(self) -> bool:
        """Measure; give the ballast back or lay it anew. Whether the level has changed."""
        before, self.room = self.room, room_of(self._measure(self._data), self.room)
        self.log_is_long = self._log.exists() and self._log.stat().st_size > LOG_BYTES_MAX
        if self.room is Room.ESSENTIAL:
            self._give_back()
        elif self.room >= Room.WARN and self._with_ballast and not self._ballast.exists():
            self._lay()
        if self.room is not before:
            log.warning("Room on the disk of %s: %s.", self._data, self.room.name)
        return self.room is not before

    def refuses(self, command: type[Strict]) -> bool:
        """Whether a command must wait until there is room."""
        return self.room is Room.ESSENTIAL and command not in ESSENTIAL

    def close(self) -> None:
        """A hub that does not run needs none."""
        self._ballast.unlink(missing_ok=True)

    def _give_back(self) -> None:
        if self._ballast.exists():
            self._ballast.unlink()
            log.warning("The disk is nearly full: the ballast file was given back.")

    def _lay(self) -> None:
        usage = self._measure(self._data)
        size = min(BALLAST_BYTES, int(usage.total * BALLAST_SHARE))
        if usage.free - size < min(usage.total * LEAST[Room.WARN][0], LEAST[Room.WARN][1]):
            return  # it would itself be what makes the disk full
        try:
            with self._ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)
        except OSError as fault:
            self._ballast.unlink(missing_ok=True)
            log.warning("No ballast file could be laid: %s.", fault.strerror)
