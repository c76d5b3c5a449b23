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
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Put the newest good backup in the place of a hub's records; the hub must be stopped.

    Every candidate is checked to the last record. What was in the folder is moved aside, never removed. The next start
    begins a new epoch and skips 200 numbers of each queue, since citizens may hold slips that the backup knows
    nothing of.

    \b
    Examples:
      hall restore --data /var/lib/hall --from /backup/hall
    """
    from ..store.backup import newest_good
    from ..store.backup import restore as put_back

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
    at = datetime.fromtimestamp(one.manifest.wall_ms / 1000, HALL_ZONE)
    return f"{one.manifest.seq} records, {one.manifest.bytes / 1e6:.1f} MB, made {at:%Y-%m-%d %H:%M:%S}"
