"""Writes the whole configuration of a hall's broker, and the accounts of all who may come in.

Run again it changes nothing; after a change of devices.yaml it adds and takes away what is needed. A secret is made
once and lies in `secrets/` until somebody carries it to its machine and deletes the file: here stays only its hash.
What a stopped run leaves behind is completed by the next: a secret is on disk before its hash is.
"""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from configs.base import HOST
from configs.devices import HOST_KIND
from configs.site import Site

from . import accounts, conf
from .acl import access_list
from .authority import HUB, Authority, serve
from .conf import Listener, Proof
from .folder import Folder
from .handout import bootstrap

SERVICE = "hall"
"""A secret's file is called as systemd's credential of it: `hall.NAME`."""
SECRETS, BOOTSTRAP = "secrets", "bootstrap"


class CannotConfigure(Exception):
    """The wishes do not fit together; a sentence says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the broker shall be. `listen` are addresses inside TLS, `loopback` a port without it."""

    site: Site
    listen: tuple[tuple[str, int], ...] = ()
    names: tuple[str, ...] = ()
    """Further names and addresses by which devices know the broker; the first is what they are told."""
    certificates: int | None = None
    """A port beside the first of `listen`, for devices with a certificate of the hall's CA."""
    certified: frozenset[str] = frozenset()
    """Devices that were given a certificate: they have no password, not even when it is revoked."""
    barred: frozenset[str] = frozenset()
    """Devices that are let in no more: no password, and nothing to hear."""
    revoked: str | None = None
    """The CA's list of what is revoked, in PEM."""
    loopback: int | None = None
    standby: tuple[str, int] | None = None
    hubs: tuple[str, ...] = ("hub",)
    renew: tuple[str, ...] = ()
    user: str = "mosquitto"
    """The system's user that the broker runs as."""
    give_to_user: bool = False
    """Whether the broker's files shall belong to that user (only root can give them away)."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did."""

    changed: tuple[str, ...]
    fresh: tuple[str, ...]
    gone: tuple[str, ...]
    waiting: tuple[str, ...]
    """Secrets that still lie here and wait to be carried to their machines."""


def configure(folder: Folder, wish: Wish, authority: Authority | None, now: dt.datetime) -> Done:
    """Write everything. Raises CannotConfigure before anything is written."""
    _check(wish, authority)
    hall, owner = wish.site.hall.id, wish.user if wish.give_to_user else None
    old = accounts.read(folder.read("passwords") or "")
    named = (*wish.hubs, *_devices(wish))
    kept = {name: _entry(folder, name, old, wish) for name in named if not _without_password(name, wish)}
    if authority is not None and wish.listen:
        serve(folder, authority, _names(wish), now, owner)
        serve(folder, authority, (*_names(wish), conf.LOOPBACK), now, None, HUB)
        if wish.certificates is not None and wish.revoked is not None:
            folder.write("ca.pem", authority.pem, owner=owner)
            folder.write("crl.pem", wish.revoked, owner=owner)
    welcome = [one for one in wish.site.devices if one.id not in wish.barred]
    folder.write("acl", access_list(hall, wish.hubs, welcome, wish.site.wired), owner=owner)
    folder.write("passwords", accounts.write(kept), owner=owner)
    folder.write(
        "mosquitto.conf",
        conf.text(hall, folder.path.resolve(), wish.user, len(wish.site.devices) + len(wish.hubs), _listeners(wish)),
        owner=owner,
    )
    _hand_out(folder, wish, authority)
    gone = tuple(name for name in old if name not in kept)
    for name in gone:
        folder.remove(f"{SECRETS}/{SERVICE}.{name}")
    return Done(
        changed=tuple(folder.changed), fresh=tuple(name for name in kept if kept[name] != old.get(name)), gone=gone,
        waiting=tuple(one.removeprefix(f"{SERVICE}.") for one in folder.names(SECRETS)),
    )  # fmt: skip


def _check(wish: Wish, authority: Authority | None) -> None:
    if not wish.listen and wish.loopback is None:
        raise CannotConfigure("nobody could connect: name an address with --listen, or --loopback")
    if wish.listen and authority is None:
        raise CannotConfigure("what listens on the hall's network needs a certificate: name the CA's folder with --ca")
    if wish.listen and _address(wish) is None:
        raise CannotConfigure("devices must know where to find the broker: say so with --name")
    for host in (*wish.names, *(host for host, _ in (*wish.listen, *([wish.standby] if wish.standby else [])))):
        if not re.fullmatch(HOST, host) and host not in ANY:
            raise CannotConfigure(f"“{host}” is no name or address of a machine")
    if wish.certificates is not None and not wish.listen:
        raise CannotConfigure("certificates need TLS: name an address with --listen")
    devices = _devices(wish)
    for hub in wish.hubs:
        if hub in devices:
            raise CannotConfigure(f"the hub's account “{hub}” is also a device of the hall: choose another with --hub")
    for name in wish.renew:
        if name not in (*wish.hubs, *devices):
            raise CannotConfigure(f"--renew {name}: the hall has no such device")
        if _proved(name, wish):
            raise CannotConfigure(f"--renew {name}: it has a certificate and no secret; sign a new request of it")


def _listeners(wish: Wish) -> tuple[Listener, ...]:
    listeners = [Listener(host, port, Proof.PASSWORD_IN_TLS) for host, port in wish.listen]
    if wish.certificates is not None:
        listeners.append(Listener(wish.listen[0][0], wish.certificates, Proof.CERTIFICATE))
    if wish.loopback is not None:
        listeners.append(Listener(conf.LOOPBACK, wish.loopback, Proof.PASSWORD))
    return tuple(listeners)


def _proved(name: str, wish: Wish) -> bool:
    """Whether a device proves itself by a certificate, and so by nothing else."""
    return wish.certificates is not None and name in wish.certified


def _without_password(name: str, wish: Wish) -> bool:
    return _proved(name, wish) or name in wish.barred


def _entry(folder: Folder, name: str, old: dict[str, str], wish: Wish) -> str:
    """The account's line: the one that was, unless it is new or shall be renewed."""
    file = f"{SECRETS}/{SERVICE}.{name}"
    if name in old and name not in wish.renew:
        return old[name]
    waiting = (folder.read(file) or "").strip()
    if waiting and name not in old:  # the run before stopped between the secret and its hash
        return accounts.entry(waiting)
    made = accounts.new_secret()
    folder.write(file, f"{made}\n")
    return accounts.entry(made)


def _hand_out(folder: Folder, wish: Wish, authority: Authority | None) -> None:
    address = _address(wish)
    brokers = [address] if address is not None else [(conf.LOOPBACK, wish.loopback or 0)]
    brokers += [wish.standby] if wish.standby is not None else []
    ca = authority.pem if authority is not None and wish.listen else None
    for device in wish.site.devices:
        proved = _proved(device.id, wish)
        at = [(host, wish.certificates or port) for host, port in brokers] if proved else brokers
        own = () if device.kind == HOST_KIND else wish.site.wired_of.get(device.id, ())
        text = bootstrap(wish.site.hall.id, device, at, ca, own, proved=proved)
        folder.write(f"{BOOTSTRAP}/{device.id}.yaml", text)
    for name in folder.names(BOOTSTRAP):
        if Path(name).stem not in _devices(wish):
            folder.remove(f"{BOOTSTRAP}/{name}")


def _devices(wish: Wish) -> tuple[str, ...]:
    return tuple(device.id for device in wish.site.devices)


def _names(wish: Wish) -> tuple[str, ...]:
    """Every name and address of the server, once each."""
    hosts = (host for host, _ in wish.listen if host not in ANY)
    return tuple(dict.fromkeys((*wish.names, *hosts)))


def _address(wish: Wish) -> tuple[str, int] | None:
    """What devices are told; None if they are told loopback, or cannot be told anything."""
    names = _names(wish)
    return (names[0], wish.listen[0][1]) if wish.listen and names else None


ANY = ("0.0.0.0", "::")
"""Addresses to listen on that nobody can be told to call."""
