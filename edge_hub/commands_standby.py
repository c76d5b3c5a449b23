"""`hall standby`: the second machine, which keeps every record of the hub and can take its place."""

import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from .commands import BROKER, BrokerOption, CaOption, CredentialOption, SiteOption, TlsCertOption, TlsKeyOption
from .refusal import refuse

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
    credential: CredentialOption = None,
    ca: CaOption = None,
    tls_cert: TlsCertOption = None,
    tls_key: TlsKeyOption = None,
) -> None:
    """Follow the hub until promoted, then serve the hall from this machine.

    Every reply of the hub waits for this machine, at most 150 ms. It needs a broker of its own, whose address the
    devices hold beside the first one.

    \b
    Examples:
      hall standby run --data /var/lib/hall --of 127.0.0.1:8444 --broker 127.0.0.1:1883
    """
    import logging
    import signal
    from uuid import uuid4

    from .contract.clock import ClockRule
    from .domain.plan import plan_of
    from .hub import CANNOT_START, STORE_FAILED, CannotStart, Wishes, locked_folder, serve
    from .opening import both_ends, bundle_or_exit, driver_options, host_port, way_to
    from .standby.follower import End, Follower, take_over
    from .standby.line import Unsafe
    from .store.connection import STORE_FAILURES
    from .store.store import is_practice

    (opened, bundle), way = bundle_or_exit(site), way_to(broker, credential or "", credential, ca)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    address, tls = host_port(of, "--of"), both_ends(ca, tls_cert, tls_key)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        with locked_folder(data, "standby"):
            end = Follower(data, plan_of(opened), address, uuid4().hex, tls[1] if tls else None).run(stopped)
            if end is End.STOPPED:
                sys.exit(0)
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
        driver_options=driver_options(),
    )  # fmt: skip
    sys.exit(serve(opened, data, way, ClockRule() if is_practice(data) else None, wishes))


@standby.command("promote")
def promote(data: DataOption) -> None:
    """Make this machine the hub: a new epoch begins, and 200 numbers of each queue are skipped.

    For a hall manager, when the hub does not come back. A hub that comes back later gives way by itself (--peer) and
    writes out what it had more.

    \b
    Examples:
      hall standby promote --data /var/lib/hall
    """
    from .standby.follower import PROMOTE

    if not (data / "hub.db").exists():
        refuse(f"{data} keeps no records of a hub. Run `hall standby run` there first.")
    (data / PROMOTE).touch()
    print("This machine becomes the hub now. If `hall standby run` does not run, it does so at its next start.")


@standby.command("status")
def status(data: DataOption) -> None:
    """Show how far the copy has got.

    \b
    Examples:
      hall standby status --data /var/lib/hall
    """
    from .store.connection import StoreFault, open_reader
    from .store.journal import head, reign

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
