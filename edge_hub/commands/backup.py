"""`hall backup` and `hall restore`: a copy of the hub's records that is known to be good, and the way back."""

import fcntl
import json
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from edge_hub.contract.blob import BlobNo
from edge_hub.contract.clock import HALL_ZONE

from ..refusal import refuse

if TYPE_CHECKING:
    from ..store.backup import Backup

backup = typer.Typer(help="Back up the records of a hub, and check the backups.")
restore = typer.Typer(help="Put the newest good backup in the place of a hub's records.")

DataOption = Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder of the hub's database.")]
ToOption = Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder of the backups, on another disk.")]


@backup.command()
def make_backup(
    to: ToOption,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Folder of the hub's database; the hub may run.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Check every backup there is, and make none.")] = False,
) -> None:
    """Make a backup and check it, or check those that there are.

    \b
    Examples:
      hall backup --data /var/lib/hall --to /backup/hall
      hall backup --to /backup/hall --check
    """
    if check:
        _check(to)
        return
    if data is None:
        refuse("--data is missing: the folder of the hub's database.")
    from ..store.backup import back_up, thin_out
    from ..store.connection import STORE_FAILURES

    now_ms = round(time.time() * 1000)
    try:
        made = back_up(data, to, now_ms)
        removed = thin_out(to, now_ms)
    except (OSError, *STORE_FAILURES) as fault:
        refuse(f"no backup was made: {fault}")
    print(f"{made.path}: {_words(made)}, checked. {removed} old backups were removed.")
    for name in sorted(made.lacking):
        typer.echo(f"The blob {name} is named by a record and was not with the hub.", err=True)


@restore.command()
def restore_backup(
    data: DataOption,
    source: Annotated[Path, typer.Option("--from", metavar="DIR", help="Folder of the backups.")],
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Although the hub's own records are good and go on after the backup.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Put the newest good backup in the place of a hub's records; the hub must be stopped.

    Every candidate is checked to the last record. What was in the folder is moved aside, never removed; records that
    are good and that the backup has not are only set aside with --anyway. The next start begins a new epoch and skips
    200 numbers of each queue, since citizens may hold slips that the backup knows nothing of.

    \b
    Examples:
      hall restore --data /var/lib/hall --from /backup/hall
      hall restore --data /var/lib/hall --from /backup/hall --anyway
          back to the backup, although the hub's own records are good and newer
    """
    from ..store.backup import newest_good
    from ..store.backup import restore as put_back

    if not source.is_dir():
        refuse(f"there is no folder {source}: --from names that of the backups.")
    data.mkdir(parents=True, exist_ok=True)
    with (data / "hub.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            refuse(f"a hub runs on {data}. Stop it first.")
        good, bad = newest_good(source)
        for one, fault in bad:
            typer.echo(f"{one.path.name} is not good: {fault}", err=True)
        if good is None:
            refuse(f"there is no good backup in {source}.")
        if not anyway:
            _nothing_newer(data, good)
        try:
            aside = put_back(good, data, source, round(time.time() * 1000))
        except OSError as fault:
            refuse(f"{data} could not be written: {fault.strerror}. Nothing was removed; run the command again.")
    if as_json:
        print(json.dumps({"from": good.path.name, "seq": good.manifest.seq, "aside": str(aside) if aside else None}))
        return
    print(f"{good.path.name}: {_words(good)}, checked to the last record, is back in {data}.")
    if aside:
        print(f"What was there lies in {aside}.")
    print("The next start of the hub begins a new epoch. What came after the backup is not in it.")


def _nothing_newer(data: Path, good: "Backup") -> None:
    """Refuse where good records would be set aside without anybody knowing it."""
    from ..store.beyond import beyond
    from ..store.connection import STORE_FAILURES

    insist = "Start the hub on them as they are; or go back to the backup all the same with --anyway."
    try:
        more = beyond(data, good)
    except (OSError, *STORE_FAILURES) as fault:
        refuse(f"the records in {data} could not be compared with {good.path.name}: {fault} With --anyway they are set"
               " aside all the same.")  # fmt: skip
    if more is None:
        return
    tickets = f"{more.tickets} tickets (the last is {more.number})" if more.number else "no ticket"
    refuse(f"the records in {data} are good and go on after {good.path.name}: {more.records} more, with {tickets}, the"
           f" newest of {_moment(more.wall_ms)}, would be set aside. {insist}")  # fmt: skip


def _check(to: Path) -> None:
    from ..store.backup import backups, fault_of

    found = backups(to)
    if not found:
        refuse(f"there is no backup in {to}.")
    faults = [(one, fault_of(one, whole_chain=True) or _blob_fault(one)) for one in found]
    for one, fault in faults:
        print(f"{one.path.name}: {_words(one)}: {fault or 'good'}")
    if any(fault for _, fault in faults):
        raise typer.Exit(1)


def _blob_fault(one: "Backup") -> str | None:
    from ..store.backup import blob_faults

    found = blob_faults(one)
    for name in (name for name, no in found.items() if no is BlobNo.MISSING):
        typer.echo(f"{one.path.name}: the blob {name} is named by a record and is not there.", err=True)
    damaged = [name for name, no in found.items() if no is not BlobNo.MISSING]
    return f"{len(damaged)} blobs that its records name are damaged: {damaged[0]}" if damaged else None


def _words(one: "Backup") -> str:
    made = _moment(one.manifest.wall_ms)
    return f"{one.manifest.seq} records, {one.manifest.bytes / 1e6:.1f} MB, made {made}"


def _moment(wall_ms: int) -> str:
    return f"{datetime.fromtimestamp(wall_ms / 1000, HALL_ZONE):%Y-%m-%d %H:%M:%S}"
