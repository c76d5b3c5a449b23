"""Blobs on their way from one folder to another: into a backup, and back. Each is compared with its name on the way."""

import logging
from collections.abc import Iterable
from functools import partial
from os import fstat
from typing import BinaryIO

import apsw

from edge_hub.contract.blob import BlobNo
from edge_hub.domain.configured import Configured
from edge_hub.domain.naming import named_in

from . import rows
from .blobs import CHUNK, Blobs
from .connection import query

log = logging.getLogger(__name__)


def named(file: apsw.Connection) -> frozenset[str]:
    """The blobs that the records of a file name; none in one that is older than configurations on record."""
    known = Configured()
    if query(file, "SELECT 1 FROM sqlite_schema WHERE name = 'configuration_awaited'"):
        rows.load_configured(file, known)
    return named_in(known)


def opened(source: Blobs, name: str) -> BinaryIO | BlobNo:
    """A blob to be carried on. A place on the disk that cannot be read costs this blob and no record."""
    try:
        return source.open(name)
    except OSError as fault:
        log.warning("The blob %s cannot be read: %s. Check the disk.", name, fault)
        return BlobNo.DAMAGED


def carry(names: Iterable[str], source: Blobs, target: Blobs) -> dict[str, BlobNo]:
    """Bring to `target` what it lacks; those that it lacks still, and why. Cut off in the middle it goes on the next
    time. Raises OSError where the target's disk fails."""
    lacking: dict[str, BlobNo] = {}
    for name in sorted(names):
        if not isinstance(target.size(name), BlobNo):
            continue
        file = opened(source, name)
        if isinstance(file, BlobNo):
            lacking[name] = file
            continue
        with file:
            no = target.keep(name, fstat(file.fileno()).st_size, iter(partial(file.read, CHUNK), b""))
        if no:
            lacking[name] = no
    return lacking
