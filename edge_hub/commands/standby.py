"""`hall standby`: the second machine, which keeps every record of the hub and can take its place."""

import sys
import threading
import time
from pathlib import Path
from typing import Annotated

import typer

from ..refusal import refuse
from .config import ByOption, WhyOption
from .hub import BROKER, BrokerOption, CaOption, CredentialOption, SiteOption, TlsCertOption, TlsKeyOption

standby = typer.Typer(help="Keep every record of the hub on a second machine, and take its place.")

DataOption = Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder of the standby's own database.")]


@standby.command("run")
def run_standby(
    data: DataOption,
    of: Annotated[str, typer.Option("--of", metavar="HOST:PORT", help="Where the hub may be followed.")],
    site: SiteOption = None,
    broker: BrokerOption = BROKER,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Where this machine may be followed once it is the hub.")
    ] = None,
    backup_to: Annotated[
        Path | None, typer.Option("--backup-to", metavar="DIR", help="Folder of the backups once it is the hub.")
    ] = None,
    witness: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="A third machine: with its voice this one becomes the hub by itself.",
                     show_default="a person decides"),
    ] = None,
    credential: CredentialOption = None,
    ca: CaOption = None,
    tls_cert: TlsCertOption = None,
    tls_key: TlsKeyOption = None,
) -> None:  # fmt: skip
    """Follow the hub until promoted, then serve the hall from this machine.

    Every reply of the hub waits for this machine, at most 150 ms. It needs a broker of its own, whose address the
    devices hold beside the first one. A person promotes it; with a witness, to which the hub must belong too, it does
    so by itself some ten seconds after the hub was heard last.

    \b
    Examples:
      hall standby run --data /var/lib/hall --of 127.0.0.1:8444 --broker 127.0.0.1:1883
    """
    import logging
    import signal
    from uuid import uuid4

    from ..contract.clock import ClockRule
    from ..domain.plan import plan_of
    from ..hub import (
        CANNOT_START,
        STORE_FAILED,
        CannotStart,
        Wishes,
        ask_for_check,
        check_if_asked,
        locked_folder,
        serve,
    )
    from ..opening import both_ends, bundle_or_exit, driver_options, host_port, way_to
    from ..standby.follower import REIGNS, Follower, take_over
    from ..standby.line import Unsafe
    from ..store.connection import STORE_FAILURES
    from ..store.store import is_practice

    (opened, bundle), way = bundle_or_exit(site), way_to(broker, credential or "", credential, ca)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    address, tls = host_port(of, "--of"), both_ends(ca, tls_cert, tls_key)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        with locked_folder(data, "standby"):
            third = host_port(witness, "--witness") if witness else None
            follower = Follower(data, plan_of(opened), address, uuid4().hex, tls[1] if tls else None, third)
            if not (data / REIGNS).exists():
                check_if_asked(data)
                wish = follower.run(stopped)
                if wish is None:
                    sys.exit(0)
                take_over(data, wish)
    except (CannotStart, Unsafe) as fault:
        print(f"hall standby: {fault}", file=sys.stderr)
        sys.exit(CANNOT_START)
    except STORE_FAILURES as fault:
        print(f"hall standby: the store failed: {fault}", file=sys.stderr)
        ask_for_check(data, str(fault))
        sys.exit(STORE_FAILED)
    wishes = Wishes(
        standby_listen=host_port(listen, "--listen", 0) if listen else None,
        peer=address, feed_tls=tls[0] if tls else None, peer_tls=tls[1] if tls else None, bundle=bundle,
        driver_options=driver_options(), backup_to=backup_to, witness=third,
    )  # fmt: skip
    sys.exit(serve(opened, data, way, ClockRule() if is_practice(data) else None, wishes))


@standby.command("witness")
def run_witness(
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder for what it must not forget.")],
    listen: Annotated[str, typer.Option(metavar="HOST:PORT", help="Where hub and standby ask for its voice.")],
    ca: CaOption = None,
    tls_cert: TlsCertOption = None,
    tls_key: TlsKeyOption = None,
) -> None:
    """Be the third voice when hub and standby cannot hear each other, on a machine of its own.

    It keeps no records. Of hub, standby and witness any one may fail: the two others go on.

    
    Examples:
      hall standby witness --data /var/lib/hall-witness --listen 127.0.0.1:8445
    """
    import json
    import logging
    import signal

    from ..hub import CANNOT_START
    from ..opening import both_ends, host_port
    from ..standby.line import Unsafe
    from ..standby.witness import Witness

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    tls, stopped = both_ends(ca, tls_cert, tls_key), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        witness = Witness(data, host_port(listen, "--listen", 0), tls[0] if tls else None)
    except (OSError, ValueError, Unsafe) as fault:
        print(f"hall standby: {fault}", file=sys.stderr)
        sys.exit(CANNOT_START)
    print(json.dumps({"what": "ready", "port": witness.port}), flush=True)
    stopped.wait()
    witness.close()


@standby.command("promote")
def promote(
    data: DataOption,
    by: ByOption,
    why: WhyOption,
) -> None:
    """Make this machine the hub: a new epoch begins, and 200 numbers of each queue are skipped.

    For when the hub does not come back. Who wanted it, why and when stands in the record that begins the new reign. A
    hub that comes back later gives way by itself (--peer) and writes out what it had more. With a witness this machine
    waits up to 10 s, until whatever the old hub may still serve by has run out: two never serve at once.

    \b
    Examples:
      hall standby promote --data /var/lib/hall --by 1049 --why "the hub's machine does not start any more"
    """
    from ..standby.follower import REIGNS
    from ..standby.wish import WHY_MAX, Wish, ask_for

    why = why.strip()
    if not 0 < len(why) <= WHY_MAX:
        refuse(f"--why must say the reason, in at most {WHY_MAX} letters.")
    if no := _not_his_to_say(data, by):
        refuse(no)
    if (data / REIGNS).exists():
        refuse("this machine is the hub already.")
    try:
        ask_for(data, Wish(by=by, why=why, at_ms=round(time.time() * 1000)))
    except OSError as fault:
        refuse(f"{data} could not be written: {fault.strerror}. Run this as the user of the standby, or as root.")
    print("This machine becomes the hub now; with a witness up to ten seconds later, when the old hub has stopped.")
    print("If `hall standby run` does not run, it does so at its next start.")


def _not_his_to_say(data: Path, by: str) -> str | None:
    """Why somebody may not make the standby in a folder the hub, by the configuration that it has from the hub."""
    from ..domain.roles import CHANGES
    from ..store.connection import STORE_FAILURES
    from ..store.store import DB_NAME, configured_in

    if not (data / DB_NAME).exists():
        return f"{data} keeps no records of a hub. Run `hall standby run` there first."
    try:
        known = configured_in(data)
    except STORE_FAILURES as fault:
        return f"the records in {data} cannot be read: {fault}"
    plan = known.plan(known.applied) if known.applied else None
    if plan is None:
        return f"{data} keeps no configuration that can be read here: {known.unreadable or 'nothing came yet'}."
    roles = next((one.roles for one in plan.site.clerks if one.id == by), None)
    if roles is None:
        return f"nobody of the staff has the number {by}."
    return None if set(roles) & set(CHANGES) else f"{by} is no manager and no system administrator."


@standby.command("status")
def status(data: DataOption) -> None:
    """Show how far the copy has got.

    \b
    Examples:
      hall standby status --data /var/lib/hall
    """
    from ..store.connection import StoreFault, open_reader
    from ..store.journal import head, reign

    try:
        reader = open_reader(data / "hub.db")
    except StoreFault as fault:
        refuse(str(fault))
    try:
        (seq, _), ruler = head(reader), reign(reader)
    finally:
        reader.close()
    hub, epoch = ruler or ("no hub yet", 0)
    print(f"{hub}, epoch {epoch}, record {seq}")
