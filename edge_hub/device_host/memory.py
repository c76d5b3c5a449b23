"""What an owner of wires must not forget, in one small file: since when each device is as it is, and its counters.

Written whole and atomically. A file that cannot be read is as good as none: then counting begins anew.
"""

import json
import logging
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
BYTES_MAX = 256 * 1024


class Memory:
    """One file. Used by one thread."""

    def __init__(self, path: Path) -> None:
        self._path, self._silent = path, False
        self._kept = b""

    def read(self) -> dict[str, Any]:
        try:
            with self._path.open("rb") as file:
                found = json.loads(file.read(BYTES_MAX))
        except (OSError, ValueError):
            return {}
        return {name: one for name, one in found.items() if _is_whole(one)} if isinstance(found, dict) else {}

    def keep(self, content: dict[str, Any]) -> None:
        """Write what has changed; a disk that takes nothing is told once."""
        told = json.dumps(content, sort_keys=True).encode()
        if told == self._kept:
            return
        draft = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(told)
            draft.replace(self._path)
        except OSError as fault:
            if not self._silent:
                self._silent = True
                log.warning("%s: cannot be written (%s): after a restart counting begins anew.", self._path, fault)
            return
        self._kept, self._silent = told, False


def _is_whole(one: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("since_ms"), int) or isinstance(one["since_ms"], bool):
        return False
    counters = one.get("counters")
    return isinstance(counters, dict) and all(isinstance(count, int) for count in counters.values())
