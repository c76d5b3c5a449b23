"""Backups of a hub's database while it runs, each verified before it counts, and the way back.

A backup is a folder `hub-<UTC time>-<seq>` with `hub.db` and `manifest.json`. SQLite's backup API makes it from one
read transaction (never by copying the live file); it is opened, checked (`quick_check`, the chain), hashed, synced, and
only then given its name: a folder with that name is whole. `keys.db` is no part of it, so that a destroyed key does not
live on in backups: its copies lie beside them and are kept for `KEYS_KEPT_MS`. The blobs that the records name lie
beside them too, in `blobs/`, each once for all backups.

A restored hub steps up its epoch: the world has seen numbers and calls that are not in the backup.
"""

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import apsw

from edge_hub.contract.blob import BLOB_NO_WORDS, BlobNo

from .blobs import Blobs
from .carrying import carry, named, opened
from .connection import STORE_FAILURES, StoreFault, open_reader, query
from .journal import head, reign, verify

log = logging.getLogger(__name__)
DB_NAME, KEYS_NAME, MANIFEST = "hub.db", "keys.db", "manifest.json"
RESTORED = "restored"
"""A file in the hub's folder: the next start begins a new epoch."""
PREFIX, UNFINISHED, KEYS_FOLDER = "hub-", "unfinished-", "keys"
TAIL_CHECKED = 1000
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
ALL_KEPT_MS, HOURLY_KEPT_MS, DAILY_KEPT_MS = 6 * HOUR_MS, 3 * DAY_MS, 35 * DAY_MS
"""Every backup of six hours, one an hour for three days, one a day for five weeks."""
KEYS_KEPT_MS = 7 * DAY_MS


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the newest record of its journal, and the SHA-256 of the file."""

    hub_id: str
    epoch: int
    seq: int
    chain_hash: str
    wall_ms: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup folder and what its manifest says. `lacking`: blobs that its records name and the hub did not have."""

    path: Path
    manifest: Manifest
    lacking: frozenset[str] = field(default=frozenset(), compare=False)


def back_up(data: Path, to: Path, now_ms: int) -> Backup:
    """A verified backup of the hub's data below `to`. The hub may run meanwhile.

    Raises StoreFault (the live file or the copy is not sound, or another backup is being made; nothing was left
    behind), or OSError and apsw.Error when the disk does not do what it should.
    """
    if not (data / DB_NAME).is_file():
        raise StoreFault(f"There is no database at {data / DB_NAME}.")
    to.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(to):
        return _back_up(data, to, now_ms)


def _back_up(data: Path, to: Path, now_ms: int) -> Backup:
    _sweep(to)
    unfinished = to / f"{UNFINISHED}{os.getpid()}"
    unfinished.mkdir()
    try:
        _copy(data / DB_NAME, unfinished / DB_NAME)
        lacking = _carry_blobs(unfinished / DB_NAME, Blobs(data, read_only=True), to)
        manifest = _examined(unfinished / DB_NAME, now_ms)
        _write(unfinished / MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        _sync(unfinished)
        at = datetime.fromtimestamp(now_ms / 1000, UTC)
        made = to / f"{PREFIX}{at:%Y%m%dT%H%M%S%f}Z-{manifest.seq}"
        unfinished.rename(made)
        _sync(to)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _back_up_keys(data, to / KEYS_FOLDER, now_ms)
    return Backup(made, manifest, lacking)


def backups(to: Path) -> list[Backup]:
    """The backups below `to`, the newest first. What has no readable manifest is none."""
    found = [backup for path in to.glob(f"{PREFIX}*") if (backup := _read(path)) is not None]
    return sorted(found, key=lambda one: (one.manifest.epoch, one.manifest.seq, one.manifest.wall_ms), reverse=True)


def fault_of(backup: Backup, *, whole_chain: bool = False) -> str | None:
    """What is wrong with a backup, or None for a sound one."""
    file = backup.path / DB_NAME
    try:
        if _sha256(file) != backup.manifest.sha256:
            return "the file was changed since it was made"
        seen = _examined(file, backup.manifest.wall_ms, tail=None if whole_chain else TAIL_CHECKED)
    except (OSError, *STORE_FAILURES) as fault:
        return str(fault)
    return None if seen == backup.manifest else "the file is not what its manifest says"


def newest_good(to: Path) -> tuple[Backup | None, list[tuple[Backup, str]]]:
    """The newest backup that is sound to the last record of its chain, and the newer ones with what is wrong."""
    bad: list[tuple[Backup, str]] = []
    for backup in backups(to):
        fault = fault_of(backup, whole_chain=True)
        if fault is None:
            return backup, bad
        bad.append((backup, fault))
    return None, bad


def thin_out(to: Path, now_ms: int) -> int:
    """Remove backups that are too many by the rule above; returns how many. The newest is never removed."""
    kept: set[int] = set()
    removed = 0
    for nth, backup in enumerate(backups(to)):
        age_ms = now_ms - backup.manifest.wall_ms
        place = _place(backup.manifest.wall_ms, age_ms)
        if nth and (place is None or place in kept):
            shutil.rmtree(backup.path)
            removed += 1
        elif place is not None:
            kept.add(place)
    return removed


def restore(backup: Backup, data: Path, keys_from: Path, now_ms: int) -> Path | None:
    """Put a sound backup in place of what lies in `data`, which must belong to no running hub.

    What was there is moved aside, never removed; returns where to, or None for an empty folder. Keys that are there
    stay; else their newest copy below `keys_from` is taken.
    """
    data.mkdir(parents=True, exist_ok=True)
    incoming = data / f"{DB_NAME}.incoming"
    shutil.copyfile(backup.path / DB_NAME, incoming)
    _sync(incoming)
    _bring_blobs_back(incoming, keys_from, data)
    kept = backup.manifest
    seen = {"from": backup.path.name, "seq": kept.seq, "of": kept.epoch, "epoch": _newest_epoch(data, keys_from)}
    _write(data / RESTORED, json.dumps(seen).encode())
    aside = move_aside(data, now_ms)
    incoming.rename(data / DB_NAME)
    keys = sorted((keys_from / KEYS_FOLDER).glob("keys-*.db"))
    if keys and not (data / KEYS_NAME).exists():
        shutil.copyfile(keys[-1], data / KEYS_NAME)
        (data / KEYS_NAME).chmod(0o600)
        _sync(data / KEYS_NAME)
    _sync(data)
    return aside


def blob_faults(backup: Backup) -> dict[str, BlobNo]:
    """The blobs that a backup's records name and that do not lie beside it, whole; MISSING where the hub had none."""
    with alone(backup.path / DB_NAME) as copy:
        names = named(copy)
    kept = Blobs(backup.path.parent, read_only=True)
    found: dict[str, BlobNo] = {}
    for name in sorted(names):
        file = opened(kept, name)
        if isinstance(file, BlobNo):
            found[name] = file
        else:
            file.close()
    return found


def _carry_blobs(file: Path, source: Blobs, to: Path) -> frozenset[str]:
    """Beside the backups, once for all of them, what the records of this one name; what the hub itself does not have.
    A backup that has no room for them is none."""
    with alone(file) as copy:
        lacking = carry(named(copy), source, Blobs(to))
    refused = {no for no in lacking.values() if no not in (BlobNo.MISSING, BlobNo.DAMAGED)}
    if refused:
        raise StoreFault(f"{to}: a blob could not be kept: {BLOB_NO_WORDS[min(refused)].en}")
    return frozenset(lacking)


def _bring_blobs_back(file: Path, source: Path, data: Path) -> None:
    """Before the records that name them. One that is nowhere stops no restore."""
    with alone(file) as copy:
        lacking = carry(named(copy), Blobs(source, read_only=True), Blobs(data))
    for name, no in lacking.items():
        log.warning("The blob %s is named by a record and could not be restored. %s", name, BLOB_NO_WORDS[no].en)


def epoch_seen(data: Path) -> int:
    """The latest epoch that the restore which brought this data knew of; 0 if it knows none."""
    return _noted(data, "epoch", 0)


def epoch_brought(data: Path, now: int) -> int:
    """The epoch of the backup that was restored here; `now`, that of the file, if nothing says so. They differ when a
    hub died in its first second: the file then says the epoch that it had begun."""
    return _noted(data, "of", now)


def _noted(data: Path, what: str, default: int) -> int:
    try:
        return int(json.loads((data / RESTORED).read_bytes()).get(what, default))
    except (OSError, ValueError, AttributeError):
        return default


def _newest_epoch(data: Path, to: Path) -> int:
    """Of all that is known here: who restores the same backup twice must not reign twice in the same epoch."""
    epochs = [one.manifest.epoch for one in backups(to)]
    for file in (data / DB_NAME, *data.glob(f"aside-*/{DB_NAME}")):
        with contextlib.suppress(*STORE_FAILURES), contextlib.closing(open_reader(file)) as reader:
            ruler = reign(reader)
            epochs += [ruler[1]] if ruler else []
    return max([*epochs, epoch_seen(data)], default=0)


@contextlib.contextmanager
def _one_at_a_time(to: Path) -> Iterator[None]:
    with (to / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreFault(f"{to}: another backup is being made.") from None
        yield


def _place(wall_ms: int, age_ms: int) -> int | None:
    """Backups of one place are one too many; None for too old."""
    if age_ms < ALL_KEPT_MS:
        return wall_ms
    if age_ms < HOURLY_KEPT_MS:
        return wall_ms // HOUR_MS
    return -(wall_ms // DAY_MS) if age_ms < DAILY_KEPT_MS else None


def _copy(source: Path, target: Path) -> None:
    """All pages in one step: one read transaction, so no write of the hub starts it over."""
    reader = open_reader(source)
    try:
        copy = apsw.Connection(str(target))
        try:
            with copy.backup("main", reader, "main") as process:
                process.step()
            query(copy, "PRAGMA journal_mode=DELETE")  # so that the copy is one file
        finally:
            copy.close()
    finally:
        reader.close()
    _sync(target)


def _examined(file: Path, now_ms: int, tail: int | None = TAIL_CHECKED) -> Manifest:
    """What a copy holds. Raises StoreFault for one that is not sound."""
    with alone(file) as copy:
        faults = [text for (text,) in query(copy, "PRAGMA quick_check") if text != "ok"]
        if faults:
            raise StoreFault(f"{file.name}: {faults[0]}")
        _, broken = verify(copy, tail=tail)
        if broken is not None:
            raise StoreFault(f"{file.name}: the journal is broken at record {broken.seq}: {broken.what}")
        (seq, chain_hash), ruler = head(copy), reign(copy)
    hub_id, epoch = ruler or ("", 0)
    return Manifest(hub_id, epoch, seq, chain_hash.hex(), now_ms, file.stat().st_size, _sha256(file))


@contextlib.contextmanager
def alone(file: Path) -> Iterator[apsw.Connection]:
    """A closed file that nobody writes: read only, and no file beside it."""
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    copy = apsw.Connection(f"{file.absolute().as_uri()}?immutable=1", flags=flags)
    try:
        yield copy
    finally:
        copy.close()


def _back_up_keys(data: Path, to: Path, now_ms: int) -> None:
    """One copy of the keys a day, for at most `KEYS_KEPT_MS`: what was destroyed is gone from everywhere then."""
    to.mkdir(mode=0o700, exist_ok=True)
    at = datetime.fromtimestamp(now_ms / 1000, UTC)
    copy = to / f"keys-{at:%Y%m%d}.db"
    partial = to / f"{UNFINISHED}{os.getpid()}.db"
    partial.touch(mode=0o600)
    _copy(data / KEYS_NAME, partial)
    partial.rename(copy)
    _sync(to)
    oldest = datetime.fromtimestamp((now_ms - KEYS_KEPT_MS) / 1000, UTC)
    for old in to.glob("keys-*.db"):
        if old.name < f"keys-{oldest:%Y%m%d}.db":
            old.unlink()


def _read(path: Path) -> Backup | None:
    try:
        return Backup(path, Manifest(**json.loads((path / MANIFEST).read_bytes())))
    except (OSError, ValueError, TypeError):
        return None


def move_aside(data: Path, now_ms: int) -> Path | None:
    """Set the database of a folder aside, in a folder of its own there; None if there is none. Never removes."""
    there = [data / f"{DB_NAME}{end}" for end in ("", "-wal", "-shm") if (data / f"{DB_NAME}{end}").exists()]
    if not there:
        return None
    aside = data / f"aside-{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%dT%H%M%S%f}Z"
    aside.mkdir()
    for file in there:
        file.rename(aside / file.name)
    _sync(aside)
    return aside


def _sweep(to: Path) -> None:
    """What a backup that was cut off has left."""
    for left in to.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
    for left in (to / KEYS_FOLDER).glob(f"{UNFINISHED}*"):
        left.unlink()


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
