"""What the hub said of names, places and wires, on disk for a start without the hub; never of people.

One file a topic, replaced atomically, written only when what it says has changed. The first line tells format, hall,
topic and the SHA-256 of the rest; a file of which any of that is not right is as good as none. What is read back has
epoch and sequence 0: it is older than anything that a hub says, and moves no fence. A device that cannot keep files
works on without.
"""

import hashlib
import json
import logging
import os
from contextlib import suppress
from pathlib import Path

from edge_hub.contract import topics
from edge_hub.contract.base import SCHEMA_VERSION, Snapshot
from edge_hub.contract.codec import decode, encode
from edge_hub.contract.hall import Catalogue, Directory
from edge_hub.contract.wired import WiredHere

log = logging.getLogger(__name__)
FORMAT = 1
FILE_BYTES_MAX = 64 * 1024
"""More than the broker carries in one message."""
FILES_MAX = 200


class Cache:
    """The cached snapshots of one device. Used by one thread."""

    def __init__(self, folder: Path, hall: str) -> None:
        self._folder, self._hall = folder, hall
        self._kept: dict[str, Snapshot] = {}
        """By file name, with epoch and sequence 0."""
        self._silent = False

    def read(self) -> list[Snapshot]:
        """All that is whole and of this hall, the directory first."""
        for path in self._files():
            with suppress(OSError):
                snapshot = self._whole(path)
                if snapshot is not None:
                    self._kept[path.name] = snapshot
        return sorted(self._kept.values(), key=lambda one: not isinstance(one, Directory))

    def keep(self, snapshot: Snapshot) -> None:
        """Keep a directory, catalogue or list of wires that says something new; anything else is passed over."""
        topic = _topic_of(self._hall, snapshot)
        if topic is None:
            return
        name, plain = _name_of(topic), snapshot.model_copy(update={"epoch": 0, "seq": 0})
        if self._kept.get(name) == plain:
            return
        try:
            self._write(name, topic, encode(plain))
            if isinstance(plain, Directory):
                self._forget_all_but(plain)
        except OSError as fault:
            if not self._silent:
                self._silent = True
                log.warning("%s: cannot be written (%s): a start without the hub will show less.", self._folder, fault)
            return
        self._kept[name], self._silent = plain, False

    def _files(self) -> list[Path]:
        with suppress(OSError):
            return sorted(self._folder.glob("*.json"))[:FILES_MAX]
        return []

    def _whole(self, path: Path) -> Snapshot | None:
        """The snapshot in a file, if the file is what this version would have written for this hall."""
        with path.open("rb") as file:
            head, _, payload = file.read(FILE_BYTES_MAX).partition(b"\n")
        named = _named(self._hall, path.name)
        return decode(named[1], payload) if named and head == _head(self._hall, named[0], payload) else None

    def _write(self, name: str, topic: str, payload: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f"{name}.new"
        with draft.open("wb") as file:
            file.write(_head(self._hall, topic, payload) + b"\n" + payload)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._folder / name)

    def _forget_all_but(self, directory: Directory) -> None:
        """Catalogues of departments that the hall no longer has."""
        there = {_name_of(topics.catalogue(self._hall, one.id)) for one in directory.departments}
        for path in self._files():
            if path.name.startswith(CATALOGUE) and path.name not in there:
                path.unlink(missing_ok=True)
                self._kept.pop(path.name, None)


CATALOGUE, WIRED = "catalogue.", "wired."


def _topic_of(hall: str, snapshot: Snapshot) -> str | None:
    """The topic of a snapshot that is worth keeping."""
    match snapshot:
        case Directory():
            return topics.directory(hall)
        case Catalogue():
            return topics.catalogue(hall, snapshot.department)
        case WiredHere():
            return topics.wired(hall, snapshot.device)
        case _:
            return None


def _name_of(topic: str) -> str:
    """`directory.json`, `catalogue.market.json`, `wired.host-1.json`: an id is safe in a file name."""
    parts = topic.split("/")
    return ".".join(parts[4:] if parts[2] == "state" else [parts[4], parts[3]]) + ".json"


def _named(hall: str, name: str) -> tuple[str, type[Snapshot]] | None:
    """The topic that a file name stands for, and what it carries."""
    if name == _name_of(topics.directory(hall)):
        return topics.directory(hall), Directory
    if name.startswith(WIRED):
        return topics.wired(hall, name.removeprefix(WIRED).removesuffix(".json")), WiredHere
    if name.startswith(CATALOGUE):
        return topics.catalogue(hall, name.removeprefix(CATALOGUE).removesuffix(".json")), Catalogue
    return None


def _head(hall: str, topic: str, payload: bytes) -> bytes:
    told = {
        "format": FORMAT, "schema": SCHEMA_VERSION, "hall": hall, "topic": topic,
        "sha256": hashlib.sha256(payload).hexdigest(),
    }  # fmt: skip
    return json.dumps(told, sort_keys=True).encode()
