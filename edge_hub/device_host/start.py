"""The composition root of `hall device host`: who it is, the client, the drivers of this machine, and its end."""

import fcntl
import json
import logging
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from configs.bootstrap import Bootstrap
from drivers.installed import installed_drivers
from edge_hub.client import login
from edge_hub.client.hub_client import HubClient, state_dir
from edge_hub.client.link import Link
from edge_hub.client.renewal import Renewal
from edge_hub.client.wire import Address, LoginOf
from edge_hub.contract import topics
from edge_hub.contract.base import Snapshot
from edge_hub.contract.hall import HubStatus

from ..refusal import refuse
from .host import Host

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Who:
    """Which owner of wires this process is, and how it reaches its hall."""

    hall: str
    device: str
    brokers: tuple[Address, ...]
    login: LoginOf
    renewal: Renewal | None = None


def who_of(boot: Bootstrap) -> Who:
    """By a bootstrap file."""
    brokers = tuple(
        login.address_of(one.host, one.port, boot.credential, tls=boot.tls, ca=boot.ca, identity=boot.identity)
        for one in boot.brokers
    )
    renewal = None
    if boot.identity is not None and boot.ca is not None:
        contexts = [one.tls for one in brokers if one.tls is not None]
        renewal = Renewal(boot.device, Path(boot.identity), boot.ca, [one.host for one in boot.brokers], contexts)
    return Who(boot.hall, boot.device, brokers, login.login_of(boot.device, boot.credential), renewal)


def run(who: Who, state: Path | None) -> int:
    """Own the wires until SIGTERM or SIGINT; returns the exit code."""
    installed = installed_drivers()
    for sentence in installed.refused:
        log.warning("%s", sentence)
    folder = state_dir(state, who.device)
    lock = _alone(folder)
    host = Host(who.hall, who.device, installed.drivers, folder)
    told: list[Link] = []

    def hear(snapshot: Snapshot) -> None:
        if who.renewal is not None and isinstance(snapshot, HubStatus) and snapshot.up:
            who.renewal.listens_at(snapshot.status_port if snapshot.status_tls else None)
        host.snapshot(snapshot)

    def linked(link: Link) -> None:
        if link is not Link.UP and Link.UP in told:
            log.warning("The hub is not heard (%s); the wires go on.", link.value)
        told[:] = [link]
        host.link(link)

    watch = (topics.wired(who.hall, who.device), topics.window_now(who.hall, "+"))
    client = HubClient(
        who.hall, who.device, who.brokers, watch, hear, linked, state=folder, login=who.login,
        asides={topics.step_ask(who.hall, who.device): host.aside},
    )  # fmt: skip
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: host.stop())
    client.start()
    print(json.dumps({"what": "ready", "device": who.device, "pid": os.getpid()}), flush=True)
    try:
        host.run(client)
    finally:
        client.stop()
        lock.close()
    return 0


def _alone(folder: Path) -> IO[str]:
    """The folder for this process alone, until the file is closed; else a sentence and exit code 2."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "host.lock").open("w")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        refuse(f"another hall device host runs on {folder}. One process of a machine owns its wires.")
    except OSError as fault:
        refuse(f"{folder} cannot be used: {fault.strerror}. Give a folder of its own with --state.")
    return file
