"""`hall hub`, `hall ticket`, `hall clerk` and `hall journal`: what an administrator types on the hub's machine."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from .refusal import refuse

hub = typer.Typer(help="Run the hub of a hall.", add_completion=False, pretty_exceptions_enable=False)
ticket = typer.Typer(help="Take, show and call tickets from a shell, for support.", add_completion=False, pretty_exceptions_enable=False)
clerk = typer.Typer(help="Set the PIN of a clerk.", add_completion=False, pretty_exceptions_enable=False)
journal = typer.Typer(help="Verify and read the journal of a hub.", add_completion=False, pretty_exceptions_enable=False)

SiteOption = Annotated[
    Path | None, typer.Option("--site", help="Folder of the configuration; default: the Pu'er hall.")
]
DataOption = Annotated[Path, typer.Option("--data", help="Folder of the hub's database.")]
BrokerOption = Annotated[str, typer.Option("--broker", help="HOST:PORT of the broker.")]
DeviceOption = Annotated[str, typer.Option("--device", help="A device of kind console in devices.yaml.")]
"""Support acts as a console; who did what is in the journal."""


@hub.command()
def run_hub(
    data: DataOption,
    site: SiteOption = None,
    broker: BrokerOption = "127.0.0.1:1883",
    practice_start: Annotated[
        str | None, typer.Option(help="Practice hall: the hall's time at the start, such as 2026-11-24T09:00.")
    ] = None,
    speed: Annotated[float, typer.Option(min=0.1, max=1000, help="Practice hall: how fast its time runs.")] = 1.0,
) -> None:
    """Serve the hall until stopped.

    Example: hall hub --site configs/puer --data /var/lib/hall --broker 127.0.0.1:1883
    """
    import logging

    from .clock import practice_rule
    from .hub import serve
    from .opening import host_port, site_or_exit

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    rule = None
    if practice_start is not None:
        try:
            rule = practice_rule(practice_start, speed)
        except ValueError:
            refuse(f"--practice-start: “{practice_start}” is no time such as 2026-11-24T09:00.")
    sys.exit(serve(site_or_exit(site), data, host_port(broker), rule))


@journal.command("verify")
def verify_journal(data: DataOption) -> None:
    """Recompute the whole hash chain; the first bad record is named and the exit code is 1."""
    from .store.connection import StoreFault, open_reader
    from .store.journal import verify
    from .store.store import DB_NAME

    try:
        reader = open_reader(data / DB_NAME)
    except StoreFault as fault:
        refuse(str(fault))
    count, fault_found = verify(reader)
    reader.close()
    if fault_found:
        print(f"Broken at record {fault_found.seq}: {fault_found.what}. {count} records before it are right.")
        raise typer.Exit(1)
    print(f"{count} records, the chain is right.")


@journal.command("show")
def show_journal(
    data: DataOption,
    after: Annotated[int, typer.Option(help="Only records after this sequence number.")] = 0,
    count: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
) -> None:
    """Print records as JSON lines (personal parts stay sealed)."""
    from .store.connection import StoreFault, open_reader
    from .store.journal import records
    from .store.store import DB_NAME

    try:
        reader = open_reader(data / DB_NAME)
    except StoreFault as fault:
        refuse(str(fault))
    for one in records(reader, after, count):
        line = {"seq": one.seq, "wall_ms": one.wall_ms, "entity": f"{one.etype}/{one.eid}@{one.ever}", "type": one.type}
        print(json.dumps({**line, "body": json.loads(one.body), "sealed": one.sealed is not None}, ensure_ascii=False))
    reader.close()
