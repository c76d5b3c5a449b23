"""`hall standby`: the second machine, which keeps every record of the hub and can take its place."""

import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from ..refusal import refuse
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
    from ..hub import CANNOT_START, STORE_FAILED, CannotStart, Wishes, locked_folder, serve
    from ..opening import both_ends, bundle_or_exit, driver_options, host_port, way_to
    from ..standby.follower import REIGNS, End, Follower, take_over
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
            end = End.REIGNING if (data / REIGNS).exists() else follower.run(stopped)
            if end is End.STOPPED:
                sys.exit(0)
            if end is not End.REIGNING:
                take_over(data)
    except (CannotStart, Unsafe) as fault:
        print(f"hall standby: {fault}", file=sys.stderr)
        sys.exit(CANNOT_START)
    except STORE_FAILURES as fault:
        print(f"hall standby: the store failed: {fault}", file=sys.stderr)
        sys.exit(STORE_FAILED)
    wishes = Wishes(
        standby_listen=host_port(listen, "--listen", 0) if listen else None,
        peer=address, feed_tls=tls[0] if tls else None, peer_tls=tls[1] if tls else None, bundle=bundle,
        driver_options=driver_options(), backup_to=backup_to, witness=third, by_person=end is End.PROMOTED,
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
def promote(data: DataOption) -> None:
    """Make this machine the hub: a new epoch begins, and 200 numbers of each queue are skipped.

    For a hall manager, when the hub does not come back. A hub that comes back later gives way by itself (--peer) and
    writes out what it had more. With a witness this machine waits up to 10 s, until whatever the old hub may still
    serve by has run out: two never serve at once.

    \b
    Examples:
      hall standby promote --data /var/lib/hall
    """
    from ..standby.follower import PROMOTE

    if not (data / "hub.db").exists():
        refuse(f"{data} keeps no records of a hub. Run `hall standby run` there first.")
    (data / PROMOTE).touch()
    print("This machine becomes the hub now; with a witness up to ten seconds later, when the old hub has stopped.")
    print("If `hall standby run` does not run, it does so at its next start.")


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
