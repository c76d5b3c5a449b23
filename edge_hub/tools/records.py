"""The journal of a hub that has stopped, as the checker reads it."""

import json
from collections.abc import Iterator
from pathlib import Path

from edge_hub.store.connection import open_reader
from edge_hub.store.journal import head, records
from edge_hub.store.store import DB_NAME

from .checker import Recorded


def read_journal(data: Path, after: int = 0) -> Iterator[Recorded]:
    """All records with a sequence number above `after`. The key of a record is `command id:nth event of it`."""
    reader = open_reader(data / DB_NAME)
    try:
        for record in records(reader, after):
            command = record.idem_key.rpartition(":")[0]
            yield Recorded(record.seq, record.type, command, json.loads(record.body))
    finally:
        reader.close()


def last_seq(data: Path) -> int:
    """The sequence number of the newest record."""
    reader = open_reader(data / DB_NAME)
    try:
        return head(reader)[0]
    finally:
        reader.close()
