"""The hub's own backups: one every quarter of an hour in a thread, each verified, and what became of it as a fact.

A backup that fails is no reason to stop serving; it is a reason to look, and the guide desk sees it until one succeeds.
When the copy is not sound, the live file is looked at: if that is damaged, the hub must not go on.
"""

import logging
import threading
import time
from pathlib import Path

from edge_hub.contract.device import Health

from .inbox import Inbox
from .messages import Damaged, OwnHealth
from .store.backup import Backup, back_up, thin_out
from .store.connection import STORE_FAILURES, StoreFault
from .store.store import quick_check

log = logging.getLogger(__name__)
EVERY_S = 900.0
FIRST_AFTER_S = 20.0
"""A hub that has just started has better things to do."""
PART = "backup"
HINT = "看备份盘是否已接好、是否已满。 Is the backup disk there, and is there room on it?"


class Backups:
    """Backups of `data` below `to`, until closed."""

    def __init__(self, data: Path, to: Path, inbox: Inbox, every_s: float = EVERY_S) -> None:
        self._data, self._to, self._inbox, self._every_s = data, to, inbox, every_s
        self.kept_seq = 0
        """The newest record that is in a backup made by this hub."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Begin no more; one that is being made is left unfinished and swept away by the next."""
        self._over.set()

    def _run(self) -> None:
        wait_s = min(FIRST_AFTER_S, self._every_s)
        while not self._over.wait(wait_s):
            wait_s = self._every_s
            self._inbox.post(self._made())

    def _made(self) -> OwnHealth | Damaged:
        now_ms = round(time.time() * 1000)
        try:
            made = back_up(self._data, self._to, now_ms)
            thin_out(self._to, now_ms)
        except StoreFault as fault:
            live = quick_check(self._data)
            return Damaged(live[0]) if live else _failed(str(fault))
        except (OSError, *STORE_FAILURES) as fault:
            return _failed(str(fault))
        self.kept_seq = made.manifest.seq
        return _told(made)


def _told(made: Backup) -> OwnHealth:
    log.info("Backup of %d records: %s", made.manifest.seq, made.path.name)
    return OwnHealth(PART, Health.UP)


def _failed(why: str) -> OwnHealth:
    log.warning("The backup failed: %s", why)
    return OwnHealth(PART, Health.DOWN, why[:300], HINT)
