"""What a checkpoint says of the hall: one digest of all that its rows hold, the same wherever the journal was folded.

Written when the head of the journal goes (`JournalPruned`): from then on nobody can fold the hall from its first
record, so a standby holds its own hall against the digest instead.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from .hall import Hall

HELD = (
    "tickets", "services", "unrated", "clerks", "tries", "closed_items", "issued", "leased", "floors", "stranded",
    "admissions", "appointments", "versions",
)  # fmt: skip


def digest(hall: Hall) -> str:
    """SHA-256 in hex. Windows that never were anything are left out: the configuration has them, the journal not."""
    windows = {id: one for id, one in hall.windows.items() if one.ver}
    held = [hall.day, hall.erased_day, _plain(windows), *(_plain(getattr(hall, name)) for name in HELD)]
    return sha256(json.dumps(held, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """As JSON, in one order, whether it was folded or read from a row (where a flag is a number)."""
    if isinstance(value, Mapping):
        return sorted([_plain(key), _plain(one)] for key, one in value.items())
    if isinstance(value, (tuple, list, set)):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, bool) else value
