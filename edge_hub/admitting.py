"""What `hall device` does on both sides: a device asks to be let in, an administrator approves, and sees who is in."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError

from edge_hub.client import enrolment
from edge_hub.client.login import keep
from edge_hub.contract import topics
from edge_hub.contract.admission import (
    CODE_LEN,
    ApproveDevice,
    Asking,
    DeviceList,
    Enrolled,
    ShowDevices,
    code_of,
)
from edge_hub.contract.base import Snapshot
from edge_hub.contract.clock import at_hall
from edge_hub.contract.desk import SignInDesk
from edge_hub.contract.wired import WiredStates

from . import wires
from .opening import Way
from .refusal import refuse
from .support import ask, granted, show

POLL_S = 2.0
WHAT_TO_DO = """\
{device} asks to be let in.
  code         {code}
  fingerprint  {fingerprint}
At the hub: hall device approve {device} {code}
Compare the fingerprint there. The code is good for ten minutes."""


def enrol(
    device: str, hub: tuple[str, int], folder: Path, ca: Path | None, typed: str | None, *, password: bool
) -> None:
    """Ask, show, wait, and leave in the folder all that a terminal needs."""
    try:
        if ca is not None:
            where = enrolment.Hub(*hub, ca.read_text(encoding="ascii"))
            _ = where.ca_der
        else:
            where = enrolment.found(*hub, typed)
        asked = enrolment.ask(where, device, password=password)
        code = f"{asked.claimed.code[:4]} {asked.claimed.code[4:]}"
        print(WHAT_TO_DO.format(device=device, code=code, fingerprint=asked.claimed.fingerprint), flush=True)
        while (enrolled := enrolment.look(asked)) is None:
            time.sleep(POLL_S)
        _settle(folder, asked, enrolled)
    except enrolment.EnrolFault as fault:
        refuse(f"{fault}")
    except ValueError:
        refuse(f"--ca {ca}: is no certificate in PEM.")
    except OSError as fault:
        refuse(f"{fault.filename or folder}: {fault.strerror}.")


def _settle(folder: Path, asked: enrolment.Asked, enrolled: Enrolled) -> None:
    """The key first, and the bootstrap file last: what is there can start."""
    device = asked.device
    if asked.key is not None:
        enrolment.write(folder / f"{device}.pem", enrolment.identity_of(enrolled.certificate, asked.key))
    elif not keep(device, enrolled.secret):
        file = folder / f"hall.{device}"
        enrolment.write(file, f"{enrolled.secret}\n")
        print(f"{file}: the secret. Put it into this machine's keyring (systemd-creds encrypt), then delete the file.")
    enrolment.write(folder / "bootstrap.yaml", enrolled.bootstrap)
    print(f"{device} is let in. Start its terminal with --bootstrap {folder / 'bootstrap.yaml'}")


def approve(
    hall: str, console: str, way: Way, device: str, code: str, fingerprint: str | None, by: str | None = None,
    guide: SignInDesk | None = None,
) -> None:  # fmt: skip
    """Give the command, once somebody has compared."""
    if len(code_of(code)) != CODE_LEN:
        refuse(f"“{code}” is no code of {CODE_LEN} signs such as K7M2Q9XD.")
    try:
        seen = fingerprint or _compared(hall, console, way, device, guide)
        body = ApproveDevice(device=device, code=code_of(code), fingerprint=seen.upper(), by=by)
    except ValidationError:
        refuse(f"“{device}” is no device's id, or “{fingerprint}” no fingerprint of eight groups of four.")
    show(ask(hall, console, way, body, guide), body, hall)


def _compared(hall: str, console: str, way: Way, device: str, guide: SignInDesk | None) -> str:
    """The fingerprint of the one device that asks, after a person has said that the device shows the same."""
    asking = [one for one in _listed(hall, console, way, guide).asking if one.device == device]
    if not asking:
        refuse(f"{device} does not ask to be let in. Start hall device enrol on it.")
    if len(asking) > 1 or not sys.stdin.isatty():
        refuse(f"type the fingerprint that {device} shows, with --fingerprint.")
    (one,) = asking
    print(f"{device} asks from {one.host}, and the hub sees the fingerprint\n  {one.fingerprint}")
    if input("Does the device show the same? Type yes: ").strip().lower() not in ("yes", "y", "是"):
        refuse("not approved. If they differ, somebody may sit between: look at the network.")
    return one.fingerprint


def listed(hall: str, console: str, way: Way, guide: SignInDesk | None = None) -> None:
    """Print who is let in, who is not any more, and who asks; then what hangs on wires, and how it is."""
    told: dict[str, WiredStates] = {}

    def hear(snapshot: Snapshot) -> None:
        if isinstance(snapshot, WiredStates):
            told[snapshot.device] = snapshot

    found = _listed(hall, console, way, guide, hear)
    for line in (*table(found), *wires.table(list(told.values()))):
        print(line)


def _listed(
    hall: str, console: str, way: Way, guide: SignInDesk | None, hear: Callable[[Snapshot], None] | None = None
) -> DeviceList:
    watched = (topics.wired_states(hall, "+"),) if hear else ()
    return DeviceList.model_validate(granted(ask(hall, console, way, ShowDevices(), guide, watched, hear)))


def table(found: DeviceList) -> Iterator[str]:
    """One line for each device."""
    for one in found.admitted:
        when = f"{at_hall(one.at_ms):%Y-%m-%d %H:%M}"
        if one.revoked:
            state = f"revoked {when} by {one.by}: {one.cause}{f', {one.why}' if one.why else ''}"
        else:
            state = f"approved {when} by {one.by}: {one.proof} {one.fingerprint}"
        yield f"{one.device:<24} {state}"
    yield from map(_asks, found.asking)
    if not found.admitted and not found.asking:
        yield "Nobody has decided about a device yet; those of hall broker config come in by their passwords."


def _asks(one: Asking) -> str:
    until = f"{at_hall(one.until_ms):%H:%M:%S}"
    return f"{one.device:<24} asks from {one.host} until {until}: {one.proof} {one.fingerprint}"
